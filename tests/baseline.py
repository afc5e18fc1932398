"""What a user gets without this program in an afternoon: ``python -m tests.baseline [FOLDER]``.

spaCy with names by a trained pipeline where one is installed (``en_core_web_lg``, ``_md`` or ``_sm``), else by an entity ruler over the
company, country and city lists of ``schema/``; relations by the verb that stands between two names of a sentence. English, as the patterns are.
Compared on the same articles with the same scorer as ``make eval``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.gazetteer import read_gazetteers
from kg.ontology import read_ontology
from tests.evaluation import HERE, describe
from tests.scoring import Row, read_gold, score

TRAINED = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm")
TYPES = {"ORG": "Company", "PERSON": "Person", "GPE": "Place", "LOC": "Place", "PRODUCT": "Product", "EVENT": "Event"}
VERBS = {
    ("Company", "Company"): {
        "ACQUIRES": ("acquire", "buy", "purchase", "take over"), "PARTNERS_WITH": ("partner", "team up", "cooperate"), "SUES": ("sue",),
        "SUPPLIES": ("supply", "deliver"), "MERGES_WITH": ("merge",), "INVESTS_IN": ("invest",), "OWNS_STAKE_IN": ("own", "hold"),
        "COMPETES_WITH": ("compete", "rival"), "SPINS_OFF": ("spin off",), "SELLS": ("sell",),
    },
    ("Company", "Place"): {
        "BASED_IN": ("based", "headquartered"), "BUILDS_FACILITY_IN": ("build", "open"), "CLOSES_FACILITY_IN": ("close", "shut"),
        "BUILDS_DATACENTER_IN": ("data center in", "data centre in"), "OPERATES_IN": ("operate",),
    },
    ("Person", "Company"): {"CEO_OF": ("chief executive", "ceo"), "FOUNDED": ("found",), "WORKS_FOR": ("work", "join")},
    ("Company", "Product"): {"LAUNCHES": ("launch", "unveil", "release"), "PRODUCES": ("make", "produce")},
}  # fmt: skip


def build() -> tuple[Language, str]:
    """The pipeline, and what gives it its names."""
    for name in TRAINED:
        if spacy.util.is_package(name):
            return spacy.load(name), name
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler: Any = nlp.add_pipe("entity_ruler")
    known = read_gazetteers(read_ontology().folder)
    labels = {"Company": "ORG", "Place": "GPE"}
    surfaces = (s for s in known.surfaces("en") if s.entry.type in labels and len(s.text) > 3 and not s.ambiguous)
    ruler.add_patterns([{"label": labels[s.entry.type], "pattern": s.text} for s in surfaces])
    return nlp, "an entity ruler over the lists of schema/"


def extract(nlp: Language, article: Row) -> dict[str, Any]:
    """Names and relations of one article, in the form that ``kg extract`` prints."""
    doc = nlp(article["text"])
    names = {(ent.text, TYPES[ent.label_]) for ent in doc.ents if ent.label_ in TYPES}
    entities = [{"name": name, "type": kind} for name, kind in sorted(names)]
    return {"entities": entities, "claims": [claim for sent in doc.sents for claim in _claims(doc, sent)]}


def _claims(doc: Doc, sent: Span) -> Iterator[dict[str, Any]]:
    ents = [ent for ent in sent.ents if ent.label_ in TYPES]
    for one, two in pairwise(ents):
        between = doc[one.end : two.start].text.casefold()
        for relation, verbs in VERBS.get((TYPES[one.label_], TYPES[two.label_]), {}).items():
            if any(verb.rstrip("e") in between for verb in verbs):
                evidence = [{"start": sent.start_char, "end": sent.end_char, "text": sent.text}]
                yield {"subject": one.text, "relation": relation, "object": two.text, "status": "asserted", "evidence": evidence}


def main(argv: list[str]) -> int:
    """Print the baseline's scores."""
    nlp, names = build()
    print(f"baseline: spaCy, names by {names}, relations by verbs")
    for folder in [Path(argument) for argument in argv] or [HERE / "gold", HERE / "gold-real"]:
        articles = [article for article in read_gold(folder) if article["lang"] == "en"]
        print("\n".join(describe(folder.name, "en", score(articles, lambda article: extract(nlp, article)), relations=False, errors=False)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
