"""Lines that were broken for the page, made paragraphs again."""

from __future__ import annotations

import re
from itertools import pairwise

# A line that was broken at a right margin is at least this long, and none is longer than a page is wide.
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 40, 130
# Of printed pages: the line length that a tenth of the lines exceeds is the margin. A line that ends a sentence ends a paragraph if it is
# filled to less than this part of the margin, another one (a headline) if it is filled to less than that part.
_MARGIN_QUANTILE, _SHORT_SENTENCE, _SHORT_LINE = 0.9, 0.9, 0.7
_SENTENCE_ENDS = (".", "!", "?", ":", "“", "”", "«", "»", '"')
# With more empty lines than this part, they stand between all lines and mean nothing.
_SPACED_OUT = 0.4
_LONGEST_HEADLINE = 200
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_HYPHENED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_WORD_AT_END = re.compile(r"[^\W\d_]+-$")
# A hyphen before these words stands for a part that follows ("Hard- und Software", "short- and long-term").
_LINKING = frozenset({"und", "oder", "bis", "sowie", "als", "and", "or", "to"})


def unwrap(text: str) -> str:
    """Join lines that were broken at a right margin; paragraphs, lists and short lines stay as they are.

    Args:
        text: with ``\\n`` as line end and empty lines between paragraphs.

    Returns:
        One line per paragraph where the paragraph was wrapped.

    >>> unwrap("Die Siemens Aktiengesellschaft aus München übernimmt\\ndie Firma Altair.\\n\\nEnde")
    'Die Siemens Aktiengesellschaft aus München übernimmt die Firma Altair.\\n\\nEnde'
    """
    paragraphs = (paragraph.split("\n") for paragraph in text.split("\n\n"))
    return "\n\n".join(_joined(lines, None) if _wrapped(lines) else "\n".join(lines) for lines in paragraphs)


def reflow(lines: list[str]) -> str:
    """The paragraphs of printed pages, of which only the lines are known: where a line ends early, a paragraph does.

    Words divided at line ends become one; those that stand with a hyphen inside a line, too, keep it.

    >>> reflow(["Siemens kauft zu", "Der Münchner Konzern übernimmt den amerikanischen Software-", "anbieter Altair. Das teilte er am Mittwoch mit."])
    'Siemens kauft zu\\n\\nDer Münchner Konzern übernimmt den amerikanischen Softwareanbieter Altair. Das teilte er am Mittwoch mit.'
    """
    if len(lines) > 1 and lines.count("") > _SPACED_OUT * len(lines):
        lines = [line for line in lines if line]
    lengths = sorted(len(line) for line in lines if line)
    margin = lengths[int(_MARGIN_QUANTILE * (len(lengths) - 1))] if lengths else 0
    hyphened = frozenset(_HYPHENED.findall("\n".join(lines)))
    paragraphs: list[list[str]] = [[]]
    for line, after in pairwise([*lines, ""]):
        paragraphs[-1] += [line] if line else []
        if paragraphs[-1] and _ends_paragraph(line, after, margin):
            paragraphs.append([])
    return "\n\n".join(_joined(paragraph, hyphened) for paragraph in paragraphs if paragraph)


def without_headline(text: str, title: str | None) -> str:
    """The text without its first paragraph, if that only repeats the title.

    >>> without_headline("SAP wächst\\n\\nDer Konzern …", "SAP wächst")
    'Der Konzern …'
    """
    first, gap, rest = text.partition("\n\n")
    return rest if title and gap and " ".join(first.split()).casefold() == " ".join(title.split()).casefold() else text


def headline_of(text: str) -> str | None:
    """The first paragraph, if it looks like a headline: one line that does not end like a sentence, and more below it.

    >>> headline_of("SAP wächst\\n\\nDer Konzern meldet mehr Umsatz."), headline_of("SAP wächst.\\n\\nSehr.")
    ('SAP wächst', None)
    """
    first, gap, rest = text.partition("\n\n")
    if not gap or not rest or "\n" in first or len(first) > _LONGEST_HEADLINE or first.endswith((".", ":", ",", ";")):
        return None
    return first


def _ends_paragraph(line: str, after: str, margin: int) -> bool:
    """Whether a paragraph ends with a line: the next line's first word would have had room on it."""
    if not line or not after:
        return True
    filled = (len(line) + 1 + len(after.split(" ", 1)[0])) / max(margin, 1)
    return filled < (_SHORT_SENTENCE if line.endswith(_SENTENCE_ENDS) else _SHORT_LINE)


def _joined(lines: list[str], hyphened: frozenset[str] | None) -> str:
    joined = [lines[0].rstrip()]
    for line in map(str.strip, lines[1:]):
        joined[-1], gap = _seam(joined[-1], line, hyphened)
        joined += [gap, line]
    return "".join(joined)


def _wrapped(lines: list[str]) -> bool:
    """Whether the lines were filled up to a margin: every line but the last would have had no room for the next one's first word."""
    margin = max(map(len, lines))
    if len(lines) < 2 or not _SHORTEST_WRAPPED <= margin <= _LONGEST_WRAPPED:
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


__all__ = ["headline_of", "reflow", "unwrap", "without_headline"]
