"""From what the words of a date say (a ``Moment``) to a date or period of partial precision, relative to the article's day.

Written forms: ``2025``, ``2025-09``, ``2025-09-24``, quarter ``2025-Q3``, half ``2025-H1``, first nine months ``2025-9M``, business year ``2024/25`` and its
parts (``2024/25-Q1``). Seasons and "Ende 2026" are dated by their year, weeks by their month: as precise as a graph of companies needs and no more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from loaders.literals.date_words import Direction, TimeUnit

Rule = Literal["begun", "over", "open", "ahead", "this"]
_FARTHEST = 1000  # units of time, of any kind
_REPORTING = 3  # months in which last year is what is reported: "Gesamtjahr" in March
_PERIOD = re.compile(r"(\d{4})(?:/(\d{2}))?(?:-(Q[1-4]|H[12]|9M|\d{2}(?:-\d{2})?))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the words of a date say by themselves.

    Attributes:
        year: the year; of a business year over two calendar years, the first.
        split: the business year runs over two calendar years.
        year_offset: the year counted from the article's ("des vergangenen Jahres": -1).
        month, day, weekday: as in the calendar; weekday 1 is Monday.
        quarter, half, first_months: the third quarter, the second half, the first nine months.
        to_month: (months, last month) of "the nine months to December".
        season: first and last month.
        unit, offset: so many units from the article's day, or from the date before where ``anchored``.
        direction: "last", "next" … before a weekday, month or season.
        turn: the turn of the year.
        reported: a year as a whole or its end: what has passed is, early in a year, about the year before.
        lead: "since" or "until" stands before it.
    """

    year: int | None = None
    split: bool = False
    year_offset: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    quarter: int | None = None
    half: int | None = None
    first_months: int | None = None
    to_month: tuple[int, int] | None = None
    season: tuple[int, int] | None = None
    unit: TimeUnit | None = None
    offset: float = 0
    anchored: bool = False
    direction: Direction | None = None
    turn: bool = False
    reported: bool = False
    lead: str = ""


def resolve(moment: Moment, published: date | None, *, future: bool | None = None, anchor: str | None = None) -> str | None:
    """The date or period that a moment stands for.

    Args:
        moment: what the words say.
        published: day of the article; without it only absolute dates are known.
        future: whether what is dated lies ahead; ``None`` if not known.
        anchor: the date that the text spoke of before, for "zwei Jahre später" and "im Vorjahr".

    Returns:
        A date as described at the head of the module; None where it cannot be known.

    >>> resolve(Moment(quarter=3), date(2026, 1, 27)), resolve(Moment(month=11), date(2025, 10, 2), future=True), resolve(Moment(weekday=2), date(2025, 5, 14))
    ('2025-Q3', '2025-11', '2025-05-13')
    """
    if moment.anchored:
        return _from_anchor(moment, published, anchor)
    ahead = _is_ahead(moment, future)
    if moment.unit:
        back = moment.reported and not ahead and published is not None and published.month <= _REPORTING
        return _from_offset(moment.unit, moment.offset - back, published) if published else None
    if moment.weekday:
        return _weekday(moment, published, ahead=ahead) if published else None
    if moment.turn:
        return _turn_of_year(moment, published, future) if published else None
    year = moment.year
    if year is None and moment.year_offset is not None:
        year = published.year + moment.year_offset if published else None
    if moment.to_month:
        return _months_to(*moment.to_month, year, published, ahead=ahead)
    if moment.quarter or moment.half or moment.first_months:
        return _part_of_year(moment, year, published, ahead=ahead)
    if moment.month:
        return _month_or_day(moment, year, published, ahead=ahead)
    if moment.season and year is None:
        return str(_year_of(*moment.season, published, _rule(moment, ahead=ahead))) if published else None
    return _year(year, split=moment.split) if year is not None else None


