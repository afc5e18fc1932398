"""Relations from cue words: the schema is data, lists, slots and status."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.model import Document, Extraction
from kg.resources import resource_folder
from loaders.pipeline import Pipeline

RELATION = """
[SPONSORS]
meaning = "pays for, to be named there"
group = "business"
domain = ["Company"]
range = ["Event", "Organization"]
inverse = "SPONSORED_BY"
qualifiers = ["amount", "date"]
"""
CUES = {
    "de": '\n[[SPONSORS]]\ncues = ["SUBJECT (sponsert|sponserte) … OBJECT", "SUBJECT (will|wird) … OBJECT (sponsern|unterstützen)"]\n',
    "en": '\n[[SPONSORS]]\ncues = ["SUBJECT (sponsors|sponsored|will sponsor) … OBJECT"]\n',
}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(model=None)


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """A pipeline on a schema to which a relation was added, and nothing else."""
    folder = Path(shutil.copytree(resource_folder("schema"), tmp_path_factory.mktemp("own") / "schema"))
    append(folder / "relations.toml", RELATION)
    for lang, cues in CUES.items():
        append(folder / lang / "relations.toml", cues)
    return Pipeline(folder, model=None)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def claims(pipeline: Pipeline, lang: str, text: str) -> set[tuple[str, str, str, str]]:
    found = pipeline.reader(lang).read(Document("test", text, None, "2025-09-26", lang))
    return {(claim.subject, claim.relation, str(claim.object), claim.status) for claim in found.claims}


@pytest.mark.parametrize(
    ("lang", "text", "event", "status"),
    [
        ("de", "Siemens sponsert die Apsara-Konferenz mit 2 Millionen Euro.", "Apsara-Konferenz", "asserted"),
        ("de", "Siemens will die Apsara-Konferenz sponsern.", "Apsara-Konferenz", "planned"),
        ("en", "Siemens sponsored the Apsara Conference.", "Apsara Conference", "asserted"),
        ("en", "Siemens will sponsor the Apsara Conference.", "Apsara Conference", "planned"),
    ],
)
def test_a_relation_added_to_the_schema_is_extracted(extended: Pipeline, pipeline: Pipeline, lang: str, text: str, event: str, status: str) -> None:
    assert claims(extended, lang, text) == {("Siemens", "SPONSORS", event, status)}
    assert claims(pipeline, lang, text) == set()


def test_its_qualifiers_and_rule_come_along(extended: Pipeline) -> None:
    found = extended.extract([Document("1", "Siemens sponsert die Apsara-Konferenz mit 2 Millionen Euro.")], "de")
    (claim,) = next(item for item in found if isinstance(item, Extraction)).claims
    assert claim.extractor == "rule:de:SPONSORS:1"
    assert claim.qualifiers.amount is not None
    assert (claim.qualifiers.amount.value, claim.qualifiers.amount.unit) == (2e6, "EUR")


def test_a_changed_schema_is_another_version(extended: Pipeline, pipeline: Pipeline) -> None:
    assert extended.version() != pipeline.version()
    assert Pipeline(model=None).version() == pipeline.version()


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        # a preposition makes a name something else than subject or object
        ("de", "Nach Gesprächen mit Nvidia kaufte SAP Aktien von Siemens.", {("SAP", "INVESTS_IN", "Siemens", "asserted")}),
        ("en", "Siemens bought shares in Nvidia.", {("Siemens", "INVESTS_IN", "Nvidia", "asserted")}),
        # the possessive owns, it does not act
        ("en", "Nvidia's rival Intel acquired Altera.", {("Intel", "COMPETES_WITH", "Nvidia", "asserted")}),
        # the more specific relation stands alone
        ("de", "Amazon betreibt und baut Rechenzentren in Spanien.", {("Amazon", "BUILDS_DATACENTER_IN", "Spanien", "asserted")}),
        # two subjects, one object
        ("en", "Apple and Google sued Samsung.", {("Apple", "SUES", "Samsung", "asserted"), ("Google", "SUES", "Samsung", "asserted")}),
        # the city only
        ("en", "TSMC is building a factory in Houston, Texas.", {("TSMC", "BUILDS_FACILITY_IN", "Houston", "asserted")}),
        # a negation in another clause does not deny
        ("en", "Apple sued Samsung, but Google did not.", {("Apple", "SUES", "Samsung", "asserted")}),
        ("de", "Apple verklagt Samsung, während Google nicht klagt.", {("Apple", "SUES", "Samsung", "asserted")}),
        # domain and range: a person is not built in, a place does not sue
        ("en", "Germany is building a factory in Dresden.", set()),
    ],
)
def test_slots_and_status(pipeline: Pipeline, lang: str, text: str, expected: set[tuple[str, str, str, str]]) -> None:
    found = claims(pipeline, lang, text)
    symmetric = {(o, r, s, status) for s, r, o, status in found if r == "COMPETES_WITH"}
    assert found == expected or ((found | symmetric) >= expected and len(found) == len(expected))
