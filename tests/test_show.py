"""``kg show``: the profile of companies, people, places and products on both stores, and how it looks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.cli.profiles import about, origin, profile_markdown, profile_page
from kg.ontology import read_ontology
from kg.reports.profile import LATEST, MOST, Profile, find_profile
from kg.store.client import Store, open_store
from kg.store.embedded import stop_embedded
from tests.report_graph import articles
from tests.store_fixtures import article, load
from tests.test_cli import kg

ONTOLOGY = read_ontology()


def shown(profile: Profile) -> dict[str, list[tuple[Any, ...]]]:
    """The sections with what a reader sees."""
    return {section.title: [(row["name"], row["details"], row["status"], row["date"]) for row in section.rows] for section in profile.sections}


def test_profiles_of_every_kind(store: Store) -> None:
    load(store, articles())
    company = find_profile(store, "Alibaba", ONTOLOGY)
    assert shown(company) == {
        "led by": [("Eddie Wu", "CEO", "asserted", "2025-09-24"), ("Daniel Zhang", "CEO", "ended", "2025-06-20")],
        "owns": [("Alibaba Cloud", "", "asserted", "2025-06-20")],
        "deals": [("ARK Invest", "receives investment from, about 16 m USD", "asserted", "2025-09-24")],
        "partners": [("Nvidia", "robotics", "asserted", "2025-09-24"), ("Tencent", "Chips", "planned", "2025-10-20")],
        "rivals": [("Tencent", "", "asserted", "2025-07-15")],
        "products": [("Qwen3-Max", "", "asserted", "2025-09-24")],
        "sites": [("Brazil", "", "asserted", "2025-10-20")],
        "trouble": [("USA", "restricted by, chips", "asserted", "2025-09-24")],
        "figures": [("34.6 bn USD revenue, 2025-Q2", "", "asserted", "2025-09-24"), ("26 % growth (Cloud), 2025-Q2", "", "asserted", "2025-07-15")],
    }  # fmt: skip
    assert list(about(company)) == ["Company · also called Alibaba Group · 5 articles, 2025-05-12 to 2025-10-20"]
    assert [row["id"] for row in company.news] == ["dispute", "signed", "denial", "plans", "talks"]
    (partner, _) = next(section.rows for section in company.sections if section.title == "partners")
    assert (partner["sentence"], partner["source"]) == ("Alibaba and Nvidia have signed a partnership on robotics.", "https://news.example/signed")
    assert (origin(partner), partner["since"]) == ("Market Wire +3", "2025-05-12")

    assert shown(find_profile(store, "Nordwerk", ONTOLOGY)) == {
        "people": [("Mara Lindqvist", "Aufsichtsrat", "asserted", "2025-10-01")],
        "owners": [("Lindqvist Capital", "25.4 %", "asserted", "2025-07-15")],
        "deals": [
            ("Zephyr Robotics", "acquires, 240 m EUR", "asserted", "2025-10-20"), ("Lindqvist Capital", "sold by, 25.4 %", "rumoured", "2025-11-02"),
        ],
        "customers": [("Halden Semiconductors", "", "asserted", "2025-06-20")],
        "sites": [("Brazil", "builds facility in, plant", "asserted", None), ("Bremen", "closes facility in, plant, 2025-Q3", "planned", None)],
        "listed on": [("MDax", "", "asserted", "2025-11-02")],
        "trouble": [
            ("EU-Kommission", "fined by, 40 m EUR", "asserted", "2025-10-01"), ("layoffs", "undergoes", "planned", "2025-10-01"),
            ("Halden Semiconductors", "sued by", "ended", "2025-11-02"),
        ],
        "figures": [("500 people jobs_cut", "", "planned", "2025-10-01")],
    }  # fmt: skip
    assert list(shown(find_profile(store, "Eddie Wu", ONTOLOGY))) == ["roles", "events"]
    place = find_profile(store, "USA", ONTOLOGY)
    assert (list(shown(place)), next(about(place))) == (
        ["based here", "trouble"], "Place (country) · also called United States · 2 articles, 2025-05-12 to 2025-09-24",
    )  # fmt: skip
    assert list(shown(find_profile(store, "Qwen3-Max", ONTOLOGY))) == ["made by", "used by"]
    assert list(shown(find_profile(store, "Apsara Conference", ONTOLOGY))) == ["attended by"]


def test_only_the_most_important_of_many(store: Store) -> None:
    many = [article(f"a{n:02}", ("Hub", "SUPPLIES", f"Buyer {n:02}", "ended" if n > 20 else "asserted"), date=f"2025-01-{n:02}") for n in range(1, 28)]
    load(store, [*many, article("x", ("Hub", "PARTNERS_WITH", "Hub Two"), date=None)])
    profile = find_profile(store, "Hub", ONTOLOGY)
    section = next(section for section in profile.sections if section.title == "customers")
    assert section.total == 27
    assert [row["name"] for row in section.rows] == ["Buyer 20", "Buyer 19", "Buyer 18"]
    assert len(section.rows) == MOST
    assert [row["id"] for row in profile.news] == ["a27", "a26", "a25", "a24", "a23"]
    assert len(profile.news) == LATEST
    assert "## customers (3 of 27)" in list(profile_markdown(profile))
    assert "<h2>customers (3 of 27)</h2>" in profile_page(profile)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A folder with the small world of the reports and a hostile article."""
    folder = tmp_path_factory.mktemp("show") / "store"
    with open_store(str(folder)) as store:
        load(store, [*articles(), article("hostile", ("<img src=x onerror=alert(1)>", "SUPPLIES", "Nordwerk"), date="2025-12-01", title="\x1b[31m<b>`|x")])
    yield str(folder)
    stop_embedded(folder)


