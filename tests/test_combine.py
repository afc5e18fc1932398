"""Rules and model: two readings of one article become one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.confidence import Weights
from kg.model import Amount, Document, Figure, Mention, Qualifiers
from loaders.combine import combine_readings
from loaders.reading import Reading, Statement, Thing

TEXT = "Acme buys Bolt for 5 million dollars. Acme earned 3 million euros in Berlin."
DOCUMENT = Document("d", TEXT, lang="en")
SENTENCES = ((0, 37), (38, 76))
WEIGHTS = Weights(0.0, 1.0, 1.0)


def _mention(words: str, kind: str, start: int = 0) -> Mention:
    at = TEXT.index(words, start)
    return Mention(at, at + len(words), words, kind)


ACME, BOLT, ACME2, BERLIN = _mention("Acme", "Company"), _mention("Bolt", "Company"), _mention("Acme", "Company", 10), _mention("Berlin", "Place")
MODEL = Reading(DOCUMENT, SENTENCES, (ACME, BOLT, ACME2), (Thing("Acme", "Company", (0, 2)), Thing("Bolt", "Company", (1,))))
RULES = Reading(
    DOCUMENT, SENTENCES, (ACME, BOLT, BERLIN), (Thing("Bolt", "Company", (1,)), Thing("Acme", "Company", (0,)), Thing("Berlin", "Place", (2,), "city"))
)


def _statement(subject: int, relation: str, target: object, confidence: float, extractor: str, **more: object) -> Statement:
    return Statement(subject, relation, target, "asserted", confidence, extractor, ((0, 37),), **more)  # type: ignore[arg-type]


def test_a_claim_that_both_found_is_one_and_surer() -> None:
    amount = Qualifiers(amount=Amount(5e6, "USD"))
    rules = replace(RULES, statements=(_statement(1, "ACQUIRES", 0, 0.9, "rule:x", qualifiers=Qualifiers(role="buyer")),))
    model = replace(MODEL, statements=(_statement(0, "ACQUIRES", 1, 0.8, "model", qualifiers=amount),))
    (found,) = combine_readings(rules, model, WEIGHTS, ()).statements
    assert (found.subject, found.object, found.extractor) == (0, 1, "rule:x+model")
    assert found.confidence == pytest.approx(0.9 * 0.8 / (0.9 * 0.8 + 0.1 * 0.2))
    assert found.qualifiers == Qualifiers(amount=Amount(5e6, "USD"), role="buyer")
    assert found.evidence == ((0, 37),)


def test_things_that_only_a_rule_knows_come_with_its_claim_and_not_without() -> None:
    assert combine_readings(RULES, MODEL, WEIGHTS, ()).things == MODEL.things
    rules = replace(RULES, statements=(_statement(1, "BASED_IN", 2, 0.9, "rule:x"),))
    joined = combine_readings(rules, MODEL, WEIGHTS, ())
    assert [thing.name for thing in joined.things] == ["Acme", "Bolt", "Berlin"]
    assert [joined.mentions[index].text for thing in joined.things for index in thing.mentions] == ["Acme", "Acme", "Bolt", "Berlin"]
    assert [mention.start for mention in joined.mentions] == sorted(mention.start for mention in joined.mentions)
    (claim,) = joined.statements
    assert (claim.subject, claim.object) == (0, 2)


def test_direction_of_a_symmetric_relation_does_not_matter() -> None:
    rules = replace(RULES, statements=(_statement(0, "PARTNERS_WITH", 1, 0.9, "rule:x"),))
    model = replace(MODEL, statements=(_statement(0, "PARTNERS_WITH", 1, 0.8, "model"),))
    assert len(combine_readings(rules, model, WEIGHTS, ["PARTNERS_WITH"]).statements) == 1
    assert len(combine_readings(rules, model, WEIGHTS, []).statements) == 2


def test_a_figure_is_one_whoever_knows_its_period() -> None:
    rules = replace(RULES, statements=(_statement(1, "REPORTS", Figure("revenue", 3e6, "EUR"), 0.9, "rule:x"),))
    model = replace(MODEL, statements=(_statement(0, "REPORTS", Figure("revenue", 3e6, "EUR", "2025"), 0.8, "model"),))
    (found,) = combine_readings(rules, model, WEIGHTS, ()).statements
    assert found.object == Figure("revenue", 3e6, "EUR", "2025")


def test_a_denial_of_the_rules_outweighs_what_it_denies() -> None:
    said = _statement(1, "ACQUIRES", 0, 0.9, "rule:x")
    rules = replace(RULES, statements=(said, replace(said, status="denied", evidence=((38, 76),))))
    (found,) = combine_readings(rules, MODEL, WEIGHTS, ()).statements
    assert (found.status, found.evidence) == ("denied", ((0, 37), (38, 76)))
