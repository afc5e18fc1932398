"""Rows per second of the writer beside the raw driver sending the same rows with the same Cypher, in one run, on one store.

    python -m tests.benchmarks.writer STORE_URL [--articles 2000]

The store must be empty (a fresh folder, or a Neo4j server with nothing in it; the password is in KG_PASSWORD). The writer's statements are
recorded while it works; then the store is emptied and the raw driver sends the recording. Printed: seconds, rows per second, the ratio.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from kg.model import Claim, Document, Entity, Evidence, Extraction, Mention, Qualifiers, content_id
from kg.ontology import Ontology, read_ontology
from kg.store.client import Store, open_store
from kg.store.retract import retract_documents
from kg.store.schema import apply_schema
from kg.store.writer import write_extractions

_COMPANIES = 2000
_PER_ARTICLE = 8


def make_extractions(count: int) -> Iterator[Extraction]:
    """Articles of eight companies and seven claims each; companies recur, as they do in news."""
    for number in range(count):
        names = [f"Company {(number * 7 + step * step * 31) % _COMPANIES}" for step in range(_PER_ARTICLE)]
        text = " ".join(f"{name} buys." for name in names)
        entities, offset = [], 0
        for name in dict.fromkeys(names):
            entities.append(Entity(content_id("Company", name), name, "Company", (Mention(offset, offset + len(name), name, "Company"),), reason="name"))
            offset += len(name) + 6
        pairs = pairwise(entities)
        claims = [_claim(left, right, text, relation) for (left, right), relation in zip(pairs, ("ACQUIRES", "SUPPLIES", "SUES") * 3, strict=False)]
        yield Extraction(Document(f"bench-{number}", text, title=f"Article {number}", date="2025-09-26", lang="en"), tuple(entities), tuple(claims))


def _claim(left: Entity, right: Entity, text: str, relation: str) -> Claim:
    ident = content_id(left.id, relation, right.id)
    return Claim(ident, left.name, relation, right.name, left.id, right.id, "asserted", 0.8, "benchmark", (Evidence(0, len(text), text),), Qualifiers())


def measure(store: Store, count: int) -> dict[str, float]:
    """Seconds and rows of both ways of writing ``count`` articles."""
    ontology = read_ontology()
    apply_schema(store, ontology)
    _warm_up(store, ontology)
    recording: list[list[tuple[str, dict[str, Any]]]] = []
    transact = store.transact

    def recorded(work: Any, **patience: Any) -> Any:
        sent: list[tuple[str, dict[str, Any]]] = []

        def listening(run: Any) -> Any:
            sent.clear()

            def listener(cypher: str, **parameters: Any) -> Any:
                sent.append((cypher, parameters))
                return run(cypher, **parameters)

            return work(listener)

        result = transact(listening, **patience)
        recording.append(list(sent))
        return result

    extractions = list(make_extractions(count))
    store.transact = recorded  # type: ignore[method-assign]
    start = time.perf_counter()
    documents = [written.document for written in write_extractions(store, extractions, ontology=ontology, version="benchmark")]
    writer = time.perf_counter() - start
    store.transact = transact  # type: ignore[method-assign]
    for first in range(0, len(documents), 200):
        retract_documents(store, documents[first : first + 200])
    start = time.perf_counter()
    for transaction in recording:
        transact(lambda run, sent=transaction: [run(cypher, **parameters) for cypher, parameters in sent])
    raw = time.perf_counter() - start
    rows = sum(len(value) for sent in recording for _, parameters in sent for value in parameters.values() if isinstance(value, list))
    return {"articles": count, "rows": rows, "writer_seconds": writer, "raw_seconds": raw, "writer_rows_per_second": rows / writer, "ratio": raw / writer}


def _warm_up(store: Store, ontology: Ontology) -> None:
    """Both ways find a server that has seen these statements before."""
    warm = [written.document for written in write_extractions(store, list(make_extractions(300)), ontology=ontology, version="warm-up")]
    retract_documents(store, warm)


def main() -> None:
    """Measure one store and print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--articles", type=int, default=2000)
    arguments = parser.parse_args()
    with open_store(arguments.store, password=os.environ.get("KG_PASSWORD")) as store:
        if store.status().counts["entities"]:
            raise SystemExit(f"{arguments.store} is not empty; name an empty store")
        found = measure(store, arguments.articles)
    print("  ".join(f"{key} {value:,.2f}" for key, value in found.items()))


if __name__ == "__main__":
    main()
