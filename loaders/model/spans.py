"""Tags of words → mentions of the article, and names → things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.names import normal_form, strip_legal_form
from loaders.model.labels import ENTITY_TYPES, HEAD_SIZES, HEADS, KINDS, TRIGGER, TYPES
from loaders.model.windows import Words

Floats = NDArray[np.float32]
_ONE_NAME = ("Company", "Person", "Organization")


@dataclass(frozen=True, slots=True)
class Span:
    """A mention in words: first and last word, type and kind by number, topic of a trigger, plain name where known, how sure."""

    first: int
    last: int
    type: int
    kind: int
    topic: int = 0
    name: str | None = None
    sure: float = 1.0


def read_spans(logits: Floats, text: str, words: Words) -> list[Span]:
    """Mentions that the tags say, names of one spelling with one type; in text order, longer ones first.

    Args:
        logits: one row per word, the tags of all heads side by side.
        text: the article.
        words: its words.
    """
    parts = dict(zip(HEADS, np.split(logits, np.cumsum(HEAD_SIZES)[:-1], axis=1), strict=True))
    shares = {head: _softmax(part) for head, part in parts.items()}
    named = _voted(_found(shares["named"], words, KINDS.index("named")) + _found(shares["inner"], words, KINDS.index("named")), text, words)
    nominal = _found(shares["nominal"], words, KINDS.index("nominal")) + _found(shares["nested"], words, KINDS.index("nominal"))
    triggers = [Span(s.first, s.last, TYPES.index(TRIGGER), KINDS.index("trigger"), s.type, sure=s.sure) for s in _found(shares["trigger"], words, 0)]
    unique = {(s.first, s.last, s.kind): s for s in (*nominal, *named, *triggers)}
    return sorted(unique.values(), key=lambda s: (s.first, -s.last, s.kind))


def _found(shares: Floats, words: Words, kind: int) -> list[Span]:
    """Spans of the best run of tags; literals (which the rules read better) are not among them."""
    best = _best_tags(shares, words.sentence)
    spans, start = [], -1
    for at, tag in enumerate([*best, 0]):
        if tag and not tag % 2:
            continue
        class_ = (best[start] - 1) // 2
        if start >= 0 and class_ < len(ENTITY_TYPES):
            spans.append(Span(start, at - 1, class_, kind, sure=float(shares[start:at, [2 * class_ + 1, 2 * class_ + 2]].sum(1).mean())))
        start = at if tag else -1
    return spans


def _best_tags(shares: Floats, sentence: Sequence[int]) -> list[int]:
    """The likeliest tags in which every I continues a B or I of its class, sentence by sentence."""
    best = shares.argmax(axis=1)
    lines = np.asarray(sentence)
    inside = (best > 0) & (best % 2 == 0)
    before = np.r_[0, best[:-1]]
    opens = np.r_[True, lines[1:] != lines[:-1]]
    wrong = inside & (opens | ((best + 1) // 2 != (before + 1) // 2))
    for number in np.unique(lines[wrong]):
        own = np.nonzero(lines == number)[0]
        best[own] = _viterbi(shares[own])
    tags: list[int] = best.tolist()
    return tags


def _viterbi(shares: Floats) -> list[int]:
    """The same for one sentence, where the likeliest tags of the words do not fit together."""
    size = shares.shape[1]
    logs = np.log(shares + 1e-9)
    tags = np.arange(size)
    inside = (tags > 0) & (tags % 2 == 0)
    begins = tags[inside] - 1
    score = np.where(inside, -1e9, logs[0])
    back = np.zeros((len(logs), size), np.int64)
    for at in range(1, len(logs)):
        top = int(score.argmax())
        previous, reached = np.full(size, top), np.full(size, score[top])
        longer = score[begins + 1] > score[begins]
        previous[inside] = begins + longer
        reached[inside] = np.maximum(score[begins], score[begins + 1])
        back[at] = previous
        score = reached + logs[at]
    path, tag = [], int(score.argmax())
    for at in range(len(logs) - 1, -1, -1):
        path.append(tag)
        tag = int(back[at, tag])
    return path[::-1]


def _voted(named: list[Span], text: str, words: Words) -> list[Span]:
    """All mentions of one spelling take the type that together they are surest of."""
    votes: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for span in named:
        votes[_spelling(span, text, words)][span.type] += span.sure
    kinds = {spelling: max(sums, key=lambda kind: (sums[kind], -kind)) for spelling, sums in votes.items()}
    return [replace(span, type=kinds[_spelling(span, text, words)]) for span in named]


def _spelling(span: Span, text: str, words: Words) -> str:
    return normal_form(text[words.spans[span.first][0] : words.spans[span.last][1]])


def group_names(spans: Sequence[Span], text: str, words: Words) -> list[int]:
    """Number of the thing of each span: names of one type that are equal without legal form, or a short form of one named before.

    Literals, descriptions and pronouns are things of their own; triggers of one topic are one thing.
    """
    numbers: list[int] = []
    names: dict[tuple[str, int], int] = {}
    topics: dict[int, int] = {}
    for at, span in enumerate(spans):
        number = at
        if span.kind == KINDS.index("trigger"):
            number = topics.setdefault(span.topic, at)
        elif span.kind == KINDS.index("named"):
            key = name_key(span.name or text[words.spans[span.first][0] : words.spans[span.last][1]])
            known = names.get((key, span.type))
            number = known if known is not None else _longer(key, span.type, names, at)
            names[key, span.type] = number
        numbers.append(number)
    return numbers


def name_key(name: str) -> str:
    """The form under which two spellings are one name."""
    return normal_form(strip_legal_form(name)[0])


def _longer(key: str, type_: int, names: Mapping[tuple[str, int], int], own: int) -> int:
    """The one thing named before whose name this one shortens, or has a case ending more than ("Siemens'", "Boschs"); else a thing of its own."""
    inflected = names.get((key[:-1], type_)) if key.endswith("s") and len(key) > 3 else None
    if inflected is not None:
        return inflected
    if TYPES[type_] not in _ONE_NAME:
        return own
    short = key.split()
    longer = {number for (other, kind), number in names.items() if kind == type_ and _shortens(short, other.split(), TYPES[type_])}
    return longer.pop() if len(longer) == 1 else own


def _shortens(short: Sequence[str], long: Sequence[str], kind: str) -> bool:
    """A person's last words; any first words of a company, or its last where they are all but a word."""
    if len(short) >= len(long):
        return False
    if kind == "Person":
        return list(long[-len(short) :]) == list(short)
    return list(long[: len(short)]) == list(short) or list(long[-len(short) :]) == list(short)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Floats = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
