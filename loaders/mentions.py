"""Who and what an article names, by rules: gazetteers, legal forms, the words before a name and inside it.

Precision before recall: a name that nothing vouches for is left to the trained model. Every pattern's words come from
``schema/LANGUAGE/names.toml``, ``roles.toml`` and ``language.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import ahocorasick

from kg.gazetteer import Entry, Gazetteers
from kg.model import Document, Mention
from kg.names import strip_legal_form
from loaders.lexicon import Lexicon
from loaders.patterns import either, function_words, head_noun

_WORD = r"[A-ZÄÖÜÀ-ÖØ-Þ0-9][\w&+/-]*(?:['’](?!s\b)\w+)?(?:\.(?=[\w&]))?[\w&+/-]*"
_UPPER = r"[A-ZÄÖÜÀ-ÖØ-Þ][\w&+/-]*(?:['’](?!s\b)\w+)?(?:\.[A-Za-z])?[\w&+/-]*"
_ROW = rf"{_WORD}(?: & {_WORD}| {_WORD}){{0,5}}"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds named mentions in articles of one language; made once, used for every article.

    Attributes:
        rows: words with a capital side by side.
        beside: type and pattern of what stands beside words that tell it ("Chipkonzern NAME", "CEO NAME"); group ``name``.
        ends: type and last words of a name that give it.
        trim: takes ordinary words off a row.
    """

    lexicon: Lexicon
    scanner: ahocorasick.Automaton
    rows: re.Pattern[str]
    beside: tuple[tuple[str, re.Pattern[str]], ...]
    ends: Mapping[str, str]
    trim: Trimmer
    no_part: frozenset[str]

    def find(self, document: Document) -> tuple[Mention, ...]:
        """Named mentions of an article in text order; none overlaps another."""
        text = document.text
        chosen = _longest_first((*self._known(text), *self._rows(text), *self._beside(text), *self._unknown(text)))
        chosen += _again(text, chosen)
        return tuple(sorted((mention for mention in _longest_first(chosen) if mention.type), key=lambda mention: mention.start))

    def _known(self, text: str) -> Iterator[Mention]:
        """Names of the gazetteers, but for those that are ordinary words too, and those that go on as another name ("BASF Coatings")."""
        for end, (entry, length, inflected) in self.scanner.iter(text):
            start = end + 1 - length
            if not _stands_free(text, start, end + 1):
                continue
            stop = self._extend(text, end + 1) if entry.type == "Company" else end + 1
            name = self._plain_name(entry, text[start:stop], inflected)
            yield Mention(start, stop, text[start:stop], entry.type, name=name)

    def _plain_name(self, entry: Entry, words: str, inflected: str | None) -> str | None:
        """What the words stand for, where it differs: a place in the language of the article, a name without its ending."""
        name = entry.name_in(self.lexicon.lang) if entry.type == "Place" else inflected
        return name if name != words else None

    def _unknown(self, text: str) -> Iterator[Mention]:
        """A known company whose name goes on with a word that nobody knows: it is another thing, and of no type yet."""
        if self.lexicon.grammar.noun_capitals:
            return
        for end, (entry, length, _) in self.scanner.iter(text):
            start = end + 1 - length
            match = _GOES_ON.match(text, end + 1)
            if match and entry.type == "Company" and match[1].casefold() not in self.no_part and _stands_free(text, start, end + 1):
                yield Mention(start, match.end(), text[start : match.end()], "")

    def _extend(self, text: str, end: int) -> int:
        """ "Alibaba" + "Cloud": the words behind a company's name that make it another company's."""
        while (match := _NEXT.match(text, end)) and self.ends.get(match[1]) == "Company":
            end = match.end()
        return end

    def _rows(self, text: str) -> Iterator[Mention]:
        """Rows of capitalised words whose last one is a legal form or a word that gives the type ("Alibaba Cloud")."""
        for match in self.rows.finditer(text):
            start, end = self.trim.front(text, *match.span())
            words = text[start:end]
            if " " not in words:
                continue
            core, form = strip_legal_form(words.rstrip(","), groups=False)
            kind = "Company" if form else self.ends.get(words.rpartition(" ")[2])
            if kind and len(core.split()) <= 5:
                yield Mention(start, end, words, kind)

    def _beside(self, text: str) -> Iterator[Mention]:
        for kind, pattern in self.beside:
            for match in pattern.finditer(text):
                start, end = self.trim.both(text, *match.span("name"))
                words = text[start:end]
                if start < end and self._plausible(kind, words):
                    yield Mention(start, end, words, kind)

    def _plausible(self, kind: str, words: str) -> bool:
        """A person has two names or more, none of them a company's."""
        parts = words.split()
        if kind == "Person":
            return len(parts) > 1 and not any(part in self.ends for part in parts) and strip_legal_form(words)[1] is None
        return True


