"""Who and what an article names, by rules: gazetteers, legal forms, the words before a name and inside it.

Precision before recall: a name that nothing vouches for is left to the trained model. Every pattern's words come from
``schema/LANGUAGE/names.toml`` and ``roles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import ahocorasick

from kg.gazetteer import Gazetteers
from kg.model import Document, Mention
from kg.names import strip_legal_form
from loaders.lexicon import Lexicon

_WORD = r"[A-ZÄÖÜÀ-ÖØ-Þ0-9][\w&+'’/-]*(?:\.(?=[\w&]))?[\w&+'’/-]*"
_UPPER = r"[A-ZÄÖÜÀ-ÖØ-Þ][\w&+'’/-]*(?:\.[A-Za-z])?[\w&+'’/-]*"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds named mentions in articles of one language; made once, used for every article."""

    lexicon: Lexicon
    scanner: ahocorasick.Automaton
    name: re.Pattern[str]
    person: re.Pattern[str]
    heads: tuple[tuple[str, re.Pattern[str]], ...]
    name_words: tuple[tuple[str, frozenset[str]], ...]
    roles: re.Pattern[str]

    def find(self, document: Document) -> tuple[Mention, ...]:
        """Named mentions of an article in text order; none overlaps another."""
        text = document.text
        found = [*self._known(text), *self._by_legal_form(text), *self._after_head(text), *self._by_name_word(text), *self._people(text)]
        chosen = _longest_first(found)
        chosen += _again(text, chosen)
        return tuple(sorted(_longest_first(chosen), key=lambda mention: mention.start))

    def _known(self, text: str) -> Iterator[Mention]:
        """Names of the gazetteers; one that is also an ordinary word counts only as a part of other evidence."""
        for end, entry_and_length in self.scanner.iter(text):
            entry, length = entry_and_length
            start = end + 1 - length
            if not _stands_free(text, start, end + 1):
                continue
            stop = self._extend(text, end + 1) if entry.type == "Company" else end + 1
            name = entry.name_in(self.lexicon.lang) if entry.type == "Place" else None
            yield Mention(start, stop, text[start:stop], entry.type, name=name if name != text[start:stop] else None)

    def _extend(self, text: str, end: int) -> int:
        """"Alibaba" + "Cloud": the words behind a company's name that make it another company's."""
        companies = dict(self.name_words).get("Company", frozenset())
        while (match := re.compile(rf" ({_UPPER})").match(text, end)) and match[1] in companies:
            end = match.end()
        return end

    def _by_legal_form(self, text: str) -> Iterator[Mention]:
        for match in self.name.finditer(text):
            words = match[0]
            if " " not in words:
                continue
            core, form = strip_legal_form(words, groups=False)
            if form and len(core.split()) <= 5:
                yield Mention(match.start(), match.end(), words, "Company")

    def _after_head(self, text: str) -> Iterator[Mention]:
        """"der Chipkonzern Infineon", "carmaker Volvo": a description says what the name behind it is."""
        for kind, pattern in self.heads:
            for match in pattern.finditer(text):
                start, end = match.span("name")
                yield Mention(start, end, text[start:end], kind)

    def _by_name_word(self, text: str) -> Iterator[Mention]:
        for match in self.name.finditer(text):
            words = match[0].split(" ")
            for kind, last in self.name_words:
                if len(words) > 1 and words[-1] in last and words[0].casefold() not in self.lexicon.grammar.determiners:
                    yield Mention(match.start(), match.end(), match[0], kind)

    def _people(self, text: str) -> Iterator[Mention]:
        for match in self.person.finditer(text):
            start, end = match.span("name")
            if start >= 0:
                yield Mention(start, end, text[start:end], "Person")
        for match in self.roles.finditer(text):
            start, end = match.span("name")
            yield Mention(start, end, text[start:end], "Person")


