"""The client: reading, what is refused, the lines that people see when something is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kg.errors import StoreError, UsageError
from kg.model import Amount, Qualifiers
from kg.store.client import VERSION, Store, open_store
from kg.store.embedded import stop_embedded
from kg.store.schema import SEARCH_INDEX, apply_schema
from tests.neo4j_server import Server, free_port
from tests.store_fixtures import ONTOLOGY, article, graph_of, load

WRITES = [
    "CREATE (n:Company {name: 'x'})",
    "MERGE (n:Company {name: 'x'})",
    "MATCH (n:Company) SET n.name = 'x'",
    "MATCH (n:Company) SET n:Person",
    "MATCH (n:Company) REMOVE n.name",
    "MATCH (n:Company) DETACH DELETE n",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (a:Company), (b:Place) CREATE (a)-[:USES]->(b)",
    "MATCH (n:Company) FOREACH (x IN [1] | SET n.name = 'x')",
    "CREATE INDEX sneaky FOR (n:Company) ON (n.sneaky)",
    "DROP INDEX kg_company_name",
    "CREATE (n:Unheard) RETURN n",
]


@pytest.mark.parametrize("cypher", WRITES)
def test_a_write_through_the_read_path_is_refused_and_changes_nothing(store: Store, cypher: str) -> None:
    load(store, [article("a", ("Alibaba", "BASED_IN", "Place:China"))])
    before = graph_of(store)
    with pytest.raises(UsageError, match="only reading is allowed"):
        list(store.read(cypher))
    assert graph_of(store) == before


def test_values_come_back_as_plain_json(store: Store) -> None:
    load(store, [article("a", ("Alibaba", "BASED_IN", "Place:China"), date="2025-09-26")])
    query = "MATCH p = (a:Company)-[r:BASED_IN]->(b:Place), (d:Document) RETURN a, r, b, p, d.published AS day, [1, null, {x: true}] AS list, 0.5 AS half"
    [row] = store.read(query)
    assert row["a"]["labels"] == ["Company", "Entity"]
    assert row["a"]["properties"]["name"] == "Alibaba"
    assert (row["r"]["type"], row["r"]["properties"]["status"], row["r"]["properties"]["first_seen"]) == ("BASED_IN", "asserted", "2025-09-26")
    assert [node["properties"]["name"] for node in row["p"]["nodes"]] == ["Alibaba", "China"]
    assert [edge["type"] for edge in row["p"]["relationships"]] == ["BASED_IN"]
    assert (row["r"]["start"], row["r"]["end"]) == (row["a"]["properties"]["id"], row["b"]["properties"]["id"])
    assert (row["day"], row["list"], row["half"]) == ("2025-09-26", [1, None, {"x": True}], 0.5)


def test_rows_stream_and_a_limit_ends_them(store: Store) -> None:
    query = "UNWIND range(1, 100000) AS n RETURN n"
    assert [row["n"] for row in store.read(query, limit=3)] == [1, 2, 3]
    assert sum(1 for _ in store.read(query)) == 100_000
    assert list(store.read(query, limit=0)) == []


def test_a_reader_may_stop_early_and_go_on_with_something_else(store: Store) -> None:
    rows = store.read("UNWIND range(1, 100000) AS n RETURN n")
    assert next(iter(rows))["n"] == 1
    assert list(store.read("RETURN 2 AS n")) == [{"n": 2}]


def test_parameters_are_values_whatever_they_look_like(store: Store) -> None:
    nasty = "'}) DETACH DELETE n //\\\" `x` $y"
    assert list(store.read("RETURN $text AS text", {"text": nasty})) == [{"text": nasty}]


@pytest.mark.parametrize(
    ("cypher", "said"),
    [
        ("MATCH (n RETURN n", "the query is wrong"),
        ("RETURN $nowhere", "nowhere"),
        ("RETURN 1 / 0 AS x", "by zero"),
        ("CALL no.such.procedure()", "no.such.procedure"),
    ],
)
def test_a_wrong_query_is_the_users_and_one_line(store: Store, cypher: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        list(store.read(cypher))
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_status_counts_what_is_there(store: Store) -> None:
    apply_schema(store, ONTOLOGY)
    load(store, [article("a", ("Alibaba", "BASED_IN", "Place:China"), ("Alibaba", "PARTNERS_WITH", "Nvidia", "denied"))])
    status = store.status()
    assert status.counts == {"documents": 1, "entities": 3, "claims": 2, "statements": 2, "mentions": 3, "relations": 1}
    assert (status.kind, status.version, status.url) == (store.kind, VERSION, store.url)
    assert re.match(r"ArcadeDB \d+\." if store.kind == "embedded" else r"Neo4j/\d+\.", status.engine)
    assert (status.bytes or 0) > 0 if store.kind == "embedded" else status.bytes is None


def test_schema_makes_indexes_and_constraints_once(store: Store) -> None:
    apply_schema(store, ONTOLOGY)
    indexes = sorted((row["labelsOrTypes"] or [], row["properties"] or [], row["type"]) for row in store.read("SHOW INDEXES"))
    apply_schema(store, ONTOLOGY)
    assert indexes == sorted((row["labelsOrTypes"] or [], row["properties"] or [], row["type"]) for row in store.read("SHOW INDEXES"))
    for label in ONTOLOGY.entities:
        assert ([label], ["name"], "RANGE") in indexes
    assert (["Entity"], ["search"], "FULLTEXT") in indexes
    unique = {(row["labelsOrTypes"][0], row["properties"][0]) for row in store.read("SHOW CONSTRAINTS") if "UNIQUE" in row["type"]}
    assert unique >= {("Entity", "id"), ("Document", "id"), ("Claim", "id")}
    for property_name in ("subject", "object", "relation"):
        assert (["Claim"], [property_name], "RANGE") in indexes


def test_a_second_entity_of_one_id_is_refused(store: Store) -> None:
    apply_schema(store, ONTOLOGY)
    store.write("CREATE (:Entity {id: 'one'})")
    with pytest.raises(StoreError):
        store.write("CREATE (:Entity {id: 'one'})")


def test_names_and_aliases_are_found_by_full_text(store: Store) -> None:
    load(store, [article("a", ("Alibaba", "BASED_IN", "Place:China"), names={"Alibaba": "Alibaba Group"}), article("b", ("Alibaba", "USES", "Product:Qwen"))])
    query = "CALL db.index.fulltext.queryNodes($index, $words) YIELD node, score RETURN node.name AS name ORDER BY score DESC, name"
    assert [row["name"] for row in store.read(query, {"index": SEARCH_INDEX, "words": "group"})] == ["Alibaba"]
    assert [row["name"] for row in store.read(query, {"index": SEARCH_INDEX, "words": "china"})] == ["China"]


def test_type_labels_come_before_entity_in_neo4js_order(neo4j_store: Store) -> None:
    """The new Neo4j Browser colours by the label that the database met first; ``labels`` gives them in that order."""
    load(neo4j_store, [article("a", ("Alibaba", "BASED_IN", "Place:China"))])
    [row] = neo4j_store.read("MATCH (n:Company) RETURN labels(n) AS labels")
    assert row["labels"] == ["Company", "Entity"]


def test_a_store_of_a_newer_version_is_refused(store: Store, request: pytest.FixtureRequest) -> None:
    apply_schema(store, ONTOLOGY)
    store.write("MATCH (k:KgStore) SET k.version = $version", {"version": VERSION + 1})
    password = request.getfixturevalue("neo4j").password if store.kind == "neo4j" else None
    try:
        with pytest.raises(StoreError, match="newer version of kg") as caught:
            open_store(store.url, password=password)
    finally:
        store.write("MATCH (k:KgStore) DELETE k")
    assert caught.value.exit_code == 3


@pytest.mark.neo4j
def test_the_lines_about_a_server(neo4j: Server) -> None:
    cases = [
        ({"url": neo4j.uri, "password": "not-this-one"}, "user or password is wrong"),
        ({"url": neo4j.uri, "password": neo4j.password, "user": "nobody"}, "user or password is wrong"),
        ({"url": neo4j.uri}, "set KG_PASSWORD"),
        ({"url": neo4j.uri, "password": neo4j.password, "database": "elsewhere"}, "there is no database 'elsewhere'"),
    ]
    for arguments, said in cases:
        with pytest.raises(StoreError, match=re.escape(said)) as caught:
            open_store(**arguments)
        assert "\n" not in str(caught.value)
        assert caught.value.exit_code == 3
        assert neo4j.password not in str(caught.value)


@pytest.mark.neo4j
def test_routing_addresses_work_too(neo4j: Server) -> None:
    with open_store(neo4j.uri.replace("bolt://", "neo4j://"), user=neo4j.user, password=neo4j.password) as store:
        assert list(store.read("RETURN 1 AS one")) == [{"one": 1}]


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_down(scheme: str) -> None:
    with pytest.raises(StoreError, match="no answer; start the server") as caught:
        open_store(f"{scheme}://127.0.0.1:{free_port()}", password="secret-word")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://localhost:7687", "neo4j:localhost", "bolt://host:port", "neo4j://", "", "bolt://localhost/x", "bolt://me:secret@localhost:7687"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_store(url, password="x")
    assert "secret" not in str(caught.value)


def test_an_embedded_store_has_one_database(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one database"):
        open_store(str(tmp_path / "store"), database="other")


def test_folders_that_are_no_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear reader", encoding="utf-8")
    for url, said in ((tmp_path, "holds other files"), (tmp_path / "letter.txt", "is a file"), (tmp_path / "letter.txt" / "x", "cannot be used")):
        with pytest.raises(StoreError, match=said):
            open_store(str(url))
    with pytest.raises(StoreError, match="there is no store yet"):
        open_store(str(tmp_path / "new"), create=False)
    assert sorted(tmp_path.iterdir()) == [tmp_path / "letter.txt"]


def test_a_database_that_another_program_has_open(tmp_path: Path) -> None:
    open_store(str(tmp_path / "store")).close()
    stop_embedded(tmp_path / "store")
    program = (
        "import arcadedb_embedded, sys, os\ndatabase = arcadedb_embedded.open_database(sys.argv[1])\nprint('open', flush=True)\nsys.stdin.read()\nos._exit(0)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "store/databases/kg")], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="another program has its database open") as caught:
            open_store(str(tmp_path / "store"))
        assert "\n" not in str(caught.value)


def test_a_missing_engine_is_named_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hidden" / "arcadedb_embedded").mkdir(parents=True)
    (tmp_path / "hidden" / "arcadedb_embedded" / "__init__.py").write_text("raise ImportError('not installed')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hidden"))
    with pytest.raises(StoreError, match="pip install arcadedb-embedded"):
        open_store(str(tmp_path / "store"))


def test_qualifiers_survive(store: Store) -> None:
    said = Qualifiers(amount=Amount(16_000_000, "USD", "about"), stake=25.4, role="Käufer", facility="Werk", date="2026-Q1", topic="Robotik")
    load(store, [article("a", ("ARK", "INVESTS_IN", "Alibaba", "planned", said))])
    [row] = store.read("MATCH ()-[r:INVESTS_IN]->() RETURN properties(r) AS r")
    found = SimpleNamespace(**row["r"])
    assert (found.amount, found.currency, found.hedge, found.stake) == (16_000_000.0, "USD", "about", 25.4)
    assert (found.role, found.facility, found.date, found.topic, found.status) == ("Käufer", "Werk", "2026-Q1", "Robotik", "planned")
