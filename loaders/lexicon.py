"""The word knowledge of one language, read from ``schema/LANGUAGE/`` and checked against the ontology.

The head of each file of ``schema/de/`` says what its keys mean. A language is there when its folder is.
"""

from __future__ import annotations

import re
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
    prepositions: frozenset[str]
    affiliation: frozenset[str]
    appointment: frozenset[str]
    clause_words: frozenset[str]
    ordinal_dot: bool = False
    noun_capitals: bool = False
    compounds: bool = False
    inflections: Mapping[str, tuple[Word, ...]] = {}
    no_topics: frozenset[str] = frozenset()
    noun_endings: tuple[Word, ...] = ()
    openers: frozenset[str] = frozenset()
    advertising: tuple[Word, ...] = ()


class NameWords(SchemaModel):
    """``names.toml``: what tells the type of a name or description."""

    nouns: Mapping[str, tuple[Word, ...]]
    name_words: Mapping[str, tuple[Word, ...]]
    pronouns: Mapping[str, tuple[Word, ...]]
    compounds: Mapping[str, tuple[Word, ...]]
    no_names: Mapping[str, tuple[Word, ...]]
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
    noun_phrase: bool = False
    alone: bool = False


class TitleTable(SchemaModel):
    """One ``[RELATION]`` table of ``roles.toml``."""

    titles: tuple[Word, ...] = ()
    named_only: tuple[Word, ...] = ()


class StatusTable(SchemaModel):
    """One ``[status]`` table of ``status.toml``."""

    cues: tuple[Word, ...] = ()
    near: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusWords:
    """What makes a claim planned, rumoured …: words anywhere in the sentence, and such as count only in the clause of the claim."""

    status: Status
    anywhere: re.Pattern[str]
    near: re.Pattern[str]


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
    noun_phrase: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of one language."""

    lang: str
    folder: Path
    grammar: Grammar
    names: NameWords
    figures: FigureWords
    titles: Mapping[str, tuple[str, ...]]
    named_only: frozenset[str]
    relations: tuple[RelationCue, ...]
    status: tuple[StatusWords, ...]


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
    words = {relation: (*table.titles, *table.named_only) for relation, table in titles.items()}
    named_only = frozenset(word for table in titles.values() for word in table.named_only)
    return Lexicon(lang, folder, grammar, names, figures, words, named_only, tuple(_read_cues(ontology, lang)), _read_status(folder / "status.toml"))


def _check_keys(path: Path, table: str, found: Mapping[str, object], known: Mapping[str, object]) -> None:
    for key in found:
        if key not in known:
            raise SchemaError(short(path), f"{table}.{key}".lstrip("."), f"is not in the ontology; use one of {sorted(known)}")


def _read_titles(path: Path, ontology: Ontology) -> dict[str, TitleTable]:
    raw = read_toml(path)
    _check_keys(path, "", raw, ontology.relations)
    for relation, fields in raw.items():
        if not isinstance(fields, dict):
            raise SchemaError(short(path), relation, f"must be a table; write [{relation}] and its keys below")
    return {relation: check_record(path, relation, fields, TitleTable) for relation, fields in raw.items()}


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


def _read_status(path: Path) -> tuple[StatusWords, ...]:
    groups = []
    for status, fields in read_toml(path).items():
        if status not in STATUSES or status == "asserted":
            raise SchemaError(short(path), status, f"is no status; use one of {list(STATUSES[1:])}")
        if not isinstance(fields, dict):
            raise SchemaError(short(path), status, f"must be a table; write [{status}] and its keys below")
        table = check_record(path, status, fields, StatusTable)
        known: Status = status
        groups.append(StatusWords(known, _any_of(path, status, table.cues), _any_of(path, status, table.near)))
    return tuple(groups)


def _any_of(path: Path, key: str, texts: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all cues of a group."""
    return re.compile("|".join(f"(?:{_compile(path, key, text).pattern.pattern})" for text in texts) or "(?!)", re.IGNORECASE)


def _compile(path: Path, key: str, text: str) -> Cue:
    try:
        return compile_cue(text)
    except CueError as error:
        raise SchemaError(short(path), f"{key}.cues", f"{text!r}: {error}") from None
