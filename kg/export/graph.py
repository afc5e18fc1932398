"""Reads a graph out of a store, batch by batch and in a fixed order: a thousand records are in memory, however large the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from kg.store.reading import Reader, Watch, unwatched
from kg.store.statements import read_statement

BATCH = 1000
"""Records that are asked for at once."""

PART = "part:"
"""What the digest of an article begins with that is exported in part only: so that nobody takes it for the whole one."""

Row = dict[str, Any]
T = TypeVar("T")

_FOLDER = Path(__file__).with_name("cypher")


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its id, its type in the ontology, and its properties (``name``, ``aliases`` …)."""

    id: str
    type: str
    properties: Row


@dataclass(frozen=True, slots=True)
class Edge:
    """A direct relation between two things, which the graph has for every claim that is not denied."""

    start: str
    start_name: str
    type: str
    end: str
    end_name: str
    properties: Row


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing in an article; ``properties`` say how often and by which names."""

    document: str
    entity: str
    properties: Row


@dataclass(frozen=True, slots=True)
class Statement:
    """What one article says of a claim.

    Attributes:
        claim: id of the claim.
        properties: sentence, offsets, status, qualifiers.
        document: id, title, url, published, lang and source of the article.
        triple: subject id, relation and object id of the claim.
    """

    claim: str
    properties: Row
    document: Row
    triple: tuple[str, str, str]

    def passages(self) -> list[tuple[int, int, str]]:
        """All passages that prove it: start, end and text."""
        row = self.properties
        if row.get("sentences"):
            return list(zip(row["starts"], row["ends"], row["sentences"], strict=True))
        return [(row["start"], row["end"], row["sentence"])]


@dataclass(frozen=True, slots=True)
class StatedClaim:
    """A claim with all that was said of it, by day and article; ``types`` are those of subject and object."""

    properties: Row
    types: tuple[str, str]
    statements: tuple[Statement, ...]

    @property
    def triple(self) -> tuple[str, str, str]:
        """Subject id, relation and object id."""
        row = self.properties
        return row["subject"], row["relation"], row["object"]


@dataclass(frozen=True, slots=True)
class Article:
    """An article with the things that it names and, where they were asked for, what it says of them."""

    properties: Row
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Ids of a part of the graph: sorted, and small enough to be kept."""

    claims: dict[str, None] = field(default_factory=dict)
    entities: dict[str, None] = field(default_factory=dict)
    documents: dict[str, None] = field(default_factory=dict)


