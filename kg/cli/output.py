"""Rows on stdout: as a table that fits the terminal, or as JSON, JSON Lines, CSV or Markdown for programs.

Text from articles may hold terminal control characters; none reaches a terminal.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import rich_click as click

if TYPE_CHECKING:
    from rich.text import Text

    from kg.model import Extraction, Refusal

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SENTENCE = "sentence"  # the column that proves a row
_NARROWEST = 8
_HEADING = 5  # so many letters of a heading are shown at least, where it is the widest of its column
_MOST_ROWS = 10_000  # a table is laid out as a whole: so many rows at once


def printable(value: Any) -> str:
    """A value as one line of text without control characters.

    >>> printable("a\\x1b[31mb"), printable(0.75), printable(None), printable(["x", 1])
    ('a[31mb', '0.75', '', 'x, 1')
    """
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case float():
            text = f"{value:,.10g}" if abs(value) >= 1000 else f"{value:.4g}"
        case list() | tuple():
            text = ", ".join(map(printable, value))
        case dict():
            text = _node_text(value)
        case _:
            text = str(value)
    return _CONTROL.sub("", text.replace("\n", " ").replace("\t", " "))


def _node_text(value: Mapping[str, Any]) -> str:
    properties = value.get("properties")
    if isinstance(properties, dict):
        return str(properties.get("name") or value.get("type") or json.dumps(properties, ensure_ascii=False))
    if "nodes" in value and "relationships" in value:
        names = [_node_text(node) for node in value["nodes"]]
        types = [edge["type"] for edge in value["relationships"]]
        return "".join(chain.from_iterable(zip(names, [f" –{kind}– " for kind in types] + [""], strict=True)))
    return json.dumps(value, ensure_ascii=False)


def print_rows(rows: Iterable[Mapping[str, Any]], form: str, title: str | None = None, columns: list[str] | None = None) -> int:
    """Print rows in one of the formats of :data:`kg.cli.options.FORMATS`.

    Args:
        rows: dicts with the same keys; read as they come, except for tables.
        form: ``table``, ``json``, ``jsonl``, ``csv`` or ``md``.
        title: heading of a table.
        columns: keys in order, where they are known before the first row.

    Returns:
        How many rows there were.
    """
    stream = iter(rows)
    first = next(stream, None)
    columns = columns or (list(first) if first is not None else [])
    everything: Iterator[Mapping[str, Any]] = chain([first] if first is not None else [], stream)
    writers = {"json": _print_json, "jsonl": _print_lines, "csv": _print_csv, "md": _print_markdown}
    return writers[form](everything, columns) if form in writers else _print_table(everything, columns, title)


def _print_json(rows: Iterator[Mapping[str, Any]], columns: list[str]) -> int:
    count = 0
    for count, row in enumerate(rows, 1):
        click.echo(("[\n  " if count == 1 else ",\n  ") + json.dumps(row, ensure_ascii=False), nl=False)
    click.echo("\n]" if count else "[]")
    return count


def _print_lines(rows: Iterator[Mapping[str, Any]], columns: list[str]) -> int:
    count = 0
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))
        count += 1
    return count


def _print_csv(rows: Iterator[Mapping[str, Any]], columns: list[str]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
        count += 1
    return count


def _cell(value: Any) -> Any:
    """A value for a spreadsheet: what would be taken for a formula is marked as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = printable(value)
    return "'" + text if text[:1] in ("=", "+", "@", "-") and len(text) > 1 else text


def _print_markdown(rows: Iterator[Mapping[str, Any]], columns: list[str]) -> int:
    lines = 0
    for line in markdown_lines(rows, columns):
        click.echo(line)
        lines += 1
    return max(0, lines - 2)  # the heading and the line below it are no rows


