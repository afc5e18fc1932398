"""Dossiers and pages: every report that takes a company, whole or not at all; and what a schema of one's own does to the bundled reports."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.cli.dossier import write_dossier
from kg.cli.pages import report_parts, table
from kg.errors import SchemaError, StoreError, UsageError
from kg.ontology import read_ontology
from kg.reports import read_reports, run_report
from kg.reports.dossier import Chapter, find_dossier
from kg.resources import resource_folder
from kg.store.client import Store, open_store
from kg.store.embedded import stop_embedded
from tests.report_graph import articles
from tests.store_fixtures import article, load
from tests.test_cli import kg

REPORTS = read_reports()
TAKING = [name for name, report in REPORTS.items() if "company" in {parameter.name for parameter in report.parameters}]
WANTING = {"shortest-connection", "what-two-companies-share", "what-is-new"}  # another company, or a day
EMPTY = ["partners-and-rivals", "products-of-company"]  # nothing is said of Nordwerk


def test_every_report_that_takes_a_company_and_only_those(store: Store) -> None:
    load(store, articles())
    name, chapters = find_dossier(store, REPORTS, {"company": "nordwerk ag"})
    found = list(chapters)
    assert name == "Nordwerk"
    assert [chapter.report.name for chapter in found] == TAKING
    assert {chapter.report.name for chapter in found if chapter.left_out} == WANTING
    for chapter in found:
        if not chapter.left_out:
            assert list(chapter.rows) == list(run_report(store, chapter.report, {"company": "Nordwerk"}))
    assert [chapter.report.name for chapter in found if not chapter.rows and not chapter.left_out] == EMPTY
    _, chapters = find_dossier(store, REPORTS, {"company": "Nordwerk", "other": "Nvidia", "since": "2025-10-15", "limit": "1"})
    found = list(chapters)
    assert not [chapter for chapter in found if chapter.left_out]
    assert {chapter.report.name: dict(chapter.given) for chapter in found}["what-is-new"] == {"company": "Nordwerk", "since": "2025-10-15", "limit": "1"}
    assert all(len(chapter.rows) <= 1 for chapter in found if "limit" in chapter.given and chapter.report.name != "shortest-connection")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "whom is the dossier about"),
        ({"company": "Nordwrek"}, "did you mean Nordwerk"),
        ({"company": "Nordwerk", "sinze": "2025-01-01"}, "none of the reports about a company has a parameter 'sinze'; did you mean since?"),
        ({"company": "Nordwerk", "person": "Eddie Wu"}, "has a parameter 'person'"),
        ({"company": "Nordwerk", "since": "soon"}, "since wants a day"),
    ],
)
def test_wrong_wishes_are_refused_before_anything_is_read(embedded_store: Store, given: dict[str, str], message: str) -> None:
    load(embedded_store, articles())
    with pytest.raises(UsageError, match=message):
        find_dossier(embedded_store, REPORTS, given)


def test_no_report_takes_a_company(embedded_store: Store) -> None:
    with pytest.raises(UsageError, match="none of these reports takes a company"):
        find_dossier(embedded_store, {"claims-by-kind": REPORTS["claims-by-kind"]}, {"company": "Nordwerk"})


def chapter(name: str, *rows: dict[str, object]) -> Chapter:
    return Chapter(REPORTS[name], {"company": "Nordwerk"}, rows)


def test_nothing_is_left_of_a_dossier_that_fails(tmp_path: Path) -> None:
    def failing() -> Iterator[Chapter]:
        yield chapter("stakes", {"owner": "A", "company": "Nordwerk", "stake": 5.0})
        raise StoreError("gone")

    out = tmp_path / "out"
    with pytest.raises(StoreError, match="gone"):
        write_dossier(out, "Nordwerk", failing(), REPORTS.values(), "md", lambda line: None)
    assert list(tmp_path.iterdir()) == []
    write_dossier(out, "Nordwerk", [chapter("stakes", {"owner": "A"})], REPORTS.values(), "md", lambda line: None)
    with pytest.raises(StoreError, match="gone"):
        write_dossier(out, "Nordwerk", failing(), REPORTS.values(), "html", lambda line: None)
    assert {path.name for path in out.iterdir()} == {"index.md", "stakes.md"}
    write_dossier(out, "Nordwerk", [chapter("stakes")], REPORTS.values(), "html", lambda line: None)
    assert {path.name for path in out.iterdir()} == {"index.html"}
    assert list(tmp_path.iterdir()) == [out]


def test_other_files_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match=r"holds 'thesis\.doc'"):
        write_dossier(tmp_path / "out", "Nordwerk", [], REPORTS.values(), "md", lambda line: None)
    with pytest.raises(UsageError, match="cannot be written"):
        write_dossier(tmp_path / "no" / "out", "Nordwerk", [], REPORTS.values(), "md", lambda line: None)


HOSTILE = "</title><script>alert(1)</script>"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A folder with the small world of the reports, and a company with a hostile name."""
    folder = tmp_path_factory.mktemp("dossier") / "store"
    with open_store(str(folder)) as store:
        load(store, [*articles(), article("hostile", (HOSTILE, "ACQUIRES", "../../etc"), date="2025-12-01", title="](javascript:alert(1)) <b>|`")])
    yield str(folder)
    stop_embedded(folder)


