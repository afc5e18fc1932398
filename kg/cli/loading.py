"""Articles into a store: what is there already is skipped before it is read, the rest is extracted and written batch by batch."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from kg.model import Document, Extraction, Refusal
from kg.store.rows import stored_digest
from kg.store.writer import known_digests, write_extractions
from loaders.language import assign_language

if TYPE_CHECKING:
    from kg.store.client import Store
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


def load_documents(
    store: Store,
    pipeline: Pipeline,
    documents: Iterable[Document | Refusal],
    *,
    lang: str = "auto",
    summary: LoadSummary,
    refuse: Callable[[Refusal], None],
    watch: Callable[[Extraction], None] = lambda extraction: None,
) -> None:
    """Load articles.

    Args:
        store: where to.
        pipeline: reads them.
        documents: as ``loaders.sources.read_sources`` yields them.
        lang: language of all of them, or ``auto``.
        summary: is counted up as articles are safely written.
        refuse: is told what is not taken.
        watch: sees every extraction before it is written.

    Raises:
        StoreError: the store does not answer any more; the message names what is not written.
    """
    version = pipeline.version()

    def taken() -> Iterator[Document]:
        for document in assign_language(documents, lang, pipeline.languages):
            summary.read += 1
            if isinstance(document, Refusal):
                summary.refused += 1
                refuse(document)
            else:
                yield document

    def extractions() -> Iterator[Extraction]:
        stream = taken()
        while chunk := list(islice(stream, _CHUNK)):
            known = known_digests(store, [document.id for document in chunk])
            for document in chunk:
                if known.get(document.id) == stored_digest(document, version):
                    summary.states["unchanged"] += 1
                    continue
                extraction = pipeline.reader(document.lang or "").read(document)
                watch(extraction)
                yield extraction

    for written in write_extractions(store, extractions(), ontology=pipeline.ontology, version=version):
        summary.states[written.state] += 1
        if written.state == "refused":
            summary.refused += 1
            refuse(Refusal(written.document, written.reason))
        elif written.state != "unchanged":
            summary.entities += written.entities
            summary.claims += written.claims
