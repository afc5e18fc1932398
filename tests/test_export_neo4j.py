"""The files for Neo4j's importer, imported by the real importer: the database is then what a load makes of the same articles."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from kg.export.bulk import COMMAND
from kg.store.client import Store, open_store
from kg.store.schema import apply_schema
from tests.export_fixtures import export, filled
from tests.neo4j_server import DEFAULT_VERSION, JavaServer, UnavailableError, fetch_jars, find_java
from tests.store_fixtures import ONTOLOGY, graph_of


@pytest.mark.neo4j
@pytest.mark.slow
def test_imported_graph_is_the_loaded_graph(embedded_store: Store, tmp_path: Path) -> None:
    version = os.environ.get("KG_TEST_NEO4J_VERSION", DEFAULT_VERSION)
    try:
        server = JavaServer(version, tmp_path / "server", find_java(version), fetch_jars(version))
    except UnavailableError as error:
        pytest.skip(f"the importer needs Neo4j's own jars: {error}")
    apply_schema(embedded_store, ONTOLOGY)
    filled(embedded_store)
    folder = export(embedded_store, "neo4j", tmp_path / "files of mine")
    server.start()  # makes the folder
    server.kill()
    words = shlex.split(COMMAND.format(folder=shlex.quote(str(folder))))
    places = {"NEO4J_HOME": str(server.home), "NEO4J_CONF": str(server.home / "conf")}
    command = server._command("org.neo4j.cli.AdminTool", *words[1:])
    done = subprocess.run(command, env=os.environ | places, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    server.start()
    try:
        with open_store(server.uri, user=server.user, password=server.password) as store:
            for statement in (folder / "after.cypher").read_text().split(";")[:-1]:
                store.write(statement)
            assert graph_of(store) == graph_of(embedded_store)
            names = "SHOW INDEXES YIELD name, type RETURN name, type ORDER BY name"
            made = list(store.read(names))
            apply_schema(store, ONTOLOGY)
            assert list(store.read(names)) == made, "nothing is left to do"
    finally:
        server.close()
