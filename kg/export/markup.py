"""What our pages of HTML have in common: a frame with blanks, a policy that lets nothing run but what is in the page, safe addresses."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from kg.export.terms import Iri, address

FOLDER = Path(__file__).with_name("page")
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@cache
def page_file(name: str) -> str:
    """The text of a file of ``page/``."""
    return (FOLDER / name).read_text(encoding="utf-8")


def fill_frame(name: str, scripts: dict[str, str], styles: dict[str, str], parts: dict[str, str], foreign_styles: tuple[str, ...] = ()) -> str:
    """A frame of ``page/`` with its blanks filled and, in its Content-Security-Policy, the hashes of its scripts and styles.

    Args:
        name: of the frame.
        scripts: blank → source.
        styles: blank → style sheet.
        parts: blank → HTML.
        foreign_styles: style sheets that a script adds to the page.
    """
    hashes = {
        "script_hashes": " ".join(source_hash(source) for source in scripts.values()),
        "style_hashes": " ".join(source_hash(source) for source in (*styles.values(), *foreign_styles)),
    }
    return Template(page_file(name)).substitute(scripts | styles | parts | hashes)


def html_text(value: str) -> str:
    """Text as HTML, also between quotation marks; control characters and halves of characters become a replacement character.

    >>> html_text('<b> & "x"'), html_text("a\\x00b") == "a\\ufffdb"
    ('&lt;b&gt; &amp; &quot;x&quot;', True)
    """
    return escape(_NO_TEXT.sub("\ufffd", value))


def source_hash(source: str) -> str:
    """A script or style sheet as a Content-Security-Policy names it.

    >>> source_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def web_address(url: str | None) -> str | None:
    """The address where it may be a link: http or https, and nothing in it that is no part of an address.

    >>> web_address("https://a.example/b?c=1"), web_address("javascript:alert(1)"), web_address(None)
    ('https://a.example/b?c=1', None, None)
    """
    found = address(url) if url else None
    return found.local if isinstance(found, Iri) else None


__all__ = ["FOLDER", "fill_frame", "html_text", "page_file", "source_hash", "web_address"]
