"""What ``kg browser`` writes: made from schema, reports and guide, the same bytes every time, by the rules that hold in both Browsers."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from threading import Thread

import pytest

from kg.browser.favourites import favourite
from kg.browser.files import ENV, FILES, STYLE, browser_files
from kg.browser.guide import read_guide
from kg.browser.serve import file_server
from kg.browser.style import contrast, grass, setting, style_rules
from kg.errors import SchemaError, UsageError
from kg.ontology import BROWSER_EDGES, BROWSER_NODES, read_looks, read_ontology
from kg.reports import GROUPS, Report, read_reports, run_report
from kg.resources import resource_folder
from kg.store.client import Store
from tests.example_graph import ROOT, load_examples

ONTOLOGY = read_ontology()
LOOKS = read_looks()
REPORTS = read_reports()
RULES = style_rules(ONTOLOGY, LOOKS)
COMMITTED = (STYLE, ENV)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The files of the command."""
    return browser_files(ONTOLOGY, LOOKS, REPORTS, read_guide())


@pytest.mark.parametrize("name", COMMITTED)
def test_what_is_committed_is_what_the_command_makes(name: str, files: dict[str, bytes]) -> None:
    assert (ROOT / "queries" / name).read_bytes() == files[name], "make it anew: kg browser FOLDER, and copy the file to queries/"


