"""The writer: the records of articles into the graph, in batches, so that a load may be repeated, broken off or killed.

A batch takes three transactions, each of which leaves a graph that the next load understands:

1. articles that are there in another version are taken out (``kg.store.retract``);
2. articles, entities, mentions, claims and statements are written; the article has no digest yet: unfinished;
3. new entities get their type, all that depends on several articles is derived, and the article gets its digest.

What a killed load left unfinished is taken out when the next one starts. Two loads at once do each other no harm: what one
finds missing or taken at the end of a batch, it looks at again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from kg.errors import SourceError, StoreError
from kg.model import Extraction
from kg.ontology import Ontology
from kg.store.client import PATIENCE, Run, Store
from kg.store.derive import chunks, derive, run_chunks
from kg.store.driver import ConstraintError
from kg.store.retract import remove_unfinished, retract_documents
from kg.store.rows import Row, Rows, rows_of, stored_digest
from kg.store.schema import apply_schema
from kg.store.statements import read_statement
from kg.store.values import whole_text

BATCH_ROWS = 4000
"""A batch ends with the article that brings it to this many rows (articles, mentions and statements)."""

BATCH_DOCUMENTS = 200
"""… or to this many articles …"""

BATCH_SECONDS = 5.0
"""… or that comes this many seconds after the first: so a slow extraction is saved, and seen, step by step."""

ATTEMPTS = 8
"""How often a batch is looked at again when another load wrote the same articles meanwhile."""

State = Literal["new", "replaced", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one article.

    Attributes:
        document: its id.
        state: ``new``, ``replaced`` (another version was there), ``unchanged`` (nothing to do), ``refused``.
        entities: how many it mentions.
        claims: how many it makes.
        reason: why it was refused.
    """

    document: str
    state: State
    entities: int
    claims: int
    reason: str = ""


class UnwrittenError(StoreError):
    """The store went away in the middle of a load.

    Args:
        problem: what happened.
        documents: ids of the articles that were to be written and are not; what came before them is in the store.
    """

    def __init__(self, problem: str, documents: Sequence[str]) -> None:
        named = ", ".join(documents[:5]) + (f" and {len(documents) - 5} more" if len(documents) > 5 else "")
        super().__init__(f"{problem}; not written: {named}; load again once it answers, what is written is skipped")
        self.documents = tuple(documents)


def write_extractions(
    store: Store, extractions: Iterable[Extraction], *, ontology: Ontology, version: str, batch_rows: int = BATCH_ROWS, patience: float = PATIENCE
) -> Iterator[Written]:
    """Write articles into the graph as they come, with bounded memory.

    Args:
        store: where.
        extractions: what was read out of the articles; taken one batch at a time.
        ontology: what the graph can say; its indexes are made first.
        version: of extractor and schema; an article that is there with the same text and version is left alone.
        batch_rows: rows (articles, mentions and statements) after which a batch is written.
        patience: seconds for which a batch is tried again where the store does not answer.

    Yields:
        What became of each article, in the order in which they came, once it is safely written.

    Raises:
        UnwrittenError: the store does not answer any more.
        StoreError: it refuses.
    """
    articles = ((whole_text(extraction.document.id), partial(rows_of, extraction, version, ontology)) for extraction in extractions)
    return _write_articles(store, articles, ontology, batch_rows, patience)


def write_rows(store: Store, articles: Iterable[Rows], *, ontology: Ontology, batch_rows: int = BATCH_ROWS, patience: float = PATIENCE) -> Iterator[Written]:
    """Write articles whose rows are there already, as those of an export; all else is as in :func:`write_extractions`.

    Args:
        store: where.
        articles: the rows of one article each, with its digest.
        ontology: what the graph can say; its indexes are made first.
        batch_rows: rows after which a batch is written.
        patience: seconds for which a batch is tried again where the store does not answer.

    Yields:
        What became of each article.

    Raises:
        UnwrittenError: the store does not answer any more.
        StoreError: it refuses.
    """
    return _write_articles(store, ((str(rows.documents[0]["id"]), partial(_same, rows)) for rows in articles), ontology, batch_rows, patience)


def _same(rows: Rows) -> Rows:
    return rows


def _write_articles(
    store: Store, articles: Iterable[tuple[str, Callable[[], Rows]]], ontology: Ontology, batch_rows: int, patience: float
) -> Iterator[Written]:  # fmt: skip
    """Ids of articles, and what makes their rows or raises a ``SourceError``."""
    apply_schema(store, ontology)
    remove_unfinished(store)
    writer = _Writer(store, patience)
    batch = _Batch()
    for identity, make in articles:
        if identity in batch.order:  # the later version of an article replaces the earlier one
            yield from writer.write(batch)
            batch = _Batch()
        batch.add(identity, make)
        if batch.is_full(batch_rows):
            yield from writer.write(batch)
            batch = _Batch()
    yield from writer.write(batch)


