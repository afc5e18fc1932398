"""What the writer promises, on both stores: the graph depends on which articles are loaded, and on nothing else."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from kg.errors import UsageError
from kg.model import Amount, Claim, Document, Entity, Evidence, Extraction, Figure, Mention, Qualifiers, content_id
from kg.store.client import Store
from kg.store.retract import remove_unfinished, retract_document
from kg.store.rows import rows_of, stored_digest
from kg.store.writer import known_digests
from tests.conftest import EMPTY
from tests.store_fixtures import ONTOLOGY, SMALL, VERSION, article, entity_id, graph_of, load, many_articles

NASTY = [
    "O'Neill & \"Söhne\"", "back\\slash\\", "}) DETACH DELETE n //", "'}) MATCH (n) DETACH DELETE n RETURN ('", "`Company`", "$ids", "${x}", "a\u0000b",
    "北京字节跳动", "L’Oréal", "3M", "eBay", "Qwen3-Max", "<script>alert(1)</script>", "🦜 Parrot", "line\nbreak", " ", "a" * 5000,
]  # fmt: skip

A = article(
    "a", ("Alibaba", "PARTNERS_WITH", "Nvidia", "planned"), ("Alibaba", "BASED_IN", "Place:China"), date="2025-09-26", names={"Alibaba": "Alibaba Group"}
)
B = article("b", ("Alibaba", "PARTNERS_WITH", "Nvidia"), ("ARK", "INVESTS_IN", "Alibaba"), date="2025-10-01")


def emptied(store: Store) -> Store:
    store.write(EMPTY)
    return store


def property_of(store: Store, pattern: str, name: str) -> Any:
    [row] = store.read(f"MATCH {pattern} RETURN x.{name} AS value")
    return row["value"]


def test_loading_twice_changes_nothing(store: Store) -> None:
    articles = list(many_articles(20))
    assert {written.state for written in load(store, articles)} == {"new"}
    before = graph_of(store)
    assert {written.state for written in load(store, articles)} == {"unchanged"}
    assert graph_of(store) == before


def test_the_order_of_loading_leaves_no_trace(store: Store) -> None:
    load(store, [A, B])
    together = graph_of(store)
    load(emptied(store), [A])
    load(store, [B])
    assert graph_of(store) == together
    load(emptied(store), [B])
    load(store, [A])
    assert graph_of(store) == together


def test_any_order_and_any_batches_give_one_graph(store: Store) -> None:
    articles = list(many_articles(60, claims=6, things=60))
    load(store, articles)
    expected = graph_of(store)
    for seed in (1, 2):
        random.Random(seed).shuffle(articles)
        load(emptied(store), articles, batch_rows=SMALL)
        assert graph_of(store) == expected


@pytest.mark.neo4j
def test_both_stores_hold_the_same_graph(embedded_store: Store, neo4j_store: Store) -> None:
    articles = list(many_articles(40, claims=8, things=80))
    load(embedded_store, articles)
    load(neo4j_store, articles[::-1], batch_rows=SMALL)
    assert graph_of(embedded_store) == graph_of(neo4j_store)


def test_a_retracted_article_was_never_there(store: Store) -> None:
    load(store, [B])
    only_b = graph_of(store)
    load(emptied(store), [A, B])
    retract_document(store, "a")
    assert graph_of(store) == only_b
    retract_document(store, "b")
    assert [row for row in graph_of(store) if "KgStore" not in row] == []


def test_retracting_half_leaves_the_other_half(store: Store) -> None:
    articles = list(many_articles(24, claims=6, things=30))
    load(store, articles[::2])
    expected = graph_of(store)
    load(store, articles)
    for gone in articles[1::2]:
        retract_document(store, gone.document.id)
    assert graph_of(store) == expected


def test_a_dry_run_says_what_would_go_and_takes_nothing(store: Store) -> None:
    load(store, [A, B])
    before = graph_of(store)
    effect = retract_document(store, "a", dry_run=True)
    assert graph_of(store) == before
    assert (effect.document, effect.claims, effect.entities, effect.relations) == ("a", ("Alibaba BASED_IN China",), ("China",), 1)
    assert [sorted(claim.split(" PARTNERS_WITH ")) for claim in effect.weakened] == [["Alibaba", "Nvidia"]]
    assert retract_document(store, "a") == effect
    with pytest.raises(UsageError, match="no article with the id 'a'"):
        retract_document(store, "a")


def test_a_changed_article_replaces_its_former_version(store: Store) -> None:
    load(store, [B])
    changed = article("a", ("Alibaba", "COMPETES_WITH", "Tencent"), date="2025-09-27")
    load(store, [changed])
    expected = graph_of(store)
    load(emptied(store), [A, B])
    assert [written.state for written in load(store, [changed, B])] == ["replaced", "unchanged"]
    assert graph_of(store) == expected


def test_a_new_version_of_the_extractor_reads_again(store: Store) -> None:
    load(store, [A, B])
    assert {written.state for written in load(store, [A, B], version="test-2")} == {"replaced"}
    assert known_digests(store, ["a", "b", "c"]) == {one.document.id: stored_digest(one.document, "test-2") for one in (A, B)}
    assert known_digests(store, []) == {}


def test_two_versions_in_one_load_leave_the_later_one(store: Store) -> None:
    changed = article("a", ("Alibaba", "COMPETES_WITH", "Tencent"))
    load(store, [changed])
    expected = graph_of(store)
    assert [written.state for written in load(emptied(store), [A, changed])] == ["new", "replaced"]
    assert graph_of(store) == expected


def test_unfinished_articles_are_taken_out_by_the_next_load(store: Store) -> None:
    load(store, [A, B])
    expected = graph_of(store)
    store.write("MATCH (d:Document {id: 'a'}) REMOVE d.digest")
    assert known_digests(store, ["a", "b"]) == {"b": stored_digest(B.document, VERSION)}
    load(store, [A])
    assert graph_of(store) == expected
    store.write("MATCH (d:Document {id: 'a'}) REMOVE d.digest")
    assert remove_unfinished(store) == 1
    assert [row["id"] for row in store.read("MATCH (d:Document) RETURN d.id AS id")] == ["b"]
    load(store, [A])
    assert graph_of(store) == expected


@pytest.mark.parametrize("index", range(len(NASTY)))
def test_a_name_is_just_a_name(store: Store, index: int) -> None:
    name = NASTY[index]
    load(store, [B])
    before = graph_of(store)
    nasty = article("n", ("Alibaba", "PARTNERS_WITH", "odd"), names={"odd": name}, title=name)
    load(store, [nasty])
    [row] = store.read("MATCH (e:Company {name: $name}) RETURN e.name AS name, e.id AS id", {"name": name})
    assert row == {"name": name, "id": entity_id("odd")}
    [row] = store.read("MATCH (d:Document {id: 'n'}) RETURN d.title AS title")
    assert row["title"] == name
    retract_document(store, "n")
    assert graph_of(store) == before


def test_the_name_of_an_entity_is_the_one_most_articles_use(store: Store) -> None:
    named = [("1", "Alibaba Group Holding"), ("2", "Alibaba Group Holding"), ("3", "Alibaba")]
    load(store, [article(identity, ("Alibaba", "BASED_IN", "Place:China"), names={"Alibaba": name}) for identity, name in named])
    assert property_of(store, "(x:Company)", "name") == "Alibaba Group Holding"
    assert property_of(store, "(x:Company)", "aliases") == ["Alibaba"]
    assert property_of(store, "(x:Company)", "documents") == 3
    assert property_of(store, "(x:Claim)", "name") == "Alibaba Group Holding BASED_IN China"
    load(store, [article("4", ("Alibaba", "USES", "Product:Qwen"))])  # two against two: the shorter one
    assert property_of(store, "(x:Company)", "name") == "Alibaba"
    assert property_of(store, "(x:Company)", "search").split(" | ") == ["Alibaba", "Alibaba Group Holding"]
    assert property_of(store, "(x:Claim {relation: 'BASED_IN'})", "subject_name") == "Alibaba"
    assert property_of(store, "(x:Claim {relation: 'BASED_IN'})", "name") == "Alibaba BASED_IN China"


def test_descriptions_are_counted_but_are_no_names(store: Store) -> None:
    one = article("a", ("Alibaba", "BASED_IN", "Place:China"))
    mentions = (Mention(0, 7, "Alibaba", "Company"), Mention(0, 11, "der Konzern", "Company", "nominal"), Mention(0, 9, "Alibaba's", "Company"))
    load(store, [replace(one, entities=(replace(one.entities[0], mentions=mentions), *one.entities[1:]))])
    assert property_of(store, "(x:Company)", "aliases") == ["Alibaba's"]
    [row] = store.read("MATCH (:Document)-[m:MENTIONS]->(:Company) RETURN m.count AS count, m.forms AS forms, m.reason AS reason")
    assert row == {"count": 3, "forms": ["Alibaba", "Alibaba's"], "reason": "called Alibaba"}


def history(*said: tuple[str, str | None, str, float]) -> list[Extraction]:
    """Articles about one deal: id, date, status, confidence."""
    return [
        article(identity, ("Siemens", "ACQUIRES", "Altair", status), date=date, confidence=confidence)  # type: ignore[arg-type]
        for identity, date, status, confidence in said
    ]


@pytest.mark.parametrize(
    ("said", "status", "dates"),
    [
        ([("1", "2025-05-01", "rumoured", 0.9), ("2", "2025-06-01", "planned", 0.5)], "planned", ("2025-05-01", "2025-06-01")),
        ([("1", "2025-06-01", "rumoured", 0.5), ("2", "2025-06-01", "planned", 0.9)], "planned", ("2025-06-01", "2025-06-01")),
        ([("1", "2025-06-01", "planned", 0.9), ("2", "2025-06-01", "rumoured", 0.9)], "rumoured", ("2025-06-01", "2025-06-01")),
        ([("1", None, "denied", 0.9), ("2", "2025-06-01", "planned", 0.5)], "planned", ("2025-06-01", "2025-06-01")),
        ([("1", None, "denied", 0.9), ("2", None, "planned", 0.5)], "denied", (None, None)),
    ],
)
def test_a_claim_bears_the_state_of_the_latest_article(store: Store, said: Any, status: str, dates: tuple[str | None, str | None]) -> None:
    for order in (history(*said), history(*said)[::-1]):
        load(emptied(store), order)
        assert property_of(store, "(x:Claim)", "status") == status
        assert (property_of(store, "(x:Claim)", "first_seen"), property_of(store, "(x:Claim)", "last_seen")) == dates
        assert property_of(store, "(x:Claim)", "sources") == 2
        relations = list(store.read("MATCH (:Company)-[r:ACQUIRES]->(:Company) RETURN r.status AS status, r.sources AS sources"))
        assert relations == ([] if status == "denied" else [{"status": status, "sources": 2}])


def test_a_denial_takes_the_relation_away_and_its_retraction_brings_it_back(store: Store) -> None:
    load(store, history(("1", "2025-05-01", "asserted", 0.9)))
    before = graph_of(store)
    load(store, history(("2", "2025-06-01", "denied", 0.9)))
    assert list(store.read("MATCH ()-[r:ACQUIRES]->() RETURN r.status AS status")) == []
    assert property_of(store, "(x:Claim)", "status") == "denied"
    retract_document(store, "2")
    assert graph_of(store) == before


def test_a_symmetric_relation_is_one_edge(store: Store) -> None:
    load(store, [article("a", ("Alibaba", "PARTNERS_WITH", "Nvidia")), article("b", ("Nvidia", "PARTNERS_WITH", "Alibaba"))])
    [row] = store.read("MATCH (a)-[r:PARTNERS_WITH]->(b) RETURN a.id < b.id AS ordered, r.sources AS sources")
    assert row == {"ordered": True, "sources": 2}


def test_a_company_shows_no_bookkeeping(store: Store) -> None:
    load(store, [A, B])
    rows = list(store.read("MATCH (:Company {name: 'Alibaba'})-[r]-(x) RETURN DISTINCT labels(x) AS labels"))
    assert {label for row in rows for label in row["labels"]} == {"Company", "Document", "Entity", "Place"}
    assert list(store.read("MATCH (n) WHERE n.name IS NULL RETURN n")) == []


def test_figures_and_evidence_of_several_passages(store: Store) -> None:
    figure = Figure("growth", 26, "percent", "2025-Q2", "Cloud")
    company, figure_id = entity_id("alibaba"), content_id("Figure", entity_id("alibaba"), "growth", 26, "percent", "2025-Q2", "Cloud")
    text = "Alibaba wuchs. Das Plus in der Cloud betrug 26 Prozent."
    entities = (
        Entity(company, "Alibaba", "Company", (Mention(0, 7, "Alibaba", "Company"),)),
        Entity(figure_id, figure.name, "Figure", (Mention(44, 54, "26 Prozent", "Percent", "literal"),), figure=figure),
    )
    claim_id = content_id(company, "REPORTS", figure_id)
    evidence = (Evidence(0, 14, text[:14]), Evidence(15, 55, text[15:]))
    claim = Claim(claim_id, "Alibaba", "REPORTS", figure, company, figure_id, "asserted", 0.91234567, "rule", evidence)
    load(store, [Extraction(Document("a", text), entities, (claim,))])
    [row] = store.read("MATCH (:Company)-[r:REPORTS]->(f:Figure) WITH r, f MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d) RETURN f, s, d")
    assert row["f"]["properties"] | figure_fields(figure) == row["f"]["properties"]
    assert (row["f"]["properties"]["name"], row["f"]["properties"]["aliases"]) == ("26 % growth (Cloud), 2025-Q2", [])
    stated = row["s"]["properties"]
    assert (stated["sentence"], stated["starts"], stated["ends"], stated["confidence"]) == (text[:14], [0, 15], [14, 55], 0.9123)
    assert stated["sentences"] == [text[:14], text[15:]]
    assert row["d"]["properties"]["name"] == text
    assert "published" not in row["d"]["properties"]


def figure_fields(figure: Figure) -> dict[str, Any]:
    return {"metric": figure.metric, "value": figure.value, "unit": figure.unit, "period": figure.period, "of": figure.of}


def test_records_that_contradict_each_other_are_refused_and_the_rest_goes_on(store: Store) -> None:
    good = A.claims[0]
    cases = {
        "no such relation": replace(A, claims=(replace(good, relation="LIKES"),)),
        "not among the entities": replace(A, entities=A.entities[:1]),
        "its id is not made from": replace(A, claims=(replace(good, id="0" * 20),)),
        "no evidence": replace(A, claims=(replace(good, evidence=()),)),
        "which the ontology lacks": replace(A, entities=(replace(A.entities[0], type="Dragon"), *A.entities[1:])),
    }
    broken = [replace(case, document=replace(case.document, id=f"broken-{number}")) for number, case in enumerate(cases.values())]
    written = load(store, [*broken, B])
    assert [one.state for one in written] == ["refused"] * len(broken) + ["new"]
    for said, one in zip(cases, written, strict=False):
        assert said in one.reason
    assert [row["id"] for row in store.read("MATCH (d:Document) RETURN d.id AS id")] == ["b"]


def test_one_claim_stated_twice_in_an_article_is_one_statement() -> None:
    once = A.claims[0]
    again = replace(once, confidence=0.95, status="asserted", evidence=(Evidence(3, 5, "x"),), qualifiers=Qualifiers(amount=Amount(5, "EUR")))
    rows = rows_of(replace(A, claims=(once, again)), VERSION, ONTOLOGY)
    [statement] = [row["properties"] for row in rows.statements]
    assert (statement["status"], statement["confidence"], statement["amount"], statement["sentence"]) == ("asserted", 0.95, 5.0, "x")
    assert statement["sentences"] == ["x", once.evidence[0].text]


def test_one_thing_recorded_twice_in_an_article_is_one_entity() -> None:
    first = A.entities[0]
    other = replace(first, name="Alibaba", mentions=(Mention(30, 37, "Alibaba", "Company"),), reason="known alias")
    rows = rows_of(replace(A, entities=(*A.entities, other)), VERSION, ONTOLOGY)
    [mention] = [row["properties"] for row in rows.mentions if row["entity"] == first.id]
    assert (mention["count"], mention["name"], mention["forms"]) == (2, "Alibaba Group", ["Alibaba", "Alibaba Group"])
    assert mention["reason"] == "called Alibaba Group; known alias"


def test_halves_of_characters_do_not_break_a_load(store: Store) -> None:
    broken = article("x\ud83d", ("Alibaba", "PARTNERS_WITH", "odd"), names={"odd": "Od\udc00d"}, title="Half \ud800")
    assert [one.state for one in load(store, [broken, B])] == ["new", "new"]
    assert [one.state for one in load(store, [broken, B])] == ["unchanged", "unchanged"]
    assert set(known_digests(store, ["x\ud83d", "b"])) == {"x\ud83d", "b"}
    [row] = store.read("MATCH (d:Document {id: $id}) RETURN d.title AS title", {"id": "x\ud83d"})
    assert row == {"title": "Half \ufffd"}
    assert list(store.read("MATCH (e:Company {name: 'Od\ufffdd'}) RETURN e.documents AS n")) == [{"n": 1}]
