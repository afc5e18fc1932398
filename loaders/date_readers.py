"""The grammar of dates: small readers that each know one way to write a date, tried in turn at a token.

A reader gets a page and the index of a token, and gives the moment and the index behind it, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from loaders.amount_units import Passage, read_unit
from loaders.date_words import DateWords, TimeUnit
from loaders.periods import Moment
from loaders.quantities import read_quantity
from loaders.tokens import Phrases

Found = tuple[Moment, int] | None
_YEARS = range(1700, 2200)
_ISO = re.compile(r"\d{4}")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_SHORT = {"q": "quarter", "h": "half"}


@dataclass(slots=True)
class Page:
    """A text in tokens and the words to read its dates with."""

    passage: Passage
    words: DateWords

    def low(self, at: int) -> str:
        """Token ``at`` in small letters; empty beyond the ends."""
        return self.passage.low(at)

    def glued(self, at: int) -> bool:
        """Does token ``at`` touch the one before?"""
        return self.passage.glued(at)

    def match(self, phrases: Phrases[bool], at: int) -> int | None:
        """The index behind a phrase at token ``at``."""
        found = phrases.match(self.passage.tokens, at)
        return found[1] if found else None

    def skip(self, phrases: Phrases[bool], at: int) -> int:
        """The index behind an optional phrase."""
        return self.match(phrases, at) or at

    def hyphen(self, at: int) -> int:
        """The index behind an optional hyphen inside a compound."""
        return at + 1 if self.low(at) in ("-", "\u2011") and self.glued(at) and self.glued(at + 1) else at

    def number(self, at: int) -> tuple[float, int] | None:
        """A number in digits or words, past a hedge: "gut zwei"."""
        tokens, amounts = self.passage.tokens, self.words.amounts
        hedge = amounts.hedges.match(tokens, at)
        begin = hedge[1] if hedge else at
        quantity = read_quantity(tokens, begin, amounts)
        return (quantity.value, quantity.end) if quantity and not quantity.share and not quantity.needs_money else None

    def integer(self, at: int, low: int, high: int) -> int | None:
        """The token as a plain number of ``low`` to ``high``."""
        text = self.low(at)
        return int(text) if text.isascii() and text.isdigit() and low <= int(text) <= high else None


def read_moment(page: Page, at: int) -> Found:
    """The date that begins at token ``at``: the first reader that finds one decides."""
    return next((found for reader in _READERS if (found := reader(page, at))), None)


# ── years ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_year(page: Page, at: int) -> Found:
    """ "2025", "2024/25"; no count of things ("2000 Stellen") and no part of a name or number."""
    if not _ISO.fullmatch(page.low(at)) or int(page.low(at)) not in _YEARS:
        return None
    year, end = int(page.low(at)), at + 1
    if page.glued(at) and page.low(at - 1) not in ("(", "„", '"', "“", "'", "–", "—", "/", "‚", "-", "[", "’"):
        return None
    if page.low(end) in ("/", "-", "–") and page.glued(end) and page.glued(end + 1) and page.low(end + 1) in (str(year + 1), f"{(year + 1) % 100:02d}"):
        return Moment(year=year, split=True), end + 2
    if page.glued(end) and (page.passage.tokens[end].kind == "word" or (page.low(end) in "%€$£" and page.low(end))):
        return None
    counted = end < len(page.passage.tokens) and year % 100 == 0 and page.words.amounts.counted(page.passage.tokens, end)
    return None if counted or read_unit(page.passage, end) else (Moment(year=year), end)


def _year_behind(page: Page, at: int) -> Found:
    """The year that belongs to the period before: "2025", "des vergangenen Jahres", "of fiscal 2026", "next year"."""
    for begin in dict.fromkeys((page.skip(page.words.of_year, at), at)):
        begin = page.skip(page.words.business_years, begin)
        found = read_year(page, begin) or _relative_year(page, begin)
        if found:
            return found
    return None


def _relative_year(page: Page, at: int) -> Found:
    """ "vergangenen Jahres", "this year"."""
    direction = page.words.directions.match(page.passage.tokens, at)
    if not direction:
        return None
    end = page.match(page.words.year_nouns, direction[1]) or page.match(page.words.business_years, direction[1])
    offset = {"last": -1, "preceding": -1, "this": 0, "next": 1, "following": 1}[direction[0]]
    return (Moment(year_offset=offset), end) if end else None


def _with_year(page: Page, moment: Moment, at: int) -> tuple[Moment, int]:
    """``moment`` with the year behind it, if there is one."""
    year = _year_behind(page, at)
    if not year:
        return moment, at
    found, end = year
    return replace(moment, year=found.year, split=found.split, year_offset=found.year_offset), end


def _plain_year(page: Page, at: int) -> Found:
    begin = page.skip(page.words.year_nouns, at)
    return read_year(page, begin)


def _business_year(page: Page, at: int) -> Found:
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


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _numeric(page: Page, at: int) -> Found:
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


def _weekday(page: Page, at: int) -> Found:
    """ "Dienstag", "Mittwochabend", "Thursday noon", "Montag, den 18. Januar"."""
    weekday = _weekday_name(page, at)
    if not weekday:
        return None
    number, end = weekday
    begin = end + 1 if page.low(end) == "," else end
    lead = page.words.leads.match(page.passage.tokens, begin)
    full = _day_month(page, lead[1] if lead else begin)
    return full or (Moment(weekday=number), end)


def _weekday_name(page: Page, at: int) -> tuple[int, int] | None:
    names = page.words.file.weekdays
    found = page.words.weekdays.match(page.passage.tokens, at)
    if found:
        return found[0], found[1] + (page.low(found[1]) in names.day_parts)
    if at < len(page.passage.tokens):
        text = page.passage.tokens[at].text
        for name, number in names.names.items():
            if text.startswith(name) and text[len(name) :].lower() in names.day_parts | {"s"}:
                return number, at + 1
    return None


def _day_month(page: Page, at: int) -> Found:
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
    return _with_year(page, moment, end)


# ── periods ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _quarter_or_half(page: Page, at: int) -> Found:
    """ "dritten Quartal 2025", "third-quarter", "2. Halbjahr", "Q3", "H1 2024/25", "Sommerquartal", "ersten neun Monate"."""
    number, end = _ordinal(page, at)
    if number:
        return _named_period(page, number, page.hyphen(end)) or _first_months(page, at)
    named = page.words.named_quarters.match(page.passage.tokens, at)
    if named:
        return _with_year(page, Moment(quarter=named[0]), named[1])
    short = _SHORT.get(page.low(at))
    number = page.integer(at + 1, 1, 4 if short == "quarter" else 2) if short and page.glued(at + 1) else None
    if not number or (page.glued(at) and page.low(at - 1) not in ("-", "(", "/")):
        return None
    return _with_year(page, Moment(quarter=number) if short == "quarter" else Moment(half=number), at + 2)


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
    return _with_year(page, Moment(quarter=number) if quarter else Moment(half=number), end)


def _first_months(page: Page, at: int) -> Found:
    """ "ersten neun Monate", "first six months of 2026"."""
    begin = page.match(page.words.first, at)
    number = page.number(begin) if begin else None
    end = page.match(page.words.month_nouns, number[1]) if number else None
    return _with_year(page, Moment(first_months=round(number[0])), end) if number and end else None


def _months_to(page: Page, at: int) -> Found:
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
    return _with_year(page, Moment(to_month=(count, month[0])), end) if count <= 12 else None


def _month_range(page: Page, at: int) -> Found:
    """ "Juli bis September", "the July-September quarter", "the December quarter"."""
    first = page.words.months.match(page.passage.tokens, at)
    if not first:
        return None
    nouned = page.match(page.words.quarter, page.hyphen(first[1]))
    if nouned:
        return _with_year(page, Moment(to_month=(3, first[0])), nouned)
    between = page.match(page.words.range, first[1])
    last = page.words.months.match(page.passage.tokens, between) if between else None
    if not last or last[0] <= first[0]:
        return None
    end = page.skip(page.words.quarter, page.hyphen(last[1]))
    return _with_year(page, Moment(to_month=(last[0] - first[0] + 1, last[0])), end)


# ── counted from a day ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _duration(page: Page, at: int) -> tuple[float, TimeUnit, int] | None:
    """ "zwei Jahren", "a year and a half", "fünf Wochen"."""
    number = page.number(at)
    unit = page.words.units.match(page.passage.tokens, page.hyphen(number[1])) if number else None
    if not number or not unit:
        return None
    plus = page.words.amounts.plus.match(page.passage.tokens, unit[1])
    return (number[0] + (plus[0] if plus else 0), unit[0], plus[1] if plus else unit[1])


def _counted(page: Page, at: int) -> Found:
    """ "vor drei Jahren", "two years ago", "binnen sechs Wochen", "within five years", "zwei Jahre später"."""
    words = page.words
    for before, sign in ((words.ago_before, -1), (words.ahead_before, 1)):
        begin = page.match(before, at)
        duration = _duration(page, begin) if begin else None
        if duration:
            return Moment(unit=duration[1], offset=sign * duration[0]), duration[2]
    duration = _duration(page, at)
    if not duration:
        return None
    count, unit, end = duration
    for behind, sign, anchored in ((words.ago_behind, -1, False), (words.ahead_behind, 1, False), (words.earlier, -1, True), (words.later, 1, True)):
        last = page.match(behind, end)
        if last:
            return Moment(unit=unit, offset=sign * count, anchored=anchored), last
    for before, sign in ((words.ago_before, -1), (words.ahead_before, 1)):
        if before.match_before(page.passage.tokens, at):
            return Moment(unit=unit, offset=sign * count), end
    return None


def _year_beside(page: Page, at: int) -> Found:
    """ "Jahr darauf", "Jahr zuvor", "folgenden Jahr", "Frühjahr darauf"."""
    unit = page.words.units.match(page.passage.tokens, at)
    season = page.words.seasons.match(page.passage.tokens, at)
    begin = unit[1] if unit else season[1] if season else None
    if begin is None:
        return None
    for phrases, sign in ((page.words.earlier, -1), (page.words.later, 1)):
        end = page.match(phrases, begin)
        if end:
            return Moment(unit=unit[0] if unit else "year", offset=sign, anchored=True), end
    return None


def _relative(page: Page, at: int) -> Found:
    """ "vergangenes Jahr", "next week", "den kommenden drei Jahren", "last December", "diesem Donnerstag"."""
    found = page.words.directions.match(page.passage.tokens, at)
    if not found:
        return None
    direction, begin = found
    sign = {"last": -1, "preceding": -1, "this": 0, "next": 1, "following": 1}[direction]
    anchored = direction in ("following", "preceding")
    duration = _duration(page, begin)
    if duration:
        return (Moment(unit=duration[1], offset=sign * duration[0]), duration[2]) if sign else None
    begin = page.skip(page.words.parts, begin)
    unit = page.words.units.match(page.passage.tokens, begin)
    if unit:
        return Moment(unit=unit[0], offset=sign, anchored=anchored), unit[1]
    business = page.match(page.words.business_years, begin)
    if business:
        return Moment(unit="year", offset=sign), business
    inner = _weekday(page, begin) or _month(page, begin, bare=False) or _season(page, begin)
    return (replace(inner[0], direction=direction), inner[1]) if inner else None


def _part(page: Page, at: int) -> Found:
    """ "Ende September", "Mitte 2026", "the end of March", "early next year", "Anfang des Jahres", "late last autumn"."""
    begin = page.match(page.words.parts, at)
    if not begin:
        return None
    for place in dict.fromkeys((page.hyphen(begin), page.skip(page.words.part_links, page.hyphen(begin)))):
        found = _month(page, place, bare=False) or _quarter_or_half(page, place) or read_year(page, place) or _relative(page, place) or _business_year(page, place)
        if found:
            return found
        unit = page.words.units.match(page.passage.tokens, place)
        if unit and place > begin:
            return Moment(unit=unit[0], offset=0), unit[1]
        season = _season(page, place)
        if season:
            return season
    return None


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fixed(page: Page, at: int) -> Found:
    tokens = page.passage.tokens
    found = page.words.fixed_cased.match(tokens, at) or page.words.fixed.match(tokens, at)
    if not found:
        return None
    word, end = found
    end += page.low(end) in page.words.file.weekdays.day_parts
    moment = Moment(unit=word.unit, offset=word.offset, month=word.month, day=word.day, anchored=word.anchored, turn=word.turn)
    return _with_year(page, moment, end) if word.month and not word.turn else (moment, end)


def _season(page: Page, at: int) -> Found:
    season = page.words.seasons.match(page.passage.tokens, at)
    return _with_year(page, Moment(season=season[0]), season[1]) if season else None


def _month(page: Page, at: int, *, bare: bool = True) -> Found:
    """ "Oktober", "September 2025", "May of last year". A month that is another word too wants a word before it that leads to a date."""
    month = page.words.months.match(page.passage.tokens, at)
    if not month:
        return None
    if page.glued(month[1]) and page.low(month[1]) in ("-", "\u2011") and not page.words.range.match(page.passage.tokens, month[1]):
        return None
    moment, end = _with_year(page, Moment(month=month[0]), month[1])
    weak = bare and end == month[1] and page.passage.tokens[at].text in page.words.file.of_year.weak_months
    return None if weak and not page.words.leads.match_before(page.passage.tokens, at) else (moment, end)


_READERS: tuple[Callable[[Page, int], Found], ...] = (
    _numeric,
    _weekday,
    _months_to,
    _month_range,
    _day_month,
    _counted,
    _quarter_or_half,
    _first_months,
    _business_year,
    _part,
    _fixed,
    _relative,
    _year_beside,
    _season,
    _month,
    _plain_year,
)

__all__ = ["Page", "read_moment", "read_year"]
