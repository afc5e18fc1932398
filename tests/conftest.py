"""The stores that the tests run on: real ones, started once a session, empty at the start of every test.

``store`` gives both, one after the other; ``embedded_store`` and ``neo4j_store`` one of them. Where no Neo4j can be had, its
part is skipped and the summary says in one line what that leaves untested; with ``KG_REQUIRE_NEO4J=1`` it fails instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store.client import Store, open_store
from kg.store.embedded import embedded_status, stop_embedded
from tests.neo4j_server import Server, UnavailableError, neo4j_server

_MISSING = pytest.StashKey[str]()
EMPTY = "MATCH (n) DETACH DELETE n"
_EMPTY_SOME = "MATCH (n) WITH n LIMIT 2000 DETACH DELETE n RETURN count(*) AS number"


def pytest_configure(config: pytest.Config) -> None:
    """An embedded store of a test that nobody stops ends by itself soon."""
    os.environ.setdefault("KG_STORE_IDLE", "60")
    for name in ("KG_STORE", "KG_PASSWORD", "KG_SCHEMA"):
        os.environ.pop(name, None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left untested."""
    reason = config.stash.get(_MISSING, None)
    if reason:
        terminalreporter.write_line(f"NOT TESTED: everything on a real Neo4j server (the embedded store was tested): {reason}", yellow=True)


@pytest.fixture(scope="session")
def embedded_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of an embedded store; its process is stopped at the end."""
    folder = tmp_path_factory.mktemp("embedded") / "store"
    yield folder
    stop_embedded(folder)
    assert embedded_status(folder).pid is None
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def neo4j(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j server."""
    reason = request.config.stash.get(_MISSING, None)
    if reason:
        pytest.skip("no Neo4j")
    try:
        with neo4j_server(tmp_path_factory.mktemp("neo4j")) as server:
            yield server
    except UnavailableError as error:
        if os.environ.get("KG_REQUIRE_NEO4J") == "1":
            pytest.fail(f"KG_REQUIRE_NEO4J=1, but no Neo4j can be had: {error}")
        request.config.stash[_MISSING] = str(error)
        pytest.skip("no Neo4j")


def _emptied(store: Store) -> Store:
    """The store without its graph, which may be a large one where somebody else runs the server."""
    while store.write(_EMPTY_SOME)[0]["number"]:
        pass
    return store


@pytest.fixture
def embedded_store(embedded_folder: Path) -> Iterator[Store]:
    """An empty embedded store."""
    with open_store(str(embedded_folder)) as store:
        yield _emptied(store)


@pytest.fixture
def neo4j_store(neo4j: Server) -> Iterator[Store]:
    """An empty graph on a Neo4j server."""
    with open_store(neo4j.uri, user=neo4j.user, password=neo4j.password) as store:
        yield _emptied(store)


@pytest.fixture(params=[pytest.param("embedded", marks=pytest.mark.store), pytest.param("neo4j", marks=[pytest.mark.store, pytest.mark.neo4j])])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store: first the embedded one, then Neo4j."""
    chosen: Store = request.getfixturevalue(f"{request.param}_store")
    return chosen
