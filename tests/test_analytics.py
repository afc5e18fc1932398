"""Analyses: on small networks whose answers are known, on real stores, and as a command."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest

from kg.analytics.bridges import analyse_bridges, find_bridges, find_joints
from kg.analytics.centrality import analyse_centrality, betweenness, pagerank
from kg.analytics.communities import analyse_communities
from kg.analytics.exposure import RELATIONS as FLOWS
from kg.analytics.exposure import analyse_exposure
from kg.analytics.network import Analysis, Choice, Network, Tie, read_network
from kg.analytics.owners import RELATIONS as HOLDINGS
from kg.analytics.owners import STATUSES, analyse_owners
from kg.analytics.properties import PROPERTIES, remove_properties, write_properties
from kg.errors import UsageError
from kg.model import Qualifiers
from kg.store.client import Store
from kg.store.retract import retract_document
from tests.export_fixtures import SCRIPT, filled
from tests.store_fixtures import article, entity_id, graph_of, load, many_articles

Said = tuple[str, str, str] | tuple[str, str, str, float] | tuple[str, str, str, float | None, str]


def network(*said: Said, types: dict[str, str] | None = None) -> Network:
    """A network of claims; things are companies, unless ``types`` says otherwise. The last parts are stake and day."""
    names = sorted({name for claim in said for name in (claim[0], claim[2])})
    numbers = {name: number for number, name in enumerate(names)}
    ties = []
    for subject, relation, target, *rest in said:
        stake = rest[0] if rest else None
        day = str(rest[1]) if len(rest) > 1 else ""
        ties.append(Tie(numbers[subject], relation, numbers[target], stake, 1, day))  # type: ignore[arg-type]
    kinds = [(types or {}).get(name, "Company") for name in names]
    return Network([entity_id(name) for name in names], names, kinds, sorted(ties, key=lambda tie: tie[:3]))


def owners_of(found: Analysis) -> dict[str, tuple[str, float | None, int]]:
    """Company → ultimate owner, share, steps."""
    return {row["company"]: (row["owner"], row["share"], row["steps"]) for row in found.rows}


@pytest.mark.parametrize("seed", range(5))
def test_pagerank_is_what_networkx_computes(seed: int) -> None:
    graph = networkx.gnm_random_graph(40, 90, seed=seed)
    chance = random.Random(seed)
    for _, _, data in graph.edges(data=True):
        data["weight"] = chance.randint(1, 5)
    graph.add_node(99)  # without relations
    own = pagerank(graph)
    theirs = networkx.algorithms.link_analysis.pagerank_alg._pagerank_python(graph, tol=1e-12)
    assert sum(own.values()) == pytest.approx(1)
    assert own == pytest.approx(theirs, abs=1e-6)


def test_betweenness_says_whether_it_is_exact() -> None:
    graph = networkx.barbell_graph(5, 1)
    exact, note = betweenness(graph)
    assert "exact" in note and max(exact, key=exact.__getitem__) == 5
    one, _ = betweenness(graph, work=1)
    large = networkx.gnm_random_graph(200, 500, seed=3)
    estimated, note = betweenness(large, work=60 * 700)
    assert note == "betweenness: estimated from 60 of 200 starts (seed 1), as the network is large"
    assert estimated == betweenness(large, work=60 * 700)[0], "the same seed gives the same"
    assert estimated != betweenness(large, work=60 * 700, seed=2)[0]
    whole, _ = betweenness(large)
    best = sorted(whole, key=whole.__getitem__)[-10:]
    assert len(set(best) & set(sorted(estimated, key=estimated.__getitem__)[-20:])) >= 8
    assert one == pytest.approx(exact), "of fewer things than the fewest starts all are looked at"


def test_centrality_ranks_and_breaks_ties_by_name() -> None:
    found = analyse_centrality(network(("Hub", "SUPPLIES", "A"), ("Hub", "SUPPLIES", "B"), ("C", "SUES", "Hub"), ("C", "COMPETES_WITH", "Hub")))
    assert [(row["rank"], row["name"]) for row in found.rows] == [(1, "Hub"), (2, "C"), (3, "A"), (4, "B")], "two relations weigh more than one"
    assert found.rows[0]["betweenness"] == 1 and found.rows[0]["neighbours"] == 3
    assert set(found.properties) == set(PROPERTIES["centrality"])
    assert found.properties["kg_pagerank"][entity_id("Hub")] == found.rows[0]["pagerank"]
    assert len(found.claims) == 4


def test_nothing_is_no_error() -> None:
    empty = network()
    assert analyse_centrality(empty).rows == []
    assert analyse_communities(empty).rows == []
    assert analyse_bridges(empty).rows == []
    assert analyse_owners(empty).rows == []


def two_camps() -> Network:
    """Two groups of four, each all with all, joined by one relation."""
    camps = [[f"{side}{number}" for number in range(4)] for side in "AB"]
    inside = [(one, "PARTNERS_WITH", other) for camp in camps for one in camp for other in camp if one < other]
    return network(*inside, ("A0", "SUPPLIES", "B0"))


def test_communities() -> None:
    found = analyse_communities(two_camps())
    assert [(row["community"], row["size"], sorted(row["members"])) for row in found.rows] == [
        ("A0", 4, ["A0", "A1", "A2", "A3"]), ("B0", 4, ["B0", "B1", "B2", "B3"]),
    ]  # fmt: skip
    assert found.properties["kg_community"][entity_id("B3")] == "B0"
    assert "seed 1" in found.note
    assert found == analyse_communities(two_camps())
    members = analyse_communities(two_camps(), "B0").rows
    assert (members[0]["name"], members[0]["neighbours_inside"], members[0]["neighbours_outside"]) == ("B0", 3, 1)
    assert {row["name"] for row in members} == {"B0", "B1", "B2", "B3"}


def test_bridges_and_the_companies_that_hold_parts_together() -> None:
    found = analyse_bridges(two_camps())
    assert [(row["what"], row["name"], row["cuts_off"]) for row in found.rows] == [
        ("relation", "A0 SUPPLIES B0", 4), ("company", "A0", 3), ("company", "B0", 3),
    ]  # fmt: skip
    assert found.properties == {"kg_cuts_off": {entity_id("A0"): 3, entity_id("B0"): 3}}
    assert [row["name"] for row in analyse_bridges(two_camps(), "B0").rows] == ["A0 SUPPLIES B0", "B0"]
    people = network(("A", "SUPPLIES", "B"), ("B", "SUPPLIES", "P"), ("P", "SUPPLIES", "C"), ("C", "SUPPLIES", "D"), types={"P": "Person"})
    assert {row["name"] for row in analyse_bridges(people).rows if row["what"] == "company"} == set(), "people are no companies, and one thing is no part"


@pytest.mark.parametrize("seed", range(8))
def test_what_comes_off_is_what_is_unreachable(seed: int) -> None:
    """Compared with taking each away and counting."""
    graph = networkx.gnm_random_graph(30, 32, seed=seed)
    for (left, right), off in find_bridges(graph).items():
        rest = graph.copy()
        rest.remove_edge(left, right)
        assert off == min(len(networkx.node_connected_component(rest, node)) for node in (left, right))
    for node, off in find_joints(graph).items():
        neighbours = list(graph.adj[node])
        rest = graph.copy()
        rest.remove_node(node)
        parts = {frozenset(networkx.node_connected_component(rest, other)) for other in neighbours}
        assert off == sum(map(len, parts)) - max(map(len, parts))
    assert set(find_joints(graph)) == set(networkx.articulation_points(graph))


def test_ultimate_owners() -> None:
    chain = network(("Top", "OWNS_STAKE_IN", "Mid", 80.0), ("Mid", "OWNS_STAKE_IN", "Low", 60.0), ("Unit", "SUBSIDIARY_OF", "Low"), ("Top", "ACQUIRES", "New"))
    found = analyse_owners(chain)
    assert owners_of(found) == {"Mid": ("Top", 80, 1), "Low": ("Top", 48, 2), "Unit": ("Top", None, 3), "New": ("Top", None, 1)}
    assert next(row["path"] for row in found.rows if row["company"] == "Unit") == "Top –80 %→ Mid –60 %→ Low –majority→ Unit"
    assert set(found.properties["kg_owner"].values()) == {"Top"} and entity_id("Top") not in found.properties["kg_owner"]
    assert set(owners_of(analyse_owners(chain, "Low"))) == {"Low", "Unit"}, "its owner, and what it owns"
    assert len(found.claims) == 4


def test_the_threshold_is_to_be_exceeded() -> None:
    ties = network(("A", "OWNS_STAKE_IN", "C", 50.0), ("B", "OWNS_STAKE_IN", "C", 30.0), ("A", "INVESTS_IN", "D", 51.0), ("A", "INVESTS_IN", "E"))
    assert owners_of(analyse_owners(ties)) == {"D": ("A", 51, 1)}
    found = analyse_owners(ties, stake=25)
    assert [(row["owner"], row["company"]) for row in found.rows] == [("A", "C"), ("A", "D"), ("B", "C")]
    assert found.properties["kg_owner"][entity_id("C")] == "A | B"
    assert not analyse_owners(ties, stake=60).rows
    for wrong in (100.0, -1.0):
        with pytest.raises(UsageError, match="--stake"):
            analyse_owners(ties, stake=wrong)


def test_of_two_majorities_the_latest_counts() -> None:
    sold = network(("Old", "ACQUIRES", "Firm", None, "2019-01-01"), ("New", "ACQUIRES", "Firm", None, "2025-01-01"), ("Fund", "OWNS_STAKE_IN", "Firm", 30.0))
    assert owners_of(analyse_owners(sold)) == {"Firm": ("New", None, 1)}
    assert [row["owner"] for row in analyse_owners(sold, stake=20).rows] == ["Fund", "New"], "a minority is not sold with it"


def test_companies_that_own_each_other() -> None:
    ring = network(("A", "OWNS_STAKE_IN", "B", 60.0), ("B", "OWNS_STAKE_IN", "C", 60.0), ("C", "OWNS_STAKE_IN", "A", 60.0), ("C", "OWNS_STAKE_IN", "D", 75.0))
    found = analyse_owners(ring)
    assert owners_of(found) == {"A": ("A + B + C", None, 0), "B": ("A + B + C", None, 0), "C": ("A + B + C", None, 0), "D": ("A + B + C", 75, 1)}
    assert [row["ring"] for row in found.rows] == [True] * 4
    below = network(("Top", "OWNS_STAKE_IN", "A", 51.0), ("A", "OWNS_STAKE_IN", "B", 40.0), ("B", "OWNS_STAKE_IN", "A", 40.0))
    assert owners_of(analyse_owners(below, stake=30)) == {"A": ("Top", 51, 1), "B": ("Top", 20.4, 2)}, "a ring with an owner above it"


def chain_of_supply() -> Network:
    return network(
        ("Mine", "SUPPLIES", "Smelter"), ("Smelter", "SUPPLIES", "Maker"), ("Maker", "PRODUCES", "Chip"), ("Maker", "SUPPLIES", "Shop"),
        ("User", "USES", "Chip"), ("User", "SUPPLIES", "Client"), ("Client", "SUPPLIES", "Far"), types={"Chip": "Product"},
    )  # fmt: skip


def test_exposure_up_and_down() -> None:
    found = analyse_exposure(chain_of_supply(), "Maker")
    assert [(row["side"], row["steps"], row["name"]) for row in found.rows] == [
        ("customer", 1, "Shop"), ("customer", 1, "User"), ("customer", 2, "Client"), ("supplier", 1, "Smelter"), ("supplier", 2, "Mine"),
    ]  # fmt: skip
    paths = {row["name"]: row["path"] for row in found.rows}
    assert paths["Client"] == "Maker –PRODUCES→ Chip ←USES– User –SUPPLIES→ Client"
    assert paths["Mine"] == "Maker ←SUPPLIES– Smelter ←SUPPLIES– Mine"
    assert found.properties["kg_exposure"][entity_id("Client")] == "Maker: customer, 2 steps"
    assert {row["name"] for row in analyse_exposure(chain_of_supply(), "Maker", steps=1).rows} == {"Shop", "User", "Smelter"}
    assert {row["name"] for row in analyse_exposure(chain_of_supply(), "Maker", directions=("up",), steps=9).rows} == {"Smelter", "Mine"}
    assert [row["name"] for row in analyse_exposure(chain_of_supply(), "Client", directions=("up",), steps=2).rows] == ["User", "Maker"]
    with pytest.raises(UsageError, match="--steps"):
        analyse_exposure(chain_of_supply(), "Maker", steps=0)
    with pytest.raises(UsageError, match="'Nobody'"):
        analyse_exposure(chain_of_supply(), "Nobody")


def test_symmetric_relations_lead_both_ways() -> None:
    pair = network(("A", "PARTNERS_WITH", "B"), ("B", "PARTNERS_WITH", "C"))
    assert not analyse_exposure(pair, "C", directions=("down",)).rows
    assert [row["name"] for row in analyse_exposure(pair, "C", directions=("down",), symmetric=("PARTNERS_WITH",)).rows] == ["B", "A"]


def test_what_is_read_of_a_store(store: Store) -> None:
    filled(store)
    found = read_network(store)
    said = {(found.names[tie.subject], tie.relation, found.names[tie.object]) for tie in found.ties}
    assert ("Alpha", "SUES", "Gamma") not in said, "it is denied"
    assert ("Eve", "WORKS_FOR", "Beta") not in said, "it has ended"
    assert ("Alpha", "ACQUIRES", "Gamma") in said, "it is planned"
    assert {"Place", "Event", "Topic", "Figure"}.isdisjoint(found.types) and "Product" in found.types
    assert list(found.ids) == sorted(found.ids)
    every = read_network(store, Choice(statuses=("denied", "ended", "planned"), types=("Company",)))
    assert {tie.relation for tie in every.ties} == {"SUES", "ACQUIRES"} and set(every.types) == {"Company"}
    claims = {row["id"] for row in store.read("MATCH (c:Claim) RETURN c.id AS id")}
    assert {found.claim_id(tie) for tie in found.ties} <= claims
    stakes = [tie.stake for tie in read_network(store, Choice(relations=HOLDINGS, statuses=STATUSES)).ties if tie.relation == "OWNS_STAKE_IN"]
    assert stakes == [12.5]
    with pytest.raises(UsageError, match="no status 'sure'"):
        read_network(store, Choice(statuses=("sure",)))


def test_both_stores_give_the_same_results(store: Store) -> None:
    """The numbers of one run on one store; whichever store, order of loading or day it is."""
    load(store, many_articles(40, claims=6, things=60))
    found = read_network(store)
    first = [analyse(found) for analyse in (analyse_centrality, analyse_communities, analyse_bridges)]
    again = read_network(store)
    assert again == found
    assert [analyse(again) for analyse in (analyse_centrality, analyse_communities, analyse_bridges)] == first
    assert first[0].rows[0]["name"] in ("Company 1", "Company 1 Group")


def test_written_and_removed(store: Store) -> None:
    before = graph_of(filled(store))
    read = "MATCH (e:Entity) WHERE e.kg_pagerank IS NOT NULL RETURN e.id AS id, e.kg_pagerank AS rank, e.kg_betweenness AS ways"
    found = analyse_centrality(read_network(store)).properties
    assert write_properties(store, found) == len(found["kg_pagerank"])
    rows = {row["id"]: (row["rank"], row["ways"]) for row in store.read(read)}
    assert rows == {identity: (found["kg_pagerank"][identity], found["kg_betweenness"][identity]) for identity in found["kg_pagerank"]}
    write_properties(store, {name: {entity_id("alpha"): 0.5} for name in found})
    assert {row["id"]: row["rank"] for row in store.read(read)} == {entity_id("alpha"): 0.5}, "what an earlier analysis wrote has gone"
    write_properties(store, {"kg_owner": {entity_id("beta"): SCRIPT}})
    assert load(store, many_articles(1))[0].state == "new"
    retract_document(store, "article-1-0")
    assert remove_properties(store, PROPERTIES["centrality"]) == 1
    assert remove_properties(store, ["kg_owner"]) == 1
    assert remove_properties(store, ["kg_owner"]) == 0
    assert graph_of(store) == before, "gone without a trace"


def test_owners_and_exposure_from_a_store(embedded_store: Store) -> None:
    said = article(
        "deals", ("Top", "ACQUIRES", "Mid"), ("Mid", "OWNS_STAKE_IN", "Low", "asserted", Qualifiers(stake=75.0)), ("Rumour", "ACQUIRES", "Top", "rumoured"),
        ("Low", "SUPPLIES", "Shop"), ("Shop", "USES", "Product:Box"), ("Mid", "PRODUCES", "Product:Box"),
    )  # fmt: skip
    load(embedded_store, [said])
    found = analyse_owners(read_network(embedded_store, Choice(STATUSES, HOLDINGS)))
    assert owners_of(found) == {"Mid": ("Top", None, 1), "Low": ("Top", None, 2)}, "a rumour makes nobody an owner"
    exposed = analyse_exposure(read_network(embedded_store, Choice(relations=FLOWS)), "Shop")
    assert [(row["name"], row["side"]) for row in exposed.rows] == [("Low", "supplier"), ("Mid", "supplier")]


def kg(*words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"COLUMNS": "140"}
    return subprocess.run([sys.executable, "-m", "kg", "analyse", *words], capture_output=True, text=True, env=env, timeout=200, check=False)


@pytest.fixture
def filled_folder(embedded_store: Store, embedded_folder: Path) -> Iterator[str]:
    """The folder of the store with the articles of the exports' tests."""
    filled(embedded_store)
    yield str(embedded_folder)


