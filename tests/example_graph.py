"""The graph of the example articles, and the steps of the guide, which are about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.model import Extraction, Refusal
from kg.store.client import Store
from kg.store.schema import apply_schema
from kg.store.writer import write_extractions
from loaders.pipeline import Pipeline
from loaders.sources import read_sources
from tests.store_fixtures import ONTOLOGY

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide.md"
_STEP = re.compile(r"^## (\d+)\. (.+?)$(.*?)(?=^## )", re.MULTILINE | re.DOTALL)
_QUERY = re.compile(r"^```cypher\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"^!\[(.+)\]\((.+)\)$", re.MULTILINE)


@cache
def example_extractions() -> tuple[Extraction, ...]:
    """What the example articles say, read once for all tests."""
    found = list(Pipeline().extract(read_sources([str(ROOT / "examples")])))
    assert not [one for one in found if isinstance(one, Refusal)]
    return tuple(one for one in found if isinstance(one, Extraction))


def load_examples(store: Store) -> Store:
    """The store with the example articles in it, as ``kg load examples`` leaves it."""
    apply_schema(store, ONTOLOGY)
    written = list(write_extractions(store, example_extractions(), ontology=ONTOLOGY, version="examples"))
    assert {one.state for one in written} == {"new"}
    return store


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the guide: its number and heading, its one query, its one picture and what that is said to show."""

    number: int
    heading: str
    query: str
    picture: Path
    shows: str


def guide_steps() -> list[Step]:
    """The numbered steps of ``docs/guide.md``."""
    steps = []
    for number, heading, text in _STEP.findall(GUIDE.read_text(encoding="utf-8")):
        (query,), ((shows, picture),) = _QUERY.findall(text), _PICTURE.findall(text)
        steps.append(Step(int(number), heading, query.strip(), GUIDE.parent / picture, shows))
    return steps
