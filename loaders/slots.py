"""What fills the SUBJECT and OBJECT of a cue: the nearest mention that fits, and those that are listed with it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Mention
from kg.ontology import RelationType
from loaders.focus import find_protagonist
from loaders.lexicon import Lexicon, RelationCue
from loaders.patterns import either, head_noun
from loaders.reading import Reading

_BREAK = re.compile(r"[;:–]")
_BREAK_BEHIND = re.compile(r"[;:–,]")
_INVERTED = 45  # characters from a verb to the subject behind it
_OBLIQUE = 70  # characters before a mention in which its preposition is looked for
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")


@dataclass(frozen=True, slots=True)
class SlotGrammar:
    """How one language joins names and marks what is not the subject.

    Attributes:
        join: text between two members of a list; group ``and`` where it is the last pair's.
        oblique: a preposition right before a mention, at the end of the text.
        away: a preposition right behind a verb: what follows is not its object.
        verb_second: the subject may stand behind the verb.
    """

    join: re.Pattern[str]
    oblique: re.Pattern[str]
    away: re.Pattern[str]
    verb_second: bool


def build_slot_grammar(lexicon: Lexicon) -> SlotGrammar:
    """Compile the patterns of one language."""
    grammar = lexicon.grammar
    determiners, prepositions, joins = either(grammar.determiners), either(grammar.prepositions), either(grammar.conjunctions)
    head = head_noun(lexicon)
    return SlotGrammar(
        re.compile(rf"(?:,? (?P<and>{joins})|,)(?: (?:{prepositions}))?(?: (?:{determiners}))?(?: (?:[\w-]+ ){{0,2}}?{head})? [„“\"]?", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{prepositions}) (?:(?:{determiners}) )?(?:(?:[\w.-]+ ){{0,3}}?{head} )?[„“\"]?$", re.IGNORECASE),
        re.compile(rf" ?(?:{prepositions})(?!\w)", re.IGNORECASE),
        grammar.verb_second,
    )


class SlotFiller:
    """Fills the slots of cues with the things of one article."""

    def __init__(self, reading: Reading, grammar: SlotGrammar) -> None:
        self.reading = reading
        self.grammar = grammar
        self.text = reading.document.text
        self.thing_of = {mention: number for number, thing in enumerate(reading.things) for mention in thing.mentions}
        self.ordered = sorted(self.thing_of, key=lambda index: (reading.mentions[index].start, -reading.mentions[index].end))
        self.starts = [reading.mentions[index].start for index in self.ordered]
        self.protagonist = find_protagonist(reading)

    def has_things(self, span: tuple[int, int]) -> bool:
        """Is anything named in the sentence?"""
        return bisect_left(self.starts, span[0]) < bisect_left(self.starts, span[1])

    def within(self, start: int, end: int, types: frozenset[str]) -> list[int]:
        """Mentions of these types that lie inside a stretch, in text order."""
        inside = self.ordered[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [index for index in inside if self._mention(index).end <= end and self._mention(index).type in types]

    def fill(self, rule: RelationCue, relation: RelationType, match: re.Match[str], span: tuple[int, int]) -> tuple[list[int], list[int]]:
        """Things for subject and object; either list is empty where nothing fits."""
        fitting = {"SUBJECT": relation.domain, "OBJECT": relation.range}
        found = {slot: self._slot(rule, slot, match, span, fitting[slot]) for slot in rule.cue.slots}
        if self.grammar.verb_second and rule.cue.before == "SUBJECT" and found["SUBJECT"] is None and not rule.noun_phrase:
            found |= self._inverted(rule, match, span, fitting)
        things = {slot: self._members(rule, slot, mention, fitting[slot], match, span) for slot, mention in found.items()}
        return things.get("SUBJECT", []), things.get("OBJECT", [])

    def _inverted(self, rule: RelationCue, match: re.Match[str], span: tuple[int, int], fitting: Mapping[str, frozenset[str]]) -> dict[str, int | None]:
        """The subject behind the verb, the object behind it or behind the cue: "Im Mai übernahm SAP die Firma X"."""
        inside = "OBJECT" in match.re.groupindex
        amid = self._after(match.start(), match.end(), fitting["SUBJECT"])
        subject = amid if amid is not None else self._after(match.end(), min(span[1], match.end() + _INVERTED), fitting["SUBJECT"])
        if subject is None or self._is_oblique(subject, span):
            return {}
        if rule.cue.after != "OBJECT" and not inside:
            return {"SUBJECT": subject}
        if amid is not None and not inside:
            return {"SUBJECT": subject}
        behind = self._mention(subject).end
        others = [
            index for index in self.within(behind, match.end() if inside else span[1], fitting["OBJECT"]) if self.thing_of[index] != self.thing_of[subject]
        ]
        target = others[0] if others and self._is_object(others[0], behind) else None
        return {"SUBJECT": subject, "OBJECT": target}

    def _slot(self, rule: RelationCue, slot: str, match: re.Match[str], span: tuple[int, int], types: frozenset[str]) -> int | None:
        cue = rule.cue
        if cue.before == slot:
            return self._before(max(span[0], match.start() - cue.reach_before), match.start(), types, span, rule.noun_phrase)
        if cue.after == slot:
            return self._after(match.end(), min(span[1], match.end() + cue.reach_after), types)
        return self._after(match.start(slot), match.end(), types)

    def _before(self, start: int, end: int, types: frozenset[str], span: tuple[int, int], noun_phrase: bool) -> int | None:
        """The last mention before the cue that can be the subject of its verb."""
        for index in reversed(self.within(start, end, types)):
            mention = self._mention(index)
            if _BREAK.search(self.text, mention.end, end) or self.text.count(", ", mention.end, end) % 2:
                return None  # one comma: another clause has begun; two: something was put in between
            if noun_phrase or not (self._is_oblique(index, span) or _POSSESSIVE.match(self.text, mention.end)):
                return index
        return None

    def _is_oblique(self, index: int, span: tuple[int, int]) -> bool:
        start = self._mention(index).start
        return self.grammar.oblique.search(self.text, max(span[0], start - _OBLIQUE), start) is not None

    def _after(self, start: int, end: int, types: frozenset[str]) -> int | None:
        """The first mention behind the cue, if no preposition makes it part of something else ("kauft Anteile an SAP")."""
        inside = self.within(start, end, types)
        return inside[0] if inside and self._is_object(inside[0], start) else None

    def _is_object(self, index: int, start: int) -> bool:
        """Does nothing stand between a verb and a mention that makes it part of something else?"""
        end = self._mention(index).start
        marks = (_BREAK_BEHIND.search, self.grammar.oblique.search, self.grammar.away.match)
        return not any(mark(self.text, start, end) for mark in marks)

    def _members(self, rule: RelationCue, slot: str, index: int | None, types: frozenset[str], match: re.Match[str], span: tuple[int, int]) -> list[int]:
        """The thing of a mention and those listed with it, away from the cue; what stands beside a noun phrase is one thing."""
        if index is None:
            return []
        before = rule.cue.before == slot
        if before and (rule.noun_phrase or self.text.find(",", self._mention(index).end, match.start() + 1) >= 0):
            return [self.thing_of[index]]
        return self._list(index, types, span, -1 if before else 1)

    def _list(self, index: int, types: frozenset[str], span: tuple[int, int], step: int) -> list[int]:
        """The thing of a mention and those that are listed with it on one side; a list has an "and"."""
        ordered = self.within(*span, types)
        run, joined, last, position = [], False, index, ordered.index(index) + step
        while 0 <= position < len(ordered) and (link := self._link(last, ordered[position], step)):
            joined = joined or link == "and"
            run.append(ordered[position])
            last, position = ordered[position], position + step
        return list(dict.fromkeys(self.thing_of[member] for member in (index, *(run if joined else ()))))

    def _link(self, one: int, other: int, step: int) -> str:
        """ "and", "comma" or "same" (a description beside its name) between two mentions; "" if nothing joins them."""
        left, right = (one, other) if step == 1 else (other, one)
        start, end = self._mention(left).end, self._mention(right).start
        if self.thing_of[left] == self.thing_of[right]:
            return "same" if end - start <= 1 else ""
        found = self.grammar.join.fullmatch(self.text, start, end) if start < end else None
        return "" if found is None else "and" if found["and"] else "comma"

    def stretch(self, match: re.Match[str], subject: int, target: int | str, span: tuple[int, int]) -> tuple[int, int]:
        """From the first to the last of cue, subject and object, inside the sentence."""
        spots = [match.span()]
        for thing in (subject, target):
            if isinstance(thing, int):
                mentions = self.reading.things[thing].mentions
                first, last = (bisect_left(mentions, position, key=lambda index: self._mention(index).start) for position in span)
                inside = [self._mention(index) for index in mentions[first:last]]
                nearest = min(inside, key=lambda mention: abs(mention.start - match.start()), default=None)
                spots += [(nearest.start, nearest.end)] if nearest else []
        return min(start for start, _ in spots), max(end for _, end in spots)

    def _mention(self, index: int) -> Mention:
        return self.reading.mentions[index]
