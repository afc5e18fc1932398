"""Annotated texts → numbers that the model learns from.

Reads the markup of ``training/data`` (or gold articles as JSON, for measuring only) and gives for each text words and pieces, the mentions
with the thing that each stands for, and the claims between things with status and the literals that belong to them.
"""

from __future__ import annotations

import json
import random
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from kg.model import Document
from kg.ontology import read_ontology
from loaders.lexicon import read_lexicon
from loaders.literals.reader import LiteralReader, build_literal_reader
from loaders.model.candidates import Table
from loaders.model.labels import ENTITY_TYPES, HEADS, KINDS, RELATIONS, SIGNED, STATUSES, TOPICS, TRIGGER, TYPES
from loaders.model.pieces import Vocabulary
from loaders.reading import Reading
from loaders.sentences import find_sentences
from training.markup import LITERALS, read_passages
from training.triggers import find_triggers

DATA = Path(__file__).parent / "data"
LONGEST = 440
"""Pieces of the longest window."""
SLOTS = ("amount", "stake", "date")
UNKNOWN = -100
"""Tag or status that is not annotated: no loss."""
SLOT_TYPES = {"amount": "Money", "stake": "Percent", "date": "Date"}
_NUMBER_UNITS = {"percent": "Percent", "points": "Percent"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in numbers: things by their number in the example; ``slots[k]`` are the mentions that fill slot k, () for none, None for unknown."""

    subject: int
    relation: int
    object: int
    status: int
    slots: tuple[tuple[int, ...] | None, ...] = (None, None, None)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention: first and last word, type and kind as in the labels, topic of a trigger, thing."""

    first: int
    last: int
    type: int
    kind: int
    topic: int
    thing: int


@dataclass(frozen=True, slots=True)
class Example:
    """One text, or a window of it. ``ignored`` are (subject, relation, object) that are neither right nor wrong."""

    id: str
    lang: str
    words: tuple[tuple[int, ...], ...]
    sentences: tuple[int, ...]
    marks: tuple[Mark, ...]
    tags: tuple[tuple[int, ...], ...]
    claims: tuple[Claim, ...]
    ignored: tuple[tuple[int, int, int], ...] = ()
    length: int = field(default=0)

    def table(self) -> Table:
        """The mentions in columns."""
        columns = np.array([(m.first, m.last, self.sentences[m.first], m.type, m.kind, m.topic, m.thing) for m in self.marks], np.int64).reshape(-1, 7)
        return Table(*columns.T)


@cache
def _literals(lang: str) -> LiteralReader:
    return build_literal_reader(lang, read_ontology().folder)


@cache
def _lexicon(lang: str) -> Any:
    return read_lexicon(read_ontology(), lang)


def read_texts(folder: Path = DATA) -> list[dict[str, Any]]:
    """All annotated texts of a folder.

    Raises:
        ValueError: a text breaks the rules of the markup.
    """
    texts = []
    for path in sorted(folder.glob("*.txt")):
        for line, passage in read_passages(path):
            if isinstance(passage, str):
                raise ValueError(f"{path.name}:{line}: {passage}")
            texts.append(passage)
    return texts


def read_gold(folder: Path) -> list[dict[str, Any]]:
    """Gold articles, their mentions found in the text (every place where the words stand, the longest first)."""
    return [_located(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))]


