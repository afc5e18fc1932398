"""What is known by name: countries, regions, cities, companies, organisations, markets, read from ``schema/gazetteers``.

Two kinds of files, explained in ``schema/gazetteers/README.md``: ``*.toml`` is kept by hand (and is where a user adds names),
``*.tsv`` is built from free lists. An entry that stands in two files is one entry. The large lists bring the normal forms of
their names with them and are taken apart only when asked for, so reading them all takes a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import SchemaError
from kg.names import normal_form
from kg.ontology import EntityType, read_table, read_toml, short
from kg.resources import resource_folder

# The built lists in the order in which they win a name: a country before a state, a state before a town.
TABLES = {"countries.tsv": "Place", "regions.tsv": "Place", "cities.tsv": "Place", "listed.tsv": "Company"}
_OPTIONAL = ("kind", "country", "seat", "ticker")
_KEYS = "aliases, ambiguous, country, key, kind, seat, ticker, or a language such as de"
_KINDS = ("country", "region", "city")


class Name(NamedTuple):
    """One way to call an entry: the language it belongs to (``None``: any), and whether it is an ordinary word or a surname too."""

    text: str
    lang: str | None = None
    ambiguous: bool = False


class Surface(NamedTuple):
    """A name to look for in a text. An ``ambiguous`` one ("Target", "Essen") proves nothing without a hint beside it."""

    text: str
    entry: Entry
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that is known.

    Attributes:
        type: entity type of the ontology.
        key: its identity among those of its type: ISO 3166 code for countries and regions, ``geonames:<id>`` for cities, else
            the normal form of its name.
        name: its plain name, without legal form.
        names: all its names, ``name`` among them.
        kind: for places ``country``, ``region`` or ``city``.
        country: ISO 3166-1 code of the country it lies or has its seat in; ``None`` for what spans several.
        seat: city of the head office, if known.
        ticker: symbol on its main exchange, if known.
    """

    type: str
    key: str
    name: str
    names: tuple[Name, ...]
    kind: str | None = None
    country: str | None = None
    seat: str | None = None
    ticker: str | None = None

    def name_in(self, lang: str | None) -> str:
        """What it is called in a language: its first name there, else its plain name."""
        return next((name.text for name in self.names if lang and name.lang == lang), self.name)


