"""Scores with the mentions and things given: what tags, relations, status, slots and links are worth by themselves."""

from __future__ import annotations

from collections import Counter

import torch

from loaders.model.labels import HEAD_SIZES, HEADS, RELATIONS, SYMMETRIC
from training.batch import collate
from training.losses import claim_vectors, joined
from training.model import Model
from training.prepare import LONGEST, Example, cut_windows

THRESHOLD = 0.0
_SYMMETRIC = frozenset(RELATIONS.index(name) for name in SYMMETRIC)


@torch.no_grad()
def measure(model: Model, examples: list[Example], device: torch.device) -> dict[str, float]:
    """F1 of claims and figures, precision of claims, per language; shares of status and links that are right; F1 of tagged spans."""
    model.eval()
    counts: Counter[tuple[str, ...]] = Counter()
    for example in examples:
        found: set[tuple[int, int, int]] = set()
        for window in cut_windows(example, LONGEST):
            found |= _read(model, window, device, counts)
        gold = {_key(c.subject, c.relation, c.object) for c in example.claims}
        for kind in ("claims", "figures"):
            mine, right = ({k for k in s if RELATIONS[k[1]].startswith("REPORTS") == (kind == "figures")} for s in (found, gold))
            counts[example.lang, kind, "tp"] += len(mine & right)
            counts[example.lang, kind, "pred"] += len(mine)
            counts[example.lang, kind, "gold"] += len(right)
    model.train()
    return _scores(counts)


def _key(subject: int, relation: int, target: int) -> tuple[int, int, int]:
    return (min(subject, target), relation, max(subject, target)) if relation in _SYMMETRIC else (subject, relation, target)


def _read(model: Model, window: Example, device: torch.device, counts: Counter[tuple[str, ...]]) -> set[tuple[int, int, int]]:
    batch = collate([window]).to(device)
    tags, out = model(batch.inputs)
    _count_tags(tags, batch.targets.tags, counts, window.lang)
    t = batch.targets
    if not len(t.group):
        return set()
    scores, shares = joined(out["logits"], t.group, len(t.right))
    scores = scores.masked_fill(~t.allowed, -99.0)
    table = window.table()
    things = {int(g): (int(table.thing[a]), int(table.thing[b])) for g, a, b in zip(t.group, batch.inputs.one, batch.inputs.two, strict=True)}
    logits: dict[tuple[int, int, int], list[float]] = {}
    for g, r in (scores > -3).nonzero().tolist():
        logits.setdefault(_key(things[g][0], r, things[g][1]), []).append(float(scores[g, r]))
    found = {k for k, v in logits.items() if (sum(v) / 2 if k[1] in _SYMMETRIC and len(v) == 2 else v[0]) > THRESHOLD}
    if len(t.claim_relation):
        vectors = claim_vectors(out["claims"], shares, t.claim_relation, t.claim_rows, t.claim_pairs)
        right = model.statuses(vectors, t.claim_relation).argmax(-1) == t.claim_status
        counts[window.lang, "status", "right"] += int(right.sum())
        counts[window.lang, "status", "all"] += len(right)
        literal, none = model.slots(vectors, t.claim_relation, out["state"][t.literals], t.slot_gaps)
        for slot, name in enumerate(("amount", "stake", "date")):
            all_ = torch.cat([literal.masked_fill(~t.slot_open[:, :, slot], -1e4), none[:, slot : slot + 1]], 1).argmax(1)
            good = torch.cat([t.slot_right[:, :, slot], t.slot_none[:, slot : slot + 1]], 1).gather(1, all_[:, None]).squeeze(1)
            set_ = t.slot_counts[:, slot] & ~t.slot_none[:, slot]
            counts[window.lang, name, "right"] += int(good[set_].sum())
            counts[window.lang, name, "all"] += int(set_.sum())
    best: dict[int, tuple[float, bool]] = {}
    for who, score, right_ in zip(batch.inputs.link_one.tolist(), out["links"].tolist(), t.link_right.tolist(), strict=True):
        best[who] = max(best.get(who, (-1e9, False)), (score, right_))
    counts[window.lang, "link", "right"] += sum(right_ for _, right_ in best.values())
    counts[window.lang, "link", "all"] += len(best)
    return found


def spans(tags: list[int]) -> set[tuple[int, int, int]]:
    """(first word, last word, class) of the spans that a row of tags says.

    >>> sorted(spans([0, 1, 2, 3, 0, 4]))
    [(1, 2, 0), (3, 3, 1), (5, 5, 1)]
    """
    found, start = set(), -1
    for at, tag in enumerate([*tags, 0]):
        inside = tag and tag % 2 == 0 and start >= 0 and (tags[at - 1] - 1) // 2 == (tag - 1) // 2 and tags[at - 1] > 0
        if not inside:
            if start >= 0:
                found.add((start, at - 1, (tags[start] - 1) // 2))
            start = at if tag else -1
    return found


def _count_tags(tags: torch.Tensor, right: torch.Tensor, counts: Counter[tuple[str, ...]], lang: str) -> None:
    for number, (name, part) in enumerate(zip(HEADS, tags.split(HEAD_SIZES, -1), strict=True)):
        mine, gold = spans(part.argmax(-1).tolist()), spans(right[:, number].tolist())
        counts[lang, name, "tp"] += len(mine & gold)
        counts[lang, name, "pred"] += len(mine)
        counts[lang, name, "gold"] += len(gold)


def _scores(counts: Counter[tuple[str, ...]]) -> dict[str, float]:
    scores = {}
    for lang, name in sorted({(k[0], k[1]) for k in counts}):
        if (lang, name, "all") in counts:
            scores[f"{lang} {name}"] = counts[lang, name, "right"] / max(counts[lang, name, "all"], 1)
        else:
            tp, pred, gold = (counts[lang, name, k] for k in ("tp", "pred", "gold"))
            scores[f"{lang} {name}"] = 2 * tp / max(pred + gold, 1)
            if name in ("claims", "figures"):
                scores[f"{lang} {name} P"] = tp / max(pred, 1)
    return {name: round(value, 3) for name, value in scores.items()}
