"""Where somebody or something comes from, said by an adjective: "der chinesische Konzern", "US-Chipriesen", "Munich-based".

The words are those of ``schema/LANGUAGE/nationalities.toml``. An origin is a mention of its place; right before a company or
authority, or inside its description, it states ``BASED_IN``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.gazetteer import Entry, Gazetteers
from kg.model import Mention
from kg.ontology import SchemaModel, check_record, read_toml
from loaders.lexicon import Lexicon
from loaders.patterns import either, head_noun
from loaders.reading import Reading, Statement

CONFIDENCE = 0.8


class _Endings(SchemaModel):
    adjective: tuple[str, ...] = ("",)


class _Rule(SchemaModel):
    suffix: str
    countries: tuple[str, ...]
    shortened: Mapping[str, str] = {}


class _Behind(SchemaModel):
    words: tuple[str, ...] = ()


class OriginFile(SchemaModel):
    """``nationalities.toml``; its head says what the tables mean."""

    endings: _Endings = _Endings()
    adjectives: Mapping[str, str] = {}
    invariable: Mapping[str, str] = {}
    rule: _Rule | None = None
    prefixes: Mapping[str, str] = {}
    behind: _Behind = _Behind()
    demonyms: Mapping[str, str] = {}
    not_of: _Behind = _Behind()


@dataclass(frozen=True, slots=True)
class OriginFinder:
    """Finds the origins in articles of one language."""

    lang: str
    file: OriginFile
    words: Mapping[str, Entry]
    pattern: re.Pattern[str]
    demonyms: re.Pattern[str]

    def find(self, text: str) -> Iterator[Mention]:
        """Places of origin as mentions; ``name`` is the place's name in the language of the article."""
        for match in self.pattern.finditer(text):
            entry = self.words.get(match[1]) or self.words.get(match[1][:1].lower() + match[1][1:])
            if entry is not None:
                yield Mention(match.start(1), match.end(1), match[1], "Place", name=entry.name_in(self.lang))

    def find_demonyms(self, text: str) -> Iterator[Mention]:
        """ "die Italiener", "the Swedes": people who stand for their company."""
        return (Mention(match.start(), match.end(), match[0], "Company", "nominal") for match in self.demonyms.finditer(text))


def build_origin_finder(lexicon: Lexicon, gazetteers: Gazetteers) -> OriginFinder:
    """Read the origins of one language.

    Raises:
        SchemaError: the file is missing or wrong.
    """
    path = lexicon.folder / "nationalities.toml"
    file = check_record(path, "", read_toml(path), OriginFile)
    plain = {stem + ending: place for stem, place in file.adjectives.items() for ending in file.endings.adjective} | dict(file.invariable)
    plain |= {prefix.rstrip("-"): place for prefix, place in file.prefixes.items()}
    words = {word: entry for word, place in plain.items() if (entry := gazetteers.find(place, "Place"))}
    towns = dict(_towns(file, lexicon, gazetteers))
    words = towns | words
    behind = "|".join(map(re.escape, sorted(file.behind.words, key=len, reverse=True)))
    prefixes = "|".join(re.escape(prefix.rstrip("-")) for prefix in file.prefixes)
    parts = [rf"({_either(plain)})(?= )", rf"({prefixes})(?=-\w)" if prefixes else "", rf"({_either(towns)})(?= )" if towns and file.rule else ""]
    if behind:
        places = {surface.text: surface.entry for surface in gazetteers.surfaces(lexicon.lang) if surface.entry.type == "Place"}
        words |= {name: entry for name, entry in places.items() if name not in words}
        parts = [rf"({_either(plain)})(?= )", rf"([A-Z][\w.]*(?: [A-Z][\w.]*){{0,2}})(?={behind})"]
    joined = "|".join(part.replace("(", "(?:", 1) for part in parts if part)
    determiners = "|".join(sorted(lexicon.grammar.determiners))
    demonyms = rf"(?<!\w)(?:{determiners}) (?:{_either(file.demonyms)})(?!\w)" if file.demonyms else r"(?!)"
    return OriginFinder(lexicon.lang, file, words, re.compile(rf"(?<![\w-])({joined})"), re.compile(demonyms, re.IGNORECASE))


