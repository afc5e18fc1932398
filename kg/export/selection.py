"""Which claims make a picture: those around one thing, or those that a report's rows speak of; the best known ones if they are too many."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kg.export.graph import BATCH, Reader, Row, statement_of
from kg.ontology import BACKGROUND  # no step leads through these

_ID = re.compile(r"[0-9a-f]{20}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of claims, sorted, and how many more there were than were wanted."""

    claims: tuple[str, ...]
    left_out: int = 0


def find_neighbourhood(store: Reader, start: str, steps: int, most: int) -> Selection:
    """The claims around a thing: those that lead from it to things within so many steps, and those among these things.

    Args:
        store: where the graph is.
        start: id of the thing.
        steps: 1 for what is said of it; 2 for what is said of its neighbours, too.
        most: claims that are wanted. Near ones go before far ones, then those with more articles and higher confidence.
    """
    chosen: dict[str, Row] = {}
    seen, frontier, left_out = {start}, [start], 0
    for step in range(steps + 1):
        rows = {row["claim"]: row for row in _around(store, _open(store, frontier, start)) if row["claim"] not in chosen}
        if step == steps:  # a ring around the outermost things would be a step more
            rows = {key: row for key, row in rows.items() if {row["subject"], row["object"]} <= seen}
        ranked = sorted(rows.values(), key=_rank)
        taken = ranked[: most - len(chosen)]
        left_out += len(ranked) - len(taken)
        chosen |= {row["claim"]: row for row in taken}
        frontier = sorted({end for row in taken for end in (row["subject"], row["object"])} - seen)
        seen.update(frontier)
    return Selection(tuple(sorted(chosen)), left_out)


def find_stated(store: Reader, rows: Iterable[Mapping[str, Any]], given: Collection[str], relations: Collection[str], most: int) -> Selection:
    """The claims that a report's rows speak of: those whose id a row holds, and those between two things that one row names.

    A thing that the report was asked for counts as named by every row. A row that names a relation, too, speaks of that relation only.
    Where no row names two things, it is the claims among all that are named.

    Args:
        store: where the graph is.
        rows: the result of the report.
        given: names that the report was asked for.
        relations: relation types of the ontology.
        most: claims that are wanted, those with more articles and higher confidence first.
    """
    cells = [set(_texts(row.values())) for row in rows]
    ids = _named(store, sorted(set().union(given, *cells)))
    asked = {key for name in given for key in ids.get(name, ())}
    pairs: dict[frozenset[str], set[str]] = {}
    for row in cells:
        things = asked.union(*(ids.get(text, ()) for text in row))
        for pair in combinations(sorted(things), 2):
            pairs.setdefault(frozenset(pair), set()).update(row.intersection(relations) or relations)
    named = sorted({key for found in ids.values() for key in found})
    around = _around(store, _open(store, named, *asked))
    wanted = {text for row in cells for text in row if _ID.fullmatch(text)}
    ends = {frozenset((row["subject"], row["object"])) for row in around}
    everything = not ends & set(pairs)
    found = [row for row in around if row["claim"] in wanted or _is_meant(row, pairs, set(named) if everything else set())]
    missing = wanted - {row["claim"] for row in found}
    stated = {row["claim"]: row for row in found} | {row["claim"]: row for row in _batched(store, "ends_of_claims", sorted(missing))}
    ranked = sorted(stated.values(), key=_rank)
    return Selection(tuple(sorted(row["claim"] for row in ranked[:most])), max(0, len(ranked) - most))


def find_things(store: Reader, name: str) -> list[tuple[str, frozenset[str]]]:
    """Ids and labels of the things that bear exactly this name."""
    return [(row["id"], frozenset(row["labels"])) for row in store.read(statement_of("named_things"), {"names": [name]})]


def _is_meant(row: Row, pairs: Mapping[frozenset[str], set[str]], things: set[str]) -> bool:
    ends = frozenset((row["subject"], row["object"]))
    return row["relation"] in pairs.get(ends, ()) or ends <= things


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _texts(value)


def _named(store: Reader, names: list[str]) -> dict[str, set[str]]:
    """Name → ids of the things that bear it."""
    found: dict[str, set[str]] = {}
    for start in range(0, len(names), BATCH):
        for row in store.read(statement_of("named_things"), {"names": names[start : start + BATCH]}):
            found.setdefault(row["name"], set()).add(row["id"])
    return found


def _open(store: Reader, ids: list[str], *always: str) -> list[str]:
    """Those of the things that a step may lead through."""
    types = {row["properties"]["id"]: set(row["labels"]) for row in _batched(store, "entities", [key for key in ids if key not in always])}
    return [key for key in ids if key in always or not types.get(key, frozenset(BACKGROUND)).intersection(BACKGROUND)]


def _around(store: Reader, ids: list[str]) -> list[Row]:
    return list(_batched(store, "claims_around", ids))


def _batched(store: Reader, file: str, ids: list[str]) -> Iterator[Row]:
    for start in range(0, len(ids), BATCH):
        yield from store.read(statement_of(file), {"ids": ids[start : start + BATCH]})


def _rank(row: Row) -> tuple[int, float, str]:
    return -(row.get("sources") or 1), -(row.get("confidence") or 0.0), row["claim"]


__all__ = ["Selection", "find_neighbourhood", "find_stated", "find_things"]
