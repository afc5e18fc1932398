"""Score a model file end to end: ``python -m training.score FILE [FOLDER …] [--least 0.5] [--errors N]``.

Without a folder the articles held back from training are read. Prints per language what ``tests.scoring`` counts, and the time an article takes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.gazetteer import Gazetteers, read_gazetteers
from kg.model import Document
from kg.ontology import Ontology, read_ontology
from loaders.assemble import assemble
from loaders.lexicon import read_lexicon
from loaders.literals.reader import build_literal_reader
from loaders.model.run import ModelReader, ReadLiteral, read_model
from loaders.origins import build_origin_finder
from loaders.reading import Reading
from loaders.sentences import find_sentences, is_advertising
from tests.scoring import Score, read_gold, score
from training.prepare import hold_back, read_texts


@cache
def _parts(lang: str) -> tuple[Ontology, Gazetteers, Any, Any, Any]:
    ontology = read_ontology()
    gazetteers = read_gazetteers(ontology.folder)
    lexicon = read_lexicon(ontology, lang)
    return ontology, gazetteers, lexicon, build_literal_reader(lang, ontology.folder), build_origin_finder(lexicon, gazetteers)


def extract(model: ModelReader, article: Mapping[str, Any]) -> dict[str, Any]:
    """What the model alone finds in an article, as ``kg extract`` prints it."""
    ontology, gazetteers, lexicon, literals, origins = _parts(article["lang"])
    document = Document(article["id"], article["text"], date=article.get("date"), lang=article["lang"])
    sentences = tuple(span for span in find_sentences(document.text, lexicon) if not is_advertising(document.text, span, lexicon))
    reading = Reading(document, None, sentences)  # type: ignore[arg-type]
    read = [ReadLiteral(m, literals.date(reading, m) if m.type == "Date" else literals.amount(reading, m)) for m in literals.find(document)]
    mentions, things, statements = model.read(document, sentences, read, origins.find(document.text))
    return assemble(Reading(document, None, sentences, mentions, things, statements), ontology, gazetteers).to_json()  # type: ignore[arg-type]


def report(name: str, result: Score, seconds: float, errors: int) -> None:
    """Print one line of scores, and some of what is wrong."""
    parts = [
        f"{what} P {c.precision:.3f} R {c.recall:.3f} F1 {c.f1:.3f}"
        for what, c in (("claims", result.claims), ("figures", result.figures), ("entities", result.entities))
    ]
    shares = [f"{what} {share.value:.3f} of {share.of}" for what in ("status", "amount", "stake", "evidence") if (share := getattr(result, what)).of]
    print(name, *parts, *shares, f"false {result.false_per_article:.2f} an article", f"{seconds:.3f} s an article", sep=" | ")
    for ident, key in result.false_claims[:errors]:
        print("  false:", ident, *key)


def main() -> None:
    """Read the arguments and score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--least", type=float, default=0.5, help="confidence that a claim needs")
    parser.add_argument("--errors", type=int, default=0, help="false claims to show")
    options = parser.parse_args()
    model = read_model(options.model)
    model.least = options.least
    sets = {folder.name: read_gold(folder) for folder in options.folders} or {"held back": hold_back(read_texts())[1]}
    for name, articles in sets.items():
        for lang in ("de", "en"):
            chosen = [article for article in articles if article["lang"] == lang]
            _parts(lang)
            begun = time.perf_counter()
            result = score(chosen, lambda article: extract(model, article))
            report(f"{name} {lang}", result, (time.perf_counter() - begun) / max(len(chosen), 1), options.errors)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
