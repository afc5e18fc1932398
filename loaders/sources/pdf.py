"""Articles in PDF files that have a text layer."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import SourceError
from loaders.sources.cleaning import normalise_text, one_line
from loaders.sources.draft import Draft, too_long
from loaders.sources.forms import Opened
from loaders.sources.options import SourceOptions
from loaders.sources.paragraphs import headline_of, reflow, without_headline
from loaders.sources.streams import read_whole

if TYPE_CHECKING:
    from pypdf import PdfReader

# What pypdf raises on damaged files beside its own errors.
_DAMAGES = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, OverflowError, ZeroDivisionError,
    NotImplementedError, EOFError, MemoryError, OSError, zlib.error,
)  # fmt: skip
_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")
# Titles that programs write for want of one.
_NO_TITLE = re.compile(r"(?:microsoft word|microsoft powerpoint|untitled|unbenannt|document\d*$|dokument\d*$)|\.(?:docx?|odt|indd|pdf|tex|qxp)$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:(?:page|seite|p\.|s\.)\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|von|/)\s*\d{1,4})?", re.IGNORECASE)
# A line on so many pages, and so great a part of them, is a running head or foot.
_LEAST_PAGES, _MOST_OF_PAGES = 3, 0.6


def read_pdf(opened: Opened, options: SourceOptions) -> Iterator[Draft]:
    """The one article of a PDF file: running heads, feet and page numbers are left out, divided words and lines joined.

    Raises:
        SourceError: too large, damaged, encrypted, without a text layer, or too long.
    """
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    content = read_whole(opened.stream, options.max_file_bytes, opened.where)
    try:
        yield _article(content, opened, options)
    except DependencyError as error:
        raise SourceError(opened.where, "the PDF is encrypted; save it without a password first") from error
    except (PyPdfError, *_DAMAGES) as error:
        raise SourceError(opened.where, f"the PDF is damaged ({one_line(str(error))[:80] or type(error).__name__})") from error


def _article(content: bytes, opened: Opened, options: SourceOptions) -> Draft:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(opened.where, "the PDF is encrypted; save it without a password first")
    pages = _pages(reader, opened, options)
    text = reflow(list(_without_running_lines(pages)))
    if not any(map(str.isalpha, text)):
        raise SourceError(opened.where, f"the PDF has no text layer ({len(pages)} scanned or empty pages); run text recognition (OCR) on it first")
    about = reader.metadata
    title = one_line((about.title if about else None) or "")
    title = title if title and not _NO_TITLE.search(title) else headline_of(text) or ""
    written = about.get("/CreationDate") if about else None
    date = _PDF_DATE.match(str(written)) if written else None
    return Draft(
        opened.where,
        without_headline(text, title),
        title,
        "-".join(date.groups()) if date else None,
        url=opened.url,
        origin=opened.origin,
    )


def _pages(reader: PdfReader, opened: Opened, options: SourceOptions) -> list[str]:
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(normalise_text(page.extract_text()))
        size += len(pages[-1].encode())
        if size > 2 * options.max_text_bytes:
            raise SourceError(opened.where, too_long(size, options).replace("has ", "has more than ", 1))
    return pages


def _without_running_lines(pages: list[str]) -> Iterator[str]:
    """The lines of all pages without page numbers and without first or last lines that most pages share."""
    edges = Counter(line for page in pages for line in {*page.split("\n")[:2], *page.split("\n")[-2:]})
    running = {line for line, count in edges.items() if count >= max(_LEAST_PAGES, _MOST_OF_PAGES * len(pages))}
    for page in pages:
        yield from (line for line in page.split("\n") if line not in running and not _PAGE_NUMBER.fullmatch(line))


__all__ = ["read_pdf"]
