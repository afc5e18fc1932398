"""Descriptions and origins: "der Münchner Chipkonzern", "the company", "US-Chipriesen", "Munich-based".

A description is a determiner with a noun of ``names.toml``; an origin is a nationality word, or a place before ``-based``. Both are
mentions: the one stands for a company or person, the other for a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Document, Mention
from kg.nationality import Nationalities
from loaders.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class DescriptionFinder:
    """Finds nominal mentions and places of origin in articles of one language."""

    nominal: tuple[tuple[str, re.Pattern[str]], ...]
    pronoun: tuple[tuple[str, re.Pattern[str]], ...]
    nationalities: Nationalities

    def find(self, document: Document, named: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Nominal mentions and origins that no named mention covers, in text order."""
        covered = {position for mention in named for position in range(mention.start, mention.end)}
        found = [mention for mention in self._all(document.text) if mention.start not in covered and mention.end - 1 not in covered]
        return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))

    def _all(self, text: str) -> Iterator[Mention]:
        for kind, pattern in self.nominal:
            for match in pattern.finditer(text):
                yield Mention(match.start(), match.end(), match[0], kind, "nominal")
        for kind, pattern in self.pronoun:
            for match in pattern.finditer(text):
                yield Mention(match.start(), match.end(), match[0], kind, "nominal")
        for origin in self.nationalities.find(text):
            yield Mention(origin.start, origin.end, text[origin.start : origin.end], "Place", "named", origin.name)
