"""Where the sentences of a text are.

Sentences end at ``. ! ? …`` and at line ends. A full stop behind an abbreviation of ``language.toml`` ends one only before an article,
possessive or preposition with a capital; one behind a number in German ("3. Quartal") or a single letter ("J. Smith") ends none.
"""

from __future__ import annotations

import re

from loaders.lexicon import Lexicon

_END = re.compile(r"""[.!?…]+["'”“«»’)\]]*(?=\s+|$)|\n""")
_CLOSERS = "\"'”“«»’)]"


def find_sentences(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Character spans of the sentences, without the white space around them.

    >>> from kg.ontology import read_ontology
    >>> from loaders.lexicon import read_lexicon
    >>> text = "Der Umsatz stieg im 3. Quartal um rd. 5 Prozent. Das sagte Dr. J. Maier."
    >>> [text[a:b][:9] for a, b in find_sentences(text, read_lexicon(read_ontology(), "de"))]
    ['Der Umsat', 'Das sagte']
    """
    spans, start = [], 0
    for match in _END.finditer(text):
        if match[0] != "\n" and not _ends(text, match, lexicon):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def is_advertising(text: str, sentence: tuple[int, int], lexicon: Lexicon) -> bool:
    """Does the line that a sentence stands in begin like a teaser or an advertisement ("Lesen Sie auch")?"""
    line = text[text.rfind("\n", 0, sentence[0]) + 1 : sentence[1]].lstrip()
    return line.startswith(lexicon.grammar.advertising)


def _ends(text: str, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Does the punctuation end a sentence?"""
    following = text[match.end() : match.end() + 30].lstrip(" \t")
    if match[0].rstrip(_CLOSERS) != ".":
        return not following[:1].islower()
    word = re.search(r"[\w.&]*$", text[max(0, match.start() - 30) : match.start()])
    last = word[0] if word else ""
    if following[:1].islower() or (len(last) == 1 and last.isalpha()):
        return False
    if last in lexicon.grammar.abbreviations:
        return _opens(following, lexicon)
    is_ordinal = lexicon.grammar.ordinal_dot and last.isdigit() and len(last) <= 2
    return not is_ordinal


def _opens(following: str, lexicon: Lexicon) -> bool:
    """Does a sentence open here though an abbreviation stands before it ("bought Acme Inc. The price …")? If so, with a word that no name begins with."""
    word = re.match(r"[^\W\d_]+\b", following)
    return word is not None and word[0].casefold() in {w.casefold() for w in (*lexicon.grammar.determiners, *lexicon.grammar.prepositions)}


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
