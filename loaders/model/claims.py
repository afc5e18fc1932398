"""Scores of pairs of mentions → links, claims between things, their status and the literals that belong to them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.model.candidates import Table
from loaders.model.labels import ALLOWED, KINDS, RELATIONS, STATUSES, SYMMETRIC, TYPES

Floats = NDArray[np.float32]
SLOTS = ("Money", "Percent", "Date")
_GAPS = 5
_NEAR = 2  # sentences between a claim and a literal of it
_MOST = 6  # pairs of mentions that count for a pair of things, as in training
_EAGER = 2.0  # by how much a literal may be less likely than none at all: on the articles held back it found a fifth more amounts, and no false one more
_FAR_BELOW = -4.0  # logit of a claim that nobody asks for
_SYMMETRIC = frozenset(RELATIONS.index(name) for name in SYMMETRIC)


@dataclass(slots=True)
class Scores:
    """What the network says of an article, windows joined.

    Attributes:
        pairs: (mention, mention) → relation logits and vector of the claim.
        links: description → (named mention → score).
        states: mention → its state.
    """

    pairs: dict[tuple[int, int], tuple[Floats, Floats]]
    links: dict[int, dict[int, float]]
    states: dict[int, Floats]


@dataclass(frozen=True, slots=True)
class Found:
    """A claim: things by number, relation, how likely, the pair of mentions that says it most, status, literals (mention or ``None``) by slot."""

    subject: int
    relation: int
    object: int
    likely: float
    pair: tuple[int, int]
    status: str
    slots: tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class SmallHeads:
    """Weights of the heads that are read in numpy: status and slots."""

    weights: Mapping[str, Floats]

    def status(self, vector: Floats) -> str:
        """The likeliest status."""
        w = self.weights
        hidden = np.tanh(w["status.0.weight"] @ vector + w["status.0.bias"])
        return STATUSES[int((w["status.2.weight"] @ hidden + w["status.2.bias"]).argmax())]

    def slots(self, vector: Floats, literals: Floats, features: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """(score of each literal, score of "none" for each slot)."""
        w = self.weights
        claim = w["slot_claim.weight"] @ vector + w["slot_claim.bias"]
        found = literals @ w["slot_literal.weight"].T + w["slot_literal.bias"]
        scores: Floats = found @ claim * len(claim) ** -0.5 + w["slot_gap.weight"][features, 0]
        none: Floats = w["slot_none.weight"] @ vector + w["slot_none.bias"]
        return scores, none


def link(table: Table, links: Mapping[int, Mapping[int, float]], text_order: Sequence[int]) -> NDArray[np.int64]:
    """Thing of every mention: a description takes the thing whose named mentions are together the likeliest."""
    things = table.thing.copy()
    for nominal in text_order:
        options = links.get(nominal)
        if not options:
            continue
        top = max(options.values())
        sums: dict[int, float] = defaultdict(float)
        for named, score in options.items():
            sums[int(table.thing[named])] += float(np.exp(score - top))
        things[nominal] = max(sums, key=lambda thing: (sums[thing], -thing))
    return things


def find_claims(table: Table, things: NDArray[np.int64], scores: Scores, heads: SmallHeads, least: float) -> list[Found]:
    """All claims at least ``least`` likely, in the order of the things."""
    groups = _grouped(table, things, scores)
    if groups is None:
        return []
    number = {key: n for n, key in enumerate(groups.things)}
    found = []
    for n, relation in np.argwhere(groups.logits > _FAR_BELOW).tolist():
        a, b = groups.things[n]
        value = float(groups.logits[n, relation])
        if relation in _SYMMETRIC and (b, a) in number:
            if a > b:
                continue
            value = (value + float(groups.logits[number[b, a], relation])) / 2
        likely = 1 / (1 + math.exp(-value))
        if likely >= least:
            found.append(_claim(table, (a, relation, b), likely, groups.rows(n), scores, heads))
    return found


@dataclass(frozen=True, slots=True)
class _Groups:
    """Pairs of mentions, grouped by the things they stand for: ``pairs[starts[n]:starts[n + 1]]`` are those of ``things[n]``."""

    things: list[tuple[int, int]]
    pairs: list[tuple[int, int]]
    starts: list[int]
    logits: Floats

    def rows(self, n: int) -> list[tuple[int, int]]:
        """The pairs of one group."""
        return self.pairs[self.starts[n] : self.starts[n + 1]]


def _grouped(table: Table, things: NDArray[np.int64], scores: Scores) -> _Groups | None:
    """Of each two things the six pairs nearest to each other (one, if none is near), and the logsumexp of what they say where the types allow it."""
    pairs = np.array(list(scores.pairs), np.int64).reshape(-1, 2)
    both = things[pairs]
    linked = table.kind != KINDS.index("nominal")
    use = (both[:, 0] != both[:, 1]) & linked[both].all(axis=1)
    pairs, both = pairs[use], both[use]
    if not len(pairs):
        return None
    gap, away = (np.abs(column[pairs[:, 0]] - column[pairs[:, 1]]) for column in (table.sentence, table.first))
    order = np.lexsort((pairs[:, 1], pairs[:, 0], away, gap, both[:, 1], both[:, 0]))
    pairs, both, gap = pairs[order], both[order], gap[order]
    new = np.r_[True, (both[1:] != both[:-1]).any(axis=1)]
    rank = np.arange(len(pairs)) - np.maximum.accumulate(np.where(new, np.arange(len(pairs)), 0))
    keep = ((gap <= 1) & (rank < _MOST)) | (rank == 0)
    pairs, both, new = pairs[keep], both[keep], new[keep]
    starts = np.nonzero(new)[0]
    rows = np.stack([scores.pairs[one, two][0] for one, two in pairs.tolist()]).astype(np.float64)
    group = np.cumsum(new) - 1
    top = np.maximum.reduceat(rows, starts)
    total = np.log(np.add.reduceat(np.exp(rows - top[group]), starts)) + top
    ends = both[starts]
    allowed = ALLOWED[table.type[ends[:, 0]], table.type[ends[:, 1]]]
    named = [(a, b) for a, b in ends.tolist()]
    return _Groups(named, [(a, b) for a, b in pairs.tolist()], [*starts.tolist(), len(pairs)], np.where(allowed, total, -np.inf).astype(np.float32))


def _claim(table: Table, triple: tuple[int, int, int], likely: float, kept: list[tuple[int, int]], scores: Scores, heads: SmallHeads) -> Found:
    a, relation, b = triple
    logits = np.array([scores.pairs[p][0][relation] for p in kept])
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    vector = np.tensordot(shares, np.stack([scores.pairs[p][1] for p in kept]), axes=1)
    vector = np.concatenate([vector, heads.weights["relation.weight"][relation]]).astype(np.float32)
    pair = kept[int(shares.argmax())]
    return Found(a, relation, b, likely, pair, heads.status(vector), _slots(table, pair, vector, scores, heads))


def _slots(table: Table, pair: tuple[int, int], vector: Floats, scores: Scores, heads: SmallHeads) -> tuple[int | None, int | None, int | None]:
    sentence = max(int(table.sentence[pair[0]]), int(table.sentence[pair[1]]))
    literals = [
        n for n in np.nonzero(table.kind == KINDS.index("literal"))[0].tolist() if abs(int(table.sentence[n]) - sentence) <= _NEAR and n in scores.states
    ]
    if not literals:
        return None, None, None
    kinds = [TYPES[table.type[n]] for n in literals]
    gaps = np.clip(table.sentence[literals] - sentence, -2, 2) + 2
    features = np.array([SLOTS.index(kind) if kind in SLOTS else 0 for kind in kinds]) * _GAPS + gaps
    values, none = heads.slots(vector, np.stack([scores.states[n] for n in literals]), features)
    chosen: list[int | None] = []
    for slot, kind in enumerate(SLOTS):
        options = [(float(value), -n) for value, n, own in zip(values, literals, kinds, strict=True) if own == kind]
        best = max(options, default=None)
        chosen.append(-best[1] if best and best[0] > none[slot] - _EAGER else None)
    return chosen[0], chosen[1], chosen[2]
