"""The main job on the bundled examples: read, load, look, one report, and what to try next."""

from __future__ import annotations

import shutil
from pathlib import Path

import rich_click as click

from kg.cli.articles import _claim_rows, _load, _pipeline, _Refusals
from kg.cli.options import opened
from kg.cli.output import print_rows
from kg.errors import UsageError
from kg.resources import resource_folder

_REPORT = ("relations-of-company", {"company": "Alibaba"})


def run_demo(folder: Path, quiet: bool) -> None:
    """Load the examples into a fresh embedded store in ``folder``.

    Raises:
        UsageError: ``folder`` holds something that is no store.
        StoreError: the store cannot be made.
    """
    from kg.reports import find_report, read_reports, run_report
    from kg.store.embedded import stop_embedded
    from kg.store.folder import is_free, is_store
    from loaders.sources import read_sources

    if is_store(folder):
        stop_embedded(folder)
        shutil.rmtree(folder)
    elif not is_free(folder):
        raise UsageError(f"{folder} is not empty and no store; name another folder with --folder")
    pipeline, refusals = _pipeline(None), _Refusals()
    examples = str(resource_folder("examples"))
    with opened(str(folder), "neo4j", None) as target:
        target.apply_schema(pipeline.ontology)
        extractions = []

        def read(fresh):  # type: ignore[no-untyped-def]
            for extraction in refusals.taken(pipeline.extract(fresh)):
                extractions.append(extraction)
                yield extraction

        from kg.store.writer import write_articles

        summary = write_articles(target, read_sources([examples]), read, pipeline.version(), pipeline.ontology)
        for extraction in extractions:
            print_rows(_claim_rows(extraction), "table", f"{extraction.document.title} ({extraction.document.lang}, {extraction.document.date})")
        name, parameters = _REPORT
        report = find_report(read_reports(None, pipeline.ontology), name)
        print_rows(run_report(target, report, parameters), "table", f"kg report run {name} --company Alibaba")
    counts = summary.counts()
    click.echo(f"{counts['read']} articles, {counts['entities']} entities, {counts['claims']} claims in {folder}/")
    click.echo(_NEXT.format(folder=folder))


_NEXT = """
Try next
  kg report list                                           the questions that are ready to ask
  kg show Nvidia --store {folder}                          all that is known of one company
  kg why Alibaba PARTNERS_WITH Nvidia --store {folder}     the sentences that prove it
  kg query "MATCH (c:Company)-[r]->(x) RETURN c.name, type(r), x.name ORDER BY c.name LIMIT 10" --store {folder}
  kg load your-article.html                                your own article, into ./kg-data
"""
