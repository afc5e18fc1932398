"""The cue language of schema/LANGUAGE/relations.toml."""

from __future__ import annotations

import time

import pytest

from loaders.cues import CueError, compile_cue, kept_words


@pytest.mark.parametrize(
    ("cue", "text", "fits"),
    [
        ("SUBJECT (kauft|kaufte) OBJECT", "SAP kaufte LeanIX", True),
        ("SUBJECT (kauft|kaufte) OBJECT", "SAP verkaufte LeanIX", False),
        ("SUBJECT kündig* OBJECT", "SAP kündigte LeanIX", True),
        ("SUBJECT … *werk in OBJECT", "Ford sein Motorenwerk in Köln", True),
        ("SUBJECT … hält … an OBJECT", "Ford hält seit dem letzten Jahr rund fünf Prozent an Rivian", True),
        ("SUBJECT (hält) … an OBJECT", "Ford hält eins zwei drei vier fünf sechs sieben acht an Rivian", False),
        ("SUBJECT will (bald)? gehen OBJECT", "SAP will gehen X", True),
        ("SUBJECT will (bald)? gehen OBJECT", "SAP will bald gehen X", True),
        ("SUBJECT(,)? which owns OBJECT", "Ford, which owns Rivian", True),
        ("SUBJECT(,)? which owns OBJECT", "Ford which owns Rivian", True),
        ("SUBJECT's OBJECT", "Ford's Mustang", True),
        ("OBJECT-based SUBJECT", "Munich-based Infineon", True),
        ("SUBJECT (greift nach|bietet für) OBJECT", "Ford BIETET FÜR Rivian", True),
        ("SUBJECT c++ OBJECT", "Ford c++ X", True),
    ],
)
def test_what_a_cue_finds(cue: str, text: str, fits: bool) -> None:
    assert bool(compile_cue(cue).pattern.search(text)) is fits


def test_slots_at_the_edges_are_looked_for_around_the_match() -> None:
    cue = compile_cue("SUBJECT … kauft OBJECT")
    assert (cue.before, cue.after) == ("SUBJECT", "OBJECT")
    assert cue.reach_before > cue.reach_after


def test_a_slot_inside_is_a_group() -> None:
    match = compile_cue("SUBJECT hat OBJECT … übernommen").pattern.search("SAP hat die Firma LeanIX im Mai übernommen")
    assert match is not None
    assert match["OBJECT"].strip()


@pytest.mark.parametrize(("text", "kept"), [("baut ein Werk in", "Werk"), ("baut ein Motorenwerk in", "Motorenwerk"), ("plant eine Fabrik in", "Fabrik")])
def test_kept_words_of_any_alternative(text: str, kept: str) -> None:
    match = compile_cue("SUBJECT (baut ein {(Werk|*werk)}|plant eine {Fabrik}) in OBJECT").pattern.search(text)
    assert match is not None
    assert kept_words(match) == kept


@pytest.mark.parametrize(
    ("cue", "problem"),
    [
        ("SUBJECT OBJECT", "no word"),
        ("SUBJECT kauft SUBJECT", "twice"),
        ("SUBJECT (kauft OBJECT", "balance"),
        ("SUBJECT kauft) OBJECT", "balance"),
        ("SUBJECT {kauft OBJECT", "balance"),
        ("SUBJECT ? kauft OBJECT", "round brackets"),
    ],
)
def test_faults_are_named(cue: str, problem: str) -> None:
    with pytest.raises(CueError, match=problem):
        compile_cue(cue)


@pytest.mark.parametrize("cue", ["SUBJECT (will|wird) … (Werk|Fabrik) … in OBJECT … (bauen|errichten)", "SUBJECT hat OBJECT … gekauft"])
def test_every_match_holds_an_anchor(cue: str) -> None:
    compiled = compile_cue(cue)
    for text in ("SAP will ein Werk in Köln bauen", "SAP wird die Fabrik in Bonn errichten", "SAP hat LeanIX gekauft"):
        if compiled.pattern.search(text):
            assert any(anchor in text.casefold() for anchor in compiled.anchors)


def test_a_long_sentence_takes_no_longer_than_it_is_long() -> None:
    pattern = compile_cue("SUBJECT (will|wird) … (Werk|Fabrik) … in OBJECT … (bauen|errichten)").pattern
    started = time.process_time()
    assert pattern.search("will das Werk in der " * 2_000) is None
    assert time.process_time() - started < 5
