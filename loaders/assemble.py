"""A reading becomes an :class:`~kg.model.Extraction`: ids, the ontology's last word, one claim per triple.

Everything that rules or model found passes here: types that do not fit a relation, a thing related to itself, a claim that a more
specific one makes superfluous are dropped; the same triple from several sentences is one claim with all its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from kg.gazetteer import Gazetteers
from kg.model import Claim, Entity, Evidence, Extraction, Figure, Qualifiers, content_id
from kg.ontology import Ontology
from kg.resolve import resolve_entity
from loaders.reading import Reading, Statement, Thing


def assemble(reading: Reading, ontology: Ontology, gazetteers: Gazetteers) -> Extraction:
    """Entities and claims of one article, in the order of the text."""
    entities = [_entity(reading, thing, gazetteers) for thing in reading.things]
    found: dict[str, list[Claim]] = {}
    extra: dict[str, Entity] = {}
    for statement in reading.statements:
        subject = entities[statement.subject]
        target = _target(statement, subject, entities)
        if subject.id == target.id or not ontology.allows(subject.type, statement.relation, target.type):
            continue
        claim = _claim(reading, statement, subject, target, ontology)
        found.setdefault(claim.id, []).append(claim)
        if not isinstance(statement.object, int):
            extra[target.id] = target
    stated = {(claims[0].relation, claims[0].subject_id, claims[0].object_id) for claims in found.values()}
    kept = [_joined(claims) for claims in found.values() if not _superseded(claims[0], stated, ontology)]
    used = {claim.object_id for claim in kept}
    added = tuple(entity for entity in extra.values() if entity.id in used)
    return Extraction(reading.document, (*_merged(entities), *added), tuple(kept))


def _entity(reading: Reading, thing: Thing, gazetteers: Gazetteers) -> Entity:
    mentions = tuple(reading.mentions[index] for index in thing.mentions)
    aliases = {mention.text for mention in mentions if mention.kind == "named"}
    found = resolve_entity(thing.name, thing.type, aliases=aliases, gazetteers=gazetteers)
    return Entity(found.id, thing.name, thing.type, mentions, thing.kind or found.kind, found.reason)


def _merged(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Things that resolve to one entity of the graph ("USA" and "United States") are one entity of the article."""
    merged: dict[str, Entity] = {}
    for entity in entities:
        known = merged.get(entity.id)
        if known is None:
            merged[entity.id] = entity
        else:
            both = sorted({*known.mentions, *entity.mentions}, key=lambda mention: (mention.start, mention.end))
            merged[entity.id] = replace(known, mentions=tuple(both))
    return tuple(merged.values())


def _target(statement: Statement, subject: Entity, entities: list[Entity]) -> Entity:
    if isinstance(statement.object, int):
        return entities[statement.object]
    if isinstance(statement.object, Figure):
        figure = statement.object
        ident = content_id("Figure", subject.id, figure.metric, float(f"{figure.value:.12g}"), figure.unit, figure.period, figure.of)
        return Entity(ident, figure.name, "Figure", reason="figure of its company", figure=figure)
    return Entity(content_id("Topic", statement.object), statement.object, "Topic", reason="fixed name of the ontology")


def _claim(reading: Reading, statement: Statement, subject: Entity, target: Entity, ontology: Ontology) -> Claim:
    if ontology.relations[statement.relation].symmetric and target.id < subject.id:
        subject, target = target, subject
    text = reading.document.text
    evidence = tuple(Evidence(start, end, text[start:end]) for start, end in statement.evidence)
    return Claim(
        id=content_id(subject.id, statement.relation, target.id), subject=subject.name, relation=statement.relation,
        object=target.figure or target.name, subject_id=subject.id, object_id=target.id, status=statement.status,
        confidence=statement.confidence, extractor=statement.extractor, evidence=evidence, qualifiers=statement.qualifiers,
    )  # fmt: skip


def _joined(claims: list[Claim]) -> Claim:
    """All findings of one claim: the surest leads, of equals the first; a denial outweighs what it denies; gaps are filled."""
    ordered = sorted(claims, key=lambda claim: -claim.confidence)
    first = ordered[0]
    status = "denied" if any(claim.status == "denied" for claim in ordered) else first.status
    filled = reduce(Qualifiers.filled_from, (claim.qualifiers for claim in ordered))
    evidence = tuple(dict.fromkeys(piece for claim in ordered for piece in claim.evidence))
    return replace(first, status=status, qualifiers=filled, evidence=evidence)


def _superseded(claim: Claim, stated: set[tuple[str, str, str]], ontology: Ontology) -> bool:
    return any((stronger, claim.subject_id, claim.object_id) in stated for stronger in ontology.relations[claim.relation].yields_to)
