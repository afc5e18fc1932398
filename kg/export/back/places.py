"""Which of the files that a user names is an export of ours, by name and by how it begins."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, TextIO

from kg.errors import SourceError
from kg.export.back.lines import is_ours
from kg.export.rdf import NAMESPACE

Form = Literal["jsonl", "turtle", "trig", "jsonld"]

LOADABLE: tuple[Form, ...] = ("jsonl", "turtle", "trig", "jsonld")
"""Formats that ``kg load`` reads back."""

_RDF: dict[str, Form] = {".ttl": "turtle", ".turtle": "turtle", ".trig": "trig", ".jsonld": "jsonld"}
_ARTICLES = (".jsonl", ".ndjson", ".json", "")
_TABLES = {"nodes.csv", "entities.csv"}
_HEAD = 65_536
_GZIP = b"\x1f\x8b"
_INSTEAD = f"write one that can be loaded: kg export --format {LOADABLE[0]} (or {', '.join(LOADABLE[1:])})"


@dataclass(frozen=True, slots=True)
class Place:
    """An export that can be read.

    Attributes:
        where: as the user named it.
        form: its format.
        path: the file; ``None`` is standard input.
    """

    where: str
    form: Form
    path: Path | None

    @contextmanager
    def opened(self) -> Iterator[TextIO]:
        """Its text, unpacked where it is gzip.

        Raises:
            SourceError: it cannot be read.
        """
        try:
            with nullcontext(sys.stdin.buffer) if self.path is None else _raw(self.path) as raw:
                text = io.TextIOWrapper(raw, encoding="utf-8", errors="strict")
                try:
                    yield text
                finally:
                    if not text.closed:
                        text.detach()
        except UnicodeDecodeError as error:
            raise SourceError(self.where, f"is not UTF-8 ({error.reason}); the export is damaged") from error
        except (OSError, EOFError) as error:
            raise SourceError(self.where, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def find_export(source: str) -> Place | None:
    """The export that a source is; ``None`` where it is anything else, such as an article.

    Raises:
        SourceError: it is an export that cannot be loaded, or RDF that is none of ours; the message says what to do.
    """
    if source == "-":
        head = _head_of_stdin()
        return Place("standard input", "jsonl", None) if _begins_with_line(head) else None
    path = Path(source)
    if path.is_dir():
        _check_folder(path)
        return None
    if not path.is_file():
        return None
    name = path.name.lower().removesuffix(".gz")
    suffix = Path(name).suffix
    if suffix == ".graphml":
        raise SourceError(source, f"GraphML holds no articles and no sentences, so no graph can be made of it; {_INSTEAD}")
    if suffix in _RDF:
        if NAMESPACE not in _head(path, source):
            raise SourceError(source, "is RDF, but no export of kg; only what `kg export` wrote is loaded")
        return Place(source, _RDF[suffix], path)
    if suffix not in _ARTICLES:
        return None
    head = _head(path, source)
    if head.startswith('{"@context"') and NAMESPACE in head:
        return Place(source, "jsonld", path)
    _check_money(head, source)
    return Place(source, "jsonl", path) if _begins_with_line(head) else None


def _begins_with_line(head: str) -> bool:
    """Is the first line one of ours? A line that is longer than the head is told by how it begins."""
    line, ended, _ = head.lstrip("\ufeff \t\r\n").partition("\n")
    if not ended:
        return is_ours(_parsed(line)) or (line.startswith('{"id": "') and '"relation": "' in line and '"subject": "' in line and '"statements": [' in line)
    return is_ours(_parsed(line))


def _check_money(head: str, source: str) -> None:
    row = _parsed(head.partition("\n")[0])
    if isinstance(row, dict) and {"id", "schema", "properties"} <= row.keys() and "text" not in row:
        raise SourceError(source, f"FollowTheMoney has no place for figures, topics and denials, so it is not loaded back; {_INSTEAD}")


def _check_folder(path: Path) -> None:
    if (path / "statements.csv").is_file() and any((path / name).is_file() for name in _TABLES):
        raise SourceError(str(path), f"tables are for spreadsheets and for Neo4j's importer, and are not loaded back; {_INSTEAD}")


def _parsed(line: str) -> object:
    try:
        parsed: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return parsed


def _raw(path: Path) -> BinaryIO:
    with path.open("rb") as start:
        packed = start.read(2) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _head(path: Path, where: str) -> str:
    try:
        with _raw(path) as stream:
            return stream.read(_HEAD).decode("utf-8", "replace")
    except (OSError, EOFError) as error:
        raise SourceError(where, f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _head_of_stdin() -> str:
    """What waits on standard input, which stays there."""
    peek = getattr(sys.stdin.buffer, "peek", None)
    return peek(_HEAD).decode("utf-8", "replace") if peek else ""


__all__ = ["LOADABLE", "Form", "Place", "find_export"]
