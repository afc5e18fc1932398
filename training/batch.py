"""Examples → tensors of a batch, and the targets that the losses compare with."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from loaders.model.candidates import Table, find_links, find_pairs, link_features, pair_features, undirected
from loaders.model.labels import ALLOWED, HEADS, RELATIONS, SPANS, SYMMETRIC, TYPES, span_sort
from loaders.model.pieces import END, PAD, START
from training.model import SLOT_GAPS, Inputs
from training.prepare import SLOT_TYPES, Example

_SYMMETRIC = frozenset(RELATIONS.index(name) for name in SYMMETRIC)


@dataclass(slots=True)
class Targets:
    """What is right: tags (head, word); things of the pairs (``group``) with their relations; claims for status and slots; links.

    ``claim_rows``/``claim_pairs`` list the pairs of each claim.
    """

    tags: Tensor
    group: Tensor
    allowed: Tensor
    right: Tensor
    claim_group: Tensor
    claim_relation: Tensor
    claim_status: Tensor
    claim_rows: Tensor
    claim_pairs: Tensor
    literals: Tensor
    slot_gaps: Tensor
    slot_open: Tensor
    slot_right: Tensor
    slot_none: Tensor
    slot_counts: Tensor
    link_right: Tensor


@dataclass(slots=True)
class Batch:
    """Inputs and targets."""

    inputs: Inputs
    targets: Targets

    def to(self, device: torch.device) -> Batch:
        """The batch on another device."""
        moved = [type(part)(**{f.name: getattr(part, f.name).to(device) for f in fields(part)}) for part in (self.inputs, self.targets)]
        return Batch(*moved)


def pieces_of(example: Example) -> tuple[list[int], np.ndarray, np.ndarray]:
    """(ids with start and end, position of each word's first and last piece)."""
    sizes = np.array([len(w) for w in example.words])
    last = np.cumsum(sizes)
    return [START, *(p for w in example.words for p in w), END], last - sizes + 1, last


def span_matrix(table: Table, first: np.ndarray, last: np.ndarray, length: int) -> np.ndarray:
    """Which span vectors each piece gets."""
    spans = np.zeros((length, SPANS), np.float32)
    for kind, type_, topic, a, b in zip(table.kind, table.type, table.topic, table.first, table.last, strict=True):
        sort = 2 * span_sort(int(kind), int(type_), int(topic))
        spans[first[a], sort] = 1
        spans[first[a] + 1 : last[b] + 1, sort + 1] = 1
    return spans


def collate(examples: list[Example]) -> Batch:
    """Join examples to one batch."""
    cut = [pieces_of(e) for e in examples]
    width = max(len(ids) for ids, _, _ in cut)
    ids = np.full((len(cut), width), PAD, np.int64)
    spans = np.zeros((len(cut), width, SPANS), np.float32)
    parts: dict[str, list[np.ndarray]] = {}
    mentions = groups = claims = pairs = meetings = literal_count = 0
    slot_parts = []

    def add(**columns: np.ndarray) -> None:
        for name, column in columns.items():
            parts.setdefault(name, []).append(np.asarray(column))

    for number, (example, (own, first, last)) in enumerate(zip(examples, cut, strict=True)):
        table = example.table()
        ids[number, : len(own)] = own
        spans[number, : len(own)] = span_matrix(table, first, last, len(own))
        one, two = find_pairs(table)
        things = np.stack([table.thing[one], table.thing[two]], 1)
        unique, group = np.unique(things, axis=0, return_inverse=True) if len(one) else (things, np.zeros(0, np.int64))
        rows, right, allowed = _claims(example, table, unique)
        link1, link2 = find_links(table)
        left, other, meeting = undirected(one, two)
        add(word_text=np.full(len(first), number), word_first=first, word_last=last, tags=np.array(example.tags).reshape(len(HEADS), -1).T)
        add(text=np.full(len(table.first), number), first=first[table.first], last=last[table.last], one=one + mentions, two=two + mentions)
        add(both_one=left + mentions, both_two=other + mentions, meeting=meeting + meetings)
        add(features=pair_features(table, one, two), link_one=link1 + mentions, link_two=link2 + mentions, link_features=link_features(table, link1, link2))
        add(group=group.reshape(-1) + groups, allowed=allowed, right=right, link_right=table.thing[link1] == table.thing[link2])
        literal = np.nonzero(table.kind == 2)[0]
        claim, pair = _pairs_of(rows, group.reshape(-1))
        add(claim_group=rows[:, 0] + groups, claim_relation=rows[:, 1], claim_status=rows[:, 2], claim_rows=claim + claims, claim_pairs=pair + pairs)
        add(literals=literal + mentions)
        slot_parts.append((claims, literal_count, *_slots(example, table, rows, literal, one, two, claim, pair)))
        mentions, groups, claims, pairs, meetings, literal_count = (
            mentions + len(table.first),
            groups + len(unique),
            claims + len(rows),
            pairs + len(one),
            meetings + len(left),
            literal_count + len(literal),
        )
    tensors = {name: torch.from_numpy(np.concatenate(columns)) for name, columns in parts.items()}
    tensors |= _joined_slots(slot_parts, claims, literal_count)
    ids_ = torch.from_numpy(ids)
    tensors |= {"ids": ids_, "mask": ids_ != PAD, "spans": torch.from_numpy(spans)}
    return Batch(*(kind(**{f.name: tensors[f.name] for f in fields(kind)}) for kind in (Inputs, Targets)))


def _claims(example: Example, table: Table, unique: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows (group, relation, status, claim), what is right and what counts, for the pairs of things in ``unique``."""
    kind = {int(thing): int(type_) for thing, type_ in zip(table.thing, table.type, strict=True)}
    number = {(int(a), int(b)): n for n, (a, b) in enumerate(unique)}
    types = np.array([(kind[int(a)], kind[int(b)]) for a, b in unique]).reshape(-1, 2)
    allowed = ALLOWED[types[:, 0], types[:, 1]].copy() if len(unique) else np.zeros((0, len(RELATIONS)), bool)
    right = np.zeros((len(unique), len(RELATIONS)), np.float32)
    rows = []
    for index, c in enumerate(example.claims):
        both = ((c.subject, c.object), (c.object, c.subject)) if c.relation in _SYMMETRIC else ((c.subject, c.object),)
        for pair in both:
            if pair in number and allowed[number[pair], c.relation]:
                right[number[pair], c.relation] = 1
                rows.append((number[pair], c.relation, c.status, index))
    for a, relation, b in example.ignored:
        if (a, b) in number and not right[number[a, b], relation]:
            allowed[number[a, b], relation] = False
    return np.array(rows, np.int64).reshape(-1, 4), right, allowed


def _pairs_of(rows: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(claim, pair) for every pair of mentions of every claim."""
    return np.nonzero(rows[:, 0][:, None] == group[None, :])


def slot_gaps(sentence: np.ndarray, literal_sentence: np.ndarray, literal_type: np.ndarray) -> np.ndarray:
    """Feature of (claim, literal): sentences between them from -2 to 2, by the literal's slot (Date, Percent, else)."""
    kinds = np.array([TYPES.index(kind) for kind in SLOT_TYPES.values()])
    slot = (literal_type[:, None] == kinds[None, :]).argmax(1)
    gap = np.clip(literal_sentence[None, :] - sentence[:, None], -2, 2) + 2
    return slot[None, :] * SLOT_GAPS + gap


def _slots(
    example: Example, table: Table, rows: np.ndarray, literal: np.ndarray, one: np.ndarray, two: np.ndarray, claim: np.ndarray, pair: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Gap features, candidates and right ones (claim, literal, slot), right "none" (claim, slot), whether the slot counts."""
    size = len(rows)
    nearest = np.zeros(size, np.int64)
    for number in range(size):
        own = pair[claim == number]
        best = own[np.argmin(np.abs(table.first[one[own]] - table.first[two[own]]))]
        nearest[number] = max(table.sentence[one[best]], table.sentence[two[best]])
    gaps = slot_gaps(nearest, table.sentence[literal], table.type[literal])
    near = np.abs(table.sentence[literal][None, :] - nearest[:, None]) <= 2
    open_, right = np.zeros((size, len(literal), 3), bool), np.zeros((size, len(literal), 3), bool)
    none, counts = np.zeros((size, 3), bool), np.zeros((size, 3), bool)
    position = {int(n): i for i, n in enumerate(literal)}
    for slot, kind in enumerate(SLOT_TYPES.values()):
        open_[:, :, slot] = near & (table.type[literal] == TYPES.index(kind))[None, :]
    for number, (_, _, _, index) in enumerate(rows):
        for slot, wanted in enumerate(example.claims[index].slots):
            if wanted is None:
                continue
            for n in wanted:
                right[number, position[n], slot] = True
            right[number, :, slot] &= open_[number, :, slot]
            none[number, slot] = not wanted
            counts[number, slot] = (not wanted and open_[number, :, slot].any()) or right[number, :, slot].any()
    return gaps, open_, right, none, counts


def _joined_slots(parts: list[tuple[int, int, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]], claims: int, literals: int) -> dict[str, Tensor]:
    gaps = np.zeros((claims, literals), np.int64)
    open_, right = np.zeros((claims, literals, 3), bool), np.zeros((claims, literals, 3), bool)
    for row, column, own, may, is_right, _, _ in parts:
        area = np.s_[row : row + own.shape[0], column : column + own.shape[1]]
        gaps[area], open_[area], right[area] = own, may, is_right
    none, counts = np.concatenate([p[5] for p in parts]), np.concatenate([p[6] for p in parts])
    named = {"slot_gaps": gaps, "slot_open": open_, "slot_right": right, "slot_none": none, "slot_counts": counts}
    return {name: torch.from_numpy(value) for name, value in named.items()}
