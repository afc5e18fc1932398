"""Units from the surroundings: ranges, nouns, "of" phrases, and what was said of the numbers before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.literals.amount_nouns import PEOPLE, THINGS, TIME, changing_count, counted_before, is_bare_count, is_money_talk, noun_behind, stands_alone
from loaders.literals.amount_readings import Reading, same_sentence
from loaders.literals.amount_units import PERCENT, POINTS, Passage, is_currency
from loaders.literals.quantities import exact

_UNSCALED = 1000  # from here on, "von 1.200 auf 2 Millionen" is not read as a change from 1,200 millions


def resolve_units(passage: Passage, readings: Sequence[Reading]) -> list[Reading]:
    """The readings with the units that their surroundings tell; the ends of a range share theirs."""
    return _resolve_backward(passage, _resolve_forward(passage, readings))


def before_hedge(passage: Passage, at: int) -> int:
    """The index of the first token of the hedge that ends before token ``at``, or ``at``."""
    hedge = passage.words.hedges.match_before(passage.tokens, at)
    return hedge[1] if hedge else at


def _behind_hedge(passage: Passage, at: int) -> int:
    hedge = passage.words.hedges.match(passage.tokens, at)
    return hedge[1] if hedge else at


def _resolve_forward(passage: Passage, readings: Sequence[Reading]) -> list[Reading]:
    """From right to left: what a number counts, ranges, and units that stand behind the second of two numbers."""
    resolved: list[Reading] = []
    for reading in reversed(readings):
        following = resolved[-1] if resolved else None
        if not reading.unit and reading.quantity.share:
            reading = replace(reading, unit=PERCENT)
        if following and _is_range(passage, reading, following):
            resolved[-1:] = _range_ends(reading, following)
            continue
        if not reading.unit:
            reading = _with_noun(passage, reading) or (following and _like_next(passage, reading, following)) or reading
        resolved.append(reading)
    return resolved[::-1]


def _is_range(passage: Passage, lower: Reading, upper: Reading) -> bool:
    """ "2 bis 3 Milliarden", "zwischen 2 und 3", "$2-3 billion"; a change ("von 2 auf 3", "from 2 to 3") is none."""
    words, tokens = passage.words, passage.tokens
    if not (lower.unit or upper.unit) or abs(lower.value) * _scale(lower, upper) >= abs(upper.value):
        return False
    if lower.unit and lower.unit != upper.unit and not (lower.prefixed and not upper.unit):
        return False
    joined = words.range_words["joined"].match(tokens, lower.last)
    begin = before_hedge(passage, lower.first)
    if joined and upper.first in (joined[1], _behind_hedge(passage, joined[1])):
        return words.range_words["opening"].match_before(tokens, begin) is not None
    between = words.range_words["between"].match(tokens, lower.last)
    if not between or upper.first not in (between[1], _behind_hedge(passage, between[1])):
        return False
    return not (words.range_words["to"].match(tokens, lower.last) and words.range_words["from"].match_before(tokens, begin))


def _scale(lower: Reading, upper: Reading) -> float:
    """What the magnitude of the second number makes of a first one without: the 2 of "2 bis 3 Milliarden" are 2 · 10⁹."""
    return upper.quantity.size if upper.quantity.scaled and not lower.quantity.scaled and abs(lower.value) < _UNSCALED else 1.0


def _range_ends(lower: Reading, upper: Reading) -> tuple[Reading, Reading]:
    """The upper and the lower end of a range, each with value, unit and what it bounds."""
    unit = upper.unit or lower.unit
    return replace(upper, unit=unit, bound="up to"), replace(lower, value=exact(lower.value * _scale(lower, upper)), unit=unit, bound="at least")


def _with_noun(passage: Passage, reading: Reading) -> Reading | None:
    """The number with what it counts; a number in words ("three") counts only what is on the lists: "zwei Brüder" say nothing of a company."""
    noun = noun_behind(passage, reading.last)
    if not noun or (not reading.counts and (reading.value < 2 or not noun.known)):
        return None
    return replace(reading, unit=noun.unit)


def _like_next(passage: Passage, reading: Reading, following: Reading) -> Reading | None:
    """ "von 10 auf 12 Prozent", "von 31 auf 42 Milliarden Rupien", "9.000 der rund 78.400 Stellen"; but "1,2 Milliarden, acht Prozent mehr"."""
    if not following.unit or (reading.quantity.scaled and following.unit in (PERCENT, POINTS)):
        return None
    of = passage.words.of.match(passage.tokens, reading.last)
    if of and following.first in (of[1], _behind_hedge(passage, of[1])):
        return replace(reading, unit=following.unit)
    to = passage.words.range_words["to"].match(passage.tokens, reading.last)
    if not to or following.first not in (to[1], _behind_hedge(passage, to[1])):
        return None
    changes = passage.words.range_words["from"].match_before(passage.tokens, before_hedge(passage, reading.first))
    if not (reading.counts or changes):
        return None
    return replace(reading, unit=following.unit, value=exact(reading.value * _scale(reading, following)))


def _resolve_backward(passage: Passage, readings: Sequence[Reading]) -> list[Reading]:
    """From left to right: money goes on through the article ("… und 325 Millionen"), any unit inside its sentence ("Helvetia 4.9")."""
    currencies = [reading.unit for reading in readings if reading.unit and is_currency(reading.unit)]
    money = currencies[0] if currencies else None
    known = False
    resolved: list[Reading] = []
    for reading in readings:
        if not reading.unit:
            before = resolved[-1] if resolved and same_sentence(passage, resolved[-1].last, reading.first) else None
            reading = _with_words_before(passage, reading, before, money if known or is_money_talk(passage, reading) else None)
        if reading.unit and is_currency(reading.unit):
            money, known = reading.unit, True
        resolved.append(reading)
    return resolved


def _with_words_before(passage: Passage, reading: Reading, before: Reading | None, money: str | None) -> Reading:
    """A number that has neither unit nor noun, with what the words before it suggest."""
    begin = before_hedge(passage, reading.first)
    counted = counted_before(passage, reading, begin) or changing_count(passage, reading, begin)
    if counted:
        return replace(reading, unit=counted)
    if not reading.counts:
        return reading
    big = reading.quantity.scaled or (reading.value >= 1000 and not passage.tokens[reading.last - 1].text.isdigit())
    unit = _passed_on(before)
    if not stands_alone(passage, reading.last) and not is_money_talk(passage, reading):
        forecast = reading.quantity.scaled and unit and is_currency(unit) and not noun_behind(passage, reading.last)  # "instead of the 610 million forecast"
        return replace(reading, unit=unit if forecast else THINGS if big else None)
    if reading.quantity.scaled and (unit not in (PEOPLE, THINGS) or is_money_talk(passage, reading)):
        unit = money if not (unit and is_currency(unit)) else unit
    elif unit == PERCENT and (big or is_bare_count(passage, reading)):
        unit = None
    return replace(reading, unit=unit or (THINGS if is_bare_count(passage, reading) else None))


def _passed_on(before: Reading | None) -> str | None:
    """The unit that a number may have from the one before it: no time, and no percentage that a word says ("doubled to 40")."""
    said = before and before.unit == PERCENT and not before.counts and before.quantity.end == before.last
    return before.unit if before and before.unit != TIME and not said else None


__all__ = ["before_hedge", "resolve_units"]
