"""What the graph can say: entity types, relation types and metrics, read from ``schema/`` and checked as strictly as code.

The word knowledge of a language (cue words, months, nationalities …) is read by ``kg.lexicon``; both raise
:class:`~kg.errors.SchemaError` with file, key and remedy.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kg.errors import SchemaError
from kg.model import Qualifiers
from kg.resources import resource_folder

_IRI = re.compile(r"\^?([a-z]+(?:-[a-z]+)*):(\S+)")
_LABEL = re.compile(r"[A-Z][A-Za-z0-9]*")
_TYPE = re.compile(r"[A-Z][A-Z0-9_]*")
QUALIFIERS = tuple(Qualifiers.__dataclass_fields__)
RESERVED = {"Entity", "Document", "Claim", "MENTIONS", "STATED_IN"}
BACKGROUND = ("Place", "Market", "Topic", "Event", "Figure")
"""Entity types that many have in common without having to do with each other: two companies in one country are no neighbours."""
BROWSER_NODES = ("Entity", "Document", "Claim", "KgStore")
BROWSER_EDGES = ("MENTIONS", "STATED_IN")

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Property = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
Size = Annotated[int, Field(ge=10, le=200)]
Width = Annotated[int, Field(ge=1, le=20)]


class SchemaModel(BaseModel):
    """Base of all records read from ``schema/``: frozen, and a key that nobody reads is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EntityType(SchemaModel):
    """A label of the graph (see the head of ``schema/entities.toml`` for the fields)."""

    name: str
    meaning: Text
    examples: tuple[str, ...] = ()
    colour: Colour = "#888888"
    size: Size = 50
    iris: tuple[str, ...] = ()


class RelationType(SchemaModel):
    """A relationship type of the graph (see the head of ``schema/relations.toml`` for the fields)."""

    name: str
    meaning: Text
    domain: frozenset[str] = Field(min_length=1)
    range: frozenset[str] = Field(min_length=1)
    group: Text = "other"
    symmetric: bool = False
    inverse: str = ""
    qualifiers: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    colour: Colour = "#888888"
    width: Width = 2
    iris: tuple[str, ...] = ()


class NodeLook(SchemaModel):
    """How a node looks that is no entity (see the head of ``schema/browser.toml`` for the fields)."""

    name: str
    meaning: Text
    colour: Colour
    size: Size
    caption: Property = "name"


class EdgeLook(SchemaModel):
    """How an edge looks that is no relation between entities; the caption ``type`` is its type."""

    name: str
    meaning: Text
    colour: Colour
    width: Width
    caption: Property = "type"


