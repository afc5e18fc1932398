"""The guide of ``docs/guide.md`` as a page of slides, as the classic Browser shows one with ``:play ADDRESS``.

A click on a query there puts it into the editor. Pictures are left out: the reader has the Browser before their eyes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.errors import SchemaError
from kg.resources import resource_folder


def read_guide(path: Path | None = None) -> str:
    """The Markdown of the guide; by default of the one that came with the program.

    Raises:
        SchemaError: it is not there or no text.
    """
    path = path or resource_folder("docs") / "guide.md"
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(str(path), "file", f"cannot be read as UTF-8 text: {error}") from None


def guide_page(markdown: str) -> str:
    """A slide for each heading of the first and second level with what stands below it; raw HTML is shown as text."""
    reader = MarkdownIt("commonmark", {"html": False})
    slides = "".join(f"<slide>\n{_slide(reader, tokens)}</slide>\n" for tokens in _slides(reader.parse(markdown)))
    return f'<article class="guide">\n<carousel class="deck container-fluid">\n{slides}</carousel>\n</article>\n'


def _slides(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    starts = [number for number, token in enumerate(tokens) if token.type == "heading_open" and token.tag in ("h1", "h2")]
    return (tokens[start:end] for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True))


def _slide(reader: MarkdownIt, tokens: Sequence[Token]) -> str:
    parts = []
    for number, token in enumerate(tokens):
        around = tokens[max(0, number - 1) : number + 2]
        if token.type == "fence":
            parts.append(f'<pre class="code runnable">{escape(token.content.rstrip(), quote=False)}</pre>\n')
        elif token.type == "heading_open":
            parts.append("<h3>")
        elif token.type == "heading_close":
            parts.append("</h3>\n")
        elif not (token.type in ("paragraph_open", "inline", "paragraph_close") and any(map(_is_picture, around))):
            parts.append(reader.renderer.render([token], reader.options, {}))
    return "".join(parts)


def _is_picture(token: Token) -> bool:
    return token.type == "inline" and [child.type for child in token.children or ()] == ["image"]


__all__ = ["guide_page", "read_guide"]
