"""The word knowledge of one language, read from ``schema/LANGUAGE/`` and checked against the ontology.

The head of each file of ``schema/de/`` says what its keys mean. A language is there when its folder is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from kg.errors import SchemaError
from kg.model import STATUSES, Status
from kg.ontology import Ontology, SchemaModel, check_record, read_toml, short
from loaders.cues import Cue, CueError, compile_cue

Word = Annotated[str, StringConstraints(min_length=1)]
PROTAGONIST = "protagonist"


class Grammar(SchemaModel):
    """``language.toml``: how sentences and lists are written."""

    name: Word
    spacy: Word
    verb_second: bool
    abbreviations: frozenset[str]
    conjunctions: tuple[Word, ...] = Field(min_length=1)
    determiners: frozenset[str]
    name_particles: frozenset[str]
    advertising: tuple[Word, ...] = ()


class NameWords(SchemaModel):
    """``names.toml``: what tells the type of a name or description."""

    nouns: Mapping[str, tuple[Word, ...]]
    name_words: Mapping[str, tuple[Word, ...]]
    pronouns: Mapping[str, tuple[Word, ...]]
    titles: Mapping[str, tuple[Word, ...]]
    said: Mapping[str, tuple[Word, ...]]


class FigureWords(SchemaModel):
    """``figures.toml``: what names a measured value and its change."""

    metric: Mapping[str, tuple[Word, ...]]
    change: Mapping[str, tuple[Word, ...]]


class CueTable(SchemaModel):
    """One ``[[RELATION]]`` table of ``relations.toml``."""

    cues: tuple[Word, ...] = Field(min_length=1)
    object: str | None = None
    status: Status | None = None
    needs: Annotated[str, StringConstraints(pattern="^(Percent|Money)$")] | None = None
    facility: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class RelationCue:
    """A compiled cue with what its table says of it. ``rule`` names it in claims: ``rule:de:ACQUIRES:3``."""

    relation: str
    cue: Cue
    rule: str
    object: str | None = None
    status: Status | None = None
    needs: str | None = None
    facility: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of one language."""

    lang: str
    folder: Path
    grammar: Grammar
    names: NameWords
    figures: FigureWords
    titles: Mapping[str, tuple[str, ...]]
    relations: tuple[RelationCue, ...]
    status: tuple[tuple[Status, tuple[Cue, ...]], ...]


def languages(folder: Path) -> list[str]:
    """The languages that there is a lexicon for: the folders of ``schema/`` that hold a ``language.toml``."""
    return sorted(path.parent.name for path in folder.glob("*/language.toml"))


def read_lexicon(ontology: Ontology, lang: str) -> Lexicon:
    """Read and check one language.

    Args:
        ontology: the types and relations that the words speak of; its folder is read.
        lang: ISO 639-1 code, the name of the folder.

    Raises:
        SchemaError: a file is missing or wrong; file, key and remedy are named.
    """
    folder = ontology.folder / lang
    record = {}
    for file, model in (("language", Grammar), ("names", NameWords), ("figures", FigureWords)):
        path = folder / f"{file}.toml"
        record[file] = check_record(path, "", read_toml(path), model)
    grammar, names, figures = record["language"], record["names"], record["figures"]
    assert isinstance(grammar, Grammar) and isinstance(names, NameWords) and isinstance(figures, FigureWords)
    _check_keys(folder / "names.toml", "nouns", names.nouns, ontology.entities)
    _check_keys(folder / "names.toml", "name_words", names.name_words, ontology.entities)
    _check_keys(folder / "figures.toml", "metric", figures.metric, ontology.metrics)
    titles = _read_titles(folder / "roles.toml", ontology)
    return Lexicon(lang, folder, grammar, names, figures, titles, tuple(_read_cues(ontology, lang)), _read_status(folder / "status.toml"))


def _check_keys(path: Path, table: str, found: Mapping[str, object], known: Mapping[str, object]) -> None:
    for key in found:
        if key not in known:
            raise SchemaError(short(path), f"{table}.{key}", f"is not in the ontology; use one of {sorted(known)}")


def _read_titles(path: Path, ontology: Ontology) -> dict[str, tuple[str, ...]]:
    titles: dict[str, tuple[str, ...]] = {}
    raw = read_toml(path)
    _check_keys(path, "", raw, ontology.relations)
    for relation, table in raw.items():
        words = table.get("titles") if isinstance(table, dict) else None
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise SchemaError(short(path), relation, 'wants titles = ["CEO", …], a list of words')
        titles[relation] = tuple(words)
    return titles


def _read_cues(ontology: Ontology, lang: str) -> list[RelationCue]:
    path = ontology.folder / lang / "relations.toml"
    raw = read_toml(path)
    _check_keys(path, "", raw, ontology.relations)
    cues = []
    for relation, tables in raw.items():
        if not isinstance(tables, list):
            raise SchemaError(short(path), relation, f"is a list of tables; write [[{relation}]] with two brackets")
        number = 0
        for index, fields in enumerate(tables):
            table = check_record(path, f"{relation}[{index}]", fields, CueTable)
            _check_object(path, ontology, relation, table)
            for text in table.cues:
                number += 1
                cue = _compile(path, relation, text)
                _check_slots(path, relation, text, cue, table)
                rest = table.model_dump(exclude={"cues"})
                cues.append(RelationCue(relation, cue, f"rule:{lang}:{relation}:{number}", **rest))
    return cues


def _check_object(path: Path, ontology: Ontology, relation: str, table: CueTable) -> None:
    allowed = ontology.relations[relation].objects
    if table.object is not None and table.object != PROTAGONIST and table.object not in allowed:
        wanted = f"use one of {list(allowed)}" if allowed else f"{relation} has no fixed objects; take the key out or list them in relations.toml"
        raise SchemaError(short(path), f"{relation}.object", f"{table.object!r} is not allowed; {wanted}")


def _check_slots(path: Path, relation: str, text: str, cue: Cue, table: CueTable) -> None:
    wanted = {"SUBJECT"} if table.object is not None else {"SUBJECT", "OBJECT"}
    if set(cue.slots) != wanted:
        raise SchemaError(short(path), f"{relation}.cues", f"{text!r} must hold {' and '.join(sorted(wanted))}, each once")


def _read_status(path: Path) -> tuple[tuple[Status, tuple[Cue, ...]], ...]:
    groups = []
    for status, table in read_toml(path).items():
        if status not in STATUSES or status == "asserted":
            raise SchemaError(short(path), status, f"is no status; use one of {list(STATUSES[1:])}")
        words = table.get("cues") if isinstance(table, dict) else None
        if not isinstance(words, list) or not words:
            raise SchemaError(short(path), status, 'wants cues = ["…"], a list of words')
        known: Status = status
        groups.append((known, tuple(_compile(path, status, str(text)) for text in words)))
    return tuple(groups)


def _compile(path: Path, key: str, text: str) -> Cue:
    try:
        return compile_cue(text)
    except CueError as error:
        raise SchemaError(short(path), f"{key}.cues", f"{text!r}: {error}") from None
