"""Where somebody or something comes from, said by an adjective or a suffix: "chinesisch", "Münchner", "US-Konzern", "Munich-based".

The words stand in ``schema/LANGUAGE/nationalities.toml``, the places they lead to in the gazetteers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SchemaError
from kg.gazetteer import Entry, Gazetteers
from kg.names import ARTICLES
from kg.ontology import read_toml, short
from kg.resources import resource_folder

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n„“\"»(–])\s*$")
_BEFORE_NOUN = re.compile(r"\s+(?:[a-zäöüß]+(?:e|er|en|em|es)\s+){0,2}[„“\"»]?[A-ZÄÖÜ0-9]")  # "Münchner (börsennotierte) Chipkonzern"
_PLACE_BEFORE = re.compile(r"(?<![\w-])[^\W\d_a-z][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|am|an|der|de|of|upon|on)){0,4}$")
# What a word loses before the suffix of a town is put to it: Tübingen → Tübinger, Schaffhausen → Schaffhauser, Karlsruhe → Karlsruher
_LOST_ENDS = (("inger", "ingen"), ("hauser", "hausen"), ("hofer", "hofen"))
_TABLES = ("endings", "adjectives", "invariable", "rule", "prefixes", "behind", "demonyms")
_LEFT = 40  # characters before a suffix such as "-based" in which its place's name stands


@dataclass(frozen=True, slots=True)
class Origin:
    """Words that say where something comes from; ``name`` is the place's in the language of the text, ``entry`` the place if known."""

    start: int
    end: int
    name: str
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Nationalities:
    """The words of origin of one language; made once, used for every text.

    Attributes:
        lang: ISO 639-1 code.
        small: adjectives in all their forms, which count in lower case, and with a capital at the start of a sentence.
        capital: adjectives that always have a capital.
        strict: do those of ``capital`` count before a noun only (German "Schweizer", which is a noun too)?
        prefixes: places before a hyphen ("US-Konzern").
        behind: suffixes of a place's name ("-based").
        demonyms: people for their company ("die Italiener").
        suffix: what makes an adjective of a town's name ("er"), in the towns of ``countries``; empty where the language has none.
    """

    lang: str
    gazetteers: Gazetteers
    small: Mapping[str, Entry]
    capital: Mapping[str, Entry]
    strict: bool
    prefixes: Mapping[str, Entry]
    behind: tuple[str, ...]
    demonyms: Mapping[str, Entry]
    suffix: str
    countries: frozenset[str]

    def find(self, text: str) -> Iterator[Origin]:
        """Every origin that a text states, in text order; people ("die Italiener") are not among them."""
        matches = list(_WORD.finditer(text))
        skip = -1
        for number, match in enumerate(matches):
            if number == skip:
                continue
            following = matches[number + 1] if number + 1 < len(matches) else None
            if following and text[match.end() : following.start()] == " " and (found := self._adjective(text, match.start(), following.end())):
                skip = number + 1
                yield found
            elif found := self._adjective(text, match.start(), match.end()):
                yield found
            else:
                yield from self._in_compound(text, match)

    def find_demonyms(self, text: str) -> Iterator[Origin]:
        """People that stand for a company ("die Italiener", "the Italians"): the caller knows whether one from there is spoken of."""
        for match in _WORD.finditer(text):
            entry = self.demonyms.get(match[0])
            adjective = match[0] in self.capital and (not self.strict or _BEFORE_NOUN.match(text, match.end()))
            if entry is not None and not adjective:
                yield self._origin(match.start(), match.end(), entry)

    def _origin(self, start: int, end: int, entry: Entry) -> Origin:
        return Origin(start, end, entry.name_in(self.lang), entry)

    def _adjective(self, text: str, start: int, end: int) -> Origin | None:
        word = text[start:end]
        entry = self.small.get(word)
        if entry is None and word[:1].isupper():
            if _SENTENCE_START.search(text[max(0, start - 3) : start]):
                entry = self.small.get(word[0].lower() + word[1:])
            if entry is None and not (self.strict and not _BEFORE_NOUN.match(text, end)):
                entry = self.capital.get(word)
                return self._origin(start, end, entry) if entry else self._of_town(word, start)
        return self._origin(start, end, entry) if entry else None

    def _of_town(self, word: str, start: int) -> Origin | None:
        """The town of a word made by the rule: Köln + er, Bad Homburg + er."""
        if not self.suffix or not word.endswith(self.suffix) or len(word) < len(self.suffix) + 3:
            return None
        stem = word[: -len(self.suffix)]
        for town in (stem, *(word[: -len(end)] + whole for end, whole in _LOST_ENDS if word.endswith(end)), stem + "e"):
            for entry in self.gazetteers.find_all(town, "Place"):
                if entry.country in self.countries and entry.kind == "city" and any(name.text == town for name in entry.names):
                    return Origin(start, start + len(word), town, entry)
        return None

    def _in_compound(self, text: str, match: re.Match[str]) -> Iterator[Origin]:
        """ "US-Konzern", "Munich-based" and "deutsch-französisch"."""
        parts = match[0].split("-")
        if len(parts) > 1 and parts[0] in self.prefixes and parts[1][:1].isupper():
            yield self._origin(match.start(), match.start() + len(parts[0]), self.prefixes[parts[0]])
        elif len(parts) > 1 and all(part in self.small for part in parts):
            start = match.start()
            for part in parts:
                yield self._origin(start, start + len(part), self.small[part])
                start += len(part) + 1
        else:
            for suffix in (suffix for suffix in self.behind if match[0].endswith(suffix)):
                end = match.end() - len(suffix)
                before = _PLACE_BEFORE.search(text[max(0, end - _LEFT) : end])
                if before:
                    yield self._place(text, before[0], end)

    def _place(self, text: str, words: str, end: int) -> Origin:
        """The longest known place that ends here, else the last word; of "Houston, Texas" the town."""
        parts = words.split(" ")
        for first in range(len(parts)):
            name = " ".join(parts[first:])
            entry = self.gazetteers.find(name, "Place")
            if entry is None or (parts[first].casefold() in ARTICLES and name not in (known.text for known in entry.names)):
                continue
            town = _PLACE_BEFORE.search(text[max(0, end - len(name) - _LEFT) : max(0, end - len(name) - 2)])
            if entry.kind == "region" and town and text[end - len(name) - 2 : end - len(name)] == ", ":
                return self._place(text, town[0], end - len(name) - 2)
            return self._origin(end - len(name), end, entry)
        return Origin(end - len(parts[-1]), end, parts[-1])


