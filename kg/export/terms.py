"""The parts of RDF, and how Turtle writes them. Whatever text there is, it stays text.

IRIs are made of a prefix and a local part; where a local part holds anything but letters, digits and ``_``, the IRI is written out,
with everything that an IRI may not hold escaped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from kg.export.escapes import json_line

_LOCAL = re.compile(r"[A-Za-z0-9_]+")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]+(?:[/?#][!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~\u00a1-\ud7ff\uf900-\ufdcf]*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Iri(NamedTuple):
    """A name: prefix and local part, or with an empty prefix the whole address."""

    prefix: str
    local: str


class Literal(NamedTuple):
    """A value: its text and its kind: ``""`` for plain text, ``@de`` for text in a language, ``xsd:date`` …"""

    text: str
    kind: str = ""


class Blank(NamedTuple):
    """A thing without a name."""

    pairs: tuple[tuple[Iri, Term], ...]


class Listing(NamedTuple):
    """An RDF list."""

    items: tuple[Term, ...]


Term: TypeAlias = "Iri | Literal | Blank | Listing"
Pairs: TypeAlias = "list[tuple[Iri, Term]]"


class Resource(NamedTuple):
    """A subject with what is said of it."""

    subject: Iri
    pairs: Pairs


TYPE = Iri("rdf", "type")


def text(value: str, language: str | None = None) -> Literal:
    """Text, in a language where that is an ISO 639 code.

    >>> text("Hallo", "de"), text("Hello", "de> <x:y")
    (Literal(text='Hallo', kind='@de'), Literal(text='Hello', kind=''))
    """
    return Literal(_SURROGATE.sub("\ufffd", value), f"@{language}" if language and _LANGUAGE.fullmatch(language) else "")


def number(value: float) -> Literal:
    """A whole number as ``xsd:integer`` where it is an ``int``, else ``xsd:decimal``, which holds money exactly.

    >>> number(3), number(120e6).text, number(-0.25).text, number(1e-7).text
    (Literal(text='3', kind='xsd:integer'), '120000000.0', '-0.25', '0.0000001')
    """
    if isinstance(value, int):
        return Literal(str(value), "xsd:integer")
    if not math.isfinite(value):
        return Literal(str(value))
    digits = format(Decimal(repr(value)), "f")
    return Literal(digits if "." in digits else f"{digits}.0", "xsd:decimal")


def address(value: str) -> Iri | Literal:
    """A web address as IRI, where it is one that needs no escapes; anything else is text.

    >>> address("https://a.example/b?c=ä#d"), address("https://a.example/> <x:y"), address("javascript:alert(1)")
    (Iri(prefix='', local='https://a.example/b?c=ä#d'), Literal(text='https://a.example/> <x:y', kind=''), Literal(text='javascript:alert(1)', kind=''))
    """
    return Iri("", value) if _ADDRESS.fullmatch(value) else text(value)


def full_iri(iri: Iri, prefixes: Mapping[str, str]) -> str:
    """The whole address.

    >>> full_iri(Iri("article", "a/b> <c"), {"article": "urn:x:"})
    'urn:x:a%2Fb%3E%20%3Cc'
    """
    return prefixes[iri.prefix] + quote(iri.local, safe="", errors="replace") if iri.prefix else iri.local


def is_short(iri: Iri) -> bool:
    """May it be written ``prefix:local``?"""
    return bool(iri.prefix and _LOCAL.fullmatch(iri.local))


def turtle_term(term: Term, prefixes: Mapping[str, str]) -> str:
    """A term in Turtle.

    >>> print(turtle_term(text('Say "hi"\\n'), {}), turtle_term(number(0.5), {}), turtle_term(Literal("2025-09-26", "xsd:date"), {}))
    "Say \\"hi\\"\\n" 0.5 "2025-09-26"^^xsd:date
    """
    match term:
        case Iri():
            return f"{term.prefix}:{term.local}" if is_short(term) else f"<{full_iri(term, prefixes)}>"
        case Literal(value, "xsd:integer" | "xsd:decimal"):
            return value
        case Literal(value, kind):
            return json_line(value) + (f"^^{kind}" if kind[:1] not in ("", "@") else kind)
        case Blank(pairs):
            inner = " ; ".join(f"{_verb(verb, prefixes)} {turtle_term(part, prefixes)}" for verb, part in pairs)
            return f"[ {inner} ]"
        case Listing(items):
            return f"( {' '.join(turtle_term(item, prefixes) for item in items)} )"


def turtle_resource(resource: Resource, prefixes: Mapping[str, str], indent: str = "") -> str:
    """A subject with its predicates, one on a line, ended by a blank line; what is said twice is written once."""
    objects: dict[Iri, dict[str, None]] = {}
    for verb, term in resource.pairs:
        objects.setdefault(verb, {})[turtle_term(term, prefixes)] = None
    lines = [f"{_verb(verb, prefixes)} {', '.join(values)}" for verb, values in objects.items()]
    return f"{indent}{turtle_term(resource.subject, prefixes)} " + f" ;\n{indent}    ".join(lines) + " .\n"


def turtle_prefixes(prefixes: Mapping[str, str]) -> Iterator[str]:
    """The head of a file."""
    for name, iri in sorted(prefixes.items()):
        yield f"@prefix {name}: <{iri}> .\n"


def _verb(verb: Iri, prefixes: Mapping[str, str]) -> str:
    return "a" if verb == TYPE else turtle_term(verb, prefixes)


__all__ = [
    "TYPE", "Blank", "Iri", "Listing", "Literal", "Pairs", "Resource", "Term", "address", "full_iri", "is_short", "number", "text", "turtle_prefixes",
    "turtle_resource", "turtle_term",
]  # fmt: skip
