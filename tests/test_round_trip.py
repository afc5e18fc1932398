"""From a store to a file and back: the graph that is loaded from an export is the one that was exported, and what is no export is refused."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

from kg.cli.loading import Loader, LoadSummary
from kg.errors import SourceError
from kg.export.back import find_export, read_export
from kg.export.back.places import LOADABLE
from kg.export.formats import FORMATS
from kg.model import Refusal
from kg.store.client import Store
from kg.store.embedded import stop_embedded
from kg.store.retract import retract_document
from kg.store.writer import write_rows
from tests.conftest import _emptied
from tests.export_fixtures import BROKEN, articles, bytes_of, export, filled
from tests.store_fixtures import ONTOLOGY, article, entity_id, graph_of, load, many_articles

SUFFIXES = {"jsonl": "jsonl", "turtle": "ttl", "trig": "trig", "jsonld": "jsonld"}


class _Pipeline:
    """Of the pipeline only the ontology is needed to load an export."""

    ontology = ONTOLOGY


def load_file(store: Store, path: Path) -> tuple[dict[str, float], list[Refusal]]:
    """As ``kg load`` does it, without the command line; the counts, and what was refused."""
    refusals: list[Refusal] = []
    summary = LoadSummary()
    place = find_export(str(path))
    assert place is not None
    Loader(store, _Pipeline(), summary, refusals.append).load_export(read_export(place, ONTOLOGY))  # type: ignore[arg-type]
    return summary.row(), refusals


@pytest.mark.parametrize("form", LOADABLE)
def test_the_same_graph_comes_back(store: Store, tmp_path: Path, form: str) -> None:
    before = graph_of(filled(store))
    path = export(store, form, tmp_path / f"graph.{SUFFIXES[form]}")
    counts, refusals = load_file(_emptied(store), path)
    assert not refusals
    assert graph_of(store) == before
    assert (counts["read"], counts["new"]) == (len(articles()), len(articles()))
    for other in FORMATS:
        if FORMATS[other].kind != "ontology":
            export(store, other, tmp_path / f"after.{other}")
    assert bytes_of(tmp_path / f"after.{form}")[""] == path.read_bytes(), "and the export of it is the same file"


@pytest.mark.neo4j
@pytest.mark.store
def test_from_one_store_to_the_other(embedded_store: Store, neo4j_store: Store, tmp_path: Path) -> None:
    before = graph_of(filled(embedded_store))
    load_file(neo4j_store, export(embedded_store, "jsonl", tmp_path / "x.jsonl"))
    assert graph_of(neo4j_store) == before


def test_many_articles_in_batches(embedded_store: Store, tmp_path: Path) -> None:
    load(embedded_store, many_articles(260, claims=8, things=500))
    before = graph_of(embedded_store)
    path = export(embedded_store, "jsonl", tmp_path / "x.jsonl")
    counts, _ = load_file(_emptied(embedded_store), path)
    assert counts["new"] == 260
    assert graph_of(embedded_store) == before


@pytest.mark.parametrize("form", LOADABLE)
def test_loading_again_changes_nothing(embedded_store: Store, tmp_path: Path, form: str) -> None:
    before = graph_of(filled(embedded_store))
    counts, _ = load_file(embedded_store, export(embedded_store, form, tmp_path / f"x.{SUFFIXES[form]}"))
    assert (counts["new"], counts["replaced"], counts["unchanged"]) == (0, 0, len(articles()))
    assert graph_of(embedded_store) == before


def test_articles_that_came_back_are_known_to_later_loads(embedded_store: Store, tmp_path: Path) -> None:
    path = export(filled(embedded_store), "jsonl", tmp_path / "x.jsonl")
    load_file(_emptied(embedded_store), path)
    assert {one.state for one in load(embedded_store, articles())} == {"unchanged"}


def test_it_joins_what_is_there(embedded_store: Store, tmp_path: Path) -> None:
    """Exports of two stores, loaded one after the other, give the graph of all their articles; in either order."""
    first, second = articles()[:2], [*articles()[2:], article("more", ("Alpha", "PARTNERS_WITH", "Beta", "denied"), date="2026-01-01")]
    load(embedded_store, [*first, *second])
    before = graph_of(embedded_store)
    paths = []
    for name, some in (("one", first), ("two", second)):
        load(_emptied(embedded_store), some)
        paths.append(export(embedded_store, "jsonl", tmp_path / f"{name}.jsonl"))
    for order in (paths, paths[::-1]):
        _emptied(embedded_store)
        for path in order:
            load_file(embedded_store, path)
        assert graph_of(embedded_store) == before


@pytest.mark.parametrize("form", LOADABLE)
def test_a_part_comes_back_and_never_replaces_the_whole(embedded_store: Store, tmp_path: Path, form: str) -> None:
    whole = graph_of(filled(embedded_store))
    path = export(embedded_store, form, tmp_path / f"x.{SUFFIXES[form]}", about=entity_id("gamma"))
    counts, _ = load_file(embedded_store, path)
    assert counts["unchanged"] == counts["read"] == 3
    assert graph_of(embedded_store) == whole, "what is there is more than the part"
    load_file(_emptied(embedded_store), path)
    names = {row["name"] for row in embedded_store.read("MATCH (c:Claim) RETURN c.name AS name")}
    assert names == {"Alpha ACQUIRES Gamma", "Alpha SUES Gamma", "Beta OWNS_STAKE_IN Gamma"}
    assert {one.state for one in load(embedded_store, articles())} == {"new", "replaced"}
    assert graph_of(embedded_store) == whole, "the articles themselves replace their parts"


def test_derived_properties_stay_behind(embedded_store: Store, tmp_path: Path) -> None:
    from kg.analytics.properties import write_properties

    before = graph_of(filled(embedded_store))
    plain = {form: bytes_of(export(embedded_store, form, tmp_path / f"plain.{form}")) for form in FORMATS if FORMATS[form].kind != "ontology"}
    write_properties(embedded_store, {"kg_community": {entity_id("alpha"): "Alpha"}, "kg_pagerank": {entity_id("alpha"): 0.5}})
    assert graph_of(embedded_store) != before
    for form, files in plain.items():
        assert bytes_of(export(embedded_store, form, tmp_path / f"later.{form}")) == files, form


@pytest.mark.parametrize("form", ["turtle", "trig", "jsonld"])
def test_rdf_that_others_have_written_anew(embedded_store: Store, tmp_path: Path, form: str) -> None:
    """Another tool may order and shorten it as it likes; another base is no matter either."""
    before = graph_of(filled(embedded_store))
    path = export(embedded_store, form, tmp_path / "x", base="https://data.example/kg#")
    name = {"jsonld": "json-ld"}.get(form, form)
    parsed = (Dataset() if form == "trig" else Graph()).parse(path, format=name)
    anew = tmp_path / f"y.{SUFFIXES[form]}"
    parsed.serialize(anew, format=name)
    assert anew.read_bytes() != path.read_bytes()
    load_file(_emptied(embedded_store), anew)
    assert graph_of(embedded_store) == before


def test_packed(embedded_store: Store, tmp_path: Path) -> None:
    before = graph_of(filled(embedded_store))
    for form in ("jsonl", "turtle"):
        plain = export(embedded_store, form, tmp_path / form).read_bytes()
        packed = tmp_path / f"x.{SUFFIXES[form]}.gz"
        packed.write_bytes(gzip.compress(plain))
        load_file(_emptied(embedded_store), packed)
        assert graph_of(embedded_store) == before


@pytest.fixture
def lines(embedded_store: Store, tmp_path: Path) -> list[str]:
    """A good export, line by line."""
    filled(embedded_store)
    return export(embedded_store, "jsonl", tmp_path / "good.jsonl").read_text().splitlines(keepends=True)


def _refusal(store: Store, path: Path) -> str:
    before = store.status().counts
    _, refusals = load_file(store, path)
    assert store.status().counts == before, "nothing of it is written"
    assert len(refusals) == 1 and "\n" not in str(refusals[0])
    return str(refusals[0])


def test_a_file_that_is_cut_off_is_refused_whole(embedded_store: Store, lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl"
    _emptied(embedded_store)
    for text, said in (
        ("".join(lines[:3]), "which the file lacks"), ("".join(lines[:-1]), "which the file lacks"), ("".join(lines)[:-30], f":{len(lines)}: is no JSON"),
        ("".join(line for line in lines if '"thing": {' not in line), "names the thing"),
        ("".join(line for line in lines if '"article": {' in line), "names the thing"),
    ):  # fmt: skip
        path.write_text(text)
        assert said in _refusal(embedded_store, path), said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"relation": "EATS"}, "'EATS', which the ontology lacks"),
        ({"subject": "f" * 20, "object": "0" * 20}, "smaller id comes first"),
        ({"subject": "0" * 20}, "which its article does not name"),
        ({"statements": [{}]}, "not as kg export writes it"),
        ({"statements": "many"}, "is no claim, thing or article"),
    ],
)
def test_claims_that_cannot_be_are_refused(embedded_store: Store, lines: list[str], tmp_path: Path, change: dict[str, object], said: str) -> None:
    place = next(number for number, line in enumerate(lines) if '"PARTNERS_WITH"' in line)
    lines[place] = json.dumps(json.loads(lines[place]) | change) + "\n"
    path = tmp_path / "x.jsonl"
    path.write_text("".join(lines))
    assert said in _refusal(_emptied(embedded_store), path)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("status", "certain", "no such thing"), ("confidence", 7, "no such thing"), ("confidence", "high", "should be a number"),
        ("amount", [1], "should be a number"), ("evidence", [], "no evidence"), ("extractor", None, "'extractor' should be text"),
        ("evidence", [{"start": True, "end": 2, "text": "x"}], "'start' should be a whole number"), ("document", {}, "not as kg export writes it"),
    ],
)  # fmt: skip
def test_statements_that_cannot_be_are_refused(embedded_store: Store, lines: list[str], tmp_path: Path, key: str, value: object, said: str) -> None:
    row = json.loads(lines[0])
    row["statements"][0][key] = value
    lines[0] = json.dumps(row) + "\n"
    path = tmp_path / "x.jsonl"
    path.write_text("".join(lines))
    refusal = _refusal(_emptied(embedded_store), path)
    assert said in refusal and "x.jsonl:1:" in refusal


def test_types_dates_and_hostile_ids(embedded_store: Store, lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    for old, new, said in (
        ('"type": "Company"', '"type": "Entity) DETACH DELETE (n"', "which the ontology lacks"),
        ('"published": "2025-05-01", "lang": "en", "digest"', '"published": "soon", "lang": "en", "digest"', "is no day"),
    ):
        text = "".join(lines)
        assert old in text
        path.write_text(text.replace(old, new))
        assert said in _refusal(_emptied(embedded_store), path)


def test_nothing_is_fetched_for_a_context(embedded_store: Store, tmp_path: Path) -> None:
    text = export(filled(embedded_store), "jsonld", tmp_path / "x").read_text()
    path = tmp_path / "y.jsonld"
    for context in ('"http://127.0.0.1:9/context"', '[{}, "http://127.0.0.1:9/context"]', '{"@import": "http://127.0.0.1:9/context"}'):
        path.write_text(text.replace('"@graph": [', f'"@graph": [{{"@context": {context}, "@id": "urn:x"}},'))
        assert "nothing is fetched" in _refusal(_emptied(embedded_store), path)


def test_rdf_that_lacks_something(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    text = export(embedded_store, "turtle", tmp_path / "x").read_text()
    path = tmp_path / "y.ttl"
    for changed, said in (
        (text[: len(text) // 2], "is no turtle that can be read"), (text.replace("kg:claim ", "kg:topic "), "lacks <"),
        (text.replace("rdf:predicate kg:SUES", "rdf:predicate kg:EATS"), "'EATS', which the ontology lacks"),
        (text.replace("a kg:Article", "a kg:Paper"), "which the file lacks"), (text.replace("kg:end ", "kg:topic "), "'end' should be a whole number"),
    ):  # fmt: skip
        path.write_text(changed)
        assert said in _refusal(_emptied(embedded_store), path), said


@pytest.mark.parametrize(("form", "said"), [("graphml", "GraphML"), ("csv", "tables"), ("neo4j", "tables"), ("ftm", "FollowTheMoney")])
def test_formats_that_cannot_be_loaded_say_why(embedded_store: Store, tmp_path: Path, form: str, said: str) -> None:
    filled(embedded_store)
    target = tmp_path / {"graphml": "x.graphml", "ftm": "x.jsonl"}.get(form, "x")
    with pytest.raises(SourceError, match=said) as refused:
        find_export(str(export(embedded_store, form, target)))
    assert "kg export --format jsonl" in str(refused.value)


def test_what_is_no_export_is_left_to_others(tmp_path: Path) -> None:
    for name, text in (
        ("a.jsonl", '{"text": "Alpha buys Beta.", "id": "a"}\n'), ("b.json", '[{"text": "x"}]'), ("c.txt", "Alpha buys Beta."), ("d.jsonl", ""),
        ("e.json", '{"@context": "https://schema.org/", "text": "Alpha"}'), ("f.jsonl", "[1]\n"), ("g.jsonl", "\x00\x01"),
    ):  # fmt: skip
        (tmp_path / name).write_text(text)
        assert find_export(str(tmp_path / name)) is None, name
    assert find_export(str(tmp_path)) is None and find_export(str(tmp_path / "none")) is None and find_export("https://example.org/") is None
    (tmp_path / "x.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    with pytest.raises(SourceError, match="no export of kg"):
        find_export(str(tmp_path / "x.ttl"))


def test_an_article_can_be_retracted_afterwards(embedded_store: Store, tmp_path: Path) -> None:
    load(embedded_store, articles()[:1])
    without = graph_of(embedded_store)
    path = export(filled(_emptied(embedded_store)), "jsonl", tmp_path / "x.jsonl")
    load_file(_emptied(embedded_store), path)
    for extraction in articles()[1:]:
        retract_document(embedded_store, extraction.document.id)
    assert graph_of(embedded_store) == without


def test_rows_of_several_articles_are_written_in_order(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    place = find_export(str(export(embedded_store, "jsonl", tmp_path / "x.jsonl")))
    assert place is not None
    found = list(read_export(place, ONTOLOGY))
    _emptied(embedded_store)
    written = list(write_rows(embedded_store, (one.rows for one in found), ontology=ONTOLOGY, batch_rows=5))
    assert [one.document for one in written] == sorted(extraction.document.id for extraction in articles())
    assert {one.state for one in written} == {"new"}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Two stores of the command's own."""
    first, second = (tmp_path_factory.mktemp("trip") / name for name in ("one", "two"))
    yield str(first), str(second)
    for folder in (first, second):
        stop_embedded(folder)


