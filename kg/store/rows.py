"""From the records of one article to the rows that are written: pure functions, the same rows on every run."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from kg.errors import SourceError
from kg.model import STATUSES, Claim, Document, Entity, Evidence, Extraction, content_id
from kg.ontology import Ontology
from kg.store.values import whole_text

TITLE_LENGTH = 80
"""Characters of the text that stand for the title of an article without one."""

Row = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """What is written of one or several articles.

    Attributes:
        documents: ``{id, properties}``.
        entities: ``{id, type, properties}`` by id; ``properties`` follow from the id alone.
        mentions: ``{document, entity, properties}``.
        claims: ``{id, subject, relation, object}`` by id.
        statements: ``{claim, document, properties}``.
        digests: ``{id, digest}`` of the articles.
    """

    documents: list[Row] = field(default_factory=list)
    entities: dict[str, Row] = field(default_factory=dict)
    mentions: list[Row] = field(default_factory=list)
    claims: dict[str, Row] = field(default_factory=dict)
    statements: list[Row] = field(default_factory=list)
    digests: list[Row] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.documents) + len(self.mentions) + len(self.statements)

    @property
    def digest(self) -> str:
        """That of the first article."""
        return str(self.digests[0]["digest"])

    @classmethod
    def joined(cls, articles: Iterable[Rows]) -> Rows:
        """The rows of several articles together."""
        rows = cls()
        for article in articles:
            rows.documents += article.documents
            rows.entities |= article.entities
            rows.mentions += article.mentions
            rows.claims |= article.claims
            rows.statements += article.statements
            rows.digests += article.digests
        return rows


def stored_digest(document: Document, version: str) -> str:
    """Fingerprint of an article and of what read it: the same in the store means that there is nothing to do.

    Args:
        document: the article.
        version: of extractor and schema, as one text.
    """
    return content_id(document.digest(), version)


def rows_of(extraction: Extraction, version: str, ontology: Ontology) -> Rows:
    """The rows of one article.

    Args:
        extraction: what was read out of it.
        version: see :func:`stored_digest`.
        ontology: what the graph can say.

    Raises:
        SourceError: the records contradict each other or the ontology; the message names what.
    """
    document = extraction.document
    check_extraction(extraction, ontology)
    rows = Rows([{"id": document.id, "properties": _document(document)}])
    for entity in _merged_entities(extraction.entities):
        rows.entities[entity.id] = {"id": entity.id, "type": entity.type, "properties": _identity(entity)}
        rows.mentions.append({"document": document.id, "entity": entity.id, "properties": _mention(entity)})
    for claim in _merged_claims(extraction.claims):
        rows.claims[claim.id] = {"id": claim.id, "subject": claim.subject_id, "relation": claim.relation, "object": claim.object_id}
        rows.statements.append({"claim": claim.id, "document": document.id, "properties": _statement(claim, document.id)})
    rows.digests.append({"id": document.id, "digest": stored_digest(document, version)})
    return rows if _is_text(document) else Rows(**{name: whole_text(getattr(rows, name)) for name in Rows.__dataclass_fields__})


def _is_text(document: Document) -> bool:
    try:
        "".join(filter(None, (document.id, document.text, document.title, document.url, document.source))).encode()
    except UnicodeEncodeError:
        return False
    return True


def check_extraction(extraction: Extraction, ontology: Ontology) -> None:
    """See to it that nothing gets into the graph that the graph cannot say.

    Raises:
        SourceError: naming the document, the record and what is wrong with it.
    """
    where = extraction.document.id
    if not where:
        raise SourceError("article without id", "give it one, or let the loader make it from address or content")
    types = {entity.id: entity.type for entity in extraction.entities}
    for entity in extraction.entities:
        if entity.type not in ontology.entities or types[entity.id] != entity.type:
            raise SourceError(where, f"entity {entity.name!r} has the type {entity.type!r}, which the ontology lacks or another record of it contradicts")
    for claim in extraction.claims:
        problem = _problem(claim, types, ontology)
        if problem:
            raise SourceError(where, f"claim {claim.subject!r} {claim.relation} {claim.object!r}: {problem}")


def _problem(claim: Claim, types: dict[str, str], ontology: Ontology) -> str | None:
    relation = ontology.relations.get(claim.relation)
    if relation is None:
        return "the ontology has no such relation"
    if claim.subject_id not in types or claim.object_id not in types:
        return "subject or object is not among the entities of the article"
    if claim.id != content_id(claim.subject_id, claim.relation, claim.object_id):
        return "its id is not made from subject, relation and object"
    if relation.symmetric and claim.object_id < claim.subject_id:
        return "the relation is symmetric; the smaller id comes first"
    if claim.status not in STATUSES:
        return f"no status {claim.status!r}"
    return None if claim.evidence else "it has no evidence"


def _document(document: Document) -> Row:
    return {
        "name": document.title or _shortened(document.text) or document.id, "title": document.title, "url": document.url,
        "published": _day(document.date), "lang": document.lang, "source": document.source,
    }  # fmt: skip


def _day(date: str | None) -> datetime.date | None:
    """The day of publication; a date without day or month is none, as the graph's dates are whole days."""
    try:
        return datetime.date.fromisoformat((date or "")[:10])
    except ValueError:
        return None


