"""The folder of an embedded store: what lies in it, and the locks by which processes find out about each other.

::

    server.json    port, pid and credentials of the process that owns the folder (0600), there while it answers
    owner.lock     held by that process as long as it lives
    start.lock     held by a command while it looks for the process and starts one
    clients.lock   shared by all commands that use the store; the idle process takes it for itself before it ends
    config/ databases/ log/ …   the engine's own

Locks are the kernel's (``flock``): they end with their process, however it ends, so a stale file or a process number
that another program has got since deceives nobody.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

DATABASE = "kg"
WRITER = "root"
READER = "reader"

OWNER_LOCK = "owner.lock"
START_LOCK = "start.lock"
CLIENTS_LOCK = "clients.lock"
_ENDPOINT = "server.json"
_POLL = 0.02


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the process that owns a folder answers.

    Attributes:
        port: of Bolt, on loopback.
        pid: process number.
        engine: name and version of the engine.
        writer: password of the user who may write.
        reader: password of the user who may only read.
    """

    port: int
    pid: int
    engine: str
    writer: str = field(repr=False)
    reader: str = field(repr=False)


def is_store(folder: Path) -> bool:
    """Has an embedded store been made here?"""
    return (folder / "databases" / DATABASE).is_dir()


def is_free(folder: Path) -> bool:
    """May a store be made here: is the folder absent, empty, or one that has been taken for a store before?"""
    return not folder.exists() or (folder / CLIENTS_LOCK).exists() or not any(folder.iterdir())


def write_endpoint(folder: Path, endpoint: Endpoint) -> None:
    """Publish where the process answers, for this user only, in one step."""
    _write_private(folder / _ENDPOINT, asdict(endpoint))


def read_endpoint(folder: Path) -> Endpoint | None:
    """What is published, or ``None``. It may be stale: see :func:`is_locked` on ``OWNER_LOCK``.

    Raises:
        PermissionError: the folder belongs to another user.
    """
    try:
        return Endpoint(**json.loads((folder / _ENDPOINT).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
        return None


def remove_endpoint(folder: Path) -> None:
    """Withdraw what was published, by this process or by one that was killed."""
    (folder / _ENDPOINT).unlink(missing_ok=True)


def take_lock(folder: Path, name: str, *, shared: bool = False, seconds: float = 0) -> IO[bytes] | None:
    """Take a lock of the folder; closing the returned file gives it back, and so does the end of the process.

    Args:
        folder: whose lock.
        name: file name of the lock.
        shared: together with others who share it, or alone.
        seconds: how long to wait for it.

    Returns:
        The open file, or ``None`` if somebody else holds the lock.
    """
    deadline = time.monotonic() + seconds
    file = (folder / name).open("ab")
    mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    while True:
        try:
            fcntl.flock(file, mode)
            return file
        except BlockingIOError:
            if time.monotonic() >= deadline:
                file.close()
                return None
            time.sleep(_POLL)


def is_locked(folder: Path, name: str) -> bool:
    """Does a process hold this lock alone? Asking disturbs nobody who asks at the same time."""
    if not (folder / name).exists():
        return False
    file = take_lock(folder, name, shared=True)
    if file is None:
        return True
    file.close()
    return False


@contextmanager
def lock(folder: Path, name: str, seconds: float) -> Iterator[bool]:
    """Hold a lock alone inside the block; gives whether it could be had in time."""
    file = take_lock(folder, name, seconds=seconds)
    try:
        yield file is not None
    finally:
        if file is not None:
            file.close()


def size_of(folder: Path) -> int:
    """Bytes of all files in the folder; what goes away meanwhile counts nothing."""
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(path) / name).stat().st_size
            except FileNotFoundError:
                continue
    return total


def _write_private(path: Path, content: dict[str, Any]) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
    beside.replace(path)


__all__ = [
    "CLIENTS_LOCK", "DATABASE", "OWNER_LOCK", "READER", "START_LOCK", "WRITER", "Endpoint", "is_free", "is_locked", "is_store",
    "lock", "read_endpoint", "remove_endpoint", "size_of", "take_lock", "write_endpoint",
]  # fmt: skip