def _either(words: Mapping[str, object]) -> str:
    """Adjectives may open a sentence with a capital."""
    return "|".join(
        f"[{word[0]}{word[0].upper()}]{re.escape(word[1:])}" if word[0].islower() else re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w))
    )


def _towns(file: OriginFile, lexicon: Lexicon, gazetteers: Gazetteers) -> Iterator[tuple[str, Entry]]:
    """ "Kölner", "Münchner": made from the names of towns by the rule of the language."""
    if file.rule is None:
        return
    for surface in gazetteers.surfaces(lexicon.lang):
        entry = surface.entry
        if entry.type == "Place" and entry.kind == "city" and entry.country in file.rule.countries and not surface.ambiguous and " " not in surface.text:
            stem = next((surface.text.removesuffix(end) + left for end, left in file.rule.shortened.items() if surface.text.endswith(end)), surface.text)
            yield stem.removesuffix("e") + file.rule.suffix if file.rule.suffix.startswith("e") else stem + file.rule.suffix, entry


_LONGEST = 200  # characters from an origin to the last company of the list behind it


@dataclass(frozen=True, slots=True)
class OriginStatements:
    """States ``BASED_IN`` for every origin that stands before a company or authority, or in its description."""

    lang: str
    finder: OriginFinder
    between: re.Pattern[str]
    joined: re.Pattern[str]
    stateless: re.Pattern[str]

    def find(self, reading: Reading) -> Iterator[Statement]:
        """Statements in text order."""
        thing_of = {mention: number for number, thing in enumerate(reading.things) for mention in thing.mentions}
        bodies = [
            index for index in sorted(thing_of, key=lambda index: reading.mentions[index].start) if reading.mentions[index].type in ("Company", "Organization")
        ]
        starts = [reading.mentions[index].start for index in bodies]
        for place in sorted(thing_of):
            origin = reading.mentions[place]
            if origin.type != "Place" or origin.kind != "named" or not self._is_origin(reading.document.text, origin):
                continue
            near = bodies[bisect_left(starts, origin.start - _LONGEST) : bisect_right(starts, origin.end + _LONGEST)]
            span = reading.sentence_at(origin.start)
            for body in self._bodies(reading, origin, near):
                if self.stateless.search(reading.mentions[body].text):
                    continue
                yield Statement(thing_of[body], "BASED_IN", thing_of[place], "asserted", CONFIDENCE, f"rule:{self.lang}:BASED_IN:origin", (span,))

    def _is_origin(self, text: str, place: Mention) -> bool:
        """An adjective ("Münchner"), not the place itself."""
        found = self.finder.pattern.match(text, place.start)
        return found is not None and found.end() == place.end

    def _bodies(self, reading: Reading, origin: Mention, near: list[int]) -> Iterator[int]:
        """The description around the origin, the name behind it and the names listed with that."""
        text, previous = reading.document.text, origin
        for index in near:
            body = reading.mentions[index]
            if body.kind == "nominal":
                if body.start <= origin.start and origin.end < body.end:
                    yield index
            elif body.start >= previous.end and (self.between if previous is origin else self.joined).fullmatch(text, previous.end, body.start):
                yield index
                previous = body


def build_origin_statements(lexicon: Lexicon, finder: OriginFinder) -> OriginStatements:
    """Compile what may stand between an origin and the name of who comes from there."""
    head = head_noun(lexicon)
    between = rf"(?:{either(finder.file.behind.words)})?(?: [a-zà-ÿ-]+)?(?:[ -]{head})? [„“\"»]?"
    joined = rf"(?:,? (?:{either(lexicon.grammar.conjunctions)})|,) (?:[a-zà-ÿ]+ )?"
    return OriginStatements(lexicon.lang, finder, re.compile(between), re.compile(joined), re.compile(either(finder.file.not_of.words), re.IGNORECASE))
