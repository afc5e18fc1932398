"""Which pairs the model looks at."""

from __future__ import annotations

import numpy as np

from loaders.model.candidates import FEATURES, LINK_FEATURES, Table, find_links, find_pairs, link_features, pair_features
from loaders.model.labels import ALLOWED, KINDS, RELATIONS, TYPES

COMPANY, EVENT, MONEY = (TYPES.index(name) for name in ("Company", "Event", "Money"))


def table(*rows: tuple[int, int, int, int, int]) -> Table:
    """Mentions as (word, sentence, type, kind, thing)."""
    word, sentence, type_, kind, thing = np.array(rows, np.int64).T
    return Table(word, word, sentence, type_, kind, np.zeros(len(rows), np.int64), thing)


def test_only_pairs_that_a_relation_may_join_and_that_are_near() -> None:
    mentions = table((0, 0, COMPANY, 0, 0), (5, 0, EVENT, 0, 1), (9, 1, MONEY, 2, 2), (40, 4, MONEY, 2, 3))
    one, two = find_pairs(mentions)
    assert list(zip(one.tolist(), two.tolist(), strict=True)) == [(0, 1), (0, 2)]  # the far figure is nobody's


def test_named_things_far_apart_are_looked_at_where_they_are_nearest() -> None:
    mentions = table((0, 0, COMPANY, 0, 0), (50, 5, COMPANY, 0, 0), (90, 9, EVENT, 0, 1))
    one, two = find_pairs(mentions)
    assert list(zip(one.tolist(), two.tolist(), strict=True)) == [(1, 2)]


def test_at_most_six_pairs_of_two_things() -> None:
    mentions = table(*((n, 0, COMPANY, 0, 0) for n in range(10)), (10, 0, EVENT, 0, 1))
    one, two = find_pairs(mentions)
    assert one.tolist() == [4, 5, 6, 7, 8, 9]
    assert set(two.tolist()) == {10}


def test_features_stay_in_their_tables() -> None:
    rng = np.random.default_rng(1)
    rows = [(int(n * 7), int(n // 3), int(rng.integers(0, 9)), int(rng.integers(0, 2)), n) for n in range(40)]
    mentions = table(*rows)
    one, two = find_pairs(mentions)
    features = pair_features(mentions, one, two)
    assert len(features) == len(one) > 0
    assert (features >= 0).all()
    assert (features < np.array(FEATURES)).all()
    link1, link2 = find_links(mentions)
    assert (mentions.kind[link1] == KINDS.index("nominal")).all()
    assert (mentions.type[link1] == mentions.type[link2]).all()
    links = link_features(mentions, link1, link2)
    assert (links >= 0).all()
    assert (links < np.array(LINK_FEATURES)).all()


def test_domains_are_those_of_the_ontology() -> None:
    from kg.ontology import read_ontology

    ontology = read_ontology()
    for index, relation in enumerate(RELATIONS):
        name = relation.split(":")[0]
        for one in TYPES[:9]:
            for two in TYPES[:9]:
                if name not in ("REPORTS", "UNDERGOES"):
                    assert bool(ALLOWED[TYPES.index(one), TYPES.index(two), index]) == ontology.allows(one, name, two)