def kg(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"COLUMNS": "120"}
    return subprocess.run([sys.executable, "-m", "kg", *words], input=stdin, capture_output=True, text=True, env=env, timeout=120, check=False)


def test_the_command(folders: tuple[str, str], tmp_path: Path) -> None:
    first, second = folders
    story = tmp_path / "story.json"
    story.write_text(json.dumps({"id": "story", "date": "2025-09-26", "lang": "en", "text": "Siemens has signed a partnership with Nvidia.", "title": BROKEN}))
    assert kg("load", str(story), "--store", first, "-q").returncode == 0
    query = ("query", "MATCH (c:Claim)-[s:STATED_IN]->(d) RETURN c.name, s.sentence, d.title, d.digest", "--format", "jsonl", "--store")
    expected = kg(*query, first).stdout
    assert "Siemens" in expected
    out = kg("export", "--format", "jsonl", "-", "--store", first).stdout
    loaded = kg("load", "-", "--store", second, "--format", "json", stdin=out)
    assert (loaded.returncode, loaded.stderr) == (0, ""), loaded.stderr
    assert json.loads(loaded.stdout)[0]["new"] == 1
    assert kg(*query, second).stdout == expected
    turtle = tmp_path / "graph.ttl"
    assert kg("export", "--format", "turtle", str(turtle), "--store", first, "-q").returncode == 0
    (tmp_path / "other.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    again = kg("load", str(turtle), str(story), str(tmp_path / "other.ttl"), "--store", second, "--format", "json")
    summary = json.loads(again.stdout)[0]
    assert (again.returncode, summary["unchanged"], summary["refused"]) == (1, 2, 1)
    assert [line for line in again.stderr.splitlines() if line.startswith("refused: ")] == [
        f"refused: {tmp_path}/other.ttl: is RDF, but no export of kg; only what `kg export` wrote is loaded"
    ]