def _shortened(text: str) -> str:
    words = _plain(text[: 4 * TITLE_LENGTH])
    return words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _identity(entity: Entity) -> Row:
    """What follows from the id alone: of a figure all that it measures."""
    figure = entity.figure
    return {} if figure is None else {key: value for key, value in asdict(figure).items() if value is not None} | {"value": float(figure.value)}


def _mention(entity: Entity) -> Row:
    """How one article speaks of a thing. Descriptions ("der Konzern") are counted, but are no other names of it."""
    forms = {_plain(mention.name or mention.text) for mention in entity.mentions if mention.kind == "named"}
    return {
        "count": len(entity.mentions), "name": entity.name, "forms": sorted(forms | {entity.name}),
        "kind": entity.kind, "reason": entity.reason or None,
    }  # fmt: skip


def _statement(claim: Claim, document_id: str) -> Row:
    first, *others = claim.evidence
    qualifiers = claim.qualifiers
    amount = qualifiers.amount
    row = {
        "id": content_id(claim.id, document_id), "sentence": first.text, "start": first.start, "end": first.end,
        "status": claim.status, "confidence": round(claim.confidence, 4), "extractor": claim.extractor,
        "amount": float(amount.value) if amount else None, "currency": amount.unit if amount else None, "hedge": amount.hedge if amount else None,
        "stake": None if qualifiers.stake is None else float(qualifiers.stake),
        "role": qualifiers.role, "facility": qualifiers.facility, "date": qualifiers.date, "topic": qualifiers.topic,
    }  # fmt: skip
    if others:
        passages = claim.evidence
        row |= {"starts": [p.start for p in passages], "ends": [p.end for p in passages], "sentences": [p.text for p in passages]}
    return row


def _merged_entities(entities: Iterable[Entity]) -> Iterator[Entity]:
    """One record for each thing; of several the first gives the name, and the others' names are further forms."""
    by_id: dict[str, list[Entity]] = {}
    for entity in entities:
        by_id.setdefault(entity.id, []).append(entity)
    for same in by_id.values():
        first = same[0]
        if len(same) == 1:
            yield first
            continue
        mentions = tuple(sorted((mention for entity in same for mention in entity.mentions), key=lambda mention: (mention.start, mention.end)))
        reason = "; ".join(sorted({entity.reason for entity in same if entity.reason}))
        yield Entity(first.id, first.name, first.type, mentions, first.kind, reason, first.figure)


def _merged_claims(claims: Iterable[Claim]) -> Iterator[Claim]:
    """One record for each claim; of several the most confident one, with the evidence of all."""
    by_id: dict[str, list[Claim]] = {}
    for claim in claims:
        by_id.setdefault(claim.id, []).append(claim)
    for same in by_id.values():
        best = max(same, key=lambda claim: claim.confidence)
        passages: dict[Evidence, None] = dict.fromkeys([*best.evidence, *(passage for claim in same for passage in claim.evidence)])
        yield Claim(
            best.id, best.subject, best.relation, best.object, best.subject_id, best.object_id,
            best.status, best.confidence, best.extractor, tuple(passages), best.qualifiers,
        )  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(text.split())


__all__ = ["Row", "Rows", "check_extraction", "rows_of", "stored_digest"]
