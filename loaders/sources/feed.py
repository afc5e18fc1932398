"""Articles in RSS and Atom feeds: the entries that hold the whole article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import SourceError
from kg.model import Refusal
from loaders.sources.cleaning import normalise_text, one_line
from loaders.sources.draft import Draft
from loaders.sources.encoding import decode_markup, is_binary
from loaders.sources.forms import Opened, kind_of_binary
from loaders.sources.options import SourceOptions
from loaders.sources.page import html_to_text
from loaders.sources.streams import read_whole

# RSS allows a summary or the whole article as description; teasers have 100 to 300 characters.
_SHORTEST_DESCRIPTION = 400
# How texts end that go on elsewhere.
_CUT_OFF = re.compile(r"(?:\[(?:…|\.\.\.|&hellip;)\]|…|\.\.\.|\b(?:read more|continue reading|weiterlesen|mehr lesen|zum artikel))[\s.»›>→]*$", re.IGNORECASE)


def read_feed(opened: Opened, options: SourceOptions) -> Iterator[Draft | Refusal]:
    """The articles of a feed; an entry with only a teaser is refused, with the address where the whole article is.

    Raises:
        SourceError: too large, not a feed, or a feed without entries.
    """
    import feedparser

    content = read_whole(opened.stream, options.max_file_bytes, opened.where)
    if is_binary(content[:100_000]):
        raise SourceError(opened.where, f"is {kind_of_binary(content)}, not a feed")
    try:
        text = decode_markup(content, opened.charset)
        # Bytes behind read(): a string would be tried as an address and as a file name first.
        feed = feedparser.parse(io.BytesIO(text.encode()), response_headers={"content-type": "application/xml; charset=utf-8"})
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise SourceError(opened.where, f"the feed cannot be read ({one_line(str(error))[:80] or type(error).__name__})") from error
    if not feed.get("version") and not feed.entries:
        raise SourceError(opened.where, "is XML but neither RSS nor Atom")
    if not feed.entries:
        raise SourceError(opened.where, "the feed contains no entries")
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        options.note(opened.where, f"the feed is not well-formed ({one_line(str(feed.bozo_exception))[:80]}); the entries that can be read are taken")
    for number, entry in enumerate(feed.entries, start=1):
        yield _article(entry, feed.feed, f"{opened.where}#{number}", opened)


def _article(entry: Any, feed: Any, where: str, opened: Opened) -> Draft | Refusal:
    title = html_to_text(entry.get("title") or "")
    url = entry.get("link")
    text, whole = _text(entry)
    if not whole:
        place = f"; read its page instead: {one_line(url)}" if url else ""
        held = f"only a teaser of {len(text.split())} words" if text else "only a title"
        return Refusal(where, f"{held}, not the article{place}")
    source = (entry.get("source") or {}).get("title") or feed.get("title")
    lang = next((piece.get("language") for piece in entry.get("content", ()) if piece.get("language")), None) or feed.get("language")
    date = entry.get("published") or entry.get("updated") or entry.get("created")
    return Draft(where, text, title, date, lang, url, html_to_text(source or ""), origin=opened.origin)


def _text(entry: Any) -> tuple[str, bool]:
    """The longest text of an entry, and whether it is the whole article."""
    content = max((_plain(piece) for piece in entry.get("content", ())), key=len, default="")
    summary = _plain(entry.get("summary_detail") or {})
    if content and len(content) >= len(summary):
        return content, not _CUT_OFF.search(content)
    return summary, len(summary) >= _SHORTEST_DESCRIPTION and not _CUT_OFF.search(summary)


def _plain(piece: Any) -> str:
    value = piece.get("value") or ""
    return html_to_text(value) if "html" in (piece.get("type") or "html") or "</" in value else normalise_text(value)


__all__ = ["read_feed"]
