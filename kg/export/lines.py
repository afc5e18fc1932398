"""JSON Lines: one claim a line with all its statements, and each statement with its article."""

from __future__ import annotations

from typing import Any, TextIO

from kg.export.escapes import json_line
from kg.export.graph import Graph, StatedClaim, Statement
from kg.export.rdf import STATE


def write_lines(graph: Graph, out: TextIO) -> None:
    """Write every claim as one JSON object."""
    out.writelines(json_line(_claim(claim)) + "\n" for claim in graph.claims())


def _claim(claim: StatedClaim) -> dict[str, Any]:
    names = ("id", "name", "subject", "subject_name", "relation", "object", "object_name", *STATE, "sources", "first_seen", "last_seen")
    row = claim.properties
    ends = {"subject_type": claim.types[0], "object_type": claim.types[1]}
    return {name: row[name] for name in names if row.get(name) is not None} | ends | {"statements": list(map(_statement, claim.statements))}


def _statement(statement: Statement) -> dict[str, Any]:
    row = statement.properties
    said = {name: row[name] for name in ("id", *STATE, "extractor") if row.get(name) is not None}
    evidence = [{"start": start, "end": end, "text": words} for start, end, words in statement.passages()]
    return said | {"evidence": evidence, "document": {name: value for name, value in statement.document.items() if value is not None and name != "digest"}}


__all__ = ["write_lines"]
