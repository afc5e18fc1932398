"""Dates and periods in running text, and what they mean for an article of a certain day ("Ende 2026", "im dritten Quartal", "vergangene Woche").

The readers are in ``loaders.literals.date_readers``, the arithmetic in ``loaders.literals.periods``; this module finds the places and puts both together.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.model import Mention
from loaders.literals.amount_units import Passage
from loaders.literals.date_page import Page
from loaders.literals.date_readers import read_moment
from loaders.literals.date_words import DateWords, Direction
from loaders.literals.periods import Moment, resolve

_CONTEXT = 80  # characters around the words that parse_date looks at: "bis", "vor", "since"


def find_dates(text: str, words: DateWords) -> list[Mention]:
    """Every date and period of ``text`` in order, without the preposition before it, as mentions of kind ``literal`` and type ``Date``.

    Args:
        text: an article or a part of it.
        words: what :func:`~loaders.literals.date_words.read_date_words` read.

    >>> from loaders.literals.date_words import read_date_words
    >>> [mention.text for mention in find_dates("Am Dienstag hieß es, das Werk werde Ende 2026 fertig.", read_date_words("de"))]
    ['Dienstag', 'Ende 2026']
    """
    page = Page(Passage(text, words.amounts), words)
    tokens = page.passage.tokens
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        reading = read_moment(page, at)
        if reading and _lead(page, at) != "never":
            begin = at - (page.low(at - 1) in words.file.leads.articles and not _is_plain(reading[0]))
            start, end = tokens[begin].start, tokens[reading[1] - 1].end
            found.append(Mention(start, end, text[start:end], "Date", "literal"))
        at = reading[1] if reading else at + 1
    return found


def _is_plain(moment: Moment) -> bool:
    """A bare year, month or weekday, which "the" before it does not belong to ("the May meeting")."""
    return not (moment.unit or moment.quarter or moment.half or moment.first_months or moment.to_month or moment.season or moment.split)


def parse_date(
    words_of_date: str,
    words: DateWords,
    published: date | None = None,
    *,
    future: bool | None = None,
    anchor: str | None = None,
    before: str = "",
    after: str = "",
) -> str | None:
    """The date or period that the words of one mention mean, with partial precision.

    Args:
        words_of_date: the words ("am Dienstag", "Ende 2026", "third quarter"); leading prepositions are understood.
        words: what :func:`~loaders.literals.date_words.read_date_words` read.
        published: day of the article, which relative dates are counted from.
        future: whether what is dated lies ahead of the article (a plan); ``None`` if not known: then it has passed, unless "bis", "by" … says otherwise.
        anchor: the date that the text spoke of before, in the form that this function gives: "zwei Jahre später" and "Vorjahr" are counted from it.
        before: the text before the words; a preposition is looked for there.
        after: the text behind them ("… zuvor").

    Returns:
        ``2025``, ``2025-09``, ``2025-09-24``, ``2025-Q3``, ``2025-H1``, ``2025-9M``, ``2024/25`` or ``2024/25-Q1``; None where the words name no date or
        one that cannot be known without ``published`` or ``anchor``.

    >>> from loaders.literals.date_words import read_date_words
    >>> words, day = read_date_words("de"), date(2025, 9, 26)
    >>> parse_date("Ende 2026", words, day), parse_date("am Dienstag", words, day), parse_date("Oktober", words, day, future=True)
    ('2026', '2025-09-23', '2025-10')
    """
    moment = _moment(words_of_date, words, before[-_CONTEXT:], after[:_CONTEXT])
    return resolve(moment, published, future=future, anchor=anchor) if moment else None


def _moment(words_of_date: str, words: DateWords, before: str, after: str) -> Moment | None:
    """The first moment that begins inside the words; with their surroundings if they need them."""
    page = Page(Passage(before + words_of_date + after, words.amounts), words, asked=True)
    tokens = page.passage.tokens
    start, end = len(before), len(before) + len(words_of_date)
    inside = [n for n, token in enumerate(tokens) if start <= token.start < end]
    for at in inside:
        reading = read_moment(page, at)
        if reading:
            return replace(reading[0], lead=_lead(page, at), direction=reading[0].direction or _direction(page, at))
    return None


def _direction(page: Page, at: int) -> Direction | None:
    """The "last" or "next" right before a date, where it is not among the words."""
    found = page.words.directions.match_before(page.passage.tokens, at)
    return found[0] if found else None


def _lead(page: Page, at: int) -> str:
    """What the prepositions before a date say: "since", "until" or nothing. Articles between are passed over: "bis zum kommenden Montag"."""
    while lead := page.words.leads.match_before(page.passage.tokens, at):
        kind, at = lead
        if kind != "skip":
            return kind
    return ""


__all__ = ["find_dates", "parse_date"]
