"""GraphML: things and direct relations with all their properties, for Gephi, yEd, networkx and igraph.

``label``, ``size`` and the colours ``r``, ``g``, ``b`` are what Gephi shows at once; ``weight`` is the number of articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

from kg.export.graph import Edge, Graph, Node
from kg.ontology import Ontology

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_NODE = {
    "label": "string", "type": "string", "aliases": "string", "kind": "string", "documents": "long", "metric": "string", "value": "double", "unit": "string",
    "period": "string", "of": "string", "r": "int", "g": "int", "b": "int", "size": "double",
}  # fmt: skip
_EDGE = {
    "label": "string", "weight": "double", "claim": "string", "status": "string", "confidence": "double", "sentence": "string", "sources": "long",
    "first_seen": "string", "last_seen": "string", "amount": "double", "currency": "string", "hedge": "string", "stake": "double", "role": "string",
    "facility": "string", "date": "string", "topic": "string",
}  # fmt: skip

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def write_graphml(graph: Graph, ontology: Ontology, out: TextIO) -> None:
    """Write the graph as GraphML, a directed graph with the relation's name as label of its edges."""
    out.write(_HEAD)
    for part, keys in (("node", _NODE), ("edge", _EDGE)):
        out.writelines(f'  <key id="{part}_{name}" for="{part}" attr.name="{name}" attr.type="{kind}"/>\n' for name, kind in keys.items())
    out.write('  <graph edgedefault="directed">\n')
    for node in graph.entities():
        out.writelines(_element(f"node id={_quoted(node.id)}", "node", _NODE, _node(node, ontology)))
    for edge in graph.relations():
        identity = edge.properties.get("claim") or f"{edge.start}-{edge.type}-{edge.end}"
        head = f"edge id={_quoted(identity)} source={_quoted(edge.start)} target={_quoted(edge.end)}"
        out.writelines(_element(head, "edge", _EDGE, _edge(edge)))
    out.write("  </graph>\n</graphml>\n")


def xml_text(value: Any) -> str:
    """A value as text of XML, without the characters that XML cannot have.

    >>> xml_text('<b> & "x"\\x00\\r'), xml_text(0.5), xml_text(["a", "b"])
    ('&lt;b&gt; &amp; "x"&#13;', '0.5', 'a | b')
    """
    words = " | ".join(value) if isinstance(value, list) else str(value)
    return escape(_ILLEGAL.sub("", words), {"\r": "&#13;"})


def _quoted(value: str) -> str:
    return quoteattr(_ILLEGAL.sub("", value))


def _node(node: Node, ontology: Ontology) -> Mapping[str, Any]:
    looks: dict[str, Any] = {}
    if node.type in ontology.entities:
        found = ontology.entities[node.type]
        red, green, blue = bytes.fromhex(found.colour[1:])
        looks = {"r": red, "g": green, "b": blue, "size": float(found.size)}
    return node.properties | {"label": node.properties["name"], "type": node.type} | looks


def _edge(edge: Edge) -> Mapping[str, Any]:
    return edge.properties | {"label": edge.type, "weight": float(edge.properties.get("sources") or 1)}


def _element(head: str, part: str, keys: Mapping[str, str], values: Mapping[str, Any]) -> Iterator[str]:
    yield f"    <{head}>\n"
    for name in keys:
        if values.get(name) not in (None, []):
            yield f'      <data key="{part}_{name}">{xml_text(values[name])}</data>\n'
    yield f"    </{part}>\n"


__all__ = ["write_graphml", "xml_text"]
