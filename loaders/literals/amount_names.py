"""What looks like an amount and is none: parts of names, years, times, scores, ordinals, and fractions that are none."""

from __future__ import annotations

from loaders.literals.amount_nouns import TIME, noun_behind
from loaders.literals.amount_readings import ENDS, Reading, behind_hyphen
from loaders.literals.amount_units import Passage

_YEARS = range(1800, 2100)
_DAYS = 31
_UNGROUPED = 1000
_QUOTES = frozenset("„“\"'»«‚‘’(")


def is_name(passage: Passage, reading: Reading) -> bool:
    """Is the number part of a name, a date, a time, a score or an ordinal?"""
    first, last = reading.first, reading.last
    if passage.glued(first) and _clings(passage, first, known=bool(reading.unit or reading.quantity.scaled)):
        return True
    if reading.unit or reading.quantity.share:
        return False
    if passage.glued(last) and _is_clung_to(passage, reading):
        return True
    if passage.words.name_before.match_before(passage.tokens, first):
        return True
    return reading.quantity.digits and not reading.quantity.scaled and _is_bare_name(passage, reading)


def is_other_fraction(passage: Passage, reading: Reading) -> bool:
    """ "a third plant", "the first half", "a third-quarter loss": a fraction in form only."""
    rules = passage.words.file.fraction_rules
    if not reading.quantity.share:
        return False
    if passage.low(reading.first - 1) in rules.not_after or behind_hyphen(passage, reading.last) > reading.last:
        return True
    behind = passage.tokens[reading.last] if reading.last < len(passage.tokens) else None
    return bool(rules.after) and behind is not None and behind.kind == "word" and behind.low not in rules.after


def _clings(passage: Passage, first: int, *, known: bool) -> bool:
    """Does the number cling to what stands before it ("A320", "ID.7", "4:3", "COVID-19", "1&1")?"""
    before = passage.tokens[first - 1]
    if before.kind != "sign":
        return True
    if before.text in "-–" and passage.glued(first - 1):
        return not (known and passage.tokens[first - 2].kind in ("number", "sign"))
    return before.text in ":/#_@*&" or (before.text in ".'’" and passage.glued(first - 1))


def _is_clung_to(passage: Passage, reading: Reading) -> bool:
    """Does something cling to the number ("3D", "15:30", "24-stündig", "5. Platz")? Counted things may ("500-strong")."""
    behind = passage.tokens[reading.last]
    if behind.kind == "word" or (behind.text in ":/-.'’" and passage.glued(reading.last + 1)):
        is_range = behind.text == "-" and passage.tokens[reading.last + 1].kind == "number"
        return not is_range and not passage.words.counted_hyphenated(passage.tokens, reading.last + 1)
    return behind.text == "." and _is_ordinal(passage, reading)


def _is_ordinal(passage: Passage, reading: Reading) -> bool:
    """ "am 3. Mai", "die 125. Filiale"; but not the last word of "2022 waren es 250."."""
    numbers = passage.words.file.numbers
    if not (numbers.ordinal_dot and reading.quantity.digits and passage.tokens[reading.last - 1].text.isdigit()):
        return False
    if reading.last + 1 >= len(passage.tokens) or "\n" in passage.text[passage.tokens[reading.last].end : passage.tokens[reading.last + 1].start]:
        return False
    return reading.value <= _DAYS or (reading.value < _UNGROUPED and passage.low(reading.first - 1) in numbers.ordinal_after)


def _is_bare_name(passage: Passage, reading: Reading) -> bool:
    """A year, a number with a leading zero, a long one without groups, or one behind a name and before no noun that is known; "70 der 210" is none."""
    digits = passage.tokens[reading.first].text
    if not digits.isdigit():
        return False
    noun = noun_behind(passage, reading.last)
    known = noun is not None and noun.known
    if len(digits) > 1 and digits.startswith("0"):
        return True
    if noun and noun.unit == TIME:
        return False
    if len(digits) == 4 and int(reading.value) in _YEARS:
        return not known or reading.value % 100 != 0
    of = passage.words.of.match(passage.tokens, reading.last)
    part = of is not None and of[1] < len(passage.tokens) and passage.tokens[of[1]].kind == "number"
    return (len(digits) > 4 or _follows_name(passage, reading.first)) and not (known or part)


def _follows_name(passage: Passage, first: int) -> bool:
    """Is the word before a name ("iPhone 17", "Hornsea 3")? The first word of a sentence is written like one."""
    before = passage.tokens[first - 1] if first else None
    if before is None or before.kind != "word" or before.text == before.low:
        return False
    return not _starts_sentence(passage, first - 1) or before.text[1:] != before.low[1:]


def _starts_sentence(passage: Passage, at: int) -> bool:
    if at == 0 or passage.low(at - 1) in ENDS or passage.low(at - 1) in _QUOTES:
        return True
    return "\n" in passage.text[passage.tokens[at - 1].end : passage.tokens[at].start]


__all__ = ["is_name", "is_other_fraction"]
