"""SHACL shapes from ``schema/`` alone: what an export of ours has to look like, for validators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from kg.export.owl import datatype_of
from kg.export.rdf import DATES, STATE, THING, prefixes_of
from kg.export.terms import TYPE, Blank, Iri, Listing, Literal, Pairs, Resource, Term, number, text, turtle_prefixes, turtle_resource
from kg.model import STATUSES
from kg.ontology import Ontology, RelationType

_SHAPE: tuple[Iri, Term] = (TYPE, Iri("sh", "NodeShape"))
_FIGURE = ("metric", "value", "unit", "period", "of")


def write_shacl(ontology: Ontology, out: TextIO) -> None:
    """Write the shapes as Turtle."""
    prefixes = prefixes_of(ontology)
    out.writelines(turtle_prefixes(prefixes))
    out.writelines("\n" + turtle_resource(shape, prefixes) for shape in _shapes(ontology))


def _shapes(ontology: Ontology) -> Iterator[Resource]:
    for name in ontology.entities:
        yield _entity_shape(name, ontology)
    yield from map(_relation_shape, ontology.relations.values())
    yield _claim_shape(ontology)
    yield _statement_shape()
    yield _passage_shape()
    yield _article_shape()
    yield _mention_shape()


def _entity_shape(name: str, ontology: Ontology) -> Resource:
    pairs: Pairs = [_SHAPE, (Iri("sh", "targetClass"), Iri("kg", name)), (Iri("sh", "nodeKind"), Iri("sh", "IRI"))]
    pairs.append(_property(Iri("rdfs", "label"), least=1, most=1, datatype=Iri("xsd", "string")))
    pairs.append(_property(Iri("skos", "altLabel"), datatype=Iri("xsd", "string")))
    pairs += [_own(field) for field in THING if field not in _FIGURE]
    if name == "Figure":
        metrics = Listing(tuple(text(metric) for metric in ontology.metrics))
        pairs += [_own("metric", least=1, among=metrics), _own("value", least=1), _own("unit", least=1), _own("period"), _own("of")]
    return Resource(Iri("kg", f"{name}Shape"), pairs)


def _relation_shape(relation: RelationType) -> Resource:
    """Whoever has the property is of its domain, and leads to its range."""
    rule = Blank(((Iri("sh", "path"), Iri("kg", relation.name)), (Iri("sh", "or"), _classes(relation.range))))
    pairs: Pairs = [
        _SHAPE,
        (Iri("sh", "targetSubjectsOf"), Iri("kg", relation.name)),
        (Iri("sh", "or"), _classes(relation.domain)),
        (Iri("sh", "property"), rule),
    ]
    return Resource(Iri("kg", f"{relation.name}_Shape"), pairs)


def _claim_shape(ontology: Ontology) -> Resource:
    pairs: Pairs = [_SHAPE, (Iri("sh", "targetClass"), Iri("kg", "Claim"))]
    pairs += [_property(Iri("rdf", name), least=1, most=1) for name in ("subject", "predicate", "object")]
    pairs += _state()
    pairs += [_own("sources", least=1), *(_own(name) for name in DATES)]
    pairs.append(_property(Iri("kg", "statement"), least=1, kind=Iri("kg", "Statement")))
    pairs.append((Iri("sh", "or"), Listing(tuple(map(_allowed, ontology.relations.values())))))
    return Resource(Iri("kg", "ClaimShape"), pairs)


def _allowed(relation: RelationType) -> Blank:
    """A claim of this relation between things that it may stand between."""
    ends = (("subject", relation.domain), ("object", relation.range))
    rules: Pairs = [(Iri("sh", "property"), Blank(((Iri("sh", "path"), Iri("rdf", "predicate")), (Iri("sh", "hasValue"), Iri("kg", relation.name)))))]
    rules += [(Iri("sh", "property"), Blank(((Iri("sh", "path"), Iri("rdf", name)), (Iri("sh", "or"), _classes(types))))) for name, types in ends]
    return Blank(tuple(rules))


def _statement_shape() -> Resource:
    pairs: Pairs = [_SHAPE, (Iri("sh", "targetClass"), Iri("kg", "Statement")), *_state(), _own("extractor", least=1)]
    pairs.append(_property(Iri("kg", "claim"), least=1, most=1, kind=Iri("kg", "Claim")))
    pairs.append(_property(Iri("kg", "evidence"), least=1, kind=Iri("kg", "Passage")))
    pairs.append(_property(Iri("prov", "wasDerivedFrom"), least=1, most=1, kind=Iri("kg", "Article")))
    return Resource(Iri("kg", "StatementShape"), pairs)


def _passage_shape() -> Resource:
    pairs: Pairs = [_SHAPE, (Iri("sh", "targetClass"), Iri("kg", "Passage")), _property(Iri("kg", "sentence"), least=1, most=1)]
    start = Blank((
        (Iri("sh", "path"), Iri("kg", "start")), (Iri("sh", "minCount"), number(1)), (Iri("sh", "maxCount"), number(1)),
        (Iri("sh", "datatype"), Iri("xsd", "integer")), (Iri("sh", "minInclusive"), number(0)), (Iri("sh", "lessThan"), Iri("kg", "end")),
    ))  # fmt: skip
    return Resource(Iri("kg", "PassageShape"), [*pairs, (Iri("sh", "property"), start), _own("end", least=1)])


def _article_shape() -> Resource:
    pairs: Pairs = [_SHAPE, (Iri("sh", "targetClass"), Iri("kg", "Article")), _property(Iri("rdfs", "label"), least=1, most=1)]
    pairs.append(_property(Iri("schema", "datePublished"), most=1, datatype=Iri("xsd", "date")))
    pairs.append(_own("digest"))
    return Resource(Iri("kg", "ArticleShape"), [*pairs, _property(Iri("schema", "mentions"), node=Iri("sh", "IRI"))])


def _mention_shape() -> Resource:
    pairs: Pairs = [_SHAPE, (Iri("sh", "targetClass"), Iri("kg", "Mention")), _property(Iri("rdfs", "label"), least=1, most=1)]
    pairs.append(_property(Iri("kg", "thing"), least=1, most=1, node=Iri("sh", "IRI")))
    pairs.append(_property(Iri("prov", "wasDerivedFrom"), least=1, most=1, kind=Iri("kg", "Article")))
    pairs.append(_property(Iri("kg", "form"), least=1, datatype=Iri("xsd", "string")))
    return Resource(Iri("kg", "MentionShape"), [*pairs, _own("count", least=1), _own("kind"), _own("reason")])


def _state() -> Pairs:
    statuses = Listing(tuple(text(status) for status in STATUSES))
    bounds: Pairs = [(Iri("sh", "minInclusive"), Literal("0.0", "xsd:decimal")), (Iri("sh", "maxInclusive"), Literal("1.0", "xsd:decimal"))]
    own = [_own("status", least=1, among=statuses), _own("confidence", least=1, more=tuple(bounds))]
    return own + [_own(name) for name in STATE if name not in ("status", "confidence")]


def _own(name: str, *, least: int = 0, among: Listing | None = None, more: tuple[tuple[Iri, Term], ...] = ()) -> tuple[Iri, Term]:
    """A property of ours that is there at most once."""
    rules = more + (((Iri("sh", "in"), among),) if among else ())
    return _property(Iri("kg", name), least=least, most=1, datatype=datatype_of(name), more=rules)


def _property(
    path: Iri, *, least: int = 0, most: int | None = None, datatype: Iri | None = None, kind: Iri | None = None, node: Iri | None = None,
    more: tuple[tuple[Iri, Term], ...] = (),
) -> tuple[Iri, Term]:  # fmt: skip
    rules: Pairs = [(Iri("sh", "path"), path)]
    wanted = (("minCount", number(least) if least else None), ("maxCount", number(most) if most is not None else None))
    rules += [(Iri("sh", name), term) for name, term in (*wanted, ("datatype", datatype), ("class", kind), ("nodeKind", node)) if term is not None]
    return Iri("sh", "property"), Blank((*rules, *more))


def _classes(names: frozenset[str]) -> Listing:
    return Listing(tuple(Blank(((Iri("sh", "class"), Iri("kg", name)),)) for name in sorted(names)))


__all__ = ["write_shacl"]
