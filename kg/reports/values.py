"""Parameters of a report: what a person types, turned into what the store wants, and into what Neo4j Browser wants."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kg.errors import UsageError

Value = str | int | float | bool | date | list[str] | None

TODAY = "today"
NONE = "none"
_LARGEST = 2**63 - 1  # the store's integers have 64 bits


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a report.

    Attributes:
        name: as the query uses it (``$name``).
        type: ``string``, ``integer``, ``float``, ``date``, ``boolean``, ``list``, or what it names: ``article``,
            ``entity`` or an entity type such as ``Person``.
        meaning: what it is.
        required: it has to be given.
        default: text of the value that it has otherwise; ``none`` leaves it out of account, ``today`` is the day of the run.
        example: text of a value that it may have.
    """

    name: str
    type: str
    meaning: str
    required: bool
    default: str
    example: str

    def read(self, text: str | None) -> Value:
        """The value that a text stands for; ``None`` as text means that nothing was given.

        Raises:
            UsageError: nothing was given and it is required, or the text does not fit the type.
        """
        if text is None:
            if self.required:
                raise UsageError(f"{self.name} is missing ({self.wanted()}): {self.meaning}; for example {self.name}={self.example}")
            if self.default == NONE:
                return None
            text = self.default
        try:
            return self._checked(_READERS.get(self.type, _read_string)(text))
        except ValueError:
            raise UsageError(f"{self.name} wants {self.wanted()}, not {text!r}; for example {self.name}={self.example}") from None

    def _checked(self, value: Value) -> Value:
        if self.name == "limit" and isinstance(value, int) and value < 1:
            raise ValueError(value)
        return value

    def wanted(self) -> str:
        """The type in words: "a whole number", "the name of a person"."""
        if self.name == "limit":
            return "a whole number from 1"
        if self.type == "article":
            return "the id, address or title of an article"
        kind = "something in the graph" if self.type == "entity" else f"{'an' if self.type[0] in 'AEIOU' else 'a'} {self.type.lower()}"
        return _WORDS.get(self.type, f"the name of {kind}")

    def browser(self, text: str) -> str:
        """How Neo4j Browser's ``:param`` wants the value that a text stands for.

        >>> Parameter("since", "date", "first day", False, "today", "2025-01-31").browser("2025-01-31")
        "date('2025-01-31')"
        """
        if text == NONE:
            return "null"
        if self.type == "date":
            return "date()" if text == TODAY else f"date({_quote(text)})"
        if self.type == "list":
            return f"[{', '.join(_quote(part) for part in _read_list(text))}]"
        return text if self.type in ("integer", "float", "boolean") else _quote(text)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _read_string(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text.strip()


def _read_integer(text: str) -> int:
    number = int(text)
    if abs(number) > _LARGEST:
        raise ValueError(text)
    return number


def _read_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _read_date(text: str) -> date:
    if text.strip().lower() == TODAY:
        return date.today()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        raise ValueError(text)
    return date.fromisoformat(text.strip())


def _read_boolean(text: str) -> bool:
    word = text.strip().lower()
    if word not in ("true", "yes", "false", "no"):
        raise ValueError(text)
    return word in ("true", "yes")


def _read_list(text: str) -> list[str]:
    """Words between commas, or a JSON list where the words themselves have commas.

    >>> _read_list("asserted, planned"), _read_list('["a, b"]')
    (['asserted', 'planned'], ['a, b'])
    """
    if text.lstrip().startswith("["):
        words = json.loads(text)  # its error is a ValueError
        if not all(isinstance(word, str) for word in words):
            raise ValueError(text)
    else:
        words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise ValueError(text)
    return list(words)


_READERS: dict[str, Callable[[str], Value]] = {
    "string": _read_string, "integer": _read_integer, "float": _read_float, "date": _read_date, "boolean": _read_boolean, "list": _read_list,
}  # fmt: skip
_WORDS = {
    "string": "a text", "integer": "a whole number", "float": "a number such as 0.5", "date": "a day as YYYY-MM-DD or today",
    "boolean": "true or false", "list": "words with commas between them",
}  # fmt: skip
PLAIN_EXAMPLES = {"string": "robotics", "integer": "10", "float": "0.5", "date": "2025-01-31", "boolean": "true", "list": "asserted, planned"}
"""The types whose values name nothing in the graph, each with a value that it may have."""

__all__ = ["NONE", "PLAIN_EXAMPLES", "TODAY", "Parameter", "Value"]
