"""``kg extract``, ``kg load``, ``kg retract``, ``kg demo``: from articles to claims and into the store, and out again."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from kg.cli.options import format_option, lang_option, opened, quiet_option, schema_option, store_options, verbose_option
from kg.cli.output import print_rows, printable

if TYPE_CHECKING:
    from kg.model import Extraction, Refusal
    from kg.store.retract import Retraction
    from loaders.pipeline import Pipeline

_SOURCES = click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
_PRIVATE = click.option("--allow-private", is_flag=True, help="Also fetch from addresses of this machine and of private networks.")


def _pipeline(schema: Path | None) -> Pipeline:
    from loaders.pipeline import Pipeline

    return Pipeline(schema)


def _documents(sources: Iterable[str], allow_private: bool, quiet: bool) -> Iterator[Any]:
    from loaders.sources import SourceOptions, read_sources

    logging.basicConfig(format="%(message)s", level=logging.ERROR if quiet else logging.WARNING)
    return read_sources(sources, SourceOptions(allow_private=allow_private))


def print_refusal(refusal: Refusal) -> None:
    """One line on stderr."""
    click.echo(f"refused: {printable(str(refusal))}", err=True)


@click.command(epilog="Examples: kg extract article.txt | kg extract news/*.html feed.xml > claims.jsonl | curl … | kg extract -")
@_SOURCES
@lang_option
@schema_option
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True, help="JSON Lines, or a table of the claims to look at.")
@_PRIVATE
@quiet_option
@click.pass_context
def extract(ctx: click.Context, sources: tuple[str, ...], lang: str, schema: Path | None, form: str, allow_private: bool, quiet: bool) -> None:
    """Print what articles say, one JSON object per article; touches no store.

    SOURCE is a file, a folder, a glob, - (stdin) or a URL: .txt .md .html .json .jsonl(.gz) .xml .rss .atom .pdf
    """
    from kg.model import Refusal

    refused = 0
    for result in _pipeline(schema).extract(_documents(sources, allow_private, quiet), lang):
        if isinstance(result, Refusal):
            refused += 1
            print_refusal(result)
        elif form == "jsonl":
            click.echo(json.dumps(result.to_json(), ensure_ascii=False))
        else:
            print_rows(claim_rows(result), "table", result.document.title or result.document.id)
    ctx.exit(1 if refused else 0)


def claim_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """The claims of an article as rows to look at."""
    from kg.model import Figure

    for claim in extraction.claims:
        target = claim.object.name if isinstance(claim.object, Figure) else claim.object
        details = "; ".join(f"{key} {_detail(value)}" for key, value in claim.qualifiers.to_json().items())
        yield {"subject": claim.subject, "relation": claim.relation, "object": target, "status": claim.status, "details": details, "sentence": claim.evidence[0].text}


def _detail(value: Any) -> str:
    if isinstance(value, dict):
        hedge = "" if value["hedge"] == "exact" else f"{value['hedge']} "
        return f"{hedge}{value['value']:,.10g} {value['unit']}"
    return printable(value)


@click.command(epilog="Examples: kg load news/ | kg load feed.xml --store neo4j://localhost:7687 | kg load - < articles.jsonl")
@_SOURCES
@lang_option
@schema_option
@store_options
@click.option("--format", "form", type=click.Choice(["table", "json", "jsonl"]), default="table", show_default=True, help="How to print the summary.")
@_PRIVATE
@quiet_option
@click.pass_context
def load(ctx: click.Context, sources: tuple[str, ...], lang: str, schema: Path | None, store: str, user: str, database: str | None, form: str, allow_private: bool, quiet: bool) -> None:
    """Read articles into the store. Loading twice changes nothing; a changed article replaces its old version."""
    from kg.cli.loading import LoadSummary, load_documents
    from kg.cli.progress import counted

    pipeline = _pipeline(schema)
    summary = LoadSummary()
    try:
        with opened(store, user, database) as target:
            documents = counted(_documents(sources, allow_private, quiet), "articles", quiet)
            load_documents(target, pipeline, documents, lang=lang, summary=summary, refuse=print_refusal)
    finally:  # also after Ctrl-C or when the store went away: what is counted here is in the store
        print_rows([summary.row()], form)
    ctx.exit(1 if summary.refused else 0)


@click.command(epilog="Example: kg retract https://example.org/article --dry-run")
@click.argument("document")
@click.option("--dry-run", is_flag=True, help="Only show what would go.")
@store_options
@format_option
def retract(document: str, dry_run: bool, store: str, user: str, database: str | None, form: str) -> None:
    """Take an article (id, address or title) and all that rests on it alone out of the graph."""
    from kg.reports import find_article
    from kg.store.retract import retract_document

    with opened(store, user, database) as target:
        effect = retract_document(target, find_article(target, document), dry_run=dry_run)
    print_rows(_effect_rows(effect), form, "would go" if dry_run else "gone")


def _effect_rows(effect: Retraction) -> Iterator[dict[str, str]]:
    for what in ("claims", "weakened", "entities", "relations"):
        yield from ({"what": what, "name": name} for name in getattr(effect, what))


@click.command()
@click.option("--folder", default="kg-demo", show_default=True, type=click.Path(path_type=Path), help="Where the fresh graph goes; an old demo there is replaced.")
@quiet_option
def demo(folder: Path, quiet: bool) -> None:
    """Read the bundled example articles into a fresh embedded graph, print what was found and run one report."""
    from kg.cli.demo import run_demo

    run_demo(folder, quiet)
