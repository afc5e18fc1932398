"""The cue language of ``schema/LANGUAGE/*.toml``: short texts such as ``SUBJECT (hat|haben) OBJECT … übernommen``.

=============  =====================================================================
``word``       this word, whatever its case
``word*``      any ending; ``*word`` any beginning (compounds)
``…``          up to seven words in between
``(a|b c)``    either; a ``?`` behind it: or nothing
``{…}``        the words inside are kept (the facility or topic of a claim)
``SUBJECT``    the mention that the claim starts at; likewise ``OBJECT``
=============  =====================================================================

Every gap is bounded, so matching stays linear in the length of a sentence.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

_TOKEN = re.compile(r"SUBJECT|OBJECT|…|[(){}|?]|[^\s(){}|…?]+")
_WORD = r"[^ \n]*[^ \n:;]"  # a gap ends with its clause
_GAP = rf"(?:[ \n]+{_WORD}){{0,7}}?"
_SLOT = rf"(?P<{{}}>(?:[ \n]+{_WORD}){{{{1,9}}}}?)"
_ADJACENT = 30
_FAR = 110


class CueError(ValueError):
    """A cue that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A compiled cue.

    Attributes:
        text: as written.
        pattern: regular expression over one sentence; slots inside the cue and kept words are named groups.
        before: the slot that stands before the pattern, if any.
        after: the slot behind it, if any.
        reach_before, reach_after: how many characters away that mention may be.
        anchors: lower-case word beginnings of which one must occur in a sentence for the cue to match.
    """

    text: str
    pattern: re.Pattern[str]
    before: str | None
    after: str | None
    reach_before: int
    reach_after: int
    anchors: frozenset[str]
    slots: tuple[str, ...]


def compile_cue(text: str) -> Cue:
    """Compile one cue.

    Raises:
        CueError: unbalanced brackets, a slot twice, two slots side by side, or no word to look for.

    >>> cue = compile_cue("SUBJECT kündig* … {*Partnerschaft*} mit OBJECT an")
    >>> match = cue.pattern.search("Alibaba kündigte eine Software-Partnerschaft mit dem Chipriesen Nvidia an.")
    >>> kept_words(match), match["OBJECT"]
    ('Software-Partnerschaft', ' dem Chipriesen Nvidia')
    """
    tokens = _TOKEN.findall(text)
    slots = tuple(token for token in tokens if token in ("SUBJECT", "OBJECT"))
    if len(set(slots)) != len(slots):
        raise CueError("a slot stands twice; name SUBJECT and OBJECT once each")
    before, reach_before, tokens = _edge(tokens)
    after, reach_after, tokens = _edge(tokens[::-1])
    tokens = tokens[::-1]
    if not any(_is_word(token) for token in tokens):
        raise CueError("there is no word to look for; add one")
    pattern, rest = _sequence(tokens)
    if rest:
        raise CueError(f"a closing {rest[0]!r} without its opening bracket; balance them")
    return Cue(text, re.compile(_numbered(pattern), re.IGNORECASE), before, after, reach_before, reach_after, _anchors(tokens), slots)


def _numbered(pattern: str) -> str:
    """Kept words in several alternatives: each group needs a name of its own."""
    number = itertools.count(1)
    return re.sub(r"\?P<KEPT>", lambda _: f"?P<KEPT{next(number)}>", pattern)


def kept_words(match: re.Match[str]) -> str | None:
    """The words that a cue encloses in ``{…}``, if the alternative that matched has any."""
    return next((words for name, words in match.groupdict().items() if name.startswith("KEPT") and words), None)


def _is_word(token: str) -> bool:
    return token not in ("SUBJECT", "OBJECT", "…") and token not in "(){}|?"


def _edge(tokens: list[str]) -> tuple[str | None, int, list[str]]:
    """Take a slot (and a gap) off the front of the tokens."""
    if not tokens or tokens[0] not in ("SUBJECT", "OBJECT"):
        return None, 0, tokens
    if len(tokens) > 1 and tokens[1] == "…":
        return tokens[0], _FAR, tokens[2:]
    return tokens[0], _ADJACENT, tokens[1:]


_SPACE = r"[ \n]+"


def _sequence(tokens: list[str], closing: str = "") -> tuple[str, list[str]]:
    """The regular expression of a row of elements up to ``closing``; the tokens behind it."""
    parts: list[str] = []
    joined = True  # no white space is wanted before the first element and behind a gap that brings its own
    while tokens:
        token, tokens = tokens[0], tokens[1:]
        if token in "|)}":
            return "".join(parts), [token, *tokens]
        if token == "…":
            parts.append(_GAP)
            continue
        if token in ("SUBJECT", "OBJECT"):
            parts.append(_SLOT.format(token))
            joined = False
            continue
        first = tokens[0] if token == "(" and tokens else token
        element, tokens = _element(token, tokens)
        optional = bool(tokens) and tokens[0] == "?"
        tokens = tokens[1:] if optional else tokens
        spaced = element if joined or first[0] in ",'’-" else _SPACE + element
        parts.append(f"(?:{spaced})?" if optional else spaced)
        joined = False
    if closing:
        raise CueError(f"an opening bracket without {closing[-1]!r}; balance them")
    return "".join(parts), []


def _element(token: str, tokens: list[str]) -> tuple[str, list[str]]:
    if token == "(":
        choices = []
        while True:
            choice, tokens = _sequence(tokens, "|)")
            choices.append(choice)
            if not tokens:
                raise CueError("an opening bracket without ')'; balance them")
            token, tokens = tokens[0], tokens[1:]
            if token == ")":
                return f"(?:{'|'.join(choices)})", tokens
            if token != "|":
                raise CueError(f"{token!r} inside round brackets; balance them")
    if token == "{":
        inner, tokens = _sequence(tokens, "}")
        if not tokens or tokens[0] != "}":
            raise CueError("an opening '{' without '}'; balance them")
        return f"(?P<KEPT>{inner})", tokens[1:]
    if token == "?":
        raise CueError("a '?' wants round brackets before it")
    edge_before = "" if token.startswith(("*", "-", ",", "'", "’")) else r"(?<!\w)"
    edge_after = "" if token.endswith(("*", "-")) else r"(?!\w)"
    return edge_before + re.escape(token).replace(r"\*", r"[\w-]*") + edge_after, tokens


def _anchors(tokens: list[str]) -> frozenset[str]:
    """Of the elements that must occur, the one whose shortest alternative is longest, as lower-case word parts."""
    best: list[str] = []
    while tokens:
        token, tokens = tokens[0], tokens[1:]
        if token == "(":
            end = _closing(tokens)
            inside, tokens = tokens[:end], tokens[end + 1 :]
            if tokens[:1] == ["?"]:
                continue
            first_words = [word for index, word in enumerate(inside) if _is_word(word) and (index == 0 or inside[index - 1] == "|")]
            whole = len(first_words) == inside.count("|") + 1
            found = [_stem(word) for word in first_words] if whole else []
        else:
            found = [_stem(token)] if _is_word(token) else []
        best = max(best, found, key=lambda stems: min(map(len, stems), default=0))
    return frozenset(best)


def _closing(tokens: list[str]) -> int:
    """Index of the bracket that closes the one before ``tokens``."""
    depth = 1
    for index, token in enumerate(tokens):
        depth += (token == "(") - (token == ")")
        if not depth:
            return index
    raise CueError("an opening bracket without ')'; balance them")


def _stem(word: str) -> str:
    return max(word.casefold().split("*"), key=len).strip(",-'’")
