"""Which mentions of an article are the same thing, and which thing a description stands for.

Named mentions join by name: equal without legal form, or the shorter one a known short form of a longer one ("Ford" beside
"Ford Motor", "Wu" after "Eddie Wu"). A description joins the thing it stands beside ("der Konzern Siemens"); else the one thing of
its type that is in focus, if its origin ("der US-Konzern") does not speak against it. What finds no antecedent is dropped: it proves nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.gazetteer import Gazetteers
from kg.model import Mention
from kg.names import normal_form, strip_legal_form
from loaders.reading import Reading, Thing

_BACK = 2  # sentences before its own in which a description looks for its antecedent
_ONE_NAME = ("Company", "Person", "Organization")


def find_things(reading: Reading, gazetteers: Gazetteers) -> Reading:
    """Group the mentions of an article into things; mentions without antecedent are taken out."""
    groups = _Groups(reading, gazetteers)
    for index, mention in enumerate(reading.mentions):
        if mention.kind == "named":
            groups.add_named(index, mention)
    for index, mention in enumerate(reading.mentions):
        if mention.kind == "nominal":
            groups.add_nominal(index, mention)
    kept = [index for index, mention in enumerate(reading.mentions) if index in groups.leader or mention.kind == "literal"]
    place = {old: new for new, old in enumerate(kept)}
    things = tuple(_thing(reading.mentions, members, place) for _, members in sorted(groups.members.items()))
    return replace(reading, mentions=tuple(reading.mentions[index] for index in kept), things=things)


@dataclass(slots=True)
class _Groups:
    """The groups so far; ``leader`` maps a mention to the first of its group, ``named`` holds the named ones in text order."""

    reading: Reading
    gazetteers: Gazetteers
    leader: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    names: dict[tuple[str, str], int] = field(default_factory=dict)
    named: list[int] = field(default_factory=list)
    countries: dict[int, str | None] = field(default_factory=dict)

    def add_named(self, index: int, mention: Mention) -> None:
        first = self._same_name(mention)
        self.leader[index] = self.names.setdefault((_key(mention), mention.type), index) if first is None else first
        self.names.setdefault((_key(mention), mention.type), self.leader[index])
        self.members.setdefault(self.leader[index], []).append(index)
        self.named.append(index)

    def _same_name(self, mention: Mention) -> int | None:
        """The first mention of the thing that this name means, if it was named before; a well-known name is short for nothing else."""
        key = _key(mention)
        if (key, mention.type) in self.names:
            return self.names[key, mention.type]
        if mention.type not in _ONE_NAME:
            return None
        words = key.split()
        longer = {
            first
            for (other, kind), first in self.names.items()
            if kind == mention.type and len(other) > len(key) and _shortens(words, other.split(), mention.type)
        }  # fmt: skip
        if len(longer) != 1:
            return None
        (first,) = longer
        known = self.gazetteers.find(mention.text, mention.type)
        return first if known is None or known == self.gazetteers.find(self.reading.mentions[first].text, mention.type) else None

    def add_nominal(self, index: int, mention: Mention) -> None:
        antecedent = self._beside(mention)
        if antecedent is None:
            antecedent = self._in_focus(index, mention)
        if antecedent is not None:
            self.leader[index] = antecedent
            self.members[antecedent].append(index)

    def _beside(self, mention: Mention) -> int | None:
        """The name right behind the description ("der Konzern Siemens"), or right before it with a comma ("Siemens, der Konzern")."""
        text, mentions = self.reading.document.text, self.reading.mentions
        middle = bisect_right(self.named, mention.start, key=lambda other: mentions[other].start)
        for other in self.named[max(0, middle - 1) : middle + 3]:
            named = mentions[other]
            if named.type != mention.type:
                continue
            if 0 <= named.start - mention.end <= 2 and not text[mention.end : named.start].strip(' „“"»'):
                return self.leader[other]
            if mention.start <= named.start and named.end <= mention.end:
                return self.leader[other]
            if 0 <= mention.start - named.end <= 3 and text[named.end : mention.start].strip() == ",":
                return self.leader[other]
        return None

    def _in_focus(self, index: int, mention: Mention) -> int | None:
        """The only fitting thing near by; of several the one that the two sentences before speak of most, if it leads clearly."""
        mentions, sentences = self.reading.mentions, self.reading.sentences
        number = bisect_right(sentences, mention.start, key=lambda span: span[0]) - 1
        earliest = sentences[max(0, number - _BACK)][0] if sentences else 0
        start = bisect_right(self.named, earliest - 1, key=lambda other: mentions[other].start)
        stop = bisect_right(self.named, mention.start, key=lambda other: mentions[other].start)
        near = [other for other in self.named[start:stop] if mentions[other].type == mention.type]
        if mention.type == "Organization":  # "die Kommission" is the EU-Kommission, a court that was not named is nobody
            noun = mention.text.rpartition(" ")[2].casefold()
            near = [other for other in near if noun in mentions[other].text.casefold()]
        country = self._origin(index, mention)
        seen = Counter(self.leader[other] for other in near if self._fits(self.leader[other], country))
        if country and (sure := [leader for leader in seen if self._country(leader) == country]):
            return sure[0] if len(sure) == 1 else None
        ranked = seen.most_common(2)
        if not ranked or (len(ranked) == 2 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return ranked[0][0]

    def _origin(self, index: int, mention: Mention) -> str | None:
        """Country code of the place inside the description ("dem Münchner Konzern")."""
        for other in self.reading.mentions[index + 1 : index + 4]:
            if other.type == "Place" and other.end <= mention.end:
                entry = self.gazetteers.find(other.name or other.text, "Place")
                return (entry.country or entry.key) if entry else None
        return None

    def _country(self, leader: int) -> str | None:
        if leader not in self.countries:
            mention = self.reading.mentions[leader]
            entry = self.gazetteers.find(mention.name or mention.text, mention.type)
            self.countries[leader] = entry.country if entry else None
        return self.countries[leader]

    def _fits(self, leader: int, country: str | None) -> bool:
        return country is None or self._country(leader) in (None, country)


def _key(mention: Mention) -> str:
    return normal_form(strip_legal_form(mention.name or mention.text)[0])


def _shortens(short: Sequence[str], long: Sequence[str], kind: str) -> bool:
    """A person's last words; a company's first ones."""
    return list(long[-len(short) :]) == list(short) if kind == "Person" else list(long[: len(short)]) == list(short)


def _thing(mentions: tuple[Mention, ...], members: list[int], place: dict[int, int]) -> Thing:
    named = [mentions[index] for index in members if mentions[index].kind == "named"]
    plain = next((mention.name for mention in named if mention.name), None)
    cores = [strip_legal_form(mention.text)[0] for mention in named]
    name = plain or max(cores, key=lambda words: (len(words.split()), len(words)))
    return Thing(name, named[0].type, tuple(sorted(place[index] for index in members)))
