#!/usr/bin/env python3
"""How many of the amounts, stakes, figures, dates and periods of annotated articles are read with the right value and unit.

Usage: literals.py DIR_OR_FILE... [--errors N]

Takes folders of ``*.json`` articles, or ``*.jsonl`` files, with ``text``, ``lang``, ``date``, ``claims`` and perhaps ``literals`` (marked: start, end, type).
For every claim the literals of its evidence are read; right is a claim whose value and unit (date, period) is among them. ``elsewhere`` counts those that only
another sentence of the article says, ``unsaid`` those that no literal of the article says: the annotator worked them out ("in equal parts").
Marked literals are each handed over with their surroundings; ``read`` is how many give a value.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kg.model import Amount
from loaders.literals.amount_words import read_amount_words
from loaders.literals.amounts import find_amounts, parse_amount
from loaders.literals.date_words import read_date_words
from loaders.literals.dates import find_dates, parse_date

Span = tuple[int, int]
AMOUNTS = {lang: read_amount_words(lang) for lang in ("de", "en")}
DATES = {lang: read_date_words(lang, amounts=AMOUNTS[lang]) for lang in ("de", "en")}
SPELT = {"megawatts": "MW", "gigawatts": "GW"}
WRITTEN = re.compile(r"\d{4}(/\d\d)?(-(Q[1-4]|H[12]|9M|\d\d(-\d\d)?))?")


def read_articles(paths: list[str]) -> Iterator[dict[str, Any]]:
    """Every annotated article of the folders and files."""
    for path in map(Path, paths):
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            text = file.read_text(encoding="utf-8")
            yield from map(json.loads, text.splitlines()) if file.suffix == ".jsonl" else [json.loads(text)]


def amounts_of(article: dict[str, Any], errors: list[str], counts: Counter[str]) -> list[tuple[Span, Amount]]:
    """The amounts of an article with their places: those that are marked, else those that are found."""
    text, words = article["text"], AMOUNTS[article["lang"]]
    if "literals" not in article:
        return [((literal.mention.start, literal.mention.end), literal.amount) for literal in find_amounts(text, words)]
    found = []
    for mark in article["literals"]:
        if mark["type"] != "Date":
            start, end = mark["start"], mark["end"]
            amount = parse_amount(text[start:end], words, before=text[:start], after=text[end:], kind=mark["type"])
            counts[f"marked {mark['type']}"] += 1
            counts[f"read {mark['type']}"] += amount is not None
            if amount:
                found.append(((start, end), amount))
            else:
                errors.append(f"{article['id']} not read {mark['type']}: …{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}")
    return found


def dates_of(article: dict[str, Any], errors: list[str], counts: Counter[str]) -> list[tuple[Span, set[str]]]:
    """The dates of an article with their places and what they mean, both behind the article and ahead of it."""
    text, words = article["text"], DATES[article["lang"]]
    published = date.fromisoformat(article["date"]) if article.get("date") else None
    marked = [(mark["start"], mark["end"]) for mark in article.get("literals", ()) if mark["type"] == "Date"]
    places = marked if "literals" in article else [(mention.start, mention.end) for mention in find_dates(text, words)]
    found: list[tuple[Span, set[str]]] = []
    anchor = None
    for start, end in places:
        read = [parse_date(text[start:end], words, published, future=future, anchor=anchor, before=text[:start], after=text[end:]) for future in (False, True)]
        if "literals" in article:
            counts["marked Date"] += 1
            counts["read Date"] += read[0] is not None
            if read[0] is None:
                errors.append(f"{article['id']} not read Date: …{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}")
        anchor = read[0] or anchor
        found.append(((start, end), (f"past {read[0]}", f"future {read[1]}")))  # type: ignore[arg-type]
    return found


def evidence_of(article: dict[str, Any], claim: dict[str, Any]) -> list[Span]:
    """The spans of a claim's evidence; the whole text where it has none."""
    evidence = claim.get("evidence")
    text = article["text"]
    if not evidence:
        return [(0, len(text))]
    if isinstance(evidence, list):
        return [(piece["start"], piece["end"]) for piece in evidence]
    start = text.find(evidence)
    return [(start, start + len(evidence))] if start >= 0 else [(0, len(text))]


