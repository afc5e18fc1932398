"""What is said beside subject, relation and object: amount, stake, date, facility, topic of a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Amount, Mention, Qualifiers
from kg.ontology import RelationType
from loaders.lexicon import RelationCue
from loaders.literals.reader import LiteralReader
from loaders.reading import Reading


@dataclass(frozen=True, slots=True)
class QualifierReader:
    """Reads the literals of a sentence into the qualifiers that a relation may carry."""

    literals: LiteralReader
    no_topics: frozenset[str] = frozenset()

    def read(
        self,
        reading: Reading,
        relation: RelationType,
        sentence: tuple[int, int],
        cue: tuple[int, int],
        kept: str | None = None,
        fixed: RelationCue | None = None,
    ) -> Qualifiers:
        """Qualifiers of one statement.

        Args:
            reading: the article.
            relation: says which qualifiers there can be.
            sentence: span of the sentence.
            cue: span from the first to the last of cue words, subject and object; literals near it win.
            kept: words that the cue kept: the facility, or the topic in front of a compound ("Software-Partnerschaft").
            fixed: the rule, for values that its table gives.
        """
        near = nearest_first([mention for mention in reading.mentions_in(sentence) if mention.kind == "literal"], cue)
        wanted = relation.qualifiers
        return Qualifiers(
            amount=self._amount(reading, near) if "amount" in wanted else None,
            stake=self._stake(reading, near) if "stake" in wanted else None,
            date=self._date(reading, near) if "date" in wanted else None,
            facility=_facility(kept, fixed) if "facility" in wanted else None,
            topic=_topic(kept, fixed, self.no_topics) if "topic" in wanted else None,
        )

    def _amount(self, reading: Reading, near: Sequence[Mention]) -> Amount | None:
        money = [mention for mention in near if mention.type == "Money"]
        return self.literals.amount(reading, money[0]) if money else None

    def _stake(self, reading: Reading, near: Sequence[Mention]) -> float | None:
        percent = [mention for mention in near if mention.type == "Percent"]
        amount = self.literals.amount(reading, percent[0]) if percent else None
        return amount.value if amount and 0 < amount.value <= 100 else None

    def _date(self, reading: Reading, near: Sequence[Mention]) -> str | None:
        return next((date for mention in near if mention.type == "Date" and (date := self.literals.date(reading, mention))), None)


def nearest_first(mentions: Sequence[Mention], span: tuple[int, int]) -> list[Mention]:
    """Mentions ordered by their distance from a span; those inside it come first.

    >>> [m.text for m in nearest_first([Mention(0, 2, "a", "Money"), Mention(50, 52, "b", "Money"), Mention(12, 14, "c", "Money")], (10, 20))]
    ['c', 'a', 'b']
    """
    return sorted(mentions, key=lambda mention: max(span[0] - mention.end, mention.start - span[1], 0))


def _facility(kept: str | None, fixed: RelationCue | None) -> str | None:
    return (fixed.facility if fixed else None) or (kept.strip() if kept else None)


def _topic(kept: str | None, fixed: RelationCue | None, no_topics: frozenset[str]) -> str | None:
    """What the table says, else the first part of the kept words: "Software-Partnerschaft", "software partnership"."""
    if fixed and fixed.topic:
        return fixed.topic
    compound = re.match(r"\s*(\w[\w-]*)[ -]\w+$", kept or "")
    return compound[1] if compound and compound[1].casefold() not in no_topics else None
