"""Reads JSON Lines as :mod:`kg.export.lines` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TextIO

from kg.errors import SourceError
from kg.export.back.gather import Gathered

LONGEST = 50_000_000
"""Characters of a line: a claim with some ten thousand statements."""


def read_lines(stream: TextIO, where: str, gathered: Gathered) -> None:
    """Gather a whole file.

    Raises:
        SourceError: with the number of the line that is wrong.
    """
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        place = f"{where}:{number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise SourceError(place, f"is no JSON ({error}); the export is damaged or cut off") from error
        if not is_ours(row):
            raise SourceError(place, "is no claim, thing or article of an export")
        _gather(row, place, gathered)


def is_ours(row: Any) -> bool:
    """Is it an object of one of the three sorts?

    >>> is_ours({"thing": {"id": "x"}}), is_ours({"text": "An article."}), is_ours([1])
    (True, False, False)
    """
    if not isinstance(row, dict):
        return False
    claim = isinstance(row.get("statements"), list) and {"subject", "relation", "object"} <= row.keys()
    return claim or isinstance(row.get("thing"), dict) or (isinstance(row.get("article"), dict) and isinstance(row.get("mentions"), list))


def _gather(row: Mapping[str, Any], place: str, gathered: Gathered) -> None:
    try:
        if "relation" in row:
            triple = (str(row["subject"]), str(row["relation"]), str(row["object"]))
            for said in row["statements"]:
                gathered.add_statement(str(said["document"]["id"]), triple, said, list(said["evidence"]), place)
        elif "thing" in row:
            gathered.add_thing(row["thing"], place)
        else:
            gathered.add_article(row["article"], place)
            for mention in row["mentions"]:
                gathered.add_mention(row["article"]["id"], str(mention["thing"]), mention, place)
    except (KeyError, TypeError, AttributeError) as error:
        raise SourceError(place, f"is not as kg export writes it: {type(error).__name__} {error}") from error


__all__ = ["LONGEST", "is_ours", "read_lines"]
