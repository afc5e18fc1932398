"""The likest of some known names: for a report, a parameter or a relation that somebody has spelt otherwise."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

LIKE_ENOUGH = 0.6
"""Likeness from 0 to 1 (difflib, ratio) from which a name is worth suggesting; one wrong letter in five gives 0.8."""

SUGGESTIONS = 3
FEW = 12
"""So many known names are all shown where none of them is like."""


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """What to say to somebody who named something that there is not: the likest, or all if they are few.

    Args:
        name: as it was given; capitals, hyphens, underscores and blanks make no difference.
        known: the names that there are.
        otherwise: what to say where none is like and there are many (or none at all).

    >>> suggest("PARTNER_WITH", ["PARTNERS_WITH", "SUPPLIES"]), suggest("all stakes", ["owners-of-company", "stakes"])
    ('did you mean PARTNERS_WITH?', 'did you mean stakes?')
    >>> suggest("zzz", ["a", "b"]), suggest("zzz", [], "it has none")
    ('use one of a, b', 'it has none')
    """
    names = list(known)
    spelt = {_plain(other): other for other in names}
    close = difflib.get_close_matches(_plain(name), spelt, SUGGESTIONS, LIKE_ENOUGH)
    words = set(_plain(name).split("-"))
    close = close or [spelling for spelling in spelt if words & set(spelling.split("-"))][:SUGGESTIONS]
    if close:
        return f"did you mean {either(spelt[spelling] for spelling in close)}?"
    return f"use one of {', '.join(names)}" if names and (len(names) <= FEW or not otherwise) else otherwise


def either(names: Iterable[str]) -> str:
    """Names as a choice.

    >>> either(["a"]), either(["a", "b", "c"])
    ('a', 'a, b or c')
    """
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "-", name.strip().lower())


__all__ = ["either", "suggest"]