class _Table(NamedTuple):
    """A built list: number of its first entry, type of its entries, names of its columns, and which of them hold names."""

    first: int
    type: str
    columns: tuple[str, ...]
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteers:
    """All entries, found by the normal form of a name. ``folder`` is the schema folder they belong to."""

    folder: Path
    _rows: list[Entry | str] = field(default_factory=list, repr=False)  # a line stays text until it is asked for
    _tables: list[_Table] = field(default_factory=list, repr=False)
    _index: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    _by_hand: dict[int, None] = field(default_factory=dict, repr=False)

    def find_all(self, name: str, entity_type: str | None = None) -> list[Entry]:
        """Every entry that bears this name, the likeliest first: kept by hand before listed, a country before a town."""
        return [entry for _, entry in self._held(name, entity_type)]

    def find(self, name: str, entity_type: str | None = None) -> Entry | None:
        """The likeliest entry that bears this name, however it is written; ``None`` if it is not known."""
        return next((entry for _, entry in self._held(name, entity_type)), None)

    def entries(self, entity_type: str | None = None) -> Iterator[Entry]:
        """All entries, each once, those kept by hand first."""
        numbers = dict.fromkeys((*self._by_hand, *range(len(self._rows))))
        return (entry for entry in map(self._entry, numbers) if entity_type in (None, entry.type))

    def surfaces(self, lang: str | None = None) -> Iterator[Surface]:
        """The names to look for in a text of this language, those of no language among them; ``None``: the names of all.

        Each name comes once, with the likeliest entry that bears it.
        """
        seen = set()
        for entry in self.entries():
            for name in entry.names:
                if (lang is None or name.lang in (None, lang)) and name.text not in seen:
                    seen.add(name.text)
                    yield Surface(name.text, entry, name.ambiguous)

    def _held(self, name: str, entity_type: str | None) -> Iterator[tuple[int, Entry]]:
        for number in self._index.get(normal_form(name), ()):
            entry = self._entry(number)
            if entity_type in (None, entry.type):
                yield number, entry

    def _entry(self, number: int) -> Entry:
        row = self._rows[number]
        if isinstance(row, str):
            row = self._rows[number] = _entry_of_row(next(table for table in reversed(self._tables) if table.first <= number), row)
        return row

    def _add_table(self, entity_type: str, columns: tuple[str, ...], lines: list[str]) -> None:
        """Lines of a list. Where the first column holds the normal forms of the names, nothing else of them is read yet."""
        index, table = self._index, _Table(len(self._rows), entity_type, columns, tuple(filter(_is_list, columns)))
        self._tables.append(table)
        self._rows.extend(lines)
        for number, line in enumerate(lines, table.first):
            if columns[0] == "forms":
                forms: Iterable[str] = line[: line.index("\t")].split("|")
            else:
                forms = {normal_form(name.text): None for name in _entry_of_row(table, line).names}
            for form in forms:
                index[form] = (*index[form], number) if form in index else (number,)

    def _add(self, entry: Entry) -> None:
        """An entry kept by hand: it joins the one that is meant by its name, and wins its names from the lists."""
        held = ((number, known) for number, known in self._held(entry.name, entry.type) if _same(known, entry))
        number, known = next(held, (len(self._rows), None))
        if known is None:
            self._rows.append(entry)
        else:
            self._rows[number] = _joined(known, entry)
        self._by_hand[number] = None
        for form in {normal_form(name.text): None for name in entry.names}:
            self._index[form] = (number, *(other for other in self._index.get(form, ()) if other != number))


def _same(known: Entry, added: Entry) -> bool:
    """Is the added entry, which bears a name of the known one, that one? Not if it says another key, kind or country."""
    if known.key == added.key:
        return True
    unlike = any(getattr(added, part) not in (None, getattr(known, part)) for part in ("kind", "country"))
    return added.key == normal_form(added.name) and not unlike


def _joined(known: Entry, added: Entry) -> Entry:
    """One entry of two: the names of both, and what the added one says of the rest if it says anything."""
    said = {part: value for part in ("kind", "country", "seat", "ticker") if (value := getattr(added, part))}
    texts = {name.text for name in added.names}
    return replace(known, names=added.names + tuple(name for name in known.names if name.text not in texts), **said)


def _entry_of_row(table: _Table, line: str) -> Entry:
    cells = dict(zip(table.columns, line.split("\t"), strict=True))
    names = _names(cells["name"], {column: cells[column].split("|") for column in table.lists if cells[column]})
    kind, country, seat, ticker = (cells.get(part) or None for part in _OPTIONAL)
    return Entry(table.type, cells["key"], cells["name"], names, kind, country, seat, ticker)


def _is_list(column: str) -> bool:
    """Does it hold names? Those of a language are called by its ISO 639-1 code."""
    return column in ("aliases", "ambiguous") or (len(column) == 2 and column.islower())


def _names(plain: str, lists: Mapping[str, list[str]]) -> tuple[Name, ...]:
    """All names of an entry; its plain name belongs to any language unless it stands among those of one."""
    if not lists:
        return (Name(plain),)
    doubtful = frozenset(lists.get("ambiguous", ()))
    texts: list[tuple[str | None, str]] = [(lang, text) for lang in lists if len(lang) == 2 for text in lists[lang]]
    if plain not in {text for _, text in texts}:
        texts.insert(0, (None, plain))
    texts += [(None, text) for text in lists.get("aliases", ())]
    return tuple(Name(text, lang, text in doubtful) for lang, text in texts)


