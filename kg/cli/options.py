"""Options that several commands share, and opening the store that they name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.store.client import Store

_Command = TypeVar("_Command", bound=Callable[..., Any])
FORMATS = ("table", "json", "jsonl", "csv", "md")
PAGE_FORMATS = (*FORMATS, "html")


class FormatChoice(click.Choice[str]):
    """A choice of formats in which ``md`` may be written out."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As click does."""
        return super().convert("md" if value == "markdown" else value, param, ctx)


store_option = click.option(
    "--store", envvar="KG_STORE", default="./kg-data", show_default=True, show_envvar=True, metavar="URL",
    help="neo4j://HOST:7687, bolt://…, or a folder for the embedded store. The password comes from KG_PASSWORD or a prompt.",
)  # fmt: skip
user_option = click.option("--user", envvar="KG_USER", default="neo4j", show_default=True, help="User of a Neo4j server.")
database_option = click.option("--database", envvar="KG_DATABASE", default=None, help="Database of a Neo4j server; by default its home database.")
format_option = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print the rows.")
page_format_option = click.option(
    "--format", "form", type=FormatChoice(PAGE_FORMATS), default="table", show_default=True, help="How to print it; html is a page of its own."
)
schema_option = click.option(
    "--schema", envvar="KG_SCHEMA", default=None, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own schema folder."
)
lang_option = click.option("--lang", default="auto", show_default=True, metavar="de|en|auto", help="Language of the articles.")
confidence_option = click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=None, metavar="0…1",
    help="Leave out claims less sure than this; by default what suits the trained model best (0.95: few and right, 0.1: many).",
)  # fmt: skip
quiet_option = click.option("--quiet", "-q", is_flag=True, help="No progress, no remarks; errors only.")
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Say more on stderr.")


def store_options(command: _Command) -> _Command:
    """``--store``, ``--user`` and ``--database``."""
    for option in (database_option, user_option, store_option):
        command = option(command)
    return command


def opened(store: str, user: str, database: str | None, *, create: bool = False) -> Store:
    """Open the store that the options name; a server's password comes from ``KG_PASSWORD`` or a prompt.

    Args:
        store: address or folder.
        user: of a server.
        database: of a server.
        create: make an embedded store where there is none; looking at one that is not there is a slip of the user.

    Raises:
        StoreError: it cannot be opened.
    """
    from kg.store.client import open_store

    password = None
    if "://" in store:
        password = os.environ.get("KG_PASSWORD")
        if password is None and sys.stdin.isatty():
            password = click.prompt(f"Password of {user} at {store}", hide_input=True, err=True)
    return open_store(store, password=password, user=user, database=database, create=create)


def read_schema(folder: Path | None) -> Ontology:
    """The ontology of the folder that ``--schema`` names."""
    from kg.ontology import read_ontology

    return read_ontology(folder)
