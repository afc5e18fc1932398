"""A free corpus in the ontology's terms: CORE (Borchert et al., EMNLP 2023, CC BY 4.0), English sentences with one pair of companies each.

Only that pair is annotated: nothing is learnt there about other mentions, status or literals. What two relations of the ontology may mean
("shareholder of": holds or invests) counts for the first and is left open for the second.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loaders.model.labels import ENTITY_TYPES, HEADS, RELATIONS
from loaders.model.pieces import Vocabulary
from training.prepare import DATA, UNKNOWN, Claim, Example, Mark

MEANING: dict[str, tuple[bool, tuple[str, ...], tuple[str, str]]] = {
    "acquired_by": (True, ("ACQUIRES",), ("Company", "Company")),
    "client_of": (True, ("SUPPLIES",), ("Company", "Company")),
    "shareholder_of": (False, ("OWNS_STAKE_IN", "INVESTS_IN"), ("Company", "Company")),
    "subsidiary_of": (False, ("SUBSIDIARY_OF",), ("Company", "Company")),
    "traded_on": (False, ("LISTED_ON",), ("Company", "Market")),
    "product_or_service_of": (True, ("PRODUCES", "LAUNCHES"), ("Company", "Product")),
    "collaboration": (False, ("PARTNERS_WITH",), ("Company", "Company")),
    "competitor_of": (False, ("COMPETES_WITH",), ("Company", "Company")),
    "merged_with": (False, ("MERGES_WITH",), ("Company", "Company")),
    "undefined": (False, (), ("Company", "Company")),
}
"""Relation of CORE → (does subject change places with object?, relations of the ontology, types of subject and object)."""
_PRONOUNS = frozenset(["it", "they", "he", "she", "its", "their", "the", "this", "a", "an"])
_SENTENCE_ENDS = frozenset(".!?")


def read_core(vocabulary: Vocabulary, folder: Path = DATA) -> list[Example]:
    """All usable sentences of ``core.json.gz`` but those held back."""
    return [example for row in read_sentences(folder) if not is_held_back(row) and (example := _example(row, vocabulary)) is not None]


def read_sentences(folder: Path = DATA) -> list[dict[str, Any]]:
    """The sentences of ``core.json.gz`` as they are."""
    with gzip.open(folder / "core.json.gz", "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = json.load(file)
    return rows


def is_held_back(row: dict[str, Any]) -> bool:
    """Is a sentence measured on and not trained on? Every tenth, by its number."""
    return row["id"].endswith("7")


def _example(row: dict[str, Any], vocabulary: Vocabulary) -> Example | None:
    if row["relation"] not in MEANING:
        return None
    swapped, relations, types = MEANING[row["relation"]]
    tokens = row["context"]
    spans = [(row["e1_start"], row["e1_end"]), (row["e2_start"], row["e2_end"])]
    if swapped != bool(row["invert_relation"]):
        spans.reverse()
    if spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]:
        return None
    at = _offsets(tokens)
    pieces = vocabulary.read(" ".join(tokens))
    starts = {start: n for n, (start, _) in enumerate(pieces.words)}
    marks = []
    for thing, ((first, last), kind) in enumerate(zip(spans, types, strict=True)):
        begin, end = starts.get(at[first]), max((n for n, (start, _) in enumerate(pieces.words) if start < at[last] + len(tokens[last])), default=None)
        if begin is None or end is None or end < begin:
            return None
        nominal = tokens[first].casefold() in _PRONOUNS and kind == "Company"
        marks.append(Mark(begin, end, ENTITY_TYPES.index(kind), int(nominal), 0, thing))
    claims = tuple(Claim(0, RELATIONS.index(name), 1, UNKNOWN) for name in relations[:1])
    words = tuple(pieces.ids[a : b + 1] for a, b in zip(pieces.first, pieces.last, strict=True))
    text = " ".join(tokens)
    sentences = tuple(_sentences(text, pieces.words))
    tags = tuple((UNKNOWN,) * len(words) for _ in HEADS)
    ignored = tuple((0, RELATIONS.index(name), 1) for name in relations[1:])
    return Example(f"core-{row['id']}", "en", words, sentences, tuple(marks), tags, claims, ignored, len(pieces.ids))


def _offsets(tokens: list[str]) -> list[int]:
    """Character at which each token starts in the text joined with blanks."""
    offsets, position = [], 0
    for token in tokens:
        offsets.append(position)
        position += len(token) + 1
    return offsets


def _sentences(text: str, words: tuple[tuple[int, int], ...]) -> Iterator[int]:
    number = 0
    for start, end in words:
        yield number
        number += text[start:end] in _SENTENCE_ENDS and text[end : end + 1] in (" ", "")
