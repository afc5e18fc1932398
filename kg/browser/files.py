"""All that Neo4j Browser can take in, in one folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.browser.favourites import favourites_csv, favourites_zip
from kg.browser.guide import guide_page
from kg.browser.style import SETTING, docker_variable, grass, setting, style_rules
from kg.ontology import Looks, Ontology
from kg.reports import Report

STYLE, CONF, ENV = "neo4j-browser.grass", "neo4j-browser.conf", "neo4j-browser.env"
FILES = {
    STYLE: "style: drop it on the page of the classic Browser, or import it in the new one (a label, Customise Style, Import GraSS)",
    "favourites.zip": "saved reports for the classic Browser: drop it on the page",
    "favourites.csv": "saved reports for the new Browser: Cypher panel, Import saved Cypher",
    "guide.html": "the guide in ten steps: kg browser FOLDER --serve 8000, then :play http://localhost:8000/guide.html",
    CONF: "the style for every visitor of the classic Browser: a line for neo4j.conf",
    ENV: "the same for Docker: an env_file",
}
"""Name of each file, and what it is for."""


def browser_files(ontology: Ontology, looks: Looks, reports: Mapping[str, Report], guide: str) -> dict[str, bytes]:
    """The content of each file of :data:`FILES`; the same bytes for the same input.

    Args:
        ontology: types of things and relations, with their colours.
        looks: those of the rest, as :func:`~kg.ontology.read_looks` gives them.
        reports: the saved reports; one that the ontology lacks something for is left out.
        guide: its Markdown.
    """
    rules = style_rules(ontology, looks)
    reports = {name: report for name, report in reports.items() if not report.missing}
    texts = {
        STYLE: grass(rules), "favourites.csv": favourites_csv(reports), "guide.html": guide_page(guide),
        CONF: f"{SETTING}={setting(rules)}\n", ENV: f"{docker_variable(SETTING)}='{setting(rules)}'\n",
    }  # fmt: skip
    files = {name: text.encode() for name, text in texts.items()} | {"favourites.zip": favourites_zip(reports)}
    return {name: files[name] for name in FILES}


def write_browser_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder that is there.

    Raises:
        OSError: a file cannot be written.
    """
    for name, content in files.items():
        (folder / name).write_bytes(content)


__all__ = ["CONF", "ENV", "FILES", "STYLE", "browser_files", "write_browser_files"]
