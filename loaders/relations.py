"""Which thing stands in which relation to which, by the cue words of ``schema/LANGUAGE/relations.toml``.

A cue is looked for in every sentence; its slots take the fitting mentions nearest to it, and every member of a list gives a
statement of its own. Domain and range of the relation decide what fits; ``loaders.slots`` finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from kg.ontology import Ontology
from loaders.cues import kept_words
from loaders.lexicon import PROTAGONIST, Lexicon, RelationCue
from loaders.qualifiers import QualifierReader
from loaders.reading import Reading, Statement
from loaders.slots import SlotFiller, SlotGrammar, build_slot_grammar
from loaders.status import StatusReader

CONFIDENCE = 0.75  # what the rules say is right three times out of four: the floor of tests/floor.toml


@dataclass(frozen=True, slots=True)
class RelationFinder:
    """Finds the statements of articles in one language."""

    ontology: Ontology
    lexicon: Lexicon
    grammar: SlotGrammar
    qualifiers: QualifierReader
    status: StatusReader
    anchors: ahocorasick.Automaton

    def find(self, reading: Reading) -> list[Statement]:
        """Statements in text order; the same one may be found by several cues."""
        filler = SlotFiller(reading, self.grammar)
        return [
            statement
            for span in reading.sentences
            if filler.has_things(span)
            for cue in self._cues(reading.document.text[slice(*span)])
            for statement in self._match(cue, span, filler)
        ]  # fmt: skip

    def _cues(self, sentence: str) -> list[RelationCue]:
        """Those of which an anchor word occurs in the sentence, in the order of the file."""
        hits: set[int] = set()
        for _, indices in self.anchors.iter(sentence.casefold()):
            hits.update(indices)
        return [self.lexicon.relations[index] for index in sorted(hits)]

    def _match(self, rule: RelationCue, span: tuple[int, int], filler: SlotFiller) -> Iterator[Statement]:
        reading, relation = filler.reading, self.ontology.relations[rule.relation]
        if rule.needs and not _has_literal(reading, span, rule.needs):
            return
        for match in rule.cue.pattern.finditer(reading.document.text, *span):
            subjects, objects = filler.fill(rule, relation, match, span)
            if rule.alone and len(filler.within(*span, relation.range)) > 1:
                continue
            targets = self._targets(rule, objects, filler)
            for subject in subjects:
                for target in targets:
                    if target != subject:
                        claim = filler.stretch(match, subject, target, span)
                        status = self.status.find(reading.document.text, claim, span, rule.status)
                        found = self.qualifiers.read(reading, relation, span, claim, kept=kept_words(match), fixed=rule)
                        yield Statement(subject, rule.relation, target, status, CONFIDENCE, rule.rule, (span,), found)

    def _targets(self, rule: RelationCue, objects: list[int], filler: SlotFiller) -> list[int] | list[str]:
        """What the object slot holds, or what the table says instead."""
        if rule.object == PROTAGONIST:
            return [filler.protagonist] if filler.protagonist is not None else []
        return objects if rule.object is None else [rule.object]


def _has_literal(reading: Reading, span: tuple[int, int], kind: str) -> bool:
    return any(mention.type == kind for mention in reading.mentions_in(span))


def build_relation_finder(ontology: Ontology, lexicon: Lexicon, qualifiers: QualifierReader, status: StatusReader) -> RelationFinder:
    """Gather the anchor words of all cues into one automaton."""
    by_anchor: dict[str, list[int]] = {}
    for index, rule in enumerate(lexicon.relations):
        for anchor in rule.cue.anchors:
            by_anchor.setdefault(anchor, []).append(index)
    anchors = ahocorasick.Automaton()
    for anchor, indices in by_anchor.items():
        anchors.add_word(anchor, tuple(indices))
    anchors.make_automaton()
    return RelationFinder(ontology, lexicon, build_slot_grammar(lexicon), qualifiers, status, anchors)
