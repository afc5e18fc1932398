"""CSV for spreadsheets and data frames: a folder of six tables (UTF-8, commas, a heading each).

A cell that a spreadsheet would take for a formula is marked as text by an apostrophe in front of it; lists are joined by ``" | "``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kg.export.graph import Graph, StatedClaim, Statement
from kg.export.rdf import STATE

FILES = ("nodes.csv", "relations.csv", "claims.csv", "statements.csv", "documents.csv", "mentions.csv")

_NODES = ("id", "type", "name", "aliases", "kind", "documents", "metric", "value", "unit", "period", "of", "reason")
_QUALIFIERS = STATE[2:]
_RELATIONS = ("start", "start_name", "type", "end", "end_name", "claim", "status", "confidence", *_QUALIFIERS, "sources", "first_seen", "last_seen", "sentence")
_CLAIMS = ("id", "subject", "subject_type", "subject_name", "relation", "object", "object_type", "object_name", *STATE, "sources", "first_seen", "last_seen")
_STATEMENTS = ("id", "claim", "document", "published", *STATE, "extractor", "start", "end", "sentence", "further")
_DOCUMENTS = ("id", "title", "published", "lang", "source", "url")
_MENTIONS = ("document", "entity", "count", "name", "forms")

Write = Callable[[Iterable[Any]], Any]


def write_tables(graph: Graph, folder: Path) -> None:
    """Write :data:`FILES` into a folder; one pass over the claims makes two of them."""
    nodes = ({"id": node.id, "type": node.type} | node.properties for node in graph.entities())
    _write(folder / "nodes.csv", _NODES, nodes)
    edges = graph.relations()
    ends = ({"start": e.start, "start_name": e.start_name, "type": e.type, "end": e.end, "end_name": e.end_name, **e.properties} for e in edges)
    _write(folder / "relations.csv", _RELATIONS, ends)
    with (folder / "statements.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_STATEMENTS)
        _write(folder / "claims.csv", _CLAIMS, (_claim(claim, writer.writerow) for claim in graph.claims()))
    _write(folder / "documents.csv", _DOCUMENTS, graph.documents())
    _write(folder / "mentions.csv", _MENTIONS, ({"document": m.document, "entity": m.entity, **m.properties} for m in graph.mentions()))


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(row.get(column)) for column in columns] for row in rows)


def _claim(claim: StatedClaim, write: Write) -> dict[str, Any]:
    for statement in claim.statements:
        row = _statement(statement)
        write(cell(row.get(column)) for column in _STATEMENTS)
    return claim.properties | {"subject_type": claim.types[0], "object_type": claim.types[1]}


def _statement(statement: Statement) -> dict[str, Any]:
    further = [{"start": start, "end": end, "text": words} for start, end, words in statement.passages()[1:]]
    origin = {"claim": statement.claim, "document": statement.document["id"], "published": statement.document["published"]}
    return statement.properties | origin | {"further": json.dumps(further, ensure_ascii=False) if further else None}


def cell(value: Any) -> Any:
    """A value as a spreadsheet may have it.

    >>> cell(-3.5), cell(None), cell(["a", "b"]), cell("=HYPERLINK(1)"), cell("-2+3"), cell("-")
    (-3.5, '', 'a | b', "'=HYPERLINK(1)", "'-2+3", '-')
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    words = " | ".join(value) if isinstance(value, list) else str(value)
    words = words.replace("\x00", "\ufffd")
    return "'" + words if words[:1] in ("=", "+", "-", "@", "\t", "\r") and len(words) > 1 else words


__all__ = ["FILES", "cell", "write_tables"]
