"""Which company an article, or a stretch of it, is about: what a sentence that names none is understood of."""

from __future__ import annotations

from kg.names import normal_form
from loaders.reading import Reading, Thing


def find_protagonist(reading: Reading) -> int | None:
    """The company that the article is about: named in the first two sentences, and by name most often; the first of equals."""
    limit = reading.sentences[min(1, len(reading.sentences) - 1)][1] if reading.sentences else 0
    early = [
        number
        for number, thing in enumerate(reading.things)
        if thing.type == "Company" and reading.mentions[thing.mentions[0]].start < limit
    ]  # fmt: skip
    return max(early, key=lambda number: (_weight(reading, reading.things[number]), -_first(reading, number)), default=None)


def _weight(reading: Reading, thing: Thing) -> int:
    """Descriptions do not count: their antecedents are guesses."""
    return sum(reading.mentions[index].kind == "named" for index in thing.mentions)


def _first(reading: Reading, number: int) -> int:
    return reading.mentions[reading.things[number].mentions[0]].start


def bodies_in(reading: Reading, start: int, end: int) -> set[int]:
    """Companies and organisations with a mention in a stretch of the text."""
    kinds = ("Company", "Organization")
    return {
        number
        for number, thing in enumerate(reading.things)
        if thing.type in kinds and any(start <= reading.mentions[index].start < end for index in thing.mentions)
    }  # fmt: skip


def find_understood(reading: Reading, sentence: tuple[int, int], *, in_focus: bool = False) -> int | None:
    """The company that a sentence without one is about: the protagonist, unless this sentence or the one before is about another.

    A relative of the protagonist does not count as another ("Alibaba Cloud" beside "Alibaba").

    Args:
        reading: the article.
        sentence: its span.
        in_focus: the sentence before must speak of the protagonist.
    """
    protagonist = find_protagonist(reading)
    if protagonist is None:
        return None
    before = reading.sentence_at(sentence[0] - 1)[0] if sentence[0] else 0
    near = bodies_in(reading, before, sentence[1])
    if in_focus and protagonist not in near:
        return None
    others = near - {protagonist}
    family = normal_form(reading.things[protagonist].name).split(" ")[0]
    return protagonist if all(normal_form(reading.things[other].name).split(" ")[0] == family for other in others) else None
