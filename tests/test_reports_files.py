"""Report files that are wrong: each is refused with file, line and what to do; and what a query may look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SchemaError, UsageError
from kg.reports import check_query, read_reports
from kg.reports.files import GROUPS

GOOD = """\
// Suppliers of a company
// Answers: Who supplies it?
// Group: supply
// Parameter: company (entity) required – name or alias
// Parameter: since (date) = none – first day
// Parameter: limit (integer) = 10 – rows at most
// Column: supplier – who
// Column: status – how it stands
// :param company => 'Alibaba'
// :param since => null
// :param limit => 10
MATCH (c:Entity {name: $company})<-[r:SUPPLIES]-(s:Company)
WHERE r.status IN ['asserted', 'planned'] AND ($since IS NULL OR r.last_seen >= $since)
RETURN s.name AS supplier, r.status AS status
ORDER BY supplier, status
LIMIT $limit;
"""


def read_one(folder: Path, text: str, name: str = "suppliers.cypher") -> None:
    """Read a folder that holds this one report."""
    (folder / name).write_text(text, encoding="utf-8")
    read_reports(folder)


def changed(*pairs: tuple[str, str]) -> str:
    """The good file with some words replaced."""
    text = GOOD
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_good_file(tmp_path: Path) -> None:
    read_one(tmp_path, GOOD)
    report = read_reports(tmp_path)["suppliers"]
    assert (report.title, report.answers, report.group) == ("Suppliers of a company", "Who supplies it?", "supply")
    assert [(p.name, p.type, p.required, p.default, p.example) for p in report.parameters] == [
        ("company", "entity", True, "", "Alibaba"), ("since", "date", False, "none", "2025-01-31"), ("limit", "integer", False, "10", "10"),
    ]  # fmt: skip
    assert [(column.name, column.meaning) for column in report.columns] == [("supplier", "who"), ("status", "how it stands")]
    assert report.cypher == GOOD


HEADER_FAULTS = [
    ("no title", changed(("// Suppliers of a company\n", "")), 1, "title", "begin the file with // and what the report is called"),
    ("no answer", changed(("// Answers: Who supplies it?\n", "")), 1, "Answers:", "add a line such as // Answers:"),
    ("no group", changed(("// Group: supply\n", "")), 1, "Group:", "add a line such as // Group: overview"),
    ("two groups", changed(("// Group: supply", "// Group: supply\n// Group: deals")), 4, "Group:", "stands twice"),
    ("other group", changed(("Group: supply", "Group: chips")), 3, "Group: chips", f"use one of {', '.join(GROUPS)}"),
    ("no meaning", changed((" – rows at most", "")), 6, "Parameter: limit (integer) = 10", "write // Parameter: name (type) = default – meaning"),
    ("other type", changed(("(integer)", "(number)")), 6, "Parameter limit (number)", "there is no such type; use one of string, integer"),
    ("wrong default", changed(("= 10 –", "= ten –"), ("limit => 10", "limit => ten")), 6, "Parameter limit", "its value is not a whole number from 1"),
    ("twice", changed(("// Column: supplier", "// Parameter: limit (integer) = 10 – again\n// Column: supplier")), 7, "Parameter limit", "declared twice"),
    ("no :param", changed(("// :param limit => 10\n", "")), 6, "Parameter limit", "// :param limit => …"),
    ("other :param", changed(("limit => 10", "limit => 20")), 11, ":param limit", "write // :param limit => 10"),
    ("unquoted :param", changed(("'Alibaba'", "Alibaba")), 9, ":param company", "write // :param company => 'Alibaba'"),
    ("extra :param", changed(("// :param limit", "// :param day => date()\n// :param limit")), 11, ":param day", "is not declared"),
    ("column without meaning", changed(("// Column: status – how it stands", "// Column: status")), 8, "Column: status", "write // Column: name – meaning"),
]

QUERY_FAULTS = [
    ("undeclared", changed(("LIMIT $limit", "SKIP $from LIMIT $limit")), 16, "$from", "// Parameter: from (string) required – what it is"),
    ("unused", changed(("\nLIMIT $limit", "")), 1, "Parameter limit", "does not use it"),
    ("create", changed(("RETURN s.name", "CREATE (x:Company) RETURN s.name")), 14, "CREATE", "queries only read"),
    ("set in a subquery", changed(("RETURN s.name", "CALL (s) { SET s.x = 1 } RETURN s.name")), 14, "SET", "queries only read"),
    ("load csv", changed(("RETURN s.name", "LOAD CSV FROM 'file:///x' AS row RETURN s.name")), 14, "LOAD CSV", "kg load"),
    ("procedure", changed(("RETURN s.name", "CALL db.createLabel('X') RETURN s.name")), 14, "CALL db.createLabel", "not known to read only"),
    ("two statements", changed(("LIMIT $limit;", "LIMIT $limit;\nMATCH (n) RETURN n;")), 16, ";", "only one statement"),
    ("label", changed(("(s:Company)", "(s:Compny)")), 12, "label Compny", "not in the ontology; use one of Claim, Company"),
    ("label in a condition", changed(("WHERE r", "WHERE s:Firm AND r")), 13, "label or relation Firm", "not in the ontology"),
    ("one of two labels", changed(("(s:Company)", "(s:Company|Firm)")), 12, "label Firm", "not in the ontology"),
    ("relation", changed(("[r:SUPPLIES]", "[r:SUPPLIES|DELIVERS]")), 12, "relation DELIVERS", "not in the ontology; use one of ACQUIRES"),
    ("relation as label", changed(("(s:Company)", "(s:SUPPLIES)")), 12, "label SUPPLIES", "not in the ontology"),
    ("status", changed(("'planned'", "'planed'")), 13, "status 'planed'", "use one of asserted, denied, ended, planned, rumoured"),
    ("relation as value", changed(("WHERE r", "WHERE type(r) = 'DELIVERS' AND r")), 13, "relation 'DELIVERS'", "there is no such relation"),
    ("unbounded", changed(("[r:SUPPLIES]-(s:Company)", "[:SUPPLIES*]-(s:Company)<-[r:SUPPLIES]-()")), 12, "*", "give an upper bound such as *1..5"),
    ("unbounded from 2", changed(("[r:SUPPLIES]-(s:Company)", "[:SUPPLIES*2..]-(s:Company)<-[r:SUPPLIES]-()")), 12, "*", "upper bound"),
    ("no order", changed(("ORDER BY supplier, status\n", "")), 14, "RETURN", "add ORDER BY"),
    ("order of a part only", changed(("RETURN s.name", "WITH s, r ORDER BY s.name RETURN s.name"), ("ORDER BY supplier, status\n", "")), 14, "RETURN",
     "add ORDER BY"),
    ("other columns", changed(("AS status\n", "AS state\n"), ("supplier, status\n", "supplier\n")), 14, "columns",
     "declares supplier, status, the query returns supplier, state"),
    ("order of columns", changed(("s.name AS supplier, r.status AS status", "r.status AS status, s.name AS supplier")), 14, "columns", "in this order"),
    ("nameless column", changed(("r.status AS status", "r.status")), 14, "r . status", "write … AS name"),
    ("star", changed(("s.name AS supplier, r.status AS status", "*")), 14, "*", "write … AS name"),
    ("no return", changed(("RETURN s.name AS supplier, r.status AS status\nORDER BY supplier, status", "WITH s, r ORDER BY s.name")), 15, "RETURN",
     "ends without it"),
    ("union", changed(("LIMIT $limit", "LIMIT $limit UNION MATCH (s:Company) RETURN s.name AS supplier, '' AS status ORDER BY supplier")), 12, "UNION",
     "CALL { … }"),
    ("joined by value", changed(("WHERE r", "MATCH (k:Claim {subject: s.id}) WHERE r")), 13, "MATCH", "put WITH and the variables you need between the two"),
    ("joined in where", changed(("WHERE r", "OPTIONAL MATCH (k:Claim) WHERE k.subject = s.id AND r")), 13, "MATCH", "put WITH"),
    ("joined in a subquery", changed(("RETURN s", "CALL (s) { MATCH (k:Claim) MATCH (d:Document {id: k.id}) RETURN d } RETURN s")), 14, "MATCH", "put WITH"),
    ("comma", changed(("-(s:Company)", "-(s:Company), (k:Claim)")), 12, "MATCH with a comma", "its parts share no variable"),
    ("no query", GOOD[: GOOD.index("MATCH")], 1, "query", "there is none below the header"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "key", "remedy"), [fault[1:] for fault in HEADER_FAULTS + QUERY_FAULTS], ids=[fault[0] for fault in HEADER_FAULTS + QUERY_FAULTS]
)
def test_fault_is_named_with_file_line_and_remedy(tmp_path: Path, text: str, line: int, key: str, remedy: str) -> None:
    with pytest.raises(SchemaError) as caught:
        read_one(tmp_path, text)
    assert caught.value.file == f"{tmp_path.name}/suppliers.cypher:{line}"
    assert caught.value.key == key
    assert remedy in caught.value.problem
    assert "\n" not in str(caught.value)


HARMLESS = [
    ("names", changed(("s.name AS supplier", "s.name AS supplier /* CREATE */"), ("WHERE r",
     "WHERE s.created <> 'SET x' AND s.set IS NULL AND s.`delete` IS NULL AND r"))),
    ("comment in a string", changed(("WHERE r", "WHERE s.url <> 'https://x//MERGE' AND s.name <> \"it's // so\" AND r"))),
    ("bounded", changed(("[r:SUPPLIES]-(s:Company)", "[:SUPPLIES*..5]-(s:Company)<-[r:SUPPLIES]-()"))),
    ("multiplication", changed(("r.status AS status", "r.status AS status /* 2 */"), ("WHERE r", "WHERE size([1, 2]) * 2 > 3 AND r"))),
    ("map", changed(("RETURN s", "WITH s, r, {Firm: 1, DELIVERS: 2} AS map RETURN s"))),
    ("joined with WITH", changed(("WHERE r", "WITH s, r MATCH (k:Claim {subject: s.id}) WHERE r"))),
    ("joined by a variable", changed(("WHERE r", "MATCH (s)-[:BASED_IN]->(p:Place) WHERE r"))),
    ("comma that joins", changed(("-(s:Company)", "-(s:Company), (s)-[:BASED_IN]->(:Place)"))),
    ("existence", changed(("WHERE r", "WHERE EXISTS { MATCH (s)-[:BASED_IN]->(p:Place) WHERE p:Place } AND r"))),
    ("full text", changed(("RETURN s", "WITH s, r CALL db.index.fulltext.queryNodes('entity_search', s.name) YIELD node WITH s, r RETURN s"))),
    ("starts with", changed(("WHERE r", "WHERE s.name STARTS WITH 'A' AND s.name ENDS WITH 'a' AND r"))),
    ("distinct", changed(("RETURN s", "RETURN DISTINCT s"))),
    ("windows line ends", GOOD.replace("\n", "\r\n")),
]  # fmt: skip


@pytest.mark.parametrize("text", [text for _, text in HARMLESS], ids=[name for name, _ in HARMLESS])
def test_what_is_harmless_is_taken(tmp_path: Path, text: str) -> None:
    read_one(tmp_path, text)


def test_first_fault_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"suppliers\.cypher:12: label Compny"):
        read_one(tmp_path, changed(("(s:Company)", "(s:Compny)"), ("ORDER BY supplier, status\n", "")))


@pytest.mark.parametrize(("name", "problem"), [("Suppliers.cypher", "use small letters"), ("sup pliers.cypher", "use small letters")])
def test_file_name(tmp_path: Path, name: str, problem: str) -> None:
    with pytest.raises(SchemaError, match=problem):
        read_one(tmp_path, GOOD, name)


def test_empty_folder_and_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="there is no report in this folder"):
        read_reports(tmp_path)
    (tmp_path / "latin.cypher").write_bytes(GOOD.replace("company", "Größe").encode("latin-1", "replace"))
    with pytest.raises(SchemaError, match="cannot be read as UTF-8"):
        read_reports(tmp_path)


def test_parameters_of_an_entity_type_come_from_the_ontology(tmp_path: Path) -> None:
    read_one(tmp_path, changed(("(entity)", "(Company)")))
    with pytest.raises(SchemaError, match=r"suppliers\.cypher:4: Parameter company \(Firm\): there is no such type"):
        read_one(tmp_path, changed(("(entity)", "(Firm)")))


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n) RETURN n LIMIT 1;",
        "// CREATE\nMATCH (n {created: 'DELETE'}) RETURN n.merge",
        "CALL db.labels()",
        "CALL db.index.fulltext.queryNodes('entity_search', 'Ali*') YIELD node, score RETURN node.name, score",
        "EXPLAIN MATCH (n) RETURN n",
        "SHOW INDEXES",
        "MATCH p = (a)-[*1..3]-(b) RETURN p",
        "RETURN $x AS create_, `SET` AS y",
    ],
)
def test_queries_that_read(query: str) -> None:
    check_query(query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "the query is empty"),
        ("// nothing\n", "the query is empty"),
        ("create (n)", "line 1 of the query: create"),
        ("MATCH (n)\nWHERE n.x = 1\nset n.x = 2", "line 3 of the query: set"),
        ("MATCH (n) RETURN 1.CREATE (m)", "CREATE"),
        ("MATCH (n) WITH n AS as CREATE (m)", "CREATE"),
        ("MATCH (n) REMOVE n:Company", "REMOVE"),
        ("MATCH (n) DETACH DELETE n", "DETACH"),
        ("MATCH (n) RETURN '\\'' CREATE (m)", "CREATE"),
        ("MATCH (n) RETURN 'x\\\\' CREATE (m)", "CREATE"),
        ("RETURN 1 /* */ MERGE (n)", "MERGE"),
        ("RETURN 1 // x\nMERGE (n)", "line 2 of the query: MERGE"),
        ("INSERT (n:Company)", "INSERT"),
        ("CALL apoc.create.node(['X'], {})", "CALL apoc.create.node"),
        ("CALL `db`.`createLabel`('x')", "CALL db.createLabel"),
        ("CALL dbms.setConfigValue('x', 'y')", "CALL dbms.setConfigValue"),
        ("MATCH (n) RETURN n; MATCH (m) RETURN m", "only one statement"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x", "LOAD CSV"),
        ("DROP DATABASE neo4j", "DROP"),
        ("STOP DATABASE neo4j", "a query begins with MATCH"),
        ("ALTER USER neo4j SET PASSWORD 'x'", "ALTER"),
    ],
)
def test_queries_that_do_not_only_read(query: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_query(query)
    assert words in str(caught.value)
