"""Publication dates as they are written in articles, feeds and file names, to ISO 8601 days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from email.utils import parsedate_tz
from functools import cache

# No newspaper is older than 1605; what is far in the future is a misprint.
_FIRST_YEAR, _LAST_YEAR = 1600, 2200
# Unix times from March 1973; up to the year 2170 they count seconds, above milliseconds.
_FIRST_SECOND, _LAST_SECOND, _LAST_MILLISECOND = 1e8, 6.3e9, 6.3e12
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,].*|Z)?$", re.DOTALL)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4,6}.*)?$")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s*(?:of\s+)?([^\W\d_]{3,})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_NAME_START = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)")


def parse_date(written: str) -> str | None:
    """The day that a publication date names.

    ISO 8601, RFC 2822, ``26.09.2025``, ``26. September 2025``, ``September 26, 2025``; a time of day is left off, the day stays as
    written. ``9/26/2025`` is read where one of the numbers cannot be a month; ``9/10/2025``, a mere month or year, and days that
    do not exist are not guessed at.

    Returns:
        ``YYYY-MM-DD``, or ``None`` if it is not understood.

    >>> parse_date("Fri, 26 Sep 2025 08:00:00 +0200"), parse_date("26. September 2025"), parse_date("9/10/2025")
    ('2025-09-26', '2025-09-26', None)
    """
    written = " ".join(written.split())[:100]
    return next(filter(None, _readings(written)), None)


def date_of_timestamp(seconds: float) -> str | None:
    """The day (UTC) of a Unix time in seconds, or in milliseconds if it is too large for seconds; eight digits are a day.

    >>> date_of_timestamp(1758844800), date_of_timestamp(1758844800000), date_of_timestamp(20250926)
    ('2025-09-26', '2025-09-26', '2025-09-26')
    """
    if not 0 < seconds < _LAST_MILLISECOND:
        return None
    if seconds < _FIRST_SECOND:
        return parse_date(str(int(seconds)))
    day = dt.datetime.fromtimestamp(seconds / (1000 if seconds >= _LAST_SECOND else 1), tz=dt.UTC).date()
    return day.isoformat()


def date_of_name(name: str) -> str | None:
    """The date that a file name begins with.

    >>> date_of_name("2025-09-26-alibaba.txt"), date_of_name("20250926_alibaba.txt"), date_of_name("alibaba-2025.txt")
    ('2025-09-26', '2025-09-26', None)
    """
    found = _NAME_START.match(name)
    return _day(*(group for group in found.groups() if group)) if found else None


def _readings(written: str) -> Iterator[str | None]:
    for pattern in (_ISO, _COMPACT):
        if found := pattern.match(written):
            yield _day(*found.groups())
    if found := _DOTTED.search(written):
        yield _day(found[3], found[2], found[1])
    if found := _SLASHED.search(written):
        first, second = int(found[1]), int(found[2])
        yield _day(found[3], found[1], found[2]) if second > 12 else _day(found[3], found[2], found[1]) if first > 12 or first == second else None
    if found := _DAY_FIRST.search(written):
        yield _day(found[3], _months().get(found[2].casefold()), found[1])
    if found := _MONTH_FIRST.search(written):
        yield _day(found[3], _months().get(found[1].casefold()), found[2])
    if stamp := parsedate_tz(written):
        yield _day(*stamp[:3])


def _day(year: str | int, month: str | int | None, day: str | int) -> str | None:
    if month is None or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Month names of both languages, whole and abbreviated, without dots."""
    from babel.dates import get_month_names

    names = {"sept": 9, "mrz": 3, "jänner": 1}
    for locale in ("de", "en"):
        for width in ("wide", "abbreviated"):
            names |= {name.rstrip(".").casefold(): number for number, name in get_month_names(width, locale=locale).items()}
    return names


__all__ = ["date_of_name", "date_of_timestamp", "parse_date"]
