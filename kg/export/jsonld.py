"""JSON-LD 1.1: the same resources as in Turtle, one on a line, with a context that reads them as RDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from kg.export.escapes import json_line
from kg.export.graph import Graph
from kg.export.rdf import BASE, DATES, DECIMALS, INTEGERS, Resources, prefixes_of
from kg.export.terms import TYPE, Iri, Resource, Term, full_iri, is_short
from kg.export.turtle import find_resources
from kg.ontology import Ontology


def write_jsonld(graph: Graph, ontology: Ontology, out: TextIO, base: str = BASE) -> None:
    """Write the graph as JSON-LD."""
    prefixes = prefixes_of(ontology, base)
    out.write('{"@context": ' + json_line(context_of(prefixes, ontology)) + ',\n"@graph": [')
    separator = "\n"
    for resource in find_resources(graph, Resources(ontology)):
        out.write(separator + json_line(_object(resource, prefixes)))
        separator = ",\n"
    out.write("\n]}\n")


def context_of(prefixes: Mapping[str, str], ontology: Ontology) -> dict[str, Any]:
    """How the names in the file are to be read: prefixes, our own names without one, and the types of values.

    Decimal numbers stand as text, as JSON's numbers are binary and an amount is not.
    """
    context: dict[str, Any] = {"@version": 1.1, "@vocab": prefixes["kg"]} | dict(sorted((name, iri) for name, iri in prefixes.items() if name != "kg"))
    typed = dict.fromkeys(DECIMALS, "xsd:decimal") | dict.fromkeys(INTEGERS, "xsd:integer") | dict.fromkeys(DATES, "xsd:date")
    typed |= dict.fromkeys(ontology.relations, "@id") | {"evidence": "@id"}
    context |= {name: {"@id": prefixes["kg"] + name, "@type": kind} for name, kind in typed.items()}
    context["schema:datePublished"] = {"@type": "xsd:date"}
    context["rdf:predicate"] = {"@type": "@vocab"}
    return context


def _object(resource: Resource, prefixes: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": _name(resource.subject, prefixes)}
    for verb, term in resource.pairs:
        key = "@type" if verb == TYPE else _verb(verb, prefixes)
        value = _word(term, prefixes) if isinstance(term, Iri) and (verb == TYPE or verb.local == "predicate") else _value(key, term, prefixes)
        if key not in found:
            found[key] = value
        else:
            found[key] = [*(found[key] if isinstance(found[key], list) else [found[key]]), value]
    return found


def _value(key: str, term: Term, prefixes: Mapping[str, str]) -> Any:
    match term:
        case Iri():
            name = _name(term, prefixes)
            return name if key in ("evidence",) or key.isupper() else {"@id": name}
        case (value, ""):
            return value
        case (value, "xsd:integer"):
            return int(str(value))
        case (value, "xsd:decimal" | "xsd:date"):
            return value
        case (value, kind):
            return {"@value": value, "@language": str(kind)[1:]}
    raise TypeError(term)


def _name(iri: Iri, prefixes: Mapping[str, str]) -> str:
    return f"{iri.prefix}:{iri.local}" if is_short(iri) and iri.prefix != "kg" else full_iri(iri, prefixes)


def _word(iri: Iri, prefixes: Mapping[str, str]) -> str:
    """A class or property of ours without prefix."""
    return iri.local if iri.prefix == "kg" else _name(iri, prefixes)


def _verb(iri: Iri, prefixes: Mapping[str, str]) -> str:
    """As ``_word``; but ``claim`` and ``statement`` are prefixes already, so these two are written out."""
    return full_iri(iri, prefixes) if iri.prefix == "kg" and iri.local in prefixes else _word(iri, prefixes)


__all__ = ["context_of", "write_jsonld"]