def build_name_finder(lexicon: Lexicon, gazetteers: Gazetteers) -> NameFinder:
    """Compile the patterns of one language.

    Args:
        lexicon: words of the language.
        gazetteers: known names.
    """
    particles = "|".join(map(re.escape, sorted(lexicon.grammar.name_particles, key=len, reverse=True)))
    row = rf"{_WORD}(?: & {_WORD}| {_WORD}){{0,5}}"
    full_name = rf"{_UPPER}(?: {_UPPER}| (?:{particles}) {_UPPER}){{1,3}}"
    said = _either(lexicon.names.said.get("words", ()))
    titles = _either(lexicon.names.titles.get("words", ()))
    person = rf"(?<!\w)(?:(?:{titles})\.? (?P<name>{full_name}))|(?<=[,“\"”] )(?:{said}) (?P<name2>{full_name})(?!\w)"
    roles = [title for words in lexicon.titles.values() for title in words]
    return NameFinder(
        lexicon,
        _scanner(gazetteers, lexicon.lang),
        re.compile(rf"(?<![\w&-]){row}(?:(?<=\W)\.)?"),
        re.compile(person.replace("(?P<name2>", "(?:")),
        tuple(_heads(lexicon, row)),
        tuple((kind, frozenset(words)) for kind, words in lexicon.names.name_words.items()),
        re.compile(rf"(?<!\w)(?:[\w-]+-)?(?:{_either(roles)})(?: (?:Dr|Prof)\.)? (?P<name>{full_name})(?!\w)"),
    )


def _either(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word.removeprefix("-")) if not word.startswith("-") else r"\w+" + re.escape(word[1:]) for word in ordered) or r"(?!)"


def _heads(lexicon: Lexicon, row: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    compounds = lexicon.grammar.verb_second  # German writes compounds as one word: "Chipkonzern"
    for kind, words in lexicon.names.nouns.items():
        if kind == "Person":
            continue
        head = _either(words)
        before = r"(?<!\w)(?:[\w-]*)" if compounds else r"(?<!\w)(?:[\w-]+ )?"
        ending = r"(?:s|es|n|en)?" if compounds else r"s?"
        yield kind, re.compile(rf"{before}(?i:{head}){ending} [„“\"»]?(?P<name>{_UPPER}(?: & {_UPPER}| {_UPPER}){{0,3}})(?!\w)")


def _scanner(gazetteers: Gazetteers, lang: str) -> ahocorasick.Automaton:
    scanner = ahocorasick.Automaton()
    for surface in gazetteers.surfaces(lang):
        if len(surface.text) > 1 and not surface.ambiguous:
            scanner.add_word(surface.text, (surface.entry, len(surface.text)))
    scanner.make_automaton()
    return scanner


def _stands_free(text: str, start: int, end: int) -> bool:
    """Is the stretch a word of its own? A genitive s and a hyphen behind it are allowed."""
    before, after = text[start - 1 : start], text[end : end + 2]
    return not (before.isalnum() or before in ("-", "_")) and not after[:1].isalnum() or (after[:1] == "s" and not after[1:2].isalnum() and not before.isalnum())


def _longest_first(found: Iterable[Mention]) -> list[Mention]:
    """Of mentions that overlap keep the longest; of equal ones the first that was found."""
    chosen: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(found, key=lambda m: m.start - m.end):
        if mention.end - mention.start > _LONGEST_NAME or not taken.isdisjoint(range(mention.start, mention.end)):
            continue
        taken.update(range(mention.start, mention.end))
        chosen.append(mention)
    return chosen


def _again(text: str, chosen: list[Mention]) -> list[Mention]:
    """Every other place where a name that was found once stands again, and a person's surname alone."""
    names: dict[str, Mention] = {}
    for mention in sorted(chosen, key=lambda m: m.start):
        names.setdefault(mention.text, mention)
        core, _ = strip_legal_form(mention.text)
        names.setdefault(core, mention)
        surname = mention.text.rpartition(" ")[2]
        if mention.type == "Person" and len(surname) > 2:
            names.setdefault(surname, mention)
    again = []
    for words, mention in names.items():
        if len(words) < 2 or not words[0].isupper():
            continue
        for match in re.finditer(re.escape(words), text):
            if _stands_free(text, match.start(), match.end()):
                again.append(replace(mention, start=match.start(), end=match.end(), text=match[0]))
    return again
