"""Amounts and dates as mentions, and what their words say: the one place where the stages ask for a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.model import Amount, Document, Mention
from loaders.amount_words import AmountWords, read_amount_words
from loaders.amounts import find_amounts, parse_amount
from loaders.date_words import DateWords, read_date_words
from loaders.dates import find_dates, parse_date, parse_period
from loaders.reading import Reading


@dataclass(frozen=True, slots=True)
class LiteralReader:
    """Finds and reads literals of one language."""

    amounts: AmountWords
    dates: DateWords

    def find(self, document: Document) -> tuple[Mention, ...]:
        """Money, Percent, Number and Date mentions in text order."""
        found = [*find_amounts(document.text, self.amounts), *find_dates(document.text, self.dates)]
        return tuple(sorted((literal.mention for literal in found), key=lambda mention: mention.start))

    def amount(self, reading: Reading, mention: Mention) -> Amount | None:
        """Value, unit and hedge of a Money, Percent or Number mention; ``None`` if its words say none."""
        return parse_amount(mention.text, self.amounts)

    def date(self, reading: Reading, mention: Mention) -> str | None:
        """The day, month or year that the words mean in this article."""
        return parse_date(mention.text, self.dates, published(reading.document))

    def period(self, reading: Reading, mention: Mention) -> str | None:
        """The same as a span that a figure was measured over ("2025-Q2")."""
        return parse_period(mention.text, self.dates, published(reading.document))


def published(document: Document) -> date | None:
    """Day of publication as a date."""
    return date.fromisoformat(document.date) if document.date else None


def build_literal_reader(lang: str, folder: Path) -> LiteralReader:
    """Read the words of one language from the schema folder."""
    return LiteralReader(read_amount_words(lang, folder), read_date_words(lang, folder))
