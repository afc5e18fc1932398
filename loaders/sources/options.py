"""What a user may set about the reading of articles."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

LOGGER = logging.getLogger("kg.sources")


def log_note(where: str, remark: str) -> None:
    """Write a remark to the log, as a warning (on stderr unless a program has set up its own logging)."""
    LOGGER.warning("%s: %s", where, remark)


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """Limits and habits of :func:`loaders.sources.read_sources`.

    Attributes:
        max_text_bytes: longest article, in bytes of its text as UTF-8.
        max_file_bytes: largest HTML page, feed or PDF, in bytes after decompression (these are read as a whole; JSON streams).
        max_download: most bytes taken from one address.
        timeout: seconds that one address may take, redirects included.
        allow_private: whether addresses of private networks and of this machine may be contacted.
        lang: language of articles that do not name theirs, ISO 639-1.
        note: called with where and remark for what was taken with a reservation (a date that is not understood, a second copy).
    """

    max_text_bytes: int = 2_000_000
    max_file_bytes: int = 50_000_000
    max_download: int = 20_000_000
    timeout: float = 20.0
    allow_private: bool = False
    lang: str | None = None
    note: Callable[[str, str], None] = log_note


__all__ = ["SourceOptions", "log_note"]
