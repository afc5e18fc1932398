"""Amounts in running text: money, percentages and numbers with unit and hedge, in any language that has an ``amounts.toml``.

Read in three steps: every number with what touches it (``amount_readings``), units from nouns and neighbours (``amount_context``), hedges (here).
Names, years, times and ordinals are left out (``amount_names``).

A range ("2 bis 3 Milliarden Euro", "between 5 and 6 percent") is two amounts: its lower end with hedge "at least", its upper end with "up to".
A fraction is a percentage ("ein Fünftel" → 20 percent), and so is a change in a word ("doubled" → 100 percent). A count has unit ``people`` or ``units``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal as Choice

from kg.model import Amount, Hedge, Mention
from loaders.literals.amount_context import resolve_units
from loaders.literals.amount_names import is_name, is_other_fraction
from loaders.literals.amount_nouns import THINGS, TIME
from loaders.literals.amount_readings import Reading, read_numbers
from loaders.literals.amount_units import PERCENT, POINTS, Passage, is_currency
from loaders.literals.amount_words import AmountWords

AmountType = Choice["Money", "Percent", "Number"]
_CONTEXT = 2000  # characters on either side that parse_amount looks at


@dataclass(frozen=True, slots=True)
class Literal:
    """An amount in the text: the mention (kind ``literal``, type ``Money``, ``Percent`` or ``Number``) and what it says."""

    mention: Mention
    amount: Amount


def find_amounts(text: str, words: AmountWords) -> list[Literal]:
    """Every amount of ``text`` in order: sums of money, percentages, counts and measures.

    Args:
        text: an article or a part of it; the more of it, the better are currencies told apart ("Kronen") and units carried on ("… und 325 Millionen").
        words: what :func:`~loaders.literals.amount_words.read_amount_words` read.

    >>> from loaders.literals.amount_words import read_amount_words
    >>> [(found.mention.text, found.amount) for found in find_amounts("ARK kaufte für etwa 16 Millionen Dollar.", read_amount_words("de"))]
    [('16 Millionen Dollar', Amount(value=16000000.0, unit='USD', hedge='about'))]
    """
    passage = Passage(text, words)
    readings = resolve_units(passage, [reading for reading in read_numbers(passage) if not is_name(passage, reading)])
    wanted = [reading for reading in readings if reading.unit not in (None, TIME) and not is_other_fraction(passage, reading)]
    return [_literal(passage, reading) for reading in wanted]


def parse_amount(words_of_amount: str, words: AmountWords, *, before: str = "", after: str = "", kind: AmountType | None = None) -> Amount | None:
    """The amount that the words of one mention state.

    Args:
        words_of_amount: the words ("16 Millionen Dollar", "31").
        words: what :func:`~loaders.literals.amount_words.read_amount_words` read.
        before: the text before them: hedge, currency ("… und 325 Millionen") and countries are looked for there.
        after: the text behind them: what a number counts is looked for there.
        kind: the type of the mention if known: a number without a unit of its own then gets one of this type.

    Returns:
        None if the words state no number, or money without a currency in sight.

    >>> from loaders.literals.amount_words import read_amount_words
    >>> parse_amount("53 Mrd. Yuan", read_amount_words("de"), before="mehr als ")
    Amount(value=53000000000.0, unit='CNY', hedge='at least')
    """
    before, after = before[-_CONTEXT:], after[:_CONTEXT]
    start, end = len(before), len(before) + len(words_of_amount)
    passage = Passage(before + words_of_amount + after, words)

    def is_asked(reading: Reading) -> bool:
        return passage.tokens[reading.first].start < end and passage.tokens[reading.last - 1].end > start

    readings = resolve_units(passage, [reading for reading in read_numbers(passage) if is_asked(reading) or not is_name(passage, reading)])
    for reading in filter(is_asked, readings):
        unit = _unit_of_kind(reading, readings, kind)
        if unit:
            return _literal(passage, replace(reading, unit=unit)).amount
    return None


def _unit_of_kind(reading: Reading, readings: Sequence[Reading], kind: AmountType | None) -> str | None:
    """The unit of a number that is known to be an amount, perhaps of which type."""
    unit = None if reading.unit == TIME else reading.unit
    if kind is None or (unit and _type(unit) == kind):
        return unit or THINGS
    if kind == "Number":
        return THINGS
    if kind == "Percent":
        return PERCENT
    money = [other for other in readings if other.unit and is_currency(other.unit)]
    earlier = [other for other in money if other.first < reading.first]
    return earlier[-1].unit if earlier else money[0].unit if money else None


def _literal(passage: Passage, reading: Reading) -> Literal:
    start, end = passage.tokens[reading.first].start, passage.tokens[reading.last - 1].end
    unit = reading.unit or THINGS
    mention = Mention(start, end, passage.text[start:end], _type(unit), "literal")
    return Literal(mention, Amount(reading.value, unit, reading.bound or _hedge(passage, reading)))


def _type(unit: str) -> AmountType:
    return "Money" if is_currency(unit) else "Percent" if unit in (PERCENT, POINTS) else "Number"


def _hedge(passage: Passage, reading: Reading) -> Hedge:
    """The hedge around an amount; a bound ("mehr als rund 5") says more than "about"."""
    tokens, words = passage.tokens, passage.words
    behind = words.hedges_behind.match(tokens, reading.last)
    found: list[Hedge] = [behind[0]] if behind else []
    at = reading.first
    if reading.quantity.share:
        at -= passage.low(at - 1) in words.file.fraction_rules.articles
        inner = words.hedges.match(tokens, reading.first + 1)
        found += [inner[0][0]] if inner and inner[1] < reading.last else []
    while (hedge := words.hedges.match_before(tokens, at)) and len(found) < 3:
        (kind, word), at = hedge
        if passage.low(at - 1).endswith(words.file.hedges_except.get(word, ("\0",))):
            break
        found.append(kind)
    bounds = [kind for kind in found if kind != "about"]
    return bounds[0] if bounds else found[0] if found else "exact"


__all__ = ["AmountType", "Literal", "find_amounts", "parse_amount"]
