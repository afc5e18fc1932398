"""``kg picture``: a company's neighbourhood, or what a report found, as one page of HTML to look at."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from kg.cli.exports import check_store, watched
from kg.cli.options import opened, quiet_option, read_schema, schema_option, store_options
from kg.cli.reports import complete_report
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.export.selection import Selection
    from kg.ontology import Ontology
    from kg.reports import Report
    from kg.store.client import Store

_MOST_STEPS = 4
_EXAMPLES = """Examples: kg picture Alibaba | kg picture Alibaba --steps 2 -o alibaba.html | kg picture Alibaba --report partners-and-rivals |
kg picture --report deals-in-period --param since=2025-01-01 -o deals.html"""


@click.command(epilog=_EXAMPLES)
@click.argument("company", required=False)
@click.option(
    "-o", "--out", "out", type=click.Path(path_type=Path, allow_dash=True), help="The file; - is stdout. By default it is called like the company or report."
)
@click.option("--steps", type=click.IntRange(1, _MOST_STEPS), help="How far around the company: 1 (default) for what is said of it, 2 for its neighbours, too.")
@click.option("--report", "report", metavar="NAME", shell_complete=complete_report, help="What this report finds, instead of the neighbourhood.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of the report; COMPANY is its first one that names something.")
@store_options
@click.option("--queries", envvar="KG_QUERIES", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own folder of reports.")
@schema_option
@quiet_option
def picture(
    company: str | None, out: Path | None, steps: int | None, report: str | None, params: tuple[str, ...], store: str, user: str, database: str | None,
    queries: Path | None, schema: Path | None, quiet: bool,
) -> None:  # fmt: skip
    """Draw the neighbourhood of COMPANY (or of a person, product, place), or what a report finds: one page, without network."""
    from kg.export.graph import Graph
    from kg.export.page import MOST_CLAIMS, write_page
    from kg.export.targets import file_target

    _check_options(company, steps, report, params)
    ontology = read_schema(schema)
    check_store(store)
    with ExitStack() as stack:
        source = stack.enter_context(opened(store, user, database))
        if report:
            title, about, selection = _find_reported(source, _read_report(report, queries, ontology), company, params, ontology, MOST_CLAIMS)
        else:
            title, about, selection = _find_around(source, str(company), steps or 1, MOST_CLAIMS)
        path = out or Path(f"{file_name(title)}.html")
        to_stdout = str(path) == "-"
        target = stack.enter_context(os.fdopen(1, "w", encoding="utf-8", newline="", closefd=False) if to_stdout else file_target(path))
        graph = Graph(source, about, partial(watched, quiet=quiet), selection.claims)
        write_page(graph, ontology, target, title, _note(selection))
    if not quiet:
        click.echo(f"{'stdout' if to_stdout else path}: {len(selection.claims):,} relations" + (f"; {note}" if (note := _note(selection)) else ""), err=True)


def _check_options(company: str | None, steps: int | None, report: str | None, params: tuple[str, ...]) -> None:
    """Do the options go together?

    Raises:
        UsageError: they do not.
    """
    if not company and not report:
        raise UsageError("a picture of what? Name a company, or a report with --report NAME (kg report list shows all)")
    if report and steps:
        raise UsageError("--steps is for the neighbourhood of a company; a report says itself what it finds")
    if params and not report:
        raise UsageError("--param is for a report; name one with --report NAME")


def _read_report(name: str, queries: Path | None, ontology: Ontology) -> Report:
    from kg.reports import find_report, read_reports

    return find_report(read_reports(queries, ontology), name)


def _find_around(store: Store, text: str, steps: int, most: int) -> tuple[str, str, Selection]:
    """Title, id and claims of a thing.

    Raises:
        UsageError: nothing is called so, several things are, or nothing is said of it.
    """
    from kg.export.selection import find_neighbourhood
    from kg.reports import find_name

    name = find_name(store, text)
    about = _find_id(store, name)
    selection = find_neighbourhood(store, about, steps, most)
    if not selection.claims:
        raise UsageError(f"no article says anything of {name!r} that could be drawn; kg show {name!r} says where it is mentioned")
    return name, about, selection


def _find_id(store: Store, name: str) -> str:
    """The id of what bears the name: of several things the company.

    Raises:
        UsageError: several bear it, and not one of them is the only company.
    """
    from kg.export.selection import find_things

    found = find_things(store, name)
    companies = [one for one in found if "Company" in one[1]]
    chosen = found if len(found) == 1 else companies
    if len(chosen) != 1:
        raise UsageError(f'{len(found)} things are called {name!r}; `kg query "MATCH (e:Entity) RETURN e.name, labels(e), e.id"` shows them')
    return chosen[0][0]


def _find_reported(
    store: Store, report: Report, company: str | None, params: tuple[str, ...], ontology: Ontology, most: int
) -> tuple[str, str | None, Selection]:  # fmt: skip
    """Title, the id of what the report was asked for, and the claims that it speaks of.

    Raises:
        UsageError: a parameter is wrong or missing, or the report finds nothing that could be drawn.
    """
    from kg.cli.reports import read_options
    from kg.export.selection import find_stated
    from kg.reports import find_name, run_report
    from kg.reports.values import PLAIN_EXAMPLES

    texts = read_options([word for param in params for word in ("--param", param)])
    naming = [parameter for parameter in report.parameters if parameter.type not in PLAIN_EXAMPLES and parameter.type != "article"]
    if company and not naming:
        raise UsageError(f"{report.name} takes no company; leave {company!r} out")
    if company:
        texts.setdefault(naming[0].name, company)
    rows = list(run_report(store, report, texts))
    given = [find_name(store, texts[one.name], None if one.type == "entity" else one.type) for one in naming if one.name in texts]
    selection = find_stated(store, rows, given, ontology.relations.keys(), most)
    if not selection.claims:
        raise UsageError(f"{report.name} finds nothing that could be drawn; kg report run {report.name} shows what it finds")
    title = f"{report.title}: {', '.join(given)}" if given else report.title
    return title, _find_id(store, given[0]) if given else None, selection


def _note(selection: Selection) -> str:
    return f"{selection.left_out:,} more were left out, the far and less often reported ones" if selection.left_out else ""


def file_name(title: str) -> str:
    """A name for a file, whatever the title holds.

    >>> file_name("Société Générale S.A."), file_name("../../etc/passwd"), file_name("阿里巴巴")
    ('societe-generale-s-a', 'etc-passwd', 'picture')
    """
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or "picture"
