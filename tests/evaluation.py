"""Measure the extraction on annotated articles and compare it with the floor: ``python -m tests.evaluation [FOLDER …] [--relations] [--errors] [--write]``.

Without a folder those of ``tests/gold`` (written for this project) and ``tests/gold-real`` (Wikinews) are read. ``tests/floor.toml``
holds what must be reached; below it the exit code is 1. ``--write`` raises the floor to what was measured, it never lowers it.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.model import Document
from loaders.pipeline import Pipeline
from tests.scoring import Row, Score, read_gold, score

HERE = Path(__file__).parent
FOLDERS = (HERE / "gold", HERE / "gold-real")
FLOOR = HERE / "floor.toml"
MEASURES = ("precision", "claims_precision", "claims_recall", "figures_precision", "figures_recall", "entities_f1", "status", "amount", "stake", "evidence")
_SLACK = 0.0005  # the floor is written with three digits
_HEAD = """# What the extraction reaches on the annotated articles, by folder and language. `make eval` fails below it, and
# `python -m tests.evaluation --write` raises it; it is never lowered. What each measure means: tests/scoring.py.
"""


def evaluate(folder: Path, pipeline: Pipeline) -> dict[str, Score]:
    """Score of every language in a folder of annotated articles."""

    def found(article: Row) -> Row:
        document = Document(article["id"], article["text"], article.get("title"), article.get("date"), article["lang"])
        return pipeline.reader(article["lang"]).read(document).to_json()

    articles = read_gold(folder)
    return {lang: score([article for article in articles if article["lang"] == lang], found) for lang in sorted({article["lang"] for article in articles})}


def measures(result: Score) -> dict[str, float]:
    """What is compared with the floor, rounded to three digits; what there is nothing of is left out."""
    values = {
        "precision": result.precision, "claims_precision": result.claims.precision, "claims_recall": result.claims.recall,
        "figures_precision": result.figures.precision, "figures_recall": result.figures.recall, "entities_f1": result.entities.f1,
        "status": result.status.value, "amount": result.amount.value, "stake": result.stake.value, "evidence": result.evidence.value,
    }  # fmt: skip
    return {name: round(value, 3) for name, value in values.items() if value is not None}


def read_floor(path: Path = FLOOR) -> dict[str, dict[str, dict[str, float]]]:
    """Folder → language → measure → what must be reached."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def shortfalls(name: str, found: Mapping[str, Mapping[str, float]], floor: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[str]:
    """A line for every measure of a folder that lies below the floor."""
    for lang, wanted in floor.get(name, {}).items():
        for measure, least in wanted.items():
            value = found.get(lang, {}).get(measure, 0.0)
            if value < least - _SLACK:
                yield f"{name} {lang}: {measure} is {value:.3f}, the floor is {least:.3f}"


def raised(floor: Mapping[str, Mapping[str, Mapping[str, float]]], found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The text of a floor that is nowhere lower than the old one or what was found."""
    lines = [_HEAD]
    for name in sorted({*floor, *found}):
        for lang in sorted({*floor.get(name, {}), *found.get(name, {})}):
            old, new = floor.get(name, {}).get(lang, {}), found.get(name, {}).get(lang, {})
            lines.append(f"[{name}.{lang}]")
            lines += [f"{measure} = {max(old.get(measure, 0.0), new.get(measure, 0.0)):.3f}" for measure in MEASURES if measure in old or measure in new]
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
    pipeline, floor = Pipeline(), read_floor()
    found: dict[str, dict[str, dict[str, float]]] = {}
    below: list[str] = []
    for folder in options.folders or FOLDERS:
        results = evaluate(folder, pipeline)
        for lang, result in results.items():
            print("\n".join(describe(folder.name, lang, result, relations=options.relations, errors=options.errors)))
        found[folder.name] = {lang: measures(result) for lang, result in results.items()}
        below += shortfalls(folder.name, found[folder.name], floor)
    if options.write:
        FLOOR.write_text(raised(floor, found), encoding="utf-8")
    for line in below:
        print(f"below the floor: {line}", file=sys.stderr)
    return bool(below)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
