"""What the stages hand on about one article, before it becomes an :class:`~kg.model.Extraction`.

Mentions, things and statements can come from the rules of this package or from a trained model: the stages behind do not care.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from kg.model import Document, Figure, Mention, Qualifiers, Status


@dataclass(frozen=True, slots=True)
class Thing:
    """Mentions of one article that stand for the same thing.

    Attributes:
        name: the fullest plain form.
        type: entity type of the ontology.
        mentions: indices into ``Reading.mentions``, in text order.
        kind: for places ``country``, ``region`` or ``city``, if known.
    """

    name: str
    type: str
    mentions: tuple[int, ...]
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation that the article states.

    Attributes:
        subject: index into ``Reading.things``.
        relation: relation type.
        object: index into ``Reading.things``, a figure, or a fixed name ("layoffs").
        status: how far it holds.
        confidence: 0 to 1.
        extractor: rule or model that found it.
        evidence: character spans, at least one.
        qualifiers: amount, stake, role …
    """

    subject: int
    relation: str
    object: int | Figure | str
    status: Status
    confidence: float
    extractor: str
    evidence: tuple[tuple[int, int], ...]
    qualifiers: Qualifiers = field(default_factory=Qualifiers)


@dataclass(frozen=True, slots=True)
class Reading:
    """One article on its way through the stages; each stage adds its part."""

    document: Document
    sentences: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...] = ()
    things: tuple[Thing, ...] = ()
    statements: tuple[Statement, ...] = ()

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Span of the sentence that holds a character (the last one that starts at or before it)."""
        index = bisect_right(self.sentences, position, key=lambda span: span[0]) - 1
        return self.sentences[max(index, 0)] if self.sentences else (0, len(self.document.text))

    def mentions_in(self, span: tuple[int, int]) -> tuple[Mention, ...]:
        """Mentions that begin in a stretch of text."""
        first, last = (bisect_left(self.mentions, position, key=lambda mention: mention.start) for position in span)
        return self.mentions[first:last]