def is_same(amount: Amount, value: float, unit: str, *, signed: bool) -> bool:
    """The same number (a fraction may be rounded to whole percent) in the same unit; falls are told by verbs, so signs are left to the figure reader."""
    close = abs(abs(amount.value) - abs(value)) <= (0.011 if unit == "percent" else 0.0001) * abs(value)
    return close and amount.unit == SPELT.get(unit, unit) and (not signed or amount.value * value >= 0)


def score(kind: str, places: list[tuple[Span, bool]], spans: list[Span], counts: Counter[str]) -> bool:
    """Count one wanted value: right in its evidence, elsewhere in the article, or unsaid."""
    inside = any(good and any(start < end_ and end > start_ for start_, end_ in spans) for (start, end), good in places)
    counts[f"{kind} wanted"] += 1
    counts[f"{kind} {'right' if inside else 'elsewhere' if any(good for _, good in places) else 'unsaid'}"] += 1
    return inside


def check_claim(
    article: dict[str, Any],
    claim: dict[str, Any],
    amounts: list[tuple[Span, Amount]],
    dates: list[tuple[Span, set[str]]],
    counts: Counter[str],
    errors: list[str],
) -> None:
    """Compare the values of one claim with what was read."""
    spans = evidence_of(article, claim)
    qualifiers, figure = claim["qualifiers"], claim["object"] if isinstance(claim["object"], dict) else {}
    wanted = [("amount", qualifiers["amount"])] if qualifiers.get("amount") else []
    wanted += [("stake", {"value": qualifiers["stake"], "unit": "percent"})] if qualifiers.get("stake") is not None else []
    wanted += [("figure", figure)] if figure else []
    for kind, value in wanted:
        good = [(span, is_same(amount, value["value"], value["unit"], signed=False)) for span, amount in amounts]
        if not score(kind, good, spans, counts):
            errors.append(f"{article['id']} {kind} {value['value']:.12g} {value['unit']}: {claim.get('evidence') or claim['subject']}")
        elif "hedge" in value:
            counts["hedge wanted"] += 1
            same = any(ok and amount.hedge == value["hedge"] for (_, ok), (_, amount) in zip(good, amounts, strict=True))
            counts["hedge right"] += same
            if not same:
                errors.append(f"{article['id']} hedge {value}: {claim.get('evidence') or claim['subject']}")
    tense = "future" if claim["status"] in ("planned", "rumoured") else "past"
    for kind, said in (("date", qualifiers.get("date")), ("period", figure.get("period"))):
        if said and WRITTEN.fullmatch(said):
            good_dates = [(span, f"{tense} {said}" in read) for span, read in dates]
            if not score(kind, good_dates, spans, counts):
                errors.append(f"{article['id']} ({article.get('date')}) {kind} {said} {claim['status']}: {claim.get('evidence') or claim['subject']}")


def main(argv: list[str]) -> None:
    """Print the table and, where asked for, the errors."""
    limit = int(argv[argv.index("--errors") + 1]) if "--errors" in argv else 0
    paths = [arg for n, arg in enumerate(argv) if not arg.startswith("--") and (n == 0 or argv[n - 1] != "--errors")]
    counts: Counter[str] = Counter()
    errors: list[str] = []
    for article in read_articles(paths):
        amounts, dates = amounts_of(article, errors, counts), dates_of(article, errors, counts)
        for claim in article["claims"]:
            check_claim(article, claim, amounts, dates, counts, errors)
    for error in errors[:limit]:
        print(error)
    for kind in ("Money", "Percent", "Number", "Date"):
        if counts[f"marked {kind}"]:
            print(f"{kind:8} marked {counts[f'marked {kind}']:5}  read {counts[f'read {kind}'] / counts[f'marked {kind}']:7.1%}")
    for kind in ("amount", "stake", "figure", "date", "period", "hedge"):
        total, right = counts[f"{kind} wanted"], counts[f"{kind} right"]
        if total:
            rest = "" if kind == "hedge" else f"   elsewhere {counts[f'{kind} elsewhere']:4}  unsaid {counts[f'{kind} unsaid']:4}"
            print(f"{kind:8} wanted {total:5}  right {right / total:7.1%}{rest}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
