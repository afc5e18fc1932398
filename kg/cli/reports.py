"""``kg report`` and ``kg query``: saved and own questions to the graph, read only on either store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from kg.cli.options import PAGE_FORMATS, format_option, opened, page_format_option, quiet_option, read_schema, schema_option, store_options
from kg.cli.output import print_rows
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.reports import Report

_HELP = {"--help", "-h"}
_QUERIES = click.option(
    "--queries", envvar="KG_QUERIES", default=None, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own folder of reports."
)
_ANY = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def complete_report(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Names of the saved reports, for the completion of shells."""
    from kg.reports import read_reports

    return [name for name in read_reports() if name.startswith(incomplete)]


_RUN = """Examples: kg report run deals-in-period --since 2025-01-01 --format csv | kg report run relations-of-company --param company=Nvidia |
kg report run deals-by-month --format html > deals.html | kg report run --all --company Nvidia --out nvidia --format html |
kg report run deals-in-period --help"""
_NAME = click.argument("name", shell_complete=complete_report)


@click.group(epilog="Examples: kg report list | kg report run relations-of-company --company Alibaba | kg report show who-builds-where")
def report() -> None:
    """List, show and run the saved reports, which are Cypher files: your own folder of them is named by --queries."""


def _reports(queries: Path | None, schema: Path | None) -> dict[str, Report]:
    from kg.reports import read_reports

    return read_reports(queries, read_schema(schema))


@report.command("list", epilog="Examples: kg report list | kg report list --format json | kg report list --queries my-reports")
@_QUERIES
@schema_option
@format_option
def list_reports(queries: Path | None, schema: Path | None, form: str) -> None:
    """All reports with the question that each answers, and why one cannot be run with the schema in use."""
    rows = ({"report": r.name, "group": r.group, "answers": r.answers, "missing": ", ".join(r.missing) or None} for r in _reports(queries, schema).values())
    print_rows(rows, form)


@report.command("show", epilog="Example: kg report show who-builds-where > mine.cypher")
@_NAME
@_QUERIES
@schema_option
def show_report(name: str, queries: Path | None, schema: Path | None) -> None:
    """The Cypher of a report, ready to paste into Neo4j Browser."""
    from kg.reports import find_report

    click.echo(find_report(_reports(queries, schema), name).cypher, nl=False)


@report.command("run", context_settings=_ANY, epilog=_RUN)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="NAME [--PARAMETER VALUE]…", shell_complete=complete_report)
@click.option("--all", "everything", is_flag=True, help="A dossier: every report that takes a company, for --company NAME, into the folder --out.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the dossier; an earlier one there is replaced.")
@store_options
@_QUERIES
@schema_option
@page_format_option
@quiet_option
@click.pass_context
def run(
    ctx: click.Context, words: tuple[str, ...], everything: bool, out: Path | None, store: str, user: str, database: str | None, queries: Path | None,
    schema: Path | None, form: str, quiet: bool,
) -> None:  # fmt: skip
    """Run a report. Its parameters are options, such as --company Alibaba; kg report run NAME --help lists them."""
    from kg.reports import find_report

    name = words[0] if words and not words[0].startswith("-") and not everything else None
    if name is None and _HELP & set(words):
        click.echo(ctx.get_help())
        return
    if everything != (out is not None):
        raise UsageError("a dossier wants both: --all --company NAME --out FOLDER")
    reports = _reports(queries, schema)
    if name is not None and _HELP & set(words):
        _describe(find_report(reports, name))
    elif out is not None:
        _run_all(reports, read_options(list(words)), (store, user, database), out, form, quiet)
    elif name is None:
        raise UsageError("which report? Name it first: kg report run NAME; kg report list shows all")
    else:
        _run_one(find_report(reports, name), read_options(list(words[1:])), (store, user, database), form, quiet)


def _run_one(found: Report, parameters: dict[str, str], place: tuple[str, str, str | None], form: str, quiet: bool) -> None:
    from kg.reports import run_report

    with opened(*place) as target:
        rows = run_report(target, found, parameters)
        if form == "html":
            from kg.cli.pages import page, report_parts

            click.echo(page(found.title, report_parts(found, parameters, list(rows))), nl=False)
            return
        count = print_rows(rows, form, found.title, [column.name for column in found.columns])
    if not count and form == "table" and not quiet:
        click.echo("nothing found", err=True)


