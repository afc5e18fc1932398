"""Which thing stands in which relation to which, by the cue words of ``schema/LANGUAGE/relations.toml``.

A cue is looked for in every sentence; its slots take the fitting mentions nearest to it, and every member of a list gives a
statement of its own. Domain and range of the relation decide what fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from kg.model import Mention
from kg.ontology import Ontology
from loaders.lexicon import PROTAGONIST, Lexicon, RelationCue
from loaders.qualifiers import QualifierReader
from loaders.reading import Reading, Statement
from loaders.status import find_status

CONFIDENCE = 0.75  # what the rules say is right three times out of four: the floor of tests/floor.toml


@dataclass(frozen=True, slots=True)
class RelationFinder:
    """Finds the statements of articles in one language."""

    ontology: Ontology
    lexicon: Lexicon
    qualifiers: QualifierReader
    anchors: ahocorasick.Automaton

    def find(self, reading: Reading) -> list[Statement]:
        """Statements in text order; the same one may be found by several cues."""
        sides = _Sides(reading, self.lexicon, self.ontology)
        return [statement for span in reading.sentences for cue in self._cues(reading.document.text[slice(*span)]) for statement in self._match(cue, span, sides)]

    def _cues(self, sentence: str) -> list[RelationCue]:
        """Those of which an anchor word occurs in the sentence, in the order of the file."""
        hits: set[int] = set()
        for _, indices in self.anchors.iter(sentence.casefold()):
            hits.update(indices)
        return [self.lexicon.relations[index] for index in sorted(hits)]

    def _match(self, rule: RelationCue, span: tuple[int, int], sides: _Sides) -> Iterator[Statement]:
        text = sides.reading.document.text
        relation = self.ontology.relations[rule.relation]
        for match in rule.cue.pattern.finditer(text, *span):
            subjects, objects = sides.fill(rule, match, span)
            if rule.object == PROTAGONIST:
                objects = [sides.protagonist] if sides.protagonist is not None else []
            for subject in subjects:
                for target in [rule.object] if rule.object not in (None, PROTAGONIST) else objects:
                    if target == subject or target is None:
                        continue
                    cue_span = sides.stretch(match, subject, target, span)
                    status = find_status(text, cue_span, span, self.lexicon, rule.status)
                    found = self.qualifiers.read(sides.reading, relation, span, cue_span, kept=_kept(match), fixed=rule)
                    if rule.needs and not _has_literal(sides.reading, span, rule.needs):
                        continue
                    yield Statement(subject, rule.relation, target, status, CONFIDENCE, rule.rule, (span,), found)


def _kept(match: re.Match[str]) -> str | None:
    return match.groupdict().get("KEPT")


def _has_literal(reading: Reading, span: tuple[int, int], kind: str) -> bool:
    return any(mention.type == kind and span[0] <= mention.start < span[1] for mention in reading.mentions)


class _Sides:
    """Fills the slots of a cue with the things around it."""

    def __init__(self, reading: Reading, lexicon: Lexicon, ontology: Ontology) -> None:
        self.reading = reading
        self.ontology = ontology
        self.thing_of = {mention: number for number, thing in enumerate(reading.things) for mention in thing.mentions}
        joins = "|".join(re.escape(word) for word in (*lexicon.grammar.conjunctions, ","))
        self.join = re.compile(rf"\s*(?:{joins}|,)(?:\s+(?:{joins}))?(?:\s+[a-zäöüß]\w*){{0,3}}\s*", re.IGNORECASE)
        self.verb_second = lexicon.grammar.verb_second
        self.protagonist = find_protagonist(reading)

    def fill(self, rule: RelationCue, match: re.Match[str], span: tuple[int, int]) -> tuple[list[int], list[int]]:
        """Things for subject and object; either list is empty where nothing fits."""
        relation = self.ontology.relations[rule.relation]
        fitting = {"SUBJECT": relation.domain, "OBJECT": relation.range}
        slots = {slot: self._slot(rule, slot, match, span, fitting[slot]) for slot in rule.cue.slots}
        if self.verb_second and rule.cue.before == "SUBJECT" and not slots["SUBJECT"] and rule.cue.after:
            slots = self._inverted(rule, match, span, fitting, slots)
        return slots.get("SUBJECT", []), slots.get("OBJECT", [])

    def _inverted(self, rule: RelationCue, match: re.Match[str], span: tuple[int, int], fitting: dict[str, frozenset[str]], slots: dict[str, list[int]]) -> dict[str, list[int]]:
        """"Im Mai übernahm SAP die Firma X": the subject behind the verb, the object behind the subject."""
        subject = self._after(match.end(), min(span[1], match.end() + 40), fitting["SUBJECT"])
        if subject is None:
            return slots
        target = self._after(self.reading.mentions[subject].end, span[1], fitting["OBJECT"])
        filled = {"SUBJECT": [self.thing_of[subject]], "OBJECT": self._list(target, fitting["OBJECT"], span) if target is not None else []}
        return slots | {slot: things for slot, things in filled.items() if slot in slots}

    def _slot(self, rule: RelationCue, slot: str, match: re.Match[str], span: tuple[int, int], types: frozenset[str]) -> list[int]:
        cue = rule.cue
        if cue.before == slot:
            mention = self._before(max(span[0], match.start() - cue.reach_before), match.start(), types)
        elif cue.after == slot:
            mention = self._after(match.end(), min(span[1], match.end() + cue.reach_after), types)
        else:
            mention = self._after(match.start(slot), match.end(), types)
        return self._list(mention, types, span) if mention is not None else []

    def _before(self, start: int, end: int, types: frozenset[str]) -> int | None:
        inside = [index for index in self._within(start, end, types) if not re.search(r"[;:–]", self.reading.document.text[self.reading.mentions[index].end : end])]
        return inside[-1] if inside else None

    def _after(self, start: int, end: int, types: frozenset[str]) -> int | None:
        inside = self._within(start, end, types)
        if inside and not re.search(r"[;:–]", self.reading.document.text[start : self.reading.mentions[inside[0]].start]):
            return inside[0]
        return None

    def _within(self, start: int, end: int, types: frozenset[str]) -> list[int]:
        mentions = self.reading.mentions
        return [index for index in self.thing_of if start <= mentions[index].start and mentions[index].end <= end and mentions[index].type in types]

    def _list(self, index: int, types: frozenset[str], span: tuple[int, int]) -> list[int]:
        """The thing of a mention and those that are listed with it, either side."""
        members = [index]
        ordered = sorted(self._within(*span, types), key=lambda other: self.reading.mentions[other].start)
        here = ordered.index(index)
        for step in (1, -1):
            last, position = index, here + step
            while 0 <= position < len(ordered) and self._joined(last, ordered[position], step):
                members.append(ordered[position])
                last, position = ordered[position], position + step
        return list(dict.fromkeys(self.thing_of[member] for member in members))

    def _joined(self, one: int, other: int, step: int) -> bool:
        left, right = (one, other) if step == 1 else (other, one)
        between = self.reading.document.text[self.reading.mentions[left].end : self.reading.mentions[right].start]
        return bool(between) and self.join.fullmatch(between) is not None

    def stretch(self, match: re.Match[str], subject: int, target: int | str, span: tuple[int, int]) -> tuple[int, int]:
        """From the first to the last of cue, subject and object, inside the sentence."""
        spots = [match.span()]
        for thing in (subject, target):
            if isinstance(thing, int):
                inside = [mention for mention in self._mentions(thing) if span[0] <= mention.start < span[1]]
                nearest = min(inside, key=lambda mention: abs(mention.start - match.start()), default=None)
                spots += [(nearest.start, nearest.end)] if nearest else []
        return min(start for start, _ in spots), max(end for _, end in spots)

    def _mentions(self, thing: int) -> list[Mention]:
        return [self.reading.mentions[index] for index in self.reading.things[thing].mentions]


def find_protagonist(reading: Reading) -> int | None:
    """The company that the article is about: named in the first two sentences, and most often; the first of equals."""
    limit = reading.sentences[min(1, len(reading.sentences) - 1)][1] if reading.sentences else 0
    early = [
        number
        for number, thing in enumerate(reading.things)
        if thing.type == "Company" and reading.mentions[thing.mentions[0]].start < limit
    ]  # fmt: skip
    return max(early, key=lambda number: (len(reading.things[number].mentions), -reading.mentions[reading.things[number].mentions[0]].start), default=None)


def build_relation_finder(ontology: Ontology, lexicon: Lexicon, qualifiers: QualifierReader) -> RelationFinder:
    """Gather the anchor words of all cues into one automaton."""
    by_anchor: dict[str, list[int]] = {}
    for index, rule in enumerate(lexicon.relations):
        for anchor in rule.cue.anchors:
            by_anchor.setdefault(anchor, []).append(index)
    anchors = ahocorasick.Automaton()
    for anchor, indices in by_anchor.items():
        anchors.add_word(anchor, tuple(indices))
    anchors.make_automaton()
    return RelationFinder(ontology, lexicon, qualifiers, anchors)


