"""The saved reports on both stores: their rows, their parameters, names that nobody bears, and that nothing can be written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from kg.errors import UsageError
from kg.ontology import read_ontology
from kg.reports import GROUPS, Report, Value, check_query, find_article, find_name, find_report, read_parameters, read_reports, run_report
from kg.store.client import Store, open_store
from kg.store.writer import write_extractions
from tests.neo4j_server import Server
from tests.report_graph import articles
from tests.report_rows import CASES, Case

REPORTS = read_reports()
ARTICLES = {extraction.document.id: extraction.document for extraction in articles()}
TAIL = ("sentence", "date", "article", "source")
WITHOUT_LIMIT = {"claims-by-kind", "deals-by-month", "names-of-entity", "what-an-article-says"}  # as many rows as kinds, months, names, claims of one article


@pytest.fixture(scope="module", params=[pytest.param("embedded", marks=pytest.mark.store), pytest.param("neo4j", marks=[pytest.mark.store, pytest.mark.neo4j])])
def graph(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The small world: on the embedded store loaded in the order of its articles, on Neo4j the last one first, which must not matter."""
    if request.param == "embedded":
        opened, order = open_store(str(request.getfixturevalue("embedded_folder"))), articles()
    else:
        server: Server = request.getfixturevalue("neo4j")
        opened, order = open_store(server.uri, user=server.user, password=server.password), articles()[::-1]
    with closing(opened) as store:
        store.write("MATCH (n) DETACH DELETE n")
        assert {written.state for written in write_extractions(store, order, ontology=read_ontology(), version="test")} == {"new"}
        yield store
        store.write("MATCH (n) DETACH DELETE n")


def check_tail(row: dict[str, Any], article: str) -> None:
    """Day, title and address are those of the article, and the sentence stands in it."""
    document = ARTICLES[article]
    assert row["date"] == document.date
    assert row["source"] == (document.url or document.source)
    assert row["article"] == document.title or (document.title is None and document.text.startswith(row["article"].removesuffix("…")))
    assert row.get("sentence", "") in document.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.report}({', '.join(case.parameters.values())})")
def test_rows(graph: Store, case: Case) -> None:
    report = REPORTS[case.report]
    columns = [column.name for column in report.columns]
    rows = list(run_report(graph, report, case.parameters))
    assert all(list(row) == columns for row in rows)
    from_article = "article" in columns
    left_out = {*TAIL, "id"} if from_article else {"sentence", "id"}
    shown = [tuple(value for column, value in row.items() if column not in left_out) for row in rows]
    assert shown == [expected[:-1] if from_article else expected for expected in case.rows]
    if from_article:
        for row, expected in zip(rows, case.rows, strict=True):
            check_tail(row, expected[-1])


def test_every_report_is_tested_with_rows() -> None:
    assert {case.report for case in CASES if case.rows} == set(REPORTS)


def test_every_parameter_is_tried() -> None:
    given = {(case.report, name) for case in CASES for name in case.parameters}
    declared = {(report.name, parameter.name) for report in REPORTS.values() for parameter in report.parameters}
    tried_elsewhere = {(name, "limit") for name in REPORTS}
    assert declared - given - tried_elsewhere == set()


def test_every_group_has_a_report_and_long_ones_a_limit() -> None:
    assert {report.group for report in REPORTS.values()} == set(GROUPS)
    assert {report.name for report in REPORTS.values() if "limit" not in {parameter.name for parameter in report.parameters}} == WITHOUT_LIMIT


def first_case(report: Report) -> Case:
    return next(case for case in CASES if case.report == report.name and case.rows)


@pytest.mark.parametrize("name", [report.name for report in REPORTS.values() if report.name not in WITHOUT_LIMIT])
def test_limit_cuts_the_same_rows_off(graph: Store, name: str) -> None:
    """The rows under a limit are the first of the rows without, so the cut inside the query and the order of the result agree."""
    report, parameters = REPORTS[name], first_case(REPORTS[name]).parameters
    every = list(run_report(graph, report, {**parameters, "limit": "100000"}))
    if name == "shortest-connection":  # its limit counts connections, not steps
        every = [row for row in every if row["connection"] == 1]
        assert list(run_report(graph, report, {**parameters, "limit": "1"})) == every
        return
    for limit in range(1, len(every)):
        assert list(run_report(graph, report, {**parameters, "limit": str(limit)})) == every[:limit]


