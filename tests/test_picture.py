"""``kg picture``: which claims make the picture of a company or a report, and the command from end to end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.export.selection import find_neighbourhood, find_stated
from kg.reports import read_reports, run_report
from kg.store.client import Store
from tests.export_fixtures import SCRIPT, filled
from tests.page_driver import chromium_or_skip, opened_page
from tests.store_fixtures import ONTOLOGY, article, entity_id, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
REPORTS = read_reports()

# A – B – C – D in a row, A and B share a rival; all but D sit in Ulm, and so does a stranger.
ROW = (
    ("A", "SUPPLIES", "B"), ("B", "SUPPLIES", "C"), ("C", "SUPPLIES", "D"), ("A", "COMPETES_WITH", "Rival"), ("B", "COMPETES_WITH", "Rival"),
    ("A", "BASED_IN", "Place:Ulm"), ("B", "BASED_IN", "Place:Ulm"), ("C", "BASED_IN", "Place:Ulm"), ("Stranger", "BASED_IN", "Place:Ulm"),
)  # fmt: skip


def _said(store: Store, claims: tuple[str, ...]) -> set[str]:
    rows = store.read("MATCH (c:Claim) RETURN c.id AS id, c.subject_name AS a, c.relation AS r, c.object_name AS b")
    names = {row["id"]: " ".join(sorted((row["a"], row["b"]))) + f" {row['r']}" for row in rows}
    return {names[claim] for claim in claims}


def _reported(store: Store, name: str, given: tuple[str, ...] = (), most: int = 2000, **texts: str) -> set[str]:
    rows = list(run_report(store, REPORTS[name], texts))
    return _said(store, find_stated(store, rows, given, ONTOLOGY.relations.keys(), most).claims)


# Which claims


def test_a_neighbourhood_grows_by_steps_but_not_through_places(store: Store) -> None:
    load(store, [article("row", *ROW)])
    near = {"A B SUPPLIES", "A Rival COMPETES_WITH", "A Ulm BASED_IN", "B Rival COMPETES_WITH", "B Ulm BASED_IN"}
    found = find_neighbourhood(store, entity_id("a"), 1, 2000)
    assert _said(store, found.claims) == near and found.left_out == 0
    found = find_neighbourhood(store, entity_id("a"), 2, 2000)
    assert _said(store, found.claims) == near | {"B C SUPPLIES", "C Ulm BASED_IN"}
    found = find_neighbourhood(store, entity_id("a"), 3, 2000)
    assert _said(store, found.claims) == near | {"B C SUPPLIES", "C Ulm BASED_IN", "C D SUPPLIES"}
    place = find_neighbourhood(store, entity_id("ulm", "Place"), 1, 2000)
    assert "Stranger Ulm BASED_IN" in _said(store, place.claims), "a place that was asked for is looked around in"


def test_of_too_many_the_near_and_often_reported_stay(embedded_store: Store) -> None:
    load(embedded_store, [article("row", *ROW), article("again", ("A", "BASED_IN", "Place:Ulm"), ("B", "SUPPLIES", "C"))])
    found = find_neighbourhood(embedded_store, entity_id("a"), 2, 1)
    assert _said(embedded_store, found.claims) == {"A Ulm BASED_IN"} and found.left_out == 2
    found = find_neighbourhood(embedded_store, entity_id("a"), 2, 4)
    assert _said(embedded_store, found.claims) == {"A Ulm BASED_IN", "A B SUPPLIES", "A Rival COMPETES_WITH", "B C SUPPLIES"}
    assert found.left_out >= 1 and found == find_neighbourhood(embedded_store, entity_id("a"), 2, 4)


def test_a_report_is_drawn_as_the_claims_that_its_rows_speak_of(store: Store) -> None:
    load(store, [article("row", *ROW), article("more", ("A", "PARTNERS_WITH", "B"), ("A", "SUES", "B"))])
    assert _reported(store, "partners-and-rivals", ("A",), company="A") == {"A Rival COMPETES_WITH", "A B PARTNERS_WITH"}, "of A and B this relation only"
    chain = _reported(store, "shortest-connection", company="A", other="D")
    assert chain == {"A B SUPPLIES", "A B PARTNERS_WITH", "A B SUES", "B C SUPPLIES", "C D SUPPLIES"}


def test_rows_of_one_name_each_are_drawn_as_what_joins_them(embedded_store: Store) -> None:
    load(embedded_store, [article("row", *ROW)])
    found = _reported(embedded_store, "most-connected-companies")
    assert {"A B SUPPLIES", "B C SUPPLIES", "C D SUPPLIES"} < found and not [said for said in found if "Ulm" in said]
    assert _reported(embedded_store, "most-connected-companies", most=2) < found


def test_a_claim_that_a_row_names_by_its_id_is_drawn(embedded_store: Store) -> None:
    early = article("early", ("A", "ACQUIRES", "B"), date="2025-01-01")
    load(embedded_store, [early, article("late", ("A", "ACQUIRES", "B", "denied"), date="2025-02-01"), article("row", *ROW)])
    [row] = embedded_store.read("MATCH (c:Claim {relation: 'ACQUIRES'}) RETURN c.id AS id")
    selection = find_stated(embedded_store, [{"id": row["id"], "history": ["asserted", "denied"]}], (), ONTOLOGY.relations.keys(), 2000)
    assert selection.claims == (row["id"],)
    assert find_stated(embedded_store, [{"month": "2025-01", "deals": 3}], (), ONTOLOGY.relations.keys(), 2000).claims == ()


# The command


def _kg(folder: Path, store: Store, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "picture", *words, "--store", str(store.status().url)]
    return subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, encoding="utf-8")


def _data(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(re.findall(r'<script type="application/json" id="data">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)[0])
    return found


def test_the_command_writes_the_same_page_twice(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    done = _kg(tmp_path, embedded_store, "Alpha")
    assert done.returncode == 0 and done.stdout == "" and re.fullmatch(r"alpha\.html: \d+ relations\n", done.stderr), done.stderr
    data = _data(tmp_path / "alpha.html")
    assert data["nodes"][data["about"]]["name"] == "Alpha"
    again = _kg(tmp_path, embedded_store, "Alpha", "--quiet", "-o", "-")
    assert (again.stdout, again.stderr) == ((tmp_path / "alpha.html").read_text(encoding="utf-8"), "")
    wider = _kg(tmp_path, embedded_store, "Alpha", "--steps", "2", "-o", "wider.html")
    assert wider.returncode == 0 and len(_data(tmp_path / "wider.html")["claims"]) > len(data["claims"])


def test_the_command_draws_reports_and_a_hostile_name_is_no_path(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    done = _kg(tmp_path, embedded_store, "Alpha", "--report", "partners-and-rivals")
    assert done.returncode == 0, done.stderr
    page = tmp_path / "partners-and-rivals-alpha.html"
    assert {claim["relation"] for claim in _data(page)["claims"]} == {"PARTNERS_WITH", "COMPETES_WITH"}
    assert "<title>Partners and rivals: Alpha</title>" in page.read_text(encoding="utf-8")
    done = _kg(tmp_path, embedded_store, "--report", "deals-in-period", "--param", "since=2025-01-01", "-o", "deals.html")
    assert done.returncode == 0, done.stderr
    assert _kg(tmp_path, embedded_store, SCRIPT).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deals.html", page.name, "script-alert-1-script.html"]


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ((), "--report NAME"),
        (("Alpa",), "did you mean Alpha"),
        (("Alpha", "--param", "since=2025-01-01"), "--param is for a report"),
        (("Alpha", "--report", "partners-and-rivals", "--steps", "2"), "--steps is for the neighbourhood"),
        (("Alpha", "--report", "largest-deals"), "takes no company"),
        (("--report", "no-such"), "there is no report"),
        (("--report", "deals-by-month"), "nothing that could be drawn"),
        (("Alpha", "-o", "no/such/folder.html"), "cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_in_a_line(embedded_store: Store, tmp_path: Path, words: tuple[str, ...], remedy: str) -> None:
    filled(embedded_store)
    done = _kg(tmp_path, embedded_store, *words)
    assert done.returncode == 2 and remedy in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert not list(tmp_path.iterdir())


def test_two_things_of_one_name(embedded_store: Store, tmp_path: Path) -> None:
    person = article("person", ("Person:Alpha", "WORKS_FOR", "Beta"))
    load(embedded_store, [person, article("firm", ("Alpha", "SUES", "Beta"))])
    assert _kg(tmp_path, embedded_store, "Alpha").returncode == 0
    data = _data(tmp_path / "alpha.html")
    assert data["nodes"][data["about"]]["type"] == "Company", "the company is meant"
    load(
        embedded_store,
        [replace(person, document=replace(person.document, id="place"), entities=(), claims=()), article("p", ("Beta", "BASED_IN", "Place:Twin"))],
    )
    load(embedded_store, [article("q", ("Person:Twin", "WORKS_FOR", "Beta"))])
    done = _kg(tmp_path, embedded_store, "Twin")
    assert done.returncode == 2 and "2 things are called 'Twin'" in done.stderr


# In a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_or_skip() as browser:
        yield browser


def test_the_company_is_shown_first(chromium: Browser, embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    assert _kg(tmp_path, embedded_store, "Alpha").returncode == 0
    with opened_page(chromium, tmp_path / "alpha.html") as page:
        assert page.inner_text("h1") == "Alpha" and page.inner_text("#panel h2") == "Alpha"
        assert "Alpha PARTNERS_WITH Beta." in page.inner_text("#panel")
