"""Articles into a store: what is there already is skipped before it is read, the rest is extracted and written batch by batch."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import SourceError
from kg.model import Document, Extraction, Refusal
from kg.store.rows import stored_digest
from kg.store.writer import known_digests, write_extractions, write_rows
from loaders.language import assign_language

if TYPE_CHECKING:
    from kg.export.back import Imported
    from kg.store.client import Store
    from kg.store.rows import Rows
    from kg.store.writer import Written
    from loaders.pipeline import Pipeline

_CHUNK = 200  # articles whose digests are asked for at once


@dataclass(slots=True)
class LoadSummary:
    """What a load did so far; true at every moment, also when it is broken off."""

    states: Counter[str] = field(default_factory=Counter)
    read: int = 0
    refused: int = 0
    entities: int = 0
    claims: int = 0
    started: float = field(default_factory=time.monotonic)

    def row(self) -> dict[str, float]:
        """The counts that ``kg load`` prints: ``entities`` and ``claims`` of the articles written, ``seconds`` since the start."""
        counts = {state: self.states[state] for state in ("new", "replaced", "unchanged")}
        return {
            "read": self.read,
            **counts,
            "refused": self.refused,
            "entities": self.entities,
            "claims": self.claims,
            "seconds": round(time.monotonic() - self.started, 1),
        }


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads articles into a store.

    Attributes:
        store: where to.
        pipeline: reads them.
        summary: is counted up as articles are safely written.
        refuse: is told what is not taken.
        watch: sees every extraction before it is written.
    """

    store: Store
    pipeline: Pipeline
    summary: LoadSummary
    refuse: Callable[[Refusal], None]
    watch: Callable[[Extraction], None] = lambda extraction: None

    def load(self, documents: Iterable[Document | Refusal], lang: str = "auto") -> None:
        """Load articles as ``loaders.sources.read_sources`` yields them.

        Args:
            documents: articles and refusals.
            lang: language of all of them, or ``auto``.

        Raises:
            StoreError: the store does not answer any more; the message names what is not written.
        """
        version = self.pipeline.version()
        extractions = self._fresh(self._taken(assign_language(documents, lang, self.pipeline.languages)), version)
        self._count(write_extractions(self.store, extractions, ontology=self.pipeline.ontology, version=version))

    def load_export(self, articles: Iterable[Imported]) -> None:
        """Load what ``kg.export.back.read_export`` gives. An article of which the export holds a part never replaces one that is there.

        Args:
            articles: as they come; a ``SourceError`` before the first of them is a refusal.

        Raises:
            StoreError: the store does not answer any more; the message names what is not written.
        """
        try:
            self._count(write_rows(self.store, self._missing(iter(articles)), ontology=self.pipeline.ontology))
        except SourceError as error:
            self.refuse_source(error)

    def refuse_source(self, error: SourceError) -> None:
        """Count and tell a source that is not taken at all."""
        self.summary.read += 1
        self._refused(Refusal(error.where, error.reason))

    def _missing(self, articles: Iterator[Imported]) -> Iterator[Rows]:
        while chunk := list(islice(articles, _CHUNK)):
            self.summary.read += len(chunk)
            known = known_digests(self.store, [article.id for article in chunk if article.is_part])
            for article in chunk:
                if article.id in known:
                    self.summary.states["unchanged"] += 1
                else:
                    yield article.rows

    def _count(self, results: Iterable[Written]) -> None:
        for written in results:
            self.summary.states[written.state] += 1
            if written.state == "refused":
                self._refused(Refusal(written.document, written.reason))
            elif written.state != "unchanged":
                self.summary.entities += written.entities
                self.summary.claims += written.claims

    def _taken(self, documents: Iterable[Document | Refusal]) -> Iterator[Document]:
        for document in documents:
            self.summary.read += 1
            if isinstance(document, Refusal):
                self._refused(document)
            else:
                yield document

    def _refused(self, refusal: Refusal) -> None:
        self.summary.refused += 1
        self.refuse(refusal)

    def _fresh(self, documents: Iterator[Document], version: str) -> Iterator[Extraction]:
        """What the store does not hold yet in this version, extracted."""
        for extraction in self.pipeline.read(self._unknown(documents, version)):
            if isinstance(extraction, Extraction):
                self.watch(extraction)
                yield extraction

    def _unknown(self, documents: Iterator[Document], version: str) -> Iterator[Document]:
        while chunk := list(islice(documents, _CHUNK)):
            known = known_digests(self.store, [document.id for document in chunk])
            for document in chunk:
                if known.get(document.id) == stored_digest(document, version):
                    self.summary.states["unchanged"] += 1
                else:
                    yield document
