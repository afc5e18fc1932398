"""How many articles a second the extraction reads, stage by stage: ``python -m tests.benchmarks.extract [FOLDER …] [--rounds N]``.

One process, one core; the articles are those of ``tests/gold``. The time of each stage is the processor's, of all articles of a
language; a rate is also given for articles of 300 words. What the start costs is printed first.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

GOLD = Path(__file__).parents[1] / "gold"
WORDS = 300
_Result = TypeVar("_Result")


class Clock:
    """Processor time by name of the stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], _Result]) -> _Result:
        """Do some work and note how long it took."""
        started = time.process_time()
        result = work()
        self.spent[stage] = self.spent.get(stage, 0.0) + time.process_time() - started
        return result


def read_in_stages(reader: Any, document: Any, clock: Clock) -> None:
    """What ``Reader.read`` does, with a clock at each stage."""
    from loaders.assemble import assemble
    from loaders.coreference import find_things
    from loaders.reading import Reading
    from loaders.sentences import find_sentences

    sentences = clock.time("sentences", lambda: tuple(find_sentences(document.text, reader.lexicon)))
    literals = clock.time("amounts and dates", lambda: reader.literals.find(document))
    named = clock.time("names", lambda: reader.names.find(document))
    described = clock.time("descriptions", lambda: reader.descriptions.find(document, named))
    mentions = tuple(sorted((*literals, *named, *described), key=lambda mention: (mention.start, -mention.end)))
    reading = clock.time("coreference", lambda: find_things(Reading(document, sentences, mentions), reader.gazetteers))
    found: list[Any] = []
    for stage in ("relations", "roles", "origins", "figures"):
        found += clock.time(stage, lambda name=stage: list(getattr(reader, name).find(reading)))
    clock.time("assembly", lambda: assemble(replace(reading, statements=tuple(found)), reader.ontology, reader.gazetteers))


def main(argv: Iterable[str]) -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.extract")
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(list(argv))
    clock = Clock()

    def start() -> Any:
        from loaders.pipeline import Pipeline

        return Pipeline()

    pipeline = clock.time("import and Pipeline()", start)
    clock.time("import spacy", lambda: __import__("spacy"))
    from kg.model import Document
    from tests.scoring import read_gold

    articles = [article for folder in options.folders for article in read_gold(folder)]
    readers = {lang: clock.time(f"reader {lang}", lambda name=lang: pipeline.reader(name)) for lang in sorted({article["lang"] for article in articles})}
    for stage, seconds in clock.spent.items():
        print(f"{stage:24} {seconds:6.2f} s")
    for lang, reader in readers.items():
        documents = [Document(a["id"], a["text"], a.get("title"), a.get("date"), lang) for a in articles if a["lang"] == lang]
        words = sum(len(document.text.split()) for document in documents) * options.rounds
        whole, stages = Clock(), Clock()
        for _ in range(options.rounds):
            for document in documents:
                whole.time("all", partial(reader.read, document))
                read_in_stages(reader, document, stages)
        print(f"\n{lang}: {len(documents)} articles of {words / len(documents) / options.rounds:.0f} words")
        for stage, seconds in (*stages.spent.items(), *whole.spent.items()):
            print(f"  {stage:22} {len(documents) * options.rounds / seconds:8.0f} articles/s   {words / WORDS / seconds:8.0f} of {WORDS} words")


if __name__ == "__main__":
    main(sys.argv[1:])
