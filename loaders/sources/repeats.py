"""Each article of a run once, however often it lies about, in memory that does not grow."""

from __future__ import annotations

import sqlite3
from types import TracebackType

from kg.errors import SourceError
from kg.model import Document, content_id


class Repeats:
    """Remembers which articles have been seen, in a database without a name: SQLite keeps it in memory as long as it is small
    (2 MB), then in a temporary file, which goes with the connection."""

    def __init__(self) -> None:
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.execute("PRAGMA journal_mode = OFF")
        self._seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, content TEXT, place TEXT) WITHOUT ROWID")

    def __enter__(self) -> Repeats:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._seen.close()

    def first_place(self, document: Document, where: str) -> str | None:
        """Where the same article (id, title and text) was read before in this run, ``None`` if it is new.

        Raises:
            SourceError: another article of this run has the same id; which of them is meant cannot be known.
        """
        content = content_id(document.title, document.text)
        row = self._seen.execute("SELECT content, place FROM seen WHERE id = ?", (document.id,)).fetchone()
        if row is None:
            self._seen.execute("INSERT INTO seen VALUES (?, ?, ?)", (document.id, content, where))
            return None
        if row[0] != content:
            named = "address" if document.url and document.id == content_id(document.url) else "id"
            value = document.url if named == "address" else document.id
            raise SourceError(where, f"has the {named} of another article of this run, {row[1]} ({value}); that one is kept")
        return str(row[1])


__all__ = ["Repeats"]
