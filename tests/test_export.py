"""Exports on real stores: what is in each format, that it is the same every time, and that text from articles stays text."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest

from kg.errors import StoreError, UsageError
from kg.export.bulk import FILES, SEPARATOR
from kg.export.formats import FORMATS, write_export
from kg.export.graph import BATCH, Graph
from kg.export.targets import file_target, folder_target
from kg.store.client import Store
from tests.export_fixtures import BROKEN, DOCUMENT, FORMULA, GRAPH_FORMATS, SCRIPT, bytes_of, export, filled
from tests.store_fixtures import ONTOLOGY, entity_id, load, many_articles

ALPHA = entity_id("alpha")


def test_two_exports_of_one_graph_are_the_same_bytes(store: Store, tmp_path: Path) -> None:
    filled(store)
    for form in GRAPH_FORMATS:
        first, second = (bytes_of(export(store, form, tmp_path / f"{form}-{time}")) for time in ("one", "two"))
        assert first == second, form
        assert all(first.values())


@pytest.mark.store
@pytest.mark.neo4j
def test_both_stores_export_the_same_bytes(embedded_store: Store, neo4j_store: Store, tmp_path: Path) -> None:
    for name, store in (("embedded", embedded_store), ("neo4j", neo4j_store)):
        filled(store)
        for form in GRAPH_FORMATS:
            export(store, form, tmp_path / f"{name}.{form}")
    for form in GRAPH_FORMATS:
        assert bytes_of(tmp_path / f"embedded.{form}") == bytes_of(tmp_path / f"neo4j.{form}"), form


def test_claims_as_lines(store: Store, tmp_path: Path) -> None:
    filled(store)
    lines = [json.loads(line) for line in export(store, "jsonl", tmp_path / "x").read_text().splitlines()]
    rows = [line for line in lines if "relation" in line]
    assert lines[: len(rows)] == rows, "claims first"
    assert [line["thing"]["id"] for line in lines if "thing" in line] == sorted(node.id for node in Graph(store).entities())
    assert sum(len(line["mentions"]) for line in lines if "article" in line) == store.status().counts["mentions"]
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    found = {row["name"]: row for row in rows}
    partners = next(row for name, row in found.items() if "PARTNERS_WITH" in name)
    assert partners["status"] == "asserted" and partners["sources"] == 2
    assert [(said["document"]["id"], said["status"], len(said["evidence"])) for said in partners["statements"]] == [
        ("early", "rumoured", 1),
        ("late", "asserted", 2),
    ]
    acquires = found["Alpha ACQUIRES Gamma"]
    assert (acquires["amount"], acquires["currency"], acquires["stake"], acquires["topic"]) == (16e6, "USD", 25.4, BROKEN)
    assert found["Alpha SUES Gamma"]["status"] == "denied"
    assert (acquires["subject_type"], found["Alpha BASED_IN Ulm"]["object_type"]) == ("Company", "Place")
    assert {said["document"]["id"] for row in rows for said in row["statements"]} == {"early", "late", "people", "figures", DOCUMENT}


def test_tables(store: Store, tmp_path: Path) -> None:
    filled(store)
    folder = export(store, "csv", tmp_path / "x")
    tables = {path.stem: list(csv.DictReader(io.StringIO(path.read_text(), newline=""))) for path in folder.iterdir()}
    names = {row["id"]: row["name"] for row in tables["nodes"]}
    assert SCRIPT in names.values() and "'" + FORMULA in names.values()
    assert len(tables["claims"]) == store.status().counts["claims"]
    assert len(tables["statements"]) == store.status().counts["statements"]
    assert len(tables["relations"]) == store.status().counts["relations"] == len(tables["claims"]) - 1, "what is denied has no relation"
    assert len(tables["mentions"]) == store.status().counts["mentions"]
    assert {row["claim"] for row in tables["statements"]} == {row["id"] for row in tables["claims"]}
    assert {row["start"] for row in tables["relations"]} | {row["end"] for row in tables["relations"]} <= set(names)
    assert [row["value"] for row in tables["nodes"] if row["type"] == "Figure"] == ["-2.5"], "a number stays one"
    assert [json.loads(row["further"])[0]["end"] for row in tables["statements"] if row["further"]] == [5]
    assert all(not cell.startswith(("=", "+", "@")) for rows in tables.values() for row in rows for cell in row.values())
    assert next(row for row in tables["documents"] if row["id"] == DOCUMENT)["title"] == BROKEN


def test_graphml_is_read_back(store: Store, tmp_path: Path) -> None:
    filled(store)
    path = export(store, "graphml", tmp_path / "x.graphml")
    graph = networkx.read_graphml(path, force_multigraph=True)
    counts = store.status().counts
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (counts["entities"], counts["relations"])
    assert graph.nodes[ALPHA]["label"] == "Alpha" and graph.nodes[ALPHA]["documents"] == 5
    assert SCRIPT in {name for _, name in graph.nodes(data="label")}
    edge = next(data for _, _, data in graph.edges(data=True) if data["label"] == "ACQUIRES")
    assert (edge["status"], edge["amount"], edge["stake"]) == ("planned", 16e6, 25.4)
    assert edge["topic"] == BROKEN
    assert "script" not in {element.tag for element in ElementTree.parse(path).iter()}


def test_ftm_has_the_shape_of_its_schemata(store: Store, tmp_path: Path) -> None:
    filled(store)
    rows = [json.loads(line) for line in export(store, "ftm", tmp_path / "x").read_text().splitlines()]
    schemata = {row["id"]: row["schema"] for row in rows}
    assert len(schemata) == len(rows)
    for row in rows:
        assert set(row) == {"id", "schema", "properties"}
        assert all(values and all(isinstance(value, str) and value for value in values) for values in row["properties"].values())
    links = {row["properties"]["summary"][0]: row for row in rows if "summary" in row["properties"]}
    assert links["Eve CEO_OF Alpha"]["schema"] == "Directorship"
    assert links["Eve WORKS_FOR Beta"]["schema"] == "Employment"
    assert links["Beta OWNS_STAKE_IN Gamma"]["properties"]["percentage"] == ["12.5"]
    assert links["Beta SUBSIDIARY_OF Delta"]["properties"]["asset"] == [entity_id("beta")]
    assert links["Alpha ACQUIRES Gamma"]["schema"] == "UnknownLink", "a plan is no ownership"
    assert "Alpha SUES Gamma" not in links, "what is denied is no link"
    ends = [
        end
        for row in links.values()
        for name in ("owner", "asset", "director", "organization", "subject", "object", "proof")
        for end in row["properties"].get(name, [])
    ]
    assert set(ends) <= set(schemata)


def test_ftm_passes_its_own_library(store: Store, tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed: its format was checked by shape only").model
    filled(store)
    for line in export(store, "ftm", tmp_path / "x").read_text().splitlines():
        row = json.loads(line)
        schema = model.get(row["schema"])
        schema.validate(row)
        for name, values in row["properties"].items():
            kind = schema.get(name).type
            for value in values:
                assert kind.clean(value) is not None, (name, value)
        assert not model.get_proxy(row, cleaned=False).get("sourceUrl") or row["properties"]["sourceUrl"][0].startswith("https://news.example/")


def test_only_one_company(store: Store, tmp_path: Path) -> None:
    filled(store)
    gamma = entity_id("gamma")
    rows = [json.loads(line) for line in export(store, "jsonl", tmp_path / "x", about=gamma).read_text().splitlines()]
    assert {row["name"] for row in rows if "relation" in row} == {"Alpha ACQUIRES Gamma", "Alpha SUES Gamma", "Beta OWNS_STAKE_IN Gamma"}
    graph = networkx.read_graphml(export(store, "graphml", tmp_path / "y", about=gamma))
    assert {name for _, name in graph.nodes(data="label")} == {"Alpha", "Beta", "Gamma"}
    assert {label for _, _, label in graph.edges(data="label")} == {"ACQUIRES", "OWNS_STAKE_IN"}
    part = Graph(store, gamma)
    assert [row["id"] for row in part.documents()] == ["early", "late", "people"]
    assert {mention.entity for mention in part.mentions()} == {entity_id(name) for name in ("alpha", "beta", "gamma")}
    for form in GRAPH_FORMATS:
        export(store, form, tmp_path / f"{form}.out", about=gamma)


def test_bulk_cells_are_all_quoted(store: Store, tmp_path: Path) -> None:
    filled(store)
    folder = export(store, "neo4j", tmp_path / "x")
    assert {path.name for path in folder.iterdir()} == set(FILES)
    rows = list(csv.DictReader(io.StringIO((folder / "entities.csv").read_text(), newline="")))
    assert {row["id:ID(Entity)"]: row[":LABEL"] for row in rows}[ALPHA] == f"Company{SEPARATOR}Entity"
    assert "neo4j-admin database import full" in (folder / "README.md").read_text()


def test_many_more_records_than_a_batch(embedded_store: Store, tmp_path: Path) -> None:
    load(embedded_store, many_articles(130, claims=14, things=2000))
    counts = embedded_store.status().counts
    assert counts["claims"] > BATCH + 100
    ids = [claim.properties["id"] for claim in Graph(embedded_store).claims()]
    assert ids == sorted(set(ids)) and len(ids) == counts["claims"]
    assert sum(len(claim.statements) for claim in Graph(embedded_store).claims()) == counts["statements"]
    assert sum(1 for _ in Graph(embedded_store).relations()) == counts["relations"]


def test_an_empty_graph_gives_well_formed_files(embedded_store: Store, tmp_path: Path) -> None:
    for form in GRAPH_FORMATS:
        export(embedded_store, form, tmp_path / form)
    assert networkx.read_graphml(tmp_path / "graphml").number_of_nodes() == 0
    assert json.loads((tmp_path / "jsonld").read_text())["@graph"] == []


class _Ending:
    """A store that goes away in the middle."""

    def __init__(self, store: Store) -> None:
        self.store, self.queries = store, 0

    def read(self, cypher: str, parameters: dict[str, object] | None = None) -> Iterator[dict[str, object]]:
        self.queries += 1
        if self.queries > 1:
            raise StoreError("gone")
        return self.store.read(cypher, parameters)


def test_an_export_that_fails_leaves_what_was_there(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    for form in GRAPH_FORMATS:
        (tmp_path / form).mkdir()
        target = export(embedded_store, form, tmp_path / form / "out")
        before = bytes_of(target)
        with pytest.raises(StoreError, match="gone"):
            write_export(form, target, ONTOLOGY, Graph(_Ending(embedded_store)))
        assert bytes_of(target) == before
        assert [path.name for path in target.parent.iterdir()] == ["out"], "nothing half written lies about"


def test_files_appear_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with pytest.raises(ZeroDivisionError), file_target(target) as out:
        out.write("half")
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())
    with file_target(target) as out:
        out.write("whole\r\n")
        assert not target.exists()
    assert target.read_bytes() == b"whole\r\n"
    with pytest.raises(UsageError, match="is a folder"), file_target(tmp_path):
        pass
    with pytest.raises(UsageError, match="cannot be written"), file_target(tmp_path / "no" / "where"):
        pass


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="thesis"), folder_target(tmp_path / "home", ["a.csv"]):
        pass
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a file"), folder_target(tmp_path / "file", ["a.csv"]):
        pass
    for content in ("old", "new"):
        with folder_target(tmp_path / "out", ["a.csv"]) as folder:
            (folder / "a.csv").write_text(content)
    assert bytes_of(tmp_path / "out") == {"a.csv": b"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "home", "out"]


def test_wrong_calls_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format 'xls'"):
        write_export("xls", tmp_path / "x", ONTOLOGY)
    with pytest.raises(UsageError, match="folder"):
        write_export("csv", io.StringIO(), ONTOLOGY, Graph(object()))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="store"):
        write_export("turtle", tmp_path / "x", ONTOLOGY)


def _kg(*words: str, store: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_") or name == "KG_STORE_IDLE"}
    where = ["--store", str(store)] if store else []
    return subprocess.run([sys.executable, "-m", "kg", "export", *words, *where], capture_output=True, text=True, env=environment, check=False)


def test_command(embedded_store: Store, embedded_folder: Path, tmp_path: Path) -> None:
    filled(embedded_store)
    result = _kg("--format", "jsonl", "--company", "gamma", "-", store=embedded_folder)
    assert result.returncode == 0, result.stderr
    assert [row["name"] for row in map(json.loads, result.stdout.splitlines()) if "relation" in row]
    assert not result.stderr
    result = _kg("--format", "neo4j", str(tmp_path / "a b"), store=embedded_folder)
    assert result.returncode == 0 and not result.stdout
    assert "neo4j-admin database import full" in result.stderr and f"--nodes='{tmp_path}/a b'/entities.csv" in result.stderr
    for words, message in (
        (("--format", "csv", "-"), "folder"), (("--format", "jsonl", "--base", "x:/", "-"), "--base is for RDF"),
        (("--format", "turtle", "--base", "no iri", str(tmp_path / "x")), "beginning of an IRI"),
        (("--format", "jsonl", "--company", "Nowhere Inc", "-"), "Nowhere Inc"),
    ):  # fmt: skip
        result = _kg(*words, store=embedded_folder)
        assert (result.returncode, result.stdout) == (2, ""), words
        assert message in result.stderr and "Traceback" not in result.stderr
    assert _kg("--format", "jsonl", "-", store=tmp_path / "none").returncode == 3


@pytest.mark.parametrize("form", [name for name, found in FORMATS.items() if found.kind == "ontology"])
def test_ontology_needs_no_store(form: str, tmp_path: Path) -> None:
    result = _kg("--format", form, str(tmp_path / "x.ttl"))
    assert result.returncode == 0, result.stderr
    piped = _kg("--format", form, "-")
    assert piped.stdout == (tmp_path / "x.ttl").read_text() and "kg:PARTNERS_WITH" in piped.stdout
