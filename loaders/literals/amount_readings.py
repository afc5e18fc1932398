"""Numbers in a text with the unit that touches them, before their surroundings are asked."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Hedge
from loaders.literals.amount_units import PERCENT, POINTS, Passage, read_prefix, read_unit
from loaders.literals.quantities import Quantity, exact, read_quantity

ENDS = frozenset(".!?;:")


@dataclass(frozen=True, slots=True)
class Reading:
    """A number from token ``first`` to before ``last``.

    Attributes:
        first, last: tokens, end exclusive.
        quantity: how the number is written.
        value: its value in the unit.
        unit: its unit, as soon as it is known.
        prefixed: its currency stands before it ("$2-3 billion").
        bound: what an end of a range says of the value: "at least" the lower one, "up to" the upper one.
    """

    first: int
    last: int
    quantity: Quantity
    value: float
    unit: str | None
    prefixed: bool = False
    bound: Hedge | None = None

    @property
    def counts(self) -> bool:
        """Written in digits or with a magnitude, so that it is more than a word such as "zwei"."""
        return self.quantity.digits or self.quantity.scaled


def read_numbers(passage: Passage) -> list[Reading]:
    """Every number of the passage in order, whatever it means."""
    readings, at = [], 0
    while at < len(passage.tokens):
        reading = _read_number(passage, at)
        if reading:
            readings.append(reading)
        at = reading.last if reading else at + 1
    return readings


def behind_hyphen(passage: Passage, at: int) -> int:
    """The index behind a hyphen that joins two parts of a compound ("25-Prozent-Anteil"), else ``at``."""
    return at + 1 if passage.low(at) in ("-", "\u2011") and passage.glued(at) and passage.glued(at + 1) else at


def same_sentence(passage: Passage, first: int, last: int) -> bool:
    """Do tokens ``first`` to before ``last`` hold no end of a sentence? Good enough for units: abbreviations end one too."""
    return not any(token.text in ENDS and not passage.glued(at + 1) for at, token in enumerate(passage.tokens[first:last], first))


def _read_number(passage: Passage, at: int) -> Reading | None:
    """The number that begins at token ``at``, with currency before or unit behind; a word such as "doubled" is both."""
    said = passage.words.percent_said.match(passage.tokens, at)
    if said and said[0]:
        return Reading(at, said[1], Quantity(said[0], said[1]), said[0], PERCENT)
    prefix = read_prefix(passage, at)
    begin = prefix.end if prefix else at
    minus = _is_minus(passage, begin)
    quantity = read_quantity(passage.tokens, begin + minus, passage.words)
    if not quantity or (prefix and not (quantity.digits or quantity.scaled)):
        return None
    if prefix and not quantity.scaled and _is_letter(passage, at, quantity.end):
        return None
    unit = prefix or read_unit(passage, behind_hyphen(passage, quantity.end))
    if quantity.needs_money and not (unit and unit.is_money):
        return None
    if quantity.weak and (not unit or unit.name in ("points", POINTS) or passage.low(begin + minus) in passage.words.file.numbers.articles):
        return None
    last = max(quantity.end, unit.end) if unit else quantity.end
    value = exact(quantity.value * (unit.factor if unit else 1.0) * (-1 if minus else 1))
    return Reading(at, last, quantity, value, unit.name if unit else None, prefixed=prefix is not None)


def _is_letter(passage: Passage, first: int, last: int) -> bool:
    """A currency of one or two letters: "R4" and "RS 6" are names, "R4bn" are rand, "RM 2,214.50" ringgit and "Rs 500" rupees."""
    sign, *between, number = (token.text for token in passage.tokens[first:last])
    if between or not sign.isalpha() or len(sign) > 2:
        return False
    return len(sign) == 1 or (number.isdigit() and sign.isupper())


def _is_minus(passage: Passage, at: int) -> bool:
    if passage.low(at) not in passage.words.file.numbers.minus:
        return False
    return passage.tokens[at].kind == "word" or (not passage.glued(at) and passage.glued(at + 1))


__all__ = ["ENDS", "Reading", "behind_hyphen", "read_numbers", "same_sentence"]