def tags_of(text: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(text)
    return found


def test_dossier_by_command(loaded: str, tmp_path: Path) -> None:
    words = ("report", "run", "--all", "--company", "Nordwerk AG", "--store", loaded, "--out")
    first = kg(*words, str(tmp_path / "a") + "/")
    assert (first.returncode, first.stdout) == (0, "")
    lines = first.stderr.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == TAKING
    assert "products-of-company: nothing found" in lines
    assert "what-is-new: not run: give --since to have it" in lines
    found = len(TAKING) - len(WANTING) - len(EMPTY)
    assert lines[-1] == f"{found} of {len(TAKING)} reports found something: {tmp_path / 'a' / 'index.md'}"
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"index.md", *(f"{name}.md" for name in TAKING if name not in (*WANTING, *EMPTY))}
    index = (tmp_path / "a" / "index.md").read_text(encoding="utf-8")
    assert index.startswith(f"# Dossier: Nordwerk\n\n{found} reports found something, 2 found nothing, 3 were not run.\n")
    assert "| [People of a company](people-of-company.md) | 1 row |" in index
    assert "| Products of a company | nothing found |" in index
    assert all((tmp_path / "a" / target).is_file() for target in re.findall(r"\]\(([^)]+)\)", index))
    again = kg(*words, str(tmp_path / "b"), "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == {path.name: path.read_bytes() for path in (tmp_path / "b").iterdir()}


def test_dossier_as_pages_with_a_hostile_name(loaded: str, tmp_path: Path) -> None:
    result = kg("report", "run", "--all", "--company", HOSTILE, "--format", "html", "--store", loaded, "--out", str(tmp_path / "out"), "-q")
    assert (result.returncode, result.stderr) == (0, "")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert all(re.fullmatch(r"[a-z0-9-]+\.html", name) for name in names)
    for path in (tmp_path / "out").iterdir():
        tags = tags_of(path.read_text(encoding="utf-8"))
        assert "script" not in {tag for tag, _ in tags}
        links = [attributes["href"] for tag, attributes in tags if tag == "a"]
        assert all(link in names or (link or "").startswith("https://news.example/") for link in links)
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]
    markdown = kg("report", "run", "deals-in-period", "--company", HOSTILE, "--format", "markdown", "--store", loaded).stdout
    assert "\\]\\(javascript" in markdown or "\\](javascript" in markdown


def test_page_of_a_report_stands_alone(loaded: str) -> None:
    text = kg("report", "run", "deals-by-month", "--since", "2025-01-01", "--format", "html", "--store", loaded).stdout
    tags = tags_of(text)
    names = [tag for tag, _ in tags]
    assert names.count("svg") == 1
    assert names.index("svg") < names.index("table")
    assert not {"script", "link", "img", "iframe", "object"} & set(names)
    assert not [value for _, attributes in tags for name, value in attributes.items() if name in ("src", "style") or name.startswith("on")]
    policy = next(attributes["content"] for tag, attributes in tags if attributes.get("http-equiv") == "Content-Security-Policy")
    assert (policy or "").startswith("default-src 'none'; style-src 'sha256-")
    assert "<caption>4 rows</caption>" in text
    assert "since: 2025-01-01" in text


def test_table_of_a_page_links_only_to_the_web() -> None:
    rows = [
        {"n": 1234.5, "article": "A <b>", "source": source} for source in ("https://a.example/?x=1&y", "javascript:alert(1)", "http://[", "Handelsbote", None)
    ]
    text = table(rows, ["n", "article", "source", "nothing"], "5 rows")
    assert [attributes["href"] for tag, attributes in tags_of(text) if tag == "a"] == ["https://a.example/?x=1&y"]
    assert text.count("A &lt;b&gt;") == 5
    assert "nothing" not in text
    assert "1,234.5" in text
    assert table([], ["n"], "") == '<p class="soft">Nothing found.</p>'


