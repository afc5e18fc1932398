"""Amounts in running text: money, percentages and numbers with unit and hedge, in any language that has an ``amounts.toml``.

Read in three steps: every number with what touches it (``_read_all``), then numbers without a unit get theirs from what they count or from their
neighbours (``_resolve_forward``, ``_resolve_backward``), then hedges are looked up and names, years, times and ordinals are left out.

A range ("2 bis 3 Milliarden Euro", "between 5 and 6 percent") is read as its lower end with hedge "at least": that much the text does say.
A fraction is a percentage ("ein Fünftel" → 20 percent). A count has unit ``people`` or ``units``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal as Choice

from kg.model import Amount, Hedge, Mention
from loaders.amount_units import PERCENT, POINTS, Passage, is_currency, read_prefix, read_unit
from loaders.amount_words import AmountWords
from loaders.quantities import Quantity, exact, read_quantity

AmountType = Choice["Money", "Percent", "Number"]
_CONTEXT = 2000  # characters on either side that parse_amount looks at
_TIME = "time"  # pseudo-unit of durations and times: read, so that ranges of them go together, and dropped
_WINDOW = 4  # words from a number to the noun that it counts: "8,500 full-time equivalent positions"
_ENDS = frozenset(".!?;:")


@dataclass(frozen=True, slots=True)
class Literal:
    """An amount in the text: the mention (kind ``literal``, type ``Money``, ``Percent`` or ``Number``) and what it says."""

    mention: Mention
    amount: Amount


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number from token ``first`` to before ``last``, its unit if it has one of its own."""

    first: int
    last: int
    quantity: Quantity
    value: float
    unit: str | None
    lower: bool = False
    inherits: bool = False


def find_amounts(text: str, words: AmountWords) -> list[Literal]:
    """Every amount of ``text`` in order: sums of money, percentages, counts and measures.

    Args:
        text: an article or a part of it; the more of it, the better are currencies told apart ("Kronen") and units carried on ("… und 325 Millionen").
        words: what :func:`~loaders.amount_words.read_amount_words` read.

    >>> from loaders.amount_words import read_amount_words
    >>> [(found.mention.text, found.amount) for found in find_amounts("ARK kaufte für etwa 16 Millionen Dollar.", read_amount_words("de"))]
    [('16 Millionen Dollar', Amount(value=16000000.0, unit='USD', hedge='about'))]
    """
    return [literal for literal, _ in _literals(Passage(text, words), None, None)]


def parse_amount(words_of_amount: str, words: AmountWords, *, before: str = "", after: str = "", kind: AmountType | None = None) -> Amount | None:
    """The amount that the words of one mention state.

    Args:
        words_of_amount: the words ("16 Millionen Dollar", "31").
        words: what :func:`~loaders.amount_words.read_amount_words` read.
        before: the text before them: hedge, currency ("… und 325 Millionen") and countries are looked for there.
        after: the text behind them: what a number counts is looked for there.
        kind: the type of the mention if known: a number without a unit of its own then gets one of this type.

    Returns:
        None if the words state no number, or money without a currency in sight.

    >>> from loaders.amount_words import read_amount_words
    >>> parse_amount("53 Mrd. Yuan", read_amount_words("de"), before="mehr als ")
    Amount(value=53000000000.0, unit='CNY', hedge='at least')
    """
    before, after = before[-_CONTEXT:], after[:_CONTEXT]
    start, end = len(before), len(before) + len(words_of_amount)
    found = _literals(Passage(before + words_of_amount + after, words), (start, end), kind)
    inside = [literal.amount for literal, asked in found if asked]
    return inside[0] if inside else None


def _literals(passage: Passage, asked: tuple[int, int] | None, kind: AmountType | None) -> list[tuple[Literal, bool]]:
    """All amounts; ``asked`` is a span where a number is one whatever its surroundings say (``True`` in the answer)."""

    def is_asked(reading: _Reading) -> bool:
        return asked is not None and passage.tokens[reading.first].start < asked[1] and passage.tokens[reading.last - 1].end > asked[0]

    readings = [reading for reading in _read_all(passage) if is_asked(reading) or not _is_name(passage, reading)]
    readings = _resolve_backward(passage, _resolve_forward(passage, readings))
    found = []
    for reading in readings:
        wanted = is_asked(reading)
        unit = _asked_unit(passage, reading, readings, kind) if wanted else reading.unit
        if unit and (wanted or (unit != _TIME and not _is_other_fraction(passage, reading))):
            found.append((_literal(passage, replace(reading, unit=unit)), wanted))
    return found


