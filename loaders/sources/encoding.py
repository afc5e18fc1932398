"""Bytes to characters, for files that do not say how they were written or say it wrongly."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Names under which Windows-1252 travels (the WHATWG encoding standard reads them all as Windows-1252).
_WESTERN = {"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "cp1252", "windows-1252", "x-cp1252"}
# One-byte alphabets that German and English texts come in, most likely first.
_CANDIDATES = ("cp1252", "iso8859-15", "cp850", "mac-roman")
_LETTERS = frozenset("äöüßÄÖÜẞéèêëáàâåãæçíìîïñóòôõøœúùûýšžčćłÉÈÁÀÂÅÆÇÍÑÓÔØŒÚŠŽČ")
_MARKS = frozenset("„“”‚‘«»‹›–—…•·€£¥§°©®™±²³µ½¼¾×\u00a0\u00ad´¡¿¢¶¬†‡‰¨ªº")
# An expected reading may hold at most this share of unexpected characters among those beyond ASCII.
_TOLERANCE = 0.05
# German has about 2 characters beyond ASCII in 100, a French headline up to 10, Russian 80: what has more of them is no Western alphabet.
_MOST_BEYOND_ASCII = 0.2
_FEW = 5
_SAMPLE = 200_000
# Where a page may declare its encoding: browsers look at the first 1,024 bytes, some pages put scripts before it.
_DECLARATION_BYTES = 8_192
_DECLARATION = re.compile(rb"""<meta[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
XML_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
# Bytes that text does not hold: the control characters but BEL, BS, TAB, LF, VT, FF, CR, SUB and ESC.
_CONTROL_BYTES = bytes(sorted(set(range(32)) - set(b"\a\b\t\n\v\f\r\x1a\x1b")))


def _western_byte(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: bytes that are not UTF-8 are read as Windows-1252; half a character at the very end is dropped."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.reason == "unexpected end of data":
        return "", error.end
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


WESTERN_FALLBACK = "kg-western"
codecs.register_error(WESTERN_FALLBACK, _western_byte)


def encoding_of_start(head: bytes) -> str | None:
    """The Unicode encoding that a byte order mark announces, or ``None``."""
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def decode(content: bytes, declared: str | None = None) -> str:
    """Read text of unknown encoding.

    Asked in this order: a byte order mark; whether it is valid UTF-8; the declared encoding; UTF-8 with a few foreign bytes; the
    Western alphabets, if what comes out looks like German or English; charset-normalizer.

    Args:
        content: the whole text.
        declared: what a header, ``<meta charset>`` or XML declaration says, if anything.

    Returns:
        The characters.

    Raises:
        ValueError: nothing readable comes out; the message says so.

    >>> decode("Übernahme für 5 €".encode("cp1252"))
    'Übernahme für 5 €'
    """
    marked = encoding_of_start(content) or _unmarked_utf16(content)
    if marked:
        return content.decode(marked, "replace")
    for attempt in _attempts(content, declared):
        if attempt is not None:
            return attempt
    raise ValueError("the encoding is not recognised; save it as UTF-8")


def decode_markup(content: bytes, header: str | None = None) -> str:
    """Read an HTML page or an XML file of unknown encoding.

    Args:
        content: the whole page.
        header: the encoding that the web server gave, which counts before what the page says.

    Returns:
        The characters, without the XML declaration, which does not hold any more.

    Raises:
        ValueError: nothing readable comes out; the message says so.
    """
    found = _DECLARATION.search(content[:_DECLARATION_BYTES])
    declared = (found[1] or found[2]).decode("ascii", "replace") if found else None
    return XML_DECLARATION.sub("", decode(content, header or declared))


def is_binary(head: bytes) -> bool:
    """Whether a file that begins so is no text in any encoding."""
    if encoding_of_start(head) or _unmarked_utf16(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return b"\0" in head or controls > 0.01 * len(head)


def _attempts(content: bytes, declared: str | None) -> Iterator[str | None]:
    yield _strictly(content, "utf-8")
    if declared and _known(declared) not in (None, "utf-8"):
        yield _strictly(content, "cp1252" if declared.strip().lower() in _WESTERN else declared)
    if _mostly_utf8(content):
        yield content.decode("utf-8", WESTERN_FALLBACK)
    for candidate in _CANDIDATES:
        text = _strictly(content, candidate)
        yield text if text is not None and _looks_western(text) else None
    yield _detected(content)


def _known(encoding: str) -> str | None:
    try:
        return codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        return None


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding.strip())
    except (UnicodeError, LookupError, ValueError):
        return None


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: nearly every second byte of a Western text is zero."""
    head = content[: 2 * (min(len(content), 2_000) // 2)]
    if len(head) < 4 or head.count(0) < 0.4 * len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) > 0.02 * len(head):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _mostly_utf8(content: bytes) -> bool:
    """Whether bytes that are not UTF-8 are the exception among those beyond ASCII (a cut-off end, a pasted quote)."""
    text = content[:_SAMPLE].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for character in text if character > "\x7f") - wrong
    return right > 2 * wrong


def _looks_western(text: str) -> bool:
    beyond = [index for index, character in enumerate(text[:_SAMPLE]) if character > "\x7f"]
    if len(beyond) > max(_FEW, _MOST_BEYOND_ASCII * min(len(text), _SAMPLE)):
        return False
    odd = sum(1 for index in beyond if not _expected(text, index))
    return odd <= _TOLERANCE * len(beyond)


def _expected(text: str, index: int) -> bool:
    """Whether a character beyond ASCII stands where German or English would have it: marks are not inside words."""
    character = text[index]
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if character in _LETTERS:
        return True
    if character == "’":
        return True
    return character in _MARKS and not (before.isalpha() and after.isalpha() and character not in "–—…·\u00a0\u00ad")


def _detected(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE]).best()
    if best is None:
        return None
    return content.decode(best.encoding, "replace")


__all__ = ["WESTERN_FALLBACK", "XML_DECLARATION", "decode", "decode_markup", "encoding_of_start", "is_binary"]
