"""What belongs together: communities by the method of Louvain, which looks for parts with many relations inside and few between.

The method has chance in it, which begins at a fixed seed, and things are taken in the order of their ids: so the result is the same every
time. A community is called after the member with the most relations inside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analytics.network import SEED, Analysis, Network, between

if TYPE_CHECKING:
    from networkx import Graph

SHOWN = 8
"""Of a community the table names so many members."""

PICTURED = 80
"""A picture shows so many members of the largest communities."""


def analyse_communities(network: Network, about: str | None = None, *, resolution: float = 1.0, seed: int = SEED) -> Analysis:
    """Find communities of two members at least, the largest first.

    Args:
        network: what is looked at.
        about: name of a thing: the rows are then the members of its community.
        resolution: above 1 smaller communities, below 1 larger ones.
        seed: of the method.
    """
    from networkx.algorithms.community import louvain_communities, modularity

    graph = network.undirected()
    if not graph:
        return Analysis([], "no relations, so no communities", {"kg_community": {}})
    parts = louvain_communities(graph, resolution=resolution, seed=seed)
    groups = sorted((_by_ties(graph, part, network) for part in parts), key=lambda group: (-len(group), network.names[group[0]], network.ids[group[0]]))
    labels = labels_of([network.names[group[0]] for group in groups])
    note = f"communities: {len(groups):,}; things: {graph.number_of_nodes():,}; modularity {modularity(graph, parts, resolution=resolution):.2f} (seed {seed})"
    properties = {"kg_community": {network.ids[member]: label for label, group in zip(labels, groups, strict=True) for member in group}}
    if about is not None:
        number = network.find(about)
        chosen = [(label, group) for label, group in zip(labels, groups, strict=True) if number in group]
        rows = [_member(label, member, graph, group, network) for label, group in chosen for member in group]
        return Analysis(rows, note, properties, between(network, (member for _, group in chosen for member in group[:PICTURED]), 2000))
    rows = [
        {"community": label, "size": len(group), "members": [network.names[member] for member in group[:SHOWN]], "more": max(0, len(group) - SHOWN)}
        for label, group in zip(labels, groups, strict=True)
    ]
    return Analysis(rows, note, properties, between(network, [member for group in groups for member in group[:SHOWN]][:PICTURED], 1000))


def labels_of(names: list[str]) -> list[str]:
    """What communities are called whose first members have these names: names that come again get a number.

    >>> labels_of(["Alpha", "Beta", "Alpha"])
    ['Alpha', 'Beta', 'Alpha (2)']
    >>> labels_of(["A", "A", "A"])
    ['A', 'A (2)', 'A (3)']
    >>> labels_of([])
    []
    """
    seen: dict[str, int] = {}
    labels = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        labels.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return labels


def _by_ties(graph: Graph, part: set[int], network: Network) -> list[int]:
    """The members, those with the most neighbours inside first."""
    inside = {member: sum(1 for other in graph.adj[member] if other in part) for member in part}
    return sorted(part, key=lambda member: (-inside[member], network.names[member], network.ids[member]))


def _member(label: str, member: int, graph: Graph, group: list[int], network: Network) -> dict[str, object]:
    part = set(group)
    inside = sum(1 for other in graph.adj[member] if other in part)
    return {
        "community": label, "name": network.names[member], "type": network.types[member], "neighbours_inside": inside,
        "neighbours_outside": graph.degree(member) - inside,
    }  # fmt: skip


__all__ = ["analyse_communities", "labels_of"]
