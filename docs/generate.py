"""Writes what the documentation says of files, commands and modules from these themselves: ``python -m docs.generate``.

It lies here and not in ``kg`` because the program does not need it: it is not part of the package that is installed. The pages that it
writes are committed, so that they can be read without building anything; ``tests/test_docs.py`` fails where one differs from what the
generator makes. Whole pages begin with a remark that says so; in other pages the parts between ``<!-- generated: NAME -->`` and
``<!-- end -->`` are replaced.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from docs.generate_commands import commands_page
from docs.generate_interface import interface_page
from kg.analytics.properties import PROPERTIES
from kg.browser.files import FILES
from kg.export.formats import FORMATS
from kg.model import STATUSES
from kg.ontology import Ontology, RelationType, read_looks, read_ontology
from kg.reports import GROUPS, Report, read_reports
from kg.reports.values import Parameter

HERE = Path(__file__).resolve().parent
FLOOR = HERE.parent / "tests" / "floor.toml"
REMARK = "<!-- Written by `make docs` from {}: do not edit here. -->\n\n"
PART = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

_BACK = {"turtle": True, "trig": True, "jsonld": True, "jsonl": True}
_GROUP_TITLES = {
    "overview": "Overview", "ownership": "Ownership", "people": "People", "deals": "Deals", "places": "Places", "supply": "Supply and products",
    "risk": "Law and risk", "time": "Time", "quality": "Quality of the graph",
}  # fmt: skip
_RELATION_GROUPS = {
    "deals": "Deals and ownership", "business": "Business between companies", "people": "People", "products": "Products and places",
    "law": "Law, risk and figures",
}  # fmt: skip
_STATUSES = {
    "asserted": "it holds, or it has happened",
    "planned": "announced, agreed or intended, and not yet so",
    "rumoured": "it could be, is said to be, or is being talked about",
    "ended": "it was so and is over, or was called off",
    "denied": "the article says that it is not so",
}
_FOLDERS = {"gold": "articles written for this purpose", "gold-real": "Wikinews"}
_MEASURES = (
    ("claims_precision", "claims right"), ("claims_recall", "claims found"), ("figures_precision", "figures right"), ("figures_recall", "figures found"),
    ("entities_f1", "entities (F1)"), ("status", "status right"), ("evidence", "sentence right"), ("false_per_article", "wrong claims an article"),
)  # fmt: skip


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; what is in a cell cannot end it.

    >>> print(table(["a", "b"], [[1, "x|y"]]))
    | a | b |
    |---|---|
    | 1 | x\\|y |
    <BLANKLINE>
    """
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("|---" * len(titles) + "|" if n == 1 else _row(line) for n, line in enumerate(lines)) + "\n"


def _row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def code(names: Iterable[str]) -> str:
    """Names as code, with commas."""
    return ", ".join(f"`{name}`" for name in names)


def swatch(colour: str) -> str:
    """A colour, shown and named."""
    return f'<span style="color:{colour}">⬤</span> `{colour}`'


def ontology_page(ontology: Ontology) -> str:
    """Types, relations, qualifiers and figures, from ``schema/``."""
    parts = [
        "# The ontology\n",
        "What the graph can say: the types of things and the relations between them. It is data, in `entities.toml`, `relations.toml` and `figures.toml` "
        "of `schema/`; [Extending](extending.md) shows how to add to it.\n",
        "## Types of things\n",
        "Every node that stands for a thing has the label `Entity` and the label of its type.\n",
        table(
            ["Type", "What it is", "Examples", "Colour"],
            ([f"`{t.name}`", t.meaning, ", ".join(t.examples), swatch(t.colour)] for t in ontology.entities.values()),
        ),
        "## Relations\n",
        "Subject, relation, object. A symmetric relation (↔) is one edge, stored once; ask for it without an arrow. Where two relations fit, the more "
        "specific one is meant.\n",
    ]
    for group in dict.fromkeys(relation.group for relation in ontology.relations.values()):
        parts += [f"### {_RELATION_GROUPS.get(group, group.capitalize())}\n"]
        parts += [_relation(relation, ontology) for relation in ontology.relations.values() if relation.group == group]
    parts += [
        "## Status\n",
        "Each statement of an article has one, and the claim has that of the latest article.\n",
        table(["Status", "Means"], ([f"`{status}`", _STATUSES[status]] for status in STATUSES)),
        "## Figures\n",
        "The object of `REPORTS` is a `Figure` with `metric`, `value`, `unit` and, where the article says it, `period` and `of` (the part concerned: "
        "Cloud). Falls are negative; a loss is positive, with the metric `loss`.\n",
        table(["Metric", "What it is", "Units"], ([f"`{m.name}`", m.meaning, ", ".join(_unit(u) for u in m.units)] for m in ontology.metrics.values())),
        "## Other vocabularies\n",
        "What a type or relation is called elsewhere, where it means the same; the RDF exports use these names. `^` reads the relation backwards.\n",
        table(["Here", "Elsewhere"], ([f"`{t.name}`", code(t.iris)] for t in (*ontology.entities.values(), *ontology.relations.values()) if t.iris)),
        table(["Prefix", "Stands for"], ([f"`{prefix}`", f"`{iri}`"] for prefix, iri in ontology.prefixes.items())),
    ]
    return REMARK.format("`schema/`") + "\n".join(parts)


