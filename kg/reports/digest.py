"""What the articles of a period changed: claims that are new, changed, contradicted or withdrawn, for some names or all.

new
    no earlier article makes the claim.
changed
    the latest article says something else of it than the last one before the period: planned → asserted, rumoured → denied …
contradicted
    articles of the period state it and deny it, or state it again after it was over.
withdrawn
    it was stated as a fact, and the latest article denies it or says that it is over. (An article that is retracted
    leaves nothing behind in the graph, so what it said cannot be told any more.)

A claim comes once, under the last of these that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kg.errors import UsageError
from kg.reports.names import Reader, find_name
from kg.reports.run import read_query

NEWS = ("new", "changed", "contradicted", "withdrawn")
COLUMNS = ("subject", "relation", "object", "before", "now", "articles", "history", "sentence", "date", "article", "source")
_BACK = re.compile(r"(\d{1,6})\s*([dw])")
_DAYS = {"d": 1, "w": 7}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name on a watch list that means nothing, or too much, in the graph.

    Attributes:
        line: of the list, from 1.
        name: as it stands there.
        problem: in words, with what might be meant.
    """

    line: int
    name: str
    problem: str


def parse_day(text: str, until: date) -> date:
    """A day as people write it.

    Args:
        text: ``2025-09-26``, ``today``, or how long before ``until``: ``7d``, ``2w``.
        until: the last day.

    Raises:
        UsageError: it is none.

    >>> [str(parse_day(text, date(2025, 3, 1))) for text in ("2024-02-29", "7d", "2w")]
    ['2024-02-29', '2025-02-22', '2025-02-15']
    """
    word = text.strip().lower()
    if word == "today":
        return date.today()
    back = _BACK.fullmatch(word)
    try:
        if back:
            return until - timedelta(days=int(back[1]) * _DAYS[back[2]])
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            return date.fromisoformat(word)
    except (ValueError, OverflowError):  # no such day, or one before the year 1
        pass
    raise UsageError(f"{text!r} is no day; write it as 2025-09-26, or as 7d or 2w for so many days or weeks back")


def parse_watch(text: str) -> list[tuple[int, str]]:
    """The names on a watch list with their lines: one a line, ``#`` begins a comment, the second time is left out.

    >>> parse_watch("# mine\\nNvidia\\n\\nC# Works  # new\\nNvidia\\n")
    [(2, 'Nvidia'), (4, 'C# Works')]
    """
    found: dict[str, int] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        name = re.sub(r"(^|\s)#.*", "", line).strip()
        if name:
            found.setdefault(name, number)
    return [(number, name) for name, number in found.items()]


def find_watched(store: Reader, names: Iterable[tuple[int, str]]) -> tuple[list[str], list[Unknown]]:
    """The names of a watch list as the graph has them, and those that it does not have.

    Args:
        store: where to look.
        names: with their lines; see :func:`parse_watch`.
    """
    known: dict[str, None] = {}
    unknown: list[Unknown] = []
    for line, name in names:
        try:
            known[find_name(store, name)] = None
        except UsageError as error:
            unknown.append(Unknown(line, name, str(error)))
    return list(known), unknown


def find_digest(store: Reader, since: date, until: date, names: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """The claims with news, those of one kind together, the latest first.

    Args:
        store: where to read.
        since: first day of publication.
        until: last day; later articles are left out of account.
        names: only claims about one of these, as the graph calls them; ``None`` for all.

    Yields:
        Rows with ``news`` (one of :data:`NEWS`), :data:`COLUMNS`, ``before_date`` and ``claim``, its id.

    Raises:
        UsageError: the first day is after the last.
    """
    if since > until:
        raise UsageError(f"the first day, {since}, is after the last, {until}; turn them round")
    if names is None or names:
        yield from store.read(read_query("digest"), {"since": since, "until": until, "names": None if names is None else list(names)})


__all__ = ["COLUMNS", "NEWS", "Unknown", "find_digest", "find_watched", "parse_day", "parse_watch"]
