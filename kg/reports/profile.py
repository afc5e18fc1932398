"""A profile: what something is, and of everything known the little that fits one screen, each with its status and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.ontology import Ontology
from kg.reports.drawing import short
from kg.reports.names import Reader
from kg.reports.run import read_query

MOST = 3
"""Rows of a section."""

LATEST = 5
"""Articles."""

# What a section is called, and the relations that it shows; ^ before one: the other way round.
_SECTIONS: tuple[tuple[str, str], ...] = (
    ("seat", "BASED_IN"),
    ("led by", "^CEO_OF"),
    ("people", "^WORKS_FOR ^FOUNDED"),
    ("roles", "CEO_OF WORKS_FOR FOUNDED"),
    ("owners", "^OWNS_STAKE_IN SUBSIDIARY_OF"),
    ("owns", "OWNS_STAKE_IN ^SUBSIDIARY_OF"),
    ("deals", "ACQUIRES ^ACQUIRES MERGES_WITH ^MERGES_WITH INVESTS_IN ^INVESTS_IN SELLS ^SELLS SPINS_OFF ^SPINS_OFF"),
    ("partners", "PARTNERS_WITH ^PARTNERS_WITH"),
    ("rivals", "COMPETES_WITH ^COMPETES_WITH"),
    ("suppliers", "^SUPPLIES"),
    ("customers", "SUPPLIES"),
    ("products", "PRODUCES LAUNCHES"),
    ("uses", "USES"),
    ("made by", "^PRODUCES ^LAUNCHES"),
    ("used by", "^USES"),
    ("sites", "OPERATES_IN BUILDS_DATACENTER_IN BUILDS_FACILITY_IN CLOSES_FACILITY_IN"),
    ("based here", "^BASED_IN"),
    ("active here", "^OPERATES_IN ^BUILDS_DATACENTER_IN ^BUILDS_FACILITY_IN ^CLOSES_FACILITY_IN"),
    ("listed on", "LISTED_ON"),
    ("listed here", "^LISTED_ON"),
    ("trouble", "SUES ^SUES INVESTIGATES ^INVESTIGATES FINES ^FINES RESTRICTS ^RESTRICTS UNDERGOES"),
    ("who", "^UNDERGOES ^REPORTS"),
    ("figures", "REPORTS"),
    ("events", "ATTENDS"),
    ("attended by", "^ATTENDS"),
)
_OTHERS = "also"  # relations that a user's schema adds
_NAMED = frozenset({"deals", "trouble", _OTHERS})  # sections whose title does not tell the relation
_RANKS = ("asserted", "planned", "rumoured", "ended")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a profile.

    Attributes:
        title: what it is called.
        total: how many rows there are in the graph.
        rows: those that matter most: what holds first, then the latest.
    """

    title: str
    total: int
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a name.

    Attributes:
        name: as the graph has it.
        things: what is called so: type, kind, aliases, number of articles, day of the first and the last, id.
        sections: see :class:`Section`; none is empty.
        news: the latest articles.
    """

    name: str
    things: tuple[Mapping[str, Any], ...]
    sections: tuple[Section, ...]
    news: tuple[Mapping[str, Any], ...]


def find_profile(store: Reader, name: str, ontology: Ontology) -> Profile:
    """The profile of a name.

    Args:
        store: where to read.
        name: as the graph has it (see :func:`kg.reports.names.find_name`).
        ontology: how relations are called when they are read backwards.
    """
    things = tuple(store.read(read_query("profile_head"), {"name": name}))
    rows = list(store.read(read_query("profile"), {"name": name, "most": MOST}))
    news = tuple(store.read(read_query("profile_news"), {"name": name, "most": LATEST}))
    return Profile(name, things, tuple(_sections(rows, ontology)), news)


def _sections(rows: Iterable[Mapping[str, Any]], ontology: Ontology) -> list[Section]:
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row["relation"] if row["out"] else f"^{row['relation']}", []).append(row)
    sections = [_section(title, {key: kinds.pop(key) for key in keys.split() if key in kinds}, ontology) for title, keys in _SECTIONS]
    return [section for section in (*sections, _section(_OTHERS, kinds, ontology)) if section.rows]


def _section(title: str, kinds: Mapping[str, list[Mapping[str, Any]]], ontology: Ontology) -> Section:
    several = len({key.lstrip("^") for key in kinds}) > 1 or title in _NAMED
    rows = [_row(row, ontology, several=several) for group in kinds.values() for row in group]
    rows.sort(key=lambda row: row["name"])
    rows.sort(key=lambda row: row["date"] or "", reverse=True)
    rows.sort(key=lambda row: _RANKS.index(row["status"]) if row["status"] in _RANKS else len(_RANKS))
    return Section(title, sum(group[0]["total"] for group in kinds.values()), tuple(rows[:MOST]))


def _row(row: Mapping[str, Any], ontology: Ontology, *, several: bool) -> dict[str, Any]:
    kept = ("status", "confidence", "sources", "since", "sentence", "date", "article", "publisher", "source")
    details = [_relation(row, ontology)] if several else []
    details += [str(row[key]) for key in ("role", "facility", "topic") if row[key]]
    if row["stake"] is not None:
        details.append(f"{row['stake']:g} %")
    if row["amount"] is not None:
        hedge = f"{row['hedge']} " if row["hedge"] not in (None, "exact") else ""
        details.append(f"{hedge}{short(row['amount'])} {row['currency'] or ''}".strip())
    if row["due"]:
        details.append(str(row["due"]))
    return {
        "name": row["name"],
        "type": row["type"],
        "relation": row["relation"],
        "outgoing": row["out"],
        "details": ", ".join(details),
        **{key: row[key] for key in kept},
    }


def _relation(row: Mapping[str, Any], ontology: Ontology) -> str:
    """A relation in words, as seen from what the profile is about: "acquires", "acquired by"."""
    known = ontology.relations.get(row["relation"])
    name = row["relation"] if row["out"] or known is None else known.inverse
    return ("← " if known is None and not row["out"] else "") + str(name or row["relation"]).lower().replace("_", " ")


__all__ = ["LATEST", "MOST", "Profile", "Section", "find_profile"]
