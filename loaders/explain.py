"""Why two companies of one sentence are joined by no claim: what was thought of and what spoke against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from kg.ontology import Ontology
from loaders.reading import Reading, Statement

_BODIES = ("Company", "Organization")


@dataclass(frozen=True, slots=True)
class Unstated:
    """Two companies or organizations of a sentence that no claim joins.

    Attributes:
        start, end: characters of the sentence.
        text: the sentence.
        one, two: names, in text order.
        reason: why not, in words for people.
    """

    start: int
    end: int
    text: str
    one: str
    two: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        """As ``kg extract --explain`` prints it."""
        return {"sentence": {"start": self.start, "end": self.end, "text": self.text}, "subject": self.one, "object": self.two, "reason": self.reason}


def find_unstated(reading: Reading, ontology: Ontology, least: float, *, scored: bool) -> tuple[Unstated, ...]:
    """One row for each sentence and each two companies in it that no claim joins.

    Args:
        reading: the article with all statements, those that are too unsure too.
        ontology: says which types a relation may join.
        least: confidence that a claim needs.
        scored: has a trained model looked at the pairs, or rules alone?
    """
    between: dict[frozenset[int], list[Statement]] = {}
    for statement in reading.statements:
        if isinstance(statement.object, int):
            between.setdefault(frozenset((statement.subject, statement.object)), []).append(statement)
    rows = []
    for start, end in reading.sentences:
        for one, two in combinations(_bodies(reading, start, end), 2):
            reason = _reason(reading, between.get(frozenset((one, two)), []), ontology, least, scored)
            if reason:
                rows.append(Unstated(start, end, reading.document.text[start:end], reading.things[one].name, reading.things[two].name, reason))
    return tuple(rows)


def _bodies(reading: Reading, start: int, end: int) -> Iterator[int]:
    """Companies and organizations of a sentence, in text order, each once."""
    first = {}
    for number, thing in enumerate(reading.things):
        places = [at for index in thing.mentions if start <= (at := reading.mentions[index].start) < end]
        if places and thing.type in _BODIES:
            first[number] = min(places)
    return iter(sorted(first, key=lambda number: first[number]))


def _reason(reading: Reading, found: list[Statement], ontology: Ontology, least: float, scored: bool) -> str | None:
    """Why nothing joins them; ``None`` if something does."""
    fitting = [s for s in found if isinstance(s.object, int) and ontology.allows(reading.things[s.subject].type, s.relation, reading.things[s.object].type)]
    if any(s.confidence >= least for s in fitting):
        return None
    if fitting:
        best = max(fitting, key=lambda s: s.confidence)
        denied = ", said to be untrue" if best.status == "denied" else ""
        return f"below the threshold: {best.relation}{denied} has confidence {best.confidence:.2f}, {least:.2f} is needed (--min-confidence)"
    if found:
        s = max(found, key=lambda s: s.confidence)
        types = [reading.things[end].type for end in (s.subject, s.object) if isinstance(end, int)]
        return f"type clash: {s.relation} does not lead from {types[0]} to {types[-1]}"
    return "the model thinks of no relation between them, and no rule has a cue for one" if scored else "no rule has a cue for a relation between them"