def known_digests(store: Store, document_ids: Sequence[str]) -> dict[str, str]:
    """The digests (see :func:`stored_digest`) of those articles that are in the store, whole, by id."""
    statement = read_statement("digests")
    stored = {whole_text(identity): identity for identity in document_ids}
    rows = (row for chunk in chunks(list(stored)) for row in store.read(statement, {"ids": chunk}))
    return {stored[row["id"]]: row["digest"] for row in rows if row["digest"] is not None}


class _Batch:
    """Articles that are written together."""

    def __init__(self) -> None:
        self.order: dict[str, Written] = {}
        self.by_document: dict[str, Rows] = {}
        self.size = 0
        self.began = time.monotonic()

    def is_full(self, batch_rows: int) -> bool:
        return self.size >= batch_rows or len(self.order) >= BATCH_DOCUMENTS or time.monotonic() - self.began >= BATCH_SECONDS

    def add(self, identity: str, make: Callable[[], Rows]) -> None:
        try:
            rows = make()
        except SourceError as error:
            self.order[identity] = Written(identity, "refused", 0, 0, error.reason)
            return
        self.order[identity] = Written(identity, "new", len(rows.entities), len(rows.claims))
        self.by_document[identity] = rows
        self.size += len(rows)


class _Writer:
    """Writes batches: see the head of this module for the three transactions."""

    def __init__(self, store: Store, patience: float) -> None:
        self.store = store
        self.patience = patience

    def write(self, batch: _Batch) -> list[Written]:
        """Write a batch; returns what became of its articles once they are there."""
        states: dict[str, State] = {}
        todo = list(batch.by_document)
        try:
            for attempt in range(ATTEMPTS):
                time.sleep(random.uniform(0, 0.1 * 2**attempt) if attempt else 0)  # two loads of the same articles fall out of step
                there = self._find_digests(todo)
                todo = [identity for identity in todo if there.get(identity) != batch.by_document[identity].digest]
                for identity in batch.by_document:
                    states.setdefault(identity, "new" if there.get(identity) is None else "replaced" if identity in todo else "unchanged")
                if not todo or self._write([batch.by_document[identity] for identity in todo], [identity for identity in todo if identity in there]):
                    return [replace(written, state=states.get(identity, written.state)) for identity, written in batch.order.items()]
        except StoreError as error:
            raise UnwrittenError(str(error), todo) from error
        raise UnwrittenError(f"{self.store.url}: another load keeps writing the same articles", todo)

    def _find_digests(self, document_ids: Sequence[str]) -> dict[str, str | None]:
        """The digest of each article that is there; ``None`` for an unfinished one."""
        rows = self.store.transact(lambda run: run_chunks(run, "digests", document_ids, "ids"), patience=self.patience)
        return {row["id"]: row["digest"] for row in rows}

    def _write(self, articles: Sequence[Rows], outdated: Sequence[str]) -> bool:
        """The three transactions; returns whether all articles were finished, rather than met by another load."""
        rows = Rows.joined(articles)
        try:
            if outdated:
                retract_documents(self.store, outdated, patience=self.patience)
            self.store.transact(lambda run: _write_rows(run, rows), patience=self.patience)
            self.store.transact(lambda run: _finish(run, rows), patience=self.patience)
        except _LostError:
            return False
        except StoreError as error:
            if isinstance(error.__cause__, ConstraintError):
                return False
            raise
        except KeyboardInterrupt:
            retract_documents(self.store, self._find_unfinished(rows))
            raise
        return True

    def _find_unfinished(self, rows: Rows) -> list[str]:
        return [identity for identity, digest in self._find_digests([row["id"] for row in rows.documents]).items() if digest is None]


class _LostError(Exception):
    """Articles of the batch were taken out or finished by somebody else; the transaction is rolled back."""


def _write_rows(run: Run, rows: Rows) -> None:
    run_chunks(run, "documents", rows.documents)
    run_chunks(run, "entities", _sorted(rows.entities))
    run_chunks(run, "mentions", rows.mentions)
    run_chunks(run, "claims", _sorted(rows.claims))
    run_chunks(run, "statements", rows.statements)


def _finish(run: Run, rows: Rows) -> None:
    if len(run_chunks(run, "finish", rows.digests)) < len(rows.digests):
        raise _LostError
    by_type: dict[str, list[str]] = {}
    for row in rows.entities.values():
        by_type.setdefault(row["type"], []).append(row["id"])
    for label, ids in sorted(by_type.items()):
        run_chunks(run, "label", sorted(ids), "ids", LABEL=label)
    derive(run, rows.entities, rows.claims)


def _sorted(rows: Mapping[str, Row]) -> list[Row]:
    """In the order of their ids: two loads at once then wait for each other instead of crossing."""
    return [rows[identity] for identity in sorted(rows)]


__all__ = ["BATCH_ROWS", "State", "UnwrittenError", "Written", "known_digests", "stored_digest", "write_extractions", "write_rows"]
