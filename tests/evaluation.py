"""Measure the extraction on annotated articles and compare it with the floor: ``python -m tests.evaluation [FOLDER …] [--relations] [--errors] [--write]``.

Without a folder those of ``tests/gold`` (written for this project) and ``tests/gold-real`` (Wikinews) are read. ``tests/floor.toml``
holds what must be reached; below it the exit code is 1. ``--write`` raises the floor to what was measured, it never lowers it.
"""

from __future__ import annotations

import argparse
import math
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.model import Document, Extraction
from loaders.pipeline import Pipeline
from tests.scoring import Score, read_gold, score

HERE = Path(__file__).parent
FOLDERS = (HERE / "gold", HERE / "gold-real")
FLOOR = HERE / "floor.toml"
MEASURES = (
    "precision", "claims_precision", "claims_recall", "claims_f1", "figures_precision", "figures_recall", "figures_f1", "entities_f1", "status", "amount",
    "stake", "evidence", "false_per_article",
)  # fmt: skip
CEILINGS = frozenset({"false_per_article"})
"""Measures that must not rise."""
_SLACK = 0.0005  # the floor is written with three digits
_HEAD = """# What the extraction reaches on the annotated articles, by folder and language. `make eval` fails below it, and
# `python -m tests.evaluation --write` raises it; it is never lowered. What each measure means: tests/scoring.py.
"""


def evaluate(folder: Path, pipeline: Pipeline) -> dict[str, Score]:
    """Score of every language in a folder of annotated articles."""

    articles = read_gold(folder)
    documents = (Document(a["id"], a["text"], a.get("title"), a.get("date"), a["lang"]) for a in articles)
    found = {e.document.id: e.to_json() for e in pipeline.read(documents) if isinstance(e, Extraction)}
    return {
        lang: score([article for article in articles if article["lang"] == lang], lambda article: found[article["id"]])
        for lang in sorted({article["lang"] for article in articles})
    }


def sections(folders: Iterable[Path] = FOLDERS) -> Iterator[tuple[str, dict[str, Score]]]:
    """(name in the floor, scores) of each folder, read as the program does, and by the rules alone."""
    whole, rules = Pipeline(), Pipeline(model=None)
    for folder in folders:
        yield folder.name, evaluate(folder, whole)
        yield f"{folder.name}-rules-alone", evaluate(folder, rules)


def measures(result: Score) -> dict[str, float]:
    """What is compared with the floor, rounded to three digits; what there is nothing of is left out."""
    values = {
        "precision": result.precision, "claims_precision": result.claims.precision, "claims_recall": result.claims.recall,
        "claims_f1": result.claims.f1, "figures_precision": result.figures.precision, "figures_recall": result.figures.recall,
        "figures_f1": result.figures.f1, "entities_f1": result.entities.f1, "status": result.status.value, "amount": result.amount.value,
        "stake": result.stake.value, "evidence": result.evidence.value, "false_per_article": result.false_per_article,
    }  # fmt: skip
    return {name: round(value, 3) for name, value in values.items() if value is not None}


def read_floor(path: Path = FLOOR) -> dict[str, dict[str, dict[str, float]]]:
    """Folder → language → measure → what must be reached."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def shortfalls(name: str, found: Mapping[str, Mapping[str, float]], floor: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[str]:
    """A line for every measure of a folder that lies below the floor."""
    for lang, wanted in floor.get(name, {}).items():
        for measure, least in wanted.items():
            value = found.get(lang, {}).get(measure, math.inf if measure in CEILINGS else 0.0)
            if (least - value if measure not in CEILINGS else value - least) > _SLACK:
                yield f"{name} {lang}: {measure} is {value:.3f}, the {'ceiling' if measure in CEILINGS else 'floor'} is {least:.3f}"


def raised(floor: Mapping[str, Mapping[str, Mapping[str, float]]], found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The text of a floor that is nowhere lower than the old one or what was found."""
    lines = [_HEAD]
    for name in sorted({*floor, *found}):
        for lang in sorted({*floor.get(name, {}), *found.get(name, {})}):
            old, new = floor.get(name, {}).get(lang, {}), found.get(name, {}).get(lang, {})
            lines.append(f"[{name}.{lang}]")
            both = {measure: [side[measure] for side in (old, new) if measure in side] for measure in MEASURES}
            lines += [f"{measure} = {(min if measure in CEILINGS else max)(values):.3f}" for measure, values in both.items() if values]
            lines.append("")
    return "\n".join(lines)


def describe(name: str, lang: str, result: Score, *, relations: bool, errors: bool) -> Iterator[str]:
    """Lines for people."""
    yield f"{name} {lang} ({result.articles} articles, {result.false_per_article:.2f} false claims per article)"
    rows = [("entities", result.entities), ("claims", result.claims), ("figures", result.figures)]
    rows += sorted(((f"  {relation}", count) for relation, count in result.relations.items()), key=lambda row: -row[1].gold) if relations else []
    for caption, count in rows:
        ratios = f"P {_number(count.precision)}  R {_number(count.recall)}  F1 {_number(count.f1)}"
        yield f"  {caption:24} {ratios}   {count.right} of {count.found} right, {count.gold} gold"
    shares = (("status", result.status), ("amount", result.amount), ("stake", result.stake), ("evidence", result.evidence))
    yield "  " + "   ".join(f"{caption} {_number(share.value)} of {share.of}" for caption, share in shares)
    if errors:
        yield from (f"  false: {article}: {' | '.join(map(str, key))}" for article, key in result.false_claims)


def _number(value: float | None) -> str:
    return "    -" if value is None else f"{value:.3f}"


def main(argv: list[str]) -> int:
    """Print the measures; 1 if one is below the floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--relations", action="store_true", help="a line for every relation")
    parser.add_argument("--errors", action="store_true", help="name the false claims")
    parser.add_argument("--write", action="store_true", help="raise the floor to what was measured")
    options = parser.parse_args(argv)
    floor = read_floor()
    found: dict[str, dict[str, dict[str, float]]] = {}
    below: list[str] = []
    for name, results in sections(options.folders or FOLDERS):
        for lang, result in results.items():
            print("\n".join(describe(name, lang, result, relations=options.relations, errors=options.errors)))
        found[name] = {lang: measures(result) for lang, result in results.items()}
        below += shortfalls(name, found[name], floor)
    if options.write:
        FLOOR.write_text(raised(floor, found), encoding="utf-8")
    for line in below:
        print(f"below the floor: {line}", file=sys.stderr)
    return bool(below)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
