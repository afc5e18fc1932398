"""One page of HTML that shows a graph, with all that it needs inside: no server, no network, nothing to install.

Text from articles goes into a block of JSON that no browser runs, and from there only into text nodes. As a second wall the page
allows (Content-Security-Policy) no other script than its own, by its hash, and no connection at all.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from string import Template
from typing import Any, TextIO

from kg.errors import UsageError
from kg.export.escapes import json_line
from kg.export.graph import Graph, Node, StatedClaim, Statement
from kg.export.terms import Iri, address
from kg.ontology import Ontology

MOST_CLAIMS = 2000
"""More than that no picture can show."""

_FOLDER = Path(__file__).with_name("page")


def write_page(graph: Graph, ontology: Ontology, out: TextIO) -> None:
    """Write the graph as a page.

    Raises:
        UsageError: there is too much in it for a picture.
    """
    claims: list[StatedClaim] = []
    for claim in graph.claims():
        if len(claims) == MOST_CLAIMS:
            raise UsageError(f"more than {MOST_CLAIMS:,} relations are no picture any more; choose a part with --company NAME")
        claims.append(claim)
    ends = {end for claim in claims for end in (claim.triple[0], claim.triple[2])}
    nodes = [node for node in graph.entities() if node.id in ends]
    out.write(_page(_data(nodes, claims, graph.about, ontology), _title(nodes, graph.about)))


def _page(data: dict[str, Any], title: str) -> str:
    forces, page, style, frame = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("forces.js", "page.js", "page.css", "page.html"))
    script = forces + page
    packed = json_line(data).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    parts = {"title": escape(title), "script_hash": _hash(script), "style_hash": _hash(style), "style": style, "script": script, "data": packed}
    return Template(frame).substitute(parts)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _title(nodes: list[Node], about: str | None) -> str:
    return next((str(node.properties["name"]) for node in nodes if node.id == about), "Company knowledge graph")


def _data(nodes: list[Node], claims: list[StatedClaim], about: str | None, ontology: Ontology) -> dict[str, Any]:
    places = {node.id: place for place, node in enumerate(nodes)}
    used = {claim.triple[1] for claim in claims}
    return {
        "about": places.get(about or ""),
        "types": {name: {"colour": found.colour} for name, found in ontology.entities.items()},
        "relations": {name: {"colour": found.colour, "symmetric": found.symmetric} for name, found in ontology.relations.items() if name in used},
        "nodes": [{"name": node.properties["name"], "type": node.type, "aliases": node.properties.get("aliases") or []} for node in nodes],
        "claims": [_claim(claim, places) for claim in claims if claim.triple[0] in places and claim.triple[2] in places],
    }


def _claim(claim: StatedClaim, places: dict[str, int]) -> dict[str, Any]:
    subject, relation, target = claim.triple
    row = claim.properties
    return {
        "subject": places[subject], "relation": relation, "object": places[target], "status": row["status"], "confidence": row["confidence"],
        "last_seen": row.get("last_seen"), "facts": _facts(claim), "statements": [_statement(one) for one in reversed(claim.statements)],
    }  # fmt: skip


def _facts(claim: StatedClaim) -> list[str]:
    """What is said beside subject, relation and object, for reading."""
    row = claim.properties
    hedge = f"{row['hedge']} " if row.get("hedge") not in (None, "exact") else ""
    amount = f"{hedge}{row['amount']:,.10g} {row.get('currency') or ''}".strip() if row.get("amount") is not None else None
    stake = f"{row['stake']:g} %" if row.get("stake") is not None else None
    return [fact for fact in (amount, stake, row.get("role"), row.get("facility"), row.get("topic"), row.get("date")) if fact]


def _statement(statement: Statement) -> dict[str, Any]:
    document = statement.document
    url = address(document["url"]) if document.get("url") else None
    return {
        "status": statement.properties["status"], "published": document.get("published"), "title": document.get("title") or document["id"],
        "url": url.local if isinstance(url, Iri) else None, "sentences": [words for _, _, words in statement.passages()],
    }  # fmt: skip


__all__ = ["MOST_CLAIMS", "write_page"]
