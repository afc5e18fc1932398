"""The words and pieces of a text: offsets, and the best segmentation."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from loaders.model.pieces import UNKNOWN, Vocabulary

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "c", "ab", "bc", "▁a", "▁ab", "abc", "▁c"]
SCORES = [0.0, 0.0, 0.0, 0.0, -3.0, -2.0, -2.5, -4.0, -3.0, -5.5, -1.0, -4.5, -6.0, -2.2]


def best_by_hand(word: str) -> float:
    """The highest score of all ways to cut a word, tried one by one."""
    table = dict(zip(PIECES[4:], SCORES[4:], strict=True))
    scores = []
    for cuts in product((False, True), repeat=len(word) - 1):
        parts, start = [], 0
        for at, cut in enumerate((*cuts, True), 1):
            if cut:
                parts.append(word[start:at])
                start = at
        if all(part in table for part in parts):
            scores.append(sum(table[part] for part in parts))
    return max(scores)


@given(st.text("abc", min_size=1, max_size=7))
def test_the_best_of_all_segmentations_is_found(word: str) -> None:
    ids = Vocabulary(PIECES, SCORES).cut(word)
    assert "".join(PIECES[number] for number in ids) == "▁" + word
    assert abs(sum(SCORES[number] for number in ids) - best_by_hand("▁" + word)) < 1e-9


def test_words_know_where_they_stand_and_whether_white_space_is_before_them() -> None:
    text = "ab (c)\nbc-a"
    read = Vocabulary(PIECES, SCORES).read(text)
    assert [text[start:end] for start, end in read.words] == ["ab", "(", "c", ")", "bc", "-", "a"]
    assert [len(part) for part in (read.first, read.last)] == [7, 7]
    assert read.first[0] == 0
    assert read.last[-1] == len(read.ids) - 1
    assert PIECES[read.ids[read.last[-1]]] == "a"  # glued to the hyphen: no ▁


def test_unknown_characters_are_one_piece_each() -> None:
    assert Vocabulary(PIECES, SCORES).cut("aß", glued=True)[-1] == UNKNOWN


def test_a_word_of_endless_length_has_few_pieces() -> None:
    assert len(Vocabulary(PIECES, SCORES).cut("a" * 5000)) <= 24
