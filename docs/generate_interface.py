"""The page of the Python interface, from signatures and docstrings, read by griffe without importing anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).resolve().parents[1]

# heading: what it is about, and module → names that are for users of the library, in the order of the page
INTERFACE: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "Records": (
        "What travels through the program; all frozen.",
        {"kg.model": ("Document", "Refusal", "Extraction", "Entity", "Mention", "Claim", "Evidence", "Qualifiers", "Amount", "Figure", "content_id")},
    ),
    "Reading articles": (
        "From files and addresses to records.",
        {
            "loaders.sources": ("read_sources",),
            "loaders.sources.options": ("SourceOptions",),
            "loaders.pipeline": ("Pipeline", "Reader"),
            "loaders.explain": ("Unstated",),
            "loaders.component": ("CompanyGraph", "build_component"),
        },
    ),
    "The ontology": (
        "What the graph can say.",
        {"kg.ontology": ("read_ontology", "Ontology", "EntityType", "RelationType", "Metric"), "kg.resolve": ("resolve_entity", "Resolution")},
    ),
    "The store": (
        "Neo4j or the embedded store, through the same functions.",
        {
            "kg.store.client": ("open_store", "Store", "StoreStatus"),
            "kg.store.schema": ("apply_schema",),
            "kg.store.writer": ("write_extractions", "Written"),
            "kg.store.retract": ("retract_document", "Retraction"),
        },
    ),
    "Reports": (
        "Saved questions, read only.",
        {
            "kg.reports.files": ("read_reports", "Report", "Column"),
            "kg.reports.run": ("find_report", "run_report"),
            "kg.reports.checks": ("check_query",),
            "kg.reports.names": ("find_name",),
        },
    ),
    "Exports and pages": (
        "The graph in other formats.",
        {
            "kg.export.formats": ("write_export", "Format"),
            "kg.export.graph": ("Graph",),
            "kg.export.page": ("write_page",),
            "kg.export.reading": ("write_reading",),
        },
    ),
    "Analysis": (
        "The graph as a whole.",
        {
            "kg.analytics.network": ("read_network", "Choice", "Network", "Analysis"),
            "kg.analytics.centrality": ("analyse_centrality",),
            "kg.analytics.communities": ("analyse_communities",),
            "kg.analytics.bridges": ("analyse_bridges",),
            "kg.analytics.owners": ("analyse_owners",),
            "kg.analytics.exposure": ("analyse_exposure",),
            "kg.analytics.properties": ("write_properties", "remove_properties"),
        },
    ),
    "Errors": (
        "All are a `KgError`; the message is one line for a person.",
        {"kg.errors": ("KgError", "SourceError", "UsageError", "StoreError", "SchemaError")},
    ),
}
_INTRO = """# The Python interface

