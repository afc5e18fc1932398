"""Results as properties of the things in the graph, for Neo4j Browser and for queries; and gone again without a trace.

=================  ======================================================================================
``kg_pagerank``     of ``kg analyse centrality``: share of all attention, 0 to 1
``kg_betweenness``  of the same: share of the shortest ways between two others, 0 to 1
``kg_community``    of ``kg analyse communities``: name of the community
``kg_cuts_off``     of ``kg analyse bridges``: how many things would come off without it
``kg_owner``        of ``kg analyse owners``: name of the ultimate owner; several with a bar between them
``kg_exposure``     of ``kg analyse exposure``: to whom, on which side, how many steps away
=================  ======================================================================================

Nothing else in the graph has a name that begins with ``kg_``. The properties are of the day on which they were written: loading articles does
not change them. Exports leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from kg.analytics.network import Reader, statement_of

PROPERTIES = {
    "centrality": ("kg_pagerank", "kg_betweenness"), "communities": ("kg_community",), "bridges": ("kg_cuts_off",), "owners": ("kg_owner",),
    "exposure": ("kg_exposure",),
}  # fmt: skip
"""Kind of analysis → the properties that it writes."""

CHUNK = 2000
"""Things that go to the store at once."""

_NAME = re.compile(r"kg_[a-z_]+")


class Writer(Reader, Protocol):
    """What is needed of a store to change properties."""

    def write(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Run one statement in a transaction of its own."""
        ...


def write_properties(store: Writer, properties: Mapping[str, Mapping[str, Any]]) -> int:
    """Write results; values of an earlier analysis of the same kind go, those that stay the same are left alone.

    Args:
        store: where to.
        properties: name → entity id → value.

    Returns:
        How many things bear one of them now.

    Raises:
        StoreError: the store does not answer; a part may have been written, and the next writing or removal mends it.
    """
    for name, values in properties.items():
        remove_properties(store, [name], keep=values)
    rows: dict[str, dict[str, Any]] = {}
    for name, values in properties.items():
        _check(name)
        for identity, value in values.items():
            rows.setdefault(identity, {})[name] = value
    _send(store.write, statement_of("write"), "rows", [{"id": identity, "properties": rows[identity]} for identity in sorted(rows)])
    return len(rows)


def remove_properties(store: Writer, names: Iterable[str], *, keep: Mapping[str, Any] | None = None) -> int:
    """Take properties away from whatever bears them.

    Args:
        store: where from.
        names: of properties of :data:`PROPERTIES`.
        keep: entity ids that keep theirs.

    Returns:
        From how many things.

    Raises:
        StoreError: the store does not answer.
    """
    touched: set[str] = set()
    for name in names:
        _check(name)
        ids = sorted({row["id"] for row in store.read(_named("written", name))} - set(keep or ()))
        _send(store.write, _named("remove", name), "ids", ids)
        touched.update(ids)
    return len(touched)


def _send(write: Callable[[str, Mapping[str, Any]], object], statement: str, parameter: str, values: Sequence[Any]) -> None:
    for start in range(0, len(values), CHUNK):
        write(statement, {parameter: values[start : start + CHUNK]})


def _named(file: str, name: str) -> str:
    return statement_of(file, PROPERTY=name)


def _check(name: str) -> None:
    """Only our own names become part of a statement.

    >>> _check("kg_owner")
    >>> _check("name")
    Traceback (most recent call last):
    ...
    ValueError: 'name' is no property of an analysis
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no property of an analysis")


__all__ = ["PROPERTIES", "Writer", "remove_properties", "write_properties"]
