"""``kg browser``: style, favourites and guide for Neo4j Browser."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from kg.browser.files import FILES, browser_files, write_browser_files
from kg.browser.guide import read_guide
from kg.browser.serve import file_server
from kg.cli.options import quiet_option, read_schema, schema_option
from kg.export.targets import folder_target
from kg.ontology import read_looks
from kg.reports import read_reports

_LIST = "\n\n\b\nFiles:\n" + "\n".join(f"  {name:20} {meaning}" for name, meaning in FILES.items())
_EXAMPLES = "Examples: kg browser for-browser | kg browser for-browser --queries my-reports | kg browser for-browser --serve 8000"


@click.command(epilog=_EXAMPLES, help="Write what Neo4j Browser can take in to FOLDER: style, saved reports, guide." + _LIST)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--serve", "port", type=click.IntRange(0, 65535), help="Afterwards serve the folder on this port of this machine, for :play and :style.")
@click.option("--queries", envvar="KG_QUERIES", default=None, type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own folder of reports.")
@schema_option
@quiet_option
def browser(folder: Path, port: int | None, queries: Path | None, schema: Path | None, quiet: bool) -> None:
    """Write the files, and serve them if wanted."""
    ontology = read_schema(schema)
    files = browser_files(ontology, read_looks(schema), read_reports(queries, ontology), read_guide())
    with folder_target(folder, list(FILES)) as target:
        write_browser_files(target, files)
    if not quiet:
        for name, meaning in FILES.items():
            click.echo(f"{folder / name}: {meaning}", err=True)
    if port is not None:
        _serve(folder, port)


def _serve(folder: Path, port: int) -> None:
    with file_server(folder, port) as server:
        address = f"http://localhost:{server.server_port}"
        click.echo(f":play {address}/guide.html\n:style {address}/neo4j-browser.grass\nType these into the classic Browser; Ctrl-C ends it.", err=True)
        server.serve_forever()