def _located(gold: dict[str, Any]) -> dict[str, Any]:
    taken: list[tuple[int, int]] = []
    wanted = [(words if isinstance(words, str) else words["text"], number) for number, e in enumerate(gold["entities"]) for words in e.get("mentions", [])]
    found: dict[int, list[dict[str, Any]]] = {}
    for words, number in sorted(wanted, key=lambda pair: (-len(pair[0]), pair[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", gold["text"]):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                kind = "named" if words[:1].isupper() and words.split()[0].casefold() not in _OPENERS else "nominal"
                found.setdefault(number, []).append({"start": match.start(), "end": match.end(), "text": words, "kind": kind})
    entities = [{**e, "mentions": found.get(number, [])} for number, e in enumerate(gold["entities"])]
    return {**gold, "entities": [e for e in entities if e["mentions"] and e["type"] in ENTITY_TYPES], "literals": []}


_OPENER_WORDS = """
    der die das des dem den the a an ein eine sein seine ihr ihre its his her he she er sie it es they this that dieser diese dieses
"""
_OPENERS = frozenset(_OPENER_WORDS.split())


def build_example(text: dict[str, Any], vocabulary: Vocabulary) -> Example:
    """One text in numbers."""
    document = Document(text["id"], text["text"], date=text["date"], lang=text["lang"])
    pieces = vocabulary.read(text["text"])
    starts = [start for start, _ in pieces.words]
    sentences = [start for start, _ in find_sentences(text["text"], _lexicon(text["lang"]))]
    word_sentences = tuple(max(bisect_right(sentences, start) - 1, 0) for start in starts)
    words = tuple(pieces.ids[first : last + 1] for first, last in zip(pieces.first, pieces.last, strict=True))
    spans = [
        (m["start"], m["end"], ENTITY_TYPES.index(e["type"]), KINDS.index(m["kind"]), 0, number)
        for number, e in enumerate(text["entities"])
        for m in e["mentions"]
    ]
    literal_spans, values = _read_literals(document, spans)
    count = len(text["entities"])
    spans += [(start, end, TYPES.index(kind), 2, 0, count + number) for number, (start, end, kind) in enumerate(literal_spans)]
    count += len(literal_spans)
    stated = {c["object"] for c in text["claims"] if c["relation"] == "UNDERGOES"}
    taken = {position for start, end, _, kind, *_ in spans if kind == 0 for position in range(start, end)}
    triggers = [t for t in find_triggers(text["text"], stated) if t[0] not in taken]
    spans += [(start, end, TYPES.index(TRIGGER), 3, topic, count + topic) for start, end, topic in triggers]
    marks = sorted({Mark(_at(starts, start), _at(starts, end - 1), *rest) for start, end, *rest in spans}, key=lambda m: (m.first, -m.last, m.kind))
    builder = _Claims(text, marks, word_sentences, values, len(text["entities"]), count)
    claims, ignored = builder.build()
    gold = [(_at(starts, x["start"]), _at(starts, x["end"] - 1), TYPES.index(x["type"])) for x in text["literals"]]
    tags = _tags(len(words), marks, gold)
    return Example(text["id"], text["lang"], words, word_sentences, tuple(marks), tags, claims, ignored, len(pieces.ids))


def _at(starts: list[int], position: int) -> int:
    return max(bisect_right(starts, position) - 1, 0)


def _read_literals(document: Document, spans: list[tuple[int, ...]]) -> tuple[list[tuple[int, int, str]], list[Any]]:
    """Literals as the program finds them at run time, outside names, and their values."""
    reader = _literals(document.lang or "de")
    reading = Reading(document, ())
    taken = {position for start, end, _, kind, *_ in spans if kind == 0 for position in range(start, end)}
    found = [m for m in reader.find(document) if taken.isdisjoint(range(m.start, m.end))]
    values = [reader.date(reading, m) if m.type == "Date" else reader.amount(reading, m) for m in found]
    return [(m.start, m.end, m.type) for m in found], [(m.text, value) for m, value in zip(found, values, strict=True)]


@dataclass
class _Claims:
    """Aligns the claims of a text with its things."""

    text: dict[str, Any]
    marks: list[Mark]
    sentences: tuple[int, ...]
    values: list[tuple[str, Any]]
    entities: int
    topics: int

    def build(self) -> tuple[tuple[Claim, ...], tuple[tuple[int, int, int], ...]]:
        """Claims that could be aligned, and what must not count as wrong."""
        names: dict[str, int] = {}
        for number, entity in enumerate(self.text["entities"]):
            names.setdefault(entity["name"], number)
        claims, ignored = [], []
        present = {mark.thing for mark in self.marks}
        for claim in self.text["claims"]:
            subject = names.get(claim["subject"])
            if subject is None:
                continue
            status = STATUSES.index(claim["status"])
            targets, relation = self._targets(claim, subject, names)
            targets = [target for target in targets if target in present]
            for target in targets[:1]:
                claims.append(Claim(subject, relation, target, status, self._slots(claim, target)))
            ignored += [(subject, relation, target) for target in targets[1:]]
        return tuple(claims), tuple(ignored)

    def _targets(self, claim: dict[str, Any], subject: int, names: dict[str, int]) -> tuple[list[int], int]:
        target = claim["object"]
        if claim["relation"] == "REPORTS":
            falls = target["value"] is not None and target["value"] < 0 and target["metric"] in SIGNED
            relation = RELATIONS.index(f"REPORTS:{'-' if falls else ''}{target['metric']}")
            return self._figures(target, subject), relation
        relation = RELATIONS.index(claim["relation"])
        if claim["relation"] == "UNDERGOES":
            return [self.topics + TOPICS.index(target)], relation
        return ([names[target]] if target in names else []), relation

    def _figures(self, figure: dict[str, Any], subject: int) -> list[int]:
        """Literals with the figure's value, the one nearest to a mention of the company first."""
        unit = figure.get("unit") or ""
        kind = _NUMBER_UNITS.get(unit, "Money" if len(unit) == 3 and unit.isupper() else "Number")
        found = [m for m in self.marks if m.kind == 2 and TYPES[m.type] == kind and self._equal(m, figure["value"])]
        where = [m.first for m in self.marks if m.thing == subject]
        return [m.thing for m in sorted(found, key=lambda m: (min(abs(self.sentences[m.first] - self.sentences[w]) for w in where), m.first))] if where else []

    def _equal(self, mark: Mark, value: float | None) -> bool:
        amount = self.values[mark.thing - self.entities][1]
        return value is not None and amount is not None and abs(abs(amount.value) - abs(value)) <= 0.005 * abs(value)

    def _slots(self, claim: dict[str, Any], target: int) -> tuple[tuple[int, ...] | None, ...]:
        quals = claim.get("qualifiers") or {}
        amount, stake, when = quals.get("amount"), quals.get("stake"), quals.get("date")
        if claim["relation"] == "REPORTS":
            return None, None, self._dates(claim["object"].get("period"))
        numbers = self._literal("Money", amount["value"] if amount else None)
        return numbers, self._literal("Percent", stake), self._dates(when)

    def _literal(self, kind: str, value: float | None) -> tuple[int, ...] | None:
        if value is None:
            return ()
        found = tuple(n for n, m in enumerate(self.marks) if m.kind == 2 and TYPES[m.type] == kind and self._equal(m, value))
        return found or None

    def _dates(self, words: str | None) -> tuple[int, ...] | None:
        if words is None:
            return ()
        found = []
        for n, m in enumerate(self.marks):
            if m.kind == 2 and TYPES[m.type] == "Date":
                text, value = self.values[m.thing - self.entities]
                if value == words or text.casefold() in words.casefold() or words.casefold() in text.casefold():
                    found.append(n)
        return tuple(found) or None


def _tags(count: int, marks: list[Mark], literals: list[tuple[int, int, int]]) -> tuple[tuple[int, ...], ...]:
    """Tags of the five heads, word by word."""
    tags = [[0] * count for _ in HEADS]
    for kind, outer, inner in ((0, 0, 1), (1, 2, 3)):
        spans = sorted(((m.first, m.last, m.type) for m in marks if m.kind == kind), key=lambda s: (s[0] - s[1], s))
        spans += literals if kind == 0 else []
        for first, last, type_ in spans:
            for head in (outer, inner):
                if (head == outer or type_ < len(ENTITY_TYPES)) and not any(tags[head][first : last + 1]):
                    _write(tags[head], first, last, type_)
                    break
    for m in marks:
        if m.kind == 3 and not any(tags[4][m.first : m.last + 1]):
            _write(tags[4], m.first, m.last, m.topic)
    return tuple(map(tuple, tags))


def _write(tags: list[int], first: int, last: int, number: int) -> None:
    tags[first] = 2 * number + 1
    tags[first + 1 : last + 1] = [2 * number + 2] * (last - first)


def cut_windows(example: Example, longest: int = LONGEST) -> Iterator[Example]:
    """The example itself, or windows of whole sentences that overlap by about a fifth."""
    if example.length <= longest:
        yield example
        return
    begins = [0, *(n for n in range(1, len(example.words)) if example.sentences[n] != example.sentences[n - 1]), len(example.words)]
    sizes = [sum(len(w) for w in example.words[a:b]) for a, b in pairwise(begins)]
    first = 0
    while first < len(sizes):
        last, total = first, 0
        while last < len(sizes) and total + sizes[last] <= longest:
            total += sizes[last]
            last += 1
        last = max(last, first + 1)
        if total <= longest and total:
            yield _window(example, begins[first], begins[last])
        if last >= len(sizes):
            return
        back = last
        while back > first + 1 and sum(sizes[back - 1 : last]) <= longest // 5:
            back -= 1
        first = max(back, first + 1)


def _window(example: Example, begin: int, end: int) -> Example:
    kept = [n for n, m in enumerate(example.marks) if begin <= m.first and m.last < end]
    number = {n: i for i, n in enumerate(kept)}
    marks = tuple(replace(example.marks[n], first=example.marks[n].first - begin, last=example.marks[n].last - begin) for n in kept)
    claims, ignored = [], list(example.ignored)
    for c in example.claims:
        one = [example.sentences[m.first + begin] for m in marks if m.thing == c.subject]
        two = [example.sentences[m.first + begin] for m in marks if m.thing == c.object]
        if not one or not two:
            continue
        if min(abs(a - b) for a in one for b in two) > 1:
            ignored.append((c.subject, c.relation, c.object))
            continue
        slots = tuple(None if s is None or (s and not any(n in number for n in s)) else tuple(number[n] for n in s if n in number) for s in c.slots)
        claims.append(replace(c, slots=slots))
    words = example.words[begin:end]
    return replace(
        example, id=f"{example.id}@{begin}", words=words, sentences=example.sentences[begin:end], marks=marks,
        tags=tuple(t[begin:end] for t in example.tags), claims=tuple(claims), ignored=tuple(ignored), length=sum(map(len, words)),
    )  # fmt: skip


def join(examples: list[Example]) -> Example:
    """Several short texts of one language as one, one after the other."""
    if len(examples) == 1:
        return examples[0]
    words, sentences, marks, claims, ignored = [], [], [], [], []
    tags: list[list[int]] = [[] for _ in HEADS]
    things = 0
    for e in examples:
        shift, before, line = len(words), len(marks), sentences[-1] + 1 if sentences else 0
        words += e.words
        sentences += [line + s for s in e.sentences]
        marks += [replace(m, first=m.first + shift, last=m.last + shift, thing=m.thing + things) for m in e.marks]
        for c in e.claims:
            slots = tuple(None if s is None else tuple(n + before for n in s) for s in c.slots)
            claims.append(replace(c, subject=c.subject + things, object=c.object + things, slots=slots))
        ignored += [(a + things, r, b + things) for a, r, b in e.ignored]
        for tag, new in zip(tags, e.tags, strict=True):
            tag += new
        things += 1 + max((m.thing for m in e.marks), default=0)
    return Example(
        "+".join(e.id for e in examples), examples[0].lang, tuple(words), tuple(sentences), tuple(marks), tuple(map(tuple, tags)),
        tuple(claims), tuple(ignored), sum(e.length for e in examples),
    )  # fmt: skip


def epoch(examples: list[Example], random_: random.Random) -> list[Example]:
    """The texts of one pass: short ones joined anew, one to four of a language."""
    short = {lang: [e for e in examples if e.lang == lang and e.length <= 160] for lang in ("de", "en")}
    joined = [e for e in examples if e.length > 160]
    for group in short.values():
        random_.shuffle(group)
        while group:
            count = min(random_.randint(1, 4), len(group))
            taken, group[:] = group[:count], group[count:]
            while sum(e.length for e in taken) > LONGEST and len(taken) > 1:
                group.append(taken.pop())
            joined.append(join(taken))
    return joined


def batches(examples: list[Example], size: int, random_: random.Random) -> list[list[Example]]:
    """Batches of about ``size`` pieces, of texts of like length, in random order."""
    order = sorted(examples, key=lambda e: (e.length + random_.randint(0, 24), e.id))
    made: list[list[Example]] = []
    for example in order:
        if made and (len(made[-1]) + 1) * example.length <= size:
            made[-1].append(example)
        else:
            made.append([example])
    random_.shuffle(made)
    return made


HELD_BACK = ((r"de-[defg]", 20), (r"en-[def]", 20), (r"de-j", 10), (r"en-i", 10))
"""Files and how many of their texts are not trained on: whole articles, and news with few claims."""


def hold_back(texts: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(texts to learn from, texts held back for measuring): always the same ones."""
    texts = list(texts)
    held: set[str] = set()
    for files, count in HELD_BACK:
        found = sorted(t["id"] for t in texts if re.match(files, t["id"]))
        held.update(random.Random(7).sample(found, min(count, len(found))))
    return [t for t in texts if t["id"] not in held], [t for t in texts if t["id"] in held]


assert set(SLOT_TYPES.values()) < LITERALS
