"""Annotated texts become numbers without losing what they say."""

from __future__ import annotations

import random

import pytest

from loaders.model.labels import HEADS, RELATIONS, STATUSES, TYPES
from loaders.model.pieces import Vocabulary
from training.markup import parse_passage
from training.prepare import Example, build_example, cut_windows, hold_back, join, read_texts

VOCABULARY = Vocabulary(["<s>", "<pad>", "</s>", "<unk>", "▁"], [0.0, 0.0, 0.0, 0.0, -1.0])
MARKED = """## de-x001 | 2025-05-07
Die [1~ [2:Place=Linz Linzer] Bank] [1:Company Oberbank] zahlt [m:Money 412 Millionen Euro] für die [3:Company Kreditanstalt]. Der Gewinn [1~ des Hauses]
stieg um [p:Percent 12 Prozent]. Bei [3~ ihr] wird im [d:Date Mai] gestreikt.
-> 1 ACQUIRES 3 planned | amount=412000000 EUR
-> 1 BASED_IN 2
-> 1 REPORTS growth 12 percent | of=Gewinn
-> 3 UNDERGOES strike | date=Mai"""


@pytest.fixture(scope="module")
def example() -> Example:
    """The passage above in numbers."""
    return build_example(parse_passage(MARKED.replace("Hauses]\n", "Hauses] ").split("\n")), VOCABULARY)


def test_claims_find_their_things_figures_and_triggers(example: Example) -> None:
    kinds = {mark.thing: TYPES[mark.type] for mark in example.marks}
    said = {(kinds[c.subject], RELATIONS[c.relation], kinds[c.object], STATUSES[c.status]) for c in example.claims}
    assert said == {
        ("Company", "ACQUIRES", "Company", "planned"),
        ("Company", "BASED_IN", "Place", "asserted"),
        ("Company", "REPORTS:growth", "Percent", "asserted"),
        ("Company", "UNDERGOES", "Trigger", "asserted"),
    }


def test_slots_point_at_the_literals(example: Example) -> None:
    by_relation = {RELATIONS[c.relation]: c.slots for c in example.claims}
    amount, stake, date = by_relation["ACQUIRES"]
    assert amount is not None
    assert [TYPES[example.marks[n].type] for n in amount] == ["Money"]
    assert (stake, date) == ((), ())
    when = by_relation["UNDERGOES"][2]
    assert when is not None
    assert [TYPES[example.marks[n].type] for n in when] == ["Date"]


def test_tags_say_where_the_mentions_are(example: Example) -> None:
    heads = dict(zip(HEADS, example.tags, strict=True))
    assert heads["nominal"][:4] == (0, 1, 2, 0)  # "Linzer Bank"
    assert heads["named"][1] == 2 * TYPES.index("Place") + 1
    assert heads["named"][3] == 2 * TYPES.index("Company") + 1
    assert sum(tag > 0 for tag in heads["trigger"]) == 1


def test_joined_texts_keep_apart_what_is_apart(example: Example) -> None:
    both = join([example, example])
    assert len(both.marks) == 2 * len(example.marks)
    assert len({m.thing for m in both.marks}) == 2 * len({m.thing for m in example.marks})
    assert len(both.claims) == 2 * len(example.claims)
    second = both.claims[len(example.claims)]
    assert second.subject > max(m.thing for m in example.marks)


def test_windows_hold_every_claim_whose_things_are_near_each_other(example: Example) -> None:
    long = join([example] * 12)
    windows = list(cut_windows(long, example.length * 3))
    assert len(windows) > 3
    assert all(window.length <= example.length * 3 for window in windows)
    assert {(c.subject, c.relation, c.object) for w in windows for c in w.claims} == {(c.subject, c.relation, c.object) for c in long.claims}


def test_the_articles_held_back_are_always_the_same() -> None:
    texts = read_texts()
    learn, held = hold_back(texts)
    assert len(held) == 60
    assert not {t["id"] for t in learn} & {t["id"] for t in held}
    mixed = list(texts)
    random.Random(2).shuffle(mixed)
    assert {t["id"] for t in hold_back(mixed)[1]} == {t["id"] for t in held}
