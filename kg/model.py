"""The records that travel through the program, all frozen: from article to mentions, entities, claims and evidence.

A *mention* stands in the text, an *entity* and a *claim* in the graph, *evidence* joins them. Offsets count characters
(Python ``str``) of ``Document.text``, end exclusive; ``text[start:end]`` is always the words that a record quotes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

Status = Literal["asserted", "planned", "rumoured", "ended", "denied"]
STATUSES: tuple[Status, ...] = ("asserted", "planned", "rumoured", "ended", "denied")

Hedge = Literal["exact", "about", "at least", "up to"]
MentionKind = Literal["named", "nominal", "literal"]


def content_id(*parts: str | int | float | None) -> str:
    """Identify something by what it is: the same parts give the same id on every run and machine.

    Args:
        parts: the values that make up the identity, in a fixed order; ``None`` for one that is not known.

    Returns:
        20 hexadecimal digits of the SHA-256 of the parts as JSON (80 bits: a collision among 10⁹ things has a chance of 4 · 10⁻⁷).

    >>> content_id("Company", "alibaba")
    'd8fe6143fb53dec8958d'
    """
    packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    Attributes:
        id: given by the source, or made from url or content.
        text: the article without boilerplate, line ends as ``\\n``.
        title: headline, if known.
        date: day of publication, ISO 8601 (``2025-09-26``), if known.
        lang: ISO 639-1 code (``de``), ``None`` until it has been recognised.
        url: address of the article, if known.
        source: publisher, feed or file that it came from, if known.
    """

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    lang: str | None = None
    url: str | None = None
    source: str | None = None

    def digest(self) -> str:
        """Fingerprint of everything in the article; two documents of one id and one digest are the same version."""
        return content_id(*(str(value) if value is not None else None for value in asdict(self).values()))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A source that was not taken, with the reason: it is counted and named, and the rest goes on."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the article that stand for something.

    Attributes:
        start: first character in ``Document.text``.
        end: one past the last.
        text: the words themselves.
        type: entity type of the ontology, or ``Money``, ``Percent``, ``Number``, ``Date`` for a literal.
        kind: ``named`` ("Alibaba"), ``nominal`` ("der Konzern", "she") or ``literal`` ("16 Millionen Dollar").
        name: the plain name that the words stand for where it differs ("chinesische" → "China").
    """

    start: int
    end: int
    text: str
    type: str
    kind: MentionKind = "named"
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with its unit: an ISO 4217 currency code, ``percent``, ``people`` or ``units``."""

    value: float
    unit: str
    hedge: Hedge = "exact"