def _asked_unit(passage: Passage, reading: _Reading, readings: list[_Reading], kind: AmountType | None) -> str | None:
    """The unit of a number that is known to be an amount, perhaps of which type."""
    unit = None if reading.unit == _TIME else reading.unit
    if kind is None or (unit and _type(unit) == kind):
        return unit or "units"
    if kind == "Number":
        return unit if unit and not reading.inherits else "units"
    if kind == "Percent":
        return PERCENT
    money = [other for other in readings if other.unit and is_currency(other.unit)]
    nearest = min(money, key=lambda other: abs(other.first - reading.first) + (10_000 if other.first > reading.first else 0), default=None)
    return nearest.unit if nearest else None


def _literal(passage: Passage, reading: _Reading) -> Literal:
    start, end = passage.tokens[reading.first].start, passage.tokens[reading.last - 1].end
    unit = reading.unit or "units"
    mention = Mention(start, end, passage.text[start:end], _type(unit), "literal")
    return Literal(mention, Amount(reading.value, unit, "at least" if reading.lower else _hedge(passage, reading)))


def _type(unit: str) -> AmountType:
    return "Money" if is_currency(unit) else "Percent" if unit in (PERCENT, POINTS) else "Number"


# ── step 1: numbers with what touches them ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_all(passage: Passage) -> list[_Reading]:
    readings, at = [], 0
    while at < len(passage.tokens):
        reading = _read_one(passage, at)
        if reading:
            readings.append(reading)
        at = reading.last if reading else at + 1
    return readings


def _read_one(passage: Passage, at: int) -> _Reading | None:
    """The number that begins at token ``at``, with currency before or unit behind."""
    tokens, words = passage.tokens, passage.words
    prefix = read_prefix(passage, at)
    begin = prefix.end if prefix else at
    minus = _is_minus(passage, begin)
    quantity = read_quantity(tokens, begin + minus, words)
    if not quantity or (prefix and not (quantity.digits or quantity.scaled)):
        return None
    if prefix and not quantity.scaled and len(tokens[at].text) < 3 and all(token.kind == "word" for token in tokens[at : prefix.end]):
        return None  # "R4" is a name, "R4bn" are rand
    unit = prefix or read_unit(passage, _behind_hyphen(passage, quantity.end))
    if quantity.needs_money and not (unit and is_currency(unit.name)):
        return None
    if quantity.weak and (not unit or passage.low(begin + minus) in words.file.numbers.articles or not _takes_article(unit.name)):
        return None
    last = max(quantity.end, unit.end) if unit else quantity.end
    value = exact(quantity.value * (unit.factor if unit else 1.0) * (-1 if minus else 1))
    return _Reading(at, last, quantity, value, unit.name if unit else None)


def _takes_article(unit: str) -> bool:
    """ "ein Euro" and "ein Gigawatt" are amounts, "ein Punkt" is not."""
    return unit not in ("points", POINTS)


def _is_minus(passage: Passage, at: int) -> bool:
    if passage.low(at) not in passage.words.file.numbers.minus:
        return False
    return passage.tokens[at].kind == "word" or (not passage.glued(at) and passage.glued(at + 1))


def _behind_hyphen(passage: Passage, at: int) -> int:
    return at + 1 if passage.low(at) in ("-", "\u2011") and passage.glued(at) and passage.glued(at + 1) else at


# ── what looks like an amount and is none ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_name(passage: Passage, reading: _Reading) -> bool:
    """Is the number part of a name, a date, a time, a score, an ordinal?"""
    first, last = reading.first, reading.last
    if passage.glued(first) and _clings(passage, first, known=bool(reading.unit or reading.quantity.scaled)):
        return True
    if reading.unit or reading.quantity.share:
        return False
    if passage.glued(last):
        behind = passage.tokens[last]
        if behind.kind == "word" or (behind.text in ":/-.'’" and passage.glued(last + 1)):
            return not (behind.text == "-" and passage.tokens[last + 1].kind == "number") and not passage.words.counted_hyphenated(passage.tokens, last + 1)
        if behind.text == "." and _is_ordinal(passage, reading):
            return True
    if passage.words.name_before.match_before(passage.tokens, first):
        return True
    return reading.quantity.digits and not reading.quantity.scaled and _is_bare_name(passage, reading)


def _clings(passage: Passage, first: int, *, known: bool) -> bool:
    """Does the number cling to what stands before it ("A320", "ID.7", "4:3", "COVID-19")?"""
    before = passage.tokens[first - 1]
    if before.kind != "sign":
        return True
    if before.text in "-–" and passage.glued(first - 1):
        return not (known and passage.tokens[first - 2].kind in ("number", "sign"))
    return before.text in ":/#_@*" or (before.text in ".'’" and passage.glued(first - 1))