def _run_all(reports: dict[str, Report], parameters: dict[str, str], place: tuple[str, str, str | None], out: Path, form: str, quiet: bool) -> None:
    """Write the dossier of a company.

    Raises:
        UsageError: the format is none of a dossier.
    """
    from kg.cli.dossier import FORMATS as WRITTEN
    from kg.cli.dossier import write_dossier
    from kg.reports.dossier import find_dossier

    form = "md" if form == "table" else form
    if form not in WRITTEN:
        raise UsageError(f"a dossier is written as {' or '.join(WRITTEN)}, not as {form}")
    with opened(*place) as target:
        name, chapters = find_dossier(target, reports, parameters)
        entries = write_dossier(out, name, chapters, reports.values(), form, lambda line: None if quiet else click.echo(line, err=True))
    if not quiet:
        click.echo(f"{sum(1 for entry in entries if entry.rows)} of {len(entries)} reports found something: {out / f'index.{form}'}", err=True)


def _describe(found: Report) -> None:
    """What a report answers, what it wants and what it gives."""
    click.echo(f"{found.title}: {found.answers}\n\nkg report run {found.name} [--PARAMETER VALUE …] [--store URL] [--format {'|'.join(PAGE_FORMATS)}]\n")
    for heading, lines in (("Parameters", _header(found, "Parameter")), ("Columns", _header(found, "Column"))):
        click.echo("\n".join([heading, *(f"  {line}" for line in lines)]) if lines else f"no {heading.lower()}")


def _header(found: Report, key: str) -> list[str]:
    return [line.split(":", 1)[1].strip() for line in found.cypher.splitlines() if line.startswith(f"// {key}:")]


def read_options(words: list[str]) -> dict[str, str]:
    """``--name value``, ``--name=value`` and ``--param name=value`` as a dict; a hyphen in a name stands for an underscore.

    >>> read_options(["--company", "Nvidia", "--limit=5", "--param", "first-year=2024"])
    {'company': 'Nvidia', 'limit': '5', 'first_year': '2024'}

    Raises:
        UsageError: a value is missing, or a word is no option.
    """
    found, rest = {}, iter(words)
    for word in rest:
        if not word.startswith("--") or len(word) < 3:
            raise UsageError(f"{word!r} is no parameter; write --name value")
        name, equals, value = word[2:].partition("=")
        if not equals:
            given = next(rest, None)
            if given is None:
                raise UsageError(f"--{name} wants a value; write --{name} value")
            value = given
        if name == "param":
            name, equals, value = value.partition("=")
            if not (name and equals):
                raise UsageError(f"--param {name!r}: write --param name=value")
        found[name.replace("-", "_")] = value
    return found


@click.command(epilog='Examples: kg query "MATCH (c:Company) RETURN c.name ORDER BY c.name LIMIT 5" | kg query --file mine.cypher --param company=Alibaba')
@click.argument("cypher", required=False)
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path), help="Read the query from a file; - is stdin.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the query; JSON where it reads as such, else text.")
@store_options
@format_option
def query(cypher: str | None, file: Path | None, params: tuple[str, ...], store: str, user: str, database: str | None, form: str) -> None:
    """Run one read-only Cypher query."""
    from kg.reports import check_query

    if (cypher is None) == (file is None):
        raise UsageError("give the query either as an argument or with --file")
    text = cypher if cypher is not None else _read_query(file)
    check_query(text)
    with opened(store, user, database) as target:
        print_rows(target.read(text, _parameters(params)), form)


def _read_query(file: Path | None) -> str:
    """The text of a query file, of stdin for ``-``.

    Raises:
        UsageError: it is no UTF-8 text.
    """
    try:
        return sys.stdin.buffer.read().decode() if file is None or str(file) == "-" else file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not UTF-8 text (byte {error.start + 1}); save it as UTF-8") from None


def _parameters(params: tuple[str, ...]) -> dict[str, object]:
    import json

    found: dict[str, object] = {}
    for pair in params:
        name, equals, value = pair.partition("=")
        if not equals or not name.isidentifier():
            raise UsageError(f"--param {pair!r}: write NAME=VALUE")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found