What programs may use; [As a library](library.md) shows it at work. All of it has type annotations (`py.typed`).
"""
_HEADS = {"parameters": "Argument", "attributes": "Attribute", "raises": "Raises"}


def interface_page(remark: str) -> str:
    """The whole page.

    Args:
        remark: begins it; ``{}`` stands for what it is made of.

    Raises:
        KeyError: a name of :data:`INTERFACE` is not in its module.
    """
    loader = griffe.GriffeLoader(search_paths=[ROOT], docstring_parser=griffe.Parser.google, docstring_options={"warnings": False})
    packages = {name: loader.load(name) for name in ("kg", "loaders")}
    parts = [_INTRO]
    for heading, (about, modules) in INTERFACE.items():
        parts.append(f"## {heading}\n\n{about}\n")
        for module, names in modules.items():
            package, _, inside = module.partition(".")
            parts += [_thing(module, packages[package][f"{inside}.{name}"]) for name in names]
    return remark.format("docstrings") + "\n".join(parts)


def _thing(module: str, found: griffe.Object) -> str:
    what = _class(found) if isinstance(found, griffe.Class) else "\n".join([_signature(found, found.name), *_docstring(found)])
    return f"### `{module}.{found.name}` {{ #{module}.{found.name} }}\n\n{what}"


def _class(found: griffe.Class) -> str:
    fields = [member for member in found.members.values() if member.is_attribute and not member.name.startswith("_") and "property" not in member.labels]
    bases = ", ".join(str(base) for base in found.bases)
    lines = [f"class {found.name}" + (f"({bases})" if bases else "") + ":"]
    described = found.docstring.value if found.docstring else ""
    lines += [f"    {field.name}: {field.annotation}" + (f" = {field.value}" if field.value is not None else "") for field in fields if field.annotation]
    start = found.members.get("__init__")
    if isinstance(start, griffe.Function) and "dataclass" not in found.labels:
        lines += [f"    {line}" for line in f"def {_call(start, '__init__')}".splitlines()]
    parts = [_block(lines if len(lines) > 1 else [lines[0].rstrip(":")]), *(_docstring(found) if described else [])]
    for member in found.members.values():
        if isinstance(member, griffe.Function) and not member.name.startswith("_"):
            parts += [f"**`{member.name}`**\n", _signature(member, member.name), *_docstring(member)]
        elif member.is_attribute and "property" in member.labels and member.docstring:
            parts += [f"**`{member.name}`** (`{member.annotation}`)\n", *_docstring(member)]
    return "\n".join(parts)


def _signature(found: griffe.Object, name: str) -> str:
    assert isinstance(found, griffe.Function)
    return _block([*(["@classmethod"] if "classmethod" in found.labels else []), f"def {_call(found, name)}"])


def _call(found: griffe.Function, name: str) -> str:
    words: list[str] = []
    starred = False
    for parameter in found.parameters:
        kind = parameter.kind
        if parameter.name in ("self", "cls"):
            continue
        if kind is griffe.ParameterKind.keyword_only and not starred:
            words.append("*")
            starred = True
        mark = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(kind, "")
        starred = starred or mark == "*"
        annotation = f": {parameter.annotation}" if parameter.annotation is not None else ""
        default = f"{' = ' if annotation else '='}{parameter.default}" if parameter.default is not None and not mark else ""
        words.append(f"{mark}{parameter.name}{annotation}{default}")
    returned = f" -> {found.returns}" if found.returns is not None else ""
    one_line = f"{name}({', '.join(words)}){returned}"
    return one_line if len(one_line) < 110 else f"{name}(\n    " + ",\n    ".join(words) + f",\n){returned}"


def _block(lines: Iterable[str]) -> str:
    return "```python\n" + "\n".join(lines) + "\n```\n"


def _docstring(found: griffe.Object) -> Iterator[str]:
    for section in found.docstring.parsed if found.docstring else ():
        kind = section.kind.value
        if kind == "text":
            yield markdown(section.value) + "\n"
        elif kind in _HEADS:
            rows = ((getattr(item, "name", None) or str(item.annotation).strip("()"), item.description) for item in section.value)
            yield f"| {_HEADS[kind]} | |\n|---|---|\n" + "".join(f"| `{name}` | {_cell(text)} |\n" for name, text in rows)
        elif kind in ("returns", "yields"):
            texts = " ".join(" ".join(filter(None, (item.name, item.description))) for item in section.value)
            yield f"**{kind.capitalize()}:** {markdown(_one_line(texts))}\n"
        elif kind == "examples":
            yield "\n".join(markdown(text) for _, text in section.value) + "\n"


def _cell(text: str) -> str:
    return markdown(_one_line(text)).replace("|", "\\|")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def markdown(text: str) -> str:
    """A docstring as Markdown: references and code of reStructuredText as code, doctests as blocks.

    >>> markdown("See :func:`~kg.model.content_id` and ``None``.")
    'See `content_id` and `None`.'
    """
    text = re.sub(r":[a-z]+:`~[\w.]*?(\w+)`", r"`\1`", text)
    text = re.sub(r":[a-z]+:`([^`]+)`", r"`\1`", text)
    text = re.sub(r"``([^`]+)``", r"`\1`", text)
    return re.sub(r"(?:^|(?<=\n))(>>> .*?)(?=\n\n|\Z)", r"```pycon\n\1\n```", text, flags=re.DOTALL)
