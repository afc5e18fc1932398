"""The words of a language are checked as they are read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.ontology import read_ontology
from kg.resources import resource_folder
from loaders.lexicon import languages, read_lexicon
from loaders.schema_check import check_schema


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A copy of the schema that may be spoilt."""
    return Path(shutil.copytree(resource_folder("schema"), tmp_path / "schema"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_languages_are_right() -> None:
    ontology = read_ontology()
    assert languages(ontology.folder) == ["de", "en"]
    for lang in languages(ontology.folder):
        lexicon = read_lexicon(ontology, lang)
        assert {cue.relation for cue in lexicon.relations} <= set(ontology.relations)
        assert [words.status for words in lexicon.status] == ["denied", "ended", "rumoured", "planned"]
        assert len({cue.rule for cue in lexicon.relations}) == len(lexicon.relations)


def test_the_shipped_schema_has_no_faults() -> None:
    assert [str(problem) for problem in check_schema()] == []


FAULTS = [
    ("en/relations.toml", "[[USES]]", "[USES]", "is a list of tables; write [[USES]] with two brackets"),
    ("en/relations.toml", "[[MERGES_WITH]]", "[[MERGES]]", "MERGES: is not in the ontology; use one of"),
    ("en/relations.toml", 'status = "planned"', 'status = "soon"', "mend the value"),
    ("en/relations.toml", 'object = "layoffs"', 'object = "lay-offs"', "'lay-offs' is not allowed; use one of"),
    ("en/relations.toml", 'object = "layoffs"\n', "", "UNDERGOES.object: is missing; name one of"),
    ("en/relations.toml", "SUBJECT's OBJECT", "SUBJECT's (OBJECT", "balance them"),
    ("en/relations.toml", "SUBJECT's OBJECT", "SUBJECT's thing", "must hold OBJECT and SUBJECT, each once"),
    ("en/relations.toml", "needs =", "wants =", "nobody reads this key"),
    ("en/status.toml", "[ended]", "[over]", "over: is no status; use one of"),
    ("en/status.toml", "near = [", "close = [", "nobody reads this key"),
    ("en/roles.toml", "[WORKS_FOR]", "[BASED_IN]", "does not lead from a Person"),
    ("en/names.toml", "[nouns]\n", '[nouns]\nFirm = ["firm"]\n', "nouns.Firm: is not in the ontology"),
    ("en/figures.toml", "revenue =", "income =", "metric.income: is not in the ontology"),
    ("en/language.toml", "verb_second = false\n", "", "verb_second: is missing; add it"),
    ("en/nationalities.toml", '"American" = "United States"', '"American" = "Untied States"', "nobody knows the place 'Untied States'"),
]


@pytest.mark.parametrize(("file", "old", "new", "problem"), FAULTS, ids=lambda value: str(value)[:40])
def test_each_fault_is_named_with_file_and_remedy(schema: Path, file: str, old: str, new: str, problem: str) -> None:
    spoil(schema / file, old, new)
    (found,) = check_schema(schema)
    assert file in str(found)
    assert problem in str(found)


def test_all_faults_are_collected(schema: Path) -> None:
    spoil(schema / "en/relations.toml", "SUBJECT's OBJECT", "SUBJECT's (OBJECT")
    spoil(schema / "en/relations.toml", 'object = "layoffs"', 'object = "lay-offs"')
    spoil(schema / "en/status.toml", "[ended]", "[over]")
    spoil(schema / "de/figures.toml", "revenue =", "income =")
    spoil(schema / "legal_forms.toml", "\n[person]", "\n[people]")
    (schema / "de/dates.toml").unlink()
    found = [str(problem) for problem in check_schema(schema)]
    for file in ("legal_forms.toml", "de/figures.toml", "de/dates.toml", "en/relations.toml", "en/status.toml"):
        assert any(file in problem for problem in found), file
    assert sum("en/relations.toml" in problem for problem in found) == 2


def test_faults_of_the_ontology_are_collected(schema: Path) -> None:
    spoil(schema / "relations.toml", 'group = "deals"', 'gruop = "deals"')
    spoil(schema / "entities.toml", 'colour = "#2f6fb0"', 'colour = "blue"')
    found = [str(problem) for problem in check_schema(schema)]
    assert any("relations.toml" in problem and "gruop" in problem for problem in found)
    assert any("entities.toml" in problem and "colour" in problem for problem in found)


def test_a_language_without_its_grammar_is_named(schema: Path) -> None:
    (schema / "en/language.toml").unlink()
    assert [str(problem) for problem in check_schema(schema) if "en/language.toml" in str(problem)]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (found,) = check_schema(tmp_path / "nowhere")
    assert "--schema" in str(found)


def test_the_first_fault_stops_the_reading(schema: Path) -> None:
    spoil(schema / "en/status.toml", "[ended]", "[over]")
    with pytest.raises(SchemaError, match="over: is no status"):
        read_lexicon(read_ontology(schema), "en")
