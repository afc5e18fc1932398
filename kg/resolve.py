"""Which thing of the graph a name means: a pure function of name, type and the known aliases.

Because nothing else goes in, the same name gives the same id in every article, on every machine and in any order of loading.
What is not known is told apart by name alone: two names are one thing only if they are one but for spelling, legal form or title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.gazetteer import Entry, Gazetteers
from kg.model import content_id
from kg.names import entity_key, normal_form, strip_legal_form, strip_titles


@dataclass(frozen=True, slots=True)
class Resolution:
    """The thing that a name means.

    Attributes:
        id: of the entity; the content id of type and key.
        key: identity among the things of its type (see ``kg.gazetteer.Entry.key``), else the normal form of the name.
        reason: why, in words for people; it belongs to the name, the other attributes belong to the id.
        kind: for places ``country``, ``region`` or ``city``, if known.
        country: ISO 3166-1 code of where it lies or has its seat, if known.
    """

    id: str
    key: str
    reason: str
    kind: str | None = None
    country: str | None = None


def resolve_entity(name: str, entity_type: str, *, aliases: Iterable[str] = (), gazetteers: Gazetteers) -> Resolution:
    """Find out which thing of the graph is meant.

    Args:
        name: the fullest plain form in the article.
        entity_type: entity type of the ontology.
        aliases: other forms in the same article ("Nord/LB" beside "Norddeutsche Landesbank"). They help where one of them is known
            and the name is not; a mere shortening ("Siemens" of "Siemens Energy") proves nothing.
        gazetteers: what is known by name.

    >>> from kg.gazetteer import read_gazetteers
    >>> known = read_gazetteers()
    >>> resolve_entity("VW AG", "Company", gazetteers=known).reason
    'known alias of Volkswagen, without legal form AG'
    >>> resolve_entity("Brasilien", "Place", gazetteers=known).id == resolve_entity("Brazil", "Place", gazetteers=known).id
    True
    """
    for tried, lacking in _plainer(name, entity_type):
        entry = gazetteers.find(tried, entity_type)
        if entry is not None:
            return _resolution(entry, _reason(tried, entry) + (f", {lacking}" if lacking else ""))
    entry, alias = _known_alias(name, entity_type, aliases, gazetteers)
    if entry is not None:
        return _resolution(entry, f"also called {alias} in the article: {_reason(alias, entry)}")
    key, reason = entity_key(name, entity_type)
    entry = gazetteers.find(key, entity_type)
    if entry is not None:
        return _resolution(entry, reason)
    return Resolution(content_id(entity_type, key), key, reason)


def _plainer(name: str, entity_type: str) -> Iterator[tuple[str, str]]:
    """The name, then with less and less of what does not belong to it, each with what it lacks in words."""
    yield name, ""
    if entity_type == "Person":
        core, taken = strip_titles(name)
        if taken:
            yield core, f"without title {taken}"
    elif entity_type in ("Company", "Organization"):
        for groups in (False, True) if entity_type == "Company" else (False,):
            core, taken = strip_legal_form(name, groups=groups)
            if taken:
                yield core, f"without legal form {taken}"


def _known_alias(name: str, entity_type: str, aliases: Iterable[str], gazetteers: Gazetteers) -> tuple[Entry | None, str]:
    """The one entry that the other forms lead to, if they lead to one only."""
    found: dict[str, tuple[Entry, str]] = {}
    for alias in sorted(set(aliases)):
        entry = next(filter(None, (gazetteers.find(tried, entity_type) for tried, _ in _plainer(alias, entity_type))), None)
        if entry is not None and not any(_shortens(known.text, name) for known in entry.names):
            found.setdefault(entry.key, (entry, alias))
    return next(iter(found.values())) if len(found) == 1 else (None, "")


def _shortens(short: str, long: str) -> bool:
    words, longer = normal_form(short).split(), normal_form(long).split()
    return len(words) < len(longer) and set(words) < set(longer)


def _reason(name: str, entry: Entry) -> str:
    return "known name" if normal_form(name) == normal_form(entry.name) else f"known alias of {entry.name}"


def _resolution(entry: Entry, reason: str) -> Resolution:
    return Resolution(content_id(entry.type, entry.key), entry.key, reason, entry.kind, entry.country)


__all__ = ["Resolution", "resolve_entity"]
