"""The way back: files that ``kg export`` wrote become the articles' rows again, from which the store makes the same graph.

=========  ==========================================================================================
places     which file is an export of ours, and of which format
gather     puts what a file says together by article, checked, in memory that does not grow
lines      JSON Lines
triples    Turtle, TriG and JSON-LD, by rdflib
=========  ==========================================================================================

The other formats say less than the graph holds: CSV and GraphML are made for looking, FollowTheMoney has no place for figures, topics and denials,
the file set for Neo4j is for Neo4j's own importer.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.export.back.gather import Gathered, Imported
from kg.export.back.places import Place, find_export
from kg.ontology import Ontology


def read_export(place: Place, ontology: Ontology) -> Iterator[Imported]:
    """The articles of an export, by id.

    Args:
        place: as :func:`~kg.export.back.places.find_export` found it.
        ontology: what the graph can say.

    Raises:
        SourceError: the file is damaged, cut off, or says what the ontology cannot; nothing of it has been given out then.
    """
    with Gathered(ontology) as gathered, place.opened() as stream:
        if place.form == "jsonl":
            from kg.export.back.lines import read_lines

            read_lines(stream, place.where, gathered)
        else:
            from kg.export.back.triples import read_triples

            read_triples(stream, place.form, place.where, gathered)
        gathered.check(place.where)
        yield from gathered.articles()


__all__ = ["Imported", "Place", "find_export", "read_export"]
