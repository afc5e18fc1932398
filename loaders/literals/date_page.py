"""A text to read dates from, and its years: what all readers of dates build on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from loaders.literals.amount_units import Passage, read_unit
from loaders.literals.date_words import DateWords, Direction
from loaders.literals.periods import Moment
from loaders.literals.quantities import read_quantity
from loaders.literals.tokens import Phrases

Found = tuple[Moment, int] | None
SIGNS: Mapping[Direction, int] = {"last": -1, "preceding": -1, "this": 0, "next": 1, "following": 1}
_YEARS = range(1700, 2200)
_FOUR_DIGITS = re.compile(r"\d{4}")


@dataclass(slots=True)
class Page:
    """A text in tokens and the words to read its dates with; ``asked``: they are known to be dates."""

    passage: Passage
    words: DateWords
    asked: bool = False

    def low(self, at: int) -> str:
        """Token ``at`` in small letters; empty beyond the ends."""
        return self.passage.low(at)

    def glued(self, at: int) -> bool:
        """Does token ``at`` touch the one before?"""
        return self.passage.glued(at)

    def may_begin(self, at: int) -> bool:
        """May a date begin at token ``at``? Most words are told off here, before the readers are asked."""
        token, words = self.passage.tokens[at], self.words
        if token.kind != "word":
            return token.kind == "number" or token.low in words.starts
        return token.low in words.starts or bool(words.amounts.numeral(token.low)) or token.low.startswith(words.weekday_starts)

    def leads_up_to(self, at: int) -> bool:
        """Does a preposition, "last", "next" or "end of" stand before token ``at``?"""
        tokens, words = self.passage.tokens, self.words
        before = (words.leads, words.directions, words.parts, words.part_links)
        return any(phrases.match_before(tokens, at) for phrases in before) or self.low(at - 1) in ("-", "\u2011")

    def is_word(self, at: int) -> bool:
        """Is token ``at`` there and made of letters?"""
        return at < len(self.passage.tokens) and self.passage.tokens[at].kind == "word"

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
        begin = hedge[1] if hedge and hedge[0][0] == "about" else at
        quantity = read_quantity(tokens, begin, amounts)
        return (quantity.value, quantity.end) if quantity and not quantity.share and not quantity.needs_money else None

    def integer(self, at: int, low: int, high: int) -> int | None:
        """The token as a plain number of ``low`` to ``high``."""
        text = self.low(at)
        return int(text) if text.isascii() and text.isdigit() and low <= int(text) <= high else None


def read_year(page: Page, at: int) -> Found:
    """ "2025", "2024/25"; no count of things ("2000 Stellen") and no part of a name or number."""
    if not _FOUR_DIGITS.fullmatch(page.low(at)) or int(page.low(at)) not in _YEARS:
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
    return (Moment(year_offset=SIGNS[direction[0]]), end) if end else None


def with_year(page: Page, moment: Moment, at: int) -> tuple[Moment, int]:
    """``moment`` with the year behind it, if there is one."""
    year = _year_behind(page, at)
    if not year:
        return moment, at
    found, end = year
    return replace(moment, year=found.year, split=found.split, year_offset=found.year_offset), end


__all__ = ["SIGNS", "Found", "Page", "read_year", "with_year"]
