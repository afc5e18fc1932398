"""The trained model in the line: the same on every run, whatever the threads; articles of any length; without it, rules alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.model import Document, Extraction
from loaders.model.file import MODEL, read_model
from loaders.pipeline import Pipeline
from tests.plain_sentences import ENGLISH, GERMAN, Expected
from tests.scoring import read_gold
from tests.test_extraction import WORKED_DE, WORKED_EN, assert_worked, told, wanted

GOLD = read_gold(Path(__file__).parent / "gold")
DOCUMENTS = [Document(a["id"], a["text"], a.get("title"), a.get("date"), a["lang"]) for a in GOLD[::4]]
PLAIN = Document("plain", "Siemens hat eine Partnerschaft mit Nvidia angekündigt. Die Bosch GmbH hat ihren Sitz in Stuttgart.", lang="de")


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def _read(pipeline: Pipeline, documents: list[Document]) -> list[str]:
    return [json.dumps(found.to_json()) for found in pipeline.extract(documents) if isinstance(found, Extraction)]


def test_threads_change_nothing(pipeline: Pipeline) -> None:
    alone = _read(Pipeline(workers=1), DOCUMENTS)
    assert alone == _read(Pipeline(workers=4), DOCUMENTS)
    inside = Pipeline(workers=1)
    inside.model = read_model(MODEL, threads=2)
    assert alone == _read(inside, DOCUMENTS)
    assert alone == _read(pipeline, DOCUMENTS)


def test_the_order_is_that_of_the_articles(pipeline: Pipeline) -> None:
    found = [e.document.id for e in pipeline.extract(iter(DOCUMENTS * 3)) if isinstance(e, Extraction)]
    assert found == [d.id for d in DOCUMENTS * 3]


def test_no_more_articles_are_taken_than_are_needed() -> None:
    taken = []

    def endless() -> Iterator[Document]:
        while True:
            taken.append(1)
            yield PLAIN

    results = Pipeline(workers=2).extract(endless())
    next(results)
    assert len(taken) <= 8


@pytest.mark.parametrize("content", [None, b"no archive", "cut", "changed"])
def test_without_a_sound_model_rules_alone_read(tmp_path: Path, content: bytes | str | None, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "model.kgm"
    whole = MODEL.read_bytes()
    if content == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif content == "changed":
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes(byte ^ 255 for byte in whole[middle : middle + 100]) + whole[middle + 100 :])
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        found = _read(Pipeline(model=path), [PLAIN] * 3)
    assert len(caplog.records) == 1
    assert "rules alone read" in caplog.text
    assert str(path) in caplog.text
    assert found == _read(Pipeline(model=None), [PLAIN] * 3)


def test_articles_of_any_length(pipeline: Pipeline) -> None:
    text = GOLD[0]["text"] + "\n" + "und noch ein Wort, " * 300 + "sagte Siemens.\n" + GOLD[0]["text"]
    (found,) = pipeline.extract([Document("long", text * 4, lang=GOLD[0]["lang"])])
    assert isinstance(found, Extraction)
    once = next(iter(pipeline.extract([Document("once", GOLD[0]["text"], lang=GOLD[0]["lang"])])))
    assert isinstance(once, Extraction)
    names = {e.name for e in once.entities if e.type == "Company"}
    assert len(names & {e.name for e in found.entities}) >= 0.8 * len(names)
    assert all(text_of(found, e.start, e.end) == e.text for c in found.claims for e in c.evidence)


def text_of(found: Extraction, start: int, end: int) -> str:
    return found.document.text[start:end]


@pytest.mark.parametrize("text", ["", " \n ", "a", "x" * 5000, "Ä" * 5000, "🙂 " * 700, "1 " * 3000, "Siemens" + " AG" * 2000, "\u0000\u200b Siemens \ufeff"])
def test_odd_texts_do_not_break_it(pipeline: Pipeline, text: str) -> None:
    for lang in ("de", "en"):
        found = pipeline.reader(lang).read(Document("odd", text, lang=lang))
        assert all(found.document.text[m.start : m.end] == m.text for e in found.entities for m in e.mentions)


def test_a_higher_least_confidence_leaves_fewer_claims_and_no_other(pipeline: Pipeline) -> None:
    document = DOCUMENTS[0]
    sets = [{c.id for c in Pipeline(least=least).reader(document.lang or "").read(document).claims} for least in (0.1, 0.6, 0.95)]
    assert sets[0] > sets[1] > sets[2]
    assert Pipeline(least=0.6).version() != pipeline.version()


def test_why_no_claim_joins_two_companies(pipeline: Pipeline) -> None:
    text = "Siemens und Nvidia haben eine Partnerschaft vereinbart. Am selben Tag stiegen die Aktien von Siemens und Allianz."
    found, unstated = pipeline.reader("de").explain(Document("d", text, lang="de"))
    assert [c.relation for c in found.claims if c.relation == "PARTNERS_WITH"] == ["PARTNERS_WITH"]
    (row,) = [row for row in unstated if {row.one, row.two} == {"Siemens", "Allianz"}]
    assert text[row.start : row.end] == row.text
    assert "no relation" in row.reason or "below the threshold" in row.reason
    strict = Pipeline(least=0.9999).reader("de").explain(Document("d", text, lang="de"))[1]
    assert any("below the threshold: PARTNERS_WITH" in row.reason and "1.00 is needed" in row.reason for row in strict)


@pytest.mark.parametrize(("lang", "sentences"), [("de", GERMAN), ("en", ENGLISH)])
def test_the_sentences_that_users_try_first_are_not_missed(pipeline: Pipeline, lang: str, sentences: list[tuple[str, list[Expected]]]) -> None:
    missed, more, count = [], 0, 0
    for text, expected in sentences:
        found = {told(claim)[:4] for claim in pipeline.reader(lang).read(Document("plain", text, None, "2025-09-26", lang)).claims}
        due = {wanted(row)[:4] for row in expected}
        missed += [(text, *claim) for claim in due - found]
        more += len(found - due)
        count += len(due)
    assert missed == []
    assert more <= 0.1 * count


@pytest.mark.parametrize(
    ("lang", "text", "places", "words"),
    [
        ("de", WORKED_DE, ("Brasilien", "Frankreich", "Niederlande"), ("Rechenzentren", "Apsara-Konferenz", "USA", "Software")),
        ("en", WORKED_EN, ("Brazil", "France", "Netherlands"), ("data centres", "Apsara Conference", "United States", "software")),
    ],
)
def test_the_worked_example_is_complete(pipeline: Pipeline, lang: str, text: str, places: tuple[str, ...], words: tuple[str, str, str, str]) -> None:
    assert_worked(pipeline, lang, text, places, *words)
