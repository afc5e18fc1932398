"""Words, numbers and signs of a text with their places, and phrases of them: what the readers of amounts and dates stand on.

spaCy's tokens are not used here: "US$2.7bn" or "25,1-Prozent-Anteil" need other borders, and a mention may be read without the sentence around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

_TOKEN = re.compile(
    r"(?P<number>(?<![^\W_])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*)"  # 53 000 · 1.234,5 · 24.09.2025
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>\S)"
)

Kind = Literal["number", "word", "sign"]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text.

    Attributes:
        start: first character.
        end: character behind the last.
        text: as written.
        low: in small letters.
        kind: digits, letters, or one other sign.
        glued: no gap to the token before.
    """

    start: int
    end: int
    text: str
    low: str
    kind: Kind
    glued: bool


def tokenize(text: str) -> list[Token]:
    """Every number, word and sign of ``text``, in order.

    >>> [token.text for token in tokenize("US$2.7bn, 53 000 Stellen")]
    ['US', '$', '2.7', 'bn', ',', '53 000', 'Stellen']
    """
    tokens: list[Token] = []
    end = -1
    for match in _TOKEN.finditer(text):
        kind: Kind = "number" if match["number"] else "word" if match["word"] else "sign"
        words = match.group()
        tokens.append(Token(match.start(), match.end(), words, words.lower(), kind, match.start() == end))
        end = match.end()
    return tokens


class Phrases(Generic[Value]):
    """Phrases of one or more tokens with a value each; the longest one wins. Gaps matter: "US$" is not "US $".

    Args:
        table: phrase → value.
        cased: capitals matter ("TRY" the currency, "try" the verb).
    """

    __slots__ = ("_cased", "_firsts", "_lasts", "_longest", "_table")

    def __init__(self, table: Mapping[str, Value], *, cased: bool = False) -> None:
        self._cased = cased
        self._table: dict[str, Value] = {}
        self._firsts: set[str] = set()
        self._lasts: set[str] = set()
        self._longest = 0
        for phrase, value in table.items():
            tokens = tokenize(phrase)
            words = [self._word(token) for token in tokens]
            self._table["".join(word if token.glued or not n else " " + word for n, (word, token) in enumerate(zip(words, tokens, strict=True)))] = value
            self._firsts.add(words[0])
            self._lasts.add(words[-1])
            self._longest = max(self._longest, len(words))

    @property
    def firsts(self) -> frozenset[str]:
        """The first words of the phrases, in small letters."""
        return frozenset(word.lower() for word in self._firsts)

    def match(self, tokens: Sequence[Token], at: int) -> tuple[Value, int] | None:
        """The longest phrase that begins at token ``at``: its value and the index behind it."""
        if at >= len(tokens) or self._word(tokens[at]) not in self._firsts:
            return None
        found, key = None, ""
        for end in range(at, min(at + self._longest, len(tokens))):
            token = tokens[end]
            key += self._word(token) if token.glued or end == at else " " + self._word(token)
            if key in self._table:
                found = (self._table[key], end + 1)
        return found

    def match_before(self, tokens: Sequence[Token], at: int) -> tuple[Value, int] | None:
        """The longest phrase that ends right before token ``at``: its value and the index of its first token."""
        if at < 1 or at > len(tokens) or self._word(tokens[at - 1]) not in self._lasts:
            return None
        for start in range(max(0, at - self._longest), at):
            found = self.match(tokens, start)
            if found and found[1] == at:
                return found[0], start
        return None

    def _word(self, token: Token) -> str:
        return token.text if self._cased else token.low


__all__ = ["Phrases", "Token", "tokenize"]
