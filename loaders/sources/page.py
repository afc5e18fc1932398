"""Articles in web pages: the text without navigation, advertising and comments, and what the page says of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from kg.errors import SourceError
from loaders.sources.cleaning import normalise_text
from loaders.sources.draft import Draft
from loaders.sources.encoding import XML_DECLARATION, decode_markup, is_binary
from loaders.sources.forms import Opened, kind_of_binary
from loaders.sources.options import SourceOptions
from loaders.sources.paragraphs import without_headline
from loaders.sources.streams import read_whole

# Pictures and fonts that pages saved as one file carry inside.
_INLINE_FILE = re.compile(r"data:[\w.+/;=-]{0,100};base64,[A-Za-z0-9+/=%\s]*")
# So many characters of a page may belong to one byte of the longest article. Pages of news are 20 times as long as their text, but none
# has 2 MB of text; the extraction takes about a second per million characters.
_MOST_MARKUP = 5
_BULLET = re.compile(r"^- ", re.MULTILINE)
# What German and English pages call blocks that are not the article, as class or id.
_FURNITURE = re.compile(
    "cookie|consent|teaser|newsletter|advert|anzeige|werbung|promo|outbrain|taboola|related|recommend|more-articles|mehr-zum", re.IGNORECASE
)
_TEXT = ".//text()[not(parent::script or parent::style)]"
_PARAGRAPHS = "descendant-or-self::p//text()"
# Below this many letters what is left of a page is a notice or a menu, not an article.
_SHORTEST_ARTICLE = 80


def read_page(opened: Opened, options: SourceOptions) -> Iterator[Draft]:
    """The one article of an HTML page. Nothing is fetched, whatever the page refers to.

    Raises:
        SourceError: too large, binary, or no article is found in it.
    """
    content = read_whole(opened.stream, options.max_file_bytes, opened.where)
    if is_binary(content[:100_000]):
        raise SourceError(opened.where, f"is {kind_of_binary(content)}, not an HTML page")
    try:
        page = decode_markup(content, opened.charset)
    except ValueError as error:
        raise SourceError(opened.where, str(error)) from error
    page = _INLINE_FILE.sub("", page)
    if len(page) > _MOST_MARKUP * options.max_text_bytes:
        raise SourceError(opened.where, f"has {len(page) / 1e6:.0f} million characters of HTML, too much for one article")
    found, lang = _extract(page, opened)
    text = without_headline(normalise_text(_BULLET.sub("", found.text or "").replace("\n", "\n\n")), found.title)
    if sum(map(str.isalpha, text)) < _SHORTEST_ARTICLE:
        raise SourceError(opened.where, "no article text is found in the page (only a menu, a notice or a paywall?)")
    yield Draft(opened.where, text, found.title, found.date, lang, _address(found.url, opened.url), found.sitename, origin=opened.origin)


def html_to_text(fragment: str) -> str:
    """All visible words of a piece of HTML; paragraphs, headings and list items become paragraphs.

    >>> html_to_text("<p>SAP &amp; Siemens</p><ul><li>eins<li>zwei</ul><script>x</script>")
    'SAP & Siemens\\n\\neins\\n\\nzwei'
    """
    from lxml import etree, html

    if not fragment.strip():
        return ""
    try:
        root = html.fromstring(f"<div>{XML_DECLARATION.sub('', fragment)}</div>")
    except (etree.LxmlError, ValueError):
        return ""
    pieces: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        _write_piece(pieces, event, node)
    return normalise_text("".join(pieces))


_HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "svg", "button", "form", "figure"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
})  # fmt: skip


def _write_piece(pieces: list[str], event: str, node: Any) -> None:
    """Append what a step of the walk adds; ``node.tail`` belongs to the end of the node."""
    if event == "start":
        if node.tag in _HIDDEN:
            for below in list(node):
                node.remove(below)
            node.text = None
        pieces.append("\n\n" if node.tag in _BLOCKS else "\n" if node.tag == "br" else "")
        pieces.append(re.sub(r"\s+", " ", node.text or ""))
    else:
        pieces.append("\n\n" if node.tag in _BLOCKS else "")
        pieces.append(re.sub(r"\s+", " ", node.tail or ""))


@cache
def _quiet() -> None:
    """The extractor logs every page that it finds nothing in; the refusal says it already."""
    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _extract(page: str, opened: Opened) -> tuple[Any, str | None]:
    """What trafilatura finds, and the ``lang`` attribute of the page."""
    import trafilatura
    from lxml import etree
    from trafilatura.utils import load_html

    _quiet()
    nothing = SourceError(opened.where, "no article text is found in the page")
    try:
        tree = load_html(page)
        if tree is None:
            raise nothing
        _drop_furniture(tree)
        language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        dates = {"original_date": True, "extensive_search": False}
        found = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dates)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, AssertionError, RecursionError) as error:
        raise SourceError(opened.where, f"the page cannot be read ({type(error).__name__})") from error
    if found is None:
        raise nothing
    return found, language


def _drop_furniture(tree: Any) -> None:
    """Take out blocks whose class or id names them as advertising, a consent notice or hints at other articles.

    Only such as hold something to click on, for a lead paragraph may be called "teaser" too; and none that holds the better part of the
    page's text or of its paragraphs, for pages mark their whole body with such words.
    """
    text, paragraphs = _letters(tree, _TEXT), _letters(tree, _PARAGRAPHS)
    for node in [*tree.iter("div", "section", "aside", "ul", "article", "p", "dialog")]:
        named = _FURNITURE.search(f"{node.get('class', '')} {node.get('id', '')}")
        if not named or node.getparent() is None:
            continue
        if next(node.iter("a", "button"), None) is None:
            if named[0].lower() == "teaser":
                node.attrib.pop("class", None)  # or trafilatura takes it for a hint
        elif 2 * _letters(node, _TEXT) <= text and 2 * _letters(node, _PARAGRAPHS) <= paragraphs:
            node.drop_tree()


def _letters(node: Any, path: str) -> int:
    return sum(sum(map(str.isalpha, piece)) for piece in node.xpath(path))


def _address(claimed: str | None, actual: str | None) -> str | None:
    """The address that the page claims for itself; a page from the web may not claim one of another host."""
    if actual is None or not claimed:
        return actual or claimed
    claimed = urljoin(actual, claimed)
    return claimed if urlsplit(claimed).hostname == urlsplit(actual).hostname else actual


__all__ = ["html_to_text", "read_page"]
