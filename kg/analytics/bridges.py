"""What holds the network together: relations (bridges) and companies without which it would fall apart, and how much would come off.

Both are found in a forest: in that of the parts which hang together twice (bridges), and in that of the blocks and the things
that join them (articulation points). What comes off is what lies behind a branch of the forest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg.analytics.network import Analysis, Network

if TYPE_CHECKING:
    from networkx import Graph

FEWEST = 2
"""A bridge or company counts where so many things would come off: that one thing hangs on another is no news."""


def analyse_bridges(network: Network, about: str | None = None) -> Analysis:
    """Find bridges and articulation companies, those that would take off the most first.

    Args:
        network: what is looked at.
        about: name of a thing: only its own bridges and what it joins itself.
    """
    graph = network.undirected()
    bridges = find_bridges(graph)
    joints = {node: off for node, off in find_joints(graph).items() if network.types[node] == "Company"}
    number = None if about is None else network.find(about)
    rows = [_joint(node, off, network) for node, off in joints.items() if off >= FEWEST and number in (None, node)]
    ties: dict[tuple[int, int], list[str]] = {}
    claims: dict[tuple[int, int], list[str]] = {}
    shown = {pair for pair, off in bridges.items() if off >= FEWEST and (number is None or number in pair)}
    for tie in network.ties:
        pair = (tie.subject, tie.object) if tie.subject < tie.object else (tie.object, tie.subject)
        if pair in shown:
            ties.setdefault(pair, []).append(f"{network.names[tie.subject]} {tie.relation} {network.names[tie.object]}")
            claims.setdefault(pair, []).append(network.claim_id(tie))
    rows += [{"what": "relation", "name": "; ".join(ties[pair]), "cuts_off": bridges[pair]} for pair in sorted(shown)]
    rows.sort(key=lambda row: (-row["cuts_off"], row["what"], row["name"]))
    order = sorted(shown, key=lambda pair: (-bridges[pair], pair))
    many, firms = (sum(off >= FEWEST for off in found.values()) for found in (bridges, joints))
    note = f"bridges: {many:,}; companies: {firms:,}; that hold parts of {FEWEST} things or more together"
    written = {network.ids[node]: off for node, off in sorted(joints.items())}
    return Analysis(rows, note, {"kg_cuts_off": written}, [claim for pair in order for claim in claims[pair]])


def find_bridges(graph: Graph) -> dict[tuple[int, int], int]:
    """Pairs without whose relation the network would fall apart, smaller number first, and how many things the smaller part has.

    Two triangles joined by one edge; a chain; a ring has none.

    >>> import networkx
    >>> find_bridges(networkx.Graph([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)]))
    {(2, 3): 3}
    >>> find_bridges(networkx.path_graph(4))
    {(0, 1): 1, (1, 2): 2, (2, 3): 1}
    >>> find_bridges(networkx.cycle_graph(4))
    {}
    """
    import networkx

    found = sorted((min(pair), max(pair)) for pair in networkx.bridges(graph))
    rest = graph.copy()
    rest.remove_edges_from(found)
    parts = {node: part for part, nodes in enumerate(networkx.connected_components(rest)) for node in nodes}
    weights: dict[int, int] = {}
    for part in parts.values():
        weights[part] = weights.get(part, 0) + 1
    forest = networkx.Graph([(parts[left], parts[right]) for left, right in found])
    behind = weights_behind(forest, weights)
    return {(left, right): min(behind[parts[left], parts[right]], behind[parts[right], parts[left]]) for left, right in found}


def find_joints(graph: Graph) -> dict[int, int]:
    """Things without which the network would fall apart, and how many things would come off the largest part that is left.

    The middle of a chain of five, and its neighbours; the middle of a star of three; a ring has none.

    >>> import networkx
    >>> find_joints(networkx.path_graph(5))
    {1: 1, 2: 2, 3: 1}
    >>> find_joints(networkx.star_graph(3))
    {0: 2}
    >>> find_joints(networkx.cycle_graph(4))
    {}
    """
    import networkx

    joints = set(networkx.articulation_points(graph))
    forest, weights = networkx.Graph(), dict.fromkeys(joints, 1)
    blocks = -1  # blocks are counted downwards, things upwards
    for block in networkx.biconnected_components(graph):
        inside = sorted(joints.intersection(block))
        weights[blocks] = len(block) - len(inside)
        forest.add_edges_from((blocks, joint) for joint in inside)
        blocks -= 1
    behind = weights_behind(forest, weights)
    sizes = {joint: [behind[joint, block] for block in forest.adj[joint]] for joint in sorted(joints)}
    return {joint: sum(parts) - max(parts) for joint, parts in sizes.items()}


def weights_behind(forest: Graph, weights: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """For every edge of a forest, both ways: the sum of the weights on the far side.

    >>> import networkx
    >>> weights_behind(networkx.Graph([(0, 1), (1, 2)]), {0: 5, 1: 1, 2: 7}) == {(0, 1): 8, (1, 0): 5, (1, 2): 7, (2, 1): 6}
    True
    """
    behind: dict[tuple[int, int], int] = {}
    seen: set[int] = set()
    for root in forest:
        if root in seen:
            continue
        above = _order(forest, root)
        seen.update(above)
        below = {node: weights[node] for node in above}
        for node in reversed(above):
            if above[node] is not None:
                below[above[node]] += below[node]
        for node, parent in above.items():
            if parent is not None:
                behind[parent, node] = below[node]
                behind[node, parent] = below[root] - below[node]
    return behind


def _order(forest: Graph, root: int) -> dict[int, Any]:
    """The nodes of a tree from the root on, each with the one above it."""
    above: dict[int, Any] = {root: None}
    waiting: list[int] = [root]
    while waiting:
        node = waiting.pop()
        fresh: Iterable[int] = [other for other in forest.adj[node] if other not in above]
        for other in fresh:
            above[other] = node
            waiting.append(other)
    return above


def _joint(node: int, off: int, network: Network) -> dict[str, Any]:
    return {"what": network.types[node].lower(), "name": network.names[node], "cuts_off": off}


__all__ = ["analyse_bridges", "find_bridges", "find_joints", "weights_behind"]