def test_the_command(filled_folder: str, embedded_store: Store) -> None:
    result = kg("centrality", "--store", filled_folder, "--format", "csv", "--limit", "3")
    assert result.returncode == 0, result.stderr
    assert len(list(csv.DictReader(io.StringIO(result.stdout)))) == 3
    assert "betweenness: exact" in result.stderr and "--limit 0" in result.stderr
    result = kg("communities", "--store", filled_folder, "--company", "alpha", "--format", "json", "-q", "--write")
    assert "Alpha" in {row["name"] for row in json.loads(result.stdout)} and not result.stderr
    assert any(row["n"] for row in embedded_store.read("MATCH (e:Entity) WHERE e.kg_community IS NOT NULL RETURN count(*) AS n"))
    result = kg("communities", "--store", filled_folder, "--remove")
    assert (result.returncode, result.stdout) == (0, "") and "kg_community: taken from" in result.stderr
    page = kg("owners", "--store", filled_folder, "--format", "html")
    assert page.stdout.lower().startswith("<!doctype html>") and SCRIPT not in page.stdout


def test_wrong_calls_are_said(filled_folder: str) -> None:
    for words, message in (
        (("exposure",), "name a company"), (("owners", "--relation", "SUES"), "choose from OWNS_STAKE_IN"),
        (("bridges", "--type", "Ghost"), "choose from Company"), (("owners", "--stake", "120"), "--stake 120"),
        (("bridges", "--write", "--remove"), "opposites"), (("bridges", "--status", "sure"), "no status 'sure'"),
        (("bridges", "--company", "Nobody Ltd"), "Nobody Ltd"),
    ):  # fmt: skip
        result = kg(*words, "--store", filled_folder)
        assert (result.returncode, result.stdout) == (2, ""), (words, result.stderr)
        assert message in result.stderr and "Traceback" not in result.stderr
