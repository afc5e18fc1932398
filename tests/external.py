"""Measure on texts that others annotated: ``python -m tests.external``; ``make eval`` runs it.

SmartData (German news and feeds) annotates seven kinds of business events, CORE (English Wikipedia sentences) one relation of one pair of
companies. Both know less than the ontology: only claims between what they annotate, of relations that they know, are counted.
A claim is right if its ends overlap the annotated spans.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.model import Document, Entity, Extraction
from loaders.pipeline import Pipeline
from tests.scoring import Count, Row
from training.corpora import MEANING, is_held_back, read_sentences

HERE = Path(__file__).parent / "external"
Span = tuple[int, int]
Claim = tuple[frozenset[str], Span, Span | str]
"""Relations of which one is right, span of the subject, span of the object or a fixed name."""
_EVENTS = {"Insolvency": "insolvency", "Layoffs": "layoffs", "Strike": "strike"}
_ENDS = {
    "Acquisition": (frozenset({"ACQUIRES"}), "buyer", "acquired"),
    "SpinOff": (frozenset({"SPINS_OFF"}), "parent", "child"),
    "OrganizationLeadership": (frozenset({"CEO_OF", "WORKS_FOR"}), "person", "organization"),
}


def smartdata(pipeline: Pipeline) -> dict[str, Count]:
    """Companies named, and events, of the SmartData documents."""
    counts = {"companies": Count(), "events": Count()}
    with gzip.open(HERE / "smartdata.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row, found in _read(pipeline, ((row["id"], row["text"]) for row in rows), "de"):
        document = next(r for r in rows if r["id"] == row)
        bodies = [(e["start"], e["end"]) for e in document["entities"] if e["type"] == "organization-company"]
        named = [(m.start, m.end) for e in found.entities if e.type == "Company" for m in e.mentions if m.kind == "named"]
        counts["companies"].right += sum(any(_meet(a, b) for b in bodies) for a in named)
        counts["companies"].found += len(named)
        spans = [(e["start"], e["end"]) for e in document["entities"]]
        _count(counts["events"], list(_events(document["relations"])), found, spans)
    return counts


def core(pipeline: Pipeline) -> dict[str, Count]:
    """Relations between the pairs of the CORE sentences that were not trained on."""
    count = Count()
    rows = {row["id"]: row for row in read_sentences() if is_held_back(row) and row["relation"] in MEANING}
    for ident, found in _read(pipeline, ((ident, " ".join(row["context"])) for ident, row in rows.items()), "en"):
        row = rows[ident]
        swapped, relations, _ = MEANING[row["relation"]]
        ends = [_characters(row["context"], row[f"{e}_start"], row[f"{e}_end"]) for e in ("e1", "e2")]
        first, second = ends[::-1] if swapped != bool(row["invert_relation"]) else ends
        _count(count, [(frozenset(relations), first, second)] if relations else [], found, ends, known=None)
    return {"relations": count}


def _read(pipeline: Pipeline, texts: Iterable[tuple[str, str]], lang: str) -> Iterator[tuple[str, Extraction]]:
    for found in pipeline.read(Document(ident, text, lang=lang) for ident, text in texts):
        if isinstance(found, Extraction):
            yield found.document.id, found


def _events(relations: Iterable[Row]) -> Iterator[Claim]:
    """What the annotated events are in the ontology's terms; those without both ends are left out."""
    for relation in relations:
        ends: dict[str, list[Span]] = {}
        for argument in relation["args"]:
            ends.setdefault(argument["role"], []).append((argument["start"], argument["end"]))
        if relation["name"] in _EVENTS:
            yield from ((frozenset({"UNDERGOES"}), company, _EVENTS[relation["name"]]) for company in ends.get("company", ()))
        elif relation["name"] == "Merger" and len(ends.get("old", ())) == 2:
            yield frozenset({"MERGES_WITH"}), ends["old"][0], ends["old"][1]
        elif relation["name"] in _ENDS:
            names, subject, target = _ENDS[relation["name"]]
            yield from ((names, a, b) for a in ends.get(subject, ())[:1] for b in ends.get(target, ())[:1])


_KNOWN = frozenset({"ACQUIRES", "SPINS_OFF", "CEO_OF", "WORKS_FOR", "MERGES_WITH", "UNDERGOES"})


def _count(count: Count, gold: list[Claim], found: Extraction, spans: list[Span], known: frozenset[str] | None = _KNOWN) -> None:
    """Add one text: claims between annotated things, of relations that the corpus knows (all, where it knows the pair's one)."""
    entities = {entity.id: entity for entity in found.entities}
    places = {ident: [(m.start, m.end) for m in entity.mentions] for ident, entity in entities.items()}
    seen = set()
    for claim in found.claims:
        target: list[Span] | str = _fixed(entities[claim.object_id]) or places[claim.object_id]
        if known is not None and (claim.relation not in known or (claim.relation == "UNDERGOES" and target not in _EVENTS.values())):
            continue
        if not _annotated(places[claim.subject_id], spans) or (isinstance(target, list) and not _annotated(target, spans)):
            continue
        count.found += 1
        right = {n for n, row in enumerate(gold) if _is(claim.relation, places[claim.subject_id], target, row)}
        count.right += bool(right - seen)
        seen |= right
    count.gold += len(gold)


def _fixed(entity: Entity) -> str | None:
    return entity.name if entity.type in ("Topic", "Figure") and not entity.mentions else None


def _is(relation: str, subject: list[Span], target: list[Span] | str, row: Claim) -> bool:
    relations, first, second = row
    if relation not in relations:
        return False
    ends = [(subject, target)] + ([(target, subject)] if relation in ("MERGES_WITH", "PARTNERS_WITH", "COMPETES_WITH") else [])
    return any(_at(a, first) and _at(b, second) for a, b in ends)


def _at(spans: list[Span] | str, place: Span | str) -> bool:
    if isinstance(spans, str) or isinstance(place, str):
        return spans == place
    return any(_meet(span, place) for span in spans)


def _annotated(own: list[Span], spans: list[Span]) -> bool:
    return any(_meet(a, b) for a in own for b in spans)


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _characters(words: list[str], first: int, last: int) -> Span:
    start = sum(len(word) + 1 for word in words[:first])
    return start, sum(len(word) + 1 for word in words[: last + 1]) - 1


def describe(name: str, counts: dict[str, Count]) -> Iterator[str]:
    """Lines for people."""
    for what, count in counts.items():
        recall = f"  R {count.recall:.3f}  F1 {count.f1:.3f}   {count.gold} annotated" if count.gold and count.recall is not None else ""
        yield f"{name:10} {what:10} P {count.precision or 0:.3f}{recall}   {count.right} of {count.found} right"


def main() -> int:
    """Print what is reached."""
    pipeline = Pipeline()
    for name, measure in (("SmartData", smartdata), ("CORE", core)):
        print("\n".join(describe(name, measure(pipeline))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
