"""Reads Turtle, TriG and JSON-LD: whatever writes the same triples, in whatever order, is read alike.

rdflib parses; the triples go into the database of the gathering as they come, and are looked up there by subject. Names of things are told by
their type, not by how they begin, so any ``--base`` will do.
"""

from __future__ import annotations

import json
import sqlite3
import warnings
from collections.abc import Generator, Iterator
from typing import Any, TextIO
from urllib.parse import unquote

from rdflib import Dataset, Graph
from rdflib.exceptions import Error
from rdflib.store import Store

from kg.errors import SourceError
from kg.export.back.gather import Gathered
from kg.export.rdf import DECIMALS, INTEGERS, NAMESPACE, STANDARD

_FORMATS = {"turtle": "turtle", "trig": "trig", "jsonld": "json-ld"}
_RDF, _RDFS, _PROV, _SCHEMA = (STANDARD[name] for name in ("rdf", "rdfs", "prov", "schema"))
_TYPE = _RDF + "type"
_TEXTS = {
    "name": _RDFS + "label", "title": _SCHEMA + "headline", "url": _SCHEMA + "url", "published": _SCHEMA + "datePublished", "lang": _SCHEMA + "inLanguage",
    "source": NAMESPACE + "source", "digest": NAMESPACE + "digest",
}  # fmt: skip
_CHUNK = 5000

Found = dict[str, list[str]]


def read_triples(stream: TextIO, form: str, where: str, gathered: Gathered) -> None:
    """Gather a whole file.

    Args:
        stream: its text.
        form: ``turtle``, ``trig`` or ``jsonld``.
        where: its name.
        gathered: where the pieces go.

    Raises:
        SourceError: it cannot be parsed, or lacks something.
    """
    triples = _Triples(gathered.database)
    _parse(stream, form, where, triples)
    for iri, found in triples.of_type(NAMESPACE + "Article"):
        row = {name: _one(found, verb) for name, verb in _TEXTS.items()}
        gathered.add_article(row | {"id": _id(iri)}, f"{where}: <{iri}>")
    for iri, found in triples.of_type(NAMESPACE + "Mention"):
        row = _own(found) | {"name": _one(found, _RDFS + "label"), "forms": sorted(found.get(NAMESPACE + "form", ()))}
        place = f"{where}: <{iri}>"
        gathered.add_mention(_linked(found, _PROV + "wasDerivedFrom", place), _linked(found, NAMESPACE + "thing", place), row, place)
        thing = str(_one(found, NAMESPACE + "thing"))
        gathered.add_thing(_thing(thing, triples.of(thing)), f"{where}: <{thing}>")
    for iri, found in triples.of_type(NAMESPACE + "Statement"):
        _add_statement(found, f"{where}: <{iri}>", triples, gathered)


def _parse(stream: TextIO, form: str, where: str, triples: _Triples) -> None:
    sink = _Sink(triples)
    text = stream.read()
    if form == "jsonld":
        _check_contexts(text, where)
    graph = Graph(store=sink, bind_namespaces="none") if form == "turtle" else Dataset(store=sink)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            graph.parse(data=text, format=_FORMATS[form])
    except (Error, SyntaxError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise SourceError(where, f"is no {form} that can be read: {' '.join(str(error).split())[:200]}") from error
    triples.close()


def _check_contexts(text: str, where: str) -> None:
    """A context must stand in the file itself: one that only names an address would be fetched.

    Raises:
        SourceError: it is no JSON, or a context is somewhere else.
    """
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError) as error:
        raise SourceError(where, f"is no JSON ({error}); the export is damaged or cut off") from error
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            context = value.get("@context")
            inside = context if isinstance(context, list) else [context]
            if any(isinstance(one, str) or (isinstance(one, dict) and "@import" in one) for one in inside):
                raise SourceError(where, "names a context that is not in the file; nothing is fetched for it")
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


