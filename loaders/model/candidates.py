"""Which pairs of mentions the model looks at, and what it is told about a pair beside the text. Used alike in training and at run time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.model.labels import ALLOWED, KINDS, TYPES

Ints = NDArray[np.int64]
_NEAR = 1  # sentences between two mentions of a pair
_MOST = 6  # pairs of mentions looked at for a pair of things
_BOUNDS = np.array([2, 3, 4, 6, 8, 12, 18, 28, 45])
_JOINED: NDArray[np.bool_] = np.asarray(ALLOWED.any(axis=2))
FEATURES = (len(TYPES) * len(TYPES), len(KINDS) * len(KINDS), 2 * (len(_BOUNDS) + 1), 5)
"""Sizes of the features of a pair: both types, both kinds, signed word distance, sentence distance from -2 to 2."""


@dataclass(frozen=True, slots=True)
class Table:
    """Mentions of a window in columns: first and last word, sentence, type, kind, topic of a trigger, and the thing they stand for."""

    first: Ints
    last: Ints
    sentence: Ints
    type: Ints
    kind: Ints
    topic: Ints
    thing: Ints


def find_pairs(table: Table) -> tuple[Ints, Ints]:
    """Ordered pairs of mentions of different things that some relation may join.

    Those at most one sentence apart count, the nearest six of each pair of things. For named things that are never so near, the
    nearest pair counts.
    """
    size = len(table.first)
    if size < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    joined = _JOINED[table.type[:, None], table.type[None, :]] & (table.thing[:, None] != table.thing[None, :])
    one, two = np.nonzero(joined)
    away = np.abs(table.first[one] - table.first[two])
    gap = np.abs(table.sentence[one] - table.sentence[two])
    order = np.lexsort((two, one, away, gap))
    one, two, gap = one[order], two[order], gap[order]
    key = table.thing[one] * (int(table.thing.max()) + 1) + table.thing[two]
    grouped = np.argsort(key, kind="stable")
    starts = np.r_[True, key[grouped][1:] != key[grouped][:-1]] if len(grouped) else np.zeros(0, bool)
    begin = np.maximum.accumulate(np.where(starts, np.arange(len(grouped)), 0)) if len(grouped) else np.zeros(0, np.int64)
    rank = np.empty(len(grouped), np.int64)
    rank[grouped] = np.arange(len(grouped)) - begin
    entities = (table.kind[one] <= 1) & (table.kind[two] <= 1)
    keep = ((gap <= _NEAR) & (rank < _MOST)) | (entities & (rank == 0))
    kept = np.nonzero(keep)[0]
    kept = kept[np.lexsort((two[kept], one[kept]))]
    return one[kept], two[kept]


def undirected(one: Ints, two: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs without their direction: (one mention, the other, which of these each directed pair is).

    >>> [column.tolist() for column in undirected(np.array([0, 3, 1]), np.array([3, 0, 2]))]
    [[0, 1], [3, 2], [0, 0, 1]]
    """
    if not len(one):
        return one, two, one
    both = np.stack([np.minimum(one, two), np.maximum(one, two)])
    unique, number = np.unique(both, axis=1, return_inverse=True)
    return unique[0], unique[1], number.reshape(-1)


def pair_features(table: Table, one: Ints, two: Ints) -> Ints:
    """Features of pairs, one row each, as numbers below :data:`FEATURES`."""
    distance = table.first[two] - table.first[one]
    bucket = np.searchsorted(_BOUNDS, np.abs(distance)) + (len(_BOUNDS) + 1) * (distance < 0)
    return np.stack(
        [
            table.type[one] * len(TYPES) + table.type[two],
            table.kind[one] * len(KINDS) + table.kind[two],
            bucket,
            np.clip(table.sentence[two] - table.sentence[one], -2, 2) + 2,
        ],
        axis=1,
    )


def find_links(table: Table) -> tuple[Ints, Ints]:
    """Pairs (description or pronoun, named mention of the same type) that may be the same thing."""
    nominal, named = table.kind == KINDS.index("nominal"), table.kind == KINDS.index("named")
    one, two = np.nonzero(nominal[:, None] & named[None, :] & (table.type[:, None] == table.type[None, :]))
    return one.astype(np.int64), two.astype(np.int64)


LINK_FEATURES = (2 * (len(_BOUNDS) + 1), 9, 9)
"""Sizes of the features of a link: signed word distance, sentence distance from -4 to 4, named mentions of the type between (to 4, signed)."""


def link_features(table: Table, one: Ints, two: Ints) -> Ints:
    """Features of links, one row each."""
    distance = table.first[two] - table.first[one]
    bucket = np.searchsorted(_BOUNDS, np.abs(distance)) + (len(_BOUNDS) + 1) * (distance < 0)
    gap = np.clip(table.sentence[two] - table.sentence[one], -4, 4) + 4
    named = np.nonzero(table.kind == 0)[0]
    places = np.stack([np.searchsorted(np.sort(table.first[named[table.type[named] == kind]]), table.first) for kind in range(len(TYPES))])
    between = np.clip(places[table.type[one], two] - places[table.type[one], one], -4, 4) + 4
    return np.stack([bucket, gap, between], axis=1)
