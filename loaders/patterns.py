"""Pieces of patterns that several stages build theirs from: any of some words, heads of descriptions, words that are no names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from loaders.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.language import Language


def either(words: Iterable[str], compound: str = r"[\w-]+") -> str:
    """A pattern for any of some words, the longest first; one that begins with ``-`` stands for the end of a compound.

    >>> either(["CEO", "Chef", "-chef"], r"[A-Z][a-z]+")
    '[A-Z][a-z]+chef|Chef|CEO'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) if not word.startswith("-") else compound + re.escape(word[1:]) for word in ordered) or r"(?!)"


def head_noun(lexicon: Lexicon, kinds: Iterable[str] = ("Company", "Organization")) -> str:
    """A pattern for the head of a description: "Chipkonzern", "chipmaker"."""
    nouns = either(noun for kind in kinds for noun in lexicon.names.nouns.get(kind, ()))
    return rf"[\w-]*(?i:{nouns})\w{{0,2}}" if lexicon.grammar.compounds else rf"(?i:{nouns})"


@cache
def blank_language(code: str) -> Language:
    """spaCy's tokeniser of a language, without any trained part."""
    import spacy  # takes a second and a half, most of it web clients of its command line: only when the first article comes

    return spacy.blank(code)


def function_words(lexicon: Lexicon) -> frozenset[str]:
    """spaCy's stop words of the language and the openers of ``language.toml``, lower case: with a capital they open a sentence, not a name."""
    stop_words = blank_language(lexicon.grammar.spacy).Defaults.stop_words
    return frozenset(word.casefold() for word in (*stop_words, *lexicon.grammar.openers, *lexicon.grammar.determiners))
