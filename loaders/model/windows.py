"""An article of any length in windows of whole sentences that overlap, so that no window is longer than the encoder can read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loaders.model.pieces import END, START, Pieces, Vocabulary

LONGEST = 440
"""Pieces of the longest window, as in training."""
OVERLAP = 88
"""Pieces that a window shares with the one before, at most."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article's sentences.

    Attributes:
        spans: characters of each word.
        sentence: number of each word's sentence among those given.
        pieces: piece ids of each word.
    """

    spans: tuple[tuple[int, int], ...]
    sentence: tuple[int, ...]
    pieces: tuple[tuple[int, ...], ...]

    def at(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last word that a span of characters touches; ``None`` if it lies outside the sentences."""
        first = bisect_left(self.spans, start + 1, key=lambda span: span[1])
        last = bisect_left(self.spans, end, key=lambda span: span[0]) - 1
        return (first, last) if 0 <= first <= last < len(self.spans) else None


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``begin`` to ``end`` of an article; positions of their first and last pieces, ``<s>`` being piece 0."""

    begin: int
    end: int
    ids: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def read_words(text: str, sentences: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> Words:
    """Cut the sentences of a text; what lies between them (advertising) is left out."""
    spans, numbers, pieces = [], [], []
    for number, (start, end) in enumerate(sentences):
        cut: Pieces = vocabulary.read(text[start:end])
        spans += [(start + a, start + b) for a, b in cut.words]
        numbers += [number] * len(cut.words)
        pieces += [cut.ids[a : b + 1] for a, b in zip(cut.first, cut.last, strict=True)]
    return Words(tuple(spans), tuple(numbers), tuple(pieces))


def cut_windows(words: Words) -> Iterator[Window]:
    """Windows over all words, each of whole sentences unless one sentence alone is too long."""
    sizes = np.cumsum([0, *(len(ids) for ids in words.pieces)])
    starts = [0, *(n for n in range(1, len(words.sentence)) if words.sentence[n] != words.sentence[n - 1])]
    begin, count = 0, len(words.spans)
    while begin < count:
        end = int(np.searchsorted(sizes, sizes[begin] + LONGEST, side="right")) - 1
        if end < count:
            whole = starts[bisect_left(starts, end + 1) - 1]
            end = whole if whole > begin else max(end, begin + 1)
        yield _window(words, begin, end)
        if end >= count:
            return
        back = int(np.searchsorted(sizes, sizes[end] - OVERLAP, side="left"))
        near = bisect_left(starts, back)
        begin = starts[near] if near < len(starts) and begin < starts[near] <= end else end


def _window(words: Words, begin: int, end: int) -> Window:
    sizes = np.array([len(ids) for ids in words.pieces[begin:end]], np.int64)
    last = np.cumsum(sizes)
    ids = [START, *(piece for pieces in words.pieces[begin:end] for piece in pieces), END]
    return Window(begin, end, np.array(ids, np.int64), last - sizes + 1, last)
