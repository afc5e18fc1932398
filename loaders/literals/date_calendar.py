"""Dates of the calendar: days, months, seasons, quarters, halves and business years, with or without their year."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.literals.amount_units import read_unit
from loaders.literals.date_page import Found, Page, read_year, with_year
from loaders.literals.periods import Moment

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_SHORT = {"q": "quarter", "h": "half"}


def read_plain_year(page: Page, at: int) -> Found:
    """ "2025", "Jahr 2012"."""
    begin = page.skip(page.words.year_nouns, at)
    return read_year(page, begin)


def read_business_year(page: Page, at: int) -> Found:
    """ "Geschäftsjahr 2024/25", "FY2025", "the 2023/24 financial year", "laufenden Geschäftsjahr"."""
    begin = page.match(page.words.business_years, at)
    if begin:
        year = read_year(page, begin)
        if not year and page.glued(begin) and page.integer(begin, 1900, 2199):
            year = Moment(year=int(page.low(begin))), begin + 1
        return year
    year = read_year(page, at)
    end = year and page.match(page.words.business_years_behind, year[1])
    return (year[0], end) if year and end else None


def read_numeric(page: Page, at: int) -> Found:
    """ "2025-09-24", "24.09.2025", "9.10.", "24/09/2025"."""
    year, month, day = page.integer(at, 1700, 2199), page.integer(at + 2, 1, 12), page.integer(at + 4, 1, 31)
    if year and month and page.low(at + 1) == "-" and page.glued(at + 1) and page.glued(at + 2):
        if day and page.low(at + 3) == "-" and page.glued(at + 3):
            return Moment(year=year, month=month, day=day), at + 5
        return (Moment(year=year, month=month), at + 3) if len(page.low(at + 2)) == 2 and not page.glued(at + 3) else None
    first, second, last = page.integer(at, 1, 31), page.integer(at + 2, 1, 31), page.integer(at + 4, 1700, 2199)
    if first and second and last and page.low(at + 1) == page.low(at + 3) == "/":
        day, month = (first, second) if second <= 12 else (second, first)
        return (Moment(year=last, month=month, day=day), at + 5) if month <= 12 else None
    return _dotted(page, at)


def _dotted(page: Page, at: int) -> Found:
    parts = _DOTTED.fullmatch(page.low(at))
    if not parts or not 1 <= int(parts[1]) <= 31 or not 1 <= int(parts[2]) <= 12 or not page.words.amounts.file.numbers.ordinal_dot:
        return None
    if parts[3]:
        year = int(parts[3]) + (2000 if len(parts[3]) == 2 else 0)
        return Moment(year=year, month=int(parts[2]), day=int(parts[1])), at + 1
    ends = page.low(at + 1) == "." and page.glued(at + 1)
    return (Moment(month=int(parts[2]), day=int(parts[1])), at + 2) if ends else None


def read_weekday(page: Page, at: int) -> Found:
    """ "Dienstag", "Mittwochabend", "Thursday noon", "Montag, den 18. Januar"."""
    weekday = _weekday_name(page, at)
    if not weekday:
        return None
    number, end = weekday
    begin = end + 1 if page.low(end) == "," else end
    lead = page.words.leads.match(page.passage.tokens, begin)
    full = read_day_month(page, lead[1] if lead else begin)
    return full or (Moment(weekday=number), end)


def _weekday_name(page: Page, at: int) -> tuple[int, int] | None:
    names = page.words.file.weekdays
    found = page.words.weekdays.match(page.passage.tokens, at)
    if found:
        return found[0], found[1] + (page.low(found[1]) in names.day_parts)
    if at < len(page.passage.tokens):
        text = page.passage.tokens[at].text
        for name, number in names.names.items():
            if text.startswith(name) and text[len(name) :].lower() in names.day_parts:
                return number, at + 1
    return None


def read_day_month(page: Page, at: int) -> Found:
    """ "24. September 2025", "1 July", "September 24, 2025", "Jan. 5", "21 to 25 August"."""
    day = page.integer(at, 1, 31)
    if day:
        return _day_before_month(page, day, at + 1)
    month = page.words.months.match(page.passage.tokens, at)
    if not month:
        return None
    day, end = page.integer(month[1], 1, 31), month[1] + 1
    if not day or len(page.low(month[1])) > 2 or read_unit(page.passage, end):
        return None
    end += page.glued(end) and page.low(end) in _ORDINAL_ENDINGS
    moment = Moment(month=month[0], day=day)
    year = read_year(page, end + 1) if page.low(end) == "," else read_year(page, end)
    return (replace(moment, year=year[0].year), year[1]) if year else (moment, end)


def _day_before_month(page: Page, day: int, at: int) -> Found:
    if page.glued(at) and page.low(at) in _ORDINAL_ENDINGS | {"."}:
        at += 1
    between = page.match(page.words.range, at)
    if between and page.integer(between, 1, 31):
        at = between + 1
        at += page.glued(at) and page.low(at) == "."
    month = page.words.months.match(page.passage.tokens, page.skip(page.words.of_year, at))
    if not month or (page.glued(at) and page.low(at - 1) != "."):
        return None
    moment, end = Moment(month=month[0], day=day), month[1]
    return with_year(page, moment, end)


def read_quarter_or_half(page: Page, at: int) -> Found:
    """ "dritten Quartal 2025", "third-quarter", "2. Halbjahr", "Q3", "H1 2024/25", "Sommerquartal", "ersten neun Monate"."""
    number, end = _ordinal(page, at)
    if number:
        return _named_period(page, number, page.hyphen(end)) or read_first_months(page, at)
    named = page.words.named_quarters.match(page.passage.tokens, at)
    if named:
        return with_year(page, Moment(quarter=named[0]), named[1])
    short = _SHORT.get(page.low(at))
    which = page.integer(at + 1, 1, 4 if short == "quarter" else 2) if short and page.glued(at + 1) else None
    if not which or (page.glued(at) and page.low(at - 1) not in ("-", "(", "/")):
        return None
    return with_year(page, Moment(quarter=which) if short == "quarter" else Moment(half=which), at + 2)


def _ordinal(page: Page, at: int) -> tuple[int, int]:
    """Ordinal in words or digits ("dritten", "3."): its number and the index behind it; 0 where there is none."""
    found = page.words.ordinals.match(page.passage.tokens, at)
    if found:
        return found
    number = page.integer(at, 1, 4)
    ending = page.low(at + 1) == "." or page.low(at + 1) in _ORDINAL_ENDINGS
    return (number, at + 2) if number and ending and page.glued(at + 1) else (0, at)


def _named_period(page: Page, number: int, at: int) -> Found:
    quarter, half = page.match(page.words.quarter, at), page.match(page.words.half, at)
    end = quarter or half
    if not end or (not quarter and number > 2):
        return None
    return with_year(page, Moment(quarter=number) if quarter else Moment(half=number), end)


def read_first_months(page: Page, at: int) -> Found:
    """ "ersten neun Monate", "first six months of 2026"."""
    begin = page.match(page.words.first, at)
    number = page.number(begin) if begin else None
    end = page.match(page.words.month_nouns, number[1]) if number else None
    return with_year(page, Moment(first_months=round(number[0])), end) if number and end else None


def read_months_to(page: Page, at: int) -> Found:
    """ "the three months to June", "drei Monate bis Juni", "the year to March", "quarter ended Sept. 30"."""
    number = page.number(at)
    unit = page.words.units.match(page.passage.tokens, page.hyphen(number[1]) if number else at)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(unit[0]) if unit else None
    if not unit or not months or (unit[0] == "month" and not number):
        return None
    begin = page.match(page.words.to_month, unit[1])
    month = page.words.months.match(page.passage.tokens, begin) if begin else None
    if not month:
        return None
    count = months * round(number[0]) if number else months
    end = month[1] + (page.integer(month[1], 1, 31) is not None and len(page.low(month[1])) < 3)
    end += page.low(end) == "," and read_year(page, end + 1) is not None
    return with_year(page, Moment(to_month=(count, month[0])), end) if count <= 12 else None


def read_month_range(page: Page, at: int) -> Found:
    """ "Juli bis September", "the July-September quarter", "the December quarter"."""
    first = page.words.months.match(page.passage.tokens, at)
    if not first:
        return None
    nouned = page.match(page.words.quarter, page.hyphen(first[1]))
    if nouned:
        return with_year(page, Moment(to_month=(3, first[0])), nouned)
    between = page.match(page.words.range, first[1])
    last = page.words.months.match(page.passage.tokens, between) if between else None
    if not last or last[0] <= first[0]:
        return None
    end = page.skip(page.words.quarter, page.hyphen(last[1]))
    return with_year(page, Moment(to_month=(last[0] - first[0] + 1, last[0])), end)


def read_season(page: Page, at: int) -> Found:
    """ "Frühjahr 2026", "autumn"."""
    season = page.words.seasons.match(page.passage.tokens, at)
    return _unless_weak(page, at, *with_year(page, Moment(season=season[0]), season[1])) if season else None


def _unless_weak(page: Page, at: int, moment: Moment, end: int) -> Found:
    """Nothing where the word is another word too ("May", "fall") and neither a year behind nor a word before it makes it a date."""
    weak = not page.asked and moment.year is None and page.passage.tokens[at].text in page.words.file.of_year.weak_words
    return None if weak and not page.leads_up_to(at) else (moment, end)


def read_month(page: Page, at: int) -> Found:
    """ "Oktober", "September 2025", "May of last year"."""
    month = page.words.months.match(page.passage.tokens, at)
    if not month:
        return None
    if page.glued(month[1]) and page.low(month[1]) in ("-", "\u2011") and not page.words.range.match(page.passage.tokens, month[1]):
        return None
    return _unless_weak(page, at, *with_year(page, Moment(month=month[0]), month[1]))


__all__ = [
    "read_business_year", "read_day_month", "read_first_months", "read_month", "read_month_range", "read_months_to", "read_numeric", "read_plain_year",
    "read_quarter_or_half", "read_season", "read_weekday",
]  # fmt: skip
