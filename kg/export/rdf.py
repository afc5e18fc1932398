"""The graph as resources of RDF: things, articles, claims, and statements with the passages that prove them.

A claim is an ``rdf:Statement`` with its status, whatever that is. A plain triple ("Siemens partners with Nvidia") is only there for
what is ``asserted``: RDF has no way to say of a triple that it is a rumour, and what is planned, rumoured, ended or denied must
not become a fact by being exported. Provenance is PROV-O: a statement was derived from its article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import SchemaError, UsageError
from kg.export.graph import Article, Mention, Node, Row, StatedClaim, Statement
from kg.export.terms import TYPE, Iri, Literal, Pairs, Resource, Term, address, number, text
from kg.model import content_id
from kg.ontology import Ontology, RelationType

NAMESPACE = "urn:company-knowledge-graph:ontology#"
"""Of the classes and properties; the same for everybody, so that OWL and SHACL fit every export."""

BASE = "urn:company-knowledge-graph:"
"""What the names of things, claims and articles begin with, unless another one is given."""

STANDARD = {
    "owl": "http://www.w3.org/2002/07/owl#", "prov": "http://www.w3.org/ns/prov#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "schema": "https://schema.org/", "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#", "xsd": "http://www.w3.org/2001/XMLSchema#", "kg": NAMESPACE,
}  # fmt: skip

LINKED = ("wd", "wdt", "fibo-be-oac-cctl")
"""Prefixes whose names the ontology links to and data do not use: those of Wikidata are no classes or properties of RDF, and FIBO's control
stands between roles of companies, not between the companies themselves."""

DECIMALS = ("confidence", "amount", "stake", "value")
INTEGERS = ("sources", "documents", "start", "end", "count")
DATES = ("first_seen", "last_seen")
STATE = ("status", "confidence", "amount", "currency", "hedge", "stake", "role", "facility", "date", "topic")
"""What a claim and each of its statements say beside subject, relation and object."""

THING = ("kind", "documents", "metric", "value", "unit", "period", "of")
"""Properties of things that are taken over under their name; the last five are of figures."""

_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]*[/#:]")


def prefixes_of(ontology: Ontology, base: str = BASE) -> dict[str, str]:
    """All prefixes of an export.

    Raises:
        UsageError: ``base`` is no beginning of an IRI.
        SchemaError: the ontology gives one of ours another meaning.
    """
    if not _BASE.fullmatch(base):
        raise UsageError(f"--base {base!r}: write the beginning of an IRI that ends in / or #, such as https://data.example/kg/")
    own = STANDARD | {name: f"{base}{name}/" for name in ("entity", "claim", "statement", "passage", "article", "mention", "graph")}
    for name, iri in ontology.prefixes.items():
        if own.get(name, iri) != iri:
            raise SchemaError("schema/relations.toml", f"prefixes.{name}", f"stands for {own[name]!r} in exports; choose another prefix")
    return dict(ontology.prefixes) | own


def mapped_iris(iris: tuple[str, ...]) -> Iterator[tuple[Iri, bool]]:
    """Names of other vocabularies that data may use, and whether they are read backwards.

    >>> list(mapped_iris(("schema:worksFor", "^org:headOf", "wdt:P108")))
    [(Iri(prefix='schema', local='worksFor'), False), (Iri(prefix='org', local='headOf'), True)]
    """
    for iri in iris:
        prefix, _, local = iri.removeprefix("^").partition(":")
        if prefix not in LINKED:
            yield Iri(prefix, local), iri.startswith("^")


class Resources:
    """Makes the resources; ``ontology`` says which classes and properties of other vocabularies mean the same as ours."""

    def __init__(self, ontology: Ontology) -> None:
        self._classes = {name: [iri for iri, _ in mapped_iris(found.iris)] for name, found in ontology.entities.items()}
        self._relations: Mapping[str, RelationType] = ontology.relations

    def entity(self, node: Node) -> Resource:
        """A thing with its names."""
        row = node.properties
        pairs: Pairs = [(TYPE, iri) for iri in (Iri("kg", node.type), *self._classes.get(node.type, ()))]
        pairs += [(Iri("rdfs", "label"), text(row["name"])), (Iri("schema", "name"), text(row["name"]))]
        pairs += [(Iri("skos", "altLabel"), text(alias)) for alias in row.get("aliases") or ()]
        return Resource(Iri("entity", node.id), pairs + _values(row, THING))

    def article(self, article: Article) -> Resource:
        """An article with what is known of it and the things that it names."""
        row = article.properties
        pairs: Pairs = [(TYPE, Iri("kg", "Article")), (TYPE, Iri("schema", "NewsArticle")), (TYPE, Iri("prov", "Entity"))]
        pairs.append((Iri("rdfs", "label"), text(row.get("name") or row["id"], row.get("lang"))))
        pairs += _optional(row, "title", Iri("schema", "headline"), lambda value: text(value, row.get("lang")))
        pairs += _optional(row, "url", Iri("schema", "url"), address)
        pairs += _optional(row, "published", Iri("schema", "datePublished"), lambda value: Literal(value, "xsd:date"))
        pairs += _optional(row, "lang", Iri("schema", "inLanguage"), text)
        pairs += _optional(row, "source", Iri("kg", "source"), text)
        pairs += _optional(row, "digest", Iri("kg", "digest"), text)
        pairs += [(Iri("schema", "mentions"), Iri("entity", mention.entity)) for mention in article.mentions]
        return Resource(Iri("article", row["id"]), pairs)

    def mention(self, mention: Mention) -> Resource:
        """How an article speaks of a thing: as what, by which names, how often."""
        row = mention.properties
        pairs: Pairs = [(TYPE, Iri("kg", "Mention")), (Iri("rdfs", "label"), text(row["name"])), (Iri("kg", "thing"), Iri("entity", mention.entity))]
        pairs += [(Iri("prov", "wasDerivedFrom"), Iri("article", mention.document))]
        pairs += [(Iri("kg", "form"), text(form)) for form in row.get("forms") or ()]
        return Resource(Iri("mention", content_id(mention.document, mention.entity)), pairs + _values(row, ("count", "kind", "reason")))

    def bundle(self, article: Article) -> Resource:
        """The named graph of an article: what it says, and where that is from."""
        identity = article.properties["id"]
        pairs: Pairs = [(TYPE, Iri("prov", "Bundle")), (TYPE, Iri("prov", "Entity")), (Iri("prov", "wasDerivedFrom"), Iri("article", identity))]
        return Resource(Iri("graph", identity), pairs)

    def claim(self, claim: StatedClaim) -> Resource:
        """A claim in the state of its latest article."""
        row = claim.properties
        subject, relation, target = claim.triple
        pairs: Pairs = [(TYPE, Iri("kg", "Claim")), (TYPE, Iri("rdf", "Statement")), (Iri("rdfs", "label"), text(row["name"]))]
        pairs += [
            (Iri("rdf", "subject"), Iri("entity", subject)),
            (Iri("rdf", "predicate"), Iri("kg", relation)),
            (Iri("rdf", "object"), Iri("entity", target)),
        ]
        pairs += _values(row, (*STATE, "sources", *DATES))
        pairs += [(Iri("kg", "statement"), Iri("statement", statement.properties["id"])) for statement in claim.statements]
        return Resource(Iri("claim", row["id"]), pairs)

    def facts(self, triple: tuple[str, str, str], status: str) -> Iterator[Resource]:
        """The plain triples of something asserted, in our words and in those of other vocabularies; of anything else none."""
        if status != "asserted":
            return
        subject, relation, target = Iri("entity", triple[0]), triple[1], Iri("entity", triple[2])
        yield Resource(subject, [(Iri("kg", relation), target)])
        for iri, backwards in mapped_iris(self._relations[relation].iris if relation in self._relations else ()):
            yield Resource(target, [(iri, subject)]) if backwards else Resource(subject, [(iri, target)])

    def statement(self, statement: Statement) -> Iterator[Resource]:
        """What one article says of a claim, and the passages that prove it."""
        row, document = statement.properties, statement.document
        passages = [(Iri("passage", f"{row['id']}_{place}"), passage) for place, passage in enumerate(statement.passages(), 1)]
        pairs: Pairs = [(TYPE, Iri("kg", "Statement")), (TYPE, Iri("prov", "Entity"))]
        pairs += [(Iri("kg", "claim"), Iri("claim", statement.claim)), (Iri("prov", "wasDerivedFrom"), Iri("article", document["id"]))]
        pairs += _values(row, (*STATE, "extractor"))
        pairs += [(Iri("kg", "evidence"), iri) for iri, _ in passages]
        yield Resource(Iri("statement", row["id"]), pairs)
        for iri, (start, end, words) in passages:
            quoted: Pairs = [(TYPE, Iri("kg", "Passage")), (Iri("kg", "sentence"), text(words, document.get("lang")))]
            yield Resource(iri, [*quoted, (Iri("kg", "start"), number(start)), (Iri("kg", "end"), number(end))])


def _values(row: Row, names: tuple[str, ...]) -> Pairs:
    return [(Iri("kg", name), _value(name, row[name])) for name in names if row.get(name) is not None]


def _value(name: str, value: Any) -> Term:
    if name in DECIMALS:
        return number(float(value))
    if name in INTEGERS:
        return number(int(value))
    return Literal(value, "xsd:date") if name in DATES else text(str(value))


def _optional(row: Row, name: str, verb: Iri, make: Any) -> Pairs:
    return [(verb, make(row[name]))] if row.get(name) else []


__all__ = ["BASE", "DATES", "DECIMALS", "INTEGERS", "LINKED", "NAMESPACE", "STATE", "THING", "Resources", "mapped_iris", "prefixes_of"]
