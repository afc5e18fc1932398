"""``kg export``: the graph in the formats of others, or the ontology alone."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import rich_click as click

from kg.cli.options import opened, quiet_option, read_schema, schema_option, store_options
from kg.cli.progress import counted
from kg.errors import StoreError, UsageError
from kg.export.formats import FORMATS, write_export
from kg.export.graph import Graph, find_company

if TYPE_CHECKING:
    from kg.store.client import Store

_Thing = TypeVar("_Thing")
_LIST = "\n\n\b\nFormats:\n" + "\n".join(f"  {name:8} {form.meaning}" for name, form in FORMATS.items())
_EXAMPLES = "Examples: kg export --format turtle graph.ttl | kg export --format csv tables/ | kg export --format jsonl --company Nvidia -"


@click.command(epilog=_EXAMPLES, help="Write the graph to FILE in another format; - is stdout." + _LIST)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help="What to write.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--company", metavar="NAME", help="Only what is said of this company: its claims, the things at their other ends, the articles that make them.")
@click.option("--base", metavar="IRI", help="RDF: what names of things begin with, such as https://data.example/kg/.")
@store_options
@schema_option
@quiet_option
def export(
    form: str, file: Path, company: str | None, base: str | None, store: str, user: str, database: str | None, schema: Path | None, quiet: bool
) -> None:  # fmt: skip
    """Write the graph to FILE."""
    found = FORMATS[form]
    ontology = read_schema(schema)
    if base and "base" not in found.uses:
        raise UsageError(f"--base is for RDF; the format {form} has no IRIs of its own")
    if found.kind == "ontology" and company:
        raise UsageError(f"--company chooses from a graph; the format {form} is of the ontology alone")
    with ExitStack() as stack:
        target = file if str(file) != "-" else stack.enter_context(os.fdopen(1, "w", encoding="utf-8", newline="", closefd=False))
        graph = None
        if found.kind != "ontology":
            check_store(store)
            source = stack.enter_context(opened(store, user, database))
            graph = Graph(source, _find_company(source, company) if company else None, partial(watched, quiet=quiet))
        write_export(form, target, ontology, graph, base)
    if form == "neo4j" and not quiet:
        _print_command(file)


def check_store(store: str) -> None:
    """Nothing is made where nothing is: an export of an empty graph would be taken for one of the right store.

    Raises:
        StoreError: there is no store in the folder.
    """
    from kg.store.folder import is_store

    if "://" not in store and not is_store(Path(store)):
        raise StoreError(f"{store}: there is no store yet; load an article into it first, or name another one with --store")


def watched(things: Iterable[_Thing], noun: str, *, quiet: bool) -> Iterable[_Thing]:
    """Pass things through and, where a person watches, show how many have come."""
    return counted(things, noun, quiet)


def _find_company(store: Store, text: str) -> str:
    """The id of the company that ``text`` names.

    Raises:
        UsageError: there is none, or several bear the name.
    """
    from kg.reports.names import find_name

    name = find_name(store, text, "Company")
    ids = find_company(store, name)
    if len(ids) != 1:
        raise UsageError(f'{len(ids)} companies are called {name!r}; `kg query "MATCH (c:Company) RETURN c.name, c.id"` shows them')
    return ids[0]


def _print_command(folder: Path) -> None:
    from kg.export.bulk import COMMAND

    place = str(folder) if folder.is_absolute() else f"./{folder}"
    files = shlex.quote(place)
    click.echo(f"Stop the server, run\n\n{COMMAND.format(folder=files)}\n\nand start it; then run {files}/after.cypher: constraints and indexes", err=True)
