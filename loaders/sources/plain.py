"""Articles in plain text, with an optional block of ``Title:``, ``Date:``, ``URL:``, ``Source:``, ``Lang:``, ``Id:`` lines before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.errors import SourceError
from loaders.sources.cleaning import normalise_text
from loaders.sources.draft import Draft, too_long
from loaders.sources.encoding import decode, is_binary
from loaders.sources.forms import Opened, kind_of_binary
from loaders.sources.options import SourceOptions
from loaders.sources.paragraphs import headline_of, unwrap

# English and German names of the lines, and the fields of a draft; "" for what is known but not kept.
FRONT_KEYS = {
    "title": "title", "titel": "title", "date": "date", "datum": "date", "published": "date", "url": "url", "link": "url", "source": "source",
    "quelle": "source", "publisher": "source", "lang": "lang", "language": "lang", "sprache": "lang", "id": "id", "author": "", "autor": "",
}  # fmt: skip
_FRONT_LINE = re.compile(r"([^\W\d_]+):[ \t]*(.*)")
# The widest encoding takes four bytes for what may be one byte of UTF-8.
_WIDEST = 4
# Markup and white space may be as long as the text itself.
_MOST_MARKUP = 2


def read_text(opened: Opened, options: SourceOptions) -> Iterator[Draft]:
    """The one article of a text file.

    A single line above the first empty line that does not end like a sentence is taken for the title; it stays in the text too.

    Raises:
        SourceError: binary, empty, too long or in no known encoding.
    """
    text = normalise_text(read_characters(opened, options))
    fields, body = split_front_block(text)
    title = fields.pop("title", None) or headline_of(body)
    yield replace(draft_of(opened, fields), text=unwrap(body), title=title)


def read_characters(opened: Opened, options: SourceOptions) -> str:
    """All characters of a source that is text, if they may be few enough to be taken.

    Raises:
        SourceError: binary, empty, too long or in no known encoding.
    """
    limit = _WIDEST * options.max_text_bytes + _WIDEST
    content = opened.stream.read(limit + 1)
    if not content.strip(b"\0\t\n\r\f "):
        raise SourceError(opened.where, "is empty")
    if len(content) > limit:
        raise SourceError(opened.where, too_long(len(content), options).replace("has ", "has more than ", 1))
    if is_binary(content[:100_000]):
        raise SourceError(opened.where, f"is {kind_of_binary(content)}, not text")
    try:
        text = decode(content, opened.charset)
    except ValueError as error:
        raise SourceError(opened.where, str(error)) from error
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > _MOST_MARKUP * options.max_text_bytes:
        raise SourceError(opened.where, too_long(size, options))
    return text


def split_front_block(text: str) -> tuple[dict[str, str], str]:
    """The fields of the block of ``Key: value`` lines that a text may begin with, and the text after it.

    It is one only if every line up to the first empty line has a known key.
    """
    block, _, rest = text.partition("\n\n")
    found = [_FRONT_LINE.fullmatch(line) for line in block.split("\n")]
    keys = [FRONT_KEYS.get(line[1].lower()) if line else None for line in found]
    if not rest.strip() or None in keys:
        return {}, text
    return {key: line[2].strip() for key, line in zip(keys, found, strict=True) if key and line and line[2].strip()}, rest


def draft_of(opened: Opened, fields: dict[str, str]) -> Draft:
    """A draft without text, from what the article says of itself and where it came from."""
    draft = Draft(opened.where, "", url=opened.url, origin=opened.origin)
    return replace(draft, **fields)


__all__ = ["FRONT_KEYS", "draft_of", "read_characters", "read_text", "split_front_block"]
