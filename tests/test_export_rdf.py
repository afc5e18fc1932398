"""RDF exports, read back by rdflib and checked by pyshacl with our own shapes; the ontology as OWL."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Dataset, Literal, Namespace, URIRef
from rdflib import Graph as Triples
from rdflib.namespace import OWL, PROV, SKOS, XSD

from kg.errors import SchemaError, UsageError
from kg.export.formats import write_export
from kg.export.rdf import BASE, NAMESPACE, prefixes_of
from kg.store.client import Store
from tests.export_fixtures import BROKEN, DOCUMENT, FORMULA, SCRIPT, export, filled
from tests.store_fixtures import ONTOLOGY, entity_id

KG = Namespace(NAMESPACE)
SCHEMA = Namespace("https://schema.org/")
ENTITY = Namespace(f"{BASE}entity/")
ARTICLE = Namespace(f"{BASE}article/")
ALPHA, BETA, GAMMA, DELTA, EVE = (ENTITY[entity_id(*words)] for words in (("alpha",), ("beta",), ("gamma",), ("delta",), ("eve", "Person")))


def written(form: str) -> Triples:
    out = io.StringIO()
    write_export(form, out, ONTOLOGY)
    return Triples().parse(data=out.getvalue(), format="turtle")


def shapes_hold(data: Triples) -> tuple[bool, str]:
    pyshacl = pytest.importorskip("pyshacl")
    conforms, _, report = pyshacl.validate(data, shacl_graph=written("shacl"), inference="none", meta_shacl=False, do_owl_imports=False)
    return bool(conforms), str(report)


def test_turtle_and_jsonld_say_the_same(store: Store, tmp_path: Path) -> None:
    filled(store)
    turtle = Triples().parse(export(store, "turtle", tmp_path / "x.ttl"), format="turtle")
    jsonld = Triples().parse(export(store, "jsonld", tmp_path / "x.jsonld"), format="json-ld")
    assert set(turtle) == set(jsonld) and len(turtle) > 200
    assert not any(isinstance(term, BNode) for triple in turtle for term in triple)


def test_only_what_is_asserted_is_a_plain_triple(store: Store, tmp_path: Path) -> None:
    filled(store)
    graph = Triples().parse(export(store, "turtle", tmp_path / "x.ttl"), format="turtle")
    assert (ALPHA, KG.PARTNERS_WITH, BETA) in graph or (BETA, KG.PARTNERS_WITH, ALPHA) in graph
    for planned_or_denied in (KG.ACQUIRES, KG.SUES, KG.WORKS_FOR):
        assert not list(graph.subject_objects(planned_or_denied))
    assert (EVE, KG.CEO_OF, ALPHA) in graph and (EVE, URIRef("http://www.w3.org/ns/org#headOf"), ALPHA) in graph
    assert (BETA, SCHEMA.parentOrganization, DELTA) in graph
    assert len(set(graph.subjects(RDF.type, KG.Claim))) == store.status().counts["claims"]
    claim = next(subject for subject in graph.subjects(RDF.predicate, KG.ACQUIRES))
    assert (claim, KG.status, Literal("planned")) in graph and (claim, KG.amount, Literal("16000000.0", datatype=XSD.decimal)) in graph


def test_claims_lead_to_their_sentences(store: Store, tmp_path: Path) -> None:
    filled(store)
    graph = Triples().parse(export(store, "turtle", tmp_path / "x.ttl"), format="turtle")
    claim = next(graph.subjects(RDF.predicate, KG.PARTNERS_WITH))
    statements = {graph.value(statement, PROV.wasDerivedFrom): statement for statement in graph.objects(claim, KG.statement)}
    assert set(statements) == {ARTICLE.early, ARTICLE.late}
    assert graph.value(statements[ARTICLE.early], KG.status) == Literal("rumoured")
    passages = list(graph.objects(statements[ARTICLE.late], KG.evidence))
    assert sorted(graph.value(passage, KG.end).toPython() for passage in passages)[0] == 5
    assert {graph.value(passage, KG.sentence).language for passage in passages} == {"en"}
    assert (ARTICLE.early, SCHEMA.mentions, ALPHA) in graph


def test_hostile_text_stays_text(store: Store, tmp_path: Path) -> None:
    filled(store)
    graph = Triples().parse(export(store, "turtle", tmp_path / "x.ttl"), format="turtle")
    labels = {str(label) for label in graph.objects(None, RDFS.label)}
    assert {SCRIPT, FORMULA} <= labels
    assert BROKEN in {str(title) for title in graph.objects(None, SCHEMA.headline)}
    iris = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    assert all(iri.startswith(("urn:company-knowledge-graph:", "http://", "https://")) for iri in iris)
    assert not any(set(iri) & set(' "<>{}|\\^`') for iri in iris)
    hostile = next(subject for subject in graph.subjects(RDF.type, KG.Article) if "passwd" in subject)
    assert isinstance(graph.value(hostile, SCHEMA.url), Literal)
    assert DOCUMENT not in hostile


def test_each_article_is_a_named_graph(store: Store, tmp_path: Path) -> None:
    filled(store)
    data = Dataset(default_union=False)
    data.parse(export(store, "trig", tmp_path / "x.trig"), format="trig")
    graph_of = Namespace(f"{BASE}graph/")
    names = {graph.identifier for graph in data.graphs() if len(graph)} - {data.default_graph.identifier}
    assert len(names) == store.status().counts["documents"]
    early, late = data.graph(graph_of.early), data.graph(graph_of.late)
    assert not list(early.subject_objects(KG.PARTNERS_WITH)), "the rumour of May is no fact of that article"
    assert len(list(late.subject_objects(KG.PARTNERS_WITH))) == 1
    assert (graph_of.early, PROV.wasDerivedFrom, ARTICLE.early) in data.default_graph
    assert (graph_of.early, RDF.type, PROV.Bundle) in data.default_graph
    assert sum(len(list(data.graph(name).subjects(RDF.type, KG.Statement))) for name in names) == store.status().counts["statements"]
    union = {(s, p, o) for s, p, o, _ in Dataset(default_union=True).parse(tmp_path / "x.trig", format="trig").quads()}
    assert set(Triples().parse(export(store, "turtle", tmp_path / "x.ttl"), format="turtle")) <= union


def test_export_conforms_to_our_shapes_and_errors_do_not(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    graph = Triples().parse(export(embedded_store, "turtle", tmp_path / "x.ttl"), format="turtle")
    assert shapes_hold(graph) == (True, "Validation Report\nConforms: True\n")
    claim = next(graph.subjects(RDF.predicate, KG.ACQUIRES))
    statement = next(graph.objects(claim, KG.statement))
    passage = next(graph.objects(statement, KG.evidence))
    figure = next(graph.subjects(RDF.type, KG.Figure))
    for subject, predicate, wrong in (
        (claim, KG.status, Literal("perhaps")), (claim, RDF.object, EVE), (claim, KG.confidence, Literal("1.5", datatype=XSD.decimal)),
        (statement, PROV.wasDerivedFrom, ALPHA), (passage, KG.end, Literal(0)), (figure, KG.metric, Literal("luck")), (ALPHA, RDFS.label, None),
    ):  # fmt: skip
        bad = Triples()
        for triple in graph:
            bad.add(triple)
        bad.remove((subject, predicate, None))
        if wrong is not None:
            bad.add((subject, predicate, wrong))
        conforms, report = shapes_hold(bad)
        assert not conforms, (predicate, wrong)
        assert str(subject).rsplit("/")[-1] in report
    graph.add((EVE, KG.BASED_IN, ALPHA))
    assert not shapes_hold(graph)[0], "a person is based in no company"


def test_owl_has_every_type_and_relation() -> None:
    graph = written("owl")
    for name, found in ONTOLOGY.entities.items():
        assert (KG[name], RDF.type, OWL.Class) in graph and (KG[name], RDFS.subClassOf, KG.Entity) in graph
        assert (KG[name], RDFS.comment, Literal(found.meaning, "en")) in graph
    for name, relation in ONTOLOGY.relations.items():
        assert (KG[name], RDF.type, OWL.ObjectProperty) in graph
        assert ((KG[name], RDF.type, OWL.SymmetricProperty) in graph) == relation.symmetric
        assert len(list(graph.objects(KG[name], RDFS.domain))) == len(list(graph.objects(KG[name], RDFS.range))) == 1
    assert (KG.Company, RDFS.subClassOf, SCHEMA.Corporation) in graph
    assert (KG.Company, SKOS.closeMatch, URIRef("http://www.wikidata.org/entity/Q783794")) in graph
    fibo = "https://spec.edmcouncil.org/fibo/ontology/BE/"
    assert (KG.Company, RDFS.subClassOf, URIRef(fibo + "LegalEntities/LegalPersons/BusinessEntity")) in graph
    assert (KG.SUBSIDIARY_OF, SKOS.closeMatch, URIRef(fibo + "OwnershipAndControl/CorporateControl/isSubsidiaryOf")) in graph
    assert (KG.WORKS_FOR, RDFS.subPropertyOf, SCHEMA.worksFor) in graph
    assert (KG.FOUNDED_BY, OWL.inverseOf, KG.FOUNDED) in graph and (KG.FOUNDED_BY, RDFS.subPropertyOf, SCHEMA.founder) in graph
    assert (KG.HAS_CEO, SKOS.closeMatch, URIRef("http://www.wikidata.org/prop/direct/P169")) in graph


def test_everything_used_in_data_is_defined(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    data = Triples().parse(export(embedded_store, "turtle", tmp_path / "x.ttl"), format="turtle")
    defined = set(written("owl").subjects())
    used = set(data.predicates()) | set(data.objects(None, RDF.type))
    ours = {term for term in used if str(term).startswith(NAMESPACE)}
    assert ours and ours <= defined, ours - defined


def test_own_base(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    for form, name in (("turtle", "turtle"), ("jsonld", "json-ld")):
        graph = Triples().parse(export(embedded_store, form, tmp_path / form, base="https://data.example/kg/"), format=name)
        assert URIRef(f"https://data.example/kg/entity/{entity_id('alpha')}") in set(graph.subjects(RDF.type, KG.Company))


@pytest.mark.parametrize("base", ["x", "https://a.example/> <", "https://a.example", "/folder/"])
def test_wrong_base(base: str) -> None:
    with pytest.raises(UsageError, match="--base"):
        prefixes_of(ONTOLOGY, base)


def test_prefix_that_means_something_else() -> None:
    from dataclasses import replace

    with pytest.raises(SchemaError, match=r"prefixes\.prov"):
        prefixes_of(replace(ONTOLOGY, prefixes={"prov": "https://else.example/"}))
