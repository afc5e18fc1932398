"""What a store returns, as plain values that ``json.dumps`` takes: nodes, relationships, paths, dates; and what it takes as text."""

from __future__ import annotations

from typing import Any

from kg.store.driver import Date, DateTime, Duration, Node, Path, Point, Relationship, Time


def plain_value(value: Any) -> Any:
    """Turn a value of the driver into one of JSON.

    ==============  =====================================================================================
    node            ``{"labels": ["Company", "Entity"], "properties": {…}}``, labels sorted
    relationship    ``{"type": …, "start": id, "end": id, "properties": {…}}``, ids as in the property
                    ``id`` of the two nodes where the query returned them too, else ``null``
    path            ``{"nodes": [node, …], "relationships": [relationship, …]}``
    date, time …    ISO 8601 text (``2025-09-26``)
    duration        ISO 8601 text (``P1DT2H``)
    point           ``{"srid": 4326, "coordinates": [x, y]}``
    list, map       the same with plain values; everything else as it is
    ==============  =====================================================================================

    >>> plain_value([Date(2025, 9, 26), {"rate": 0.5}])
    ['2025-09-26', {'rate': 0.5}]
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple() if not isinstance(value, Point):
            return [plain_value(part) for part in value]
        case dict():
            return {key: plain_value(part) for key, part in value.items()}
        case Node():
            return {"labels": sorted(value.labels), "properties": plain_value(dict(value))}
        case Relationship():
            ends = {"start": _id_of(value.start_node), "end": _id_of(value.end_node)}
            return {"type": value.type, **ends, "properties": plain_value(dict(value))}
        case Path():
            return {"nodes": [plain_value(node) for node in value.nodes], "relationships": [plain_value(edge) for edge in value.relationships]}
        case Date() | DateTime() | Time() | Duration():
            return value.iso_format()
        case Point():
            return {"srid": value.srid, "coordinates": list(value)}
        case bytes() | bytearray():
            return value.hex()
    return str(value)


def whole_text(value: Any) -> Any:
    """The same value with U+FFFD for halves of characters (lone surrogates, as broken JSON brings them), which no store takes.

    >>> whole_text({"name": ["a\\ud83d", 1]})
    {'name': ['a\ufffd', 1]}
    """
    match value:
        case str():
            return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in value)
        case list():
            return [whole_text(part) for part in value]
        case dict():
            return {whole_text(key): whole_text(part) for key, part in value.items()}
    return value


def _id_of(node: Node | None) -> Any:
    return node.get("id") if node is not None else None


__all__ = ["plain_value", "whole_text"]
