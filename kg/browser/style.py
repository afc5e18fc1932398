"""The style of Neo4j Browser (GraSS) from the looks of ``schema/``, written so that both Browsers read it alike.

* No comments: to either Browser they are part of the next selector.
* One property for a caption; no ``:`` or ``;`` in a value.
* The classic Browser takes the last rule that fits a node, so ``Entity`` stands before the types; a label without a rule gets a
  made-up one that wins over all, so every label has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from kg.ontology import Looks, Ontology

SETTING = "browser.post_connect_cmd"
"""What the classic Browser does for every visitor, once connected; commands are set apart by ``;``."""

_LIGHT, _DARK = "#ffffff", "#111111"

Rules = Mapping[str, Mapping[str, str]]


def style_rules(ontology: Ontology, looks: Looks) -> Rules:
    """Selector → properties, in the order in which they have to stand.

    Args:
        ontology: the types of things and relations.
        looks: those of the rest, as :func:`~kg.ontology.read_looks` gives them.
    """
    return dict(_rules(ontology, looks))


def _rules(ontology: Ontology, looks: Looks) -> Iterator[tuple[str, dict[str, str]]]:
    thing, mention = looks.nodes["Entity"], looks.edges["MENTIONS"]
    yield "node", _node(thing.colour, thing.size, "name")
    yield "relationship", _edge(mention.colour, mention.width, "type")
    for node in looks.nodes.values():
        yield f"node.{node.name}", _node(node.colour, node.size, node.caption)
    for kind in ontology.entities.values():
        yield f"node.{kind.name}", _node(kind.colour, kind.size, "name")
    for edge in looks.edges.values():
        yield f"relationship.{edge.name}", _edge(edge.colour, edge.width, edge.caption)
    for relation in ontology.relations.values():
        yield f"relationship.{relation.name}", _edge(relation.colour, relation.width, "type")


def _node(colour: str, size: int, caption: str) -> dict[str, str]:
    return {
        "color": colour, "border-color": darker(colour), "border-width": "2px", "text-color-internal": readable_on(colour),
        "diameter": f"{size}px", "font-size": "10px", "caption": f"{{{caption}}}",
    }  # fmt: skip


def _edge(colour: str, width: int, caption: str) -> dict[str, str]:
    return {
        "color": colour, "shaft-width": f"{width}px", "font-size": "9px", "padding": "3px", "text-color-external": "#000000",
        "text-color-internal": readable_on(colour), "caption": "<type>" if caption == "type" else f"{{{caption}}}",
    }  # fmt: skip


def grass(rules: Rules) -> str:
    """The rules as the text of a ``.grass`` file."""
    blocks = ((selector, (f"  {name}: {_value(name, value)};\n" for name, value in rule.items())) for selector, rule in rules.items())
    return "\n".join(f"{selector} {{\n{''.join(lines)}}}\n" for selector, lines in blocks)


def _value(name: str, value: str) -> str:
    return f'"{value}"' if name == "caption" else value


def setting(rules: Rules) -> str:
    """The rules as the value of :data:`SETTING`: JSON, as a ``;`` begins a new command; the second one wipes the answer to the first away."""
    return f"style {json.dumps(rules, separators=(',', ':'))}; clear"


def docker_variable(name: str) -> str:
    """The environment variable by which Neo4j's image takes a setting.

    >>> [docker_variable(name) for name in ("browser.post_connect_cmd", "server.http.port", "db.tx_log.preallocate")]
    ['NEO4J_browser_post__connect__cmd', 'NEO4J_server_http_port', 'NEO4J_db_tx__log_preallocate']
    """
    return f"NEO4J_{name.replace('_', '__').replace('.', '_')}"


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 (black) to 1 (white), as WCAG 2 defines it for sRGB.

    >>> [round(luminance(colour), 4) for colour in ("#000000", "#ffffff", "#ff0000")]
    [0.0, 1.0, 0.2126]
    """
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21, as WCAG 2 defines it: (lighter + 0.05) / (darker + 0.05).

    >>> [round(contrast(colour, "#000000"), 2) for colour in ("#000000", "#ffffff", "#ff0000")]
    [1.0, 21.0, 5.25]
    """
    darkest, lightest = sorted((luminance(one), luminance(other)))
    return (lightest + 0.05) / (darkest + 0.05)


def readable_on(colour: str) -> str:
    """The colour of writing on ``colour``: white or nearly black, whichever stands out more."""
    return max((_LIGHT, _DARK), key=lambda text: contrast(text, colour))


def darker(colour: str) -> str:
    """Three quarters of the light of each channel (rounded down): the edge of a disc of that colour.

    >>> darker("#000000"), darker("#ffffff"), darker("#2f6fb0")
    ('#000000', '#bfbfbf', '#235384')
    """
    return f"#{bytes(part * 3 // 4 for part in bytes.fromhex(colour[1:])).hex()}"


__all__ = ["SETTING", "Rules", "contrast", "darker", "docker_variable", "grass", "luminance", "readable_on", "setting", "style_rules"]
