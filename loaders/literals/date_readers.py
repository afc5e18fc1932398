"""The grammar of dates: small readers that each know one way to write a date, tried in turn at a token.

A reader gets a page and the index of a token, and gives the moment and the index behind it, or None. Those of the calendar are in ``date_calendar``; here are
the ones that count from a day ("vor drei Jahren", "next week"), and the order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from loaders.literals import date_calendar as calendar
from loaders.literals.date_page import SIGNS, Found, Page, read_year, with_year
from loaders.literals.date_words import TimeUnit
from loaders.literals.periods import Moment


def read_moment(page: Page, at: int) -> Found:
    """The date that begins at token ``at``: the first reader that finds one decides."""
    if not page.may_begin(at):
        return None
    return next((found for reader in _READERS if (found := reader(page, at))), None)


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
        if last and not (page.low(last - 1) in words.file.of_year.open_words and page.is_word(last)):
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
        if end and not (page.low(end - 1) in page.words.file.of_year.open_words and page.is_word(end)):
            return Moment(unit=unit[0] if unit else "year", offset=sign, anchored=True), end
    return None


def _relative(page: Page, at: int) -> Found:
    """ "vergangenes Jahr", "next week", "den kommenden drei Jahren", "last December", "diesem Donnerstag"; "this day" and "diese Tage" name no day."""
    found = page.words.directions.match(page.passage.tokens, at)
    if not found:
        return None
    direction, begin = found
    sign = SIGNS[direction]
    anchored = direction in ("following", "preceding")
    duration = None if page.low(begin) in page.words.amounts.file.numbers.weak else _duration(page, begin)
    if duration:
        return (Moment(unit=duration[1], offset=sign * duration[0]), duration[2]) if sign else None
    begin = page.skip(page.words.parts, begin)
    unit = page.words.units.match(page.passage.tokens, begin)
    if unit:
        return (Moment(unit=unit[0], offset=sign, anchored=anchored), unit[1]) if sign or unit[0] != "day" else None
    business = page.match(page.words.business_years, begin)
    if business:
        return read_year(page, business) or (Moment(unit="year", offset=sign), business)
    inner = calendar.read_weekday(page, begin) or calendar.read_month(page, begin) or calendar.read_season(page, begin)
    return (replace(inner[0], direction=direction), inner[1]) if inner else None


def _part(page: Page, at: int) -> Found:
    """ "Ende September", "Mitte 2026", "the end of March", "early next year", "Anfang des Jahres", "late last autumn"."""
    begin = page.match(page.words.parts, at)
    if not begin:
        return None
    for place in dict.fromkeys((page.hyphen(begin), page.skip(page.words.part_links, page.hyphen(begin)))):
        found = (
            calendar.read_month(page, place)
            or calendar.read_quarter_or_half(page, place)
            or read_year(page, place)
            or _relative(page, place)
            or calendar.read_business_year(page, place)
        )
        if found:
            return found
        unit = page.words.units.match(page.passage.tokens, place)
        if unit and place > begin:
            return Moment(unit=unit[0], offset=0), unit[1]
        season = calendar.read_season(page, place)
        if season:
            return season
    return None


def _fixed(page: Page, at: int) -> Found:
    tokens = page.passage.tokens
    found = page.words.fixed_cased.match(tokens, at) or page.words.fixed.match(tokens, at)
    if not found:
        return None
    word, end = found
    end += page.low(end) in page.words.file.weekdays.day_parts
    moment = Moment(unit=word.unit, offset=word.offset, month=word.month, day=word.day, anchored=word.anchored, turn=word.turn, reported=word.reported)
    return with_year(page, moment, end) if word.month and not word.turn else (moment, end)


_READERS: tuple[Callable[[Page, int], Found], ...] = (
    calendar.read_numeric,
    calendar.read_weekday,
    calendar.read_months_to,
    calendar.read_month_range,
    calendar.read_day_month,
    _counted,
    calendar.read_quarter_or_half,
    calendar.read_first_months,
    calendar.read_business_year,
    _part,
    _fixed,
    _relative,
    _year_beside,
    calendar.read_season,
    calendar.read_month,
    calendar.read_plain_year,
)

__all__ = ["read_moment"]
