"""The reading of articles: whatever a user names, to checked and normalised documents, one by one.

::

    a file, folder, pattern, -, address        places, web      which streams there are
      │  stream of bytes, unpacked             streams, forms   within bounds; which form it has
      ▼
    plain, markdown, page, json_articles, feed, pdf             one reader per form
      │  Draft                                 encoding, paragraphs, dates, addresses
      ▼
    draft, repeats                             cleaning         normal text, id, date; each article once
      │
      ▼  Document or Refusal

Nothing that a source holds stops the run: what cannot be taken becomes a :class:`kg.model.Refusal` with one reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from kg.errors import SourceError
from kg.model import Document, Refusal
from loaders.sources.draft import Draft, finish_draft
from loaders.sources.forms import Form, Opened
from loaders.sources.options import SourceOptions
from loaders.sources.places import STDIN, find_places, open_file, open_stdin, reason_of, scheme_of
from loaders.sources.repeats import Repeats

Reader = Callable[[Opened, SourceOptions], Iterator[Draft | Refusal]]


def read_sources(sources: Iterable[str], options: SourceOptions | None = None) -> Iterator[Document | Refusal]:
    """Read all articles of all sources, in the order named; memory does not grow with their number.

    Args:
        sources: files, folders, glob patterns, ``-`` for standard input, http or https addresses.
        options: limits and habits; the defaults of :class:`SourceOptions` if not given.

    Yields:
        A document for each article that can be taken, a refusal with its reason for each that cannot.
    """
    options = options or SourceOptions()
    with Repeats() as repeats:
        for source in [sources] if isinstance(sources, str) else sources:
            for found in _open_all(source, options):
                if isinstance(found, Refusal):
                    yield found
                else:
                    yield from _read(found, options, repeats)


def _open_all(source: str, options: SourceOptions) -> Iterator[Opened | Refusal]:
    if source == STDIN:
        yield _opened(open_stdin)
    elif scheme_of(source):
        from loaders.sources.web import open_address

        yield _opened(partial(open_address, source, options))
    else:
        for place in find_places(source, options):
            yield place if isinstance(place, Refusal) else _opened(partial(open_file, place))


def _opened(opening: Callable[[], Opened]) -> Opened | Refusal:
    try:
        return opening()
    except SourceError as error:
        return Refusal(error.where, error.reason)


def _read(opened: Opened, options: SourceOptions, repeats: Repeats) -> Iterator[Document | Refusal]:
    with opened.stream, repeats.noted(opened.where, options.note):
        try:
            for draft in reader_of(opened.form)(opened, options):
                article = draft if isinstance(draft, Refusal) else _finished(draft, options, repeats)
                if article is not None:
                    yield article
        except SourceError as error:
            yield Refusal(error.where, error.reason)
        except OSError as error:
            yield Refusal(opened.where, reason_of(error))


def _finished(draft: Draft, options: SourceOptions, repeats: Repeats) -> Document | Refusal | None:
    """The document; ``None`` if this run has had the same article before."""
    try:
        document = finish_draft(draft, options)
        return document if repeats.is_new(document, draft.where) else None
    except SourceError as error:
        return Refusal(error.where, error.reason)


def reader_of(form: Form) -> Reader:
    """The reader of a form; its libraries are imported with it, when the first source of that form comes up."""
    match form:
        case "text":
            from loaders.sources.plain import read_text

            return read_text
        case "markdown":
            from loaders.sources.markdown import read_markdown

            return read_markdown
        case "html":
            from loaders.sources.page import read_page

            return read_page
        case "json":
            from loaders.sources.json_articles import read_json

            return read_json
        case "jsonl":
            from loaders.sources.json_articles import read_json_lines

            return read_json_lines
        case "feed":
            from loaders.sources.feed import read_feed

            return read_feed
        case "pdf":
            from loaders.sources.pdf import read_pdf

            return read_pdf


__all__ = ["SourceOptions", "read_sources"]
