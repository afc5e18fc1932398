"""JSON Lines: all that the graph holds, one object a line, so that ``kg load`` makes the same graph of it.

First every claim with all its statements, and each statement with its article; then every thing (``{"thing": {…}}``); then every article with
the things that it names (``{"article": {…}, "mentions": […]}``). Who only wants claims takes the lines that have a ``relation``.
"""

from __future__ import annotations

from typing import Any, TextIO

from kg.export.escapes import json_line
from kg.export.graph import Article, Graph, Mention, Node, StatedClaim, Statement
from kg.export.rdf import STATE, THING

_CLAIM = ("id", "name", "subject", "subject_name", "relation", "object", "object_name", *STATE, "sources", "first_seen", "last_seen")
_ARTICLE = ("id", "name", "title", "url", "published", "lang", "source", "digest")
_MENTION = ("count", "name", "forms", "kind", "reason")


def write_lines(graph: Graph, out: TextIO) -> None:
    """Write every claim, thing and article as one JSON object."""
    out.writelines(json_line(_claim(claim)) + "\n" for claim in graph.claims())
    out.writelines(json_line({"thing": _thing(node)}) + "\n" for node in graph.entities())
    out.writelines(json_line(_article(article)) + "\n" for article in graph.articles())


def _claim(claim: StatedClaim) -> dict[str, Any]:
    ends = {"subject_type": claim.types[0], "object_type": claim.types[1]}
    return _present(claim.properties, _CLAIM) | ends | {"statements": list(map(_statement, claim.statements))}


def _statement(statement: Statement) -> dict[str, Any]:
    evidence = [{"start": start, "end": end, "text": words} for start, end, words in statement.passages()]
    document = {name: value for name, value in statement.document.items() if value is not None}
    return _present(statement.properties, ("id", *STATE, "extractor")) | {"evidence": evidence, "document": document}


def _thing(node: Node) -> dict[str, Any]:
    return {"id": node.id, "type": node.type} | _present(node.properties, ("name", "aliases", "reason", *THING))


def _article(article: Article) -> dict[str, Any]:
    return {"article": _present(article.properties, _ARTICLE), "mentions": list(map(_mention, article.mentions))}


def _mention(mention: Mention) -> dict[str, Any]:
    return {"thing": mention.entity} | _present(mention.properties, _MENTION)


def _present(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) is not None}


__all__ = ["write_lines"]
