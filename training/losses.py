"""Losses of the network, all vectorised: tags, relations, status, slots, links."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from loaders.model.labels import HEAD_SIZES
from training.batch import Batch, Targets
from training.model import Model
from training.prepare import UNKNOWN

WEIGHTS = {"tag": 3.0, "relation": 1.0, "status": 0.5, "slot": 0.5, "link": 0.5}


def joined(logits: Tensor, group: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Logsumexp of the rows of each group, and the share of each row in it."""
    index = group[:, None].expand_as(logits)
    top = torch.full((size, logits.shape[1]), -1e4, device=logits.device).scatter_reduce(0, index, logits.detach(), "amax")
    powers = (logits - top[group]).exp()
    total = torch.zeros_like(top).index_add(0, group, powers) + 1e-30
    return total.log() + top, powers / total[group]


def claim_vectors(vectors: Tensor, shares: Tensor, relation: Tensor, rows: Tensor, pairs: Tensor) -> Tensor:
    """Vector of each claim: those of its pairs, weighted by their share in its relation."""
    weight = shares[pairs, relation[rows]].detach()[:, None]
    return torch.zeros(len(relation), vectors.shape[1], device=vectors.device).index_add(0, rows, vectors[pairs] * weight)


def losses(model: Model, batch: Batch) -> dict[str, Tensor]:
    """Each loss by name."""
    tags, out = model(batch.inputs)
    t = batch.targets
    found = {"tag": sum((_cross_entropy(part, t.tags[:, n]) for n, part in enumerate(tags.split(HEAD_SIZES, -1))), tags.new_zeros(()))}
    scores, shares = joined(out["logits"], t.group, len(t.right))
    each = functional.binary_cross_entropy_with_logits(scores, t.right, reduction="none")
    found["relation"] = (each * t.allowed).sum() / t.right.sum().clamp(min=1)
    if len(t.claim_relation):
        vectors = claim_vectors(out["claims"], shares, t.claim_relation, t.claim_rows, t.claim_pairs)
        found["status"] = _cross_entropy(model.statuses(vectors, t.claim_relation), t.claim_status)
        if t.slot_counts.any():
            found["slot"] = _slot_loss(model, vectors, t, out["state"])
    if len(t.link_right):
        found["link"] = _link_loss(out["links"], batch)
    return found


def _cross_entropy(logits: Tensor, right: Tensor) -> Tensor:
    """Mean over what is annotated, nought where nothing is."""
    return functional.cross_entropy(logits, right, reduction="sum", ignore_index=UNKNOWN) / (right != UNKNOWN).sum().clamp(min=1)


def _slot_loss(model: Model, vectors: Tensor, t: Targets, state: Tensor) -> Tensor:
    scores, none = model.slots(vectors, t.claim_relation, state[t.literals], t.slot_gaps)
    scores = scores[:, :, None].expand(-1, -1, 3)
    everything = torch.cat([scores.masked_fill(~t.slot_open, -1e4), none[:, None, :]], 1).logsumexp(1)
    right = torch.cat([scores.masked_fill(~t.slot_right, -1e4), none.masked_fill(~t.slot_none, -1e4)[:, None, :]], 1).logsumexp(1)
    return (everything - right)[t.slot_counts].mean()


def _link_loss(links: Tensor, batch: Batch) -> Tensor:
    """Minus the log of the probability of all right antecedents together."""
    who = batch.inputs.link_one
    size = len(batch.inputs.text)
    everything, _ = joined(links[:, None], who, size)
    right, _ = joined(links.masked_fill(~batch.targets.link_right, -1e4)[:, None], who, size)
    has = torch.zeros(size, dtype=torch.bool, device=links.device).index_put((who[batch.targets.link_right],), torch.tensor(True, device=links.device))
    return (everything - right)[has].mean() if bool(has.any()) else links.sum() * 0


def total(found: dict[str, Tensor]) -> Tensor:
    """The weighted sum."""
    return sum((WEIGHTS[name] * loss for name, loss in found.items()), torch.zeros(()).to(next(iter(found.values())).device))