@pytest.mark.parametrize("name", REPORTS)
def test_pastes_into_neo4j_browser(graph: Store, name: str) -> None:
    """The file as it is, each parameter as its :param line sets it, is taken by the store."""
    text = REPORTS[name].cypher
    for parameter, value in re.findall(r"^// :param (\w+) => (.+)$", text, re.MULTILINE):
        text = re.sub(rf"\${parameter}\b", lambda _, value=value: value, text)
    assert not re.search(r"\$\w", text)
    assert all(list(row) == [column.name for column in REPORTS[name].columns] for row in graph.read(text))


@pytest.fixture(scope="module")
def explain(request: pytest.FixtureRequest) -> Iterator[Callable[[str, dict[str, Value]], set[str]]]:
    """What Neo4j has to say of a query before it runs it, as codes of the GQL standard."""
    from neo4j import GraphDatabase

    server: Server = request.getfixturevalue("neo4j")
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver, driver.session() as session:
        yield lambda cypher, values: {status.gql_status for status in session.run(f"EXPLAIN {cypher}", values).consume().gql_status_objects}


CARTESIAN, UNBOUNDED = "03N90", "03N91"


@pytest.mark.neo4j
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_no_cartesian_product(explain: Callable[[str, dict[str, Value]], set[str]], report: Report) -> None:
    values = read_parameters(report, {parameter.name: parameter.example for parameter in report.parameters})
    assert not {CARTESIAN, UNBOUNDED} & explain(report.cypher, values)


@pytest.mark.neo4j
def test_neo4j_would_tell(explain: Callable[[str, dict[str, Value]], set[str]]) -> None:
    assert CARTESIAN in explain("MATCH (a:Company), (b:Company) RETURN a, b", {})
    assert UNBOUNDED in explain("MATCH p = shortestPath((a:Company)-[*]-(b:Company)) RETURN p", {})


def test_names_by_alias_capitals_legal_form_and_language(graph: Store) -> None:
    assert find_name(graph, "Alibaba Group") == "Alibaba"
    assert find_name(graph, "NORDWERK") == "Nordwerk"
    assert find_name(graph, "bäckerei MÜLLER") == "Bäckerei Müller"
    assert find_name(graph, "Nordwerk AG") == "Nordwerk"
    assert find_name(graph, "Vereinigte Staaten", "Place") == "USA"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Alibba", "Alibaba or Alibaba Cloud"),
        ("Nordwrek", "Nordwerk"),
        ("Halden Semiconductor", "Halden Semiconductors"),
        ("Baeckerei Muller", "Bäckerei Müller"),
    ],
)
def test_misspelt_company(graph: Store, typed: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"'{typed}'; did you mean {meant}\\?"):
        list(run_report(graph, REPORTS["relations-of-company"], {"company": typed}))


def test_unknown_company_without_anything_like_it(graph: Store) -> None:
    with pytest.raises(UsageError, match="no entity is called 'Xqzw'; load an article"):
        find_name(graph, "Xqzw")


def test_name_of_another_type_is_not_taken(graph: Store) -> None:
    with pytest.raises(UsageError, match="no person is called 'Nordwerk'"):
        list(run_report(graph, REPORTS["roles-of-person"], {"person": "Nordwerk"}))


def test_ambiguous_name_is_refused(graph: Store) -> None:
    with pytest.raises(UsageError, match="'Zephyr' is another name of Zephyr Labs or Zephyr Robotics; say which"):
        find_name(graph, "Zephyr")


def test_hostile_name_is_just_a_name(graph: Store) -> None:
    before = list(graph.read("MATCH (n) RETURN count(n) AS n"))
    with pytest.raises(UsageError, match="no entity is called"):
        find_name(graph, "x'}) DETACH DELETE (n) //\\")
    assert list(graph.read("MATCH (n) RETURN count(n) AS n")) == before


