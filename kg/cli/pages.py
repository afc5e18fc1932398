"""Pages of HTML that hold all they need: a style, tables, charts; no script, nothing from the network (the page itself forbids both).

Whatever comes from articles or users is text here: it goes through :func:`text`, and only addresses of the web become links.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.cli.output import printable

if TYPE_CHECKING:
    from kg.reports import Report

_RELATION = re.compile(r"[A-Z]+(_[A-Z]+)+")
_SENTENCE = "sentence"
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def page(title: str, parts: Iterable[str]) -> str:
    """A whole page.

    Args:
        title: of the page, as plain text; it is its heading too.
        parts: pieces of HTML below the heading.
    """
    style = _style()
    rule = f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(rule)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{text(title)}</h1>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return Path(__file__).with_name("pages.css").read_text(encoding="utf-8")


def text(value: Any) -> str:
    """A value as text of a page.

    >>> text("<b>&"), text(None), text(["a", 'b"'])
    ('&lt;b&gt;&amp;', '', 'a, b&quot;')
    """
    return escape(printable(value))


def link(address: Any, shown: Any) -> str:
    """A link where the address is one of the web, else the text alone.

    >>> link("https://news.example/a?b=1&c", "News"), link("javascript:alert(1)", "x"), link("Handelsbote", "Handelsbote")
    ('<a href="https://news.example/a?b=1&amp;c" rel="noopener noreferrer">News</a>', 'x', 'Handelsbote')
    """
    if not is_web(address):
        return text(shown)
    return f'<a href="{text(address)}" rel="noopener noreferrer">{text(shown)}</a>'


def is_web(address: Any) -> bool:
    """Is it an address that a browser may open?"""
    try:
        parts = urlsplit(address) if isinstance(address, str) else None
    except ValueError:  # such as a bracket in the host
        return False
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)


def paragraph(words: str) -> str:
    """Plain text as a quiet line."""
    return f'<p class="soft">{text(words)}</p>' if words else ""


def heading(words: str) -> str:
    """Plain text as the heading of a part."""
    return f"<h2>{text(words)}</h2>"


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], caption: str) -> str:
    """Rows as a table, which a narrow screen shows as cards; columns that are empty throughout are left out.

    A sentence stands below its row over the whole width, and behind it what the columns after it say of it: day and article, which is a link.
    """
    shown = [column for column in columns if any(row.get(column) not in (None, "", []) for row in rows)]
    if not shown:
        return paragraph("Nothing found.")
    end = shown.index(_SENTENCE) if _SENTENCE in shown[1:] else len(shown)
    cells, said = shown[:end], shown[end:]
    if not said and "article" in cells and "source" in cells:
        cells.remove("source")  # the title is its link
    numeric = {column for column in cells if all(type(row.get(column)) in (int, float, type(None)) for row in rows)}
    heads = "".join(f'<th scope="col" role="columnheader"{_class(column, None, numeric)}>{text(column.replace("_", " "))}</th>' for column in cells)
    body = "".join(
        f'<tbody role="rowgroup"><tr role="row">{"".join(_cell(row, column, numeric) for column in cells)}</tr>{_said(row, said, len(cells))}</tbody>\n'
        for row in rows
    )
    return f'<table role="table"><caption>{text(caption)}</caption>\n<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n{body}</table>'


def _said(row: Mapping[str, Any], columns: Sequence[str], width: int) -> str:
    """The line below a row: its sentence and where it stands."""
    if not any(row.get(column) for column in columns):
        return ""
    sentence = f"<q>{text(row[_SENTENCE])}</q>" if row.get(_SENTENCE) else ""
    origin = (_shown(row, column) for column in columns if column != _SENTENCE and (column != "source" or "article" not in columns))
    return f'<tr role="row" class="said"><td role="cell" colspan="{width}">{sentence} {" · ".join(filter(None, origin))}</td></tr>'


def _cell(row: Mapping[str, Any], column: str, numeric: set[str]) -> str:
    return f'<td role="cell" data-column="{text(column.replace("_", " "))}"{_class(column, row.get(column), numeric)}>{_shown(row, column)}</td>'


def _shown(row: Mapping[str, Any], column: str) -> str:
    value = row.get(column)
    if column == "article" and value:
        return link(row.get("source"), value)
    if column == "source":
        return link(value, urlsplit(value).netloc if is_web(value) else value)
    shown = text(value)
    return shown.replace("_", "_<wbr>") if _RELATION.fullmatch(shown) else shown  # may be broken there


def _class(column: str, value: Any, numeric: set[str]) -> str:
    if column in numeric:
        return ' class="number"'
    return ' class="day"' if isinstance(value, str) and _DAY.fullmatch(value) else ""


def report_parts(report: Report, given: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What a page says of a report: its question, what was asked, a chart, the rows.

    Args:
        report: which.
        given: the parameters that were given.
        rows: what it found.
    """
    from kg.reports.drawing import draw_chart

    charts = draw_chart(report.chart, rows, report.name) if report.chart else []
    columns = [column.name for column in report.columns]
    return [paragraph(report.answers), paragraph(asked(given)), *charts, table(rows, columns, counted_rows(len(rows)))]


def asked(given: Mapping[str, str]) -> str:
    """The parameters of a report in a line.

    >>> asked({"company": "Alibaba", "at_least": "5"}), asked({})
    ('company: Alibaba · at least: 5', '')
    """
    return " · ".join(f"{name.replace('_', ' ')}: {value}" for name, value in given.items())


def counted_rows(number: int) -> str:
    """A number of rows in words.

    >>> counted_rows(0), counted_rows(1), counted_rows(1200)
    ('nothing found', '1 row', '1,200 rows')
    """
    return f"{number:,} row{'s' if number != 1 else ''}" if number else "nothing found"


__all__ = ["asked", "counted_rows", "heading", "is_web", "link", "page", "paragraph", "report_parts", "table", "text"]
