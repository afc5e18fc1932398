"""``kg show`` and ``kg why``: one thing, or one claim, with all that is known and the sentences that say so."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import rich_click as click

from kg.cli.options import format_option, opened, store_options
from kg.cli.output import print_rows, printable

if TYPE_CHECKING:
    from kg.store.client import Store

# The saved reports that make up a profile, in the order of the page; each takes the name as its first parameter.
_PROFILE = ("names-of-entity", "relations-of-company", "figures-of-company", "articles-of-company")


@click.command(epilog="Example: kg show Alibaba")
@click.argument("entity")
@store_options
@format_option
def show(entity: str, store: str, user: str, database: str | None, form: str) -> None:
    """Everything known of one company, person, product or place, with evidence."""
    from kg.reports import find_name

    with opened(store, user, database) as target:
        name = find_name(target, entity)
        sections = {title: rows for report in _PROFILE for title, rows in [_section(target, report, name)] if rows}
    if form in ("json", "jsonl"):
        click.echo(json.dumps({"name": name, **sections}, ensure_ascii=False, indent=None if form == "jsonl" else 2))
        return
    for title, rows in sections.items():
        print_rows(rows, form, title)


def _section(target: Store, report: str, name: str) -> tuple[str, list[dict[str, Any]]]:
    from kg.reports import read_reports, run_report

    found = read_reports()[report]
    return found.title, list(run_report(target, found, {found.parameters[0].name: name}))


@click.command(epilog="Example: kg why Alibaba PARTNERS_WITH Nvidia")
@click.argument("subject")
@click.argument("relation")
@click.argument("target", metavar="OBJECT")
@store_options
@format_option
def why(subject: str, relation: str, target: str, store: str, user: str, database: str | None, form: str) -> None:
    """The sentences that a claim rests on, the cue words marked."""
    from kg.reports import read_reports, run_report

    report = read_reports()["evidence-of-claim"]
    with opened(store, user, database) as graph:
        rows = list(run_report(graph, report, {"subject": subject, "relation": relation.upper(), "object": target}))
    if form != "table":
        print_rows(rows, form, columns=[column.name for column in report.columns])
        return
    from rich.console import Console
    from rich.text import Text

    console = Console()
    for row in rows:
        line = Text(printable(row["sentence"]))
        for words in (subject, target):
            line.highlight_regex(rf"(?i){re.escape(words)}", "bold cyan")
        _mark_cue(line, relation.upper(), row)
        console.print(line)
        console.print(Text("  " + " · ".join(printable(row[key]) for key in row if key != "sentence" and row[key] not in (None, "")), style="dim"))
    if not rows:
        click.echo("no article says so", err=True)


def _mark_cue(line: Any, relation: str, row: dict[str, Any]) -> None:
    """Mark the words of the rule that made the claim, where a rule made it."""
    from kg.ontology import read_ontology
    from loaders.lexicon import languages, read_lexicon

    ontology = read_ontology()
    for lang in languages(ontology.folder):
        for rule in read_lexicon(ontology, lang).relations:
            if rule.relation == relation and rule.rule == row.get("extractor"):
                line.highlight_regex(rule.cue.pattern, "bold yellow")
