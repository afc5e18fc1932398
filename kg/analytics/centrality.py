"""Who is central: PageRank (joined with those who are central themselves) and betweenness (on the shortest ways between others).

Both take relations both ways: that one supplies the other is no vote for either. PageRank is computed here on plain lists, as
networkx's own wants scipy; a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analytics.network import SEED, Analysis, Network, between, ranked

if TYPE_CHECKING:
    from networkx import Graph

DAMPING = 0.85
"""Chance to follow a relation rather than to start anew anywhere; the value of Brin and Page, and the usual one."""

TOLERANCE = 1e-9
"""PageRank is done when the values of one round differ from the last one's by less than this for each thing, on average."""

ROUNDS = 200
"""… or after so many rounds; with a damping of .85 the rest is then below 10⁻¹⁴."""

EXACT_WORK = 20_000_000
"""Betweenness is exact where things times (things + relations) is at most this (some 20 s), else estimated with as much work."""

FEWEST_STARTS = 32
"""So many starts an estimate has at least."""

PICTURED = 60
"""Of so many things a picture shows the relations."""


def analyse_centrality(network: Network, *, seed: int = SEED) -> Analysis:
    """Rank all things that have a relation, the most central by PageRank first.

    Args:
        network: what is looked at.
        seed: of the choice of starts, where betweenness is estimated.
    """
    graph = network.undirected()
    ranks = pagerank(graph)
    ways, note = betweenness(graph, seed=seed)
    order = ranked(ranks, network)
    rows = [
        {
            "rank": place, "name": network.names[number], "type": network.types[number], "pagerank": round(ranks[number], 8),
            "betweenness": round(ways[number], 8), "neighbours": graph.degree(number),
        }
        for place, number in enumerate(order, 1)
    ]  # fmt: skip
    properties = {
        name: {network.ids[number]: round(values[number], 8) for number in order} for name, values in (("kg_pagerank", ranks), ("kg_betweenness", ways))
    }
    return Analysis(rows, note, properties, between(network, order[:PICTURED], 10 * PICTURED))


def pagerank(graph: Graph, damping: float = DAMPING) -> dict[int, float]:
    """The PageRank of every node of an undirected weighted graph; the values add up to 1.

    A node's rank is ``(1 - damping) / n`` plus damping times what its neighbours pass on: each passes on its own rank, in parts
    that are proportional to the weights of its edges.

    A star of two leaves: the middle has m = .05 + .85 · (1 - m), so 18/37 = .4865; each leaf the half of the rest.

    >>> import networkx
    >>> {node: round(rank, 4) for node, rank in pagerank(networkx.Graph([(0, 1), (0, 2)])).items()}
    {0: 0.4865, 1: 0.2568, 2: 0.2568}
    """
    nodes = list(graph)
    if not nodes:
        return {}
    places = {node: place for place, node in enumerate(nodes)}
    ways = [[(places[other], data.get("weight", 1)) for other, data in graph.adj[node].items()] for node in nodes]
    sums = [sum(weight for _, weight in way) for way in ways]
    count = len(nodes)
    ranks = [1 / count] * count
    for _ in range(ROUNDS):
        parts = [rank / total if total else 0.0 for rank, total in zip(ranks, sums, strict=True)]
        lost = sum(rank for rank, total in zip(ranks, sums, strict=True) if not total)
        rest = (1 - damping + damping * lost) / count
        after = [rest + damping * sum(parts[other] * weight for other, weight in way) for way in ways]
        change = sum(abs(new - old) for new, old in zip(after, ranks, strict=True))
        ranks = after
        if change < TOLERANCE * count:
            break
    return dict(zip(nodes, ranks, strict=True))


def betweenness(graph: Graph, *, seed: int = SEED, work: int = EXACT_WORK) -> tuple[dict[int, float], str]:
    """The share of shortest ways between two others that lead over a node, and how it was found.

    Large graphs are looked at from a sample of nodes only, chosen by ``seed``; the values are then estimates.

    In a chain of three the one way between the ends leads over the middle; in a star of three leaves all three ways do.

    >>> import networkx
    >>> betweenness(networkx.Graph([(0, 1), (1, 2)]))
    ({0: 0.0, 1: 1.0, 2: 0.0}, 'betweenness: exact')
    >>> betweenness(networkx.Graph([(0, 1), (0, 2), (0, 3)]))[0][0]
    1.0
    """
    from networkx import betweenness_centrality

    size = graph.number_of_nodes()
    starts = starts_of(size, graph.number_of_edges(), work)
    if starts is None:
        return betweenness_centrality(graph), "betweenness: exact"
    note = f"betweenness: estimated from {starts:,} of {size:,} starts (seed {seed}), as the network is large"
    return betweenness_centrality(graph, k=starts, seed=seed), note


def starts_of(nodes: int, edges: int, work: int = EXACT_WORK) -> int | None:
    """From how many nodes to look; ``None``: from all.

    >>> starts_of(1000, 5000), starts_of(10_000, 90_000), starts_of(100_000, 500_000)
    (None, 200, 33)
    """
    if nodes * (nodes + edges) <= work:
        return None
    return min(nodes, max(FEWEST_STARTS, work // (nodes + edges)))


__all__ = ["analyse_centrality", "betweenness", "pagerank", "starts_of"]
