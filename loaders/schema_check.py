"""Everything that is wrong with a schema folder, for ``kg schema check``: each fault with file, key and remedy, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import SchemaError
from kg.gazetteer import Gazetteers, read_gazetteers
from kg.names import read_legal_forms
from kg.ontology import EntityType, Metric, Ontology, RelationType, SchemaModel, check_record, read_ontology, read_toml, short
from kg.resources import resource_folder
from loaders.lexicon import Grammar, Problems, collecting, languages, read_cues, read_figures, read_names, read_status, read_titles, read_words
from loaders.literals.amount_words import read_amount_words
from loaders.literals.date_words import read_date_words
from loaders.origins import OriginFile

_ONTOLOGY: dict[str, type[SchemaModel]] = {"entities.toml": EntityType, "relations.toml": RelationType, "figures.toml": Metric}


def check_schema(folder: Path | None = None) -> list[SchemaError]:
    """Read every file of a schema folder.

    Args:
        folder: by default the one that came with the program.

    Returns:
        What is wrong, in the order of the files; empty if nothing is. Where the ontology is wrong, the words of the languages, which
        are compared with it, are looked at once it is mended.
    """
    folder = folder or resource_folder("schema")
    problems: Problems = []
    if not folder.is_dir():
        return [SchemaError(short(folder), "folder", "is not there; name the folder that holds entities.toml with --schema or KG_SCHEMA")]
    ontology = _ontology(folder, problems)
    with collecting(problems):
        read_legal_forms(folder)
    gazetteers = None
    with collecting(problems):
        gazetteers = read_gazetteers(folder)
    problems += _folders_without_language(folder)
    if ontology is not None:
        for lang in languages(folder):
            _check_language(ontology, gazetteers, lang, problems)
    return problems


def _ontology(folder: Path, problems: Problems) -> Ontology | None:
    """The ontology, or ``None`` and all its faults: of every table of its own, else the one that lies between tables."""
    try:
        return read_ontology(folder)
    except SchemaError as first:
        found: Problems = []
        for file, model in _ONTOLOGY.items():
            with collecting(found):
                for name, fields in read_toml(folder / file).items():
                    if name != "prefixes" and isinstance(fields, dict):
                        with collecting(found):
                            check_record(folder / file, name, {"name": name, **fields}, model)
        problems += found if any(str(error) == str(first) for error in found) else [first, *found]
        return None


def _folders_without_language(folder: Path) -> Iterator[SchemaError]:
    if not languages(folder):
        yield SchemaError(short(folder), "languages", "there is none; copy the folder de or en from the schema that came with kg")
    for path in sorted(folder.glob("*/relations.toml")):
        if not (path.parent / "language.toml").is_file():
            yield SchemaError(short(path.parent / "language.toml"), "file", "is missing, so nothing in this folder is read; copy it from another language")


def _check_language(ontology: Ontology, gazetteers: Gazetteers | None, lang: str, problems: Problems) -> None:
    folder = ontology.folder / lang
    readers: tuple[Callable[[], object], ...] = (
        lambda: read_words(folder, "language", Grammar),
        lambda: read_names(folder, ontology, problems),
        lambda: read_figures(folder, ontology, problems),
        lambda: read_titles(folder, ontology, problems),
        lambda: list(read_cues(folder, ontology, problems)),
        lambda: list(read_status(folder, problems)),
        lambda: read_amount_words(lang, ontology.folder),
        lambda: read_date_words(lang, ontology.folder),
        lambda: _check_origins(folder, gazetteers, problems),
    )
    for reader in readers:
        with collecting(problems):
            reader()


def _check_origins(folder: Path, gazetteers: Gazetteers | None, problems: Problems) -> None:
    """``nationalities.toml``: the places that its words mean are known."""
    path = folder / "nationalities.toml"
    file = check_record(path, "", read_toml(path), OriginFile)
    for table in ("adjectives", "invariable", "prefixes"):
        for word, place in getattr(file, table).items():
            if gazetteers is not None and gazetteers.find(place, "Place") is None:
                remedy = "name a place of schema/gazetteers, or add it to places.toml"
                problems.append(SchemaError(short(path), f"{table}.{word}", f"nobody knows the place {place!r}; {remedy}"))
