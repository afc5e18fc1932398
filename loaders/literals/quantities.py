"""Numbers without their units: in digits and words, with magnitudes, halves, dozens, fractions ("zweieinhalb Milliarden", "half a dozen", "ein Fünftel")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.literals.amount_words import AmountWords
from loaders.literals.tokens import Phrases, Token

_MOST_PARTS = 12  # of a number in words: nine hundred and ninety-nine thousand nine hundred and ninety-nine has 8


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text.

    Attributes:
        value: its value; of a fraction, the percentage.
        end: index of the token behind it.
        share: it was a fraction ("ein Fünftel").
        weak: it may be an article ("ein", "a").
        scaled: it has a magnitude.
        size: the magnitude (10⁹ of "3 Milliarden"), 1 where there is none.
        needs_money: its magnitude only counts beside a currency ("5m").
        digits: it was written in digits.
    """

    value: float
    end: int
    share: bool = False
    weak: bool = False
    scaled: bool = False
    size: float = 1.0
    needs_money: bool = False
    digits: bool = False


def exact(value: float) -> float:
    """``value`` without the dust of binary arithmetic (12 significant digits).

    >>> exact(16.1 * 1e9), exact(0.07 * 1e6), exact(4.35 * 100)
    (16100000000.0, 70000.0, 435.0)
    """
    return float(f"{value:.12g}")


def fraction_percent(numerator: float, denominator: int) -> float:
    """A fraction as a percentage, to whole percent unless one decimal says it exactly: nobody who writes "a third" means 33.333.

    >>> fraction_percent(1, 3), fraction_percent(1, 8), fraction_percent(3, 4)
    (33.0, 12.5, 75.0)
    """
    percent = 100 * numerator / denominator
    return round(percent, 1) if abs(percent - round(percent, 1)) < 1e-9 else float(round(percent))


def read_quantity(tokens: Sequence[Token], at: int, words: AmountWords) -> Quantity | None:
    """The number that begins at token ``at``, if one does."""
    return _read_half(tokens, at, words) or _read_fraction(tokens, at, words) or _read_number(tokens, at, words)


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if at < len(tokens) else ""


def _after_hyphen(tokens: Sequence[Token], at: int) -> int:
    """The index behind a hyphen that joins two parts of a compound, else ``at``."""
    joined = at + 1 < len(tokens) and tokens[at].text in "-\u2011" and tokens[at].glued and tokens[at + 1].glued
    return at + 1 if joined and tokens[at + 1].kind == "word" else at


def _read_half(tokens: Sequence[Token], at: int, words: AmountWords) -> Quantity | None:
    """ "eine halbe Milliarde", "half a dozen", "a half-million"."""
    numbers = words.file.numbers
    at += _low(tokens, at) in numbers.weak
    if _low(tokens, at) not in numbers.half:
        return None
    at = _after_hyphen(tokens, at + 1)
    at += _low(tokens, at) in numbers.weak
    magnitude = words.magnitudes.match(tokens, at)
    return Quantity(exact(magnitude[0] / 2), magnitude[1], scaled=True, size=magnitude[0]) if magnitude else None


def _read_fraction(tokens: Sequence[Token], at: int, words: AmountWords) -> Quantity | None:
    """ "zwei Drittel", "a good fifth", "die Hälfte", "three quarters of a million"."""
    numerator, start = 1.0, at
    if _low(tokens, at) in words.file.numbers.weak:
        at += 1
    else:
        number = _read_plain(tokens, at, words)
        if number:
            numerator, at = number.value, _after_hyphen(tokens, number.end)
    hedge = words.hedges.match(tokens, at)
    fraction = words.fractions.match(tokens, hedge[1] if hedge and at > start else at) or words.fractions.match(tokens, _after_hyphen(tokens, at))
    if not fraction or (at == start and fraction[0] != 2):
        return None
    denominator, end = fraction
    of = words.of.match(tokens, end)
    magnitude = of and _low(tokens, of[1]) in words.file.numbers.weak and words.magnitudes.match(tokens, of[1] + 1)
    if magnitude:
        return Quantity(exact(numerator / denominator * magnitude[0]), magnitude[1], scaled=True, size=magnitude[0])
    return Quantity(fraction_percent(numerator, denominator), end, share=True) if numerator < denominator else None


