"""``kg store``, ``kg schema``, ``kg doctor``: what is there, whether it is well, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import rich_click as click

from kg.cli.options import format_option, opened, read_schema, schema_option, store_option, store_options
from kg.cli.output import print_rows
from kg.errors import KgError, SchemaError, UsageError

if TYPE_CHECKING:
    from kg.store.client import Store

_PACKAGES = ("neo4j", "arcadedb-embedded", "spacy", "rdflib", "networkx", "click", "trafilatura", "pypdf", "feedparser", "onnxruntime")


@click.group()
def store() -> None:
    """Which store, how big; stop the embedded one's process."""


@store.command("status", epilog="Examples: kg store status | kg store status --store neo4j://localhost:7687 --format json")
@store_options
@format_option
def status(store: str, user: str, database: str | None, form: str) -> None:
    """Kind, version, size and what is in it."""
    with opened(store, user, database) as target:
        print_rows([_state(target)], form)


def _state(target: Store) -> dict[str, object]:
    state = target.status()
    plain = {field.name: getattr(state, field.name) for field in fields(state) if field.name != "counts"}
    return {**plain, **state.counts}


@store.command("stop", epilog="Example: kg store stop --store kg-demo")
@store_option
def stop(store: str) -> None:
    """End the process of an embedded store (it ends by itself when idle)."""
    from kg.store.embedded import stop_embedded

    if "://" in store:
        raise UsageError(f"{store} is a server of its own; name the folder of an embedded store")
    click.echo("stopped" if stop_embedded(Path(store)) else "was not running", err=True)


@click.group()
def schema() -> None:
    """Check the ontology files; make indexes and constraints in the store."""


@schema.command("check", epilog="Examples: kg schema check | kg schema check --schema my-schema")
@schema_option
@click.pass_context
def check(ctx: click.Context, schema: Path | None) -> None:
    """Read every file of the schema folder and of the reports; name file, key and remedy of what is wrong."""
    problems = list(_problems(schema))
    for problem in problems:
        click.echo(str(problem), err=True)
    if not problems:
        click.echo("the schema is right")
    ctx.exit(SchemaError.exit_code if problems else 0)


def _problems(folder: Path | None) -> Iterator[SchemaError]:
    from kg.ontology import read_looks
    from kg.reports import read_reports
    from loaders.schema_check import check_schema

    found = check_schema(folder)
    yield from found
    if not found:
        try:
            read_looks(folder)
            read_reports(None, read_schema(folder))
        except SchemaError as error:
            yield error


@schema.command("apply", epilog="Example: kg schema apply --store neo4j://localhost:7687")
@schema_option
@store_options
def apply(schema: Path | None, store: str, user: str, database: str | None) -> None:
    """Make the constraints and indexes of the ontology in the store."""
    from kg.store.schema import apply_schema

    with opened(store, user, database, create=True) as target:
        apply_schema(target, read_schema(schema))
    click.echo("constraints and indexes are there", err=True)


@click.command(epilog="Examples: kg doctor | kg doctor --store neo4j://localhost:7687")
@store_options
@schema_option
@format_option
@click.pass_context
def doctor(ctx: click.Context, store: str, user: str, database: str | None, schema: Path | None, form: str) -> None:
    """What is installed, which store answers, and what to do about what is not."""
    rows = list(_diagnose(store, user, database, schema))
    print_rows(rows, form)
    ctx.exit(0 if all(row["well"] for row in rows) else 3)


def _model() -> dict[str, object]:
    from loaders.model.file import read_model

    try:
        return {"part": "model", "well": True, "found": f"right ({read_model().fingerprint[:8]})", "remedy": ""}
    except SchemaError as error:
        return {
            "part": "model",
            "well": False,
            "found": str(error),
            "remedy": "pip install --force-reinstall company-knowledge-graph (until then rules alone read)",
        }


def _diagnose(store: str, user: str, database: str | None, schema: Path | None) -> Iterator[dict[str, object]]:
    for package in _PACKAGES:
        try:
            yield {"part": package, "well": True, "found": version(package), "remedy": ""}
        except PackageNotFoundError:
            yield {"part": package, "well": False, "found": "missing", "remedy": f"pip install {package}"}
    yield _model()
    problems = list(_problems(schema))
    yield {"part": "schema", "well": not problems, "found": str(problems[0]) if problems else "right", "remedy": "kg schema check" if problems else ""}
    try:
        yield {"part": "store", "well": True, "found": _find_store(store, user, database), "remedy": ""}
    except KgError as error:
        yield {"part": "store", "well": False, "found": str(error), "remedy": "start it, or name another with --store"}


def _find_store(store: str, user: str, database: str | None) -> str:
    """What answers at ``store``; where no embedded store has been made yet, whether one can be: nothing is left behind.

    Raises:
        KgError: it does not answer, or cannot be made.
    """
    from kg.store.embedded import stop_embedded
    from kg.store.folder import is_free, is_store

    if "://" in store or is_store(Path(store)) or not is_free(Path(store)):
        with opened(store, user, database) as target:
            state = target.status()
        return f"{state.kind} ({state.engine}) at {store}"
    with TemporaryDirectory(prefix="kg-doctor-") as folder:
        with opened(folder, user, database, create=True) as target:
            engine = target.status().engine
        stop_embedded(Path(folder))
    return f"none at {store} yet (kg load makes it); the embedded engine starts ({engine})"
