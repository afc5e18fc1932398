"""Peak memory and seconds of ``kg analyse`` on a synthetic graph of 100,000 things and 500,000 claims, in an embedded store.

    python -m tests.benchmarks.analyse FOLDER [--things 100000] [--claims 500000] [--kinds centrality owners …]

FOLDER is made and filled where it is not there yet (some minutes), else used again: only things and claims go in, as the analyses look at nothing
else. A few companies have many relations and most have few, as in news. Printed per kind: peak of the resident set in MB, seconds, and what the
command says of the way it took. The store's own process is not counted.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from kg.model import content_id
from kg.ontology import read_ontology
from kg.store.client import Store, open_store
from kg.store.schema import apply_schema

KINDS = ("centrality", "communities", "bridges", "owners", "exposure")
_CHUNK = 2000
_SHARE_OF_COMPANIES = 0.7
_THING = "UNWIND $rows AS row MERGE (e:Entity {id: row.id}) SET e.name = row.name, e.documents = 1"
_LABEL = "UNWIND $ids AS id MATCH (e:Entity {id: id}) SET e:LABEL"
_CLAIM = "UNWIND $rows AS row MERGE (c:Claim {id: row.id}) SET c += row.properties"


def make_things(count: int) -> Iterator[tuple[str, str, str]]:
    """Id, name and type: companies, and people and products."""
    for number in range(count):
        kind = "Company" if number < _SHARE_OF_COMPANIES * count else "Person" if number % 2 else "Product"
        yield content_id(kind, f"thing {number}"), f"{kind} {number}", kind


def make_claims(things: list[tuple[str, str, str]], count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Claims between things that fit, each triple once."""
    ontology, chance = read_ontology(), random.Random(seed)
    fitting: dict[tuple[str, str], list[str]] = {}
    made: set[tuple[str, str, str]] = set()
    while len(made) < count:
        first = things[int(len(things) ** chance.random()) if chance.random() < 0.5 else chance.randrange(len(things))]
        other = things[chance.randrange(len(things))]
        pair = first[2], other[2]
        relations = fitting.setdefault(pair, list(ontology.relations_between(*pair)))
        if not relations or first == other:
            continue
        relation = chance.choice(relations)
        if (first[0], relation, other[0]) in made:
            continue
        made.add((first[0], relation, other[0]))
        stake = float(chance.randint(5, 100)) if relation == "OWNS_STAKE_IN" else None
        properties = {"subject": first[0], "relation": relation, "object": other[0], "status": chance.choice(("asserted",) * 8 + ("planned", "denied"))}
        yield {"id": content_id(first[0], relation, other[0]), "properties": properties | {"stake": stake, "sources": 1}}


def fill(store: Store, things: int, claims: int) -> None:
    """Write the graph."""
    apply_schema(store, read_ontology())
    made = list(make_things(things))
    for rows in _chunks({"id": identity, "name": name} for identity, name, _ in made):
        store.write(_THING, {"rows": rows})
    for kind in ("Company", "Person", "Product"):
        for ids in _chunks(identity for identity, _, own in made if own == kind):
            store.write(_LABEL.replace("LABEL", kind), {"ids": ids})
    for rows in _chunks(make_claims(made, claims)):
        store.write(_CLAIM, {"rows": rows})


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def measure(words: list[str]) -> tuple[float, float, str]:
    """Peak resident set in MB, seconds, and the remarks of one ``kg`` command, in a process of its own."""
    start = time.perf_counter()
    with Path(os.devnull).open("wb") as nothing:
        process = subprocess.Popen([sys.executable, "-m", "kg", *words], stdout=nothing, stderr=subprocess.PIPE, text=True)
        remarks = process.stderr.read() if process.stderr else ""
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"kg {' '.join(words)} ended with {status}: {remarks}")
    return usage.ru_maxrss / 1024, time.perf_counter() - start, remarks.strip().splitlines()[-1]


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--things", type=int, default=100_000)
    parser.add_argument("--claims", type=int, default=500_000)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    arguments = parser.parse_args()
    if not arguments.folder.exists():
        start = time.perf_counter()
        with open_store(str(arguments.folder)) as store:
            fill(store, arguments.things, arguments.claims)
        print(f"filled in {time.perf_counter() - start:,.0f} s", flush=True)
    for kind in arguments.kinds:
        about = ["--company", "Company 1"] if kind == "exposure" else []
        peak, seconds, remark = measure(["analyse", kind, *about, "--format", "jsonl", "--limit", "0", "--store", str(arguments.folder)])
        print(f"{kind:12} {peak:6,.0f} MB {seconds:7.1f} s   {remark}", flush=True)


if __name__ == "__main__":
    main()
