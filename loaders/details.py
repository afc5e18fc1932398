"""Words beside a claim that the trained model found: the role of a person, the kind of facility, what a growth is of.

The model says who stands in which relation; these words are taken from the proving sentence, by the lists that the rules use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.model import Figure
from kg.ontology import Ontology
from loaders.lexicon import Lexicon
from loaders.patterns import either, head_noun
from loaders.reading import Reading, Statement
from loaders.roles import RoleFinder

_REACH = 60  # characters between a word and what it belongs to


@dataclass(frozen=True, slots=True)
class DetailReader:
    """Finds these words in one language.

    Attributes:
        carries: relation → qualifiers that it may have.
        words: qualifier → pattern of its words; ``of`` is that of growth.
    """

    carries: Mapping[str, tuple[str, ...]]
    words: Mapping[str, re.Pattern[str]]

    def fill(self, reading: Reading, statement: Statement) -> Statement:
        """The statement with what its first sentence says beside it; what it has already stays."""
        if isinstance(statement.object, Figure):
            if statement.object.metric != "growth" or statement.object.of:
                return statement
            found = self._nearest("of", reading, statement.evidence[0], (statement.subject,))
            return replace(statement, object=replace(statement.object, of=found)) if found else statement
        if not isinstance(statement.object, int):
            return statement
        ends = (statement.subject, statement.object)
        carried, said = self.carries.get(statement.relation, ()), statement.qualifiers
        if "role" in carried and said.role is None:
            said = replace(said, role=self._nearest("role", reading, statement.evidence[0], ends))
        if "facility" in carried and said.facility is None:
            said = replace(said, facility=self._nearest("facility", reading, statement.evidence[0], ends))
        return replace(statement, qualifiers=said)

    def _nearest(self, name: str, reading: Reading, span: tuple[int, int], ends: tuple[int, ...]) -> str | None:
        """The word of a kind that stands nearest to the last of the things in the sentence (of a role: to the person, which is the first)."""
        thing = ends[0] if name in ("role", "of") else ends[-1]
        places = [(m.start, m.end) for index in reading.things[thing].mentions if span[0] <= (m := reading.mentions[index]).start < span[1]]
        options = []
        for match in self.words[name].finditer(reading.document.text, *span):
            word = match["title"] if name == "role" else match[0]
            away = min((max(start - match.end(), match.start() - end, 0) for start, end in places), default=0)
            if away <= _REACH or name == "of":
                options.append((away, match.start(), word))
        return min(options)[2] if options else None


def build_detail_reader(ontology: Ontology, lexicon: Lexicon, roles: RoleFinder) -> DetailReader:
    """Compile the patterns of one language."""
    metrics = either(word.replace("*", "") for words in lexicon.figures.metric.values() for word in words)
    patterns = {
        "role": roles.titles,
        "facility": re.compile(rf"(?<!\w)(?:{head_noun(lexicon, ('Facility',))})(?!\w)"),
        "of": re.compile(rf"(?<!\w)(?:{metrics})(?!\w)", re.IGNORECASE),
    }
    return DetailReader({name: relation.qualifiers for name, relation in ontology.relations.items()}, patterns)
