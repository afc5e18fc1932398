"""Rows on stdout: as a table that fits the terminal, or as JSON, JSON Lines, CSV or Markdown for programs.

Text from articles may hold terminal control characters; none reaches a terminal.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

import rich_click as click

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
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
    for count, row in enumerate(rows, 1):
        click.echo(json.dumps(row, ensure_ascii=False))
    return count


def _print_csv(rows: Iterator[Mapping[str, Any]], columns: list[str]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for count, row in enumerate(rows, 1):
        writer.writerow([_cell(row.get(column)) for column in columns])
    return count


def _cell(value: Any) -> Any:
    """A value for a spreadsheet: what would be taken for a formula is marked as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = printable(value)
    return "'" + text if text[:1] in ("=", "+", "@", "-") and len(text) > 1 else text


def _print_markdown(rows: Iterator[Mapping[str, Any]], columns: list[str]) -> int:
    count = 0
    click.echo("| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns)) if columns else None
    for count, row in enumerate(rows, 1):
        cells = [re.sub(r"([|\\`*_<>\[\]])", r"\\\1", printable(row.get(column))) for column in columns]
        click.echo("| " + " | ".join(cells) + " |")
    return count


def _print_table(rows: Iterator[Mapping[str, Any]], columns: list[str], title: str | None) -> int:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    count = 0
    while batch := list(islice(rows, _MOST_ROWS)):
        shown = [column for column in columns if any(row.get(column) not in (None, "", []) for row in batch)] or columns
        table = Table(title=title if not count else None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, title_style="bold")
        for column in shown:
            numeric = all(isinstance(row.get(column), int | float | None) for row in batch)
            table.add_column(column, justify="right" if numeric else "left", overflow="fold", min_width=min(8, len(column)))
        for row in batch:
            table.add_row(*(Text(printable(row.get(column))) for column in shown))
        console.print(table)
        count += len(batch)
    return count
