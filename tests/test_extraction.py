"""The whole line of an article: the worked example of the ontology, plain sentences, and what holds for any text at all."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Claim, Document, Extraction, Figure
from loaders.pipeline import Pipeline
from tests.evaluation import FOLDERS
from tests.plain_sentences import ENGLISH, GERMAN, Expected
from tests.scoring import read_gold

SYMMETRIC = ("PARTNERS_WITH", "MERGES_WITH", "COMPETES_WITH")
WORKED_DE = (
    "Alibaba kündigte eine Software-Partnerschaft mit dem US-Chipriesen Nvidia an. Alibaba Cloud wird erstmals Rechenzentren in {places} errichten. "
    "CEO Eddie Wu sprach auf der Apsara-Konferenz. Auch ARK Invest kaufte Anteile im Wert von etwa 16 Millionen Dollar."
)
WORKED_EN = (
    "Alibaba announced a software partnership with the US chip giant Nvidia. Alibaba Cloud will build data centres in {places}. "
    "CEO Eddie Wu spoke at the Apsara Conference. ARK Invest bought shares worth about 16 million dollars."
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(model=None)


def read(pipeline: Pipeline, lang: str, text: str) -> Extraction:
    return pipeline.reader(lang).read(Document("test", text, None, "2025-09-26", lang))


def told(claim: Claim) -> tuple[str, str, str, str, dict[str, Any]]:
    """A claim as the tables of this file write it."""
    target = claim.object
    name = f"{target.metric} {target.value:g} {target.unit}" if isinstance(target, Figure) else target
    subject, name = sorted((claim.subject, name)) if claim.relation in SYMMETRIC else (claim.subject, name)
    return subject, claim.relation, name, claim.status, claim.qualifiers.to_json()


def wanted(row: Expected) -> tuple[str, str, str, str, dict[str, Any]]:
    subject, relation, name, status, *rest = row
    subject, name = sorted((subject, name)) if relation in SYMMETRIC else (subject, name)
    return subject, relation, name, status, dict(rest[0]) if rest else {}


def in_order(claims: list[tuple[str, str, str, str, dict[str, Any]]]) -> list[tuple[str, str, str, str, dict[str, Any]]]:
    return sorted(claims, key=lambda claim: claim[:4])


def assert_worked(pipeline: Pipeline, lang: str, text: str, places: tuple[str, ...], facility: str, event: str, country: str, topic: str) -> None:
    """The worked example with data centres in these places comes out complete, and nothing else."""
    joined = {"Niederlande": "den Niederlanden", "Netherlands": "the Netherlands"}
    written = [joined.get(place, place) for place in places]
    conjunction = " und " if lang == "de" else " and "
    listed = conjunction.join((", ".join(written[:-1]), written[-1])) if len(written) > 1 else written[0]
    claims = [told(claim) for claim in read(pipeline, lang, text.format(places=listed)).claims]
    assert in_order(claims) == in_order([
        ("Alibaba", "PARTNERS_WITH", "Nvidia", "asserted", {"topic": topic}),
        ("Nvidia", "BASED_IN", country, "asserted", {}),
        *(("Alibaba Cloud", "BUILDS_DATACENTER_IN", place, "planned", {"facility": facility}) for place in places),
        ("Eddie Wu", "CEO_OF", "Alibaba", "asserted", {"role": "CEO"}),
        ("Eddie Wu", "ATTENDS", event, "asserted", {}),
        ("ARK Invest", "INVESTS_IN", "Alibaba", "asserted", {"amount": {"value": 16e6, "unit": "USD", "hedge": "about"}}),
    ])  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GERMAN, ids=lambda value: value if isinstance(value, str) else "")
def test_plain_german_sentence(pipeline: Pipeline, text: str, expected: list[Expected]) -> None:
    assert in_order([told(claim) for claim in read(pipeline, "de", text).claims]) == in_order([wanted(row) for row in expected])


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=lambda value: value if isinstance(value, str) else "")
def test_plain_english_sentence(pipeline: Pipeline, text: str, expected: list[Expected]) -> None:
    assert in_order([told(claim) for claim in read(pipeline, "en", text).claims]) == in_order([wanted(row) for row in expected])


@pytest.mark.parametrize(
    ("lang", "text", "places", "facility", "event", "country", "topic"),
    [
        ("de", WORKED_DE, ("Brasilien",), "Rechenzentren", "Apsara-Konferenz", "USA", "Software"),
        ("de", WORKED_DE, ("Brasilien", "Frankreich", "Niederlande"), "Rechenzentren", "Apsara-Konferenz", "USA", "Software"),
        ("en", WORKED_EN, ("Brazil",), "data centres", "Apsara Conference", "United States", "software"),
        ("en", WORKED_EN, ("Brazil", "France", "Netherlands"), "data centres", "Apsara Conference", "United States", "software"),
    ],
)
def test_worked_example(pipeline: Pipeline, lang: str, text: str, places: tuple[str, ...], facility: str, event: str, country: str, topic: str) -> None:
    assert_worked(pipeline, lang, text, places, facility, event, country, topic)


def test_worked_example_has_its_event_and_evidence(pipeline: Pipeline) -> None:
    found = read(pipeline, "de", WORKED_DE.format(places="Brasilien"))
    assert ("Apsara-Konferenz", "Event") in {(entity.name, entity.type) for entity in found.entities}
    assert {piece.text for claim in found.claims if claim.relation == "CEO_OF" for piece in claim.evidence} == {"CEO Eddie Wu sprach auf der Apsara-Konferenz."}


GOLD = [article for folder in FOLDERS for article in read_gold(folder)]


@pytest.mark.parametrize("article", GOLD, ids=lambda article: article["id"])
def test_every_claim_fits_the_ontology_and_quotes_the_text(pipeline: Pipeline, article: dict[str, Any]) -> None:
    document = Document(article["id"], article["text"], article.get("title"), article.get("date"), article["lang"])
    found = pipeline.reader(article["lang"]).read(document)
    types = {entity.id: entity.type for entity in found.entities}
    assert len(types) == len(found.entities), "an entity stands twice"
    for claim in found.claims:
        assert claim.evidence
        assert all(document.text[piece.start : piece.end] == piece.text for piece in claim.evidence)
        assert pipeline.ontology.allows(types[claim.subject_id], claim.relation, types[claim.object_id])
        assert claim.subject_id != claim.object_id
        assert claim.extractor.startswith(f"rule:{article['lang']}:{claim.relation}:")
    for mention in (mention for entity in found.entities for mention in entity.mentions):
        assert document.text[mention.start : mention.end] == mention.text
    again = Pipeline(model=None).reader(article["lang"]).read(document) if article is GOLD[0] else pipeline.reader(article["lang"]).read(document)
    assert json.dumps(again.to_json()) == json.dumps(found.to_json())


_WORDS = [
    "Alibaba",
    "Nvidia",
    "der US-Konzern",
    "kaufte",
    "Anteile",
    "an",
    "und",
    ",",
    ".",
    "\n",
    "16 Millionen Dollar",
    "CEO",
    "Eddie Wu",
    "…",
    "„",
    "“",
    "5 %",
]
_WORDS += [
    "the company",
    "announced",
    "a partnership",
    "with",
    "Apple's",
    "(",
    ")",
    "-",
    "-Chef",
    "Über-",
    "ß",
    "İ",
    "\u00ad",
    "👍",
    "3. Quartal",
    "OBJECT",
    "{",
]
_PIECES = st.sampled_from([*_WORDS, "{", "5 %", "|", "(?:", "\\", "\t", "\u2028"])


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=40).map(" ".join)), lang=st.sampled_from(["de", "en"]))
def test_any_text_is_read_without_a_fault(text: str, lang: str) -> None:
    document = Document("any", text, None, None, lang)
    found = SHARED.reader(lang).read(document)
    assert all(text[piece.start : piece.end] == piece.text for claim in found.claims for piece in claim.evidence)


SHARED = Pipeline(model=None)


def test_text_without_names_gives_nothing(pipeline: Pipeline) -> None:
    assert read(pipeline, "de", "Es regnete den ganzen Tag.").claims == ()
    assert read(pipeline, "en", "").entities == ()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_teaser_gives_nothing(pipeline: Pipeline, lang: str) -> None:
    teaser = {"de": "Lesen Sie auch: Bosch baut weitere Stellen ab", "en": "Read more: Intel cuts 15,000 jobs"}[lang]
    assert read(pipeline, lang, f"{teaser}\n").claims == ()


def seconds(pipeline: Pipeline, lang: str, text: str) -> float:
    started = time.process_time()
    read(pipeline, lang, text)
    return time.process_time() - started


_ENDLESS = {
    "de": "die Tochter von Siemens und der Rivale Bosch, der in Polen 5 Prozent hält, ",
    "en": "the unit of Siemens and its rival Bosch, which in Poland owns 5 percent, ",
}


@pytest.mark.parametrize(("lang", "piece"), _ENDLESS.items())
def test_time_grows_with_the_length_of_a_sentence(pipeline: Pipeline, lang: str, piece: str) -> None:
    read(pipeline, lang, piece)
    short, long = (seconds(pipeline, lang, "Alibaba kaufte " + piece * times) for times in (25, 100))
    assert long < 12 * short + 0.5, f"a sentence four times as long takes {long / short:.0f} times as long"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_long_article_is_read_in_time(pipeline: Pipeline, lang: str) -> None:
    texts = [article["text"] for article in GOLD if article["lang"] == lang]
    long = "\n\n".join(texts * (200_000 // sum(map(len, texts)) + 1))[:200_000]
    assert seconds(pipeline, lang, long) < 40


def test_articles_pass_through_with_refusals_in_their_order(pipeline: Pipeline) -> None:
    folder = Path(__file__).parent / "gold"
    documents = [Document(article["id"], article["text"]) for article in read_gold(folder)[:2]]
    ids = [found.document.id for found in pipeline.extract(documents) if isinstance(found, Extraction)]
    assert ids == [document.id for document in documents]
