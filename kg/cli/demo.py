"""The main job on the bundled examples: read, load, look, one report, and what to try next."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from kg.cli.options import opened, quiet_option
from kg.cli.output import claim_rows, print_refusal, print_rows
from kg.errors import UsageError
from kg.resources import resource_folder

if TYPE_CHECKING:
    from kg.model import Extraction

_REPORT = ("relations-of-company", {"company": "Alibaba"})


@click.command(epilog="Example: kg demo, then kg show Nvidia --store kg-demo")
@click.option(
    "--folder", default="kg-demo", show_default=True, type=click.Path(path_type=Path), help="Where the fresh graph goes; an old demo there is replaced."
)
@quiet_option
def demo(folder: Path, quiet: bool) -> None:
    """Read the bundled example articles into a fresh embedded graph, print what was found and run one report."""
    from kg.cli.loading import Loader, LoadSummary
    from kg.cli.progress import counted
    from kg.reports import find_report, read_reports, run_report
    from kg.store.embedded import stop_embedded
    from kg.store.folder import is_free, is_store
    from loaders.pipeline import Pipeline
    from loaders.sources import read_sources

    if is_store(folder):
        stop_embedded(folder)
        shutil.rmtree(folder)
    elif not is_free(folder):
        raise UsageError(f"{folder} is not empty and no store; name another folder with --folder")
    pipeline, summary = Pipeline(), LoadSummary()
    extractions: list[Extraction] = []
    with opened(str(folder), "neo4j", None, create=True) as target:
        documents = counted(read_sources([str(resource_folder("examples"))]), "articles", quiet)
        Loader(target, pipeline, summary, print_refusal, extractions.append).load(documents)
        for extraction in extractions:
            document = extraction.document
            print_rows(claim_rows(extraction), "table", f"{document.title} ({document.lang}, {document.date})")
        name, parameters = _REPORT
        report = find_report(read_reports(None, pipeline.ontology), name)
        print_rows(run_report(target, report, parameters), "table", f"kg report run {name} --company Alibaba")
    counts = summary.row()
    click.echo(f"{counts['read']} articles, {counts['entities']} entities and {counts['claims']} claims in them, now in {folder}/")
    click.echo(_NEXT.format(folder=folder))


_NEXT = """
Try next
  kg report list                                           the questions that are ready to ask
  kg show Nvidia --store {folder}                          all that is known of one company
  kg why Alibaba PARTNERS_WITH Nvidia --store {folder}     the sentences that prove it
  kg query "MATCH (c:Company)-[r]->(x) RETURN c.name, type(r), x.name ORDER BY c.name LIMIT 10" --store {folder}
  kg load your-article.html                                your own article, into ./kg-data
"""
