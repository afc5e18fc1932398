"""The characters of an article: what is harmless and the same everywhere, once and for all.

Everything later counts characters of the text that comes out of here. Letters, umlauts, typographic quotes and dashes stay as
they are; only what a reader cannot see, or what a terminal would obey, is taken out.
"""

from __future__ import annotations

import re
import unicodedata

# C1 control codes never stand in an article; where they seem to, Windows-1252 was read as Latin-1 (browsers read them the same way).
_MISREAD = re.compile("[\x80-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\u2028\u2029]")
# ECMA-48 escapes: CSI … final byte; OSC, DCS, SOS, PM, APC … string terminator or BEL; the two-character ones.
_ESCAPES = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[\\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\\\)?|\x1b[ -/]*[0-~]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Soft hyphen, zero-width space and non-joiner, direction marks and overrides, word joiner, byte order mark, annotation and tag characters.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MANY_BREAKS = re.compile("\n{3,}")
_LINE_EDGES = re.compile(" *\n *")


def normalise_text(text: str) -> str:
    """The text as every later stage sees it.

    Line ends become ``\\n`` (at most one empty line in a row), spaces of any width an ordinary space, letters with combining
    marks one character (NFC); control characters, terminal escapes, soft hyphens, direction overrides and other invisible
    characters go; half a surrogate pair becomes U+FFFD.

    >>> normalise_text("Ba\\u0308cker\\xa0AG\\r\\nRechen\\xadzentrum \\x1b[31mrot\\x1b[0m")
    'Bäcker AG\\nRechenzentrum rot'
    """
    text = _LINE_ENDS.sub("\n", _MISREAD.sub(_reread, text))
    text = _CONTROLS.sub("", _ESCAPES.sub("", text))
    text = _SURROGATES.sub("\ufffd", _SPACES.sub(" ", _INVISIBLE.sub("", text)))
    text = unicodedata.normalize("NFC", text)
    return _MANY_BREAKS.sub("\n\n", _LINE_EDGES.sub("\n", text)).strip()


def _reread(misread: re.Match[str]) -> str:
    return misread[0].encode("latin-1").decode("cp1252", "ignore")


def one_line(text: str) -> str:
    """A title, name or path for display: normalised, in one line, every run of spaces one space.

    >>> one_line(" SAP \\n wächst\\x07 ")
    'SAP wächst'
    """
    return " ".join(normalise_text(text).split())


__all__ = ["normalise_text", "one_line"]
