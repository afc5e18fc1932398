"""Articles for the tests of the store, made by hand or by rule, and the whole graph as one comparable value.

As a program, ``python -m tests.store_fixtures URL FIRST LAST``, it loads articles ``FIRST`` to ``LAST - 1`` of ``many_articles`` in
small batches and prints the id of each once it is written: that is what the tests kill.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.model import Amount, Claim, Document, Entity, Evidence, Extraction, Mention, Qualifiers, Status, content_id
from kg.ontology import Ontology, read_ontology
from kg.store.client import Store, open_store
from kg.store.writer import Written, write_extractions

ONTOLOGY = read_ontology()
VERSION = "test-1"
SMALL = 150
"""Rows of a batch where a test wants many of them."""
_STATUSES: tuple[Status, ...] = ("asserted", "asserted", "asserted", "planned", "rumoured", "ended", "denied")

Spoken = tuple[str, str, str] | tuple[str, str, str, Status] | tuple[str, str, str, Status, Qualifiers]


def entity_id(key: str, kind: str = "Company") -> str:
    """The id of a thing; the key is what its names have in common."""
    return content_id(kind, key)


def article(
    identity: str, *said: Spoken, date: str | None = "2025-09-26", names: dict[str, str] | None = None, title: str | None = None, confidence: float = 0.9
) -> Extraction:
    """An article that makes claims.

    Args:
        identity: id of the document.
        said: subject, relation, object, and where it matters status and qualifiers; things are named by key, "Place:China" gives a type.
        date: day of publication.
        names: key → name in this article, where it is another one.
        title: headline.
        confidence: of all claims.
    """
    names = names or {}
    keys = list(dict.fromkeys(key for claim in said for key in (claim[0], claim[2])))
    things = {key: _thing(key, names) for key in keys}
    sentences = [f"{things[claim[0]].name} {claim[1]} {things[claim[2]].name}." for claim in said]
    text = " ".join(sentences)
    claims = []
    for sentence, (subject, relation, target, *rest) in zip(sentences, said, strict=True):
        status: Status = rest[0] if rest else "asserted"  # type: ignore[assignment]
        qualifiers = rest[1] if len(rest) > 1 else Qualifiers()
        one, two = things[subject], things[target]
        if ONTOLOGY.relations[relation].symmetric and two.id < one.id:
            one, two = two, one
        start = text.index(sentence)
        evidence = (Evidence(start, start + len(sentence), sentence),)
        identity_of_claim = content_id(one.id, relation, two.id)
        claims.append(Claim(identity_of_claim, one.name, relation, two.name, one.id, two.id, status, confidence, "test", evidence, qualifiers))  # type: ignore[arg-type]
    return Extraction(Document(identity, text or "Nothing.", title, date, "en", f"https://news.example/{identity}"), tuple(things.values()), tuple(claims))


def _thing(key: str, names: dict[str, str]) -> Entity:
    kind, _, plain = key.rpartition(":")
    name = names.get(key, plain)
    mention = Mention(0, len(name), name, kind or "Company")
    return Entity(entity_id(plain.casefold(), kind or "Company"), name, kind or "Company", (mention,), "country" if kind == "Place" else None, f"called {name}")


def many_articles(number: int, *, seed: int = 1, things: int = 3000, claims: int = 10) -> Iterator[Extraction]:
    """Articles by rule: the same for the same arguments. Few things are in many articles, most in few, as in real news."""
    relations = [name for name in ONTOLOGY.relations if ONTOLOGY.allows("Company", name, "Company")]
    for index in range(number):
        chance = random.Random(f"{seed}-{index}")
        said: list[Spoken] = []
        names = {}
        for _ in range(claims):
            subject, target = (f"Company {int(things ** chance.random())}" for _ in range(2))
            if subject == target:
                continue
            names |= {key: f"{key} Group" for key in (subject, target) if chance.random() < 0.3}
            amount = Qualifiers(amount=Amount(chance.randint(1, 900) * 1e6, "EUR", "about"))
            said.append((subject, chance.choice(relations), target, chance.choice(_STATUSES), amount))
        unique = list({(one[0], one[1], one[2]): one for one in said}.values())
        date = f"2025-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}" if chance.random() < 0.95 else None
        yield article(f"article-{seed}-{index}", *unique, date=date, names=names, title=f"Article {index}", confidence=round(chance.uniform(0.4, 0.99), 2))


def load(store: Store, articles: Iterable[Extraction], *, version: str = VERSION, ontology: Ontology = ONTOLOGY, **options: int) -> list[Written]:
    """Write articles and say what became of each."""
    return list(write_extractions(store, articles, ontology=ontology, version=version, **options))  # type: ignore[arg-type]


def graph_of(store: Store) -> list[str]:
    """All nodes and relationships with all properties, without what the store numbers by itself, in a fixed order."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    edges = store.read("MATCH (a)-[r]->(b) RETURN a.id AS start, type(r) AS type, b.id AS end, properties(r) AS properties")
    found = [{"labels": sorted(row["labels"]), "properties": row["properties"]} for row in nodes] + list(edges)
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in found)


def start_load(url: str, first: int, last: int, *, password: str = "") -> subprocess.Popen[str]:
    """Load in a process of its own; see the head of this module."""
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "tests.store_fixtures", url, str(first), str(last)]
    return subprocess.Popen(command, cwd=root, env=os.environ | {"KG_PASSWORD": password}, stdout=subprocess.PIPE, text=True)


def main(url: str, first: str, last: str) -> None:
    """Load and tell."""
    articles = list(many_articles(int(last)))[int(first) :]
    with open_store(url, password=os.environ.get("KG_PASSWORD")) as store:
        for written in write_extractions(store, articles, ontology=ONTOLOGY, version=VERSION, batch_rows=SMALL):
            print(written.document, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