def _relation(relation: RelationType, ontology: Ontology) -> str:
    arrow = "↔" if relation.symmetric else "→"
    facts = [f"{_ends(relation.domain, ontology)} {arrow} {_ends(relation.range, ontology)}"]
    if relation.qualifiers:
        facts.append(f"qualifiers {code(relation.qualifiers)}")
    if relation.inverse and not relation.symmetric:
        facts.append(f"read backwards `{relation.inverse}`")
    if relation.objects:
        facts.append(f"objects only {', '.join(relation.objects)}")
    if relation.yields_to:
        facts.append(f"not where {code(relation.yields_to)} holds for the pair")
    return f"#### `{relation.name}`\n\n{relation.meaning}\n\n" + "".join(f"- {fact}\n" for fact in facts)


def _ends(types: Iterable[str], ontology: Ontology) -> str:
    known = list(ontology.entities)
    return ", ".join(sorted(types, key=known.index))


def _unit(unit: str) -> str:
    return {"*": "any", "currency": "a currency (ISO 4217)"}.get(unit, unit)


def reports_pages(reports: Iterable[Report]) -> Iterator[tuple[str, str]]:
    """One page of all reports, and one for each group with the Cypher."""
    every = list(reports)
    parts = ["# Reports\n", _REPORTS]
    for group in GROUPS:
        chosen = [report for report in every if report.group == group]
        parts += [
            f"## [{_GROUP_TITLES[group]}]({group}.md)\n",
            table(["Report", "Answers", "Asks for"], ([f"[`{r.name}`]({group}.md#{r.name})", r.answers, _asked(r)] for r in chosen)),
        ]
        yield f"reports/{group}.md", REMARK.format("`queries/`") + "\n".join([f"# {_GROUP_TITLES[group]}\n", *map(_report, chosen)])
    yield "reports/index.md", REMARK.format("`queries/`") + "\n".join(parts)


_REPORTS = """A report is a Cypher file with a heading that says what it answers, what it asks for and what its columns mean. The same file runs
on Neo4j, on the embedded store and, pasted as it is, in Neo4j Browser.

```console
$ kg report list
$ kg report run relations-of-company --company Alibaba
$ kg report run deals-in-period --since 2025-01-01 --format csv
$ kg report run deals-by-month --format html
$ kg report run --all --company Alibaba --out alibaba --format html
$ kg report show who-builds-where
```

A parameter is an option: `company` is `--company`. A name may be any name that articles use; the report gets the one that the graph uses. Dates are
written 2025-09-26, `today` is the day of the run; several values of a list are joined by commas. `--format` is `table`, `md`, `csv`, `json`, `jsonl` or
`html`, which draws a chart where the report has one. With `--all` every report about a company goes into one folder, a dossier.

Your own reports: a folder of such files, named by `--queries`; [Extending](../extending.md#a-report) says how one is written.
"""


def _asked(report: Report) -> str:
    return code(parameter.name for parameter in report.parameters if parameter.required) or "nothing"


