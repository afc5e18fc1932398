"""A dossier: every report that takes a company, run for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import UsageError
from kg.reports.files import Report
from kg.reports.names import Reader, find_name
from kg.reports.run import read_parameters, run_report
from kg.reports.suggest import suggest

COMPANY = "company"
"""The parameter by which a report takes a company."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One report of a dossier.

    Attributes:
        report: which.
        given: what it was asked, by parameter.
        rows: what it found.
        left_out: why it was not run; empty if it was.
    """

    report: Report
    given: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]
    left_out: str = ""


def find_dossier(store: Reader, reports: Mapping[str, Report], parameters: Mapping[str, str]) -> tuple[str, Iterator[Chapter]]:
    """The company as the graph calls it, and the chapters, each run when its turn comes, in the order of the reports.

    Args:
        store: where to read.
        reports: those that there are; the ones without a parameter ``company`` are none of the dossier's.
        parameters: ``company``, and what else is to be given to every report that knows it (``since``, ``limit`` …).

    Raises:
        UsageError: there is no company of that name, no report has such a parameter, or a value does not fit.
    """
    taking = [report for report in reports.values() if any(parameter.name == COMPANY for parameter in report.parameters)]
    _check_parameters(taking, parameters)
    for report in taking:
        if not _lacking(report, parameters):
            read_parameters(report, _known(report, parameters))
    name = find_name(store, parameters[COMPANY])
    return name, _chapters(store, taking, {**parameters, COMPANY: name})


def _chapters(store: Reader, taking: Iterable[Report], parameters: Mapping[str, str]) -> Iterator[Chapter]:
    for report in taking:
        given = _known(report, parameters)
        if left_out := _lacking(report, parameters):
            yield Chapter(report, given, (), left_out)
        else:
            yield Chapter(report, given, tuple(run_report(store, report, given)))


def _check_parameters(taking: Iterable[Report], parameters: Mapping[str, str]) -> None:
    known = dict.fromkeys(parameter.name for report in taking for parameter in report.parameters)
    if COMPANY not in known:
        raise UsageError("none of these reports takes a company; a report does so by a parameter: // Parameter: company (entity) required – name or alias")
    for name in parameters:
        if name not in known:
            raise UsageError(f"none of the reports about a company has a parameter {name!r}; {suggest(name, known)}")
    if COMPANY not in parameters:
        raise UsageError("whom is the dossier about? Say it with --company NAME")


def _known(report: Report, parameters: Mapping[str, str]) -> dict[str, str]:
    return {parameter.name: parameters[parameter.name] for parameter in report.parameters if parameter.name in parameters}


def _lacking(report: Report, parameters: Mapping[str, str]) -> str:
    """Why the report cannot be run; empty if it can."""
    if report.missing:
        return f"the schema in use has no {', '.join(report.missing)}"
    wanted = [parameter.name for parameter in report.parameters if parameter.required and parameter.name not in parameters]
    options = ", ".join("--" + name.replace("_", "-") for name in wanted)
    return f"give {options} to have it" if wanted else ""


__all__ = ["COMPANY", "Chapter", "find_dossier"]
