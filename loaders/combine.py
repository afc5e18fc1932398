"""Two readings of one article, by rules and by the trained model, become one.

The model says who and what the article is about; the rules add what they alone found. A claim that both found is one claim: the rule's
words for role, facility and status, the model's literals where the rule has none, and a confidence that both count for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.confidence import Weights, combine
from kg.model import Figure, Mention
from loaders.reading import Reading, Statement, Thing

Key = tuple[object, ...]
POST = ":title"
"""End of the name of the rule that reads a title beside a person: whose post it is is settled then, in that sentence."""
_WIDENED = ("Event", "Product", "Facility")
_POSTS = ("CEO_OF", "WORKS_FOR")


def combine_readings(rules: Reading, model: Reading, weights: Weights, symmetric: Iterable[str]) -> Reading:
    """The model's things and all statements, each once.

    Args:
        rules: what the rules read.
        model: what the model read in the same article; its statements' confidences are likelihoods.
        weights: how the confidences of both make one.
        symmetric: relations whose direction does not matter.

    Returns:
        A reading whose mentions and things are the model's and those of the rules that a statement needs, confidences calibrated.
    """
    stated = {end for s in rules.statements for end in (s.subject, s.object) if isinstance(end, int)}
    same = _same_things(rules, model)
    model = _widened(rules, model, same)
    things, mentions = list(model.things), list(model.mentions)
    for number in sorted(stated - same.keys()):
        same[number] = len(things)
        things.append(_added(rules.things[number], rules.mentions, mentions))
    both_ways = frozenset(symmetric)
    by_rule: dict[Key, Statement] = {}
    for statement in (_moved(s, same) for s in rules.statements):
        key = _key(statement, both_ways)
        by_rule[key] = _again(by_rule[key], statement) if key in by_rule else statement
    settled = [(s.subject, s.evidence[0]) for s in by_rule.values() if s.extractor.endswith(POST)]
    by_model = {_key(s, both_ways): s for s in model.statements if _key(s, both_ways) in by_rule or not _is_settled(s, settled)}
    merged = [_weighed(by_rule.get(key), by_model.get(key), weights) for key in {**by_model, **by_rule}]
    order = sorted(range(len(mentions)), key=lambda n: (mentions[n].start, -mentions[n].end))
    place = {old: new for new, old in enumerate(order)}
    moved = tuple(replace(thing, mentions=tuple(sorted(place[n] for n in thing.mentions))) for thing in things)
    return replace(model, mentions=tuple(mentions[n] for n in order), things=moved, statements=tuple(merged))


def _same_things(rules: Reading, model: Reading) -> dict[int, int]:
    """Thing of the rules → thing of the model of its type that is named where it is named, most often of all."""
    owners: dict[int, int] = {}
    for number, thing in enumerate(model.things):
        for index in thing.mentions:
            mention = model.mentions[index]
            if mention.kind == "named":
                owners |= dict.fromkeys(range(mention.start, mention.end), number)
    same = {}
    for number, thing in enumerate(rules.things):
        named = [rules.mentions[index] for index in thing.mentions if rules.mentions[index].kind == "named"]
        counts = Counter(owner for m in named for owner in {owners[at] for at in range(m.start, m.end) if at in owners})
        fitting = [(count, -owner) for owner, count in counts.items() if model.things[owner].type == thing.type]
        if fitting:
            same[number] = -max(fitting)[1]
    return same


def _widened(rules: Reading, model: Reading, same: Mapping[int, int]) -> Reading:
    """Names of the model that are part of a longer one of the rules ("Apsara" of "Apsara-Konferenz"), wherever they stand, are that name."""
    mentions, things = list(model.mentions), list(model.things)
    for number, owner in same.items():
        if things[owner].type not in _WIDENED:
            continue
        wide = [rules.mentions[index] for index in rules.things[number].mentions if rules.mentions[index].kind == "named"]
        own = [index for index in things[owner].mentions if mentions[index].kind == "named"]
        around = {index: next((w for w in wide if w.start <= mentions[index].start and mentions[index].end <= w.end), None) for index in own}
        if all(around.values()) and any(w and w.text != mentions[index].text for index, w in around.items()):
            for index, found in around.items():
                mentions[index] = found or mentions[index]
            things[owner] = replace(things[owner], name=rules.things[number].name)
    return replace(model, mentions=tuple(mentions), things=tuple(things))


def _added(thing: Thing, own: tuple[Mention, ...], mentions: list[Mention]) -> Thing:
    """A thing of the rules that the model does not know, its mentions appended."""
    numbers = tuple(range(len(mentions), len(mentions) + len(thing.mentions)))
    mentions += [own[index] for index in thing.mentions]
    return replace(thing, mentions=numbers)


def _moved(statement: Statement, same: Mapping[int, int]) -> Statement:
    target = statement.object
    return replace(statement, subject=same[statement.subject], object=same[target] if isinstance(target, int) else target)


def _is_settled(statement: Statement, settled: Iterable[tuple[int, tuple[int, int]]]) -> bool:
    """Does the model give a person another post in words where a rule has read whose post it is?"""
    if statement.relation not in _POSTS:
        return False
    return any(statement.subject == person and start < span[1] and span[0] < end for person, (start, end) in settled for span in statement.evidence)


def _key(statement: Statement, both_ways: frozenset[str]) -> Key:
    """What makes two statements one; of a figure neither the period nor what it is of."""
    target = statement.object
    if isinstance(target, Figure):
        return statement.subject, statement.relation, target.metric, f"{target.value:.6g}", target.unit
    if statement.relation in both_ways and isinstance(target, int):
        return min(statement.subject, target), statement.relation, max(statement.subject, target)
    return statement.subject, statement.relation, target


def _weighed(rule: Statement | None, model: Statement | None, weights: Weights) -> Statement:
    """One statement with its confidence."""
    confidence = combine(model.confidence if model else None, rule.confidence if rule else None, weights)
    if rule is None or model is None:
        only = rule or model
        assert only is not None
        return replace(only, confidence=confidence)
    joined = _joined(rule, model)
    return replace(joined, confidence=confidence, extractor=f"{rule.extractor}+{model.extractor}")


def _again(known: Statement, statement: Statement) -> Statement:
    """Two findings of the rules: a denial outweighs what it denies."""
    joined = _joined(known, statement)
    return replace(joined, status="denied") if statement.status == "denied" else joined


def _joined(first: Statement, second: Statement) -> Statement:
    """The first, its gaps filled from the second, then the second's sentences that are not among its own."""
    target = first.object
    if isinstance(target, Figure) and isinstance(second.object, Figure):
        target = replace(target, period=target.period or second.object.period, of=target.of or second.object.of)
    more = tuple(span for span in second.evidence if all(span[1] <= start or end <= span[0] for start, end in first.evidence))
    return replace(first, object=target, qualifiers=first.qualifiers.filled_from(second.qualifiers), evidence=(*first.evidence, *more))
