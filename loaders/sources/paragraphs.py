"""Lines that were broken for the page, made paragraphs again."""

from __future__ import annotations

import re
from itertools import pairwise

# A line that was broken at a right margin is at least this long, and none is longer than a page is wide.
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 40, 130
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_HYPHENED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_WORD_AT_END = re.compile(r"[^\W\d_]+-$")
# A hyphen before these words stands for a part that follows ("Hard- und Software", "short- and long-term").
_LINKING = frozenset({"und", "oder", "bis", "sowie", "als", "and", "or", "to"})


def unwrap(text: str, split_words: bool = False) -> str:
    """Join lines that were broken at a right margin; paragraphs, lists and short lines stay as they are.

    Args:
        text: with ``\\n`` as line end and empty lines between paragraphs.
        split_words: whether words may have been divided at line ends, as in print.

    Returns:
        One line per paragraph where the paragraph was wrapped.

    >>> unwrap("Die Siemens Aktiengesellschaft aus München übernimmt\\ndie Firma Altair.\\n\\nEnde", True)
    'Die Siemens Aktiengesellschaft aus München übernimmt die Firma Altair.\\n\\nEnde'
    """
    hyphened = frozenset(_HYPHENED.findall(text)) if split_words else None
    return "\n\n".join(_join(paragraph.split("\n"), hyphened) for paragraph in re.split(r"\n\s*\n", text))


def _join(lines: list[str], hyphened: frozenset[str] | None) -> str:
    if len(lines) < 2 or not _wrapped(lines):
        return "\n".join(lines)
    joined = [lines[0].rstrip()]
    for line in map(str.strip, lines[1:]):
        joined[-1], gap = _seam(joined[-1], line, hyphened)
        joined += [gap, line]
    return "".join(joined)


def _wrapped(lines: list[str]) -> bool:
    """Whether the lines were filled up to a margin: every line but the last would have had no room for the next one's first word."""
    margin = max(map(len, lines))
    if not _SHORTEST_WRAPPED <= margin <= _LONGEST_WRAPPED:
        return False
    full = sum(1 for line, after in pairwise(lines) if len(line) + 1 + len(after.split(" ", 1)[0]) > 0.9 * margin)
    return full >= 0.8 * (len(lines) - 1)


def _last_word(line: str) -> str:
    found = _WORD_AT_END.search(line)
    return found[0] if found else ""


def _seam(line: str, after: str, hyphened: frozenset[str] | None) -> tuple[str, str]:
    """The line as it ends before the next one, and what comes between them; ``hyphened`` are words that keep their hyphen."""
    first = _FIRST_WORD.match(after)
    if not _HYPHEN.search(line) or not first or first[0].casefold() in _LINKING:
        return line, " "
    if hyphened is None or first[0][0].isupper() or _last_word(line) + first[0] in hyphened:
        return line, ""
    return line[:-1], ""


__all__ = ["unwrap"]
