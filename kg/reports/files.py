"""Report files: ``queries/NAME.cypher``, a comment header and one query, read and checked.

The header, in this order, one line each::

    // Relations of a company                                               what the report is called
    // Answers: With whom and what is a company connected?                  the question
    // Group: overview                                                      one of GROUPS
    // Parameter: company (entity) required – name or alias of the company  name (type) required – meaning
    // Parameter: limit (integer) = 50 – rows at most                       name (type) = default – meaning
    // Column: relation – kind of the connection                            the columns, in the order of the query
    // Chart: bar x=relation by=status                                      where a chart says more (see kg.reports.charts)
    // :param company => 'Alibaba'                                          for Neo4j Browser: one line per parameter,
    // :param limit => 50                                                   an example or the default

Types are ``string``, ``integer``, ``float``, ``date``, ``boolean`` and ``list``; a parameter that names something in the graph has the type
``entity``, an entity type of the ontology (``Person``) or ``article``: the query gets the name that the graph uses, of an article the id.
A default is written plainly (``asserted, planned`` for a list); ``none`` leaves the parameter out of account, ``today`` is the day of the run.
The whole file pastes into Neo4j Browser as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import SchemaError, UsageError
from kg.ontology import Ontology, read_ontology
from kg.reports.charts import EXAMPLE, Chart, parse_chart
from kg.reports.checks import find_faults, find_missing
from kg.reports.values import NONE, PLAIN_EXAMPLES, Parameter
from kg.resources import resource_folder

GROUPS = ("overview", "ownership", "people", "deals", "places", "supply", "risk", "time", "quality")

_FIELD = re.compile(r"//\s*(Answers|Group|Parameter|Column|Chart):\s*(.*)")
_PARAM = re.compile(r"//\s*:param\s+(\w+)\s*=>\s*(.+?);?\s*")
_DECLARED = re.compile(r"(\w+)\s*\((\w+)\)\s*(required|=\s*(?P<default>.+?))\s+[–-]\s+(?P<meaning>\S.*)")
_COLUMN = re.compile(r"(\w+)\s+[–-]\s+(\S.*)")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXT = re.compile(r"'((?:\\.|[^'\\])*)'")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report's rows."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Report:
    """A saved query.

    Attributes:
        name: file name without ending.
        title: what it is called.
        answers: the question that it answers.
        group: one of :data:`GROUPS`.
        parameters: in the order of the header.
        columns: in the order of the rows.
        cypher: the whole file, header included.
        path: where it was read from.
        chart: what to draw of the rows.
        missing: what it needs of the ontology and the one in use lacks (``relation SUPPLIES``); such a report cannot be run.
    """

    name: str
    title: str
    answers: str
    group: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    cypher: str
    path: Path
    chart: Chart | None = None
    missing: tuple[str, ...] = ()


def read_reports(folder: Path | None = None, ontology: Ontology | None = None) -> dict[str, Report]:
    """Read and check every ``*.cypher`` file of a folder.

    The queries that came with the program are right for the ontology that came with it. Where another one is in use they say what they
    miss there (:attr:`Report.missing`); the queries of a user are wrong if they name what the ontology in use does not have.

    Args:
        folder: by default the queries that came with the program.
        ontology: which labels and relations a query may use; by default the one that came with the program.

    Returns:
        The reports by name, in the order of their groups and then of their names.

    Raises:
        SchemaError: a file is wrong (the first fault is named with file, line and remedy), or the folder has no report.
    """
    bundled = resource_folder("queries")
    ours = folder is None or folder.resolve() == bundled.resolve()
    paths = sorted((folder or bundled).glob("*.cypher"))
    if not paths:
        raise SchemaError(str(folder), "*.cypher", "there is no report in this folder; name one that has some")
    other = ontology is not None and ontology.folder.resolve() != resource_folder("schema").resolve()
    written_for = read_ontology() if ontology is None or (ours and other) else ontology
    reports = [_read_report(path, written_for) for path in paths]
    if ontology is not None and ours and other:
        reports = [replace(report, missing=_find_missing(report, ontology)) for report in reports]
    return {report.name: report for report in sorted(reports, key=lambda report: (GROUPS.index(report.group), report.name))}


def _find_missing(report: Report, ontology: Ontology) -> tuple[str, ...]:
    types = [parameter.type for parameter in report.parameters if parameter.type not in (*PLAIN_EXAMPLES, "article", "entity", *ontology.entities)]
    return tuple(dict.fromkeys([*(f"label {name}" for name in types), *find_missing(report.cypher, ontology)]))


def _read_report(path: Path, ontology: Ontology) -> Report:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(_short(path), "file", f"cannot be read as UTF-8 text: {error}") from None
    if not _NAME.fullmatch(path.stem):
        raise SchemaError(_short(path), "file name", "a report is called by it; use small letters, digits and hyphens, such as who-owns-whom.cypher")
    header = _Header(path, text, ontology)
    report = header.report()
    fault = min(find_faults(text, ontology, [p.name for p in report.parameters], [c.name for c in report.columns]), key=lambda f: f.line, default=None)
    if fault:
        raise SchemaError(f"{_short(path)}:{fault.line}", fault.key, fault.remedy)
    return report


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


class _Header:
    """The comment lines at the head of one file."""

    def __init__(self, path: Path, text: str, ontology: Ontology) -> None:
        self.path, self.text, self.ontology = path, text, ontology
        self.lines = list(self._comment_lines())
        self.found = [(number, match[1], match[2].strip()) for number, line in self.lines if (match := _FIELD.fullmatch(line))]

    def _comment_lines(self) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(self.text.splitlines(), 1):
            if not line.startswith("//"):
                return
            yield number, line.rstrip()

    def fail(self, line: int, key: str, remedy: str) -> SchemaError:
        return SchemaError(f"{_short(self.path)}:{line}", key, remedy)

    def report(self) -> Report:
        group_line, group = self._single("Group", "overview")
        if group not in GROUPS:
            raise self.fail(group_line, f"Group: {group}", f"there is no such group; use one of {', '.join(GROUPS)}")
        columns = tuple(self._columns())
        return Report(
            self.path.stem, self._title(), self._single("Answers", "With whom does a company work?")[1], group,
            tuple(self._parameters()), columns, self.text, self.path, self._chart([column.name for column in columns]),
        )  # fmt: skip

    def _title(self) -> str:
        first = self.lines[0][1] if self.lines else ""
        title = first.removeprefix("//").strip()
        if not title or _FIELD.fullmatch(first) or _PARAM.fullmatch(first):
            raise self.fail(1, "title", "is missing; begin the file with // and what the report is called")
        return title

    def _single(self, field: str, example: str) -> tuple[int, str]:
        values = [(line, value) for line, name, value in self.found if name == field and value]
        if not values:
            raise self.fail(1, f"{field}:", f"is missing in the header; add a line such as // {field}: {example}")
        if len(values) > 1:
            raise self.fail(values[1][0], f"{field}:", "stands twice in the header; keep one")
        return values[0]

    def _parameters(self) -> Iterator[Parameter]:
        browser = {match[1]: (number, match[2]) for number, line in self.lines if (match := _PARAM.fullmatch(line))}
        names: set[str] = set()
        for line, field, value in self.found:
            if field != "Parameter":
                continue
            parameter = self._parameter(line, value, browser)
            if parameter.name in names:
                raise self.fail(line, f"Parameter {parameter.name}", "is declared twice; keep one")
            names.add(parameter.name)
            yield parameter
        for name, (line, _) in browser.items():
            if name not in names:
                raise self.fail(line, f":param {name}", "is not declared; add a Parameter line or take this one out")

    def _parameter(self, line: int, value: str, browser: dict[str, tuple[int, str]]) -> Parameter:
        match = _DECLARED.fullmatch(value)
        if not match:
            raise self.fail(line, f"Parameter: {value}", "write // Parameter: name (type) = default – meaning, or required in place of = default")
        name, kind, default, meaning = match[1], match[2], (match["default"] or "").strip(), match["meaning"]
        if kind not in (*PLAIN_EXAMPLES, "article", "entity", *self.ontology.entities):
            known = ", ".join((*PLAIN_EXAMPLES, "article", "entity", *self.ontology.entities))
            raise self.fail(line, f"Parameter {name} ({kind})", f"there is no such type; use one of {known}")
        if name not in browser:
            raise self.fail(line, f"Parameter {name}", f"add the line to paste into Neo4j Browser: // :param {name} => …")
        shown_line, shown = browser[name]
        example = {"": _plain(shown), NONE: self._example(kind)}.get(default, default)
        parameter = Parameter(name, kind, meaning, not default, default, example)
        expected = parameter.browser(default) if default else parameter.browser(example)
        if shown != expected:
            raise self.fail(shown_line, f":param {name}", f"does not agree with the Parameter line; write // :param {name} => {expected}")
        self._check_readable(line, parameter)
        return parameter

    def _check_readable(self, line: int, parameter: Parameter) -> None:
        try:
            parameter.read(parameter.example if parameter.required else None)
        except UsageError:
            raise self.fail(line, f"Parameter {parameter.name}", f"its value is not {parameter.wanted()}; mend it") from None

    def _example(self, kind: str) -> str:
        known = self.ontology.entities.get("Company" if kind == "entity" else kind)
        return known.examples[0] if known and known.examples else PLAIN_EXAMPLES.get(kind, "a name")

    def _columns(self) -> Iterator[Column]:
        for line, field, value in self.found:
            if field == "Column":
                match = _COLUMN.fullmatch(value)
                if not match:
                    raise self.fail(line, f"Column: {value}", "write // Column: name – meaning")
                yield Column(match[1], match[2])

    def _chart(self, columns: list[str]) -> Chart | None:
        if not any(name == "Chart" for _, name, _ in self.found):
            return None
        line, text = self._single("Chart", EXAMPLE.removeprefix("// Chart: "))
        try:
            return parse_chart(text, columns)
        except ValueError as error:
            raise self.fail(line, f"Chart: {text}", str(error)) from None


def _plain(shown: str) -> str:
    """The text behind a value as Neo4j Browser wants it: ``'Alibaba'`` → ``Alibaba``, ``date('2025-01-31')`` → ``2025-01-31``."""
    texts = [re.sub(r"\\(.)", r"\1", text) for text in _TEXT.findall(shown)]
    return ", ".join(texts) if texts else shown


__all__ = ["GROUPS", "Column", "Report", "read_reports"]
