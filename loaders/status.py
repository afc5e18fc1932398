"""How far a claim holds, read from tense, modals, negation and cue words around it (``schema/LANGUAGE/status.toml``).

A sentence is cut at ``; : –`` and before words that begin a clause of their own ("but", "während"); inside such a part, words that
govern what follows ("plans to", "dementierte") count anywhere, words that belong to one verb ("nicht", "will") only between the
commas around the claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Status
from loaders.lexicon import Lexicon, StatusWords

_COMMA = re.compile(r", ")
_REACH = 300  # characters from a claim to a word that says how far it holds; keeps endless sentences linear


@dataclass(frozen=True, slots=True)
class StatusReader:
    """Reads the status of claims in one language."""

    words: tuple[StatusWords, ...]
    clause: re.Pattern[str]

    def find(self, text: str, claim: tuple[int, int], sentence: tuple[int, int], given: Status | None = None) -> Status:
        """Status of a claim.

        Args:
            text: the article.
            claim: span from the first to the last of cue word, subject and object.
            sentence: span of the sentence.
            given: what the cue itself says ("ehemaliger Chef": ended); plans around it do not change that, doubt and denial do.
        """
        around = (max(sentence[0], claim[0] - _REACH), min(sentence[1], claim[1] + _REACH))
        part = _between(self.clause, text, claim, around)
        near = _between(_COMMA, text, claim, part)
        for words in self.words:
            if words.anywhere.search(text, *part) or words.near.search(text, *near):
                return given if given and words.status == "planned" else words.status
        return given or "asserted"


def build_status_reader(lexicon: Lexicon) -> StatusReader:
    """Compile the clause marks of one language."""
    words = "|".join(map(re.escape, sorted(lexicon.grammar.clause_words)))
    return StatusReader(lexicon.status, re.compile(rf"[;:–]|,? (?=(?:{words})\b)" if words else r"[;:–]"))


def _between(mark: re.Pattern[str], text: str, claim: tuple[int, int], whole: tuple[int, int]) -> tuple[int, int]:
    """The part of a stretch between the marks next to a claim."""
    start, end = whole
    for match in mark.finditer(text, *whole):
        if match.end() <= claim[0]:
            start = match.end()
        elif match.start() >= claim[1]:
            return start, match.start()
    return start, end
