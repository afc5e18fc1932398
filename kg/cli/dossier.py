"""The folder of a dossier: a page for each report that found something, and one that lists them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.output import markdown_lines, markdown_text
from kg.cli.pages import asked, counted_rows, heading, page, paragraph, report_parts, text
from kg.export.targets import folder_target

if TYPE_CHECKING:
    from kg.reports import Report
    from kg.reports.dossier import Chapter

FORMATS = ("md", "html")
"""Formats that a dossier may have; its files end in them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index says of one report: how many rows it found, or why it was not run."""

    report: Report
    rows: int
    left_out: str

    @property
    def state(self) -> str:
        """In words."""
        return f"not run: {self.left_out}" if self.left_out else counted_rows(self.rows)


def write_dossier(folder: Path, name: str, chapters: Iterable[Chapter], reports: Iterable[Report], form: str, tell: Callable[[str], None]) -> list[Entry]:
    """Write a dossier; it appears whole or not at all, and takes the place of an earlier one.

    Args:
        folder: where to; it must not hold anything but an earlier dossier.
        name: of the company.
        chapters: its reports, in order.
        reports: all that there are: an earlier dossier's files are called by them.
        form: one of :data:`FORMATS`.
        tell: takes one line for each report.

    Raises:
        UsageError: it cannot be written there, or something else is there.
    """
    names = {f"{stem}.{ending}" for stem in ("index", *(report.name for report in reports)) for ending in FORMATS}
    entries: list[Entry] = []
    with folder_target(folder, names) as target:
        for chapter in chapters:
            if chapter.rows:
                _write(target / f"{chapter.report.name}.{form}", _html_chapter(name, chapter) if form == "html" else _markdown_chapter(name, chapter))
            entries.append(Entry(chapter.report, len(chapter.rows), chapter.left_out))
            tell(f"{chapter.report.name}: {entries[-1].state}")
        _write(target / f"index.{form}", _html_index(name, entries) if form == "html" else _markdown_index(name, entries))
    return entries


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", errors="replace", newline="\n")


def _title(name: str, chapter: Chapter) -> str:
    return f"{chapter.report.title}: {name}"


def _groups(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    return ((group, list(members)) for group, members in groupby(entries, key=lambda entry: entry.report.group))


def _markdown_chapter(name: str, chapter: Chapter) -> str:
    columns = [column.name for column in chapter.report.columns]
    head = [f"# {markdown_text(_title(name, chapter))}", "", markdown_text(chapter.report.answers), "", markdown_text(asked(chapter.given)), ""]
    return "\n".join([*head, *markdown_lines(chapter.rows, columns), "", "[All reports](index.md)", ""])


def _markdown_index(name: str, entries: list[Entry]) -> str:
    lines = [f"# Dossier: {markdown_text(name)}", "", _summary(entries), ""]
    for group, members in _groups(entries):
        lines += [f"## {group}", "", "| report | found | answers |", "| --- | --- | --- |"]
        for entry in members:
            title = markdown_text(entry.report.title)
            linked = f"[{title}]({entry.report.name}.md)" if entry.rows else title
            lines.append(f"| {linked} | {markdown_text(entry.state)} | {markdown_text(entry.report.answers)} |")
        lines.append("")
    return "\n".join(lines)


def _html_chapter(name: str, chapter: Chapter) -> str:
    return page(_title(name, chapter), [*report_parts(chapter.report, chapter.given, chapter.rows), '<p><a href="index.html">All reports</a></p>'])


def _html_index(name: str, entries: list[Entry]) -> str:
    parts = [paragraph(_summary(entries))]
    for group, members in _groups(entries):
        items = "\n".join(f"<li>{_html_entry(entry)}</li>" for entry in members)
        parts += [heading(group), f"<ul>\n{items}\n</ul>"]
    return page(f"Dossier: {name}", parts)


def _html_entry(entry: Entry) -> str:
    title = text(entry.report.title)
    linked = f'<a href="{text(entry.report.name)}.html">{title}</a>' if entry.rows else title
    return f'{linked} <span class="soft">({text(entry.state)})<br>{text(entry.report.answers)}</span>'


def _summary(entries: Iterable[Entry]) -> str:
    """How the reports fared, in a line.

    >>> _summary([])
    '0 reports found something, 0 found nothing.'
    """
    every = list(entries)
    found, left_out = sum(1 for entry in every if entry.rows), sum(1 for entry in every if entry.left_out)
    return f"{found} reports found something, {len(every) - found - left_out} found nothing{f', {left_out} were not run' if left_out else ''}."


__all__ = ["FORMATS", "Entry", "write_dossier"]
