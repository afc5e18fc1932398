"""``kg analyse``: who is central, what belongs together, what holds it together, who owns whom, who depends on whom."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import rich_click as click

from kg.cli.exports import watched
from kg.cli.options import PAGE_FORMATS, opened, quiet_option, read_schema, schema_option, store_options
from kg.cli.output import print_rows
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.analytics.network import Analysis, Network
    from kg.ontology import Ontology
    from kg.store.client import Store

_Command = TypeVar("_Command", bound=Callable[..., Any])
_EXAMPLES = (
    "Examples: kg analyse centrality · kg analyse owners --stake 25 --company Alibaba · kg analyse exposure --company Nvidia --format html > nvidia.html"
)


def _shared(command: _Command) -> _Command:
    """The options of every kind of analysis."""
    options = (
        click.option("--company", metavar="NAME", help="Only what concerns this company, or person, or other thing."),
        click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Claims that count; may be repeated."),
        click.option("--type", "types", multiple=True, metavar="TYPE", help="Types of things that count; may be repeated."),
        click.option("--relation", "relations", multiple=True, metavar="NAME", help="Relations that count; may be repeated."),
        click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Rows at most; 0: all."),
        click.option(
            "--format", "form", type=click.Choice(PAGE_FORMATS), default="table", show_default=True, help="How to print the rows; html: a picture, as one page."
        ),
        click.option("--write", is_flag=True, help="Write the results into the graph, as properties kg_…"),
        click.option("--remove", is_flag=True, help="Take the properties that --write wrote out of the graph; nothing else is done."),
        store_options,
        schema_option,
        quiet_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(epilog=_EXAMPLES)
def analyse() -> None:
    """Look at the graph as a whole.

    Claims that are denied or have ended do not count, unless --status asks for them. Places, markets, topics, events and figures are
    left out, unless --type asks for them: two companies in one country have nothing to do with each other.
    """


@analyse.command(epilog="Examples: kg analyse centrality --limit 50 · kg analyse centrality --type Company --format csv > ranks.csv")
@_shared
@click.option("--seed", default=1, show_default=True, help="Beginning of chance, where betweenness is estimated.")
def centrality(seed: int, **options: Any) -> None:
    """Who is central: PageRank, and betweenness (exact, or estimated for large graphs; it says which)."""
    from kg.analytics.centrality import analyse_centrality

    def compute(network: Network, about: str | None) -> Analysis:
        return _chosen(analyse_centrality(network, seed=seed), about)

    _run(_Request("centrality", compute, options))


@analyse.command(epilog="Examples: kg analyse communities · kg analyse communities --company Nvidia · kg analyse communities --write")
@_shared
@click.option("--resolution", default=1.0, show_default=True, type=click.FloatRange(min=0, min_open=True), help="Above 1: smaller communities.")
@click.option("--seed", default=1, show_default=True, help="Beginning of chance.")
def communities(resolution: float, seed: int, **options: Any) -> None:
    """What belongs together: communities by the method of Louvain. With --company: the members of its community."""
    from kg.analytics.communities import analyse_communities

    _run(_Request("communities", lambda network, about: analyse_communities(network, about, resolution=resolution, seed=seed), options))


@analyse.command(epilog="Examples: kg analyse bridges · kg analyse bridges --company Alibaba")
@_shared
def bridges(**options: Any) -> None:
    """What holds the graph together: relations and companies without which parts of it would come off."""
    from kg.analytics.bridges import analyse_bridges

    _run(_Request("bridges", analyse_bridges, options))


@analyse.command(
    epilog="Examples: kg analyse owners · kg analyse owners --company 'Alibaba Cloud' --stake 25 · kg analyse owners --status asserted --status planned"
)
@_shared
@click.option("--stake", default=50.0, show_default=True, metavar="PERCENT", help="Holdings count that are larger than this.")
def owners(stake: float, **options: Any) -> None:
    """Who owns whom in the end: stakes above a threshold, takeovers and subsidiaries, followed upwards.

    Only what is asserted counts, unless --status asks for more: a plan makes nobody an owner.
    """
    from kg.analytics.owners import RELATIONS, STATUSES, analyse_owners

    _run(_Request("owners", lambda network, about: analyse_owners(network, about, stake=stake), options, RELATIONS, STATUSES, RELATIONS))


@analyse.command(epilog="Examples: kg analyse exposure --company Nvidia · kg analyse exposure --company Nvidia --steps 3 --direction down")
@_shared
@click.option("--steps", default=2, show_default=True, type=click.IntRange(min=1), help="How far to look.")
@click.option("--direction", type=click.Choice(("both", "down", "up")), default="both", show_default=True, help="down: to customers; up: to suppliers.")
def exposure(steps: int, direction: str, **options: Any) -> None:
    """Who is within some steps of a company in its supply chain, and on which way. Needs --company."""
    from kg.analytics.exposure import DIRECTIONS, RELATIONS, analyse_exposure

    if not options["company"] and not options["remove"]:
        raise UsageError("exposure is to somebody: name a company with --company NAME")
    directions = DIRECTIONS if direction == "both" else (direction,)

    def compute(network: Network, about: str | None) -> Analysis:
        symmetric = [name for name, relation in read_schema(options["schema"]).relations.items() if relation.symmetric]
        return analyse_exposure(network, str(about), steps=steps, directions=directions, symmetric=symmetric)

    _run(_Request("exposure", compute, options, RELATIONS))


@dataclass(frozen=True, slots=True)
class _Request:
    """One analysis: its kind, what computes it, the options as given, and what it looks at where they do not say.

    ``known`` are the only relations that it understands; empty: any.
    """

    kind: str
    compute: Callable[[Network, str | None], Analysis]
    options: dict[str, Any]
    relations: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


def _run(request: _Request) -> None:
    """Compute, print, and write where that is asked for."""
    from kg.analytics.network import HELD, Choice, read_network
    from kg.analytics.properties import PROPERTIES, remove_properties, write_properties

    options = request.options
    if options["remove"] and options["write"]:
        raise UsageError("--write and --remove are opposites; choose one")
    ontology = read_schema(options["schema"])
    _check_names(request, ontology)
    with opened(options["store"], options["user"], options["database"]) as store:
        if options["remove"]:
            count = remove_properties(store, PROPERTIES[request.kind])
            return click.echo(f"{', '.join(PROPERTIES[request.kind])}: taken from {count:,} things", err=True)
        about = _find(store, options["company"])
        choice = Choice(options["statuses"] or request.statuses or HELD, options["relations"] or request.relations, options["types"])
        network = read_network(store, choice, partial(watched, quiet=options["quiet"]))
        found = request.compute(network, about)
        number = None if about is None else network.find(about)
        title = f"{request.kind.capitalize()}: {about}" if about else request.kind.capitalize()
        _print(found, options, partial(_print_picture, store, found, title, None if number is None else network.ids[number], ontology))
        if options["write"]:
            count = write_properties(store, found.properties)
            _remark(f"{', '.join(found.properties)}: written to {count:,} things", options["quiet"])
    return None


def _check_names(request: _Request, ontology: Ontology) -> None:
    """Types and relations are those of the ontology.

    Raises:
        UsageError: one is not, or is none that this analysis can make something of.
    """
    for option, names in (("types", ontology.entities), ("relations", request.known or ontology.relations)):
        for name in request.options[option]:
            if name not in names:
                raise UsageError(f"--{option.removesuffix('s')} {name}: choose from {', '.join(names)}")


def _find(store: Store, text: str | None) -> str | None:
    from kg.reports.names import find_name

    return find_name(store, text) if text else None


def _chosen(found: Analysis, about: str | None) -> Analysis:
    """Only the rows that bear a name."""
    from dataclasses import replace

    return found if about is None else replace(found, rows=[row for row in found.rows if row["name"] == about])


def _print(found: Analysis, options: dict[str, Any], picture: Callable[[], None]) -> None:
    if options["form"] == "html":
        picture()
    else:
        rows = found.rows[: options["limit"]] if options["limit"] else found.rows
        print_rows(rows, options["form"], columns=list(found.rows[0]) if found.rows else None)
        if len(rows) < len(found.rows):
            _remark(f"{len(rows):,} of {len(found.rows):,} rows; --limit 0 shows all", options["quiet"])
    _remark(found.note, options["quiet"])


def _print_picture(store: Store, found: Analysis, title: str, about: str | None, ontology: Ontology) -> None:
    """The relations that tell of the result, as one page on stdout.

    Raises:
        UsageError: there are none.
    """
    from kg.export.graph import Graph
    from kg.export.page import MOST_CLAIMS, write_page

    if not found.claims:
        raise UsageError(f"nothing to draw: {found.note}")
    left_out = len(found.claims) - MOST_CLAIMS
    note = found.note + (f"; {left_out:,} more relations are not shown" if left_out > 0 else "")
    with os.fdopen(1, "w", encoding="utf-8", newline="", closefd=False) as out:
        write_page(Graph(store, about, claims=found.claims[:MOST_CLAIMS]), ontology, out, title, note)


def _remark(text: str, quiet: bool) -> None:
    from kg.cli.output import printable

    if not quiet:
        click.echo(printable(text), err=True)
