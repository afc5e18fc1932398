"""Where sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ontology import read_ontology
from loaders.lexicon import read_lexicon
from loaders.sentences import find_sentences, is_advertising

LEXICA = {lang: read_lexicon(read_ontology(), lang) for lang in ("de", "en")}


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("de", ["Der Umsatz stieg im 3. Quartal.", "Das sagte Dr. Maier."]),
        ("de", ["Er zahlte rd. 5 Mio. Euro, d.h. zu viel.", "Und dann?", "Nichts!"]),
        ("de", ["„Wir bauen.“", "Das sagte er."]),
        ("de", ["Am 24. September kam J. P. Weber."]),
        ("de", ["Es gab 2.500 Stellen.", "2024 war gut."]),
        ("en", ["Mr. Smith left Acme Inc. in 2024.", "The U.S. firm said so."]),
        ("en", ["It paid $2.5 billion.", "Shares rose 3.4 percent."]),
        ("en", ["It bought Acme Inc.", "The price was $5 million."]),
        ("en", ["Apple Inc. Chief Executive Tim Cook spoke."]),
        ("en", ["It met Mr. Inc. Smith of the U.S. Senate."]),
        ("de", ["Das gilt für Acme Ltd.", "Der Preis blieb geheim."]),
        ("de", ["Es kamen Prof. Maier und St. Pauli."]),
        ("en", ['"We build." she said.', "He left."]),
        ("en", ["A headline without a stop", "The text."]),
    ],
)
def test_sentences(lang: str, sentences: list[str]) -> None:
    text = "\n".join(sentences) if "headline" in sentences[0] else " ".join(sentences)
    assert [text[start:end] for start, end in find_sentences(text, LEXICA[lang])] == sentences


@given(st.text(max_size=200), st.sampled_from(["de", "en"]))
def test_sentences_cover_all_but_blanks(text: str, lang: str) -> None:
    spans = find_sentences(text, LEXICA[lang])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert sum(not char.isspace() for char in text) == sum(not char.isspace() for start, end in spans for char in text[start:end])


def test_advertising_is_a_matter_of_the_line() -> None:
    text = "Lesen Sie auch: Bosch baut Stellen ab. Und Mahle.\nSiemens wächst."
    assert [is_advertising(text, span, LEXICA["de"]) for span in find_sentences(text, LEXICA["de"])] == [True, True, False]
