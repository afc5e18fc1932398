"""Tags become mentions, and names things."""

from __future__ import annotations

import numpy as np
import pytest

from loaders.model.labels import HEAD_SIZES, HEADS, TYPES
from loaders.model.pieces import Vocabulary
from loaders.model.spans import Span, group_names, read_spans
from loaders.model.windows import Words, read_words

VOCABULARY = Vocabulary(["<s>", "<pad>", "</s>", "<unk>", "▁"], [0.0, 0.0, 0.0, 0.0, -1.0])


def tagged(text: str, **tags: dict[int, int]) -> tuple[np.ndarray, Words]:
    """Logits that are sure of some tags: head → word → tag, O elsewhere."""
    words = read_words(text, [(0, len(text))], VOCABULARY)
    logits = np.zeros((len(words.spans), sum(HEAD_SIZES)), np.float32)
    starts = dict(zip(HEADS, np.cumsum([0, *HEAD_SIZES[:-1]]), strict=True))
    for head, start in starts.items():
        for word in range(len(words.spans)):
            logits[word, start + tags.get(head, {}).get(word, 0)] = 9
    return logits, words


def test_nested_mentions_come_out_with_type_and_kind() -> None:
    text = "der Linzer Konzern Voest Linz streikt"
    logits, words = tagged(text, nominal={0: 1, 1: 2, 2: 2}, named={1: 7, 3: 1, 4: 2}, inner={4: 7}, trigger={5: 5})
    found = [(text[words.spans[s.first][0] : words.spans[s.last][1]], TYPES[s.type], s.kind, s.topic) for s in read_spans(logits, text, words)]
    assert found == [
        ("der Linzer Konzern", "Company", 1, 0),
        ("Linzer", "Place", 0, 0),
        ("Voest Linz", "Company", 0, 0),
        ("Linz", "Place", 0, 0),
        ("streikt", "Trigger", 3, 2),
    ]


def test_an_inside_tag_without_a_beginning_opens_no_mention_of_another_class() -> None:
    logits, words = tagged("a b c", named={0: 1, 1: 4})
    logits[1, 2] = 8.5  # company goes on: nearly as likely as "organisation goes on", which is impossible here
    assert [(s.first, s.last, s.type) for s in read_spans(logits, "a b c", words)] == [(0, 1, 0)]


def test_all_mentions_of_a_name_take_one_type() -> None:
    text = "Rivian x Rivian x Rivian"
    logits, words = tagged(text, named={0: 1, 2: 9, 4: 1})
    assert [TYPES[s.type] for s in read_spans(logits, text, words)] == ["Company"] * 3


@pytest.mark.parametrize(
    ("text", "kind", "groups"),
    [
        ("Ford Motor , Ford", "Company", [0, 0]),
        ("Ford , Ford Motor", "Company", [0, 1]),
        ("Eddie Wu , Wu", "Person", [0, 0]),
        ("Siemens AG , Siemens", "Company", [0, 0]),
        ("Bosch , Boschs", "Company", [0, 0]),
        ("Linz Stadt , Linz", "Place", [0, 1]),
    ],
)
def test_a_short_name_joins_a_longer_one_that_came_first(text: str, kind: str, groups: list[int]) -> None:
    words = read_words(text, [(0, len(text))], VOCABULARY)
    comma = text.split().index(",")
    spans = [Span(0, comma - 1, TYPES.index(kind), 0), Span(comma + 1, len(words.spans) - 1, TYPES.index(kind), 0)]
    assert group_names(spans, text, words) == groups
