"""Loads that are killed, stores that go away, two loads at once: the graph is the same in the end, and what was counted is there."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.model import Extraction
from kg.store.client import Store, open_store
from kg.store.embedded import embedded_status
from kg.store.writer import UnwrittenError, known_digests, write_extractions
from tests.conftest import EMPTY
from tests.neo4j_server import JavaServer, Server
from tests.store_fixtures import ONTOLOGY, SMALL, VERSION, graph_of, load, many_articles, start_load

NUMBER = 60


@pytest.fixture
def articles() -> list[Extraction]:
    """What is loaded."""
    return list(many_articles(NUMBER))


@pytest.fixture
def password(request: pytest.FixtureRequest, store: Store) -> str:
    """Of the store."""
    return str(request.getfixturevalue("neo4j").password) if store.kind == "neo4j" else ""


def expected_graph(store: Store, articles: list[Extraction]) -> list[str]:
    load(store, articles)
    expected = graph_of(store)
    store.write(EMPTY)
    return expected


def lines(process: subprocess.Popen[str], number: int) -> Iterator[str]:
    """The first lines that a process prints."""
    assert process.stdout is not None
    for _ in range(number):
        yield process.stdout.readline().strip()


@pytest.mark.parametrize(("after", "pause"), [(0, 0.6), (9, 0.0), (20, 0.05), (33, 0.11)])
def test_a_killed_load_is_made_good_by_the_next(store: Store, articles: list[Extraction], password: str, after: int, pause: float) -> None:
    expected = expected_graph(store, articles)
    process = start_load(store.url, 0, NUMBER, password=password)
    counted = list(lines(process, after))
    time.sleep(pause)
    process.kill()
    process.wait()
    counted += [line.strip() for line in process.stdout or () if line.endswith("\n")]
    digests = known_digests(store, [one.document.id for one in articles])
    assert set(counted) <= set(digests)
    assert len(digests) < NUMBER, "killed too late to prove anything"
    written = load(store, articles, batch_rows=SMALL)
    assert {one.document for one in written if one.state == "unchanged"} >= set(counted)
    assert graph_of(store) == expected


@pytest.mark.parametrize("after", [5, 23])
def test_the_embedded_process_is_killed_and_the_load_goes_on(embedded_store: Store, articles: list[Extraction], after: int) -> None:
    expected = expected_graph(embedded_store, articles)
    for number, written in enumerate(write_extractions(embedded_store, articles, ontology=ONTOLOGY, version=VERSION, batch_rows=SMALL)):
        assert written.state in ("new", "replaced")  # replaced: the batch that was under way
        if number == after:
            killer = threading.Timer(0.02, kill_owner, [embedded_store])
            killer.start()
    killer.join()
    assert graph_of(embedded_store) == expected


def kill_owner(store: Store) -> None:
    pid = embedded_status(Path(store.url)).pid
    assert pid
    os.kill(pid, signal.SIGKILL)


def test_load_and_embedded_process_are_killed_together(embedded_store: Store, articles: list[Extraction]) -> None:
    expected = expected_graph(embedded_store, articles)
    process = start_load(embedded_store.url, 0, NUMBER)
    counted = list(lines(process, 12))
    process.kill()
    kill_owner(embedded_store)
    process.wait()
    assert set(counted) <= set(known_digests(embedded_store, [one.document.id for one in articles]))
    load(embedded_store, articles)
    assert graph_of(embedded_store) == expected


@pytest.mark.neo4j
def test_a_server_that_goes_away_and_comes_back_loses_nothing(neo4j: Server, neo4j_store: Store, articles: list[Extraction]) -> None:
    if not isinstance(neo4j, JavaServer):
        pytest.skip("the server is not ours to kill")
    expected = expected_graph(neo4j_store, articles)
    restart = threading.Thread(target=lambda: (neo4j.kill(), time.sleep(1), neo4j.start()))
    for number, _ in enumerate(write_extractions(neo4j_store, articles, ontology=ONTOLOGY, version=VERSION, batch_rows=SMALL)):
        if number == 10:
            restart.start()
    restart.join()
    assert graph_of(neo4j_store) == expected


@pytest.mark.neo4j
def test_a_server_that_stays_away_leaves_the_unwritten_named(neo4j: Server, neo4j_store: Store, articles: list[Extraction]) -> None:
    if not isinstance(neo4j, JavaServer):
        pytest.skip("the server is not ours to kill")
    written = []
    with pytest.raises(UnwrittenError) as caught:
        for one in write_extractions(neo4j_store, articles, ontology=ONTOLOGY, version=VERSION, batch_rows=SMALL, patience=1):
            written.append(one.document)
            if len(written) == 20:
                neo4j.kill()
    neo4j.start()
    unwritten = caught.value.documents
    assert unwritten[0] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3
    assert not set(written) & set(unwritten)
    assert [one.document.id for one in articles][: len(written) + len(unwritten)] == written + list(unwritten)
    with open_store(neo4j.uri, password=neo4j.password) as store:
        assert set(known_digests(store, [one.document.id for one in articles])) == set(written)


@pytest.mark.slow
def test_two_loads_at_once_do_each_other_no_harm(store: Store, articles: list[Extraction], password: str) -> None:
    expected = expected_graph(store, articles)
    both = [start_load(store.url, first, last, password=password) for first, last in ((0, 40), (20, NUMBER))]
    told = [process.communicate()[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert [len(ids) for ids in told] == [40, 40]
    assert graph_of(store) == expected


def test_a_second_terminal_reads_while_the_first_one_loads(store: Store, password: str) -> None:
    process = start_load(store.url, 0, NUMBER, password=password)
    counts = []
    while process.poll() is None:
        counts.append(next(iter(list(store.read("MATCH (d:Document) WHERE d.digest IS NOT NULL RETURN count(d) AS number"))))["number"])
        time.sleep(0.02)
    process.communicate()
    assert process.returncode == 0
    assert counts == sorted(counts)
    assert len(set(counts)) > 3
    assert store.status().counts["documents"] == NUMBER


def test_ctrl_c_leaves_whole_articles(store: Store, articles: list[Extraction], password: str) -> None:
    process = start_load(store.url, 0, NUMBER, password=password)
    counted = list(lines(process, 5))
    process.send_signal(signal.SIGINT)
    process.wait()
    assert process.returncode != 0
    unfinished = list(store.read("MATCH (d:Document) WHERE d.digest IS NULL RETURN d.id AS id"))
    there = {row["id"] for row in store.read("MATCH (d:Document) RETURN d.id AS id")}
    assert unfinished == []
    assert set(counted) <= there
    before = graph_of(store)
    store.write(EMPTY)
    load(store, [one for one in articles if one.document.id in there])
    assert graph_of(store) == before
