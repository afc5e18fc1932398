"""The graph as numbers: things are counted from 0 in the order of their ids, claims are tuples of such numbers.

A hundred thousand things and half a million claims take some two hundred megabytes this way. Claims are read as they are stored:
each bears its state, so neither articles nor direct relations are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import UsageError
from kg.model import STATUSES, content_id
from kg.ontology import BACKGROUND
from kg.store.reading import Reader, Watch, unwatched
from kg.store.statements import read_statement

if TYPE_CHECKING:
    from networkx import Graph

HELD = ("asserted", "planned", "rumoured")
"""Statuses that count unless others are asked for; what is denied or has ended does not."""

SEED = 1
"""Where chance is needed it begins here, so that it gives the same every time."""

_FOLDER = Path(__file__).with_name("cypher")


class Tie(NamedTuple):
    """A claim: numbers of subject and object, the relation, the stake in percent, the number of articles, and the day of the latest."""

    subject: int
    relation: str
    object: int
    stake: float | None
    sources: int
    last_seen: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the graph is looked at.

    Attributes:
        statuses: of claims.
        relations: names of relations; empty: all.
        types: entity types; empty: all but ``without``.
        without: entity types that are left out unless they are asked for.
    """

    statuses: tuple[str, ...] = HELD
    relations: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    without: tuple[str, ...] = BACKGROUND

    def takes(self, kind: str) -> bool:
        """Is a thing of this type looked at?

        >>> Choice().takes("Company"), Choice().takes("Place"), Choice(types=("Place",)).takes("Place")
        (True, False, True)
        """
        return kind in self.types if self.types else kind not in self.without


@dataclass(frozen=True, slots=True)
class Network:
    """Things and claims.

    Attributes:
        ids: of the things, in order.
        names: of the things.
        types: of the things.
        ties: the claims, in order.
    """

    ids: Sequence[str]
    names: Sequence[str]
    types: Sequence[str]
    ties: Sequence[Tie]

    def claim_id(self, tie: Tie) -> str:
        """The id of the claim in the graph."""
        return content_id(self.ids[tie.subject], tie.relation, self.ids[tie.object])

    def find(self, name: str) -> int:
        """The number of the thing that bears exactly this name; of several the one with the most ties.

        Raises:
            UsageError: none that is looked at does.
        """
        found = [number for number, known in enumerate(self.names) if known == name]
        if not found:
            raise UsageError(f"{name!r} is left out here, as things of its type are; ask for the type with --type")
        if len(found) == 1:
            return found[0]
        ties = dict.fromkeys(found, 0)
        for tie in self.ties:
            for end in (tie.subject, tie.object):
                if end in ties:
                    ties[end] += 1
        return max(found, key=lambda number: ties[number])

    def undirected(self) -> Graph:
        """Things that have ties, joined where there is a claim either way; ``weight`` is the number of claims between the two."""
        from networkx import Graph

        weights: dict[tuple[int, int], int] = {}
        for tie in self.ties:
            pair = (tie.subject, tie.object) if tie.subject < tie.object else (tie.object, tie.subject)
            weights[pair] = weights.get(pair, 0) + 1
        graph = Graph()
        graph.add_nodes_from(sorted({end for pair in weights for end in pair}))
        graph.add_weighted_edges_from((left, right, weight) for (left, right), weight in sorted(weights.items()))
        return graph


@dataclass(frozen=True, slots=True)
class Analysis:
    """A result.

    Attributes:
        rows: as a table, all with the same keys.
        note: how it was found, one line for a person.
        properties: name of a property → entity id → value, to be written into the graph on request.
        claims: ids of the claims that a picture of it shows, the most telling first.
    """

    rows: list[dict[str, Any]]
    note: str
    properties: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: list[str] = field(default_factory=list)


def read_network(store: Reader, choice: Choice | None = None, watch: Watch = unwatched) -> Network:
    """Read what is chosen.

    Args:
        store: where from.
        choice: of types, relations and statuses.
        watch: shows progress.

    Raises:
        UsageError: there is no such status.
        StoreError: the store does not answer.
    """
    choice = choice or Choice()
    for status in choice.statuses:
        if status not in STATUSES:
            raise UsageError(f"no status {status!r}; there are {', '.join(STATUSES)}")
    found: list[tuple[str, str, str]] = []
    for row in watch(store.read(statement_of("things")), "things"):
        kind = min((label for label in row["labels"] if label != "Entity"), default="Entity")
        if choice.takes(kind):
            found.append((row["id"], row["name"] or row["id"], kind))
    found.sort()
    numbers = {identity: number for number, (identity, _, _) in enumerate(found)}
    names = {relation: relation for relation in choice.relations}
    ties = []
    for row in watch(store.read(statement_of("claims"), {"statuses": list(choice.statuses)}), "claims"):
        subject, target = numbers.get(row["subject"]), numbers.get(row["object"])
        if subject is None or target is None or subject == target or (choice.relations and row["relation"] not in names):
            continue
        relation = names.setdefault(row["relation"], row["relation"])
        ties.append(Tie(subject, relation, target, row["stake"], row["sources"] or 1, row["last_seen"] or ""))
    ties.sort(key=lambda tie: tie[:3])
    return Network([one[0] for one in found], [one[1] for one in found], [one[2] for one in found], ties)


def statement_of(file: str, **names: str) -> str:
    """The Cypher of ``cypher/FILE.cypher``."""
    return read_statement(file, _FOLDER, **names)


def between(network: Network, members: Iterable[int], most: int) -> list[str]:
    """Ids of the claims among some things, at most so many, those of the most articles first."""
    inside = set(members)
    ties = [tie for tie in network.ties if tie.subject in inside and tie.object in inside]
    ties.sort(key=lambda tie: (-tie.sources, tie[:3]))
    return [network.claim_id(tie) for tie in ties[:most]]


def ranked(values: Mapping[int, float], network: Network) -> list[int]:
    """Numbers of things, the highest value first, of equals by name and id."""
    return sorted(values, key=lambda number: (-values[number], network.names[number], network.ids[number]))


__all__ = [
    "BACKGROUND", "HELD", "SEED", "Analysis", "Choice", "Network", "Reader", "Tie", "Watch", "between", "ranked", "read_network",
    "statement_of", "unwatched",
]  # fmt: skip
