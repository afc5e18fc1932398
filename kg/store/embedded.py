"""The embedded store as a command sees it: find the process that owns a folder, or start it (``kg.store.server``).

No Java runs in the command's own process. What one command started, the next ones find running: they answer at once, and a
second terminal can read while the first one loads.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreError
from kg.store.folder import (
    CLIENTS_LOCK,
    OWNER_LOCK,
    START_LOCK,
    Endpoint,
    is_free,
    is_locked,
    is_store,
    lock,
    read_endpoint,
    size_of,
    take_lock,
)

START_SECONDS = 60.0
"""How long a start may take: three seconds on an idle machine, more after a crash of a large store (the engine reads its log)."""

END_SECONDS = 60.0
"""How long an orderly end may take."""

LOG_BYTES = 1_000_000
"""Size of ``log/server.log`` from which the next start begins a new one."""


@dataclass(frozen=True, slots=True)
class EmbeddedStatus:
    """What is known of an embedded store without starting anything.

    Attributes:
        folder: where it lies.
        exists: has a store been made there?
        pid: of the process that owns it, ``None`` if there is none.
        port: where that process answers.
        engine: name and version of the engine, if it runs.
        bytes: size of the folder.
    """

    folder: Path
    exists: bool
    pid: int | None
    port: int | None
    engine: str | None
    bytes: int


class Lease:
    """Use of an embedded store: while it is held, the process that owns the folder does not end as idle.

    Args:
        folder: the folder of the store; it is made if it is not there.

    Raises:
        StoreError: it is no folder for a store, or the engine does not start; the message says why.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            _make_folder(folder)
            self._lock: IO[bytes] | None = take_lock(folder, CLIENTS_LOCK, shared=True, seconds=END_SECONDS)
            os.utime(folder / CLIENTS_LOCK)
        except OSError as error:
            raise StoreError(f"{folder}: the embedded store cannot be used: {error.strerror}; name another folder with --store") from None
        if self._lock is None:
            raise StoreError(f"{folder}: the process that owns the store does not end; see {folder / 'log' / 'server.log'}")
        self.endpoint = self.find_or_start()

    def find_or_start(self) -> Endpoint:
        """Where the store answers; starts its process if there is none (of several commands that try, one does).

        Raises:
            StoreError: the engine does not start.
        """
        found = read_endpoint(self.folder)
        if found and is_locked(self.folder, OWNER_LOCK):
            self.endpoint = found
            return found
        with lock(self.folder, START_LOCK, START_SECONDS) as mine:
            if not mine:
                raise StoreError(f"{self.folder}: another command has been starting this store for {START_SECONDS:.0f} s; see {_log(self.folder)}")
            self.endpoint = _await_owner(self.folder) or _start(self.folder)
        return self.endpoint

    def close(self) -> None:
        """Give it back."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def embedded_status(folder: Path) -> EmbeddedStatus:
    """Which process owns the store in ``folder``, if any; starts nothing."""
    exists = is_store(folder)
    owned = exists and is_locked(folder, OWNER_LOCK)
    endpoint = read_endpoint(folder) if owned else None
    pid, port, engine = (endpoint.pid, endpoint.port, endpoint.engine) if endpoint else (None, None, None)
    return EmbeddedStatus(folder, exists, pid, port, engine, size_of(folder) if exists else 0)


def stop_embedded(folder: Path) -> bool:
    """End the process that owns the store in ``folder``, in order.

    Returns:
        Whether there was one.

    Raises:
        StoreError: another command is using the store, or the process does not end.
    """
    if not embedded_status(folder).pid:
        return False
    with lock(folder, CLIENTS_LOCK, seconds=0.5) as unused:
        endpoint = read_endpoint(folder)
        if not unused:
            raise StoreError(f"{folder}: another command is using the store; wait for its end, then stop the store")
        if endpoint is None or not is_locked(folder, OWNER_LOCK):
            return False
        os.kill(endpoint.pid, signal.SIGTERM)
        with lock(folder, OWNER_LOCK, END_SECONDS) as ended:
            if not ended:
                raise StoreError(f"{folder}: process {endpoint.pid} has not ended within {END_SECONDS:.0f} s; see {_log(folder)}")
    return True


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file; name a folder for the embedded store, or neo4j://host:7687 for a server")
    if not is_free(folder):
        raise StoreError(f"{folder} holds other files and no store; name an empty or a new folder with --store")
    folder.mkdir(parents=True, exist_ok=True)


def _await_owner(folder: Path) -> Endpoint | None:
    """The endpoint of an owner that is just starting, or ``None`` once there is no owner (any more)."""
    deadline = time.monotonic() + START_SECONDS
    while is_locked(folder, OWNER_LOCK):
        found = read_endpoint(folder)
        if found:
            return found
        if time.monotonic() > deadline:
            raise StoreError(f"{folder}: the process that owns the store does not answer; see {_log(folder)}")
        time.sleep(0.05)
    return None


def _start(folder: Path) -> Endpoint:
    log_file = _log(folder)
    log_file.parent.mkdir(exist_ok=True)
    with log_file.open("wb" if log_file.exists() and log_file.stat().st_size > LOG_BYTES else "ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.store.server", str(folder)],
            cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True,
        )  # fmt: skip
    assert child.stdout is not None
    with child.stdout as answers:
        ready, _, _ = select.select([answers], [], [], START_SECONDS)
        said: dict[str, Any] = json.loads(answers.readline() or b"{}") if ready else {}
    found = read_endpoint(folder)
    if said.get("ready") and found:
        child.returncode = 0  # it outlives this command: nobody is to wait for it
        return found
    child.kill()
    child.wait()
    raise StoreError(f"{folder}: the embedded store does not start: {said.get('error') or f'see {_log(folder)}'}")


def _environment() -> dict[str, str]:
    """This process's environment without the password of a server; the package is found where this process found it."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {name: value for name, value in os.environ.items() if name != "KG_PASSWORD"} | {"PYTHONPATH": os.pathsep.join(paths)}


def _log(folder: Path) -> Path:
    return folder / "log" / "server.log"


__all__ = ["EmbeddedStatus", "Lease", "embedded_status", "stop_embedded"]
