"""A small graph for the tests of exports: several articles on one claim, every status, and text that means harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.export.formats import FORMATS, write_export
from kg.export.graph import Graph
from kg.model import Amount, Evidence, Extraction, Figure, Qualifiers, content_id
from kg.store.client import Store
from tests.store_fixtures import ONTOLOGY, article, load

SCRIPT = '"><script>alert(1)</script>'
FORMULA = '=HYPERLINK("http://evil.example";"x")'
BROKEN = 'Line one\nline "two" \\ \'\'\' """ ]]> ; | , \u2028 🦊 \x9b31m'
DOCUMENT = '../../etc/"passwd"> <urn:x> a <urn:y> . #'

GRAPH_FORMATS = [name for name, form in FORMATS.items() if form.kind != "ontology"]


def articles() -> list[Extraction]:
    """Articles with hostile names, titles, ids and addresses; a rumour that becomes true; two passages for one claim."""
    deal = Qualifiers(amount=Amount(16e6, "USD", "about"), stake=25.4, date="2025-09", topic=BROKEN)
    early = article("early", ("Alpha", "PARTNERS_WITH", "Beta", "rumoured"), ("Alpha", "ACQUIRES", "Gamma", "planned", deal), date="2025-05-01")
    late = article("late", ("Alpha", "PARTNERS_WITH", "Beta"), ("Alpha", "SUES", "Gamma", "denied"), ("Alpha", "BASED_IN", "Place:Ulm"), date="2025-07-01")
    people = article(
        "people", ("Person:Eve", "CEO_OF", "Alpha", "asserted", Qualifiers(role="CEO")), ("Person:Eve", "WORKS_FOR", "Beta", "ended"),
        ("Beta", "OWNS_STAKE_IN", "Gamma", "asserted", Qualifiers(stake=12.5)), ("Beta", "SUBSIDIARY_OF", "Delta"), ("Delta", "LAUNCHES", "Product:P1"),
        ("Delta", "UNDERGOES", "Topic:layoffs"), ("Delta", "ATTENDS", "Event:Fair"), date=None,
    )  # fmt: skip
    hostile = article(DOCUMENT, ("Evil", "COMPETES_WITH", "Alpha"), ("Evil", "SUPPLIES", "Formula"), names={"Evil": SCRIPT, "Formula": FORMULA}, title=BROKEN)
    address = replace(hostile, document=replace(hostile.document, url="javascript:alert(1)//> <urn:x>", source=FORMULA, lang='de> "'))
    return [early, _twice_said(late), people, address, figures()]


def _twice_said(extraction: Extraction) -> Extraction:
    first, *others = extraction.claims
    passages = (*first.evidence, Evidence(0, 5, extraction.document.text[:5]))
    return replace(extraction, claims=(replace(first, evidence=passages), *others))


def figures() -> Extraction:
    """An article that reports a figure."""
    base = article("figures", ("Alpha", "REPORTS", "Figure:f"), date="2025-08-08")
    company, thing = base.entities
    figure = Figure("growth", -2.5, "percent", "2025-Q2", "Cloud")
    named = replace(thing, id=content_id(company.id, "growth", -2.5), name=figure.name, figure=figure, kind=None)
    claim = replace(base.claims[0], id=content_id(company.id, "REPORTS", named.id), object=figure, object_id=named.id)
    return replace(base, entities=(company, named), claims=(claim,))


def filled(store: Store) -> Store:
    """The store with these articles in it."""
    written = load(store, articles())
    assert {one.state for one in written} == {"new"}, written
    return store


def export(store: Store, form: str, target: Path, about: str | None = None, base: str | None = None) -> Path:
    """Write a format and say where."""
    write_export(form, target, ONTOLOGY, Graph(store, about), base)
    return target


def bytes_of(path: Path) -> dict[str, bytes]:
    """The content of a file, or of all files of a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}
