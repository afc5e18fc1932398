"""The extraction as a component of spaCy pipelines."""

from __future__ import annotations

import pytest
import spacy

import loaders.component  # noqa: F401 - registers the factory where the package's entry points are not installed

TEXT = "Alibaba hat eine Partnerschaft mit Nvidia angekündigt. Die Bosch GmbH hat ihren Sitz in Stuttgart."


def test_component_of_a_blank_pipeline() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("company_graph")
    doc = nlp(TEXT)
    claims = {(frozenset((c.subject, c.object)), c.relation) for c in doc._.company_graph.claims}
    assert claims >= {(frozenset(("Alibaba", "Nvidia")), "PARTNERS_WITH"), (frozenset(("Bosch", "Stuttgart")), "BASED_IN")}
    assert {(span.text, span.label_) for span in doc.spans["company_graph"]} >= {("Alibaba", "Company"), ("Nvidia", "Company"), ("Stuttgart", "Place")}


def test_sentences_of_another_component_are_read() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer", config={"punct_chars": ["!"]})
    nlp.add_pipe("company_graph", config={"min_confidence": 0.9})
    doc = nlp(TEXT)
    assert len(list(doc.sents)) == 1
    assert all(evidence.text == TEXT for claim in doc._.company_graph.claims for evidence in claim.evidence)
    assert doc._.company_graph.claims


def test_documents_of_other_libraries_stay_as_they_were() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("company_graph")
    doc = nlp("Nothing here names a company.")
    assert [token.text for token in doc] == ["Nothing", "here", "names", "a", "company", "."]
    assert not doc.ents
    assert doc._.company_graph.claims == ()


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no words of language 'fr'.*de, en"):
        spacy.blank("fr").add_pipe("company_graph")
