"""Where an export goes: a file or folder that appears whole, under its name, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

from kg.errors import UsageError


@contextmanager
def file_target(path: Path) -> Iterator[TextIO]:
    """A text file (UTF-8, line ends ``\\n``) that takes its name once the block has ended well; what had the name before is replaced.

    Raises:
        UsageError: it cannot be written there.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file")
    partial = None
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part", delete=False) as out:
            partial = Path(out.name)
            yield cast(TextIO, out)
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


@contextmanager
def folder_target(path: Path, names: Collection[str]) -> Iterator[Path]:
    """An empty folder that takes its name once the block has ended well.

    Args:
        path: its name. An earlier export there is replaced; a folder with anything else in it is left alone.
        names: the files that an export of this kind consists of.

    Raises:
        UsageError: it cannot be written there, or something else is there.
    """
    try:
        _check_place(path, names)
        partial = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part"))
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield partial
        partial.chmod(0o777 & ~_umask())
        if path.exists():
            _check_place(path, names)
            former = partial.with_suffix(".old")
            path.rename(former)
            partial.rename(path)
            shutil.rmtree(former)
        else:
            partial.rename(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _check_place(path: Path, names: Collection[str]) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise UsageError(f"{path} is a file; this format writes a folder, name another one")
    strange = sorted({entry.name for entry in path.iterdir()} - set(names))
    if strange:
        raise UsageError(f"{path} holds {strange[0]!r}, which is no part of such an export; name another folder")


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path}: cannot be written: {error.strerror or error}")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


__all__ = ["file_target", "folder_target"]