def shift(period: str, unit: TimeUnit, count: int) -> str | None:
    """``period`` moved by so many units, as precise as both allow: a year from a quarter is a quarter, a year from a day is a year.

    >>> shift("2024-Q3", "year", -1), shift("2021", "year", 3), shift("2025-09", "month", -2)
    ('2023-Q3', '2024', '2025-07')
    """
    parts = _PERIOD.fullmatch(period)
    if not parts:
        return None
    year, split, rest = int(parts[1]), bool(parts[2]), parts[3] or ""
    if unit in ("year", "decade"):
        moved = _year(year + count * (10 if unit == "decade" else 1), split=split)
        return f"{moved}-{rest}" if (rest and not rest[0].isdigit()) or rest == "9M" else moved
    if unit in ("quarter", "half") and rest[:1] in ("Q", "H") and not split:
        size = 4 if rest[0] == "Q" else 2
        step = count * (2 if unit == "half" and size == 4 else 1)
        index = year * size + int(rest[1]) - 1 + step
        return f"{index // size}-{rest[0]}{index % size + 1}"
    if not rest[:2].isdigit():
        return None
    if unit == "month":
        return _from_offset("month", count, date(year, int(rest[:2]), 1))
    day = date(year, int(rest[:2]), int(rest[3:]) if len(rest) > 2 else 15)
    return _from_offset(unit, count, day) if len(rest) > 2 or unit == "week" else None


def _year(year: int, *, split: bool = False) -> str:
    return f"{year}/{(year + 1) % 100:02d}" if split else str(year)


def _is_ahead(moment: Moment, future: bool | None) -> bool:
    if moment.lead == "since":
        return False
    return future if future is not None else moment.lead == "until"


def _rule(moment: Moment, *, ahead: bool) -> Rule:
    """Which of the recurring Mays, Tuesdays or summers is meant."""
    if moment.direction in ("last", "preceding"):
        return "over"
    if moment.direction in ("next", "following"):
        return "ahead"
    if moment.direction == "this":
        return "this"
    return "open" if ahead else "begun"


def _year_of(first: int, last: int, published: date, rule: Rule) -> int:
    """The year of the period from month ``first`` to month ``last`` (13 is January of the next year) that ``rule`` picks."""
    years = range(published.year - 2, published.year + 3)
    spans = {year: (date(year, first, 1), _month_end(year, last)) for year in years}
    return _pick(spans, published, rule)


def _pick(spans: dict[int, tuple[date, date]], published: date, rule: Rule) -> int:
    """The latest span that has ``begun`` or is ``over``, the earliest that is still ``open`` or lies ``ahead``, or the running (else this year's) one."""
    if rule == "begun":
        return max(year for year, (start, _) in spans.items() if start <= published)
    if rule == "over":
        return max(year for year, (_, end) in spans.items() if end < published)
    if rule == "open":
        return min(year for year, (_, end) in spans.items() if end >= published)
    if rule == "ahead":
        return min(year for year, (start, _) in spans.items() if start > published)
    return next((year for year, (start, end) in spans.items() if start <= published <= end), published.year)


def _month_end(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _from_offset(unit: TimeUnit, offset: float, day: date) -> str | None:
    """So many units from ``day``; a year and a half is eighteen months. None where that leads out of the history of companies."""
    if abs(offset) > _FARTHEST:
        return None
    if unit == "day":
        return (day + timedelta(days=round(offset))).isoformat()
    if unit == "week":
        return (day + timedelta(days=round(7 * offset))).isoformat()[:7]
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}[unit]
    index = day.year * 12 + day.month - 1 + round(offset * months)
    year, month = index // 12, index % 12
    if unit == "month":
        return f"{year}-{month + 1:02d}"
    if unit == "quarter":
        return f"{year}-Q{month // 3 + 1}"
    return f"{year}-H{month // 6 + 1}" if unit == "half" else str(year)


