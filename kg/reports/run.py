"""Run a saved query: the right report, the right parameters, read only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import SchemaError, UsageError
from kg.reports.checks import check_query
from kg.reports.files import Report
from kg.reports.names import Reader, find_article, find_name
from kg.reports.suggest import suggest
from kg.reports.values import PLAIN_EXAMPLES, Value


def find_report(reports: Mapping[str, Report], name: str) -> Report:
    """The report of that name.

    Raises:
        UsageError: there is none; the likest names are suggested.
    """
    if name in reports:
        return reports[name]
    raise UsageError(f"there is no report {name!r}; {suggest(name, reports, 'kg report list shows them all')}")


def read_parameters(report: Report, texts: Mapping[str, str]) -> dict[str, Value]:
    """The values of all parameters of a report, defaults included.

    Args:
        report: whose parameters.
        texts: what was given, by parameter name.

    Raises:
        UsageError: a name is not a parameter, a required one is missing, or a text does not fit its type.
    """
    known = {parameter.name: parameter for parameter in report.parameters}
    for name in texts:
        if name not in known:
            raise UsageError(f"{report.name} has no parameter {name!r}; {suggest(name, known, 'it has none')}")
    return {name: parameter.read(texts.get(name)) for name, parameter in known.items()}


def run_report(store: Reader, report: Report, parameters: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The rows of a report, one by one, with the report's columns as keys.

    Args:
        store: where to read.
        report: what to run.
        parameters: what was given, as text, by parameter name.

    Raises:
        SchemaError: the ontology in use lacks what the report needs.
        UsageError: see :func:`read_parameters`; or a name is not in the graph ("did you mean …").
        StoreError: the store does not answer.
    """
    if report.missing:
        lacking = ", ".join(report.missing)
        raise SchemaError(f"queries/{report.path.name}", lacking, "not in the schema in use, so this report cannot be run; kg report list shows which can")
    values = read_parameters(report, parameters)
    check_query(report.cypher)
    for parameter in report.parameters:
        text = values[parameter.name]
        if parameter.type in PLAIN_EXAMPLES or not isinstance(text, str):
            continue
        if parameter.type == "article":
            values[parameter.name] = find_article(store, text)
        else:
            values[parameter.name] = find_name(store, text, None if parameter.type == "entity" else parameter.type)
    columns = [column.name for column in report.columns]
    for row in store.read(report.cypher, values):
        yield {column: row[column] for column in columns}


@cache
def read_query(name: str) -> str:
    """A query of the program's own, which is no report: ``queries/NAME.cypher`` beside this module."""
    return Path(__file__).with_name("queries").joinpath(f"{name}.cypher").read_text(encoding="utf-8")


__all__ = ["find_report", "read_parameters", "read_query", "run_report"]
