"""How a profile looks: on a terminal, in Markdown, as a page, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import rich_click as click

from kg.cli.output import markdown_lines, markdown_text, print_rows, printable
from kg.cli.pages import heading, is_web, page, paragraph, table

if TYPE_CHECKING:
    from kg.reports.profile import Profile, Section

_ALIASES = 6
_NEWS = "latest news"
_FULL = ["name", "details", "status", "confidence", "sentence", "date", "article", "source"]
_ARTICLES = ["date", "article", "source", "language", "mentions"]


def print_profile(profile: Profile) -> None:
    """A profile as one table that fits a screen: title of the section, what, details, status, day and source."""
    click.echo(printable(profile.name))
    for line in about(profile):
        click.echo(f"  {line}")
    rows = [line for section in profile.sections for line in _lines(section)]
    rows += [{"": "" if number else _NEWS, "what": row["article"], "as of": row["date"], "source": origin(row)} for number, row in enumerate(profile.news)]
    print_rows(rows, "table", columns=["", "what", "details", "status", "as of", "source"])


def _lines(section: Section) -> Iterator[dict[str, Any]]:
    more = len(section.rows) < section.total
    for number, row in enumerate(section.rows):
        title = "" if number else section.title + (f" ({len(section.rows)} of {section.total})" if more else "")
        yield {"": title, "what": row["name"], "details": row["details"], "status": row["status"], "as of": row["date"], "source": origin(row)}


def about(profile: Profile) -> Iterator[str]:
    """What it is, in a line for each thing of the name: "Company · also called Alibaba Group · 5 articles, 2025-05-12 to 2025-10-20"."""
    for thing in profile.things:
        kind = f" ({thing['kind']})" if thing["kind"] else ""
        aliases = thing["aliases"] or []
        more = " …" if len(aliases) > _ALIASES else ""
        called = f"also called {', '.join(aliases[:_ALIASES])}{more}" if aliases else ""
        days = " to ".join(dict.fromkeys(day for day in (thing["first"], thing["last"]) if day))
        articles = f"{thing['articles']} article{'s' if thing['articles'] != 1 else ''}" + (f", {days}" if days else "")
        yield printable(" · ".join(filter(None, (f"{thing['type']}{kind}", called, articles))))


def origin(row: Mapping[str, Any]) -> str:
    """Where it stands, in few letters: the publisher, else the host, and how many articles say so beside.

    >>> origin({"publisher": None, "source": "https://news.example/a", "sources": 4}), origin({"publisher": "Handelsbote", "source": "x"})
    ('news.example +3', 'Handelsbote')
    """
    address = row["source"]
    where = row["publisher"] or (urlsplit(address).netloc if is_web(address) else address)
    return f"{where} +{row['sources'] - 1}" if row.get("sources", 1) > 1 else str(where)


def profile_json(profile: Profile) -> dict[str, Any]:
    """The profile for programs."""
    sections = {section.title: {"total": section.total, "rows": list(section.rows)} for section in profile.sections}
    return {"name": profile.name, "things": list(profile.things), "profile": sections, _NEWS: list(profile.news)}


def profile_markdown(profile: Profile) -> Iterator[str]:
    """The lines of the profile in Markdown."""
    yield from (f"# {markdown_text(profile.name)}", "", *(markdown_text(line) for line in about(profile)))
    for section in profile.sections:
        yield from ("", f"## {_counted(section)}", "", *markdown_lines(section.rows, _FULL))
    yield from ("", f"## {_NEWS}", "", *markdown_lines(profile.news, _ARTICLES))


def profile_page(profile: Profile) -> str:
    """The profile as a page of its own."""
    parts = [paragraph(line) for line in about(profile)]
    for section in profile.sections:
        parts += [heading(_counted(section)), table(section.rows, _FULL, "")]
    return page(profile.name, [*parts, heading(_NEWS), table(profile.news, _ARTICLES, "")])


def _counted(section: Section) -> str:
    return section.title + (f" ({len(section.rows)} of {section.total})" if len(section.rows) < section.total else "")


__all__ = ["about", "origin", "print_profile", "profile_json", "profile_markdown", "profile_page"]