def test_profile_on_a_terminal(loaded: str) -> None:
    result = kg("show", "alibaba group", "--store", loaded)
    lines = result.stdout.splitlines()
    assert lines[:2] == ["Alibaba", "  Company · also called Alibaba Group · 5 articles, 2025-05-12 to 2025-10-20"]
    assert len(lines) <= 25  # one screen
    assert all(len(line) <= 120 for line in lines)
    (partner,) = (line for line in lines if line.startswith(" partners"))
    assert partner.split() == ["partners", "Nvidia", "robotics", "asserted", "2025-09-24", "Market", "Wire", "+3"]
    assert "\x1b" not in kg("show", "Nordwerk", "--store", loaded).stdout


def test_json_keeps_what_it_had_and_has_the_profile(loaded: str) -> None:
    found = json.loads(kg("show", "Alibaba", "--store", loaded, "--format", "json").stdout)
    assert found["name"] == "Alibaba"
    assert {row["other"] for row in found["Relations of a company"]} >= {"Nvidia", "Tencent", "Eddie Wu"}
    assert {"Names of a company", "Figures of a company", "Articles that name a company"} <= set(found)
    assert found["things"][0]["type"] == "Company"
    assert found["profile"]["partners"]["total"] == 2
    assert found["profile"]["partners"]["rows"][0]["sentence"] == "Alibaba and Nvidia have signed a partnership on robotics."
    assert found["latest news"][0]["id"] == "dispute"
    assert json.loads(kg("show", "Alibaba", "--store", loaded, "--format", "jsonl").stdout) == found


def test_csv_is_one_table(loaded: str) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("show", "Alibaba", "--store", loaded, "--format", "csv").stdout)))
    assert {row["section"] for row in rows} == {"Names of a company", "Relations of a company", "Figures of a company", "Articles that name a company"}


def test_pages_and_markdown_are_safe(loaded: str) -> None:
    page = kg("show", "Nordwerk", "--store", loaded, "--format", "html").stdout
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page
    assert '<a href="https://news.example/hostile"' in page
    written = kg("show", "Nordwerk", "--store", loaded, "--format", "md").stdout
    assert "\\<img src=x onerror=alert(1)\\>" in written
    assert written.startswith("# Nordwerk\n\nCompany · ")


def test_names_that_are_not_there(loaded: str) -> None:
    result = kg("show", "Nordwrek", "--store", loaded)
    assert (result.returncode, result.stdout, result.stderr) == (2, "", "kg: no entity is called 'Nordwrek'; did you mean Nordwerk?\n")


def test_relations_of_an_own_schema_are_shown_as_well(tmp_path: Path, embedded_store: Store) -> None:
    import shutil

    from kg.resources import resource_folder

    schema = tmp_path / "schema"
    shutil.copytree(resource_folder("schema"), schema)
    with (schema / "relations.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[ADVISES]\nmeaning = "advises"\ngroup = "business"\ndomain = ["Company"]\nrange = ["Company"]\ninverse = "ADVISED_BY"\ncolour = "#123456"\n'
        )
    ontology = read_ontology(schema)
    extraction = article("a", ("Nordwerk", "SUPPLIES", "Halden"))
    load(embedded_store, [extraction])
    embedded_store.write("MATCH (a:Entity {name: 'Nordwerk'}), (b:Entity {name: 'Halden'}) CREATE (a)-[:ADVISES {claim: 'x', status: 'asserted'}]->(b)")
    assert shown(find_profile(embedded_store, "Halden", ontology)).keys() == {"suppliers"}
    (claim,) = (row["id"] for row in embedded_store.read("MATCH (c:Claim) RETURN c.id AS id"))
    embedded_store.write("MATCH (:Entity)-[r:ADVISES]->(:Entity) SET r.claim = $claim", {"claim": claim})
    assert shown(find_profile(embedded_store, "Halden", ontology))["also"] == [("Nordwerk", "advised by", "asserted", "2025-09-26")]
    assert shown(find_profile(embedded_store, "Halden", ONTOLOGY))["also"] == [("Nordwerk", "← advises", "asserted", "2025-09-26")]
