"""Who holds which post where: a title of ``roles.toml`` beside a person's name and a company.

"Alibaba-Chef Eddie Wu" · "Alibaba CEO Eddie Wu" · "Eddie Wu, chief executive of Alibaba" · "CEO Eddie Wu" (of the article's main company).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Mention, Qualifiers
from loaders.focus import find_understood
from loaders.lexicon import Lexicon
from loaders.patterns import either, head_noun
from loaders.reading import Reading, Statement
from loaders.relations import CONFIDENCE
from loaders.status import StatusReader

_IMPLIED = 0.8  # confidence where the company is not named beside the title
_COMPOUND = r"[A-ZÄÖÜ][^\W\d_]+"  # first part of "Entwicklungschef"
_REACH = 60  # characters between a title and the person or body it belongs to


@dataclass(frozen=True, slots=True)
class RoleFinder:
    """Finds the posts of people in articles of one language."""

    lang: str
    titles: re.Pattern[str]
    relations: dict[str, str]
    named_only: frozenset[str]
    between: re.Pattern[str]
    link: re.Pattern[str]
    owner: re.Pattern[str]
    status: StatusReader

    def find(self, reading: Reading) -> Iterator[Statement]:
        """One statement per title that has a person beside it."""
        sides = _Neighbours(reading)
        text = reading.document.text
        for span in reading.sentences:
            for match in self.titles.finditer(text, *span):
                person = self._person(text, sides, match, span)
                if person is None:
                    continue
                body = self._body(text, sides, match, sides.mention(person), span)
                company = sides.thing_of[body] if body is not None else self._understood(reading, match, span)
                if company is None or company == sides.thing_of[person]:
                    continue
                title = match["title"]
                relation = next(self.relations[key] for key in (title, title.casefold(), self._ending(title)) if key in self.relations)
                near = (min(match.start(), sides.mention(person).start), max(match.end(), sides.mention(person).end))
                status = self.status.find(text, near, (max(span[0], near[0] - 25), min(span[1], near[1] + 25)))
                yield Statement(
                    subject=sides.thing_of[person],
                    relation=relation,
                    object=company,
                    status="ended" if status == "ended" else "asserted",
                    confidence=CONFIDENCE if body is not None else _IMPLIED,
                    extractor=f"rule:{self.lang}:{relation}:title",
                    evidence=(span,),
                    qualifiers=Qualifiers(role=title),
                )

    def _ending(self, title: str) -> str:
        return max((key for key in self.relations if key.startswith("-") and title.endswith(key[1:])), key=len, default="")

    def _person(self, text: str, sides: _Neighbours, match: re.Match[str], span: tuple[int, int]) -> int | None:
        """The person right behind the title, or before it with a comma, bracket or "becomes"."""
        for index in sides.starting(match.end(), min(span[1], match.end() + 12), ("Person",)):
            if self.between.fullmatch(text, match.end(), sides.mention(index).start):
                return index
        for index in reversed(sides.within(max(span[0], match.start() - _REACH), match.start(), ("Person",))):
            if self.owner.fullmatch(text, sides.mention(index).end, match.start("title")):
                return index
        return None

    def _body(self, text: str, sides: _Neighbours, match: re.Match[str], person: Mention, span: tuple[int, int]) -> int | None:
        """The body right before the title ("Alibaba-Chef"), or behind a linking word ("Chef von Alibaba", "CEO Eddie Wu of Alibaba")."""
        bodies = ("Company", "Organization")
        for index in sides.within(max(span[0], match.start() - _REACH), match.start("title") + 1, bodies):
            if re.fullmatch(r"(?:-|['’]s?)? ?(?:[a-z-]+ )?", text[sides.mention(index).end : match.start("title")]):
                return index
        for end in dict.fromkeys((match.end(), max(match.end(), person.end))):
            for index in sides.starting(end, min(span[1], end + _REACH), bodies):
                if self.link.fullmatch(text, end, sides.mention(index).start):
                    return index
        return None

    def _understood(self, reading: Reading, match: re.Match[str], span: tuple[int, int]) -> int | None:
        """The article's main company, unless the title says whose it is in words that could not be resolved ("Behördenchefin", "Novo-Chef")."""
        following = self.link.match(reading.document.text, match.end(), span[1])
        alone = match["prefix"] is None and following is None and match["title"].casefold() not in self.named_only
        return find_understood(reading, span) if alone else None


class _Neighbours:
    """Mentions of things in text order, for asking what stands in a stretch."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.thing_of = {mention: number for number, thing in enumerate(reading.things) for mention in thing.mentions}
        self.ordered = sorted(self.thing_of, key=lambda index: reading.mentions[index].start)
        self.starts = [reading.mentions[index].start for index in self.ordered]

    def mention(self, index: int) -> Mention:
        return self.reading.mentions[index]

    def starting(self, start: int, end: int, types: Sequence[str]) -> list[int]:
        """Those that begin in a stretch."""
        inside = self.ordered[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [index for index in inside if self.mention(index).type in types]

    def within(self, start: int, end: int, types: Sequence[str]) -> list[int]:
        """Those that lie in a stretch."""
        return [index for index in self.starting(start, end, types) if self.mention(index).end <= end]


def build_role_finder(lexicon: Lexicon, status: StatusReader) -> RoleFinder:
    """Compile the titles of one language, longest first."""
    grammar = lexicon.grammar
    relations = {title: relation for relation, words in lexicon.titles.items() for title in words}
    if not grammar.noun_capitals:
        relations |= {title.casefold(): relation for title, relation in relations.items()}
    flags = 0 if grammar.noun_capitals else re.IGNORECASE
    bare = {title.removeprefix("-") for title in relations if title.startswith("-")}
    hyphened = {title[:1].upper() + title[1:] for title in bare} | {title for title in relations if not title.startswith("-")}
    title = f"(?P<title>{either(relations, _COMPOUND)}|{either(hyphened)})"
    determiners, particles = either(grammar.determiners), either(grammar.affiliation)
    words = rf"(?: [a-zà-ÿ][\w-]*){{0,2}}(?: (?:{head_noun(lexicon)}))?"
    return RoleFinder(
        lexicon.lang,
        re.compile(rf"(?<![\w-])(?P<prefix>[\w&.]+(?:-[\w&.]+)*-)?{title}(?![\w-])", flags),
        relations,
        frozenset(word.casefold() for word in lexicon.named_only),
        re.compile(rf",? (?:(?:{either(lexicon.names.titles.get('words', ()))})\.? )*"),
        re.compile(rf",? (?i:{particles})(?: (?i:{determiners}){words})? [„“\"]?|,? (?i:{determiners}){words} [„“\"]?"),
        re.compile(rf"(?:, |,? \(| (?:{either(grammar.appointment)}) )(?:(?:{determiners}) )?(?:[\w&.’'-]+ ){{0,4}}(?:[\w&.]+-)*", re.IGNORECASE),
        status,
    )
