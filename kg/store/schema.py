"""Indexes and constraints, made where they are missing. Nothing is ever taken away."""

from __future__ import annotations

from kg.errors import StoreError
from kg.ontology import Ontology
from kg.store.client import VERSION, Store
from kg.store.driver import ConstraintError
from kg.store.statements import read_statement

SEARCH_INDEX = "entity_search"
"""Name of the full-text index on ``Entity.search``, for ``db.index.fulltext.queryNodes``."""


def apply_schema(store: Store, ontology: Ontology) -> None:
    """Bring the store's indexes and constraints up to the ontology, and note the version of the graph's shape.

    Args:
        store: where.
        ontology: whose entity types get an index on their names.

    Raises:
        StoreError: the store does not answer, or refuses (for instance as two nodes have one id already).
    """
    labels = [read_statement("label_index", INDEX_NAME=f"kg_{name.lower()}_name", LABEL=name) for name in ontology.entities]
    statements = [*labels, *read_statement("schema").split(";")]
    if store.kind == "neo4j":
        statements += [read_statement("search_index"), read_statement("await_indexes")]
    for statement in statements:
        store.write(statement)
    _write_version(store)


def _write_version(store: Store) -> None:
    try:
        store.write(read_statement("write_version"), {"version": VERSION})
    except StoreError as error:
        if not isinstance(error.__cause__, ConstraintError):  # another load, of this version too, was a moment faster
            raise


__all__ = ["SEARCH_INDEX", "apply_schema"]
