"""The documentation: what is generated is up to date, links lead somewhere, and what is shown works."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import click
import pytest

import loaders.component  # noqa: F401 - registers the factory where the package's entry points are not installed
from docs.generate import generated
from docs.generate_commands import every_command
from kg.errors import UsageError
from kg.model import Extraction
from kg.reports import check_query, find_report, read_reports, run_report
from kg.reports.run import read_parameters
from kg.store.client import Store
from kg.store.embedded import stop_embedded
from loaders.pipeline import Pipeline
from loaders.schema_check import check_schema
from loaders.sources import read_sources
from tests.example_graph import load_examples
from tests.test_readme import ASSIGNMENT, RUN, SHOWN_ONLY, check_target, first_word, shown_commands

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = {str(path.relative_to(DOCS)): path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md"))}
BY_HAND = {name: text for name, text in PAGES.items() if not text.startswith("<!-- Written by")}
FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`kg ([^`\n]+)`")
OUTSIDE = re.compile(r"""<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=["']?((?:https?:)?//[^"'\s>]+)""")
NAMES_OF_USERS = ("your-converter", "cp", "eval")
"""Beginnings of commands that belong to the reader's machine."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    page: str
    kind: str
    title: str
    text: str


BLOCKS = [Block(page, *found) for page, text in PAGES.items() for found in FENCE.findall(text)]
COMMANDS = {" ".join(words): command for words, command in every_command()}


def blocks(page: str, kind: str) -> list[Block]:
    """The blocks of a page in one language."""
    return [block for block in BLOCKS if (block.page, block.kind) == (page, kind)]


# What is generated


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    """What the generator makes."""
    return generated()


def test_what_is_generated_is_what_is_committed(wanted: dict[str, str]) -> None:
    differ = [name for name, text in wanted.items() if PAGES.get(name) != text]
    assert not differ, f"run `make docs` and commit {differ}"


def test_every_page_that_says_so_is_generated(wanted: dict[str, str]) -> None:
    assert PAGES.keys() - BY_HAND.keys() == wanted.keys() - BY_HAND.keys()
    assert {"extraction.md", "formats.md", "neo4j.md", "analysis.md"} <= wanted.keys() & BY_HAND.keys()


def test_every_report_command_and_relation_is_described(wanted: dict[str, str]) -> None:
    reports = "".join(text for name, text in wanted.items() if name.startswith("reports/"))
    assert all(f"{{ #{name} }}" in reports for name in read_reports())
    assert all(f"`kg {words}`" in wanted["commands.md"] for words in COMMANDS)
    assert all(
        parameter.opts[-1] in wanted["commands.md"] for command in COMMANDS.values() for parameter in command.params if isinstance(parameter, click.Option)
    )


# The site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The site as it is built, and the warnings of the build."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", folder], cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder, [line for line in done.stderr.splitlines() if line.startswith(("WARNING", "ERROR"))]


def test_every_link_leads_somewhere(site: tuple[Path, list[str]]) -> None:
    assert not site[1], "\n".join(site[1])


def test_every_page_is_built_and_in_the_menu(site: tuple[Path, list[str]]) -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in PAGES:
        assert (site[0] / page).with_suffix(".html").is_file()
        assert f" {page}\n" in menu
    assert not list(site[0].rglob("*.py"))


def test_nothing_is_fetched_from_elsewhere(site: tuple[Path, list[str]]) -> None:
    pages = list(site[0].rglob("*.html"))
    assert len(pages) > len(PAGES)
    assert not [(page.name, address) for page in pages for address in OUTSIDE.findall(page.read_text(encoding="utf-8"))]


# The examples


def test_every_cypher_block_runs_on_either_store(store: Store) -> None:
    load_examples(store)
    shown = [block for page in BY_HAND for block in blocks(page, "cypher") if not block.title]
    assert len(shown) > 15
    for block in shown:
        check_query(block.text)
        assert list(store.read(block.text)), f"{block.page}: finds nothing:\n{block.text}"


def console_commands() -> list[tuple[str, str]]:
    """(page, command) of every console block and of every command within a line."""
    shown = [(page, command) for page, text in PAGES.items() for command in shown_commands(text)]
    return sorted(dict.fromkeys(shown))


@pytest.mark.parametrize("page", PAGES)
def test_every_shown_command_exists(page: str) -> None:
    for command in (command for name, command in console_commands() if name == page):
        word = first_word(command)
        if word == "make":
            check_target(command)
        elif not ({word} & {*SHOWN_ONLY, *NAMES_OF_USERS}):
            assert word in RUN, f"{page}: this test does not know what to do with {command!r}"
        for call in calls_of(command):
            check_call(call, f"{page}: {command}", complete=True)
    for call in INLINE.findall(PAGES[page]):
        words = call.split()
        group = COMMANDS.get(words[0])
        if "…" in words[1:2] and isinstance(group, click.Group):  # `kg analyse … --write`: any of its commands
            words[1] = next(iter(group.commands))
        words = [word for word in words if word != "…"]
        if words[0].islower():
            check_call(words, f"{page}: kg {call}", complete=False)


def calls_of(command: str) -> Iterator[list[str]]:
    """The words behind each ``kg`` of a command line.

    >>> list(calls_of("X=1 cat a | kg load - --lang de > out"))
    [['load', '-', '--lang', 'de']]
    """
    for part in re.split(r"\s(?:\||&&|;)\s", command):
        words = [word for word in shlex.split(re.split(r"\s[<>]\s", part)[0]) if not ASSIGNMENT.fullmatch(word)]
        if words and words[0].rpartition("/")[2] == "kg":
            yield words[1:]


def check_call(words: list[str], where: str, *, complete: bool) -> None:
    """``kg`` has the command and takes the options and values; if the example is ``complete``, it lacks nothing that must be given."""
    length = max((n for n in range(1, len(words) + 1) if " ".join(words[:n]) in COMMANDS), default=0)
    assert length or words[0].startswith("-"), f"{where}: there is no such command"
    if not length:
        return
    name, rest = " ".join(words[:length]), words[length:]
    command = COMMANDS[name]
    assert complete is False or not isinstance(command, click.Group), f"{where}: a command of the group is missing"
    if name == "report run" and "--all" in rest:
        assert not complete or "--company" in rest, f"{where}: of which company?"
        rest = [word for word in rest if word != "--company"]
    elif name == "report run" and rest and not rest[0].startswith("-"):
        rest = _without_parameters(rest, where)
    context = click.Context(command, info_name=name, ignore_unknown_options=False, allow_extra_args=True)
    try:
        given, _, _ = command.make_parser(context).parse_args([word for word in rest if word not in ("--help", "-h")])
    except click.UsageError as error:
        pytest.fail(f"{where}: {error.format_message()}")
    for parameter in command.params:
        value = given.get(parameter.name or "")
        value = value if isinstance(value, str | int | tuple) and value != () else None  # click marks what was not given with a value of its own
        if complete and parameter.required and not isinstance(parameter, click.Option):
            assert value is not None, f"{where}: {parameter.name} is missing"
        if value is not None and isinstance(parameter.type, click.Choice | click.IntRange | click.FloatRange) and (complete or not str(value).isupper()):
            parameter.type_cast_value(context, value)


def _without_parameters(words: list[str], where: str) -> list[str]:
    """The words of ``kg report run NAME …`` without the parameters of the report, which are checked."""
    if words[0].isupper() or "--queries" in words:
        return []
    report = find_report(read_reports(), words[0])
    names = {parameter.name for parameter in report.parameters}
    rest, given = [words[0]], {}
    pending = iter(words[1:])
    for word in pending:
        word = f"--{next(pending)}" if word == "--param" else word
        key, equals, value = word.removeprefix("--").partition("=")
        if word.startswith("--") and key.replace("-", "_") in names:
            given[key.replace("-", "_")] = value if equals else next(pending)
        else:
            rest.append(word)
    if "--help" not in words:
        try:
            read_parameters(report, given)
        except UsageError as error:
            pytest.fail(f"{where}: {error}")
    return rest


def test_a_wrong_example_would_be_found() -> None:
    for words in (
        ["lod", "x"],
        ["load", "--lange", "de", "x"],
        ["extract", "x", "--format", "yaml"],
        ["report", "run", "stakes", "--companie", "x"],
        ["why", "a"],
    ):
        with pytest.raises((AssertionError, click.UsageError, pytest.fail.Exception)):
            check_call(words, "here", complete=True)


def test_python_blocks_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    printed = StringIO()
    try:
        with redirect_stdout(printed):
            for number, block in enumerate(blocks("library.md", "python")):
                exec(compile(block.text, f"library.md, block {number + 1}", "exec"), names)
    finally:
        stop_embedded(tmp_path / "my-graph")
    assert len(names["extractions"]) > 5
    assert "Nvidia PARTNERS_WITH Alibaba" in printed.getvalue()  # symmetric: the smaller id comes first, on every machine
    assert (tmp_path / "graph.ttl").stat().st_size > 1000


# Extending: the steps of the page, taken


@pytest.fixture
def my_schema(tmp_path: Path) -> Path:
    """A copy of the schema with what the page adds to it, and the files that it shows beside it."""
    shutil.copytree(ROOT / "schema", tmp_path / "my-schema")
    for block in (block for block in BLOCKS if block.page == "extending.md" and block.title):
        path = tmp_path / block.title
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as out:
            out.write(f"\n{block.text}" if path.suffix == ".toml" else block.text)
    return tmp_path / "my-schema"


def test_a_new_relation_is_extracted(my_schema: Path) -> None:
    assert check_schema(my_schema) == []
    (found,) = Pipeline(my_schema, model=None).extract(read_sources([str(my_schema.parent / "example.txt")]), "en")
    assert isinstance(found, Extraction)
    assert [(claim.subject, claim.relation, claim.object) for claim in found.claims] == [("Qualcomm", "LICENSES_TO", "Samsung")]


def test_a_new_name_is_known(my_schema: Path, tmp_path: Path) -> None:
    (tmp_path / "gwr.txt").write_text("GWR has acquired Siemens.\n", encoding="utf-8")
    (found,) = Pipeline(my_schema, model=None).extract(read_sources([str(tmp_path / "gwr.txt")]), "en")
    assert isinstance(found, Extraction)
    assert {entity.reason for entity in found.entities if entity.name == "GWR"} == {"known alias of Greifwerk"}


def test_a_new_language_begins_as_a_copy(my_schema: Path) -> None:
    shutil.copytree(my_schema / "en", my_schema / "nl")
    file = my_schema / "nl" / "language.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"English"', '"Nederlands"').replace('spacy = "en"', 'spacy = "nl"'), encoding="utf-8")
    assert check_schema(my_schema) == []
    assert Pipeline(my_schema, model=None).languages == ["de", "en", "nl"]
    (my_schema / "nl" / "status.toml").unlink()
    assert "status.toml" in str(check_schema(my_schema)[0])


def test_a_new_report_runs(my_schema: Path, embedded_store: Store) -> None:
    load_examples(embedded_store)
    reports = read_reports(my_schema.parent / "my-reports")
    rows = list(run_report(embedded_store, reports["planned-sites"], {}))
    assert rows and all(row["relation"].startswith("BUILDS_") for row in rows)


def test_an_article_as_json_is_read(tmp_path: Path) -> None:
    (block,) = (block for block in BLOCKS if block.title == "article.json")
    (tmp_path / "article.json").write_text(block.text, encoding="utf-8")
    (found,) = Pipeline(model=None).extract(read_sources([str(tmp_path / "article.json")]))
    assert isinstance(found, Extraction)
    assert ("Siemens", "ACQUIRES", "Harrow Robotics") in {(claim.subject, claim.relation, claim.object) for claim in found.claims}


def test_the_steps_for_a_new_form_name_what_is_there() -> None:
    code = (ROOT / "loaders" / "sources" / "__init__.py").read_text(encoding="utf-8")
    assert "def reader_of(" in code and "loaders/sources/forms.py" in PAGES["extending.md"]
    assert (ROOT / "loaders" / "sources" / "forms.py").is_file()