def test_articles_by_id_address_and_title(graph: Store) -> None:
    assert find_article(graph, "signed") == "signed"
    assert find_article(graph, "https://news.example/signed") == "signed"
    assert find_article(graph, "ALIBABA and nvidia team up") == "signed"
    with pytest.raises(UsageError, match="did you mean denial \\(Nvidia dementiert\\)"):
        find_article(graph, "Nvidia dementiret")
    with pytest.raises(UsageError, match="no article has the id, address or title 'xq'"):
        find_article(graph, "xq")


WRITES = (
    "CREATE (:Company {id: 'x', name: 'x'})",
    "MATCH (c:Company {name: 'Alibaba'}) SET c.name = 'x' RETURN c.name AS name ORDER BY name",
    "MATCH (c:Company {name: 'Alibaba'}) REMOVE c.aliases RETURN c.name AS name",
    "MATCH (n) DETACH DELETE n",
    "MERGE (c:Company {id: 'x'}) RETURN c.id AS id",
    "MATCH (c:Company) CALL (c) { SET c.seen = true } RETURN c.name AS name",
    "MATCH (c:Company) FOREACH (x IN [c] | SET x.seen = true)",
    "DROP INDEX kg_entity_name",
)


@pytest.mark.parametrize("cypher", WRITES)
def test_reports_and_queries_cannot_write(graph: Store, cypher: str) -> None:
    """Refused before it is sent; and if it were sent, by the store."""
    everything = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(n) AS rows, count(r) AS edges, count(n.seen) AS seen, count(n.aliases) AS aliases"
    before = list(graph.read(everything))
    with pytest.raises(UsageError, match="line 1 of the query"):
        check_query(cypher)
    with pytest.raises(UsageError):
        list(run_report(graph, replace(REPORTS["claims-by-kind"], cypher=cypher), {}))
    with pytest.raises(UsageError):
        list(graph.read(cypher))
    assert list(graph.read(everything)) == before


def test_report_by_name() -> None:
    assert find_report(REPORTS, "stakes").name == "stakes"
    with pytest.raises(UsageError, match="no report 'relation-of-company'; did you mean relations-of-company"):
        find_report(REPORTS, "relation-of-company")
    with pytest.raises(UsageError, match="no report 'zzz'; kg report list shows them all"):
        find_report(REPORTS, "zzz")


@pytest.mark.parametrize(
    ("report", "given", "message"),
    [
        ("relations-of-company", {}, "company is missing (the name of something in the graph): name or alias; for example company=Alibaba"),
        ("roles-of-person", {}, "person is missing (the name of a person)"),
        ("what-an-article-says", {}, "article is missing (the id, address or title of an article)"),
        ("relations-of-company", {"company": " "}, "company wants the name of something in the graph, not ' '"),
        ("relations-of-company", {"company": "Alibaba", "limit": "many"}, "limit wants a whole number from 1, not 'many'; for example limit=100"),
        ("relations-of-company", {"company": "Alibaba", "limit": "0"}, "limit wants a whole number from 1, not '0'"),
        ("relations-of-company", {"company": "Alibaba", "limit": "9" * 30}, "limit wants a whole number"),
        ("relations-of-company", {"company": "Alibaba", "status": ", ,"}, "status wants words with commas between them"),
        ("relations-of-company", {"compny": "Alibaba"}, "relations-of-company has no parameter 'compny'; did you mean company?"),
        ("what-is-new", {"since": "2025-13-01"}, "since wants a day as YYYY-MM-DD or today, not '2025-13-01'; for example since=2025-10-01"),
        ("what-is-new", {"since": "1.10.2025"}, "since wants a day as YYYY-MM-DD"),
        ("weak-claims", {"below": "nan"}, "below wants a number such as 0.5, not 'nan'; for example below=0.6"),
        ("weak-claims", {"sources": "1.5"}, "sources wants a whole number, not '1.5'"),
    ],
)
def test_wrong_parameters(report: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        read_parameters(REPORTS[report], given)


def test_defaults_and_types() -> None:
    values = read_parameters(REPORTS["deals-in-period"], {"since": "2025-02-28", "status": '["planned", "ended"]'})
    assert values == {
        "since": datetime.date(2025, 2, 28), "until": datetime.date.today(), "company": None, "status": ["planned", "ended"], "limit": 100,
    }  # fmt: skip
    assert read_parameters(REPORTS["stakes"], {"at_least": "25.4"}) == {"company": None, "at_least": 25.4, "limit": 100}