def test_every_chart_of_a_report_can_be_drawn_from_its_rows(store: Store) -> None:
    load(store, articles())
    drawn = {}
    for report in REPORTS.values():
        if report.chart:
            given = {"company": "Alibaba"} if any(parameter.required for parameter in report.parameters) else {}
            parts = report_parts(report, given, list(run_report(store, report, given)))
            drawn[report.name] = sum(part.startswith("<figure>") for part in parts)
    assert drawn == {
        "claims-by-kind": 1, "most-connected-companies": 1, "relations-of-company": 1, "stakes": 1, "deals-by-month": 1, "largest-deals": 0,
        "figures-of-company": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--all", "--company", "Nordwerk"), "--all --company NAME --out FOLDER"),
        (("stakes", "--out", "x"), "--all --company NAME --out FOLDER"),
        (("--all", "--company", "Nordwerk", "--out", "x", "--format", "csv"), "written as md or html, not as csv"),
        (("--company", "Nordwerk"), "which report? Name it first"),
        ((), "which report? Name it first"),
    ],
)
def test_wrong_use_of_run(loaded: str, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    result = kg("report", "run", *words, "--store", loaded, cwd=tmp_path)
    assert (result.returncode, said in result.stderr, len(result.stderr.splitlines())) == (2, True, 1)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def own_schema(tmp_path: Path) -> Path:
    """A schema without the relations SUPPLIES, FOUNDED and REPORTS."""
    schema = tmp_path / "schema"
    shutil.copytree(resource_folder("schema"), schema)
    gone = ("SUPPLIES", "FOUNDED", "REPORTS")
    for path in schema.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        for name in gone:
            text = re.sub(rf"(?ms)^\[+{name}(\.\w+)*\]+\n.*?(?=^\[|\Z)", "", text)
        path.write_text(text, encoding="utf-8")
    return schema


def test_a_report_says_what_the_schema_in_use_lacks(own_schema: Path) -> None:
    reports = read_reports(None, read_ontology(own_schema))
    assert set(reports) == set(REPORTS)
    missing = {name: report.missing for name, report in reports.items() if report.missing}
    # people-of-company asks for FOUNDED beside two others, trouble-nearby for SUPPLIES beside six: the rest is still an answer
    assert missing == {
        "figures-of-company": ("relation REPORTS",), "layoffs-and-insolvencies": ("relation REPORTS",), "suppliers-and-customers": ("relation SUPPLIES",),
    }  # fmt: skip


def test_such_a_report_is_refused_only_when_it_is_run(loaded: str, own_schema: Path) -> None:
    options = ("--schema", str(own_schema))
    listed = {row["report"]: row for row in json.loads(kg("report", "list", *options, "--format", "json").stdout)}
    assert listed["suppliers-and-customers"]["missing"] == "relation SUPPLIES"
    assert listed["relations-of-company"]["missing"] is None
    refused = kg("report", "run", "suppliers-and-customers", "--company", "Nvidia", "--store", loaded, *options)
    assert (refused.returncode, refused.stdout) == (4, "")
    assert refused.stderr == (
        "kg: queries/suppliers-and-customers.cypher: relation SUPPLIES: not in the schema in use, "
        "so this report cannot be run; kg report list shows which can\n"
    )
    assert kg("report", "run", "people-of-company", "--company", "Alibaba", "--store", loaded, *options).returncode == 0
    assert "signed a partnership" in kg("why", "Alibaba", "partners with", "Nvidia", "--store", loaded, *options).stdout
    assert "Figures of a company" not in json.loads(kg("show", "Alibaba", "--store", loaded, "--format", "json", *options).stdout)
    assert kg("schema", "check", *options).returncode == 0
    dossier = kg("report", "run", "--all", "--company", "Alibaba", "--store", loaded, "--out", str(own_schema.parent / "out"), *options)
    assert "figures-of-company: not run: the schema in use has no relation REPORTS" in dossier.stderr.splitlines()


def test_a_report_of_ones_own_is_still_wrong(own_schema: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    shutil.copy(REPORTS["suppliers-and-customers"].path, tmp_path / "mine")
    with pytest.raises(SchemaError, match=r"mine/suppliers-and-customers\.cypher:\d+: relation SUPPLIES: not in the ontology"):
        read_reports(tmp_path / "mine", read_ontology(own_schema))
