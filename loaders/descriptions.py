"""Descriptions: "der Münchner Chipkonzern", "the company", "seine Tochter", "she": words that stand for something named elsewhere.

A description is a determiner with a noun of ``names.toml``, a pronoun, or a demonym ("die Italiener"); it is a mention that
``loaders.coreference`` links to its antecedent. Origins inside or beside it ("Münchner") are mentions of their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.gazetteer import Gazetteers
from kg.model import Document, Mention
from loaders.lexicon import Lexicon
from loaders.origins import OriginFinder, build_origin_finder


@dataclass(frozen=True, slots=True)
class DescriptionFinder:
    """Finds nominal mentions and places of origin in articles of one language."""

    nominal: tuple[tuple[str, re.Pattern[str]], ...]
    origins: OriginFinder

    def find(self, document: Document, named: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Nominal mentions and origins that no named mention covers, in text order."""
        covered = {position for mention in named for position in range(mention.start, mention.end)}
        free = [mention for mention in self._all(document.text) if mention.start not in covered and mention.end - 1 not in covered]
        return tuple(sorted(dict.fromkeys(free), key=lambda mention: (mention.start, -mention.end)))

    def _all(self, text: str) -> Iterator[Mention]:
        for kind, pattern in self.nominal:
            for match in pattern.finditer(text):
                yield Mention(match.start(), match.end(), match[0], kind, "nominal")
        yield from self.origins.find_demonyms(text)
        yield from self.origins.find(text)


def build_description_finder(lexicon: Lexicon, gazetteers: Gazetteers) -> DescriptionFinder:
    """Compile the nouns and pronouns of one language."""
    determiners = "|".join(sorted(lexicon.grammar.determiners))
    compounds = lexicon.grammar.compounds
    nominal = []
    for kind, words in lexicon.names.nouns.items():
        if kind not in ("Company", "Organization", "Person"):
            continue
        head = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        before, ending = (r"[\w-]*", r"(?:s|es|n|en)?") if compounds else (r"(?:[\w-]+-)?", "")
        nominal.append((kind, re.compile(rf"(?<!\w)(?:{determiners}) (?:[\w.-]+ ){{0,2}}?{before}(?:{head}){ending}(?!\w)(?!-)", re.IGNORECASE)))
    for kind, words in lexicon.names.pronouns.items():
        nominal.append((kind, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)))
    return DescriptionFinder(tuple(nominal), build_origin_finder(lexicon, gazetteers))