def read_gazetteers(folder: Path | None = None) -> Gazetteers:
    """Read the gazetteers of a schema folder.

    Args:
        folder: the schema folder; by default the one that came with the program. Files that its ``gazetteers`` lacks are taken from
            there too, so a folder of your own holds only what you add or replace.

    Raises:
        SchemaError: a file cannot be read, or an entry does not say what it must.
    """
    folder = folder or resource_folder("schema")
    gazetteers = Gazetteers(folder)
    for path in _files(folder):
        if path.suffix != ".toml":
            gazetteers._add_table(*_read_table(path))
        else:
            for entry in _read_entries(path):
                gazetteers._add(entry)
    return gazetteers


def _files(folder: Path) -> list[Path]:
    """The lists in their order, then the files kept by hand by name; one of the user's folder replaces the shipped one of its name."""
    found = {path.name: path for home in (resource_folder("schema"), folder) for path in (home / "gazetteers").glob("*.t[so][vm]*")}
    return [found[name] for name in TABLES if name in found] + [found[name] for name in sorted(found) if name not in TABLES]


def _read_table(path: Path) -> tuple[str, tuple[str, ...], list[str]]:
    """Type of the entries, names of the columns, and the lines of a built list; lines that begin with # are comments."""
    if path.name not in TABLES:
        raise SchemaError(short(path), "file", f"is no list that is read; name it as one of {', '.join(TABLES)}, or write a .toml")
    try:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(short(path), "file", f"cannot be read: {error}") from None
    columns = tuple(lines[0].split("\t")) if lines else ()
    unknown = sorted(column for column in columns if column not in ("forms", "key", "name", *_OPTIONAL) and not _is_list(column))
    if unknown or not {"key", "name"} <= set(columns):
        raise SchemaError(short(path), "first line", f"must name the columns, key and name among them; nobody reads {unknown}")
    wrong = next((line for line in lines if line.count("\t") != len(columns) - 1), None)
    if wrong is not None:
        raise SchemaError(short(path), wrong.split("\t")[0], f"wants {len(columns)} columns parted by tabs: {' '.join(columns)}")
    return TABLES[path.name], columns, lines[1:]


def _read_entries(path: Path) -> Iterator[Entry]:
    """The entries of a file kept by hand: tables by entity type, one line an entry."""
    return (_entry_of_table(path, *found) for found in _read_lines(path))


def _read_lines(path: Path) -> Iterator[tuple[str, str, Any]]:
    """Entity type, name and fields of each entry, unchecked."""
    for entity_type, entries in read_toml(path).items():
        if not isinstance(entries, dict):
            raise SchemaError(short(path), entity_type, "must be a table named after an entity type; write [Company] and the entries below")
        yield from ((entity_type, name, fields) for name, fields in entries.items())


def _entry_of_table(path: Path, entity_type: str, name: str, fields: Any) -> Entry:
    where = f"{entity_type}.{name}"
    if not isinstance(fields, dict) or not normal_form(name):
        raise SchemaError(short(path), where, 'must be a name and a table; write "Name" = {aliases = ["…"]}')
    for key, value in fields.items():
        if key == "ambiguous" and value is True:
            continue
        if _is_list(key):
            if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
                raise SchemaError(short(path), f"{where}.{key}", 'must be a list of names that are not empty; write ["…", "…"]')
        elif key not in (*_OPTIONAL, "key"):
            raise SchemaError(short(path), f"{where}.{key}", f"nobody reads this key; use one of {_KEYS}")
        elif not isinstance(value, str) or not value.strip():
            raise SchemaError(short(path), f"{where}.{key}", "must be a text that is not empty; mend the value or take the key out")
    lists = {key: value for key, value in fields.items() if _is_list(key)}
    if lists.get("ambiguous") is True:
        lists["ambiguous"] = [name, *(text for key in lists if key != "ambiguous" for text in lists[key])]
    names = _names(name, lists)
    unknown = sorted({*lists.get("ambiguous", ())} - {known.text for known in names})
    if unknown:
        raise SchemaError(short(path), f"{where}.ambiguous", f"{unknown[0]!r} is none of its names; write it as it stands among them")
    return Entry(entity_type, fields.get("key", normal_form(name)), name, names, **{part: fields.get(part) for part in _OPTIONAL})


