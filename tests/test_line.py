"""The whole line: from articles to the graph and to the reports, on both stores; with a relation of the user's own; without a network."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.loading import Loader, LoadSummary
from kg.model import Document, Extraction, Refusal
from kg.reports import read_reports, run_report
from kg.resources import resource_folder
from kg.store.client import Store
from loaders.pipeline import Pipeline
from loaders.sources import read_sources

ROOT = Path(__file__).parents[1]
WORKED_EXAMPLE = (
    "Alibaba kündigte eine Software-Partnerschaft mit dem US-Chipriesen Nvidia an. Alibaba Cloud wird erstmals Rechenzentren in Brasilien errichten. "
    "CEO Eddie Wu sprach auf der Apsara-Konferenz. Auch ARK Invest kaufte Anteile im Wert von etwa 16 Millionen Dollar."
)
TRIPLES = {
    ("Alibaba", "PARTNERS_WITH", "Nvidia", "asserted"),
    ("Nvidia", "BASED_IN", "USA", "asserted"),
    ("Alibaba Cloud", "BUILDS_DATACENTER_IN", "Brasilien", "planned"),
    ("Eddie Wu", "CEO_OF", "Alibaba", "asserted"),
    ("Eddie Wu", "ATTENDS", "Apsara-Konferenz", "asserted"),
    ("ARK Invest", "INVESTS_IN", "Alibaba", "asserted"),
}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def load(store: Store, pipeline: Pipeline, documents: Iterator[Document | Refusal]) -> tuple[LoadSummary, list[Extraction]]:
    summary, extractions, refusals = LoadSummary(), list[Extraction](), list[Refusal]()
    Loader(store, pipeline, summary, refusals.append, extractions.append).load(documents)
    assert not refusals
    return summary, extractions


def test_the_worked_example_is_in_the_graph(store: Store, pipeline: Pipeline) -> None:
    load(store, pipeline, iter([Document("worked", WORKED_EXAMPLE, title="Worked example", date="2025-09-26")]))
    rows = store.read(
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name AS a, type(r) AS r, b.name AS b, r.status AS s, r.amount AS amount, r.currency AS currency"
    )
    found = {(row["a"], row["r"], row["b"], row["s"]): row for row in rows}
    either_way = {*found, *((b, r, a, s) for a, r, b, s in found if r == "PARTNERS_WITH")}
    assert either_way >= TRIPLES
    bought = found["ARK Invest", "INVESTS_IN", "Alibaba", "asserted"]
    assert (bought["amount"], bought["currency"]) == (16_000_000, "USD")


def test_the_examples_answer_reports_and_survive_a_second_load(store: Store, pipeline: Pipeline) -> None:
    examples = str(resource_folder("examples"))
    summary, extractions = load(store, pipeline, read_sources([examples]))
    assert summary.states["new"] == summary.read == len(extractions) >= 6
    again, _ = load(store, pipeline, read_sources([examples]))
    assert again.states == {"unchanged": summary.read}
    report = read_reports()["relations-of-company"]
    rows = list(run_report(store, report, {"company": "Nvidia"}))
    assert {("PARTNERS_WITH", "Alibaba"), ("PARTNERS_WITH", "Siemens")} <= {(row["relation"], row["other"]) for row in rows}
    assert all(row["sentence"] for row in rows)


def test_no_node_of_a_company_shows_bookkeeping(store: Store, pipeline: Pipeline) -> None:
    load(store, pipeline, read_sources([str(resource_folder("examples"))]))
    labels = {label for row in store.read("MATCH (c:Company)--(x) RETURN DISTINCT labels(x) AS labels") for label in row["labels"]}
    assert not labels & {"Claim", "KgStore"}
    nameless = next(store.read("MATCH (n) WHERE n.name IS NULL AND (n:Entity OR n:Document OR n:Claim) RETURN count(n) AS n"))
    assert nameless["n"] == 0


def test_a_relation_of_ones_own_needs_only_lines_in_the_schema(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "schema"
    shutil.copytree(ROOT / "schema", folder)
    with (folder / "relations.toml").open("a", encoding="utf-8") as file:
        file.write('\n[SPONSORS]\nmeaning = "pays to be named at"\ngroup = "business"\ndomain = ["Company"]\nrange = ["Event", "Organization"]\n')
    for lang, cue in (("de", "SUBJECT (sponsert|sponserte) … OBJECT"), ("en", "SUBJECT (sponsors|sponsored) … OBJECT")):
        with (folder / lang / "relations.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[[SPONSORS]]\ncues = ["{cue}"]\n')
    pipeline = Pipeline(folder)
    texts = {"de": "Siemens sponsert die Hannover Messe.", "en": "Siemens sponsored the Apsara Conference in the autumn."}
    documents = [Document(f"sponsor-{lang}", text, date="2025-03-01", lang=lang) for lang, text in texts.items()]
    load(store, pipeline, iter(documents))
    rows = list(store.read("MATCH (a:Company)-[r:SPONSORS]->(b:Event) RETURN a.name AS a, b.name AS b ORDER BY b"))
    assert {row["a"] for row in rows} == {"Siemens"}
    assert len(rows) == 2
    report = read_reports()["relations-of-company"]
    assert "SPONSORS" in {row["relation"] for row in run_report(store, report, {"company": "Siemens"})}


def test_the_version_follows_the_schema_whatever_lies_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "schema"
    shutil.copytree(ROOT / "schema", folder)
    assert Pipeline(folder).version() == Pipeline(ROOT / "schema").version()
    (folder / "picture.png").write_bytes(b"\x89PNG\xff\x00")
    stray = Pipeline(folder).version()
    (folder / "de" / "status.toml").write_text((folder / "de" / "status.toml").read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert Pipeline(folder).version() != stray


def test_extraction_opens_no_socket() -> None:
    code = f"""
import socket, sys, json
def refuse(*args, **kwargs):
    raise SystemExit("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
from loaders.pipeline import Pipeline
from loaders.sources import read_sources
found = list(Pipeline().extract(read_sources([{str(resource_folder("examples"))!r}])))
print(json.dumps([len(extraction.claims) for extraction in found]))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT, timeout=120)
    assert result.returncode == 0, result.stderr
    assert sum(json.loads(result.stdout)) > 20
