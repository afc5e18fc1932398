"""Articles in Markdown: the first heading is the title, the markup goes, what front matter says is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import SourceError
from loaders.sources.cleaning import one_line
from loaders.sources.draft import Draft
from loaders.sources.forms import Opened
from loaders.sources.options import SourceOptions
from loaders.sources.page import html_to_text
from loaders.sources.plain import FRONT_KEYS, draft_of, read_characters, split_front_block

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([^\W\d_]+)[ \t]*:[ \t]+(.+?)[ \t]*")
_TOKENS_OF_HEADING = 3
_BREAK = re.compile(r"\n[ \t]*\n")
# Markdown takes time in the square of the length of a paragraph; news paragraphs have some hundreds of characters.
_LONGEST_PARAGRAPH = 100_000


def read_markdown(opened: Opened, options: SourceOptions) -> Iterator[Draft]:
    """The one article of a Markdown file, with YAML-like front matter or a block of ``Key: value`` lines before it, if any.

    The heading that the file begins with is taken out of the text: the title holds it.

    Raises:
        SourceError: binary, empty, too long or in no known encoding.
    """
    fields, body = _split(read_characters(opened, options).replace("\r\n", "\n").replace("\r", "\n"))
    if max(map(len, _BREAK.split(body))) > _LONGEST_PARAGRAPH:
        raise SourceError(opened.where, f"has a paragraph of more than {_LONGEST_PARAGRAPH:,} characters, which no Markdown article has")
    parser = _parser()
    tokens = parser.parse(body)
    at = next((index for index, token in enumerate(tokens) if token.type == "heading_open"), None)
    heading = _words(parser, tokens[at + 1 : at + 2]) if at is not None else None
    title = fields.pop("title", None) or heading
    if at == 0 and heading and title and one_line(heading).casefold() == one_line(title).casefold():
        tokens = tokens[_TOKENS_OF_HEADING:]
    yield replace(draft_of(opened, fields), text=_words(parser, tokens), title=title)


def _split(text: str) -> tuple[dict[str, str], str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return split_front_block(text)
    lines = map(_FIELD.fullmatch, (found[1] or "").split("\n"))
    pairs = ((FRONT_KEYS.get(line[1].lower()), _unquoted(line[2])) for line in lines if line)
    return {key: value for key, value in pairs if key and value}, text[found.end() :]


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _words(parser: MarkdownIt, tokens: list[Token]) -> str:
    return html_to_text(parser.renderer.render(tokens, parser.options, {}))


__all__ = ["read_markdown"]