def read_nationalities(lang: str, gazetteers: Gazetteers, folder: Path | None = None) -> Nationalities:
    """Read and check ``nationalities.toml`` of a language.

    Args:
        lang: ISO 639-1 code, the name of its folder.
        gazetteers: where the places are known.
        folder: the schema folder; by default the one that came with the program.

    Raises:
        SchemaError: the file is missing or wrong, or leads to a place that no gazetteer knows.
    """
    path = (folder or resource_folder("schema")) / lang / "nationalities.toml"
    raw = read_toml(path)
    for table, rows in raw.items():
        if table not in _TABLES or not isinstance(rows, dict):
            raise SchemaError(short(path), table, f"nobody reads this table; use some of {', '.join(_TABLES)}")
    endings, rule, behind = raw.get("endings", {}), raw.get("rule", {}), raw.get("behind", {})
    stems = _places(path, raw, "adjectives", gazetteers)
    small = {stem + ending: entry for stem, entry in stems.items() for ending in _list(path, "endings.adjective", endings.get("adjective", [""]))}
    return Nationalities(
        lang,
        gazetteers,
        small,
        _places(path, raw, "invariable", gazetteers),
        bool(stems),
        _places(path, raw, "prefixes", gazetteers),
        tuple(_list(path, "behind.words", behind.get("words", []))),
        _places(path, raw, "demonyms", gazetteers),
        str(rule.get("suffix", "")),
        frozenset(_list(path, "rule.countries", rule.get("countries", []))),
    )


def _places(path: Path, raw: Mapping[str, Any], table: str, gazetteers: Gazetteers) -> dict[str, Entry]:
    found = {}
    for word, place in raw.get(table, {}).items():
        entry = gazetteers.find(place, "Place") if isinstance(place, str) else None
        if entry is None:
            raise SchemaError(short(path), f"{table}.{word}", f"no gazetteer knows the place {place!r}; mend its name or add it to places.toml")
        found[word] = entry
    return found


def _list(path: Path, key: str, words: Any) -> list[str]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise SchemaError(short(path), key, 'must be a list of texts; write ["…", "…"]')
    return words


__all__ = ["Nationalities", "Origin", "read_nationalities"]
