"""What reports, exports and analyses need of a store, so that they can be given any: one query, read only, and somebody who watches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Reader(Protocol):
    """Reads a graph."""

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Iterable[dict[str, Any]]:
        """The rows of the query."""
        ...


class Watch(Protocol):
    """Shows how many things have come: passes them through."""

    def __call__(self, things: Iterable[T], noun: str) -> Iterable[T]:
        """The same things."""
        ...


def unwatched(things: Iterable[T], noun: str) -> Iterable[T]:
    """Pass things through and show nothing."""
    return things