def _is_ordinal(passage: Passage, reading: _Reading) -> bool:
    short = reading.quantity.digits and float(reading.value).is_integer() and abs(reading.value) < 1000 and passage.tokens[reading.last - 1].text.isdigit()
    follows = reading.last + 1 < len(passage.tokens) and "\n" not in passage.text[passage.tokens[reading.last].end : passage.tokens[reading.last + 1].start]
    return passage.words.file.numbers.ordinal_dot and short and follows


def _is_bare_name(passage: Passage, reading: _Reading) -> bool:
    """A year, a number with a leading zero, a long one without groups, or one behind a name and before no noun that is known."""
    digits = passage.tokens[reading.first].text
    if digits.startswith("0") and digits.isdigit() and len(digits) > 1:
        return True
    known = _noun_of(passage, reading.last)
    if known == _TIME:
        return False
    if digits.isdigit() and len(digits) == 4 and 1800 <= reading.value < 2100:
        return not known or reading.value % 100 != 0
    if digits.isdigit() and len(digits) > 4 and not known:
        return True
    before = passage.tokens[reading.first - 1] if reading.first else None
    capital = before is not None and before.kind == "word" and before.text[0].isupper() and not _starts_sentence(passage, reading.first - 1)
    return capital and digits.isdigit() and not known


def _starts_sentence(passage: Passage, at: int) -> bool:
    return (
        at == 0
        or passage.low(at - 1) in _ENDS
        or passage.low(at - 1) in "„“\"'»«"
        or "\n" in passage.text[passage.tokens[at - 1].end : passage.tokens[at].start]
    )


def _is_other_fraction(passage: Passage, reading: _Reading) -> bool:
    """ "a third plant", "the first half": a fraction in form only."""
    rules = passage.words.file.fraction_rules
    if not reading.quantity.share:
        return False
    if passage.low(reading.first - 1) in rules.not_after:
        return True
    behind = passage.tokens[reading.last] if reading.last < len(passage.tokens) else None
    return bool(rules.after) and behind is not None and behind.kind == "word" and behind.low not in rules.after


# ── step 2: units from nouns and neighbours ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _resolve_forward(passage: Passage, readings: list[_Reading]) -> list[_Reading]:
    """From right to left: what a number counts, ranges, and units that stand behind the second of two numbers."""
    resolved: list[_Reading] = []
    for reading in reversed(readings):
        following = resolved[-1] if resolved else None
        if not reading.unit and reading.quantity.share:
            reading = replace(reading, unit=PERCENT)
        if following and _is_range(passage, reading, following):
            resolved[-1] = _join(reading, following)
            continue
        if not reading.unit:
            unit = _noun_of(passage, reading.last) or (following and _unit_of_next(passage, reading, following)) or _unit_before(passage, reading)
            if unit and not (unit == "units" and not reading.quantity.digits and not reading.quantity.scaled):
                reading = replace(reading, unit=unit)
        resolved.append(reading)
    return resolved[::-1]


def _is_range(passage: Passage, lower: _Reading, upper: _Reading) -> bool:
    words, tokens = passage.words, passage.tokens
    if lower.unit and upper.unit and lower.unit != upper.unit:
        return False
    begin = _hedge_end(passage, lower.last)
    joined = words.range_words["joined"].match(tokens, begin)
    if joined and joined[1] == upper.first:
        return words.range_words["opening"].match_before(tokens, _before_hedge(passage, lower.first)) is not None
    between = words.range_words["between"].match(tokens, lower.last)
    if not between or upper.first not in (between[1], _hedge_end(passage, between[1])):
        return False
    changed = words.range_words["to"].match(tokens, lower.last)
    is_change = changed and words.range_words["from"].match_before(tokens, _before_hedge(passage, lower.first))
    return not is_change and (upper.unit is not None or lower.unit is not None) and abs(lower.value) < abs(upper.value)


def _join(lower: _Reading, upper: _Reading) -> _Reading:
    value = lower.value
    if upper.quantity.scaled and not lower.quantity.scaled and upper.quantity.value:
        value = exact(value * _magnitude(upper))
    return replace(upper, first=lower.first, value=value, unit=upper.unit or lower.unit, lower=True)


def _magnitude(reading: _Reading) -> float:
    """The largest power of 1000 that the number reaches: that of "3 Milliarden" is 10⁹."""
    size = 1.0
    while abs(reading.value) >= size * 1000 and size < 1e15:
        size *= 1000
    return size


