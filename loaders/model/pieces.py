"""Text → words → pieces of the encoder's vocabulary, with character offsets; nothing but the standard library.

Words are runs of letters and digits, or single other characters. Each is cut by the unigram model of SentencePiece: the
segmentation with the highest sum of log probabilities (Kudo 2018, https://arxiv.org/abs/1804.10959), found by Viterbi. A word behind
white space begins with ``▁``. A vocabulary that was cut down gives shorter pieces, and ``<unk>`` only for characters it does not know.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WORD = re.compile(r"\w+|[^\w\s]")
START, PAD, END, UNKNOWN = 0, 1, 2, 3
"""Ids of ``<s>``, ``<pad>``, ``</s>`` and ``<unk>``."""
_LONGEST = 16  # characters of the longest piece that is looked for
_MOST = 24  # pieces of one word: what is longer is no word of a language
_UNKNOWN_SCORE = -30.0


@dataclass(frozen=True, slots=True)
class Pieces:
    """Words and pieces of a text.

    Attributes:
        words: character span of each word.
        ids: piece ids of all words, one after the other, without ``<s>`` and ``</s>``.
        first: index in ``ids`` of each word's first piece.
        last: index in ``ids`` of each word's last piece.
    """

    words: tuple[tuple[int, int], ...]
    ids: tuple[int, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]


@dataclass(slots=True)
class Vocabulary:
    """Pieces with their ids and log probabilities; ``pieces[i]`` has id ``i``."""

    pieces: Sequence[str]
    scores: Sequence[float]
    _ids: Mapping[str, int] = field(init=False, repr=False)
    _known: dict[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._ids = {piece: number for number, piece in enumerate(self.pieces) if number > UNKNOWN}
        self._known = {}

    def read(self, text: str) -> Pieces:
        """Cut a text."""
        words: list[tuple[int, int]] = []
        ids: list[int] = []
        first: list[int] = []
        last: list[int] = []
        end = -1
        for match in WORD.finditer(text):
            cut = self.cut(match[0], glued=match.start() == end)
            end = match.end()
            words.append((match.start(), end))
            first.append(len(ids))
            ids += cut
            last.append(len(ids) - 1)
        return Pieces(tuple(words), tuple(ids), tuple(first), tuple(last))

    def cut(self, word: str, *, glued: bool = False) -> tuple[int, ...]:
        """Piece ids of one word; ``glued`` if no white space stands before it."""
        plain = unicodedata.normalize("NFKC", word)
        key = plain if glued else "▁" + plain
        known = self._known.get(key)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            known = self._known[key] = self._viterbi(key)[:_MOST]
        return known

    def _viterbi(self, word: str) -> tuple[int, ...]:
        word = word[:256]
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(word) + 1):
            found = (best[end - 1][0] + _UNKNOWN_SCORE, end - 1, UNKNOWN)
            for start in range(max(0, end - _LONGEST), end):
                number = self._ids.get(word[start:end])
                if number is not None and (score := best[start][0] + self.scores[number]) > found[0]:
                    found = (score, start, number)
            best.append(found)
        ids, end = [], len(word)
        while end:
            _, end, number = best[end]
            ids.append(number)
        return tuple(reversed(ids))