class Metric(SchemaModel):
    """A metric of figures and the units that its values may have."""

    name: str
    meaning: Text
    units: tuple[str, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Looks:
    """How Neo4j Browser shows what is neither an entity type nor a relation, by label and by type."""

    nodes: Mapping[str, NodeLook]
    edges: Mapping[str, EdgeLook]


@dataclass(frozen=True, slots=True)
class Ontology:
    """The whole of it. ``folder`` is where it was read from; ``prefixes`` are those of the IRIs."""

    folder: Path
    entities: Mapping[str, EntityType]
    relations: Mapping[str, RelationType]
    metrics: Mapping[str, Metric]
    prefixes: Mapping[str, str]

    def allows(self, subject_type: str, relation: str, object_type: str) -> bool:
        """May ``relation`` lead from a ``subject_type`` to an ``object_type``? An unknown relation may not.

        >>> read_ontology().allows("Company", "BASED_IN", "Place"), read_ontology().allows("Person", "BASED_IN", "Place")
        (True, False)
        """
        found = self.relations.get(relation)
        return found is not None and subject_type in found.domain and object_type in found.range

    def relations_between(self, subject_type: str, object_type: str) -> Iterator[str]:
        """The relations that may lead from one type to the other, in the order of the file."""
        return (name for name in self.relations if self.allows(subject_type, name, object_type))


def read_ontology(folder: Path | None = None) -> Ontology:
    """Read and check ``entities.toml``, ``relations.toml`` and ``figures.toml``.

    Args:
        folder: the schema folder; by default the one that came with the program.

    Raises:
        SchemaError: a file is missing or wrong; the first fault is named with file, key and remedy.
    """
    folder = folder or resource_folder("schema")
    entities = read_table(folder / "entities.toml", EntityType)
    raw = read_toml(folder / "relations.toml")
    prefixes = raw.pop("prefixes", {})
    relations = check_table(folder / "relations.toml", raw, RelationType)
    metrics = read_table(folder / "figures.toml", Metric)
    ontology = Ontology(folder, entities, relations, metrics, prefixes)
    _check_names(ontology)
    for relation in relations.values():
        _check_relation(ontology, relation)
    return ontology


def read_looks(folder: Path | None = None) -> Looks:
    """Read and check ``browser.toml``.

    Args:
        folder: the schema folder; by default the one that came with the program.

    Raises:
        SchemaError: the file is missing or wrong; the first fault is named with file, key and remedy.
    """
    path = (folder or resource_folder("schema")) / "browser.toml"
    raw = read_toml(path)
    for name in (*BROWSER_NODES, *BROWSER_EDGES):
        if name not in raw:
            raise SchemaError(short(path), name, f"is missing; add [{name}] (the head of the file says what it means)")
    for name in raw:
        if name not in BROWSER_NODES + BROWSER_EDGES:
            raise SchemaError(short(path), name, "has its look in entities.toml or relations.toml, or is nothing in the graph; take it out")
    nodes = check_table(path, {name: raw[name] for name in BROWSER_NODES}, NodeLook)
    return Looks(nodes, check_table(path, {name: raw[name] for name in BROWSER_EDGES}, EdgeLook))


_Row = TypeVar("_Row", bound=SchemaModel)


def read_table(path: Path, model: type[_Row]) -> dict[str, _Row]:
    """A TOML file of ``[name]`` tables as records that know their name.

    Raises:
        SchemaError: the file is missing, is no TOML, or a table does not fit ``model``.
    """
    return check_table(path, read_toml(path), model)


def check_table(path: Path, raw: Mapping[str, Any], model: type[_Row]) -> dict[str, _Row]:
    """Check tables that have been read already; see :func:`read_table`."""
    rows: dict[str, _Row] = {}
    for name, fields in raw.items():
        if not isinstance(fields, dict):
            raise SchemaError(short(path), name, f"must be a table; write [{name}] and its keys below")
        rows[name] = check_record(path, name, {"name": name, **fields}, model)
    return rows


def check_record(path: Path, key: str, fields: Mapping[str, Any], model: type[_Row]) -> _Row:
    """One record out of ``fields``.

    Raises:
        SchemaError: with the key of the first fault (``key.field``) and what the field wants.
    """
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in (key, *first["loc"]) if part != "")
        if first["type"] == "extra_forbidden":
            known = ", ".join(sorted(set(model.model_fields) - {"name"}))
            raise SchemaError(short(path), where, f"nobody reads this key; take it out or use one of: {known}") from None
        if first["type"] == "missing":
            raise SchemaError(short(path), where, "is missing; add it (the head of the file says what it means)") from None
        raise SchemaError(short(path), where, f"{first['msg'].removeprefix('Value error, ')}, found {first['input']!r}; mend the value") from None


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file.

    Raises:
        SchemaError: it is not there, is not UTF-8, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SchemaError(short(path), "file", "is missing; copy it from the schema folder that came with kg") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SchemaError(short(path), "file", f"cannot be read: {error}") from None


def short(path: Path) -> str:
    """``schema/de/relations.toml`` rather than the whole path: the last folders from the schema folder on."""
    parts = path.parts
    if "schema" in parts:
        return str(Path(*parts[len(parts) - 1 - parts[::-1].index("schema") :]))
    return str(path)


def _check_names(ontology: Ontology) -> None:
    wanted = ((ontology.entities, _LABEL, "entities.toml", "a label such as Company"), (ontology.relations, _TYPE, "relations.toml", "a type such as BASED_IN"))
    for names, pattern, file, example in wanted:
        for name in names:
            if not pattern.fullmatch(name) or name in RESERVED:
                raise SchemaError(short(ontology.folder / file), name, f"cannot be a name in the graph; choose {example}, not one of {sorted(RESERVED)}")


def _check_relation(ontology: Ontology, relation: RelationType) -> None:
    path = short(ontology.folder / "relations.toml")
    for field in ("domain", "range"):
        for unknown in sorted(getattr(relation, field) - set(ontology.entities)):
            raise SchemaError(path, f"{relation.name}.{field}", f"no entity type {unknown!r}; use one of {sorted(ontology.entities)}")
    if relation.symmetric and relation.domain != relation.range:
        raise SchemaError(path, f"{relation.name}.symmetric", "a symmetric relation needs equal domain and range; make them equal or drop symmetric")
    for unknown in [q for q in relation.qualifiers if q not in QUALIFIERS]:
        raise SchemaError(path, f"{relation.name}.qualifiers", f"no qualifier {unknown!r}; use some of {list(QUALIFIERS)}")
    for unknown in [r for r in relation.yields_to if r not in ontology.relations]:
        raise SchemaError(path, f"{relation.name}.yields_to", f"no relation {unknown!r}; name one of this file")
    if relation.inverse and not _TYPE.fullmatch(relation.inverse):
        raise SchemaError(path, f"{relation.name}.inverse", f"{relation.inverse!r} is no relation name; write it like BASED_IN")
    types = [(relation.name, iri, path) for iri in relation.iris]
    types += [(t.name, iri, short(ontology.folder / "entities.toml")) for t in ontology.entities.values() for iri in t.iris]
    for name, iri, file in types:
        parts = _IRI.fullmatch(iri)
        if not parts or parts[1] not in ontology.prefixes:
            raise SchemaError(file, f"{name}.iris", f"{iri!r} wants a prefix of [prefixes] in relations.toml: {sorted(ontology.prefixes)}")