_SCALES = ((1e9, " bn"), (1e6, " m"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value, the object of ``REPORTS``.

    Attributes:
        metric: one of the ontology's metrics (``revenue``, ``growth`` …).
        value: the number; falls are negative, a loss is positive with metric ``loss``.
        unit: ISO 4217 code, ``percent``, ``people``, ``units`` …
        period: what it was measured over, with partial precision (``2025``, ``2025-Q2``, ``2025-09``), if known.
        of: the part or quantity concerned ("Cloud", "Umsatz"), if it is not the whole.
    """

    metric: str
    value: float
    unit: str
    period: str | None = None
    of: str | None = None

    @property
    def name(self) -> str:
        """Caption, short enough for a node.

        >>> Figure("growth", 26, "percent", "2025-Q2", "Cloud").name, Figure("revenue", 19.4e9, "EUR").name, Figure("headcount", 13000, "people").name
        ('26 % growth (Cloud), 2025-Q2', '19.4 bn EUR revenue', '13,000 people headcount')
        """
        scale, word = next(((scale, word) for scale, word in _SCALES if abs(self.value) >= scale), (1, ""))
        number = f"{self.value / scale:,.3f}".rstrip("0").rstrip(".") + word
        unit = "%" if self.unit == "percent" else self.unit
        part = f" ({self.of})" if self.of else ""
        when = f", {self.period}" if self.period else ""
        return f"{number} {unit} {self.metric}{part}{when}"


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """What is said beside subject, relation and object; every field is absent where the text does not say it."""

    amount: Amount | None = None
    stake: float | None = None
    role: str | None = None
    facility: str | None = None
    date: str | None = None
    topic: str | None = None

    def filled_from(self, other: Qualifiers) -> Qualifiers:
        """These, with the other's where these say nothing.

        >>> Qualifiers(role="CEO").filled_from(Qualifiers(stake=5.0, role="chief"))
        Qualifiers(amount=None, stake=5.0, role='CEO', facility=None, date=None, topic=None)
        """
        mine = {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}
        return replace(other, **mine)

    def to_json(self) -> dict[str, Any]:
        """Only what is there."""
        return {key: value for key, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that proves a claim: ``Document.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in one article, whatever it is called there.

    Attributes:
        id: the same for the same thing in every article (see ``kg.resolve``).
        name: the fullest plain form in the article.
        type: entity type of the ontology.
        mentions: where it stands, in text order.
        kind: for places ``country``, ``region`` or ``city``.
        reason: why it has this id ("known alias of Volkswagen", "name without legal form AG").
        figure: the measured value, where ``type`` is ``Figure``.
    """

    id: str
    name: str
    type: str
    mentions: tuple[Mention, ...] = ()
    kind: str | None = None
    reason: str = ""
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article says of two things.

    Attributes:
        id: made from subject id, relation and object id: the same in every article.
        subject: name of the subject in this article.
        relation: relation type of the ontology.
        object: name of the object, or the figure.
        subject_id: entity id of the subject.
        object_id: entity id of the object.
        status: how far it holds.
        qualifiers: amount, stake, role …
        confidence: estimated probability that a reader would agree, 0 to 1.
        extractor: which rule or model found it.
        evidence: at least one passage.
    """

    id: str
    subject: str
    relation: str
    object: str | Figure
    subject_id: str
    object_id: str
    status: Status
    confidence: float
    extractor: str
    evidence: tuple[Evidence, ...]
    qualifiers: Qualifiers = field(default_factory=Qualifiers)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one article."""

    document: Document
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The JSON object that ``kg extract`` prints (ready for ``json.dumps``)."""
        document = self.document
        return {
            "id": document.id, "title": document.title, "date": document.date, "lang": document.lang,
            "url": document.url, "source": document.source, "text": document.text,
            "entities": [_entity_json(entity) for entity in self.entities],
            "claims": [_claim_json(claim) for claim in self.claims],
        }  # fmt: skip

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Extraction:
        """The inverse of :meth:`to_json`.

        Raises:
            KeyError, TypeError: the object lacks a field that ``kg extract`` always writes.
        """
        document = Document(**{key: row.get(key) for key in ("id", "text", "title", "date", "lang", "url", "source")})  # type: ignore[arg-type]
        return cls(document, tuple(map(_entity_from, row["entities"])), tuple(map(_claim_from, row["claims"])))


def _present(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if value is not None and value != ""}


def _entity_json(entity: Entity) -> dict[str, Any]:
    mentions = [_present(asdict(mention).items()) for mention in entity.mentions]
    optional = (("kind", entity.kind), ("reason", entity.reason), ("figure", entity.figure and _present(asdict(entity.figure).items())))
    return {"id": entity.id, "name": entity.name, "type": entity.type, "mentions": mentions} | _present(optional)


def _claim_json(claim: Claim) -> dict[str, Any]:
    target = _present(asdict(claim.object).items()) if isinstance(claim.object, Figure) else claim.object
    return {
        "id": claim.id, "subject": claim.subject, "relation": claim.relation, "object": target, "status": claim.status,
        "qualifiers": claim.qualifiers.to_json(), "confidence": round(claim.confidence, 4), "extractor": claim.extractor,
        "evidence": [asdict(evidence) for evidence in claim.evidence], "subject_id": claim.subject_id, "object_id": claim.object_id,
    }  # fmt: skip


def _entity_from(row: Mapping[str, Any]) -> Entity:
    fields = dict(row) | {"mentions": tuple(Mention(**mention) for mention in row["mentions"])}
    if "figure" in fields:
        fields["figure"] = Figure(**fields["figure"])
    return Entity(**fields)


def _claim_from(row: Mapping[str, Any]) -> Claim:
    qualifiers = dict(row["qualifiers"])
    if "amount" in qualifiers:
        qualifiers["amount"] = Amount(**qualifiers["amount"])
    target = Figure(**row["object"]) if isinstance(row["object"], Mapping) else row["object"]
    evidence = tuple(Evidence(**piece) for piece in row["evidence"])
    return Claim(**(dict(row) | {"object": target, "qualifiers": Qualifiers(**qualifiers), "evidence": evidence}))


__all__ = [
    "STATUSES", "Amount", "Claim", "Document", "Entity", "Evidence", "Extraction", "Figure", "Hedge", "Mention",
    "MentionKind", "Qualifiers", "Refusal", "Status", "content_id",
]  # fmt: skip