def _unit_of_next(passage: Passage, reading: _Reading, following: _Reading) -> str | None:
    """ "von 10 auf 12 Prozent", "9.000 der rund 78.400 Stellen"."""
    for phrases in (passage.words.range_words["to"], passage.words.of):
        link = phrases.match(passage.tokens, reading.last)
        if link and following.first in (link[1], _hedge_end(passage, link[1])):
            return following.unit
    return None


def _unit_before(passage: Passage, reading: _Reading) -> str | None:
    """ "the company employs 2,300"."""
    return "people" if passage.words.people_before.match_before(passage.tokens, _before_hedge(passage, reading.first)) else None


def _noun_of(passage: Passage, at: int) -> str | None:
    """What the number before token ``at`` counts: ``people``, ``units``, time, or nothing that is known."""
    words = passage.words
    at = _behind_hyphen(passage, at)
    for place in range(at, min(at + _WINDOW, len(passage.tokens))):
        token = passage.tokens[place]
        if token.kind != "word":
            if token.text == "-" and token.glued:
                continue
            return None
        if token.low in words.file.nouns.time:
            return _TIME
        counted = words.counted_hyphenated(passage.tokens, place)
        if counted:
            return counted[0]
        if token.low in words.file.stand_alone.words:
            return None
        if words.file.names.capital_nouns and token.text[0].isupper():
            return "units"
    return None


def _resolve_backward(passage: Passage, readings: list[_Reading]) -> list[_Reading]:
    """From left to right: money goes on through the article ("… und 325 Millionen"), any unit inside its sentence ("Helvetia 4.9")."""
    money: str | None = None
    resolved: list[_Reading] = []
    for reading in readings:
        if not reading.unit and (reading.quantity.digits or reading.quantity.scaled):
            before = resolved[-1] if resolved else None
            alone = _stands_alone(passage, reading.last)
            unit = money if reading.quantity.scaled and alone else None
            if not unit and alone and before and before.unit and _same_sentence(passage, before, reading):
                unit = before.unit if before.unit != _TIME else None
            if not unit and not alone and (reading.quantity.scaled or _has_groups(passage, reading)):
                unit = "units"
            reading = replace(reading, unit=unit, inherits=alone)
        if reading.unit and is_currency(reading.unit):
            money = reading.unit
        resolved.append(reading)
    return resolved


def _has_groups(passage: Passage, reading: _Reading) -> bool:
    return not passage.tokens[reading.last - 1].text.isdigit() and reading.value >= 1000


def _stands_alone(passage: Passage, at: int) -> bool:
    """Has the number before token ``at`` no noun of its own?"""
    if at >= len(passage.tokens) or passage.tokens[at].kind != "word":
        return True
    return passage.low(at) in passage.words.file.stand_alone.words or (passage.words.file.names.capital_nouns and passage.tokens[at].text[0].islower())


def _same_sentence(passage: Passage, before: _Reading, reading: _Reading) -> bool:
    return not any(token.text in _ENDS and not passage.glued(n + 1) for n, token in enumerate(passage.tokens[before.last : reading.first], before.last))


# ── step 3: hedges ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _hedge(passage: Passage, reading: _Reading) -> Hedge:
    """The hedge around an amount; a bound ("mehr als rund 5") says more than "about"."""
    tokens, words = passage.tokens, passage.words
    behind = words.hedges_behind.match(tokens, reading.last)
    found: list[Hedge] = [behind[0]] if behind else []
    at = reading.first
    if reading.quantity.share and passage.low(at - 1) in words.file.fraction_rules.articles:
        at -= 1
    inner = words.hedges.match(tokens, reading.first + 1) if reading.quantity.share else None
    if inner and inner[1] < reading.last:
        found.append(inner[0][0])
    while (hedge := words.hedges.match_before(tokens, at)) and len(found) < 3:
        (kind, word), at = hedge
        if passage.low(at - 1).endswith(words.file.hedges_except.get(word, ("\0",))):
            break
        found.append(kind)
    bounds = [kind for kind in found if kind != "about"]
    return bounds[0] if bounds else found[0] if found else "exact"


def _before_hedge(passage: Passage, at: int) -> int:
    """The index of the first token of the hedge that ends before token ``at``, or ``at``."""
    hedge = passage.words.hedges.match_before(passage.tokens, at)
    return hedge[1] if hedge else at


def _hedge_end(passage: Passage, at: int) -> int:
    """The index behind the hedge that begins at token ``at``, or ``at``."""
    hedge = passage.words.hedges.match(passage.tokens, at)
    return hedge[1] if hedge else at


__all__ = ["AmountType", "Literal", "find_amounts", "parse_amount"]
