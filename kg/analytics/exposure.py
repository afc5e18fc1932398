"""Who is within some steps of a company along its supply chain: suppliers and their suppliers upwards, customers and theirs downwards.

Goods flow from supplier to customer (``SUPPLIES``), and from who makes a product to who uses it (``PRODUCES``, ``LAUNCHES``, ``USES``): a
product on the way is no step of its own. Other relations may be asked for; they flow from subject to object, symmetric ones both ways.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from heapq import heappop, heappush
from typing import Any

from kg.analytics.network import Analysis, Network, Tie
from kg.errors import UsageError

STEPS = 2
"""How far to look, unless told."""

RELATIONS = ("SUPPLIES", "PRODUCES", "LAUNCHES", "USES")
BACKWARDS = ("USES",)
"""Relations that goods flow against: from the object to the subject."""

PASSED = ("Product",)
"""Entity types that are passed on the way and are no step."""

DIRECTIONS = ("down", "up")
_ROLES = {"down": "customer", "up": "supplier"}

Flow = dict[int, list[tuple[int, Tie]]]


def analyse_exposure(
    network: Network, about: str, *, steps: int = STEPS, directions: Collection[str] = DIRECTIONS, symmetric: Collection[str] = (),
) -> Analysis:  # fmt: skip
    """Find who depends on a company, and on whom it depends, each with the shortest way there.

    Args:
        network: with the relations that are to be followed, such as :data:`RELATIONS`.
        about: name of the company.
        steps: how far to look, 1 at least.
        directions: ``down`` to customers, ``up`` to suppliers.
        symmetric: names of relations that hold both ways.

    Raises:
        UsageError: nothing is called so, or there are no steps to go.
    """
    if steps < 1:
        raise UsageError(f"--steps {steps}: look one step ahead at least")
    start = network.find(about)
    down, up = flows(network.ties, symmetric)
    rows: list[dict[str, Any]] = []
    claims: dict[str, None] = {}
    written: dict[str, list[str]] = {}
    for direction in directions:
        found = find_ways(start, down if direction == "down" else up, network.types, steps)
        for number, ties in sorted(found.items(), key=lambda one: (_steps(one[1], start, network.types), network.names[one[0]], one[0])):
            far = _steps(ties, start, network.types)
            role = _ROLES[direction]
            path = _path(start, ties, network)
            rows.append({"steps": far, "side": role, "name": network.names[number], "type": network.types[number], "path": path})
            claims |= dict.fromkeys(network.claim_id(tie) for tie in ties)
            written.setdefault(network.ids[number], []).append(f"{about}: {role}, {far} {'step' if far == 1 else 'steps'}")
    note = f"within {steps} {'step' if steps == 1 else 'steps'} of {about}: {len(rows):,}"
    properties = {"kg_exposure": {identity: "; ".join(words) for identity, words in sorted(written.items())}}
    return Analysis(rows, note, properties, list(claims))


def flows(ties: Collection[Tie], symmetric: Collection[str] = ()) -> tuple[Flow, Flow]:
    """Where goods go from each thing, and where they come from.

    >>> down, up = flows([Tie(1, "SUPPLIES", 2, None, 1, ""), Tie(3, "USES", 1, None, 1, "")])
    >>> [(end, [other for other, _ in ways]) for end, ways in down.items()], [(end, [other for other, _ in ways]) for end, ways in up.items()]
    ([(1, [2, 3])], [(2, [1]), (3, [1])])
    """
    down: Flow = {}
    up: Flow = {}
    for tie in ties:
        ends = [(tie.object, tie.subject)] if tie.relation in BACKWARDS else [(tie.subject, tie.object)]
        if tie.relation in symmetric:
            ends.append((tie.object, tie.subject))
        for source, target in ends:
            down.setdefault(source, []).append((target, tie))
            up.setdefault(target, []).append((source, tie))
    return down, up


def find_ways(start: int, flow: Flow, types: Sequence[str], steps: int) -> dict[int, tuple[Tie, ...]]:
    """Everything within some steps of a thing, with the claims on the shortest way there; things that are only passed are left out.

    >>> chain = {0: [(1, "a")], 1: [(2, "b")], 2: [(3, "c")]}
    >>> find_ways(0, chain, ["Company", "Product", "Company", "Company"], 1)
    {2: ('a', 'b')}
    >>> find_ways(0, chain, ["Company"] * 4, 2)
    {1: ('a',), 2: ('a', 'b')}
    >>> find_ways(3, chain, ["Company"] * 4, 2)
    {}
    """
    ways: dict[int, tuple[Tie, ...]] = {}
    waiting: list[tuple[int, int, int, tuple[Tie, ...]]] = [(0, 0, start, ())]
    order = 0
    while waiting:
        far, _, node, way = heappop(waiting)
        if node in ways:
            continue
        ways[node] = way
        for other, tie in flow.get(node, ()):
            cost = far + (types[other] not in PASSED)
            if other not in ways and cost <= steps:
                order += 1
                heappush(waiting, (cost, order, other, (*way, tie)))
    return {node: way for node, way in ways.items() if node != start and types[node] not in PASSED}


def _steps(ties: tuple[Tie, ...], start: int, types: Sequence[str]) -> int:
    return sum(types[node] not in PASSED for node in _nodes(start, ties))


def _nodes(start: int, ties: tuple[Tie, ...]) -> Iterator[int]:
    """The things on a way, without its start."""
    node = start
    for tie in ties:
        node = tie.object if tie.subject == node else tie.subject
        yield node


def _path(start: int, ties: tuple[Tie, ...], network: Network) -> str:
    """Alpha –SUPPLIES→ Beta ←USES– Gamma: arrows as the claims are said."""
    words = [network.names[start]]
    node = start
    for tie, after in zip(ties, _nodes(start, ties), strict=True):
        arrow = f"–{tie.relation}→" if tie.subject == node else f"←{tie.relation}–"
        words += [arrow, network.names[after]]
        node = after
    return " ".join(words)


__all__ = ["DIRECTIONS", "RELATIONS", "STEPS", "analyse_exposure", "find_ways", "flows"]
