"""Who owns whom in the end: groups of companies below their ultimate owners, through stakes above a threshold.

A holding is read from ``OWNS_STAKE_IN`` and ``INVESTS_IN`` (with the stake that is said), ``ACQUIRES`` and ``SUBSIDIARY_OF`` (a majority
where no stake is said). Of several who are said to hold a majority of one company the latest counts: it was sold on. Companies
that own each other in a ring are one owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.analytics.network import Analysis, Network, Tie
from kg.errors import UsageError

if TYPE_CHECKING:
    from networkx import DiGraph

STAKE = 50.0
"""Percent of the shares above which one party decides."""

STATUSES = ("asserted",)
"""What is only planned or rumoured makes nobody an owner, unless it is asked for."""

WITH_STAKE = ("OWNS_STAKE_IN", "INVESTS_IN")
OUTRIGHT = ("ACQUIRES", "SUBSIDIARY_OF")
RELATIONS = (*WITH_STAKE, *OUTRIGHT)

WHOLE = 100.0
"""A takeover or subsidiary without a stake passes every threshold; in products of shares it counts as unknown."""


class Holding(NamedTuple):
    """One holds shares of another: numbers of both, percent (``None``: a majority of unknown size), the day last said, and the claim."""

    owner: int
    owned: int
    percent: float | None
    last_seen: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class Chain:
    """From an ultimate owner down to a company.

    Attributes:
        owner: numbers of the ultimate owner; several where they own each other in a ring.
        owned: number of the company.
        holdings: from the top down; empty for a member of the ring itself.
    """

    owner: tuple[int, ...]
    owned: int
    holdings: tuple[Holding, ...]


def analyse_owners(network: Network, about: str | None = None, *, stake: float = STAKE) -> Analysis:
    """Find the ultimate owners of everything that is owned, the largest groups first.

    Args:
        network: with the relations of :data:`RELATIONS`.
        about: name of a thing: only its owners and what it owns, directly or through others.
        stake: percent that a holding must exceed.

    Raises:
        UsageError: the stake is no percentage below 100.
    """
    if not 0 <= stake < 100:
        raise UsageError(f"--stake {stake:g}: write percent of the shares that an owner holds more than, from 0 to below 100")
    holdings = find_holdings(network.ties, stake)
    chains = find_chains(holdings)
    sizes: dict[tuple[int, ...], int] = {}
    for chain in chains:
        sizes[chain.owner] = sizes.get(chain.owner, 0) + 1
    written = _owner_names(chains, network)
    if about is not None:
        number = network.find(about)
        chains = [chain for chain in chains if number in (chain.owned, *chain.owner) or any(number == held.owner for held in chain.holdings)]
    chains.sort(key=lambda chain: (-sizes[chain.owner], _names(chain.owner, network), len(chain.holdings), network.names[chain.owned], chain.owned))
    rows = [_row(chain, network) for chain in chains]
    note = f"ultimate owners: {len({chain.owner for chain in chains}):,}; owned: {len({chain.owned for chain in chains}):,}; holdings above {stake:g} %"
    claims = list(dict.fromkeys(network.claim_id(held.tie) for chain in chains for held in chain.holdings))
    return Analysis(rows, note, {"kg_owner": written}, claims)


def find_holdings(ties: Iterable[Tie], stake: float) -> list[Holding]:
    """The holdings above a threshold; of several between the same two the largest, of several majorities of one company the latest."""
    best: dict[tuple[int, int], Holding] = {}
    for tie in ties:
        held = _holding(tie)
        if held is None or (WHOLE if held.percent is None else held.percent) <= stake:
            continue
        known = best.get((held.owner, held.owned))
        if known is None or _weight(held) > _weight(known):
            best[held.owner, held.owned] = held
    majorities: dict[int, Holding] = {}
    for held in best.values():
        known = majorities.get(held.owned)
        if _is_majority(held) and (known is None or (held.last_seen, _weight(held), -held.owner) > (known.last_seen, _weight(known), -known.owner)):
            majorities[held.owned] = held
    kept = [held for held in best.values() if not _is_majority(held) or majorities[held.owned] is held]
    return sorted(kept, key=lambda held: (held.owner, held.owned))


def _holding(tie: Tie) -> Holding | None:
    """What a claim says of ownership, if anything.

    >>> _holding(Tie(1, "SUBSIDIARY_OF", 2, None, 1, ""))[:3], _holding(Tie(1, "OWNS_STAKE_IN", 2, 60.0, 1, ""))[:3]
    ((2, 1, None), (1, 2, 60.0))
    >>> _holding(Tie(1, "OWNS_STAKE_IN", 2, None, 1, "")) is None
    True
    """
    if tie.relation in OUTRIGHT:
        owner, owned = (tie.object, tie.subject) if tie.relation == "SUBSIDIARY_OF" else (tie.subject, tie.object)
        return Holding(owner, owned, tie.stake, tie.last_seen, tie)
    if tie.relation in WITH_STAKE and tie.stake is not None:
        return Holding(tie.subject, tie.object, tie.stake, tie.last_seen, tie)
    return None


def _weight(held: Holding) -> float:
    """For comparison: a said stake is worth more than an unknown majority, however large."""
    return 50.0 if held.percent is None else held.percent


def _is_majority(held: Holding) -> bool:
    return held.percent is None or held.percent > 50


def find_chains(holdings: Sequence[Holding]) -> list[Chain]:
    """For everything that is owned, the shortest chain from each of its ultimate owners."""
    import networkx

    graph = networkx.DiGraph()
    graph.add_edges_from((held.owner, held.owned, {"held": held}) for held in holdings)
    tops = networkx.condensation(graph)
    chains: list[Chain] = []
    for top in sorted(tops, key=lambda part: min(tops.nodes[part]["members"])):
        if tops.in_degree(top):
            continue
        ring = tuple(sorted(tops.nodes[top]["members"]))
        if len(ring) > 1:
            chains += [Chain(ring, member, ()) for member in ring]
        chains += _below(graph, ring)
    return chains


def _below(graph: DiGraph, ring: tuple[int, ...]) -> list[Chain]:
    """Breadth first: the shortest chains; the order of numbers decides between equals."""
    paths: dict[int, tuple[Holding, ...]] = dict.fromkeys(ring, ())
    waiting = list(ring)
    for owner in waiting:
        for owned in sorted(graph.adj[owner]):
            if owned not in paths:
                paths[owned] = (*paths[owner], graph.adj[owner][owned]["held"])
                waiting.append(owned)
    return [Chain(ring, owned, path) for owned, path in paths.items() if path]


def share_of(percents: Iterable[float | None]) -> float | None:
    """Percent that the top of a chain holds of its end, reckoned through; ``None`` if one of the parts is not known.

    80 % of 50 % are 40 %; one link counts as it is; through an unknown majority nothing can be said.

    >>> share_of([80, 50]), share_of([60]), share_of([60, None])
    (40.0, 60.0, None)
    """
    share = 100.0
    for percent in percents:
        if percent is None:
            return None
        share *= percent / 100
    return round(share, 4)


def _row(chain: Chain, network: Network) -> dict[str, Any]:
    share = share_of(held.percent for held in chain.holdings) if chain.holdings else None
    return {
        "owner": _names(chain.owner, network), "company": network.names[chain.owned], "steps": len(chain.holdings), "share": share,
        "path": _path(chain, network), "ring": len(chain.owner) > 1,
    }  # fmt: skip


def _names(numbers: Iterable[int], network: Network) -> str:
    return " + ".join(sorted(network.names[number] for number in numbers))


def _path(chain: Chain, network: Network) -> str:
    """Alpha –75 %→ Beta –majority→ Gamma."""
    if not chain.holdings:
        return "own each other: " + _names(chain.owner, network)
    parts = [network.names[chain.holdings[0].owner]]
    for held in chain.holdings:
        size = "majority" if held.percent is None else f"{held.percent:g} %"
        parts.append(f"–{size}→ {network.names[held.owned]}")
    return " ".join(parts)


def _owner_names(chains: Iterable[Chain], network: Network) -> dict[str, str]:
    """Entity id → name of its ultimate owner; several with a bar between them."""
    found: dict[int, set[str]] = {}
    for chain in chains:
        found.setdefault(chain.owned, set()).add(_names(chain.owner, network))
    return {network.ids[number]: " | ".join(sorted(names)) for number, names in sorted(found.items())}


__all__ = ["RELATIONS", "STAKE", "STATUSES", "Chain", "Holding", "analyse_owners", "find_chains", "find_holdings", "share_of"]
