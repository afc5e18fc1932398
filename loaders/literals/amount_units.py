"""What an amount is measured in: currencies by symbol, code and word, percent, and measures such as GWh."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from loaders.literals.amount_words import AmountWords, CurrencyWord
from loaders.literals.tokens import Token, tokenize

PERCENT = "percent"
POINTS = "percentage points"
_MODIFIERS = 3  # tokens between number and currency: "neue Taiwan-Dollar"
_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in the text: its name, what one of them is worth in it (a cent: 0.01), and the index of the token behind it."""

    name: str
    factor: float
    end: int

    @property
    def is_money(self) -> bool:
        """Is it a currency?"""
        return is_currency(self.name)


def is_currency(unit: str) -> bool:
    """Is ``unit`` an ISO 4217 code?

    >>> is_currency("EUR"), is_currency("percent"), is_currency("GWh")
    (True, False, False)
    """
    return bool(_CODE.fullmatch(unit))


@dataclass(slots=True)
class Passage:
    """A text cut into tokens, with what it says of the countries whose money it speaks of."""

    text: str
    words: AmountWords
    tokens: list[Token] = field(init=False)
    _clues: dict[str, list[tuple[int, str]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = tokenize(self.text)

    def low(self, at: int) -> str:
        """Token ``at`` in small letters; empty beyond the ends."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Does token ``at`` touch the one before?"""
        return 0 <= at < len(self.tokens) and self.tokens[at].glued

    def nearest_code(self, currency: CurrencyWord, place: int) -> str:
        """Whose crowns? A country beside the same word elsewhere ("dänische Kronen"), else the nearest country (before it counts double), else the usual."""
        name = currency.words[0]
        if name not in self._clues:
            self._clues[name] = self._find_clues(currency)
        clues = self._clues[name]
        behind = bisect_left(clues, (place, ""))
        around = clues[max(0, behind - 1) : behind + 1]
        return min(around, key=lambda clue: (place - clue[0]) if clue[0] <= place else 2 * (clue[0] - place), default=(0, currency.code))[1]

    def _find_clues(self, currency: CurrencyWord) -> list[tuple[int, str]]:
        """Where the text names one of the countries of a currency; only those that stand beside its word, if there are any."""
        beginnings = "|".join(map(re.escape, sorted(currency.by, key=len, reverse=True)))
        words = "|".join(map(re.escape, currency.words))
        for tail in (rf"\w{{0,20}}[ -](?:{words})\b", ""):
            found = re.finditer(rf"(?<![^\W\d_])({beginnings}){tail}", self.text, re.IGNORECASE)
            clues = [(match.start(), currency.by[match[1].lower()]) for match in found]
            if clues:
                return clues
        return []


def read_prefix(passage: Passage, at: int) -> Unit | None:
    """A currency before its number: "US$", "CHF", "€"."""
    tokens, words = passage.tokens, passage.words
    code = words.codes.match(tokens, at)
    symbol = words.symbols.match(tokens, at)
    if code and (not symbol or code[1] >= symbol[1]):
        return Unit(*code[0], code[1])
    return Unit(symbol[0], 1.0, symbol[1]) if symbol else None


def read_unit(passage: Passage, at: int) -> Unit | None:
    """A unit behind its number."""
    tokens, words = passage.tokens, passage.words
    if at >= len(tokens):
        return None
    percent = words.percent.match(tokens, at)
    if percent:
        return Unit(percent[0], 1.0, percent[1])
    if any(passage.low(at).startswith(adjective) for adjective in words.file.percent.adjectives):
        return Unit(PERCENT, 1.0, at + 1)
    measure = words.measure_signs.match(tokens, at) or words.measures.match(tokens, at)
    if measure:
        return Unit(measure[0], 1.0, measure[1])
    return _read_currency_word(passage, at) or _read_sign_behind(passage, at)


def _read_currency_word(passage: Passage, at: int) -> Unit | None:
    tokens, words = passage.tokens, passage.words
    for skipped in range(_MODIFIERS + 1):
        found = words.currencies.match(tokens, at + skipped)
        if found:
            currency, end = found
            code = next((code for token in tokens[at : at + skipped] for start, code in currency.by.items() if token.low.startswith(start)), None)
            if skipped and not code:
                return None
            code = code or (passage.nearest_code(currency, tokens[at].start) if currency.near else currency.code)
            return Unit(code, currency.factor, end)
        between = tokens[at + skipped] if at + skipped < len(tokens) else None
        if not between or not (between.kind == "word" or (between.text == "-" and between.glued)):
            return None
    return None


def _read_sign_behind(passage: Passage, at: int) -> Unit | None:
    """ "53 Mrd. €", "40 EUR". Short symbols of plain letters ("R", "RM", "Rs") stand before a number only."""
    code = passage.words.codes.match(passage.tokens, at)
    if code:
        return Unit(*code[0], code[1])
    symbol = passage.words.symbols.match(passage.tokens, at)
    if not symbol:
        return None
    sign = "".join(token.text for token in passage.tokens[at : symbol[1]])
    return None if sign.isascii() and sign.isalpha() and len(sign) < 3 else Unit(symbol[0], 1.0, symbol[1])


__all__ = ["PERCENT", "POINTS", "Passage", "Unit", "is_currency", "read_prefix", "read_unit"]