_NEXT = re.compile(rf" ({_UPPER})")
_GOES_ON = re.compile(r" ([A-ZÀ-Þ][a-zà-ÿ]+)(?![\w'’-])")


@dataclass(frozen=True, slots=True)
class Trimmer:
    """Takes ordinary words off a row of capitalised ones: what opens a sentence ("Auch ARK Invest"), a noun behind a name ("Remstal Stellen")."""

    openers: frozenset[str]
    endings: tuple[str, ...]
    description: re.Pattern[str] | None = None

    def front(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Without openers at the front."""
        while start < end:
            word = text[start:end].split(" ", 1)[0]
            if word.casefold() not in self.openers:
                break
            start = min(end, start + len(word) + 1)
        if self.description is not None and (match := self.description.match(text, start, end)):
            start = match.end()
        return start, end

    def both(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Without openers at the front and without ordinary nouns from the first one on."""
        start, end = self.front(text, start, end)
        position = start
        for word in text[start:end].split(" "):
            if self._is_noun(word) or (position > start and word.casefold() in self.openers):
                return start, max(start, position - 1)
            position += len(word) + 1
        return start, end

    def _is_noun(self, word: str) -> bool:
        return bool(self.endings) and word.endswith(self.endings)


def build_name_finder(lexicon: Lexicon, gazetteers: Gazetteers) -> NameFinder:
    """Compile the patterns of one language.

    Args:
        lexicon: words of the language.
        gazetteers: known names.
    """
    ends = {word: kind for kind, words in lexicon.names.name_words.items() for word in words}
    openers = function_words(lexicon)
    description = re.compile(rf"(?!(?:{either(ends)})\b){head_noun(lexicon, ('Company',))} ")
    return NameFinder(
        lexicon,
        _scanner(gazetteers, lexicon),
        re.compile(rf"(?<![\w&-]){_ROW}(?:(?<=\w)\.(?=,? [a-zà-ÿ]))?"),
        (*_events(lexicon), *_heads(lexicon), *_people(lexicon), *_before_title(lexicon)),
        ends,
        Trimmer(openers, lexicon.grammar.noun_endings, description if lexicon.grammar.compounds else None),
        openers | frozenset(word.casefold() for words in lexicon.titles.values() for title in words for word in title.split()),
    )


def _people(lexicon: Lexicon) -> Iterator[tuple[str, re.Pattern[str]]]:
    """ "CEO Eddie Wu" · "Dr. Anna Weiß" · "Eddie Wu, chief executive" · "Anna Weiß wird Finanzvorständin"."""
    grammar, case = lexicon.grammar, "" if lexicon.grammar.noun_capitals else "(?i:"
    particles = either(grammar.name_particles)
    name = rf"(?P<name>{_UPPER}(?: (?:{particles}) {_UPPER}|(?: [A-Z]\.)? {_UPPER}){{1,2}})(?![\w-])"
    titles = rf"{case}{either(title for words in lexicon.titles.values() for title in words)}{')' if case else ''}"
    forms = either(lexicon.names.titles.get("words", ()))
    verbs = {key: either(lexicon.names.said.get(key, ())) for key in ("words", "before")}
    links, articles = either(grammar.appointment), either(grammar.determiners)
    yield "Person", re.compile(rf"(?<!\w)(?:{forms})\.? {name}")
    yield "Person", re.compile(rf"[“”\"»«],? (?:{verbs['words']}) {name}")
    yield "Person", re.compile(rf"(?<![\w-]){name} (?:{verbs['before']})(?!\w)")
    yield "Person", re.compile(rf"(?<!\w)(?:[\w-]+-)?(?:{titles})(?: (?:{forms}))* {name}")
    yield "Person", re.compile(rf"(?<![\w-]){name}(?:, (?:{articles})?| (?:{links}))(?: [\w’'-]+){{0,3}}? ?(?:[\w&-]+-)?(?<![\w])(?:{titles})(?!\w)")


def _before_title(lexicon: Lexicon) -> Iterator[tuple[str, re.Pattern[str]]]:
    """ "Novo-Chef", "Foxconn chairman": the body whose title it is, said before the title."""
    titles = [title for words in lexicon.titles.values() for title in words]
    no_names = either(lexicon.names.no_names.get("words", ()))
    if lexicon.grammar.compounds:
        bare = [title.lstrip("-") for title in titles]
        for kind, nouns in lexicon.names.compounds.items():
            ends = either({noun for word in (*nouns, *(bare if kind == "Company" else ())) for noun in (word, word[:1].upper() + word[1:])})
            name = rf"(?P<name>(?!(?:{no_names})(?:-|\b)){_CORE}(?: {_CORE}){{0,2}})" if kind != "Event" else rf"(?P<name>{_CORE}-(?:{ends}))"
            yield kind, re.compile(rf"(?<![\w-]){name}(?![\w-])" if kind == "Event" else rf"(?<![\w-]){name}-(?:{ends})(?![\w-])")
    else:
        lower = either(title for title in titles if title.islower() or title.isupper())
        yield (
            "Company",
            re.compile(rf"(?<![\w-])(?P<name>(?!(?:{no_names})\b){_UPPER}(?: {_UPPER}){{0,2}})(?:['’]s)? (?:[a-z-]+ )?(?:{lower}) (?={_UPPER} {_UPPER})"),
        )


_CORE = r"[A-ZÄÖÜÀ-ÖØ-Þ][\w&+.]*"


def _events(lexicon: Lexicon) -> Iterator[tuple[str, re.Pattern[str]]]:
    """ "Hannover Messe" is found by its last word; here an event behind its kind: "auf der Messe Interpack"."""
    for kind in ("Event",):
        words = either(lexicon.names.nouns.get(kind, ()))
        yield kind, re.compile(rf"(?<!\w)[\w-]*(?i:{words}) [„“\"»]?(?P<name>{_UPPER}(?: {_UPPER}){{0,2}})(?![\w-])")


def _heads(lexicon: Lexicon) -> Iterator[tuple[str, re.Pattern[str]]]:
    """ "der Chipkonzern Infineon", "carmaker Volvo": a description says what the name behind it is."""
    before, ending = (r"(?<!\w)[\w-]*", r"(?:s|es|n|en)?") if lexicon.grammar.compounds else (r"(?<!\w)(?:[\w-]+ )?", "")
    for kind, words in lexicon.names.nouns.items():
        if kind not in ("Person", "Event"):
            yield kind, re.compile(rf"{before}(?i:{either(words)}){ending} [„“\"»]?(?P<name>{_UPPER}(?: & {_UPPER}| {_UPPER}){{0,3}})(?![\w-])")


def _scanner(gazetteers: Gazetteers, lexicon: Lexicon) -> ahocorasick.Automaton:
    """Finds the names of the gazetteers; adjectives at their beginning are inflected ("der Deutschen Bank")."""
    scanner = ahocorasick.Automaton()
    for surface in gazetteers.surfaces(lexicon.lang):
        if len(surface.text) > 1 and not surface.ambiguous:
            scanner.add_word(surface.text, (surface.entry, len(surface.text), None))
            for ending, others in lexicon.grammar.inflections.items():
                first, blank, rest = surface.text.partition(" ")
                if blank and first.endswith(ending):
                    for other in others:
                        form = f"{first.removesuffix(ending)}{other} {rest}"
                        if form not in scanner:
                            scanner.add_word(form, (surface.entry, len(form), surface.text))
    scanner.make_automaton()
    return scanner


def _stands_free(text: str, start: int, end: int) -> bool:
    """Is the stretch a word of its own? A genitive s and a hyphen behind it are allowed."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before.isalnum() or before in ("-", "_") or (before == "." and text[start - 2 : start - 1].isalnum()):
        return False
    return not after[:1].isalnum() or (after[:1] == "s" and not after[1:2].isalnum())


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
        names.setdefault(strip_legal_form(mention.text)[0], mention)
        surname = mention.text.rpartition(" ")[2]
        if mention.type == "Person" and len(surname) > 2:
            names.setdefault(surname, mention)
    scanner = ahocorasick.Automaton()
    for words, mention in names.items():
        if len(words) > 1 and words[0].isupper():
            scanner.add_word(words, (words, mention))
    if not len(scanner):
        return []
    scanner.make_automaton()
    return [
        replace(mention, start=end + 1 - len(words), end=end + 1, text=words)
        for end, (words, mention) in scanner.iter(text)
        if _stands_free(text, end + 1 - len(words), end + 1)
    ]  # fmt: skip
