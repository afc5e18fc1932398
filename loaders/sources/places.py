"""Where articles lie: the files behind what a user names - a file, a folder, a pattern, ``-`` for standard input, an address."""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import SourceError
from kg.model import Refusal
from loaders.sources.cleaning import one_line
from loaders.sources.forms import COMPANIONS, SUFFIXES, Form, Opened, form_of_content, is_json_lines, suffix_of
from loaders.sources.options import SourceOptions
from loaders.sources.streams import borrowed, look_ahead, unpack

STDIN = "-"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
# Browsers save the parts of "Page.html" in a folder of such a name beside it.
_PARTS_OF_PAGE = re.compile(r"(.+)[_-](?:files|Dateien|dateien)")
_KNOWN = ".txt .md .html .json .jsonl(.gz) .xml .rss .atom .pdf"


def find_places(source: str, options: SourceOptions) -> Iterator[Path | Refusal]:
    """The files that a source of the file system stands for, in a fixed order.

    Folders are read with all below them, sorted by name; hidden files and the parts of saved web pages are left out. What cannot
    be an article (pictures, style sheets …) is left out of folders with one note per source.
    """
    path = Path(source)
    try:
        exists = path.exists() or path.is_symlink()
    except (OSError, ValueError) as error:
        yield Refusal(shown(source), reason_of(error))
        return
    if exists:
        yield from _files_of(path, options)
    elif glob.has_magic(source):
        yield from _matches(source, options)
    else:
        yield Refusal(shown(source), "there is no such file or folder")


def open_file(path: Path) -> Opened:
    """Open one file; its name tells the form, its content does where the name has no suffix.

    Raises:
        SourceError: of an unknown type, missing or unreadable.
    """
    where = shown(str(path))
    suffix = suffix_of(path.name)
    form = SUFFIXES.get(suffix)
    if form is None and suffix:
        raise SourceError(where, f"files of the type {one_line(suffix)} are not read; known are {_KNOWN}")
    try:
        stream: BinaryIO = path.open("rb")
    except (OSError, ValueError) as error:
        raise SourceError(where, reason_of(error)) from error
    return opened_stream(stream, where, form, origin=shown(path.name))


def open_stdin() -> Opened:
    """Standard input, of whatever form it begins like.

    Raises:
        SourceError: it is empty or not text.
    """
    return opened_stream(borrowed(sys.stdin.buffer), "standard input", None)


def opened_stream(stream: BinaryIO, where: str, form: Form | None, *, origin: str | None = None, url: str | None = None, charset: str | None = None) -> Opened:
    """A stream ready for its reader: unpacked if it is gzip, its form recognised by content if it is not known.

    Raises:
        SourceError: the form is not known and cannot be recognised.
    """
    head, stream = look_ahead(unpack(stream, where))
    try:
        if form is None:
            form = form_of_content(head)
        elif form == "json" and is_json_lines(head):
            form = "jsonl"
    except ValueError as error:
        raise SourceError(where, str(error)) from error
    return Opened(where, form, stream, origin, url, charset)


def scheme_of(source: str) -> str | None:
    """The scheme of an address in lower case, ``None`` for anything else.

    >>> scheme_of("HTTPS://example.com"), scheme_of("C:/news"), scheme_of("news.txt")
    ('https', None, None)
    """
    found = _SCHEME.match(source)
    return found[1].lower() if found else None


def shown(name: str) -> str:
    """A path or address that is safe to print, whatever its characters."""
    return one_line(os.fsencode(name).decode("utf-8", "replace")) or repr(name)


def reason_of(error: OSError | ValueError) -> str:
    """Why the system does not give a file, for a person."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _matches(pattern: str, options: SourceOptions) -> Iterator[Path | Refusal]:
    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
    if not found:
        yield Refusal(shown(pattern), "the pattern matches no file")
    for match in found:
        yield from _files_of(Path(match), options)


def _files_of(path: Path, options: SourceOptions) -> Iterator[Path | Refusal]:
    if not path.is_dir():
        yield path
        return
    left_out: Counter[str] = Counter()
    count = 0
    for place in _walk(path, (), left_out):
        count += 1
        yield place
    if left_out:
        kinds = ", ".join(f"{number} {suffix}" for suffix, number in sorted(left_out.items()))
        options.note(shown(str(path)), f"left out what is no article: {kinds}")
    if not count:
        yield Refusal(shown(str(path)), f"the folder contains no articles ({_KNOWN})")


def _walk(folder: Path, above: tuple[tuple[int, int], ...], left_out: Counter[str]) -> Iterator[Path | Refusal]:
    """All files below a folder; ``above`` are device and inode of the folders that it lies in."""
    try:
        status = folder.stat()
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield Refusal(shown(str(folder)), reason_of(error))
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield Refusal(shown(str(folder)), "is a link back to a folder that it lies in")
        return
    pages = {Path(name).stem for name in names if SUFFIXES.get(suffix_of(name)) == "html"}
    for name in names:
        parts = _PARTS_OF_PAGE.fullmatch(name)
        if (folder / name).is_dir():
            if not (parts and parts[1] in pages):
                yield from _walk(folder / name, (*above, here), left_out)
        elif suffix_of(name) in COMPANIONS:
            left_out[suffix_of(name)] += 1
        else:
            yield _regular(folder / name)


def _regular(path: Path) -> Path | Refusal:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return Refusal(shown(str(path)), "is a link to a file that does not exist")
    except OSError as error:
        return Refusal(shown(str(path)), reason_of(error))
    return path if stat.S_ISREG(mode) else Refusal(shown(str(path)), "is no regular file (a pipe, socket or device)")


__all__ = ["STDIN", "find_places", "open_file", "open_stdin", "opened_stream", "reason_of", "scheme_of", "shown"]