class Graph:
    """The graph of a store, or a part of it.

    Args:
        store: where it is.
        about: id of an entity: only its claims, the things at their other ends and the articles that make them. ``None``: everything.
        watch: shows progress.
        claims: ids of claims: only these, the things at their ends and the articles that make them; ``about`` is then the one that it is about.

    Each method reads anew and raises ``StoreError`` where the store does not answer.
    """

    def __init__(self, store: Reader, about: str | None = None, watch: Watch = unwatched, claims: Iterable[str] | None = None) -> None:
        self._store = store
        self._about = about
        self._watch = watch
        self._chosen = None if claims is None else sorted(set(claims))

    @property
    def about(self) -> str | None:
        """Id of the entity that it is about, if it is about one."""
        return self._about

    @property
    def is_whole(self) -> bool:
        """Is it all that the store holds?"""
        return self._about is None and self._chosen is None

    def entities(self) -> Iterator[Node]:
        """Every thing, by id."""
        for ids in self._ids("entities", "entity_ids"):
            rows = self._rows("entities", ids)
            yield from _by_id((Node(row["properties"]["id"], _type(row["labels"]), row["properties"]) for row in rows), ids)

    def documents(self) -> Iterator[Row]:
        """Every article, by id: ``id``, ``name``, ``title``, ``url``, ``published`` (ISO 8601), ``lang``, ``source``, ``digest``."""
        for ids in self._ids("documents", "document_ids"):
            found = self._documents(ids)
            yield from (found[key] for key in ids if key in found)

    def articles(self, *, statements: bool = False) -> Iterator[Article]:
        """Every article, by id, with its mentions; with ``statements`` also what it says."""
        for ids in self._ids("documents", "document_ids"):
            documents = self._documents(ids)
            mentions = _grouped(self._mentions(ids), lambda mention: mention.document)
            said = _grouped(self._said(ids, documents), lambda statement: str(statement.document["id"])) if statements else {}
            for key in ids:
                if key in documents:
                    yield Article(documents[key], tuple(mentions.get(key, ())), tuple(said.get(key, ())))

    def mentions(self) -> Iterator[Mention]:
        """Which article names what, by article and thing."""
        for ids in self._ids("documents", "document_ids", "articles' mentions"):
            yield from self._mentions(ids)

    def claims(self) -> Iterator[StatedClaim]:
        """Every claim, by id, with its statements."""
        for ids in self._ids("claims", "claim_ids"):
            claims = {row["properties"]["id"]: row for row in self._rows("claims", ids)}
            rows = sorted(self._rows("statements_of_claims", ids), key=lambda row: (row["claim"], row["published"] or "", row["document"]))
            for key, group in groupby(rows, itemgetter("claim")):
                if key in claims:
                    claim, ends = claims[key]["properties"], (_type(claims[key]["subject_labels"]), _type(claims[key]["object_labels"]))
                    yield StatedClaim(claim, ends, tuple(_statement(row, claim) for row in group))

    def relations(self) -> Iterator[Edge]:
        """Every direct relation, by start, type and end."""
        for ids in self._ids("entities", "entity_ids", "things' relations"):
            rows = sorted(self._rows("relations_of_entities", ids), key=itemgetter("start", "type", "end"))
            for row in rows:
                if self.is_whole or row["properties"].get("claim") in self._surroundings.claims:
                    yield Edge(row["start"], row["start_name"], row["type"], row["end"], row["end_name"], row["properties"])

    def bookkeeping(self) -> Row | None:
        """The properties of the node that says how the graph is shaped."""
        return next((row["properties"] for row in self._store.read(statement_of("version"))), None)

    def _documents(self, ids: list[str]) -> dict[str, Row]:
        found = {row["properties"]["id"]: row["properties"] for row in self._rows("documents", ids)}
        if not self.is_whole:
            for row in found.values():
                row["digest"] = PART + str(row.get("digest") or "").removeprefix(PART)
        return found

    def _mentions(self, ids: list[str]) -> list[Mention]:
        found = [Mention(row["document"], row["entity"], row["properties"]) for row in self._rows("mentions_of_documents", ids)]
        if not self.is_whole:
            found = [mention for mention in found if mention.entity in self._surroundings.entities]
        return sorted(found, key=lambda mention: (mention.document, mention.entity))

    def _said(self, ids: list[str], documents: Mapping[str, Row]) -> list[Statement]:
        rows = sorted(self._rows("statements_of_documents", ids), key=itemgetter("document", "claim"))
        return [
            Statement(row["claim"], row["properties"], documents[row["document"]], (row["subject"], row["relation"], row["object"]))
            for row in rows
            if row["document"] in documents and (self.is_whole or row["claim"] in self._surroundings.claims)
        ]

    def _rows(self, file: str, ids: list[str]) -> Iterator[Row]:
        yield from self._store.read(statement_of(file), {"ids": ids})

    def _batched(self, file: str, ids: list[str]) -> Iterator[Row]:
        for start in range(0, len(ids), BATCH):
            yield from self._rows(file, ids[start : start + BATCH])

    def _ids(self, part: str, file: str, noun: str | None = None) -> Iterator[list[str]]:
        """Ids in batches: those of the surroundings, or all as the store streams them."""
        everything = (row["id"] for row in self._store.read(statement_of(file))) if self.is_whole else iter(getattr(self._surroundings, part))
        stream = iter(self._watch(everything, noun or part))
        while batch := list(islice(stream, BATCH)):
            yield batch

    @cached_property
    def _surroundings(self) -> _Surroundings:
        rows = list(
            self._store.read(statement_of("claims_of_entity"), {"id": self._about}) if self._chosen is None else self._batched("ends_of_claims", self._chosen)
        )
        claims = sorted({row["claim"] for row in rows})
        about = set() if self._about is None else {self._about}
        entities = sorted(about.union(*((row["subject"], row["object"]) for row in rows)))
        documents = {row["id"] for row in self._batched("documents_of_claims", claims)}
        return _Surroundings(*(dict.fromkeys(ids) for ids in (claims, entities, sorted(documents))))


def find_company(store: Reader, name: str) -> list[str]:
    """The ids of the companies that bear exactly this name."""
    return [row["id"] for row in store.read(statement_of("named"), {"name": name})]


def statement_of(file: str) -> str:
    """The Cypher of ``cypher/FILE.cypher`` without its comments."""
    return read_statement(file, _FOLDER)


def _type(labels: Iterable[str]) -> str:
    return min((label for label in labels if label != "Entity"), default="Entity")


def _by_id(nodes: Iterable[Node], ids: list[str]) -> Iterator[Node]:
    found = {node.id: node for node in nodes}
    return (found[key] for key in ids if key in found)


def _grouped(things: list[T], key: Any) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups


def _statement(row: Row, claim: Row) -> Statement:
    document = {"id": row["document"]} | {key: row[key] for key in ("title", "url", "published", "lang", "source")}
    return Statement(row["claim"], row["properties"], document, (claim["subject"], claim["relation"], claim["object"]))


__all__ = [
    "BATCH", "PART", "Article", "Edge", "Graph", "Mention", "Node", "Reader", "Row", "StatedClaim", "Statement", "Watch", "find_company", "statement_of",
    "unwatched",
]  # fmt: skip
