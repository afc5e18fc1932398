"""``kg digest``: what the articles of a period changed, for the companies on a list."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from kg.cli.options import opened, page_format_option, quiet_option, store_options
from kg.cli.output import markdown_lines, markdown_text, print_rows, printable
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.reports.digest import Unknown

Rows = dict[str, list[dict[str, Any]]]
"""The claims by the kind of their news."""


@click.command(epilog="Examples: kg digest --since 7d | kg digest --since 2025-09-01 --until 2025-09-30 --watch mine.txt --format html > september.html")
@click.option("--since", required=True, metavar="DAY", help="First day: 2025-09-01, or 7d or 2w for so long before the last day.")
@click.option("--until", metavar="DAY", help="Last day; by default today.")
@click.option(
    "--watch", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A list of names, one a line, # begins a comment; - is stdin. Without it, all.",
)  # fmt: skip
@store_options
@page_format_option
@quiet_option
def digest(since: str, until: str | None, watch: Path | None, store: str, user: str, database: str | None, form: str, quiet: bool) -> None:
    """What is new, changed, contradicted or withdrawn since a day.

    New: no earlier article says so. Changed: planned and now done, rumoured and now denied. Contradicted: articles of the period disagree.
    Withdrawn: stated as a fact, and denied or over by the latest article. Articles that were retracted leave no trace in the graph.
    """
    from kg.reports.digest import find_digest, find_watched, parse_day, parse_watch

    last = parse_day(until or "today", date.today())
    first = parse_day(since, last)
    entries = None if watch is None else parse_watch(_read_list(watch))
    with opened(store, user, database) as target:
        names, unknown = (None, []) if entries is None else find_watched(target, entries)
        for one in unknown:
            click.echo(printable(f"{watch}:{one.line}: {one.problem}"), err=True)
        rows = _grouped(find_digest(target, first, last, names))
    _print(rows, form, first, last, names, unknown)
    if not quiet:
        lost = f"; {len(unknown)} of {len(entries)} names on the list are not in the graph" if entries is not None and unknown else ""
        click.echo(f"{counts(rows)}{lost}", err=True)


def _read_list(watch: Path) -> str:
    """The text of a watch list.

    Raises:
        UsageError: it cannot be read as text.
    """
    try:
        return sys.stdin.buffer.read().decode() if str(watch) == "-" else watch.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{watch}: cannot be read as UTF-8 text: {error}") from None


def _grouped(found: Iterable[dict[str, Any]]) -> Rows:
    from kg.reports.digest import NEWS

    rows: Rows = {kind: [] for kind in NEWS}
    for row in found:
        rows[row["news"]].append(row)
    return rows


def counts(rows: Mapping[str, Sequence[object]]) -> str:
    """How much of each kind there is.

    >>> counts({"new": [1, 2], "changed": []})
    'new 2, changed 0'
    """
    return ", ".join(f"{kind} {len(claims)}" for kind, claims in rows.items())


def _print(rows: Rows, form: str, first: date, last: date, names: Sequence[str] | None, unknown: Sequence[Unknown]) -> None:
    from kg.reports.digest import COLUMNS

    columns = list(COLUMNS)
    if form == "json":
        about = {
            "since": str(first),
            "until": str(last),
            "watched": names,
            "unknown": [{"line": u.line, "name": u.name, "problem": u.problem} for u in unknown],
        }
        click.echo(json.dumps(about | rows, ensure_ascii=False, indent=2))
    elif form in ("jsonl", "csv"):
        print_rows((row for claims in rows.values() for row in claims), form, columns=["news", *columns, "before_date", "claim"])
    elif form == "html":
        click.echo(_page(rows, columns, first, last, _silent(rows, names), unknown), nl=False)
    elif form == "md":
        click.echo("\n".join(_markdown(rows, columns, first, last, _silent(rows, names), unknown)))
    else:
        shown = [column for column in columns if column not in ("articles", "history")]
        for kind, claims in rows.items():
            if claims:
                print_rows(claims, "table", f"{kind.capitalize()} ({len(claims)})", shown)
        for line in _remarks(_silent(rows, names), ()):
            click.echo(printable(line))


def _silent(rows: Rows, names: Sequence[str] | None) -> list[str]:
    """Those on the list of whom there is no news."""
    told = {row[end] for claims in rows.values() for row in claims for end in ("subject", "object")}
    return [name for name in names or () if name not in told]


def _remarks(silent: Sequence[str], unknown: Iterable[Unknown]) -> Iterator[str]:
    if silent:
        yield f"No news of {', '.join(silent)}."
    yield from (f"Line {one.line} of the list: {one.problem}" for one in unknown)


def _markdown(rows: Rows, columns: list[str], first: date, last: date, silent: Sequence[str], unknown: Sequence[Unknown]) -> Iterator[str]:
    yield from (f"# News from {first} to {last}", "", f"{counts(rows)}.")
    yield from (f"\n{markdown_text(line)}" for line in _remarks(silent, unknown))
    for kind, claims in rows.items():
        if claims:
            yield from ("", f"## {kind.capitalize()}", "", *markdown_lines(claims, _used(claims, columns)))


def _page(rows: Rows, columns: list[str], first: date, last: date, silent: Sequence[str], unknown: Sequence[Unknown]) -> str:
    from kg.cli.pages import counted_rows, heading, page, paragraph, table

    parts = [paragraph(f"{counts(rows)}."), *(paragraph(line) for line in _remarks(silent, unknown))]
    for kind, claims in rows.items():
        if claims:
            parts += [heading(kind.capitalize()), table(claims, _used(claims, columns), counted_rows(len(claims)))]
    return page(f"News from {first} to {last}", parts)


def _used(claims: Sequence[Mapping[str, Any]], columns: list[str]) -> list[str]:
    """Without the history where each claim has one article of the period, and the columns that are empty."""
    several = any(row["articles"] > 1 for row in claims)
    return [column for column in columns if (several or column not in ("articles", "history")) and any(row[column] is not None for row in claims)]