def check_gazetteers(folder: Path | None = None) -> None:
    """Check the gazetteers of a schema folder more strictly than reading them does.

    Raises:
        SchemaError: the first of :func:`find_faults`.
    """
    for fault in find_faults(folder):
        raise fault


def find_faults(folder: Path | None = None) -> Iterator[SchemaError]:
    """Every fault of the gazetteers of a schema folder, each with file, key and remedy.

    Args:
        folder: the schema folder; by default the one that came with the program.
    """
    folder = folder or resource_folder("schema")
    types = read_table(folder / "entities.toml", EntityType)
    entries: list[tuple[str, Entry]] = []
    for path in _files(folder):
        try:
            if path.suffix != ".toml":
                if path.is_relative_to(folder):  # a list that came with the program is checked with its own folder
                    yield from _table_faults(path)
                continue
            lines = list(_read_lines(path))
        except SchemaError as fault:
            yield fault
            continue
        for entity_type, name, fields in lines:
            try:
                entries.append((short(path), _entry_of_table(path, entity_type, name, fields)))
            except SchemaError as fault:
                yield fault
            if entity_type not in types:
                yield SchemaError(short(path), entity_type, f"is no entity type; use one of {', '.join(sorted(types))}")
    countries = set(_keys(next(path for path in _files(folder) if path.name == "countries.tsv")))
    for file, entry in entries:
        yield from (SchemaError(file, f"{entry.type}.{entry.name}.{key}", problem) for key, problem in _entry_faults(entry, countries))
    yield from _shared_names(entries)


def _keys(path: Path) -> Iterator[str]:
    _, columns, lines = _read_table(path)
    return (line.split("\t")[columns.index("key")] for line in lines)


def _entry_faults(entry: Entry, countries: Container[str]) -> Iterator[tuple[str, str]]:
    if entry.country is not None and entry.country not in countries:
        yield "country", f"{entry.country!r} is no code of countries.tsv; write ISO 3166-1, two capitals such as DE"
    if entry.kind is not None and (entry.type != "Place" or entry.kind not in _KINDS):
        yield "kind", f"is for places and one of {', '.join(_KINDS)}; mend it or take it out"
    for text in sorted({name.text for name in entry.names if not any(map(str.isalnum, name.text))}):
        yield "aliases", f"{text!r} has neither letter nor digit; take it out"


def _shared_names(entries: Iterable[tuple[str, Entry]]) -> Iterator[SchemaError]:
    """Names that two entries of one type claim: nobody could say which is meant."""
    owners: dict[tuple[str, str], str] = {}
    for file, entry in entries:
        for name in entry.names:
            owner = owners.setdefault((entry.type, normal_form(name.text)), normal_form(entry.name))
            if owner != normal_form(entry.name):
                yield SchemaError(file, f"{entry.type}.{entry.name}", f"{name.text!r} is a name of {owner!r} too; leave it with the one that is meant")


def _table_faults(path: Path) -> Iterator[SchemaError]:
    """A list whose normal forms or keys are not what they should be: built before ``kg.names`` changed, or edited by hand."""
    entity_type, columns, lines = _read_table(path)
    table, keys = _Table(0, entity_type, columns, tuple(filter(_is_list, columns))), set()
    for line in lines:
        entry = _entry_of_row(table, line)
        forms = "|".join(dict.fromkeys(normal_form(name.text) for name in entry.names))
        if columns[0] == "forms" and not line.startswith(forms + "\t"):
            yield SchemaError(short(path), entry.name, f"the first column must be {forms!r}; build the list again with training/build_gazetteers.py")
        if entry.key in keys:
            yield SchemaError(short(path), entry.name, f"the key {entry.key!r} stands there twice; take one of the lines out")
        keys.add(entry.key)


__all__ = ["Entry", "Gazetteers", "Name", "Surface", "check_gazetteers", "find_faults", "read_gazetteers"]