def _from_anchor(moment: Moment, published: date | None, anchor: str | None) -> str | None:
    """ "zwei Jahre später", "im Vorjahr": from the date before; backwards also from the article's day."""
    unit = moment.unit or "year"
    if anchor:
        return shift(anchor, unit, round(moment.offset))
    return _from_offset(unit, moment.offset, published) if published and moment.offset < 0 else None


def _weekday(moment: Moment, published: date, *, ahead: bool) -> str:
    """The nearest such day: the last one (today counts), or the next."""
    back = (published.isoweekday() - (moment.weekday or 1)) % 7
    rule = _rule(moment, ahead=ahead)
    if rule == "over":
        days = -(back or 7)
    elif rule == "ahead":
        days = 7 - back
    elif rule == "this":
        days = (moment.weekday or 1) - published.isoweekday()
    else:
        days = (7 - back) % 7 if rule == "open" else -back
    return (published + timedelta(days=days)).isoformat()


def _turn_of_year(moment: Moment, published: date, future: bool | None) -> str:
    second_half = published.month > 6
    ahead = future is True or (second_half and future is None and moment.lead != "since")
    return f"{published.year + (second_half and ahead)}-01"


def _part_of_year(moment: Moment, year: int | None, published: date | None, *, ahead: bool) -> str | None:
    """Quarters and halves (of those behind us the latest that has begun: business years are not the calendar's) and the first nine months (over)."""
    first, last, name = _months_of(moment)
    if year is None:
        if not published:
            return None
        rule: Rule = "open" if ahead else "over" if moment.first_months else "begun"
        year = _year_of(first, last, published, rule)
    whole = _year(year, split=moment.split)
    return f"{whole}-{name}" if name else whole


def _months_of(moment: Moment) -> tuple[int, int, str]:
    """First month, last month and written form of a part of a year; the first three months are a quarter, the first six a half."""
    if moment.quarter:
        return moment.quarter * 3 - 2, moment.quarter * 3, f"Q{moment.quarter}"
    if moment.half:
        return moment.half * 6 - 5, moment.half * 6, f"H{moment.half}"
    count = min(moment.first_months or 12, 12)
    return 1, count, {3: "Q1", 6: "H1", 9: "9M"}.get(count, "")


def _months_to(count: int, last: int, year: int | None, published: date | None, *, ahead: bool) -> str | None:
    """So many months up to month ``last``: by the calendar where they fit it, else as a business year that begins with the first of them.

    "The year to March" 2025 is 2024/25, "the quarter to June" is Q2, "the nine months to December" from April on are 2024/25-9M.
    """
    if year is None:
        if not published:
            return None
        year = _year_of(last, last, published, "open" if ahead else "over")
    first = last - count + 1
    if count == 12:
        return str(year) if last == 12 else _year(year - 1, split=True)
    if count == 3 and last % 3 == 0:
        return f"{year}-Q{last // 3}"
    if count == 6 and last % 6 == 0:
        return f"{year}-H{last // 6}"
    if count == 9:
        return f"{year}-9M" if first == 1 else f"{_year(year if first > 0 else year - 1, split=True)}-9M"
    return f"{year}-{last:02d}"


_SOON = timedelta(days=75)  # "im Dezember", written in October of something that happens for sure: the coming one, not last year's


def _month_or_day(moment: Moment, year: int | None, published: date | None, *, ahead: bool) -> str | None:
    month, day = moment.month or 1, moment.day
    if year is None:
        if not published:
            return None
        days = {y: (_day(y, month, day or 1), _day(y, month, day) if day else _month_end(y, month)) for y in range(published.year - 4, published.year + 5)}
        spans = {y: (start, end) for y, (start, end) in days.items() if start and end}
        year = _pick(spans, published, _rule(moment, ahead=ahead))
        if moment.direction is None and moment.lead != "since" and published < spans.get(year + 1, (date.max,))[0] <= published + _SOON:
            year += 1
    if day is None:
        return f"{year}-{month:02d}"
    at = _day(year, month, day)
    return at.isoformat() if at else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


__all__ = ["Moment", "resolve", "shift"]
