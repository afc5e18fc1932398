"""Just enough of a Cypher reader to check a query before it runs: words, strings and comments told apart, clauses in their scopes.

The stores parse Cypher themselves; nothing here decides what a query means. It decides what may be sent at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    | (?P<string>'(?:\\.|[^'\\])*(?:'|\Z)|"(?:\\.|[^"\\])*(?:"|\Z))
    | (?P<quoted>`(?:``|[^`])*(?:`|\Z))
    | (?P<parameter>\$(?:\w+|`(?:``|[^`])*`))
    | (?P<number>(?:0x[0-9a-f]+|0o[0-7]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![^\W\d]))
    | (?P<word>[^\W\d]\w*)
    | (?P<symbol><>|<=|>=|=~|\+=|\|\||->|<-|\.\.|::|.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = frozenset(OPENING.values())
_CLAUSE_WORDS = frozenset({"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL", "UNION", "YIELD", "LET", "FILTER", "FINISH"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign of a query.

    Attributes:
        kind: ``word``, ``quoted`` (a name in backticks), ``string``, ``parameter``, ``number`` or ``symbol``.
        text: as written, with quotes.
        line: line of the file, from 1.
        depth: how many brackets are open around it (a bracket itself counts as outside).
    """

    kind: str
    text: str
    line: int
    depth: int

    @property
    def upper(self) -> str:
        """The word in capitals, for comparison with a keyword; empty for anything that is no bare word."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        """The name that a word, a backticked name, a parameter or a string stands for."""
        if self.kind == "parameter":
            return self.text[1:].strip("`")
        if self.kind == "quoted":
            return self.text[1:-1].replace("``", "`")
        if self.kind == "string":
            return re.sub(r"\\(.)", r"\1", self.text[1:-1])
        return self.text


def scan(text: str) -> list[Token]:
    """The tokens of a query, comments and space left out.

    >>> [token.text for token in scan("MATCH (c:Company) // CREATE\\nRETURN 'SET', c.name")]
    ['MATCH', '(', 'c', ':', 'Company', ')', 'RETURN', "'SET'", ',', 'c', '.', 'name']
    """
    tokens: list[Token] = []
    line, depth = 1, 0
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup or "symbol", match.group()
        if kind == "symbol" and piece in CLOSING:
            depth -= 1
        if kind not in ("space", "comment"):
            tokens.append(Token(kind, piece, line, depth))
        if kind == "symbol" and piece in OPENING:
            depth += 1
        line += piece.count("\n")
    return tokens


def closing(tokens: Sequence[Token], start: int) -> int:
    """Index of the bracket that closes the one at ``start``; the last token if none does."""
    depth = tokens[start].depth
    return next((i for i in range(start + 1, len(tokens)) if tokens[i].depth == depth and tokens[i].text in CLOSING), len(tokens) - 1)


def is_name(tokens: Sequence[Token], index: int) -> bool:
    """Does the word stand where only a name can stand (property, label, key of a map), so that it is no keyword?

    >>> [is_name(scan("MATCH (n:Set {merge: 1}) SET n.create = 2"), i) for i in (4, 6, 11, 14)]
    [True, True, False, True]
    """
    before = tokens[index - 1].text if index else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    property_of = before == "." and index > 1 and tokens[index - 2].kind != "number"
    return after == ":" or property_of or before in (":", "|", "&", "!")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of one scope: its keyword (``OPTIONAL MATCH`` counts as ``MATCH``) and the tokens up to the next clause.

    Attributes:
        keyword: in capitals.
        tokens: everything of the clause behind the keyword, with whatever stands in brackets.
    """

    keyword: str
    line: int
    tokens: Sequence[Token]


def scopes(tokens: Sequence[Token]) -> Iterator[list[Clause]]:
    """The clauses of the query, then those of each subquery in braces, one list per scope."""
    yield list(_clauses(tokens))
    for start, token in enumerate(tokens):
        if token.text == "{" and start + 1 < len(tokens) and tokens[start + 1].upper in _CLAUSE_WORDS and not is_name(tokens, start + 1):
            yield list(_clauses(tokens[start + 1 : closing(tokens, start)]))


def _clauses(tokens: Sequence[Token]) -> Iterator[Clause]:
    if not tokens:
        return
    depth = tokens[0].depth
    heads = [i for i, token in enumerate(tokens) if token.depth == depth and token.upper in _CLAUSE_WORDS and not is_name(tokens, i)]
    heads = [i for i in heads if not (tokens[i].upper == "WITH" and i and tokens[i - 1].upper in ("STARTS", "ENDS"))]
    heads = [i for i in heads if not (tokens[i].upper == "MATCH" and i and tokens[i - 1].upper == "OPTIONAL")]
    for number, head in enumerate(heads):
        end = heads[number + 1] if number + 1 < len(heads) else len(tokens)
        optional = tokens[head].upper == "OPTIONAL" and head + 1 < end
        keyword = tokens[head + 1].upper if optional else tokens[head].upper
        yield Clause(keyword, tokens[head].line, tokens[head + 1 + optional : end])


def split(tokens: Sequence[Token], separator: str = ",") -> list[list[Token]]:
    """The parts between separators that stand outside all brackets of ``tokens``."""
    parts: list[list[Token]] = [[]]
    depth = tokens[0].depth if tokens else 0
    for token in tokens:
        if token.text == separator and token.depth == depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


__all__ = ["Clause", "Token", "closing", "is_name", "scan", "scopes", "split"]
