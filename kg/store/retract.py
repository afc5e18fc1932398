"""Take articles out of the graph, and with them what rests on them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kg.errors import UsageError
from kg.store.client import PATIENCE, Run, Store
from kg.store.derive import chunks, derive, run_chunks, unrelate
from kg.store.statements import read_statement


@dataclass(frozen=True, slots=True)
class Retraction:
    """What goes with an article, by name.

    Attributes:
        document: id of the article.
        name: its title.
        claims: claims that no other article makes.
        weakened: claims that lose one statement and stay.
        entities: things that no other article mentions.
        relations: direct relations that go.
    """

    document: str
    name: str
    claims: tuple[str, ...]
    weakened: tuple[str, ...]
    entities: tuple[str, ...]
    relations: int


def retract_document(store: Store, document_id: str, *, dry_run: bool = False) -> Retraction:
    """Take an article and all that rests on it alone out of the graph, as if it had never been loaded.

    Args:
        store: where.
        document_id: id of the article.
        dry_run: only say what would go.

    Raises:
        UsageError: there is no such article.
        StoreError: the store does not answer.
    """
    effect = _effect(store, document_id)
    if not dry_run:
        retract_documents(store, [document_id])
    return effect


def retract_documents(store: Store, document_ids: Sequence[str], *, patience: float = PATIENCE) -> None:
    """Take articles out, all in one transaction; ids that are not there are skipped.

    Args:
        store: where.
        document_ids: ids of the articles.
        patience: seconds for which it is tried again where the store does not answer.
    """
    store.transact(lambda run: _retract(run, document_ids), patience=patience)


def remove_unfinished(store: Store) -> int:
    """Take out what a killed load left unfinished; what another load is just finishing stays.

    Returns:
        How many articles that were.
    """
    left = [row["id"] for row in store.read(read_statement("unfinished"))]
    return sum(store.transact(partial(_retract_unfinished, chunk)) for chunk in chunks(left))


def _retract_unfinished(document_ids: Sequence[str], run: Run) -> int:
    still = [row["id"] for row in run_chunks(run, "still_unfinished", document_ids, "ids")]
    _retract(run, still)
    return len(still)


def _retract(run: Run, document_ids: Sequence[str]) -> None:
    entities = [row["id"] for row in run_chunks(run, "touched_entities", document_ids, "ids")]
    claims = run_chunks(run, "touched_claims", document_ids, "ids")
    run_chunks(run, "delete_documents", document_ids, "ids")
    unrelate(run, claims)
    claim_ids = sorted({row["claim"] for row in claims})
    run_chunks(run, "delete_claims", claim_ids, "ids")
    run_chunks(run, "delete_entities", sorted(set(entities)), "ids")
    derive(run, set(entities), claim_ids)


def _effect(store: Store, document_id: str) -> Retraction:
    found = list(store.read(read_statement("document_name"), {"id": document_id}))
    if not found:
        raise UsageError(f"there is no article with the id {document_id!r}; see which there are with: kg report run articles-of-company")
    claims = list(store.read(read_statement("claims_of_document"), {"id": document_id}))
    entities = store.read(read_statement("entities_of_document"), {"id": document_id})
    alone = [row for row in claims if row["sources"] == 1]
    return Retraction(
        document_id, found[0]["name"], tuple(row["name"] for row in alone), tuple(row["name"] for row in claims if row["sources"] > 1),
        tuple(row["name"] for row in entities if row["documents"] == 1), sum(row["status"] != "denied" for row in alone),
    )  # fmt: skip


__all__ = ["Retraction", "remove_unfinished", "retract_document", "retract_documents"]
