"""FollowTheMoney: entities and links as JSON Lines, the exchange format of investigative data.

Companies, bodies, people, places, products, sites, events and markets become entities, articles become ``Article``; what is said to
hold or to have held becomes ``Ownership``, ``Directorship`` or ``Employment`` where there is such a link, everything else an
``UnknownLink`` whose ``role`` is the relation. What is denied is left out, and so are topics and figures, for which the format has
no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TextIO

from kg.export.escapes import json_line
from kg.export.graph import Graph, Node, Row, StatedClaim
from kg.export.terms import Iri, address
from kg.model import content_id

SCHEMATA = {
    "Company": "Company", "Organization": "Organization", "Person": "Person", "Place": "Address", "Product": "Asset", "Facility": "RealEstate",
    "Event": "Event", "Market": "Organization",
}  # fmt: skip
"""Entity type → schema of FollowTheMoney; a type that is not here has none."""

LINKS = {
    "OWNS_STAKE_IN": ("Ownership", "owner", "asset"), "ACQUIRES": ("Ownership", "owner", "asset"), "SUBSIDIARY_OF": ("Ownership", "asset", "owner"),
    "CEO_OF": ("Directorship", "director", "organization"), "WORKS_FOR": ("Employment", "employee", "employer"),
}  # fmt: skip
"""Relation → schema, and the properties that hold subject and object."""

_OWNERS = ("Company", "Organization", "Person")
ENDS = {
    "OWNS_STAKE_IN": {(owner, "Company") for owner in _OWNERS},
    "ACQUIRES": {(owner, asset) for owner in _OWNERS for asset in ("Company", "Product", "Facility")},
    "SUBSIDIARY_OF": {("Company", "Company")},
    "CEO_OF": {("Person", "Company"), ("Person", "Organization")},
    "WORKS_FOR": {("Person", "Company"), ("Person", "Organization")},
}
"""The types that a link's ends may have in that schema (a body, for instance, is no asset there)."""

_LANGUAGES = {"de": "deu", "en": "eng"}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def write_ftm(graph: Graph, out: TextIO) -> None:
    """Write the graph as entities of FollowTheMoney, one a line."""
    for node in graph.entities():
        if node.type in SCHEMATA:
            _write(out, node.id, SCHEMATA[node.type], _entity(node))
    for row in graph.documents():
        _write(out, article_id(row["id"]), "Article", _article(row))
    for claim in graph.claims():
        for identity, schema, properties in _links(claim):
            _write(out, identity, schema, properties)


def article_id(document_id: str) -> str:
    """The id of an article, which in this format may not be any text."""
    return content_id("Document", document_id)


def _write(out: TextIO, identity: str, schema: str, properties: dict[str, list[Any]]) -> None:
    kept = {name: [str(value) for value in dict.fromkeys(values) if value not in (None, "")] for name, values in properties.items()}
    out.write(json_line({"id": identity, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}) + "\n")


def _entity(node: Node) -> dict[str, list[Any]]:
    row = node.properties
    place = {"full": [row["name"]], "city": [row["name"]] if row.get("kind") == "city" else []} if node.type == "Place" else {}
    return {"name": [row["name"]], "alias": list(row.get("aliases") or ())} | place


def _article(row: Row) -> dict[str, list[Any]]:
    title = row.get("title") or row.get("name") or row["id"]
    return {
        "fileName": [title], "title": [title], "sourceUrl": [_url(row.get("url"))], "publisher": [row.get("source")], "publishedAt": [row.get("published")],
        "language": [_LANGUAGES.get(row.get("lang") or "")],
    }  # fmt: skip


def _links(claim: StatedClaim) -> Iterator[tuple[str, str, dict[str, list[Any]]]]:
    """The link of a claim; none of what is denied or has an end without a schema."""
    row = claim.properties
    subject, relation, target = claim.triple
    if row["status"] == "denied" or not set(claim.types) <= set(SCHEMATA):
        return
    firm = row["status"] in ("asserted", "ended")
    schema, one, other = LINKS[relation] if firm and claim.types in ENDS.get(relation, ()) else ("UnknownLink", "subject", "object")
    yield row["id"], schema, {one: [subject], other: [target]} | _described(claim, schema)


def _described(claim: StatedClaim, schema: str) -> dict[str, list[Any]]:
    row, statements = claim.properties, claim.statements
    relation = row["relation"].lower().replace("_", " ")
    day = row.get("date") if _DATE.fullmatch(row.get("date") or "") else None
    shares = {"percentage": [row.get("stake")], "sharesValue": [row.get("amount")], "sharesCurrency": [row.get("currency")]} if schema == "Ownership" else {}
    return shares | {
        "role": [row.get("role") or relation], "status": [row["status"]], "date": [day], "endDate": [day if row["status"] == "ended" else None],
        "summary": [row["name"]], "description": [words for statement in statements for _, _, words in statement.passages()],
        "proof": [article_id(statement.document["id"]) for statement in statements], "recordId": [row["id"]],
        "sourceUrl": [_url(statement.document["url"]) for statement in statements], "publisher": [statement.document["source"] for statement in statements],
    }  # fmt: skip


def _url(value: str | None) -> str | None:
    found = address(value) if value else None
    return found.local if isinstance(found, Iri) else None


__all__ = ["LINKS", "SCHEMATA", "article_id", "write_ftm"]
