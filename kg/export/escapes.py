"""Text as JSON on one line, with nothing in it that a terminal or a program that splits lines could take for more than text."""

from __future__ import annotations

import json
import re
from typing import Any

_LOOSE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def json_line(value: Any) -> str:
    """A value as JSON: letters of all scripts as they are, control characters, line ends of any kind and changes of direction as ``\\u….``

    A string in this form is also a string of Turtle.

    >>> print(json_line({"name": 'Ü "x"\\n\\u2028\\x9b'}))
    {"name": "Ü \\"x\\"\\n\\u2028\\u009b"}
    """
    return _LOOSE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


__all__ = ["json_line"]
