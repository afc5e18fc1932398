"""An article as a reader found it, and what it takes to become a :class:`kg.model.Document`."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import SourceError
from kg.model import Document, content_id
from loaders.sources.addresses import canonical_url
from loaders.sources.cleaning import normalise_text, one_line
from loaders.sources.dates import date_of_name, parse_date
from loaders.sources.options import SourceOptions

_LONGEST_ID = 500
# ISO 639-2 and -3 codes that feeds and pages use for the languages most often met.
_LONG_CODES = {"deu": "de", "ger": "de", "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "nld": "nl", "dut": "nl"}


@dataclass(frozen=True, slots=True)
class Draft:
    """One article before it is checked; every field as the source gave it.

    Attributes:
        where: the source as the user named it, with line or entry number where there is one.
        text: the article, without markup.
        title, date, lang, url, source, id: as in :class:`kg.model.Document`, unchecked.
        origin: name of the file or host that it came from, the last resort for date and source.
    """

    where: str
    text: str
    title: str | None = None
    date: str | None = None
    lang: str | None = None
    url: str | None = None
    source: str | None = None
    id: str | None = None
    origin: str | None = None


def finish_draft(draft: Draft, options: SourceOptions) -> Document:
    """Check and normalise an article.

    The id is the given one; else it is made from the address, else from title and text, so that a file may be moved or renamed
    without its article becoming another one. A date, address or language that is not understood is left out, with a note.

    Raises:
        SourceError: it has no text, or more than ``options.max_text_bytes``.
    """
    text = normalise_text(draft.text)
    if not any(map(str.isalnum, text)):
        raise SourceError(draft.where, "is empty: there is no text in it")
    size = len(text.encode())
    if size > options.max_text_bytes:
        raise SourceError(draft.where, too_long(size, options))
    title = one_line(draft.title or "") or None
    url = _address(draft, options)
    given = one_line(draft.id or "")
    if len(given) > _LONGEST_ID:
        raise SourceError(draft.where, f"the id has {len(given)} characters; at most {_LONGEST_ID} are taken")
    return Document(
        id=given or (content_id(url) if url else content_id(title, text)),
        text=text,
        title=title,
        date=_date(draft, options),
        lang=_language(draft, options),
        url=url,
        source=one_line(draft.source or "") or one_line(draft.origin or "") or None,
    )


def too_long(size: int, options: SourceOptions) -> str:
    """The reason for refusing a text of ``size`` bytes."""
    return f"has {size / 1e6:.1f} MB of text; at most {options.max_text_bytes / 1e6:.1f} MB are read as one article"


def _address(draft: Draft, options: SourceOptions) -> str | None:
    if not draft.url or not draft.url.strip():
        return None
    url = canonical_url(draft.url)
    if url is None:
        options.note(draft.where, f"the address “{one_line(draft.url)[:80]}” is not one of the web (http, https); the article is taken without it")
    return url


def _date(draft: Draft, options: SourceOptions) -> str | None:
    named = date_of_name(draft.origin or "")
    if not draft.date or not draft.date.strip():
        return named
    date = parse_date(draft.date)
    if date is None:
        instead = f"the file name's {named} is taken" if named else "the article is taken without a date"
        options.note(draft.where, f"the date “{one_line(draft.date)[:40]}” is not understood (write 2025-09-26); {instead}")
    return date or named


def _language(draft: Draft, options: SourceOptions) -> str | None:
    code = (draft.lang or "").strip().lower().replace("_", "-").split("-")[0]
    code = _LONG_CODES.get(code, code)
    return code if len(code) == 2 and code.isascii() and code.isalpha() else options.lang


__all__ = ["Draft", "finish_draft", "too_long"]
