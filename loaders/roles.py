"""Who holds which post where: a title of ``roles.toml`` beside a person's name and a company.

"Alibaba-Chef Eddie Wu" · "Alibaba CEO Eddie Wu" · "Eddie Wu, chief executive of Alibaba" · "CEO Eddie Wu" (of the article's main company).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Qualifiers
from loaders.lexicon import Lexicon
from loaders.reading import Reading, Statement
from loaders.relations import CONFIDENCE, find_protagonist
from loaders.status import find_status

_IMPLIED = 0.6  # confidence where the company is not named beside the title


@dataclass(frozen=True, slots=True)
class RoleFinder:
    """Finds the posts of people in articles of one language."""

    lexicon: Lexicon
    titles: tuple[tuple[str, re.Pattern[str]], ...]
    link: re.Pattern[str]

    def find(self, reading: Reading) -> Iterator[Statement]:
        """One statement per title that has a person beside it."""
        thing_of = {mention: number for number, thing in enumerate(reading.things) for mention in thing.mentions}
        for span in reading.sentences:
            for match, relation in self._titles_in(reading.document.text, span):
                person = self._person(reading, thing_of, match)
                if person is None:
                    continue
                company, implied = self._company(reading, thing_of, match, person, span)
                if company is None:
                    continue
                around = (max(span[0], match.start() - 25), min(span[1], match.end() + 10))
                status = find_status(reading.document.text, match.span(), around, self.lexicon)
                status = status if status == "ended" else "asserted"
                yield Statement(thing_of[person], relation, company, status, _IMPLIED if implied else CONFIDENCE, f"rule:{self.lexicon.lang}:{relation}:title",
                                (span,), Qualifiers(role=match["title"]))  # fmt: skip

    def _titles_in(self, text: str, span: tuple[int, int]) -> Iterator[tuple[re.Match[str], str]]:
        taken: set[int] = set()
        for relation, pattern in self.titles:
            for match in pattern.finditer(text, *span):
                if taken.isdisjoint(range(*match.span("title"))):
                    taken.update(range(*match.span("title")))
                    yield match, relation

    def _person(self, reading: Reading, thing_of: dict[int, int], match: re.Match[str]) -> int | None:
        """The person right behind the title, or before it with a comma or bracket."""
        text = reading.document.text
        for index in thing_of:
            mention = reading.mentions[index]
            if mention.type != "Person" or mention.kind != "named":
                continue
            if 0 <= mention.start - match.end() <= 6 and re.fullmatch(r",? ?(?:Dr\.|Prof\.)? ?", text[match.end() : mention.start]):
                return index
            if 0 < match.start("title") - mention.end <= 40 and re.fullmatch(r",? (?:\(|\w+ ){0,4}[\w-]*", text[mention.end : match.start("title")]):
                if text[mention.end : mention.end + 1] in (",", " ("):
                    return index
        return None

    def _company(self, reading: Reading, thing_of: dict[int, int], match: re.Match[str], person: int, span: tuple[int, int]) -> tuple[int | None, bool]:
        """The company right before the title ("Alibaba-Chef"), behind a linking word ("Chef von Alibaba"), else the article's main one."""
        text = reading.document.text
        bodies = [index for index in thing_of if reading.mentions[index].type in ("Company", "Organization")]
        ends = max(match.end(), reading.mentions[person].end)
        for index in bodies:
            mention = reading.mentions[index]
            if 0 <= match.start() - mention.end <= 3 and not text[mention.end : match.start()].strip("-’'s "):
                return thing_of[index], False
            if mention.start < match.start("title") <= mention.end + 2 and mention.end <= match.end():
                return thing_of[index], False
        for index in sorted(bodies, key=lambda index: reading.mentions[index].start):
            mention = reading.mentions[index]
            for end in (match.end(), ends):
                if 0 < mention.start - end <= 40 and mention.end <= span[1] and self.link.fullmatch(text[end : mention.start]):
                    return thing_of[index], False
        return find_protagonist(reading), True


def build_role_finder(lexicon: Lexicon) -> RoleFinder:
    """Compile the titles of one language, longest first."""
    titles = []
    for relation, words in lexicon.titles.items():
        titles.append((relation, re.compile(rf"(?<!\w)(?:[\w&.]+-)*(?P<title>{_either(words)})(?!\w)", re.IGNORECASE if lexicon.lang == "en" else 0)))
    determiners = "|".join(sorted(lexicon.grammar.determiners))
    particles = "|".join(sorted({"von", "bei", "of", "at", "for", "beim", "vom"}))
    link = re.compile(rf",? (?:(?:{particles})(?: (?:{determiners}))?|(?:{determiners}))(?: [a-zäöüß][\w-]*){{0,2}} [\w-]*(?: )?|,? (?:{particles}) |,? (?:{determiners}) ", re.IGNORECASE)
    order = ["WORKS_FOR", "FOUNDED", "CEO_OF"]  # "Finanzchef" before "-chef"
    return RoleFinder(lexicon, tuple(sorted(titles, key=lambda pair: order.index(pair[0]) if pair[0] in order else 0)), link)


def _either(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) if not word.startswith("-") else r"[A-ZÄÖÜ]\w+" + re.escape(word[1:]) for word in ordered)
