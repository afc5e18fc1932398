"""``kg extract``, ``kg load``, ``kg retract``: from articles to claims, into the store, and out again."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from kg.cli.options import FORMATS, confidence_option, format_option, lang_option, opened, quiet_option, schema_option, store_options, verbose_option
from kg.cli.output import claim_rows, print_refusal, print_rows, printable
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.errors import SourceError
    from kg.export.back import Place
    from kg.model import Extraction
    from kg.store.retract import Retraction
    from loaders.pipeline import Pipeline

_LOGGER = logging.getLogger("kg.cli")
_SOURCES = click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
_PRIVATE = click.option("--allow-private", is_flag=True, help="Also fetch from addresses of this machine and of private networks.")
_EXTRACT = """Examples: kg extract article.txt · kg extract news/*.html feed.xml > claims.jsonl · kg extract article.txt --format html > reading.html ·
cat article.html | kg extract - --format table"""
_FORMS = "Articles as JSON, their claims as rows, or html: a page that shows the text, what was found in it, and each claim beside its sentence."


def _pipeline(schema: Path | None, least: float | None) -> Pipeline:
    from loaders.pipeline import Pipeline

    return Pipeline(schema, least=least)


def _documents(sources: Iterable[str], allow_private: bool, quiet: bool, verbose: bool) -> Iterator[Any]:
    from loaders.sources import SourceOptions, read_sources

    _start_log(logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING)
    return read_sources(sources, SourceOptions(allow_private=allow_private))


def _start_log(level: int) -> None:
    """This program's own remarks go to stderr; what its libraries say of themselves (each retry of a connection, each oddity of a PDF) does not."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    for name in ("kg", "loaders"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(level)
    logging.getLogger().addHandler(logging.NullHandler())


@click.command(epilog=_EXTRACT)
@_SOURCES
@lang_option
@schema_option
@click.option("--format", "form", type=click.Choice((*FORMATS, "html")), default="jsonl", show_default=True, help=_FORMS)
@confidence_option
@click.option("--explain", is_flag=True, help="Also say why companies of one sentence are joined by no claim (key unstated of JSON, a second table).")
@_PRIVATE
@quiet_option
@verbose_option
@click.pass_context
def extract(
    ctx: click.Context, sources: tuple[str, ...], lang: str, schema: Path | None, form: str, min_confidence: float | None, explain: bool,
    allow_private: bool, quiet: bool, verbose: bool,
) -> None:  # fmt: skip
    """Print what articles say; touches no store.

    SOURCE is a file, a folder, a glob, - (stdin) or a URL: .txt .md .html .json .jsonl(.gz) .xml .rss .atom .pdf
    """
    from kg.cli.progress import counted
    from kg.model import Refusal

    if explain and form == "html":
        raise UsageError("--explain is for json, jsonl and table; the page shows what was found")
    refused = 0

    def taken() -> Iterator[tuple[Extraction, list[dict[str, Any]]]]:
        """Each article's extraction and, if asked for, what it does not state; refusals are told and counted."""
        nonlocal refused
        documents, pipeline = _documents(sources, allow_private, quiet, verbose), _pipeline(schema, min_confidence)
        for result in counted(pipeline.explain(documents, lang) if explain else pipeline.extract(documents, lang), "articles", quiet):
            if isinstance(result, Refusal):
                refused += 1
                print_refusal(result)
            else:
                extraction, unstated = result if isinstance(result, tuple) else (result, ())
                _log_extraction(extraction)
                yield extraction, [row.to_json() for row in unstated]

    if form == "html":
        _print_reading((extraction for extraction, _ in taken()), schema)
    elif form in ("json", "jsonl"):
        print_rows(({**extraction.to_json(), **({"unstated": unstated} if explain else {})} for extraction, unstated in taken()), form)
    elif form == "table":
        for extraction, unstated in taken():
            print_rows(claim_rows(extraction), form, extraction.document.title or extraction.document.id)
            if unstated:
                print_rows(({**row, "sentence": row["sentence"]["text"]} for row in unstated), form, "no claim between")
    else:
        rows = ({"article": extraction.document.id, **row} for extraction, _ in taken() for row in claim_rows(extraction))
        print_rows(rows, form, columns=["article", "subject", "relation", "object", "status", "details", "sentence"])
    ctx.exit(1 if refused else 0)


def _print_reading(extractions: Iterable[Extraction], schema: Path | None) -> None:
    from kg.cli.options import read_schema
    from kg.export.reading import write_reading

    with os.fdopen(1, "w", encoding="utf-8", newline="", closefd=False) as out:
        write_reading(extractions, read_schema(schema), out)


def _log_extraction(extraction: Extraction) -> None:
    _LOGGER.info("%s: %d entities, %d claims", printable(extraction.document.title or extraction.document.id), len(extraction.entities), len(extraction.claims))


@click.command(epilog="Examples: kg load news/ | kg load feed.xml --store neo4j://localhost:7687 | kg load - < articles.jsonl")
@_SOURCES
@lang_option
@schema_option
@store_options
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print the summary.")
@confidence_option
@_PRIVATE
@quiet_option
@verbose_option
@click.pass_context
def load(
    ctx: click.Context, sources: tuple[str, ...], lang: str, schema: Path | None, store: str, user: str, database: str | None, form: str,
    min_confidence: float | None, allow_private: bool, quiet: bool, verbose: bool,
) -> None:  # fmt: skip
    """Read articles into the store. Loading twice changes nothing; a changed article replaces its old version.

    A file that `kg export` wrote as jsonl, turtle, trig or jsonld is loaded back as it is: the same graph, without reading the articles again.
    """
    from kg.cli.loading import Loader, LoadSummary
    from kg.cli.progress import counted
    from kg.export.back import read_export

    pipeline = _pipeline(schema, min_confidence)
    summary, ended = LoadSummary(), False
    try:
        with opened(store, user, database, create=True) as target:
            loader = Loader(target, pipeline, summary, print_refusal, _log_extraction)
            exports, others = _split_exports(sources, loader.refuse_source)
            for place in exports:
                loader.load_export(counted(read_export(place, pipeline.ontology), "articles", quiet))
            if others:
                loader.load(counted(_documents(others, allow_private, quiet, verbose), "articles", quiet), lang)
        ended = True
    finally:  # also after Ctrl-C, or when the store went away: what is counted here is in the store
        if ended or summary.read:
            print_rows([summary.row()], form)
    ctx.exit(1 if summary.refused else 0)


def _split_exports(sources: Iterable[str], refuse: Callable[[SourceError], None]) -> tuple[list[Place], list[str]]:
    """Exports of ours, and everything else."""
    from kg.errors import SourceError
    from kg.export.back import find_export

    exports: list[Place] = []
    others: list[str] = []
    for source in sources:
        try:
            place = find_export(source)
        except SourceError as error:
            refuse(error)
            continue
        if place is None:
            others.append(source)
        else:
            exports.append(place)
    return exports, others


@click.command(epilog="Examples: kg retract https://example.org/article --dry-run | kg retract 5f0c1a2b3c4d5e6f7a8b")
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
    for what in ("claims", "weakened", "entities"):
        yield from ({"what": what, "name": name} for name in getattr(effect, what))
    yield {"what": "relations", "name": str(effect.relations)}
