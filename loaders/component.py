"""The extraction as a component of a spaCy pipeline: ``nlp.add_pipe("company_graph")``.

Any pipeline of a language that the program reads can carry it, a blank one or a trained one; where earlier components have set sentence
starts, those sentences are read. The component adds nothing to a document but ``doc._.company_graph`` (an :class:`~kg.model.Extraction`)
and the span group ``doc.spans["company_graph"]`` with the mentions, labelled by type.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Document, content_id
from loaders.pipeline import Pipeline, Reader

NAME = "company_graph"
for _name in (NAME, "published"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@dataclass(frozen=True, slots=True)
class CompanyGraph:
    """Reads each document that passes."""

    reader: Reader

    def __call__(self, doc: Doc) -> Doc:
        """Add extraction and mentions.

        Args:
            doc: its ``_.published`` ("2025-09-26") is what "last year" is counted from.
        """
        sentences = tuple(_trimmed(doc.text, sent.start_char, sent.end_char) for sent in doc.sents) if doc.has_annotation("SENT_START") else None
        document = Document(content_id(doc.text), doc.text, date=doc._.published, lang=self.reader.lexicon.lang)
        found = self.reader.read(document, sentences)
        doc._.set(NAME, found)
        spans = (doc.char_span(m.start, m.end, label=e.type, alignment_mode="expand") for e in found.entities for m in e.mentions)
        doc.spans[NAME] = sorted((span for span in spans if span is not None), key=lambda span: (span.start, -span.end))
        return doc


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


@Language.factory(NAME, default_config={"schema": None, "min_confidence": None})
def build_component(nlp: Language, name: str, schema: str | None, min_confidence: float | None) -> CompanyGraph:
    """Make the component.

    Args:
        nlp: the pipeline that it goes into; its language must be one of the schema's.
        name: of the component.
        schema: folder of a schema of one's own.
        min_confidence: that a claim needs, 0 to 1; by default what suits the model best.

    Raises:
        ValueError: there are no words of the language.
    """
    pipeline = Pipeline(Path(schema) if schema else None, least=min_confidence)
    if nlp.lang not in pipeline.languages:
        raise ValueError(f"{name}: no words of language {nlp.lang!r} in the schema; there are {', '.join(pipeline.languages)}")
    return CompanyGraph(pipeline.reader(nlp.lang))
