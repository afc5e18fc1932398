"""Everything in the graph that depends on several articles, made anew for what a batch has touched.

Names, aliases and counts of entities, state and dates of claims, and the direct relations: all of it follows from ``MENTIONS``
and ``STATED_IN`` alone. So it is the same in whichever order articles came, and taking one out needs no special case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from kg.store.client import Run
from kg.store.rows import Row
from kg.store.statements import read_statement

CHUNK = 2000
"""Rows that go to the store with one statement."""

T = TypeVar("T")


def derive(run: Run, entities: Collection[str], claims: Iterable[str]) -> None:
    """Make anew what follows from the mentions of ``entities`` and the statements of ``claims`` (ids); ids that have gone are skipped."""
    renamed = [row["id"] for row in run_chunks(run, "derive_entities", sorted(entities), "ids")]
    affected = set(claims).union(row["claim"] for row in run_chunks(run, "claims_of_entities", sorted(renamed), "ids"))
    held: dict[str, list[Row]] = {}
    denied: dict[str, list[Row]] = {}
    for row in run_chunks(run, "derive_claims", sorted(affected), "ids"):
        kind = denied if row["properties"]["status"] == "denied" else held
        kind.setdefault(row["relation"], []).append(row)
    for relation, rows in sorted(held.items()):
        run_chunks(run, "relate", rows, RELATION=relation)
    unrelate(run, (row for rows in denied.values() for row in rows))


def unrelate(run: Run, claims: Iterable[Row]) -> None:
    """Take away the direct relations of claims (``{relation, subject, object}``) that are denied or have gone."""
    by_relation: dict[str, list[Row]] = {}
    for row in claims:
        by_relation.setdefault(row["relation"], []).append({"subject": row["subject"], "object": row["object"]})
    for relation, rows in sorted(by_relation.items()):
        run_chunks(run, "unrelate", rows, RELATION=relation)


def run_chunks(run: Run, file: str, values: Sequence[object], parameter: str = "rows", /, **names: str) -> list[Row]:
    """Run a statement on many values, some thousand at a time, and gather its rows.

    Args:
        run: runs a statement inside the transaction.
        file: the statement.
        values: what it unwinds.
        parameter: the name by which it does.
        names: see :func:`~kg.store.statements.read_statement`.
    """
    statement = read_statement(file, **names)
    return [row for chunk in chunks(values) for row in run(statement, **{parameter: chunk})]


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in pieces of ``CHUNK``."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


__all__ = ["CHUNK", "chunks", "derive", "run_chunks", "unrelate"]
