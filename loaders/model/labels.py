"""What the model can say: the order of its labels, which relation may join which types, and how mentions are numbered.

The lists are part of the model file's meaning: a model is used with the labels that it was trained with (they are written beside it).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ENTITY_TYPES = ("Company", "Organization", "Person", "Place", "Product", "Facility", "Event", "Market", "Topic")
LITERAL_TYPES = ("Money", "Percent", "Number", "Date")
TRIGGER = "Trigger"
TYPES = (*ENTITY_TYPES, *LITERAL_TYPES, TRIGGER)
TOPICS = ("insolvency", "layoffs", "strike", "restructuring", "recall", "cyberattack", "share buyback")
KINDS = ("named", "nominal", "literal", "trigger")
STATUSES = ("asserted", "planned", "rumoured", "ended", "denied")
METRICS = (
    "revenue", "profit", "loss", "growth", "margin", "orders", "headcount", "jobs_cut", "market_cap", "share_price",
    "share_change", "capacity", "units_sold", "capex", "guidance", "count",
)  # fmt: skip
SIGNED = ("growth", "share_change")
"""Metrics whose value may be a fall: the fall is a class of its own."""

_ACTOR, _BODY = ("Company", "Organization", "Person"), ("Company", "Organization")
DOMAINS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ACQUIRES": (_ACTOR, ("Company", "Product", "Facility")),
    "MERGES_WITH": (("Company",), ("Company",)),
    "INVESTS_IN": (_ACTOR, ("Company", "Product", "Topic", "Place")),
    "OWNS_STAKE_IN": (_ACTOR, ("Company",)),
    "SUBSIDIARY_OF": (("Company",), ("Company",)),
    "SELLS": (_ACTOR, ("Company", "Product", "Facility")),
    "SPINS_OFF": (("Company",), ("Company",)),
    "LISTED_ON": (("Company",), ("Market",)),
    "PARTNERS_WITH": (_BODY, _BODY),
    "SUPPLIES": (("Company",), _BODY),
    "COMPETES_WITH": (("Company",), ("Company",)),
    "USES": (_BODY, ("Product", "Topic")),
    "CEO_OF": (("Person",), _BODY),
    "WORKS_FOR": (("Person",), _BODY),
    "FOUNDED": (("Person", "Company"), _BODY),
    "LAUNCHES": (("Company",), ("Product",)),
    "PRODUCES": (("Company",), ("Product",)),
    "BASED_IN": (_BODY, ("Place",)),
    "OPERATES_IN": (("Company",), ("Place",)),
    "BUILDS_DATACENTER_IN": (("Company",), ("Place",)),
    "BUILDS_FACILITY_IN": (("Company",), ("Place",)),
    "CLOSES_FACILITY_IN": (("Company",), ("Place",)),
    "SUES": (_ACTOR, _ACTOR),
    "INVESTIGATES": (("Organization",), _ACTOR),
    "FINES": (("Organization",), _ACTOR),
    "RESTRICTS": (("Organization", "Place"), (*_ACTOR, "Product", "Place")),
    "ATTENDS": (_ACTOR, ("Event",)),
    "UNDERGOES": (("Company",), (TRIGGER,)),
}
RELATIONS = (*DOMAINS, *(f"REPORTS:{metric}" for metric in METRICS), *(f"REPORTS:-{metric}" for metric in SIGNED))
SYMMETRIC = ("MERGES_WITH", "PARTNERS_WITH", "COMPETES_WITH")

# Word tags of the five heads: O, then B and I of each class
HEADS: dict[str, tuple[str, ...]] = {
    "named": (*ENTITY_TYPES, *LITERAL_TYPES),
    "inner": ENTITY_TYPES,
    "nominal": ENTITY_TYPES,
    "nested": ENTITY_TYPES,
    "trigger": TOPICS,
}
HEAD_SIZES = tuple(2 * len(classes) + 1 for classes in HEADS.values())

SPANS = 2 * (2 * len(ENTITY_TYPES) + len(LITERAL_TYPES) + len(TOPICS))
"""Number of span vectors: each sort of mention has one for its first piece and one for the others."""


def span_sort(kind: int, type_: int, topic: int) -> int:
    """Number of a mention's sort: named by type, nominal by type, literal by type, trigger by topic.

    >>> span_sort(0, 0, 0), span_sort(1, 0, 0), span_sort(2, 9, 0)
    (0, 9, 18)
    """
    entities = len(ENTITY_TYPES)
    return (type_, entities + type_, entities + type_, 2 * entities + len(LITERAL_TYPES) + topic)[kind]


def _allowed() -> NDArray[np.bool_]:
    table = np.zeros((len(TYPES), len(TYPES), len(RELATIONS)), dtype=bool)
    for index, relation in enumerate(RELATIONS):
        domain, range_ = DOMAINS.get(relation, (("Company",), ("Money", "Percent", "Number")))
        for subject in domain:
            for target in range_:
                table[TYPES.index(subject), TYPES.index(target), index] = True
    return table


ALLOWED = _allowed()
"""``ALLOWED[type of subject, type of object, relation]``."""
