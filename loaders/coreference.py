"""Which mentions of an article are the same thing, and which thing a description stands for.

Named mentions join by name: equal without legal form, or the shorter one a known short form of a longer one that came first
("Ford" after "Ford Motor", "Wu" after "Eddie Wu"). A description joins the thing it stands beside ("der Konzern Siemens"), else the
last named thing of its type that is in focus. What finds no antecedent is dropped: it proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Mention
from kg.names import normal_form, strip_legal_form
from loaders.reading import Reading, Thing


def find_things(reading: Reading) -> Reading:
    """Group the mentions of an article into things; mentions without antecedent are taken out."""
    groups: dict[int, list[int]] = {}
    leader: dict[int, int] = {}
    names: dict[tuple[str, str], int] = {}
    for index, mention in enumerate(reading.mentions):
        if mention.kind == "named":
            first = _same_name(mention, names)
            leader[index] = names.setdefault((_key(mention), mention.type), index) if first is None else first
            groups.setdefault(leader[index], []).append(index)
    for index, mention in enumerate(reading.mentions):
        if mention.kind == "nominal":
            antecedent = _beside(reading, index, leader)
            if antecedent is None:
                antecedent = _in_focus(reading, index, leader, groups)
            if antecedent is not None:
                leader[index] = antecedent
                groups[antecedent].append(index)
    kept = [index for index, mention in enumerate(reading.mentions) if index in leader or mention.kind == "literal"]
    place = {old: new for new, old in enumerate(kept)}
    things = tuple(_thing(reading.mentions, members, place) for _, members in sorted(groups.items()))
    return replace(reading, mentions=tuple(reading.mentions[index] for index in kept), things=things)


def _key(mention: Mention) -> str:
    return normal_form(strip_legal_form(mention.name or mention.text)[0])


def _same_name(mention: Mention, names: dict[tuple[str, str], int]) -> int | None:
    """The first mention of the thing that this name means, if it was named before."""
    key = _key(mention)
    if (key, mention.type) in names:
        return names[key, mention.type]
    if mention.type not in ("Company", "Person", "Organization"):
        return None
    words = key.split()
    longer = [
        first
        for (other, kind), first in names.items()
        if kind == mention.type and _shortens(words, other.split(), mention.type) and len(other.split()) > len(words)
    ]  # fmt: skip
    return longer[0] if len(set(longer)) == 1 else None


def _shortens(short: Sequence[str], long: Sequence[str], kind: str) -> bool:
    """A person's last words; a company's first ones."""
    return list(long[-len(short) :]) == list(short) if kind == "Person" else list(long[: len(short)]) == list(short)


def _beside(reading: Reading, index: int, leader: dict[int, int]) -> int | None:
    """The name right behind the description ("der Konzern Siemens"), or right before it with a comma ("Siemens, der Konzern")."""
    mention = reading.mentions[index]
    for other, named in enumerate(reading.mentions):
        if named.kind == "named" and named.type == mention.type and other in leader:
            if 0 <= named.start - mention.end <= 2 and not reading.document.text[mention.end : named.start].strip(' „“"»'):
                return leader[other]
            if 0 <= mention.start - named.end <= 3 and reading.document.text[named.end : mention.start].strip() == ",":
                return leader[other]
    return None


def _in_focus(reading: Reading, index: int, leader: dict[int, int], groups: dict[int, list[int]]) -> int | None:
    """The last thing of this type named before, in this sentence or the two before it; the article's main one wins in its neighbourhood."""
    mention = reading.mentions[index]
    sentence = next((number for number, span in enumerate(reading.sentences) if span[0] <= mention.start < span[1]), 0)
    earliest = reading.sentences[max(0, sentence - 2)][0] if reading.sentences else 0
    seen = [
        leader[other]
        for other, named in enumerate(reading.mentions[:index])
        if other in leader and named.type == mention.type and earliest <= named.start and named.end <= mention.start
    ]
    if not seen:
        return None
    return max(set(seen), key=lambda first: (seen.count(first), -seen[::-1].index(first), len(groups[first])))


def _thing(mentions: tuple[Mention, ...], members: list[int], place: dict[int, int]) -> Thing:
    named = [mentions[index] for index in members if mentions[index].kind == "named"]
    plain = next((mention.name for mention in named if mention.name), None)
    cores = [strip_legal_form(mention.text)[0] for mention in named]
    name = plain or max(cores, key=lambda words: (len(words.split()), len(words)))
    return Thing(name, named[0].type, tuple(sorted(place[index] for index in members)))
