"""The formats, and writing one of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TextIO

from kg.errors import UsageError
from kg.export.graph import Graph
from kg.export.targets import file_target, folder_target
from kg.ontology import Ontology

Kind = Literal["file", "folder", "ontology"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        kind: ``file`` or ``folder``, made of the graph, or ``ontology``: a file that is made of ``schema/`` alone.
        meaning: what it is for, one line.
        module: the module below ``kg.export`` that writes it.
        function: its function.
        uses: what that function wants beside the graph: ``ontology`` and ``base``.
    """

    kind: Kind
    meaning: str
    module: str
    function: str
    uses: tuple[str, ...] = ()


FORMATS = {
    "turtle": Format("file", "RDF with PROV-O provenance", "turtle", "write_turtle", ("ontology", "base")),
    "trig": Format("file", "RDF, one named graph for each article", "turtle", "write_trig", ("ontology", "base")),
    "jsonld": Format("file", "RDF as JSON with a context", "jsonld", "write_jsonld", ("ontology", "base")),
    "graphml": Format("file", "Gephi, yEd, networkx, igraph", "graphml", "write_graphml", ("ontology",)),
    "csv": Format("folder", "tables for spreadsheets and data frames", "tables", "write_tables"),
    "neo4j": Format("folder", "the file set of neo4j-admin database import full", "bulk", "write_bulk", ("ontology",)),
    "ftm": Format("file", "FollowTheMoney JSON Lines", "ftm", "write_ftm"),
    "jsonl": Format("file", "everything, one object a line: claims with their statements, things, articles", "lines", "write_lines"),
    "html": Format("file", "a picture: one page, without network; up to 2,000 relations", "page", "write_page", ("ontology",)),
    "owl": Format("ontology", "the ontology as OWL (no store needed)", "owl", "write_owl"),
    "shacl": Format("ontology", "SHACL shapes of the RDF exports (no store needed)", "shacl", "write_shacl"),
}


def write_export(form: str, target: Path | TextIO, ontology: Ontology, graph: Graph | None = None, base: str | None = None) -> None:
    """Write the graph, or the ontology, in a format. A file or folder appears whole or not at all.

    Args:
        form: a key of :data:`FORMATS`.
        target: where; an open text stream only for formats of one file.
        ontology: of the graph.
        graph: what is written, except for formats that are of the ontology alone.
        base: beginning of the IRIs of RDF; see :data:`kg.export.rdf.BASE`.

    Raises:
        UsageError: the format is unknown, or cannot be written there.
        StoreError: the store does not answer.
    """
    if form not in FORMATS:
        raise UsageError(f"no format {form!r}; there are {', '.join(FORMATS)}")
    found = FORMATS[form]
    module = import_module(f"kg.export.{found.module}")
    write = partial(getattr(module, found.function), **_given(found, ontology, base))
    if found.kind == "ontology":
        _write_file(partial(write, ontology), target)
    elif graph is None:
        raise UsageError(f"the format {form} is made of a graph; name a store")
    elif found.kind == "folder":
        if not isinstance(target, Path):
            raise UsageError(f"the format {form} is a folder of several files; name one instead of -")
        with folder_target(target, module.FILES) as folder:
            write(graph, folder)
    else:
        _write_file(partial(write, graph), target)


def _given(found: Format, ontology: Ontology, base: str | None) -> dict[str, Any]:
    values = {"ontology": ontology} | ({"base": base} if base else {})
    return {name: values[name] for name in found.uses if name in values}


def _write_file(write: Callable[..., None], target: Path | TextIO) -> None:
    opened: AbstractContextManager[TextIO] = file_target(target) if isinstance(target, Path) else nullcontext(target)
    with opened as out:
        write(out=out)


__all__ = ["FORMATS", "Format", "write_export"]
