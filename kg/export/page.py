"""One page of HTML that shows a graph, with all that it needs inside: no server, no network, nothing to install.

Text from articles goes into a block of JSON that no browser runs, and from there only into text nodes. As a second wall the page
allows (Content-Security-Policy) no other script than its own and the drawing library (``page/vendor``), by their hashes, and no connection at all.
"""

from __future__ import annotations

import json
import re
from typing import Any, TextIO

from kg.errors import UsageError
from kg.export.escapes import json_line
from kg.export.graph import Graph, Node, StatedClaim, Statement
from kg.export.markup import fill_frame, html_text, page_file, web_address
from kg.ontology import Ontology

MOST_CLAIMS = 2000
"""More than that no picture can show."""

_LIBRARY = "vendor/force-graph.min.js"
_ADDED_STYLE = re.compile(r'appendChild\(document\.createTextNode\(t\)\)\}\}\(("(?:[^"\\]|\\.)*")')
"""Where the library adds a style sheet to the page that it runs in."""


def write_page(graph: Graph, ontology: Ontology, out: TextIO, title: str | None = None, note: str = "") -> None:
    """Write the graph as a page.

    Args:
        graph: what is shown.
        ontology: gives the colours.
        out: where the page goes.
        title: heading; by default the name of what the graph is about.
        note: a line about the picture, such as what was left out of it.

    Raises:
        UsageError: there is too much in it for a picture.
    """
    claims: list[StatedClaim] = []
    for claim in graph.claims():
        if len(claims) == MOST_CLAIMS:
            raise UsageError(
                f"more than {MOST_CLAIMS:,} relations are no picture any more; choose a part with --company NAME, or look at it with: kg picture NAME"
            )
        claims.append(claim)
    ends = {end for claim in claims for end in (claim.triple[0], claim.triple[2])}
    nodes = [node for node in graph.entities() if node.id in ends]
    out.write(_page(_data(nodes, claims, graph.about, ontology), title or _title(nodes, graph.about), note))


def _page(data: dict[str, Any], title: str, note: str) -> str:
    library = page_file(_LIBRARY)
    scripts = {"library": library, "script": "".join(map(page_file, ("elements.js", "picture.js", "page.js")))}
    packed = json_line(data).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    parts = {"title": html_text(title), "note": html_text(note), "data": packed, "licence": page_file("vendor/force-graph.LICENSE.txt")}
    added = ("", *(json.loads(found) for found in _ADDED_STYLE.findall(library)))  # each is empty at first
    return fill_frame("page.html", scripts, {"style": page_file("page.css")}, parts, added)


def _title(nodes: list[Node], about: str | None) -> str:
    return next((str(node.properties["name"]) for node in nodes if node.id == about), "Company knowledge graph")


def _data(nodes: list[Node], claims: list[StatedClaim], about: str | None, ontology: Ontology) -> dict[str, Any]:
    places = {node.id: place for place, node in enumerate(nodes)}
    used = {claim.triple[1] for claim in claims}
    return {
        "about": places.get(about or ""),
        "types": {name: {"colour": found.colour} for name, found in ontology.entities.items()},
        "relations": {name: _relation(name, ontology) for name in sorted(used)},
        "nodes": [{"name": node.properties["name"], "type": node.type, "aliases": node.properties.get("aliases") or []} for node in nodes],
        "claims": [_claim(claim, places) for claim in claims if claim.triple[0] in places and claim.triple[2] in places],
    }


def _relation(name: str, ontology: Ontology) -> dict[str, Any]:
    """How a relation is drawn; one that the ontology does not know any more is grey."""
    found = ontology.relations.get(name)
    return {"colour": found.colour, "symmetric": found.symmetric} if found else {"colour": "#888888", "symmetric": False}


def _claim(claim: StatedClaim, places: dict[str, int]) -> dict[str, Any]:
    subject, relation, target = claim.triple
    row = claim.properties
    return {
        "subject": places[subject], "relation": relation, "object": places[target], "status": row["status"], "confidence": round(row["confidence"], 2),
        "last_seen": row.get("last_seen"), "facts": _facts(claim), "statements": [_statement(one) for one in reversed(claim.statements)],
    }  # fmt: skip


def _facts(claim: StatedClaim) -> list[str]:
    """What is said beside subject, relation and object, for reading."""
    row = claim.properties
    hedge = f"{row['hedge']} " if row.get("hedge") not in (None, "exact") else ""
    amount = f"{hedge}{row['amount']:,.15g} {row.get('currency') or ''}".strip() if row.get("amount") is not None else None
    stake = f"{row['stake']:g} %" if row.get("stake") is not None else None
    return [fact for fact in (amount, stake, row.get("role"), row.get("facility"), row.get("topic"), row.get("date")) if fact]


def _statement(statement: Statement) -> dict[str, Any]:
    document = statement.document
    return {
        "status": statement.properties["status"], "published": document.get("published"), "title": document.get("title") or document["id"],
        "url": web_address(document.get("url")), "sentences": [words for _, _, words in statement.passages()],
    }  # fmt: skip


__all__ = ["MOST_CLAIMS", "write_page"]