def markdown_lines(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> Iterator[str]:
    """The lines of a table in Markdown, none without columns."""
    if columns:
        yield "| " + " | ".join(columns) + " |"
        yield "|" + " --- |" * len(columns)
        yield from ("| " + " | ".join(markdown_text(row.get(column)) for column in columns) + " |" for row in rows)


def markdown_text(value: Any) -> str:
    """A value as text in which Markdown sees no signs of its own.

    >>> print(markdown_text("a|b *c* <i>"))
    a\\|b \\*c\\* \\<i\\>
    """
    return re.sub(r"([|\\`*_<>\[\]])", r"\\\1", printable(value))


def _print_table(rows: Iterator[Mapping[str, Any]], columns: list[str], title: str | None) -> int:
    from rich.console import Console
    from rich.text import Text

    console = Console()
    count = 0
    while batch := list(islice(rows, _MOST_ROWS)):
        shown = [column for column in columns if any(row.get(column) not in (None, "", []) for row in batch)] or columns
        if title and not count:
            console.print(Text(title, style="bold"))
        for line in _lay_out(batch, shown, console.width):
            console.print(line, overflow="crop", no_wrap=True, soft_wrap=True)
        count += len(batch)
    return count


def _lay_out(rows: list[Mapping[str, Any]], columns: list[str], width: int) -> Iterator[Text]:
    """Lines of a table: aligned cells, wrapped to their column.

    A sentence stands below its row over the whole width, and behind it what the columns after it say of it: day, article, source.
    """
    from rich.text import Text

    end = columns.index(_SENTENCE) if _SENTENCE in columns[1:] else len(columns)
    cells, origin = columns[:end], columns[end + 1 :]
    numeric = {column for column in cells if all(isinstance(row.get(column), int | float | None) for row in rows)}
    wanted = {column: max(cell_len(printable(row.get(column))) for row in rows) for column in cells}
    widths = fit_widths(wanted, width - 2 * len(cells) + 1)
    yield Text(" " + "  ".join(_padded(_headed(column, widths[column]), widths[column], column in numeric) for column in cells), style="bold dim")
    for row in rows:
        wrapped = [chop_cells(printable(row.get(column)), widths[column]) or [""] for column in cells]
        for number in range(max(map(len, wrapped), default=0)):
            parts = [
                _padded(lines[number] if number < len(lines) else "", widths[column], column in numeric) for column, lines in zip(cells, wrapped, strict=True)
            ]
            yield Text(" " + "  ".join(parts).rstrip())
        if row.get(_SENTENCE):
            said = f"“{printable(row[_SENTENCE])}”"
            source = " · ".join(filter(None, (printable(row.get(column)) for column in origin)))
            for line in textwrap.wrap(f"{said} {source}", max(20, width - 8)):
                yield Text("     " + line, style="dim italic")


def _headed(column: str, width: int) -> str:
    """The heading of a column, shortened where the column is narrow.

    >>> _headed("confidence", 10), _headed("confidence", 5), _headed("confidence", 1)
    ('confidence', 'conf…', '…')
    """
    return column if len(column) <= width else column[: width - 1] + "…"


def fit_widths(wanted: Mapping[str, int], available: int) -> dict[str, int]:
    """Widths of columns that together fit: headings that are wider than what stands below give way first, down to five, then the
    widest columns, none below eight.

    >>> fit_widths({"a": 10, "b": 50, "c": 30}, 60), fit_widths({"a": 3, "b": 4}, 60), fit_widths({"a": 90}, 20)
    ({'a': 10, 'b': 25, 'c': 25}, {'a': 3, 'b': 4}, {'a': 20})
    >>> fit_widths({"confidence": 4, "since": 10}, 20), fit_widths({"confidence": 4, "since": 10}, 16)
    ({'confidence': 10, 'since': 10}, {'confidence': 6, 'since': 10})
    """
    widths = {column: max(len(column), width) for column, width in wanted.items()}
    slack = {column: len(column) - max(width, min(len(column), _HEADING)) for column, width in wanted.items()}
    while sum(widths.values()) > available and slack and max(slack.values()) > 0:
        widest = max(slack, key=lambda column: slack[column])
        widths[widest] -= 1
        slack[widest] -= 1
    while sum(widths.values()) > available and max(widths.values()) > _NARROWEST:
        widest = max(widths, key=lambda column: widths[column])
        widths[widest] -= 1
    return widths


def chop_cells(text: str, width: int) -> list[str]:
    """Text in lines of at most ``width`` terminal cells, broken at blanks where there are some (an East Asian letter takes two).

    >>> chop_cells("Software-Partnerschaft mit Nvidia", 12), chop_cells("阿里巴巴", 4)
    (['Software-Par', 'tnerschaft', 'mit Nvidia'], ['阿里', '巴巴'])
    """
    lines: list[str] = []
    for piece in textwrap.wrap(text, width):
        while cell_len(piece) > width:
            cut = next(end for end in range(len(piece), 0, -1) if cell_len(piece[:end]) <= width or end == 1)
            lines.append(piece[:cut])
            piece = piece[cut:]
        lines.append(piece)
    return lines


def cell_len(text: str) -> int:
    """Terminal cells that a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text)


def _padded(text: str, width: int, right: bool) -> str:
    blanks = " " * max(0, width - cell_len(text))
    return blanks + text if right else text + blanks


def print_refusal(refusal: Refusal) -> None:
    """One line on stderr."""
    click.echo(f"refused: {printable(str(refusal))}", err=True)


def claim_rows(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """The claims of an article as rows to look at."""
    from kg.model import Figure

    for claim in extraction.claims:
        target = claim.object.name if isinstance(claim.object, Figure) else claim.object
        details = "; ".join(f"{key} {_detail(value)}" for key, value in claim.qualifiers.to_json().items())
        yield {
            "subject": claim.subject,
            "relation": claim.relation,
            "object": target,
            "status": claim.status,
            "details": details,
            "sentence": claim.evidence[0].text,
        }


def _detail(value: Any) -> str:
    if isinstance(value, dict):
        hedge = "" if value["hedge"] == "exact" else f"{value['hedge']} "
        return f"{hedge}{value['value']:,.15g} {value['unit']}"
    return printable(value)
