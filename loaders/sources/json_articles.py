"""Articles as JSON: one object, a list of them, or JSON Lines; read piece by piece, whatever the size of the file."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from kg.errors import SourceError
from kg.model import Refusal
from loaders.sources.cleaning import one_line
from loaders.sources.dates import date_of_timestamp
from loaders.sources.draft import Draft
from loaders.sources.encoding import WESTERN_FALLBACK, encoding_of_start
from loaders.sources.forms import Opened
from loaders.sources.options import SourceOptions
from loaders.sources.page import html_to_text
from loaders.sources.streams import look_ahead

# JSON may write one character of two bytes as six ("\u00fc"), and an article has other fields beside its text.
_LONGEST_VALUE = 4
_PIECE = 65_536
# No token but a string is cut off further than this from where it began ("-Infinity", a pair of \\u escapes).
_LONGEST_TOKEN = 16
_MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|article|section|body)\s*>", re.IGNORECASE)
_FIELDS = ("text", "title", "date", "lang", "url", "source", "id")
_BLANK = re.compile(r"[ \t\r\n\ufeff]*")


def read_json_lines(opened: Opened, options: SourceOptions) -> Iterator[Draft | Refusal]:
    """The articles of a JSON Lines file, one object a line; a line that is wrong is refused with its number, the rest goes on.

    Raises:
        SourceError: the stream breaks off.
    """
    stream = _characters(opened)
    limit = _LONGEST_VALUE * options.max_text_bytes
    number = 0
    try:
        while line := stream.readline(limit + 1):
            number += 1
            if len(line) > limit:
                yield Refusal(f"{opened.where}:{number}", _too_large(limit))
                _skip_line(stream, line)
            elif line.strip(" \t\r\n\ufeff\0"):
                yield _article_of_line(line, f"{opened.where}:{number}", opened)
    except SourceError as error:
        raise SourceError(f"{opened.where}:{number + 1}", error.reason) from error
    if not number:
        raise SourceError(opened.where, "is empty")


def read_json(opened: Opened, options: SourceOptions) -> Iterator[Draft | Refusal]:
    """The articles of a JSON file: one object, a list of objects, or objects one after the other.

    Raises:
        SourceError: from some place on it is not JSON; what came before has been given out.
    """
    values = _Values(_characters(opened), _LONGEST_VALUE * options.max_text_bytes)
    count = 0
    try:
        for line, value, alone in values:
            count += 1
            yield _article(value, opened.where if alone else f"{opened.where}:{line}", opened)
    except SourceError as error:
        raise SourceError(f"{opened.where}:{values.line}", error.reason) from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{opened.where}:{values.line}", f"{_fault(error)}; nothing after it is read") from error
    if not count:
        raise SourceError(opened.where, "contains no articles")


class _Values:
    """The values of a JSON text, those of a list at the top one by one, with the line each begins in.

    Iteration raises ``ValueError`` (or ``RecursionError``) where the text is not JSON, ``SourceError`` where a value is too large or the
    stream breaks off; ``line`` is then the line at fault.
    """

    def __init__(self, stream: TextIO, limit: int) -> None:
        self.line = 1
        self._stream = stream
        self._limit = limit
        self._text = ""
        self._ended = False
        self._decoder = json.JSONDecoder()

    def __iter__(self) -> Iterator[tuple[int, Any, bool]]:
        in_list = self._next_is("[")
        if in_list:
            self._drop(1)
        first = True
        while not (self._at_end() or (in_list and self._next_is("]"))):
            if in_list and not first:
                self._expect(",")
            line, value = self.line, self._value()
            yield line, value, first and not in_list and self._at_end()
            first = False
        if in_list:
            self._expect("]")
            if not self._at_end():
                raise ValueError("there is more after the end of the list")

    def _value(self) -> Any:
        """Decode one value, reading on as long as it is not complete."""
        self._skip_blank()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text)
            except json.JSONDecodeError as error:
                if self._ended or not self._is_cut_off(error):
                    self._drop(error.pos)
                    raise
            else:
                if end < len(self._text) or self._ended:
                    self._drop(end)
                    return value
            if len(self._text) > self._limit:
                raise SourceError("", _too_large(self._limit))
            self._read(max(_PIECE, len(self._text)))

    def _is_cut_off(self, error: json.JSONDecodeError) -> bool:
        """Whether the fault may be that the rest of the value has not been read yet."""
        return error.msg.startswith("Unterminated string") or error.pos > len(self._text) - _LONGEST_TOKEN

    def _read(self, size: int) -> None:
        piece = self._stream.read(size)
        self._ended = not piece
        self._text += piece

    def _drop(self, count: int) -> None:
        self.line += self._text.count("\n", 0, count)
        self._text = self._text[count:]

    def _skip_blank(self) -> None:
        while True:
            blank = _BLANK.match(self._text)
            self._drop(blank.end() if blank else 0)
            if self._text or self._ended:
                return
            self._read(_PIECE)

    def _at_end(self) -> bool:
        self._skip_blank()
        return not self._text

    def _next_is(self, character: str) -> bool:
        self._skip_blank()
        return self._text.startswith(character)

    def _expect(self, character: str) -> None:
        if not self._next_is(character):
            raise ValueError(f"a “{character}” is missing")
        self._drop(1)


def _characters(opened: Opened) -> TextIO:
    """JSON is UTF-8 by its standard; a byte order mark and lone Windows-1252 bytes are understood all the same."""
    head, stream = look_ahead(opened.stream, 4)
    return io.TextIOWrapper(stream, encoding_of_start(head) or "utf-8", errors=WESTERN_FALLBACK, newline="\n")


def _skip_line(stream: TextIO, line: str) -> None:
    while line and not line.endswith("\n"):
        line = stream.readline(_PIECE)


def _too_large(limit: int) -> str:
    return f"the article has more than {limit / 1e6:.0f} million characters of JSON"


def _article_of_line(line: str, where: str, opened: Opened) -> Draft | Refusal:
    try:
        return _article(json.loads(line.strip(" \t\r\n\ufeff\0")), where, opened)
    except (ValueError, RecursionError) as error:
        return Refusal(where, _fault(error))


def _fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} (column {error.colno})"
    return "not JSON that can be read: nested too deep" if isinstance(error, RecursionError) else f"not JSON: {error}"


def _article(value: Any, where: str, opened: Opened) -> Draft | Refusal:
    """Check the fields of one article; unknown ones are ignored."""
    if not isinstance(value, dict):
        return Refusal(where, f"is {_kind(value)}, not an article (an object with the field “text”)")
    if value.get("text") is None:
        return Refusal(where, f"has no field “text”; its fields are {one_line(', '.join(map(str, value)))[:100] or 'none'}")
    fields = {key: value[key] for key in _FIELDS if value.get(key) is not None}
    if type(fields.get("id")) is int:
        fields["id"] = str(fields["id"])
    stamp = fields.get("date")
    if isinstance(stamp, int | float) and not isinstance(stamp, bool):
        fields["date"] = date_of_timestamp(stamp) or str(stamp)
    wrong = next((key for key, given in fields.items() if not isinstance(given, str)), None)
    if wrong:
        return Refusal(where, f"the field “{wrong}” is {_kind(fields[wrong])}, not a string")
    text = fields.pop("text")
    return Draft(where, html_to_text(text) if _MARKUP.search(text) else text, origin=opened.origin, **fields)


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")


__all__ = ["read_json", "read_json_lines"]
