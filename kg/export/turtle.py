"""Turtle and TriG, written as the graph is read.

Turtle has everything in one graph. TriG has one named graph for each article with what it says; things, articles and the state of
claims over all articles are in the default graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TextIO

from kg.export.graph import Article, Graph
from kg.export.rdf import BASE, Resources, prefixes_of
from kg.export.terms import Iri, Resource, turtle_prefixes, turtle_resource, turtle_term
from kg.ontology import Ontology


def write_turtle(graph: Graph, ontology: Ontology, out: TextIO, base: str = BASE) -> None:
    """Write the graph as Turtle."""
    prefixes = prefixes_of(ontology, base)
    out.writelines(turtle_prefixes(prefixes))
    out.writelines("\n" + turtle_resource(resource, prefixes) for resource in find_resources(graph, Resources(ontology)))


def find_resources(graph: Graph, resources: Resources) -> Iterator[Resource]:
    """All resources of a graph: things, articles, then each claim with its facts and statements."""
    yield from map(resources.entity, graph.entities())
    for article in graph.articles():
        yield resources.article(article)
        yield from map(resources.mention, article.mentions)
    for claim in graph.claims():
        yield resources.claim(claim)
        yield from resources.facts(claim.triple, claim.properties["status"])
        for statement in claim.statements:
            yield from resources.statement(statement)


def write_trig(graph: Graph, ontology: Ontology, out: TextIO, base: str = BASE) -> None:
    """Write the graph as TriG."""
    prefixes, resources = prefixes_of(ontology, base), Resources(ontology)
    out.writelines(turtle_prefixes(prefixes))
    for node in graph.entities():
        out.write("\n" + turtle_resource(resources.entity(node), prefixes))
    for article in graph.articles(statements=True):
        out.write("\n" + turtle_resource(resources.article(article), prefixes))
        out.writelines("\n" + turtle_resource(resources.mention(mention), prefixes) for mention in article.mentions)
        if article.statements:
            out.write("\n" + turtle_resource(resources.bundle(article), prefixes))
            out.writelines(_named_graph(article, resources, prefixes))
    for claim in graph.claims():
        out.write("\n" + turtle_resource(resources.claim(claim), prefixes))
        out.writelines("\n" + turtle_resource(fact, prefixes) for fact in resources.facts(claim.triple, claim.properties["status"]))


def _named_graph(article: Article, resources: Resources, prefixes: Mapping[str, str]) -> Iterator[str]:
    yield f"\n{turtle_term(Iri('graph', article.properties['id']), prefixes)} {{\n"
    for statement in article.statements:
        for resource in (*resources.statement(statement), *resources.facts(statement.triple, statement.properties["status"])):
            yield turtle_resource(resource, prefixes, "    ")
    yield "}\n"


__all__ = ["find_resources", "write_trig", "write_turtle"]
