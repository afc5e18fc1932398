"""Texts said in another way, so that the model reads the context and not the names: names exchanged, letters spoilt as they are in practice.

A change is a list of edits (start, end, new words); every mention and literal moves along.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Text = Mapping[str, Any]
Edit = tuple[int, int, str]
Pool = Mapping[tuple[str, str], Sequence[str]]
_SWAPPED = ("Company", "Person", "Product")
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
_PLAIN_QUOTES = {"„": '"', "“": '"', "”": '"', "’": "'", "–": "-", "\u00a0": " "}
_MISREAD = {"rn": "m", "l": "1", "O": "0", "ü": "u", "ö": "o", "ä": "a", "ß": "B"}


def rewrite(text: Text, edits: Iterable[Edit], names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A text with some words replaced, its mentions and literals at their new places.

    Args:
        text: as ``training.prepare.read_texts`` gives it.
        edits: do not overlap, and lie inside or outside every mention as a whole.
        names: new names of entities, by the old ones.
    """
    ordered = sorted(edits)
    words, pieces, at = text["text"], [], 0
    for start, end, new in ordered:
        pieces += [words[at:start], new]
        at = end
    changed = "".join([*pieces, words[at:]])

    def moved(span: Mapping[str, Any]) -> dict[str, Any]:
        start = span["start"] + sum(len(new) - (b - a) for a, b, new in ordered if b <= span["start"])
        end = span["end"] + sum(len(new) - (b - a) for a, b, new in ordered if b <= span["end"])
        return {**span, "start": start, "end": end, "text": changed[start:end]}

    called = names or {}
    entities = [{**e, "name": called.get(e["name"], e["name"]), "mentions": [moved(m) for m in e["mentions"]]} for e in text["entities"]]
    claims = [_renamed(claim, called) for claim in text["claims"]]
    return {**text, "text": changed, "entities": entities, "literals": [moved(literal) for literal in text["literals"]], "claims": claims}


def _renamed(claim: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    target = claim["object"]
    return {**claim, "subject": names.get(claim["subject"], claim["subject"]), "object": names.get(target, target) if isinstance(target, str) else target}


def name_pool(texts: Iterable[Text]) -> dict[tuple[str, str], list[str]]:
    """Names by language and type, as they stand in the texts."""
    pool: dict[tuple[str, str], set[str]] = defaultdict(set)
    for text in texts:
        for entity in text["entities"]:
            if entity["type"] in _SWAPPED and any(m["text"] == entity["name"] for m in entity["mentions"]):
                pool[text["lang"], entity["type"]].add(entity["name"])
    return {key: sorted(names) for key, names in sorted(pool.items())}


def swap_names(text: Text, pool: Pool, random_: random.Random, share: float = 0.5) -> dict[str, Any]:
    """Give some companies, people and products other names of the pool, everywhere in the text."""
    edits: list[Edit] = []
    names: dict[str, str] = {}
    taken = {entity["name"] for entity in text["entities"]}
    spans = [(m["start"], m["end"]) for e in text["entities"] for m in e["mentions"]]
    for entity in text["entities"]:
        options = pool.get((text["lang"], entity["type"]), ())
        if not options or random_.random() >= share:
            continue
        new = random_.choice(options)
        own = _edits(entity, new, spans)
        if own is not None and new not in taken:
            edits += own
            names[entity["name"]] = new
            taken.add(new)
    return rewrite(text, edits, names)


def _edits(entity: Mapping[str, Any], new: str, spans: Sequence[tuple[int, int]]) -> list[Edit] | None:
    """How the named mentions of an entity change; ``None`` where one has something inside or is no plain form of the name."""
    edits = []
    for mention in entity["mentions"]:
        if mention["kind"] != "named":
            continue
        start, end = mention["start"], mention["end"]
        said = _short_form(entity["name"], mention["text"], new, entity["type"])
        if said is None or any(start <= a and b <= end and (a, b) != (start, end) for a, b in spans):
            return None
        edits.append((start, end, said))
    return edits


def _short_form(name: str, said: str, new: str, kind: str) -> str | None:
    """What the new thing is called where the old one was called ``said``.

    >>> _short_form("Eddie Wu", "Wu", "Anna Maria Weiß", "Person"), _short_form("Ford Motor", "Ford", "Siemens", "Company")
    ('Weiß', 'Siemens')
    """
    if said == name:
        return new
    old, short, words = name.split(), said.split(), new.split()
    if kind == "Person" and len(old) > 1 and short == old[-1:]:
        return words[-1]
    if kind == "Company" and len(short) < len(old) and short == old[: len(short)]:
        return words[0] if len(words) > 1 and len(words[0]) > 3 else new
    return None


def _each(letters: Mapping[str, str], share: float) -> Callable[[Text, random.Random], dict[str, Any]]:
    pattern = re.compile("|".join(map(re.escape, letters)))

    def change(text: Text, random_: random.Random) -> dict[str, Any]:
        borders = {border for e in text["entities"] for m in e["mentions"] for border in (m["start"], m["end"])}
        edits = [(m.start(), m.end(), letters[m[0]]) for m in pattern.finditer(text["text"]) if random_.random() < share]
        return rewrite(text, [e for e in edits if borders.isdisjoint(range(e[0] + 1, e[1]))])

    return change


def lower_case(text: Text, random_: random.Random) -> dict[str, Any]:
    """No capitals in one of the lines."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text["text"])]
    start, end = random_.choice(lines)
    return rewrite(
        text, [(m.start(), m.end(), m[0].lower()) for m in re.finditer(r"\w+", text["text"]) if start <= m.start() < end and len(m[0].lower()) == len(m[0])]
    )


def upper_case(text: Text, random_: random.Random) -> dict[str, Any]:
    """The first line in capitals, as a headline."""
    end = (text["text"] + "\n").index("\n")
    return rewrite(text, [(m.start(), m.end(), m[0].upper()) for m in re.finditer(r"\w+", text["text"][:end]) if "ß" not in m[0]])


SPOILINGS: tuple[Callable[[Text, random.Random], dict[str, Any]], ...] = (
    _each(_UMLAUTS, 1.0),
    _each(_PLAIN_QUOTES, 1.0),
    _each(_MISREAD, 0.03),
    lower_case,
    upper_case,
)


def vary(text: Text, pool: Pool, random_: random.Random) -> dict[str, Any]:
    """Another version of a text: other names in most, spoilt letters in some."""
    varied = swap_names(text, pool, random_) if random_.random() < 0.8 else dict(text)
    return random_.choice(SPOILINGS)(varied, random_) if random_.random() < 0.3 else varied
