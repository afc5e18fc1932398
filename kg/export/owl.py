"""The ontology as OWL, from ``schema/`` alone: classes, properties, and what they are elsewhere.

Names of schema.org, ORG, FOAF and FIBO's classes are linked as broader classes and properties, which never makes a reasoner claim too much; those of
Wikidata, and FIBO's properties between roles, with ``skos:closeMatch``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from kg.export.rdf import DATES, DECIMALS, INTEGERS, NAMESPACE, STATE, THING, mapped_iris, prefixes_of
from kg.export.terms import TYPE, Blank, Iri, Listing, Pairs, Resource, Term, text, turtle_prefixes, turtle_resource
from kg.ontology import EntityType, Ontology, RelationType

_CLASS = Iri("owl", "Class")
_PROPERTY = Iri("owl", "ObjectProperty")
_SUBCLASS = Iri("rdfs", "subClassOf")

_RECORDS = {
    "Entity": "a thing of the world: company, person, place …", "Article": "an article of the news",
    "Claim": "what is said of two things, in the state of the latest article that says it",
    "Statement": "what one article says of a claim", "Passage": "words of an article that prove a statement",
    "Mention": "how an article speaks of a thing",
}  # fmt: skip
_LINKS = {
    "statement": ("Claim", "Statement", "what an article says of the claim"), "claim": ("Statement", "Claim", "the claim that the statement is of"),
    "evidence": ("Statement", "Passage", "the words that prove the statement"),
    "thing": ("Mention", "Entity", "what is spoken of"),
}  # fmt: skip
_MEANINGS = {
    "status": "how far it holds: asserted, planned, rumoured, ended or denied",
    "confidence": "estimated probability that a reader would agree, 0 to 1",
    "amount": "a sum of money or another quantity",
    "currency": "ISO 4217 code or unit of the amount",
    "hedge": "exact, about, at least or up to",
    "stake": "percent of the shares",
    "role": "as written",
    "facility": "what is built or closed",
    "date": "when, of partial precision",
    "topic": "as written",
    "extractor": "the rule or model that found it",
    "sources": "number of articles that say it",
    "documents": "number of articles that name it",
    "first_seen": "day of the first article",
    "last_seen": "day of the latest article",
    "sentence": "the words",
    "start": "first character in the article's text",
    "end": "one past the last character",
    "source": "publisher, feed or file",
    "digest": "fingerprint of an article and of the program that read it",
    "count": "how often it is spoken of",
    "form": "a name of the thing in the article",
    "reason": "why the name is taken for this thing",
    "kind": "of a place: country, region or city",
    "metric": "what is measured",
    "value": "the number; falls are negative",
    "unit": "ISO 4217 code, percent, people, units …",
    "period": "what it was measured over",
    "of": "the part that is measured",
}


def write_owl(ontology: Ontology, out: TextIO) -> None:
    """Write the ontology as OWL in Turtle."""
    prefixes = prefixes_of(ontology)
    out.writelines(turtle_prefixes(prefixes))
    out.writelines("\n" + turtle_resource(resource, prefixes) for resource in _resources(ontology))


def _resources(ontology: Ontology) -> Iterator[Resource]:
    about: Pairs = [(TYPE, Iri("owl", "Ontology")), (Iri("rdfs", "label"), text("Company knowledge graph", "en"))]
    yield Resource(Iri("", NAMESPACE.removesuffix("#")), about)
    for name, meaning in _RECORDS.items():
        broader = {"Article": Iri("schema", "NewsArticle"), "Claim": Iri("rdf", "Statement"), "Statement": Iri("prov", "Entity")}.get(name)
        pairs: Pairs = [(TYPE, _CLASS), *_described(name, meaning)]
        yield Resource(Iri("kg", name), pairs + ([(_SUBCLASS, broader)] if broader else []))
    yield from map(_class, ontology.entities.values())
    members = Listing(tuple(Iri("kg", name) for name in sorted(ontology.entities)))
    yield Resource(Iri("kg", "types"), [(TYPE, Iri("owl", "AllDisjointClasses")), (Iri("owl", "members"), members)])
    for relation in ontology.relations.values():
        yield from _relation(relation)
    for name, (domain, target, meaning) in _LINKS.items():
        ends: Pairs = [(Iri("rdfs", "domain"), Iri("kg", domain)), (Iri("rdfs", "range"), Iri("kg", target))]
        yield Resource(Iri("kg", name), [(TYPE, _PROPERTY), *_described(name, meaning), *ends])
    for name in sorted({*STATE, *THING, *DATES, *DECIMALS, *INTEGERS, "extractor", "sentence", "source", "digest", "form", "reason"}):
        yield Resource(Iri("kg", name), [(TYPE, Iri("owl", "DatatypeProperty")), *_described(name, _MEANINGS[name]), (Iri("rdfs", "range"), datatype_of(name))])
    yield from _foreign(ontology)


def datatype_of(name: str) -> Iri:
    """The datatype of a property; text in a language is ``rdf:langString`` or ``xsd:string``, so of a sentence only ``rdfs:Literal`` holds.

    >>> datatype_of("confidence").local, datatype_of("start").local, datatype_of("first_seen").local, datatype_of("sentence").local
    ('decimal', 'integer', 'date', 'Literal')
    """
    if name == "sentence":
        return Iri("rdfs", "Literal")
    kind = "decimal" if name in DECIMALS else "integer" if name in INTEGERS else "date" if name in DATES else "string"
    return Iri("xsd", kind)


def _described(name: str, meaning: str) -> Pairs:
    return [
        (Iri("rdfs", "label"), text(name.replace("_", " ").lower() if name.isupper() else name.replace("_", " "), "en")),
        (Iri("rdfs", "comment"), text(meaning, "en")),
    ]


def _class(found: EntityType) -> Resource:
    pairs: Pairs = [(TYPE, _CLASS), *_described(found.name, found.meaning), (_SUBCLASS, Iri("kg", "Entity"))]
    pairs += [(Iri("skos", "example"), text(example)) for example in found.examples]
    pairs += [(_SUBCLASS, iri) for iri, _ in mapped_iris(found.iris)]
    return Resource(Iri("kg", found.name), pairs + [(Iri("skos", "closeMatch"), iri) for iri, _ in _linked(found.iris)])


def _relation(found: RelationType) -> Iterator[Resource]:
    """The property, and its inverse with what other vocabularies call the way back."""
    pairs: Pairs = [(TYPE, _PROPERTY), *_described(found.name, found.meaning)]
    if found.symmetric:
        pairs.append((TYPE, Iri("owl", "SymmetricProperty")))
    pairs += [(Iri("rdfs", "domain"), _union(found.domain)), (Iri("rdfs", "range"), _union(found.range))]
    links: dict[bool, Pairs] = {False: [], True: []}
    for iri, backwards in mapped_iris(found.iris):
        links[backwards].append((Iri("rdfs", "subPropertyOf"), iri))
    for iri, backwards in _linked(found.iris):
        links[backwards].append((Iri("skos", "closeMatch"), iri))
    yield Resource(Iri("kg", found.name), pairs + links[False])
    if found.inverse and not found.symmetric:
        back: Pairs = [(TYPE, _PROPERTY), *_described(found.inverse, f"{found.name}, read backwards"), (Iri("owl", "inverseOf"), Iri("kg", found.name))]
        yield Resource(Iri("kg", found.inverse), back + links[True])


def _union(names: frozenset[str]) -> Term:
    classes = tuple(Iri("kg", name) for name in sorted(names))
    return classes[0] if len(classes) == 1 else Blank(((TYPE, _CLASS), (Iri("owl", "unionOf"), Listing(classes))))


def _linked(iris: tuple[str, ...]) -> Iterator[tuple[Iri, bool]]:
    known = {(iri, backwards) for iri, backwards in mapped_iris(iris)}
    for name in iris:
        prefix, _, local = name.removeprefix("^").partition(":")
        if (Iri(prefix, local), name.startswith("^")) not in known:
            yield Iri(prefix, local), name.startswith("^")


def _foreign(ontology: Ontology) -> Iterator[Resource]:
    """Declare the classes and properties of others that are linked to."""
    classes = {iri for found in ontology.entities.values() for iri, _ in mapped_iris(found.iris)} | {Iri("schema", "NewsArticle"), Iri("prov", "Entity")}
    properties = {iri for found in ontology.relations.values() for iri, _ in mapped_iris(found.iris)}
    yield from (Resource(iri, [(TYPE, _CLASS)]) for iri in sorted(classes))
    yield from (Resource(iri, [(TYPE, _PROPERTY)]) for iri in sorted(properties))


__all__ = ["datatype_of", "write_owl"]
