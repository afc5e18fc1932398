"""The saved reports as favourites of Neo4j Browser: a zip for the classic one, a CSV for the new one."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from kg.reports import Parameter, Report

_TOKEN = re.compile(r"//[^\n]*|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|\$(?P<name>\w+)")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can name: the same bytes on every day
_COLUMNS = ("name", "description", "query", "id", "parentId", "isFolder")


def favourite(report: Report) -> str:
    """A report as one click runs it: its title and question, its parameters with the values to change, and the query with these in place.

    The classic Browser shows no rows of a query that stands below ``:param`` lines, and refuses one whose parameters are not set.
    """
    values = {parameter.name: _value(parameter) for parameter in report.parameters}
    head = [f"// {report.title}", f"// {report.answers}"]
    if values:
        head.append("// To change in the query below:")
    head += [f"//   {values[parameter.name]}  {parameter.name}: {parameter.meaning}" for parameter in report.parameters]
    return "\n".join((*head, _TOKEN.sub(lambda found: values[found["name"]] if found["name"] else found[0], _query(report)).rstrip(), ""))


def _value(parameter: Parameter) -> str:
    return parameter.browser(parameter.default or parameter.example)


def _query(report: Report) -> str:
    """The text behind the comment lines at the head."""
    lines = report.cypher.splitlines()
    start = next(number for number, line in enumerate(lines) if not line.startswith("//"))
    return "\n".join(lines[start:])


def favourites_zip(reports: Mapping[str, Report]) -> bytes:
    """A ``.cypher`` file for each report, in a folder for each group; the same bytes for the same reports."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for report in reports.values():
            entry = zipfile.ZipInfo(f"{report.group.capitalize()}/{report.name}.cypher", _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, favourite(report))
    return out.getvalue()


def favourites_csv(reports: Mapping[str, Report]) -> str:
    """The table that the new Browser imports: a row for each folder, below them one for each report."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows(_rows(reports))
    return out.getvalue()


def _rows(reports: Mapping[str, Report]) -> Iterator[tuple[str | int, ...]]:
    folders = {group: number for number, group in enumerate(dict.fromkeys(report.group for report in reports.values()))}
    for group, number in folders.items():
        yield group.capitalize(), "", "", number, "", "true"
    for number, report in enumerate(reports.values(), len(folders)):
        yield report.title, report.answers, favourite(report), number, folders[report.group], "false"


__all__ = ["favourite", "favourites_csv", "favourites_zip"]