def _read_number(tokens: Sequence[Token], at: int, words: AmountWords) -> Quantity | None:
    """A number with what multiplies it: "2,15 Millionen", "$40-million", "a million and a half"."""
    number = _read_plain(tokens, at, words)
    if not number:
        return None
    behind = _after_hyphen(tokens, number.end)
    magnitude = words.magnitudes.match(tokens, behind)
    if magnitude:
        value, end = number.value * magnitude[0], magnitude[1]
        plus = words.plus.match(tokens, end) if number.weak else None
        if plus:
            value, end = value + plus[0] * magnitude[0], plus[1]
        return replace(number, value=exact(value), end=end, scaled=True, size=magnitude[0], weak=False)
    magnitude = words.glued_magnitudes.match(tokens, number.end) if number.end < len(tokens) and tokens[number.end].glued else None
    if magnitude and number.digits:
        return replace(number, value=exact(number.value * magnitude[0]), end=magnitude[1], scaled=True, size=magnitude[0], needs_money=True)
    return number


def _read_plain(tokens: Sequence[Token], at: int, words: AmountWords) -> Quantity | None:
    """A number in digits or words, with a half or quarter behind it."""
    if at >= len(tokens):
        return None
    if tokens[at].kind == "number":
        value = words.parse_digits(tokens[at].text)
        number = None if value is None else Quantity(value, at + 1, digits=True)
    else:
        number = _read_numeral(tokens, at, words)
    plus = _plus(tokens, number.end, words.plus) if number else None
    return replace(number, value=exact(number.value + plus[0]), end=plus[1], weak=False) if number and plus else number


def _plus(tokens: Sequence[Token], at: int, plus: Phrases[float]) -> tuple[float, int] | None:
    return plus.match(tokens, at) if at < len(tokens) else None


def _read_numeral(tokens: Sequence[Token], at: int, words: AmountWords) -> Quantity | None:
    """A number in words, perhaps of several: "two hundred and fifty thousand", "sixty-one", "dreiundfünfzig"."""
    parts: list[float] = []
    end = at
    weak = _low(tokens, at) in words.file.numbers.weak
    if weak:
        parts, end = [1.0], at + 1
    while end < len(tokens) and len(parts) < _MOST_PARTS:
        behind = _after_hyphen(tokens, end) if parts else end
        if parts and parts[-1] in (100, 1000) and _low(tokens, behind) in words.file.numbers.joiners:
            behind += 1
        more = words.numeral(tokens[behind].low) if behind < len(tokens) and tokens[behind].kind == "word" else ()
        if not more or (parts and not _continues(parts[-1], more[0], hyphen=behind == end + 1)):
            break
        parts, end, weak = [*parts, *more], behind + 1, False
    return Quantity(numeral_value(parts), end, weak=weak) if parts else None


def _continues(last: float, new: float, *, hyphen: bool) -> bool:
    """May the number word ``new`` go on with a number that ends in ``last``? "twenty five" and "two hundred" may, "two three" may not."""
    return new in (100, 1000) or last in (100, 1000) or (20 <= last <= 90 and 0 < new < 10) or (hyphen and 20 <= last <= 90)


def numeral_value(parts: Sequence[float]) -> float:
    """The value of a number from the values of its parts, hundreds and thousands multiply what stands before them.

    >>> numeral_value([3, 50]), numeral_value([2, 100, 53]), numeral_value([4, 1000, 5, 100])
    (53.0, 253.0, 4500.0)
    """
    total = current = 0.0
    for part in parts:
        if part == 1000:
            total, current = total + (current or 1) * 1000, 0.0
        elif part == 100:
            current = (current or 1) * 100
        else:
            current += part
    return exact(total + current)


__all__ = ["Quantity", "exact", "fraction_percent", "numeral_value", "read_quantity"]
