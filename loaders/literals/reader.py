"""Amounts and dates as mentions, and what their words say: the one place where the stages ask for a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.model import Amount, Document, Mention
from loaders.literals.amount_words import AmountWords, read_amount_words
from loaders.literals.amounts import find_amounts, parse_amount
from loaders.literals.date_words import DateWords, read_date_words
from loaders.literals.dates import find_dates, parse_date
from loaders.reading import Reading

_CONTEXT = 120  # characters on either side that can say what an amount or date is of


@dataclass(frozen=True, slots=True)
class LiteralReader:
    """Finds and reads literals of one language."""

    amounts: AmountWords
    dates: DateWords

    def find(self, document: Document) -> tuple[Mention, ...]:
        """Money, Percent, Number and Date mentions in text order."""
        dates = find_dates(document.text, self.dates)
        taken = {position for mention in dates for position in range(mention.start, mention.end)}
        amounts = [found.mention for found in find_amounts(document.text, self.amounts) if taken.isdisjoint(range(found.mention.start, found.mention.end))]
        return tuple(sorted((*dates, *amounts), key=lambda mention: mention.start))

    def amount(self, reading: Reading, mention: Mention) -> Amount | None:
        """Value, unit and hedge of a Money, Percent or Number mention; ``None`` if its words say none."""
        before, after = _around(reading.document.text, mention)
        return parse_amount(mention.text, self.amounts, before=before, after=after)

    def date(self, reading: Reading, mention: Mention) -> str | None:
        """The day, month or year that the words mean in this article."""
        before, after = _around(reading.document.text, mention)
        return parse_date(mention.text, self.dates, published(reading.document), before=before, after=after)


def _around(text: str, mention: Mention) -> tuple[str, str]:
    """A little of the text on either side: reading whole articles for every amount would not be linear."""
    return text[max(0, mention.start - _CONTEXT) : mention.start], text[mention.end : mention.end + _CONTEXT]


def published(document: Document) -> date | None:
    """Day of publication as a date."""
    return date.fromisoformat(document.date) if document.date else None


def build_literal_reader(lang: str, folder: Path) -> LiteralReader:
    """Read the words of one language from the schema folder."""
    return LiteralReader(read_amount_words(lang, folder), read_date_words(lang, folder))
