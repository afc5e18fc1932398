"""Which form a source has: by its name, or by how it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Literal

from loaders.sources.encoding import decode, is_binary

Form = Literal["text", "markdown", "html", "json", "jsonl", "feed", "pdf"]

SUFFIXES: dict[str, Form] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xml": "feed", ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".pdf": "pdf",
}  # fmt: skip
# What lies beside saved web pages and articles without being one.
COMPANIONS = frozenset({
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".mp3", ".mp4", ".m4a", ".webm", ".css", ".js",
    ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot",
})  # fmt: skip
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive, Word or OpenDocument file"), (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"), (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"RIFF", "an image, sound or film"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"), (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"), (b"SQLite format 3", "an SQLite database"), (b"\x1f\x8b", "a gzip file"), (b"%PDF-", "a PDF"),
)  # fmt: skip
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1|meta|title|script)\b", re.IGNORECASE)
_JSON = re.compile(r'(?:\[\s*)?\{\s*(?:"|\}|$)|\[\s*(?:\]|$)')
_MARKDOWN = re.compile(r"#{1,2} \S|---\s*\n(?=[\w-]+:)")


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that is ready to be read.

    Attributes:
        where: as the user named it.
        form: which reader it goes to.
        stream: its content, unpacked.
        origin: name of the file without folders, or host of the address.
        url: its address, if it came from the web.
        charset: encoding that the web server gave, if any.
    """

    where: str
    form: Form
    stream: BinaryIO
    origin: str | None = None
    url: str | None = None
    charset: str | None = None


def suffix_of(name: str) -> str:
    """The suffix that tells the form, in lower case, a ``.gz`` left off.

    >>> suffix_of("news/2025.JSONL.gz"), suffix_of("README")
    ('.jsonl', '')
    """
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def form_of_content(head: bytes) -> Form:
    """The form that a source begins like.

    Args:
        head: its first bytes, some thousands if it has so many.

    Raises:
        ValueError: it is not text; the message says what it seems to be.
    """
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if is_binary(head):
        raise ValueError(f"is {kind_of_binary(head)}, not an article")
    start = decode(head).lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        page, feed = _HTML.search(start), _FEED.search(start)
        if feed and (not page or feed.start() < page.start()):
            return "feed"
        if page:
            return "html"
        return "feed" if start.startswith("<?xml") else "text"
    if _JSON.match(start):
        line, broken, _ = start.partition("\n")
        return "jsonl" if line.startswith("{") and (not broken or line.rstrip().endswith("}")) else "json"
    return "markdown" if _MARKDOWN.match(start) else "text"


def kind_of_binary(head: bytes) -> str:
    """What a file that is not text seems to be, with its article ("a PNG image")."""
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "a binary file")


def is_json_lines(head: bytes) -> bool:
    """Whether what calls itself JSON is JSON Lines: its first two lines are objects."""
    lines = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").split("\n", 2)
    return len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines[:2]) and lines[0].rstrip().endswith("}")


__all__ = ["COMPANIONS", "SUFFIXES", "Form", "Opened", "form_of_content", "is_json_lines", "kind_of_binary", "suffix_of"]