class _Triples:
    """Triples in a table, with the objects of a subject together."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._waiting: list[tuple[str, str, str]] = []
        database.execute("CREATE TABLE triples (subject TEXT, verb TEXT, object TEXT)")

    def add(self, subject: str, verb: str, target: str) -> None:
        self._waiting.append((subject, verb, target))
        if len(self._waiting) == _CHUNK:
            self._flush()

    def close(self) -> None:
        """All are there: sort them."""
        self._flush()
        self._database.execute("CREATE INDEX by_subject ON triples (subject)")
        self._database.execute("CREATE INDEX by_object ON triples (object)")

    def of(self, subject: str) -> Found:
        """What is said of a subject, once each."""
        found: Found = {}
        for verb, target in self._database.execute("SELECT DISTINCT verb, object FROM triples WHERE subject = ? ORDER BY verb, object", (subject,)):
            found.setdefault(verb, []).append(target)
        return found

    def of_type(self, kind: str) -> Iterator[tuple[str, Found]]:
        """Every subject of a class."""
        for (subject,) in self._database.execute("SELECT DISTINCT subject FROM triples WHERE object = ? AND verb = ? ORDER BY subject", (kind, _TYPE)):
            yield subject, self.of(subject)

    def _flush(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO triples VALUES (?, ?, ?)", self._waiting)
        self._database.execute("COMMIT")
        self._waiting.clear()


class _Sink(Store):
    """A store of rdflib that only takes triples; to which graph they belong does not matter."""

    context_aware = True
    graph_aware = True

    def __init__(self, triples: _Triples) -> None:
        super().__init__()
        self._triples = triples

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        """Take one."""
        self._triples.add(*(str(term) for term in triple))

    def add_graph(self, graph: Any) -> None:
        """Nothing to do."""

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        """None: which graphs there are is not kept."""
        yield from ()


def _add_statement(found: Found, place: str, triples: _Triples, gathered: Gathered) -> None:
    claim = triples.of(_needed(found, NAMESPACE + "claim", place))
    subject, target = _linked(claim, _RDF + "subject", place), _linked(claim, _RDF + "object", place)
    relation = _needed(claim, _RDF + "predicate", place).removeprefix(NAMESPACE)
    passages = []
    for iri in sorted(found.get(NAMESPACE + "evidence", ()), key=_number):
        row = _own(triples.of(iri))
        passages.append(row | {"text": row.get("sentence")})
    gathered.add_statement(_linked(found, _PROV + "wasDerivedFrom", place), (subject, relation, target), _own(found), passages, place)


def _thing(iri: str, found: Found) -> dict[str, Any]:
    kinds = [kind.removeprefix(NAMESPACE) for kind in found.get(_TYPE, ()) if kind.startswith(NAMESPACE)]
    return _own(found) | {"id": _id(iri), "type": kinds[0] if kinds else None}


def _own(found: Found) -> dict[str, Any]:
    """Our own properties, as values."""
    return {verb.removeprefix(NAMESPACE): _value(verb.removeprefix(NAMESPACE), values[0]) for verb, values in found.items() if verb.startswith(NAMESPACE)}


def _value(name: str, text: str) -> Any:
    """A value of its kind, or the text where it is none; the gathering then says so.

    >>> _value("count", "3"), _value("stake", "25.4"), _value("role", "CEO"), _value("count", "many")
    (3, 25.4, 'CEO', 'many')
    """
    try:
        return int(text) if name in INTEGERS else float(text) if name in DECIMALS else text
    except ValueError:
        return text


def _one(found: Found, verb: str) -> str | None:
    return found[verb][0] if verb in found else None


def _needed(found: Found, verb: str, place: str) -> str:
    if verb not in found:
        raise SourceError(place, f"lacks <{verb}>; the export is cut off, or was made by another version")
    return found[verb][0]


def _linked(found: Found, verb: str, place: str) -> str:
    return _id(_needed(found, verb, place))


def _id(iri: str) -> str:
    """The id that ends an IRI of ours.

    >>> _id("urn:company-knowledge-graph:article/a%2Fb")
    'a/b'
    """
    return unquote(iri.rpartition("/")[2])


def _number(iri: str) -> tuple[int, str]:
    """The place of a passage among those of its statement: the number behind the last ``_``."""
    last = iri.rpartition("_")[2]
    return (int(last) if last.isdecimal() else 0, iri)


__all__ = ["read_triples"]
