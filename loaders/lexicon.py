"""The word knowledge of one language, read from ``schema/LANGUAGE/`` and checked against the ontology.

The head of each file of ``schema/de/`` says what its keys mean. A language is there when its folder is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

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


Problems = list[SchemaError]


@contextmanager
def collecting(problems: Problems | None) -> Iterator[None]:
    """Note a fault and go on behind the block, if there is a list to note it in; else let it through."""
    try:
        yield
    except SchemaError as error:
        if problems is None:
            raise
        problems.append(error)


def read_lexicon(ontology: Ontology, lang: str) -> Lexicon:
    """Read and check one language.

    Args:
        ontology: the types and relations that the words speak of; its folder is read.
        lang: ISO 639-1 code, the name of the folder.

    Raises:
        SchemaError: a file is missing or wrong; file, key and remedy are named.
    """
    folder = ontology.folder / lang
    grammar, names, figures = read_words(folder, "language", Grammar), read_names(folder, ontology), read_figures(folder, ontology)
    titles = read_titles(folder, ontology)
    words = {relation: (*table.titles, *table.named_only) for relation, table in titles.items()}
    named_only = frozenset(word for table in titles.values() for word in table.named_only)
    return Lexicon(lang, folder, grammar, names, figures, words, named_only, tuple(read_cues(folder, ontology)), tuple(read_status(folder)))


_File = TypeVar("_File", bound=SchemaModel)


def read_words(folder: Path, file: str, model: type[_File]) -> _File:
    """A whole file of one language as one record."""
    path = folder / f"{file}.toml"
    return check_record(path, "", read_toml(path), model)


def read_names(folder: Path, ontology: Ontology, problems: Problems | None = None) -> NameWords:
    """``names.toml``, its types compared with the ontology."""
    names = read_words(folder, "names", NameWords)
    for table in ("nouns", "name_words", "pronouns", "compounds"):
        _check_keys(folder / "names.toml", table, getattr(names, table), ontology.entities, problems)
    return names


def read_figures(folder: Path, ontology: Ontology, problems: Problems | None = None) -> FigureWords:
    """``figures.toml``, its metrics compared with the ontology."""
    figures = read_words(folder, "figures", FigureWords)
    _check_keys(folder / "figures.toml", "metric", figures.metric, ontology.metrics, problems)
    return figures


def _check_keys(path: Path, table: str, found: Mapping[str, object], known: Mapping[str, object], problems: Problems | None) -> None:
    for key in found:
        with collecting(problems):
            if key not in known:
                raise SchemaError(short(path), f"{table}.{key}".lstrip("."), f"is not in the ontology; use one of {sorted(known)}")


def read_titles(folder: Path, ontology: Ontology, problems: Problems | None = None) -> dict[str, TitleTable]:
    """``roles.toml``: its relations lead from a person."""
    path = folder / "roles.toml"
    raw, tables = read_toml(path), {}
    _check_keys(path, "", raw, ontology.relations, problems)
    for relation, fields in raw.items():
        with collecting(problems):
            if not isinstance(fields, dict):
                raise SchemaError(short(path), relation, f"must be a table; write [{relation}] and its keys below")
            if relation in ontology.relations and "Person" not in ontology.relations[relation].domain:
                raise SchemaError(short(path), relation, "does not lead from a Person; titles state such relations only, take the table out")
            tables[relation] = check_record(path, relation, fields, TitleTable)
    return tables


def read_cues(folder: Path, ontology: Ontology, problems: Problems | None = None) -> Iterator[RelationCue]:
    """``relations.toml``: the compiled cues in the order of the file."""
    path = folder / "relations.toml"
    raw = read_toml(path)
    _check_keys(path, "", raw, ontology.relations, problems)
    for relation, tables in raw.items():
        if relation not in ontology.relations:
            continue
        if not isinstance(tables, list):
            with collecting(problems):
                raise SchemaError(short(path), relation, f"is a list of tables; write [[{relation}]] with two brackets")
            continue
        number = 0
        for index, fields in enumerate(tables):
            with collecting(problems):
                table = check_record(path, f"{relation}[{index}]", fields, CueTable)
                _check_object(path, ontology, relation, table)
                for text in table.cues:
                    number += 1
                    with collecting(problems):
                        cue = _compile(path, relation, text)
                        _check_slots(path, relation, text, cue, table)
                        rest = table.model_dump(exclude={"cues"})
                        yield RelationCue(relation, cue, f"rule:{folder.name}:{relation}:{number}", **rest)


def _check_object(path: Path, ontology: Ontology, relation: str, table: CueTable) -> None:
    allowed = ontology.relations[relation].objects
    if table.object is None and allowed:
        raise SchemaError(short(path), f"{relation}.object", f"is missing; name one of {list(allowed)}")
    if table.object is not None and table.object != PROTAGONIST and table.object not in allowed:
        wanted = f"use one of {list(allowed)}" if allowed else f"{relation} has no fixed objects; take the key out or list them in relations.toml"
        raise SchemaError(short(path), f"{relation}.object", f"{table.object!r} is not allowed; {wanted}")


def _check_slots(path: Path, relation: str, text: str, cue: Cue, table: CueTable) -> None:
    wanted = {"SUBJECT"} if table.object is not None else {"SUBJECT", "OBJECT"}
    if set(cue.slots) != wanted:
        raise SchemaError(short(path), f"{relation}.cues", f"{text!r} must hold {' and '.join(sorted(wanted))}, each once")


def read_status(folder: Path, problems: Problems | None = None) -> Iterator[StatusWords]:
    """``status.toml``: the groups in the order of the file."""
    path = folder / "status.toml"
    for status, fields in read_toml(path).items():
        with collecting(problems):
            if status not in STATUSES or status == "asserted":
                raise SchemaError(short(path), status, f"is no status; use one of {list(STATUSES[1:])}")
            if not isinstance(fields, dict):
                raise SchemaError(short(path), status, f"must be a table; write [{status}] and its keys below")
            table = check_record(path, status, fields, StatusTable)
            known: Status = status
            yield StatusWords(known, _any_of(path, status, table.cues, problems), _any_of(path, status, table.near, problems))


def _any_of(path: Path, key: str, texts: tuple[str, ...], problems: Problems | None) -> re.Pattern[str]:
    """One pattern for all cues of a group."""
    parts = []
    for text in texts:
        with collecting(problems):
            parts.append(f"(?:{_compile(path, key, text).pattern.pattern})")
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)


def _compile(path: Path, key: str, text: str) -> Cue:
    try:
        return compile_cue(text)
    except CueError as error:
        raise SchemaError(short(path), f"{key}.cues", f"{text!r}: {error}") from None
