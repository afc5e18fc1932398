"""The small world that the reports are tested on: nine articles in two languages, as the extraction would hand them over.

Texts are made of the sentences below, so every offset is right by construction. The facts are invented; where real
companies appear, they say what the worked example of the project says or nothing in particular.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.model import Amount, Claim, Document, Entity, Evidence, Extraction, Figure, Mention, Qualifiers, Status, content_id

THINGS: dict[str, tuple[str, ...]] = {
    "Company": (
        "Alibaba", "Alibaba Cloud", "Nvidia", "Tencent", "ARK Invest", "Nordwerk", "Zephyr Robotics", "Zephyr Labs", "Halden Semiconductors",
        "Lindqvist Capital", "Fjord Holding", "Bäckerei Müller", "Aronia Foods",
    ),
    "Organization": ("EU-Kommission", "BaFin"),
    "Person": ("Eddie Wu", "Daniel Zhang", "Mara Lindqvist"),
    "Place": ("Brasilien", "USA", "Bremen"),
    "Product": ("Qwen3-Max", "Zephyr Arm"),
    "Event": ("Apsara-Konferenz",),
    "Market": ("MDax",),
    "Topic": ("layoffs", "insolvency"),
}  # fmt: skip
TYPES = {name: kind for kind, names in THINGS.items() for name in names}
KEYS = {"Brasilien": "BR", "USA": "US"}  # of the others the key is the name in small letters
KINDS = {"Brasilien": "country", "USA": "country", "Bremen": "city"}
OTHER_NAMES = {
    "Alibaba Group": "Alibaba", "Brazil": "Brasilien", "United States": "USA", "Apsara Conference": "Apsara-Konferenz",
}  # fmt: skip
FORMS = {"layoffs": ("Stellen",), "insolvency": ("Insolvenz",), "Zephyr Labs": ("Zephyr Labs", "Zephyr"), "Zephyr Robotics": ("Zephyr Robotics", "Zephyr")}


@dataclass(frozen=True)
class Said:
    """One claim of one sentence; names are those of ``TYPES`` or ``OTHER_NAMES``."""

    sentence: str
    subject: str
    relation: str
    object: str | Figure
    status: Status = "asserted"
    confidence: float = 0.9
    qualifiers: Qualifiers = field(default_factory=Qualifiers)


def entity_id(name: str) -> str:
    """Id of a thing of this world, whichever of its names is given."""
    name = OTHER_NAMES.get(name, name)
    return content_id(TYPES[name], KEYS.get(name, name.casefold()))


def claim_id(subject: str, relation: str, object_name: str) -> str:
    """Id of a claim of this world; of the two ends of a symmetric one the smaller id comes first."""
    return _claim_id(entity_id(subject), relation, entity_id(object_name))


def _claim_id(subject_id: str, relation: str, object_id: str) -> str:
    return content_id(subject_id, relation, object_id)


SYMMETRIC = {"PARTNERS_WITH", "COMPETES_WITH", "MERGES_WITH"}


def _figure_id(subject_id: str, figure: Figure) -> str:
    return content_id("Figure", subject_id, figure.metric, figure.value, figure.unit, figure.period, figure.of)


def _claim(said: Said, start: int) -> Claim:
    subject_id = entity_id(said.subject)
    object_id = _figure_id(subject_id, said.object) if isinstance(said.object, Figure) else entity_id(said.object)
    subject, target = said.subject, said.object
    if said.relation in SYMMETRIC and object_id < subject_id and isinstance(target, str):
        subject, target, subject_id, object_id = target, subject, object_id, subject_id
    evidence = (Evidence(start, start + len(said.sentence), said.sentence),)
    identity = _claim_id(subject_id, said.relation, object_id)
    return Claim(identity, subject, said.relation, target, subject_id, object_id, said.status, said.confidence, "test", evidence, said.qualifiers)


def _mentions(text: str, forms: Iterable[str], kind: str) -> Iterator[Mention]:
    for form in forms:
        yield from (Mention(found.start(), found.end(), form, kind) for found in re.finditer(rf"\b{re.escape(form)}\b", text))


def _entities(text: str, said: Iterable[Said]) -> Iterator[Entity]:
    names = dict.fromkeys(name for claim in said for name in (claim.subject, claim.object) if isinstance(name, str))
    for name in names:
        own = OTHER_NAMES.get(name, name)
        yield Entity(entity_id(name), name, TYPES[own], tuple(_mentions(text, FORMS.get(name, (name,)), TYPES[own])), KINDS.get(own), "test name")
    for claim in said:
        if isinstance(claim.object, Figure):
            place = text.find(claim.sentence)
            mention = Mention(place, place + len(claim.sentence), claim.sentence, "Figure", "literal")
            yield Entity(_figure_id(entity_id(claim.subject), claim.object), claim.object.name, "Figure", (mention,), None, "figure", claim.object)


def _article(identity: str, date: str | None, lang: str, title: str | None, *said: Said) -> Extraction:
    sentences = list(dict.fromkeys(claim.sentence for claim in said))
    text = " ".join(sentences)
    url = f"https://news.example/{identity}"
    document = Document(identity, text, title, date, lang, url if title else None, "Handelsbote" if lang == "de" else "Market Wire")
    claims = tuple(_claim(claim, text.index(claim.sentence)) for claim in said)
    return Extraction(document, tuple(_entities(text, said)), claims)


GROWTH = Figure("growth", 26, "percent", "2025-Q2", "Cloud")
REVENUE = Figure("revenue", 34_600_000_000, "USD", "2025-Q2")
JOBS_CUT = Figure("jobs_cut", 500, "people")


def articles() -> list[Extraction]:
    """The nine articles, in the order of their dates; the last has neither date nor title."""
    return [*_spring_and_summer(), *_autumn()]


def _spring_and_summer() -> Iterator[Extraction]:
    yield _article(
        "talks", "2025-05-12", "de", "Alibaba verhandelt mit Nvidia",
        Said("Alibaba soll mit Nvidia über eine Partnerschaft verhandeln.", "Alibaba", "PARTNERS_WITH", "Nvidia", "rumoured", 0.62),
        Said("Der US-Konzern Nvidia kommt aus den USA.", "Nvidia", "BASED_IN", "USA", confidence=0.95),
        Said("Chef von Alibaba ist Eddie Wu.", "Eddie Wu", "CEO_OF", "Alibaba", confidence=0.97, qualifiers=Qualifiers(role="Chef")),
    )  # fmt: skip
    chips = Qualifiers(topic="chips")
    yield _article(
        "plans", "2025-06-20", "en", "Alibaba plans a pact",
        Said("Alibaba Group plans a software partnership with Nvidia.", "Alibaba Group", "PARTNERS_WITH", "Nvidia", "planned", 0.85,
             Qualifiers(topic="software")),
        Said("Alibaba Cloud will build a data centre in Brazil by the end of September 2025.", "Alibaba Cloud", "BUILDS_DATACENTER_IN", "Brazil", "planned",
             0.91, Qualifiers(facility="data centre", date="2025-09")),
        Said("Alibaba Cloud is a unit of Alibaba Group.", "Alibaba Cloud", "SUBSIDIARY_OF", "Alibaba Group", confidence=0.96),
        Said("Daniel Zhang stepped down as CEO of Alibaba Group.", "Daniel Zhang", "CEO_OF", "Alibaba Group", "ended", 0.9, Qualifiers(role="CEO")),
        Said("Halden Semiconductors supplies chips to Nvidia.", "Halden Semiconductors", "SUPPLIES", "Nvidia", confidence=0.88, qualifiers=chips),
        Said("Nordwerk supplies Halden Semiconductors.", "Nordwerk", "SUPPLIES", "Halden Semiconductors", confidence=0.8),
    )  # fmt: skip
    yield _article(
        "denial", "2025-07-15", "de", "Nvidia dementiert",
        Said("Nvidia dementiert die Partnerschaft mit Alibaba.", "Nvidia", "PARTNERS_WITH", "Alibaba", "denied", 0.9),
        Said("Alibaba konkurriert mit Tencent.", "Alibaba", "COMPETES_WITH", "Tencent", confidence=0.8),
        Said("Lindqvist Capital hält 25,4 Prozent an Nordwerk.", "Lindqvist Capital", "OWNS_STAKE_IN", "Nordwerk", qualifiers=Qualifiers(stake=25.4)),
        Said("Im zweiten Quartal wuchs das Cloud-Geschäft von Alibaba um 26 Prozent.", "Alibaba", "REPORTS", GROWTH, confidence=0.93),
    )  # fmt: skip
    worth = Qualifiers(amount=Amount(16_000_000, "USD", "about"))
    yield _article(
        "signed", "2025-09-24", "en", "Alibaba and Nvidia team up",
        Said("Alibaba and Nvidia have signed a partnership on robotics.", "Alibaba", "PARTNERS_WITH", "Nvidia", "asserted", 0.93, Qualifiers(topic="robotics")),
        Said("ARK Invest bought Alibaba shares worth about 16 million dollars.", "ARK Invest", "INVESTS_IN", "Alibaba", qualifiers=worth),
        Said("CEO Eddie Wu of Alibaba spoke at the Apsara Conference.", "Eddie Wu", "CEO_OF", "Alibaba", confidence=0.96, qualifiers=Qualifiers(role="CEO")),
        Said("CEO Eddie Wu of Alibaba spoke at the Apsara Conference.", "Eddie Wu", "ATTENDS", "Apsara Conference"),
        Said("Alibaba presented Qwen3-Max.", "Alibaba", "LAUNCHES", "Qwen3-Max", confidence=0.94),
        Said("Revenue of Alibaba was 34.6 billion dollars in the second quarter.", "Alibaba", "REPORTS", REVENUE, confidence=0.92),
        Said("The United States has restricted chip exports to Alibaba.", "United States", "RESTRICTS", "Alibaba", confidence=0.83, qualifiers=chips),
    )  # fmt: skip


def _autumn() -> Iterator[Extraction]:
    price = Qualifiers(amount=Amount(250_000_000, "EUR", "up to"), date="2026-03")
    yield _article(
        "bid", "2025-10-01", "de", "Nordwerk will Zephyr Robotics",
        Said("Nordwerk will Zephyr Robotics bis März 2026 für bis zu 250 Millionen Euro übernehmen.", "Nordwerk", "ACQUIRES", "Zephyr Robotics",
             "planned", 0.9, price),
        Said("Die EU-Kommission verhängt gegen Nordwerk eine Strafe von 40 Millionen Euro.", "EU-Kommission", "FINES", "Nordwerk", confidence=0.94,
             qualifiers=Qualifiers(amount=Amount(40_000_000, "EUR"))),
        Said("Nordwerk will 500 Stellen streichen.", "Nordwerk", "UNDERGOES", "layoffs", "planned", 0.87),
        Said("Nordwerk will 500 Stellen streichen.", "Nordwerk", "REPORTS", JOBS_CUT, "planned", 0.87),
        Said("Halden Semiconductors klagt gegen Nordwerk.", "Halden Semiconductors", "SUES", "Nordwerk", confidence=0.86,
             qualifiers=Qualifiers(topic="Patente")),
        Said("Mara Lindqvist sitzt im Aufsichtsrat von Nordwerk.", "Mara Lindqvist", "WORKS_FOR", "Nordwerk", qualifiers=Qualifiers(role="Aufsichtsrat")),
        Said("Mara Lindqvist leitet Lindqvist Capital.", "Mara Lindqvist", "CEO_OF", "Lindqvist Capital", confidence=0.91),
    )  # fmt: skip
    paid = Qualifiers(amount=Amount(240_000_000, "EUR"))
    yield _article(
        "bought", "2025-10-20", "en", "Nordwerk buys Zephyr Robotics",
        Said("Nordwerk has bought Zephyr Robotics for 240 million euros.", "Nordwerk", "ACQUIRES", "Zephyr Robotics", "asserted", 0.92, paid),
        Said("Zephyr Labs is a subsidiary of Zephyr Robotics.", "Zephyr Labs", "SUBSIDIARY_OF", "Zephyr Robotics", confidence=0.89),
        Said("Zephyr Robotics makes the Zephyr Arm.", "Zephyr Robotics", "PRODUCES", "Zephyr Arm"),
        Said("Fjord Holding owns 80 percent of Lindqvist Capital.", "Fjord Holding", "OWNS_STAKE_IN", "Lindqvist Capital", "asserted", 0.84,
             Qualifiers(stake=80)),
        Said("Zephyr Robotics itself holds 5 percent of Fjord Holding.", "Zephyr Robotics", "OWNS_STAKE_IN", "Fjord Holding", "asserted", 0.78,
             Qualifiers(stake=5)),
        Said("Zephyr Robotics works with Qwen3-Max.", "Zephyr Robotics", "USES", "Qwen3-Max", confidence=0.85),
        Said("Bäckerei Müller hat Insolvenz angemeldet, says the court.", "Bäckerei Müller", "UNDERGOES", "insolvency", confidence=0.9),
    )  # fmt: skip
    yield _article(
        "dispute", "2025-10-20", "de", "Zephyr Robotics widerspricht",
        Said("Zephyr Robotics bestreitet den Verkauf an Nordwerk.", "Nordwerk", "ACQUIRES", "Zephyr Robotics", "denied", 0.5),
        Said("Wie der Handelsbote schreibt, ist Alibaba in Brasilien aktiv.", "Alibaba", "OPERATES_IN", "Brasilien", confidence=0.45),
        Said("Alibaba und Tencent wollen bei Chips kooperieren.", "Alibaba", "PARTNERS_WITH", "Tencent", "planned", 0.71, Qualifiers(topic="Chips")),
        Said("Nordwerk dementiert, dass die BaFin gegen das Unternehmen ermittelt.", "BaFin", "INVESTIGATES", "Nordwerk", "denied", 0.76),
    )  # fmt: skip
    yield _article(
        "market", "2025-11-02", "de", "BaFin ermittelt",
        Said("Die BaFin ermittelt gegen Lindqvist Capital.", "BaFin", "INVESTIGATES", "Lindqvist Capital", confidence=0.9),
        Said("Lindqvist Capital könnte seine 25,4 Prozent an Nordwerk verkaufen.", "Lindqvist Capital", "SELLS", "Nordwerk", "rumoured", 0.7,
             Qualifiers(stake=25.4)),
        Said("Nordwerk ist im MDax notiert.", "Nordwerk", "LISTED_ON", "MDax", confidence=0.95),
        Said("Bäckerei Müller und Aronia Foods wollen 2025 fusionieren.", "Bäckerei Müller", "MERGES_WITH", "Aronia Foods", "planned", 0.81,
             Qualifiers(date="2025")),
        Said("Das Gericht weist die Klage von Halden Semiconductors gegen Nordwerk ab.", "Halden Semiconductors", "SUES", "Nordwerk", "ended", 0.82),
    )  # fmt: skip
    yield _article(
        "undated", None, "en", None,
        Said("Nordwerk is building a plant in Brazil.", "Nordwerk", "BUILDS_FACILITY_IN", "Brazil", "asserted", 0.35, Qualifiers(facility="plant")),
        Said("Nordwerk is closing its plant in Bremen.", "Nordwerk", "CLOSES_FACILITY_IN", "Bremen", "planned", 0.6, Qualifiers(facility="plant",
             date="2025-Q3")),
    )  # fmt: skip


__all__ = ["GROWTH", "JOBS_CUT", "REVENUE", "articles", "claim_id", "entity_id"]
