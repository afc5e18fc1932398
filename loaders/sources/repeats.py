"""Each article of a run once, however often it lies about, in memory that does not grow."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from kg.errors import SourceError
from kg.model import Document, content_id


class Repeats:
    """Remembers which articles have been seen, in a database without a name: SQLite keeps it in memory as long as it is small
    (2 MB), then in a temporary file, which goes with the connection."""

    def __init__(self) -> None:
        self._again = 0
        self._last: tuple[str, str] = ("", "")
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.execute("PRAGMA journal_mode = OFF")
        self._seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, content TEXT, place TEXT) WITHOUT ROWID")

    def __enter__(self) -> Repeats:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._seen.close()

    @contextmanager
    def noted(self, where: str, note: Callable[[str, str], None]) -> Iterator[None]:
        """Say, once the source ``where`` has been read, how many of its articles had been read before."""
        self._again = 0
        try:
            yield
        finally:
            if self._again == 1:
                note(self._last[0], f"is the same article as {self._last[1]}; it is taken once")
            elif self._again:
                note(where, f"{self._again:,} articles were read before in this run; each is taken once")

    def is_new(self, document: Document, where: str) -> bool:
        """Whether this run has not had the same article (id, title and text) yet.

        Raises:
            SourceError: another article of this run has the same id; which of them is meant cannot be known.
        """
        content = content_id(document.title, document.text)
        row = self._seen.execute("SELECT content, place FROM seen WHERE id = ?", (document.id,)).fetchone()
        if row is None:
            self._seen.execute("INSERT INTO seen VALUES (?, ?, ?)", (document.id, content, where))
            return True
        if row[0] != content:
            named = "address" if document.url and document.id == content_id(document.url) else "id"
            value = document.url if named == "address" else document.id
            raise SourceError(where, f"has the {named} of another article of this run, {row[1]} ({value}); that one is kept")
        self._again += 1
        self._last = (where, str(row[1]))
        return False


__all__ = ["Repeats"]
