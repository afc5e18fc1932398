"""How far a claim holds, read from tense, modals, negation and cue words around it (``schema/LANGUAGE/status.toml``)."""

from __future__ import annotations

import re

from kg.model import Status
from loaders.lexicon import Lexicon

_CLAUSE = re.compile(r"[;:–]|, (?=(?:aber|doch|während|nachdem|obwohl|wobei|but|while|although|whereas|after)\b)")


def find_status(text: str, cue: tuple[int, int], sentence: tuple[int, int], lexicon: Lexicon, default: Status | None = None) -> Status:
    """Status of a claim.

    Args:
        text: the article.
        cue: span from the first to the last of cue word, subject and object.
        sentence: span of the sentence.
        lexicon: words of the language.
        default: what the cue itself says ("ehemaliger Chef": ended), unless a word around it says otherwise.
    """
    start, end = _clause(text, cue, sentence)
    clause = text[start:end]
    for status, cues in lexicon.status:
        if any(cue.pattern.search(clause) for cue in cues):
            return status
    return default or "asserted"


def _clause(text: str, cue: tuple[int, int], sentence: tuple[int, int]) -> tuple[int, int]:
    """The part of the sentence between the clause marks next to the cue."""
    marks = [match.span() for match in _CLAUSE.finditer(text, *sentence)]
    start = max((end for _, end in marks if end <= cue[0]), default=sentence[0])
    end = min((begin for begin, _ in marks if begin >= cue[1]), default=sentence[1])
    return start, end
