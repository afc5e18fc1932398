"""What a number counts: the noun behind it, a "number of" before it, or nothing of its own."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.literals.amount_readings import Reading, behind_hyphen, same_sentence
from loaders.literals.amount_units import Passage
from loaders.literals.tokens import Token

PEOPLE, THINGS = "people", "units"
TIME = "time"  # pseudo-unit of durations and times: read, so that ranges of them go together, and dropped
_WINDOW = 4  # words from a number to the noun that it counts: "8,500 full-time equivalent positions"
_SUBJECT = 14  # tokens from "number of" to the number: "Die Zahl der Beschäftigten sank im ersten Halbjahr auf 700"
_MONEY_WINDOW = 3
_CHANGE_WINDOW = 5  # tokens from a noun to "from": "plants to fall from 17 to 10"
_BARE = 100  # a smaller number with no unit is hardly ever a figure of a company


@dataclass(frozen=True, slots=True)
class Noun:
    """What a number counts: ``people``, ``units`` or time; ``known``: by a word of the lists, not only by being a noun."""

    unit: str
    known: bool


def noun_behind(passage: Passage, at: int) -> Noun | None:
    """The noun that the number before token ``at`` counts."""
    words = passage.words
    at = behind_hyphen(passage, at)
    guess: Noun | None = None
    closed = False  # after "ist" or "gut" only a noun of the lists is the number's
    for place in range(at, min(at + _WINDOW, len(passage.tokens))):
        token = passage.tokens[place]
        if token.kind != "word":
            if token.text == "-" and token.glued:
                continue
            break
        if token.low in words.file.nouns.time:
            return Noun(TIME, known=True)
        counted = words.counted_hyphenated(passage.tokens, place)
        if counted:
            return Noun(counted[0], known=True)
        if token.low in words.file.stand_alone.words or words.money_nouns.match(passage.tokens, place):
            break
        if not closed and _is_noun(passage, token):
            guess = Noun(THINGS, known=False)
        if words.file.names.capital_nouns and token.text[0].isupper():
            break
        closed = closed or guess is not None or not token.low.endswith(words.file.names.adjective_endings or ("",))
    return guess


def stands_alone(passage: Passage, at: int) -> bool:
    """Has the number before token ``at`` no noun of its own? "62 Millionen Gewinn" has none either: the money is what counts."""
    if at >= len(passage.tokens) or passage.tokens[at].kind != "word":
        return True
    if passage.low(at) in passage.words.file.stand_alone.words or passage.words.money_nouns.match(passage.tokens, at):
        return True
    return passage.words.file.names.capital_nouns and passage.tokens[at].text[0].islower() and noun_behind(passage, at) is None


def is_money_talk(passage: Passage, reading: Reading) -> bool:
    """Does a word for money stand right before or behind ("ein Gewinn von 6 Millionen", "4 Millionen Verlust")?"""
    places = [*range(max(0, reading.first - _MONEY_WINDOW), reading.first), reading.last]
    return any(passage.words.money_nouns.match(passage.tokens, at) for at in places)


def counted_before(passage: Passage, reading: Reading, begin: int) -> str | None:
    """ "the company employs 2,300", "Die Zahl der Kunden stieg auf 312.000": what a bare number counts by the words before it.

    Args:
        reading: the number; ``begin`` is its first token or that of its hedge.
    """
    if passage.words.people_before.match_before(passage.tokens, begin):
        return PEOPLE
    for at in range(begin - 1, max(-1, begin - _SUBJECT), -1):
        cue = _count_cue(passage, at)
        if cue is not None and same_sentence(passage, at, begin):
            around = range(max(0, at - 1), min(cue + 3, begin))
            return PEOPLE if any(_is_person(passage, place) for place in around) else THINGS
    return None


def changing_count(passage: Passage, reading: Reading, begin: int) -> str | None:
    """What a number counts that changes to another one: "plants to fall from 17 to 10", "die Zahl der Filialen" apart.

    Args:
        reading: the first of the two numbers; ``begin`` is its first token or that of its hedge.
    """
    words, tokens = passage.words, passage.tokens
    to = words.range_words["to"].match(tokens, reading.last)
    start = words.range_words["from"].match_before(tokens, begin)
    if not (reading.quantity.digits and start and to and to[1] < len(tokens) and tokens[to[1]].kind == "number"):
        return None
    for at in range(start[1] - 1, max(-1, start[1] - 1 - _CHANGE_WINDOW), -1):
        if tokens[at].kind != "word":
            return None
        counted = words.counted(tokens, at)
        if counted:
            return counted[0]
    return None


def is_bare_count(passage: Passage, reading: Reading) -> bool:
    """Is a number with no unit anywhere a count: "1.79 million in 2024", "Net orders amounted to 514 through September"?

    Whole, of three digits or more or with a magnitude, and not what may be a phone number ("555 123 4567"), a score ("103-98") or a model ("the 737").
    """
    if reading.quantity.scaled:
        return True
    first, last, tokens = reading.first, reading.last, passage.tokens
    if reading.value < _BARE or reading.value % 1:
        return False
    beside = [tokens[at] for at in (first - 1, last) if 0 <= at < len(tokens)]
    if any(token.kind == "number" for token in beside) or (last < len(tokens) and passage.glued(last) and tokens[last].text in "-–:/"):
        return False
    return not (tokens[first].text.isdigit() and (passage.low(first - 1) in passage.words.file.fraction_rules.articles or passage.low(first - 1) == "+"))


def _count_cue(passage: Passage, at: int) -> int | None:
    """The index behind a word that says that something is counted ("Zahl der", "Nutzerzahl", "numbers")."""
    found = passage.words.count_cues.match(passage.tokens, at)
    if found:
        return found[1]
    endings = passage.words.count_endings
    return at + 1 if endings and passage.tokens[at].kind == "word" and passage.low(at).endswith(endings) else None


def _is_person(passage: Passage, at: int) -> bool:
    """A word for people, also as the first part of a compound ("user numbers", "Kundenzahl")."""
    token = passage.tokens[at]
    stems = [token.low, token.low + "s", *(token.low.removesuffix(ending) for ending in passage.words.count_endings)]
    return token.kind == "word" and any(passage.words.is_people(stem) for stem in stems)


def _is_noun(passage: Passage, token: Token) -> bool:
    names = passage.words.file.names
    if names.capital_nouns:
        return token.text[0].isupper()
    return len(token.low) > 3 and token.text[0].islower() and token.low.endswith(names.plural_endings) and not token.low.endswith("ss")


__all__ = ["PEOPLE", "THINGS", "TIME", "Noun", "changing_count", "counted_before", "is_bare_count", "is_money_talk", "noun_behind", "stands_alone"]