def test_the_command_writes_the_files_twice_the_same(tmp_path: Path, files: dict[str, bytes]) -> None:
    for _ in range(2):
        done = subprocess.run([sys.executable, "-m", "kg", "browser", "out"], cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout == "" and all(f"out/{name}: " in done.stderr for name in FILES)
        assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == files


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "kg", "browser", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "letter.txt" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


# The style


def test_everything_in_the_graph_has_a_rule_of_its_own() -> None:
    nodes = {"node", *(f"node.{name}" for name in (*BROWSER_NODES, *ONTOLOGY.entities))}
    edges = {"relationship", *(f"relationship.{name}" for name in (*BROWSER_EDGES, *ONTOLOGY.relations))}
    assert set(RULES) == nodes | edges
    assert all({"color", "diameter", "caption"} <= set(RULES[name]) for name in nodes)
    assert all({"color", "shaft-width", "caption"} <= set(RULES[name]) for name in edges)


def test_the_rules_stand_in_the_order_that_the_classic_browser_wants() -> None:
    order = list(RULES)
    assert order[0] == "node"
    assert all(order.index("node.Entity") < order.index(f"node.{name}") for name in ONTOLOGY.entities)
    assert all(order.index("relationship") < order.index(f"relationship.{name}") for name in ONTOLOGY.relations)


def test_looks_are_those_of_the_schema() -> None:
    for name, kind in ONTOLOGY.entities.items():
        assert (RULES[f"node.{name}"]["color"], RULES[f"node.{name}"]["diameter"]) == (kind.colour, f"{kind.size}px")
    for name, relation in ONTOLOGY.relations.items():
        assert (RULES[f"relationship.{name}"]["color"], RULES[f"relationship.{name}"]["shaft-width"]) == (relation.colour, f"{relation.width}px")


def test_captions_of_nodes_are_names_and_of_relations_their_types() -> None:
    assert {rule["caption"] for name, rule in RULES.items() if name.startswith("node")} == {"{name}"}
    assert {RULES[f"relationship.{name}"]["caption"] for name in ONTOLOGY.relations} == {"<type>"}


def test_the_text_of_the_style_keeps_the_rules_of_both_browsers() -> None:
    text = grass(RULES)
    blocks = re.findall(r"^(\S+) \{\n((?:  [a-z-]+: [^;:\n]+;\n)+)\}$", text, re.MULTILINE)
    assert [name for name, _ in blocks] == list(RULES)
    assert len(re.sub(r"\s", "", "".join(f"{name}{{{body}}}" for name, body in blocks))) == len(re.sub(r"\s", "", text)), "something stands between the rules"
    assert "/*" not in text and "//" not in text
    read = {name: dict(re.findall(r"([a-z-]+): \"?([^;\"]+)\"?;", body)) for name, body in blocks}
    assert read == RULES


def test_the_setting_is_two_commands_on_one_line() -> None:
    value = setting(RULES)
    style, wipe = value.split(";")
    assert json.loads(style.removeprefix("style ")) == RULES
    assert wipe.strip() == "clear"
    assert not set("\n'$\\`") & set(value), "Docker and neo4j.conf would read these as something else"


def test_writing_on_a_node_can_be_read() -> None:
    for name, rule in RULES.items():
        if name.startswith("node"):
            assert contrast(rule["text-color-internal"], rule["color"]) >= 4.5, name


@pytest.mark.parametrize("eyes", ["all", "protanopia", "deuteranopia", "tritanopia"])
def test_colours_of_types_stay_apart_for_all_eyes(eyes: str) -> None:
    colours = {name: kind.colour for name, kind in ONTOLOGY.entities.items()} | {name: LOOKS.nodes[name].colour for name in ("Document", "Claim")}
    distances = {(one, two): _distance(colours[one], colours[two], eyes) for one, two in combinations(colours, 2)}
    assert min(distances.values()) >= 20, min(distances, key=lambda pair: distances[pair])


@pytest.mark.parametrize("eyes", ["all", "protanopia", "deuteranopia", "tritanopia"])
def test_colours_of_groups_of_relations_stay_apart_for_all_eyes(eyes: str) -> None:
    groups: dict[str, set[str]] = {}
    for relation in ONTOLOGY.relations.values():
        groups.setdefault(relation.group, set()).add(relation.colour)
    assert all(len(colours) == 1 for colours in groups.values())
    colours = [colour for (colour,) in groups.values()] + [LOOKS.edges["MENTIONS"].colour, "#ffffff"]
    assert min(_distance(one, two, eyes) for one, two in combinations(colours, 2)) >= 15


# Machado, Oliveira, Fernandes 2009, severity 1: how linear RGB looks to an eye without one kind of cone.
_EYES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
_TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def _distance(one: str, two: str, eyes: str) -> float:
    """How far apart two colours look: Euclidean in CIELAB (2.3 is just noticeable)."""
    return math.dist(_lab(one, eyes), _lab(two, eyes))


def _lab(colour: str, eyes: str) -> tuple[float, float, float]:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    seen = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in _EYES[eyes]]
    xyz = [sum(a * b for a, b in zip(row, seen, strict=True)) / white for row, white in zip(_TO_XYZ, _WHITE, strict=True)]
    x, y, z = (value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


# Looks of one's own


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A copy of the schema to spoil."""
    return shutil.copytree(resource_folder("schema"), tmp_path / "schema")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('colour = "#f5f5f0"', 'colour = "white"', "Document.colour"),
        ("[STATED_IN]", "[STATED]", "STATED"),
        ("width = 1", "size = 20", "MENTIONS.width"),
        ("size = 30", "size = 3", "KgStore.size"),
        ('caption = "status"', 'caption = "{status}"', "STATED_IN.caption"),
        ("[Entity]", "[Company]", "Entity"),
        ("[Entity]", "[Company]\nmeaning = 'x'\n[Entity]", "Company"),
    ],
)
def test_a_wrong_look_is_named(schema: Path, old: str, new: str, said: str) -> None:
    path = schema / "browser.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SchemaError) as error:
        read_looks(schema)
    assert "browser.toml" in str(error.value) and said in str(error.value)


def test_a_missing_look_is_named(schema: Path) -> None:
    path = schema / "browser.toml"
    path.write_text(path.read_text(encoding="utf-8").split("[STATED_IN]")[0], encoding="utf-8")
    with pytest.raises(SchemaError, match="STATED_IN"):
        read_looks(schema)


# The favourites


def test_the_zip_has_every_report_in_the_folder_of_its_group(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["favourites.zip"])) as archive:
        packed = {info.filename: archive.read(info).decode() for info in archive.infolist()}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(packed) == {f"{report.group.capitalize()}/{name}.cypher" for name, report in REPORTS.items()}
    for report in REPORTS.values():
        assert packed[f"{report.group.capitalize()}/{report.name}.cypher"].splitlines()[0] == f"// {report.title}"


def test_the_table_has_every_report_below_the_folder_of_its_group(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["favourites.csv"].decode())))
    assert len({row["id"] for row in rows}) == len(rows)
    folders = {row["id"]: row["name"] for row in rows if row["isFolder"] == "true"}
    assert [name.lower() for name in folders.values()] == [group for group in GROUPS if group in {report.group for report in REPORTS.values()}]
    saved = [row for row in rows if row["isFolder"] == "false"]
    assert [(row["name"], row["query"], folders[row["parentId"]].lower()) for row in saved] == [(r.title, favourite(r), r.group) for r in REPORTS.values()]


def test_a_favourite_shows_its_values_and_wants_no_parameters() -> None:
    for report in REPORTS.values():
        text = favourite(report)
        assert "$" not in re.sub(r"//[^\n]*|'(?:\\.|[^'\\])*'", "", text), report.name
        for parameter in report.parameters:
            assert f"  {parameter.name}: {parameter.meaning}" in text


def test_a_favourite_leaves_dollars_in_texts_alone(tmp_path: Path) -> None:
    (tmp_path / "prices.cypher").write_text(
        "// Prices\n// Answers: What costs what?\n// Group: deals\n// Parameter: name (entity) required – whose\n// Column: price – the price\n"
        "// :param name => 'Nvidia'\nMATCH (c:Company {name: $name}) // not $name\nRETURN '$name ' + c.name AS price ORDER BY price;\n",
        encoding="utf-8",
    )
    text = favourite(read_reports(tmp_path)["prices"])
    assert "{name: 'Nvidia'}" in text and "'$name '" in text and "// not $name" in text


@pytest.mark.slow
def test_a_favourite_answers_as_the_report_does(store: Store) -> None:
    load_examples(store)
    answered = 0
    for report in REPORTS.values():
        rows = _report_rows(store, report)
        assert list(store.read(favourite(report))) == (rows or []), report.name
        answered += bool(rows)
    assert answered >= 10


def _report_rows(store: Store, report: Report) -> list[dict[str, object]] | None:
    """The rows of the report with its examples; ``None`` if one of these is not in the graph."""
    given = {parameter.name: parameter.example for parameter in report.parameters if parameter.required}
    try:
        return list(run_report(store, report, given))
    except UsageError:
        return None


# The server


@pytest.fixture
def served(tmp_path: Path, files: dict[str, bytes]) -> Iterator[str]:
    """The address of a folder with the files, and with one beside it that is nobody's business."""
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with file_server(folder, 0) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_server_gives_the_files_to_pages_from_anywhere(served: str, files: dict[str, bytes]) -> None:
    for name in FILES:
        with urllib.request.urlopen(f"{served}/{name}", timeout=10) as answer:
            assert answer.read() == files[name]
            assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "/secret.txt"])
def test_the_server_gives_nothing_else(served: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{served}/{path}", timeout=10)


def test_a_port_that_is_taken_is_one_line(served: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--serve"):
        file_server(tmp_path, int(served.rsplit(":", 1)[1]))
