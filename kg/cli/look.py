"""``kg show`` and ``kg why``: one thing, or one claim, with all that is known and the sentences that say so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import rich_click as click

from kg.cli.options import format_option, opened, page_format_option, quiet_option, read_schema, schema_option, store_options
from kg.cli.output import print_rows, printable
from kg.cli.profiles import print_profile, profile_json, profile_markdown, profile_page
from kg.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.ontology import Ontology
    from kg.store.client import Store

# The saved reports that programs get beside the profile; each takes the name as its first parameter.
_REPORTS = ("names-of-entity", "relations-of-company", "figures-of-company", "articles-of-company")
_LEFT_OUT = {"sentence", "start", "end", "extractor", "id"}  # of what `kg why` prints for people


@click.command(epilog="Examples: kg show Alibaba | kg show 'Deutsche Telekom' --format json | kg show Nvidia --format html > nvidia.html")
@click.argument("entity")
@store_options
@schema_option
@page_format_option
def show(entity: str, store: str, user: str, database: str | None, schema: Path | None, form: str) -> None:
    """A profile of one company, person, product or place on one screen, each line with its status and source.

    json and csv give all that is known, with the proving sentences.
    """
    from kg.reports import find_name
    from kg.reports.profile import find_profile

    ontology = read_schema(schema)
    with opened(store, user, database) as target:
        name = find_name(target, entity)
        reports = _reports(target, name, ontology) if form in ("json", "jsonl", "csv") else {}
        if form == "csv":  # one table that a program can read
            print_rows(_joined(reports), form, columns=list(dict.fromkeys(key for row in _joined(reports) for key in row)))
            return
        profile = find_profile(target, name, ontology)
    if form in ("json", "jsonl"):
        click.echo(json.dumps(profile_json(profile) | reports, ensure_ascii=False, indent=None if form == "jsonl" else 2))
    elif form == "html":
        click.echo(profile_page(profile), nl=False)
    elif form == "md":
        click.echo("\n".join(profile_markdown(profile)))
    else:
        print_profile(profile)


def _joined(sections: dict[str, list[dict[str, Any]]]) -> Iterable[dict[str, Any]]:
    """The rows of all sections, each with the title of its own."""
    return ({"section": title, **row} for title, rows in sections.items() for row in rows)


def _reports(target: Store, name: str, ontology: Ontology) -> dict[str, list[dict[str, Any]]]:
    """The rows of the reports about a name, by title; without those that found nothing or that the schema in use cannot answer."""
    from kg.reports import read_reports, run_report

    every = read_reports(None, ontology)
    chosen = [every[key] for key in _REPORTS if not every[key].missing]
    return {report.title: rows for report in chosen if (rows := list(run_report(target, report, {report.parameters[0].name: name})))}


@click.command(epilog="Examples: kg why Alibaba PARTNERS_WITH Nvidia | kg why 'Eddie Wu' 'ceo of' Alibaba")
@click.argument("subject")
@click.argument("relation")
@click.argument("target", metavar="OBJECT")
@store_options
@schema_option
@format_option
@quiet_option
def why(
    subject: str, relation: str, target: str, store: str, user: str, database: str | None, schema: Path | None, form: str, quiet: bool
) -> None:  # fmt: skip
    """The sentences that a claim rests on, the cue words marked."""
    from kg.reports import read_reports, run_report

    ontology = read_schema(schema)
    relation = _find_relation(ontology, relation)
    report = read_reports(None, ontology)["evidence-of-claim"]
    with opened(store, user, database) as graph:
        rows = list(run_report(graph, report, {"subject": subject, "relation": relation, "object": target}))
    if form != "table":
        print_rows(rows, form, columns=[column.name for column in report.columns])
        return
    from rich.console import Console
    from rich.text import Text

    console = Console()
    cues = _cue_patterns(ontology, rows)
    for row in rows:
        line = Text(printable(row["sentence"]))
        for words in (subject, target):
            line.highlight_regex(rf"(?i){re.escape(words)}", "bold cyan")
        if row["extractor"] in cues:
            line.highlight_regex(cues[row["extractor"]], "bold yellow")
        console.print(line)
        console.print(Text("  " + " · ".join(printable(row[key]) for key in row if key not in _LEFT_OUT and row[key] not in (None, "")), style="dim"))
    if not rows and not quiet:
        click.echo("no article says so", err=True)


def _find_relation(ontology: Ontology, text: str) -> str:
    """The relation type that a text names: PARTNERS_WITH, partners_with or "partners with".

    Raises:
        UsageError: there is none; the likest are suggested.
    """
    from kg.reports.suggest import suggest

    name = re.sub(r"[\s-]+", "_", text.strip()).upper()
    if name in ontology.relations:
        return name
    raise UsageError(f"there is no relation {text!r}; {suggest(name, sorted(ontology.relations))}")


def _cue_patterns(ontology: Ontology, rows: Iterable[dict[str, Any]]) -> dict[str, re.Pattern[str]]:
    """The patterns of the rules that made the claim, by the rule's name; claims of a model have none."""
    from loaders.lexicon import languages, read_lexicon

    wanted = {row["extractor"] for row in rows}
    spoken = [lang for lang in languages(ontology.folder) if any(f":{lang}:" in rule for rule in wanted)]
    return {rule.rule: rule.cue.pattern for lang in spoken for rule in read_lexicon(ontology, lang).relations if rule.rule in wanted}
