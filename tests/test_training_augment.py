"""Varied texts still say what their annotation says."""

from __future__ import annotations

import random

import pytest

from training.augment import SPOILINGS, name_pool, rewrite, swap_names, vary
from training.prepare import read_texts

TEXTS = read_texts()
POOL = name_pool(TEXTS)


def test_edits_move_what_stands_behind_and_widen_what_stands_around_them() -> None:
    mentions = [{"start": 0, "end": 8, "text": "die Bank", "kind": "nominal"}, {"start": 13, "end": 16, "text": "Ulm", "kind": "named"}]
    text = {"text": "die Bank aus Ulm", "entities": [{"name": "x", "type": "Company", "mentions": mentions}], "literals": [], "claims": []}
    changed = rewrite(text, [(4, 8, "Großbank")])
    assert changed["text"] == "die Großbank aus Ulm"
    assert [m["text"] for m in changed["entities"][0]["mentions"]] == ["die Großbank", "Ulm"]


@pytest.mark.parametrize("seed", range(30))
def test_swapped_names_are_swapped_everywhere(seed: int) -> None:
    random_ = random.Random(seed)
    text = random_.choice(TEXTS)
    changed = swap_names(text, POOL, random_, 1.0)
    assert len(changed["claims"]) == len(text["claims"])
    names = {entity["name"] for entity in changed["entities"]}
    for claim in changed["claims"]:
        assert claim["subject"] in names
    for old, new in zip(text["entities"], changed["entities"], strict=True):
        for before, after in zip(old["mentions"], new["mentions"], strict=True):
            assert changed["text"][after["start"] : after["end"]] == after["text"]
            if old["name"] == new["name"] and before["kind"] == "named" and not _holds_another(before, text):
                assert before["text"] == after["text"]


def _holds_another(mention: dict[str, int], text: dict[str, list[dict[str, list[dict[str, int]]]]]) -> bool:
    inside = [m for e in text["entities"] for m in e["mentions"] if mention["start"] <= m["start"] and m["end"] <= mention["end"]]
    return len(inside) > 1


@pytest.mark.parametrize("spoil", SPOILINGS)
def test_spoilt_letters_leave_the_words_where_they_are(spoil: object) -> None:
    assert callable(spoil)
    for text in TEXTS[::97]:
        changed = spoil(text, random.Random(1))
        assert changed["text"].count(" ") == text["text"].count(" ") + text["text"].count("\u00a0") * (changed["text"].count("\u00a0") == 0)
        for old, new in zip(text["entities"], changed["entities"], strict=True):
            for before, after in zip(old["mentions"], new["mentions"], strict=True):
                assert len(before["text"].split()) == len(after["text"].split())
                assert changed["text"][after["start"] : after["end"]] == after["text"]


def test_one_seed_gives_one_variation() -> None:
    assert vary(TEXTS[5], POOL, random.Random(3)) == vary(TEXTS[5], POOL, random.Random(3))