def _report(report: Report) -> str:
    words = " ".join(f"--{p.name} {_quoted(p.example)}" for p in report.parameters if p.required)
    parts = [f"## {report.title} {{ #{report.name} }}\n", f"{report.answers}\n", f"```console\n$ kg report run {report.name} {words}".rstrip() + "\n```\n"]
    if report.chart:
        parts.append("`--format html` draws a chart.\n")
    if report.parameters:
        parts.append(table(["Parameter", "Type", "Default", "Means"], ([f"`{p.name}`", p.type, _default(p), p.meaning] for p in report.parameters)))
    parts.append(table(["Column", "Means"], ([f"`{column.name}`", column.meaning] for column in report.columns)))
    query = "\n".join(line for line in report.cypher.splitlines() if not line.startswith("// ") or line.startswith("// :param"))
    parts.append(f'??? "Cypher"\n\n    ```cypher\n{_indented(query)}\n    ```\n')
    return "\n".join(parts)


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w.-]+", value) else f'"{value}"'


def _default(parameter: Parameter) -> str:
    return "*must be given*" if parameter.required else f"`{parameter.default}`"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def quality_table(floor: Path = FLOOR) -> str:
    """What the tests hold the extraction to, from ``tests/floor.toml``."""
    rows = []
    for section, languages in tomllib.loads(floor.read_text(encoding="utf-8")).items():
        folder, alone = section.removesuffix("-rules-alone"), section.endswith("-rules-alone")
        for lang, reached in languages.items():
            numbers = [f"{reached[measure]:.2f}" if measure in reached else "–" for measure, _ in _MEASURES]
            rows.append([_FOLDERS.get(folder, folder), lang, "rules alone" if alone else "rules and model", *numbers])
    return table(["Articles", "Language", "Read by", *(title for _, title in _MEASURES)], rows)


def formats_table() -> str:
    """The formats of ``kg export``."""
    kinds = {"file": "a file", "folder": "a folder", "ontology": "a file"}
    rows = ([f"`{name}`", form.meaning, kinds[form.kind], "yes" if name in _BACK else "no"] for name, form in FORMATS.items())
    return table(["Format", "What it is", "Makes", "`kg load` reads it back"], rows)


def browser_table() -> str:
    """The files of ``kg browser``."""
    return table(["File", "What it is"], ([f"`{name}`", meaning] for name, meaning in FILES.items()))


def properties_table() -> str:
    """What ``kg analyse … --write`` writes."""
    return table(["Analysis", "Writes"], ([f"`kg analyse {kind}`", code(names)] for kind, names in PROPERTIES.items()))


def looks_table() -> str:
    """Colours of what is no entity type."""
    looks = read_looks()
    return table(
        ["In the Browser", "What it is", "Colour"], ([f"`{x.name}`", x.meaning, swatch(x.colour)] for x in (*looks.nodes.values(), *looks.edges.values()))
    )


PARTS: dict[str, Callable[[], str]] = {
    "quality": quality_table, "formats": formats_table, "browser-files": browser_table, "properties": properties_table, "looks": looks_table,
}  # fmt: skip
"""The parts of pages that are otherwise written by hand."""


def generated() -> dict[str, str]:
    """Every page that is generated, wholly or in part, by its path below ``docs/``: what it has to be.

    Raises:
        ValueError: a page has a part that nobody makes.
        SchemaError: a file that it is made of is wrong.
    """
    ontology = read_ontology()
    pages = {"ontology.md": ontology_page(ontology), "commands.md": commands_page(REMARK), "python.md": interface_page(REMARK)}
    pages |= dict(reports_pages(read_reports(None, ontology).values()))
    for path in sorted(HERE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if path.name not in pages and PART.search(text):
            pages[path.name] = PART.sub(_replaced, text)
    return pages


def _replaced(part: re.Match[str]) -> str:
    if part[2] not in PARTS:
        raise ValueError(f"nobody makes the part {part[2]!r}; there are {', '.join(PARTS)}")
    return f"{part[1]}\n{PARTS[part[2]]()}\n{part[3]}"


def main() -> None:
    """Write what differs."""
    for name, text in generated().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in (HERE / "reports").glob("*.md"):
        if path.stem not in (*GROUPS, "index"):
            path.unlink()


if __name__ == "__main__":
    main()
