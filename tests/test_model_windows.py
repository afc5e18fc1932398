"""Articles in windows: every word in one, none too long, sentences whole."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.model.pieces import Vocabulary
from loaders.model.windows import LONGEST, OVERLAP, cut_windows, read_words

VOCABULARY = Vocabulary(["<s>", "<pad>", "</s>", "<unk>", "▁w", "▁"], [0.0, 0.0, 0.0, 0.0, -1.0, -2.0])


def text_of(lengths: list[int]) -> tuple[str, list[tuple[int, int]]]:
    """A text with sentences of so many words, and their spans."""
    text, spans = "", []
    for length in lengths:
        start = len(text)
        text += "w " * length
        spans.append((start, len(text) - 1))
    return text, spans


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=25))
def test_every_word_is_read_and_no_window_is_too_long(lengths: list[int]) -> None:
    text, spans = text_of(lengths)
    words = read_words(text, spans, VOCABULARY)
    windows = list(cut_windows(words))
    assert windows[0].begin == 0
    assert windows[-1].end == len(words.spans) == sum(lengths)
    starts = {0, len(words.spans), *(n for n in range(1, len(words.sentence)) if words.sentence[n] != words.sentence[n - 1])}
    for one, two in pairwise(windows):
        assert one.begin < two.begin <= one.end < two.end
        assert one.end - two.begin <= OVERLAP
    for window in windows:
        assert len(window.ids) <= LONGEST + 2
        assert {window.begin, window.end} <= starts  # no sentence is so long that it must be cut


def test_a_sentence_longer_than_a_window_is_cut() -> None:
    text, spans = text_of([1000])
    windows = list(cut_windows(read_words(text, spans, VOCABULARY)))
    assert windows[0].begin == 0
    assert windows[-1].end == 1000
    assert all(one.end >= two.begin for one, two in pairwise(windows))


def test_words_are_found_by_their_characters_and_advertising_is_left_out() -> None:
    text = "w w\nbuy now\nw"
    words = read_words(text, [(0, 3), (12, 13)], VOCABULARY)
    assert len(words.spans) == 3
    assert words.at(0, 3) == (0, 1)
    assert words.at(12, 13) == (2, 2)
    assert words.at(4, 11) is None
