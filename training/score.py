"""Score a model file end to end, with the rules: ``python -m training.score FILE [FOLDER …] [--least 0.5] [--errors N]``.

Without a folder the articles held back from training are read. Prints per language what ``tests.scoring`` counts, and the time an article takes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.model import Document
from loaders.pipeline import Pipeline
from tests.scoring import Score, read_gold, score
from training.prepare import hold_back, read_texts


def extract(pipeline: Pipeline, article: Mapping[str, Any]) -> dict[str, Any]:
    """What the program finds in an article, as ``kg extract`` prints it."""
    document = Document(article["id"], article["text"], date=article.get("date"), lang=article["lang"])
    return pipeline.reader(article["lang"]).read(document).to_json()


def report(name: str, result: Score, seconds: float, errors: int) -> None:
    """Print one line of scores, and some of what is wrong."""
    parts = [
        f"{what} P {c.precision or 0:.3f} R {c.recall or 0:.3f} F1 {c.f1 or 0:.3f}"
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
    parser.add_argument("--least", type=float, help="confidence that a claim needs")
    parser.add_argument("--errors", type=int, default=0, help="false claims to show")
    options = parser.parse_args()
    pipeline = Pipeline(model=options.model, least=options.least)
    sets = {folder.name: read_gold(folder) for folder in options.folders} or {"held back": hold_back(read_texts())[1]}
    for name, articles in sets.items():
        for lang in ("de", "en"):
            chosen = [article for article in articles if article["lang"] == lang]
            pipeline.reader(lang)
            begun = time.perf_counter()
            result = score(chosen, lambda article: extract(pipeline, article))
            report(f"{name} {lang}", result, (time.perf_counter() - begun) / max(len(chosen), 1), options.errors)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
