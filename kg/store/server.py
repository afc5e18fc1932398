"""The process that owns the folder of an embedded store: ``python -m kg.store.server FOLDER``, started by ``kg.store.embedded``.

It runs the engine (ArcadeDB on the Java runtime of its own wheel), answers Bolt on a free port of loopback, publishes port and
credentials in the folder, and ends by itself once no command has used the store for some minutes. The first line on its
standard output says how the start went, as JSON: ``{"ready": true}`` or ``{"error": "…"}``; everything else goes to ``log/``.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import sys
import threading
import time
import traceback
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any

from kg.store.folder import (
    CLIENTS_LOCK,
    DATABASE,
    OWNER_LOCK,
    READER,
    Endpoint,
    remove_endpoint,
    take_lock,
    write_endpoint,
)

IDLE_SECONDS = 600.0
"""How long the process waits for the next command; the environment variable ``KG_STORE_IDLE`` says otherwise, in seconds."""

HEAP = "512m"
"""Memory of the engine (Java heap); the environment variable ``KG_STORE_HEAP`` says otherwise, in Java's notation."""

_PLUGIN = "com.arcadedb.bolt.BoltProtocolPlugin"
_SETTINGS = {
    "host": "127.0.0.1",
    "http_port": "0",
    "bolt_port": 0,
    "bolt_defaultDatabase": DATABASE,
    "server_plugins": f"Bolt:{_PLUGIN}",
    "txWalFlush": 2,  # what has been committed outlives a power cut
    "opencypher_loadCsv_allowFileUrls": False,
    "opencypher_loadCsv_allowRemoteUrls": False,
}
_JAVA = (
    "-Xrs",  # signals are this program's: SIGTERM ends it in order
    "-XX:+UseSerialGC",  # small heap, few processors
    "-XX:+ExitOnOutOfMemoryError",  # a new process is better than a crippled one: the commands start it by themselves
)
_ALL = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_SEARCH = (
    "CREATE VERTEX TYPE Entity IF NOT EXISTS",
    "CREATE PROPERTY Entity.search IF NOT EXISTS STRING",
    "CREATE INDEX entity_search IF NOT EXISTS ON Entity (search) FULL_TEXT",
)
"""The full-text index, which the engine's Cypher cannot make; on Neo4j it is part of ``cypher/schema.cypher``."""


def main(folder: Path) -> int:
    """Own the folder until nobody needs it any more.

    Returns:
        The exit code: 0 after an orderly end, 1 if the engine could not be started.
    """
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # the engine writes its log to standard output
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    owner = take_lock(folder, OWNER_LOCK, seconds=5)
    if owner is None:
        _say(answer, {"error": "another process has it open"})
        return 1
    remove_endpoint(folder)
    engine = Engine(folder)
    problem = engine.start()
    if problem:
        _say(answer, {"error": problem})
        return 1
    write_endpoint(folder, engine.endpoint())
    _say(answer, {"ready": True})
    with _wait(folder, owner, stop):
        remove_endpoint(folder)
        engine.stop()
    return 0


class Engine:
    """ArcadeDB with its Bolt listener, in this process.

    Its two users, one who may write and one who may only read, get new passwords at every start.

    Args:
        folder: where the database lies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writer = secrets.token_urlsafe(24)
        self._reader = secrets.token_urlsafe(24)
        self._server: Any = None
        self._port = 0
        self._version = ""

    def start(self) -> str | None:
        """Start it.

        Returns:
            What went wrong, for people; ``None`` if it runs.
        """
        os.environ.setdefault("ARCADEDB_JVM_ERROR_FILE", str(self.folder / "log" / "crash-%p.log"))
        _write_security(self.folder / "config")
        try:
            import arcadedb_embedded
        except ImportError:
            return "the package arcadedb-embedded is missing; install it with: pip install arcadedb-embedded==26.10.2.post1"
        java = {"heap_size": os.environ.get("KG_STORE_HEAP", HEAP), "jvm_args": list(_JAVA)}
        try:
            self._server = arcadedb_embedded.ArcadeDBServer(str(self.folder), self._writer, dict(_SETTINGS), jvm_kwargs=java)
            self._server.start()
            database = self._server.create_database(DATABASE)
            for statement in _SEARCH:
                database.command("sql", statement)
        except arcadedb_embedded.ArcadeDBError as error:
            return _reason(str(error))
        self._add_reader()
        self._port = self._find_port()
        self._version = f"ArcadeDB {arcadedb_embedded.__version__}"
        return None

    def endpoint(self) -> Endpoint:
        """Where it answers."""
        return Endpoint(self._port, os.getpid(), self._version, self._writer, self._reader)

    def stop(self) -> None:
        """Close the database and the listener. Where the folder has been deleted meanwhile there is nothing to close."""
        if self.folder.is_dir():
            self._server.stop()

    def _add_reader(self) -> None:
        import jpype

        security = self._server._java_server.getSecurity()
        user = {"name": READER, "password": str(security.encodePassword(self._reader)), "databases": {"*": [READER]}}
        security.createUser(jpype.JClass("com.arcadedb.serializer.json.JSONObject")(json.dumps(user)))

    def _find_port(self) -> int:
        plugins = self._server._java_server.getPlugins()
        return int(next(plugin.getPort() for plugin in plugins if plugin.getClass().getName() == _PLUGIN))


def _write_security(config: Path) -> None:
    """What the groups of users may do: ``admin`` everything, the reader's read records and nothing else. Users of an earlier start go."""
    admin = {"access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"], "types": {"*": {"access": _ALL}}}
    reader: dict[str, Any] = {"access": [], "types": {"*": {"access": ["readRecord"]}}}
    others: dict[str, Any] = {"access": [], "types": {"*": {"access": []}}}
    unlimited = {"resultSetLimit": -1, "readTimeout": -1}
    groups = {name: unlimited | rights for name, rights in (("admin", admin), (READER, reader), ("*", others))}
    config.mkdir(exist_ok=True)
    (config / "server-users.jsonl").unlink(missing_ok=True)
    (config / "server-groups.json").write_text(json.dumps({"version": 1, "databases": {"*": {"groups": groups}}}), encoding="utf-8")


def _wait(folder: Path, owner: IO[bytes], stop: threading.Event) -> AbstractContextManager[object]:
    """Wait until told to end, until the folder has gone, or until no command has used the store for long enough.

    Returns:
        The clients' lock, taken so that no new command gets in before the end; nothing where nobody needs to be kept out.
    """
    idle = _idle_seconds()
    used = time.time()
    while not stop.wait(min(1.0, idle / 4)):
        if not _is_same(folder / OWNER_LOCK, owner):
            break
        clients = folder / CLIENTS_LOCK
        used = max(used, clients.stat().st_mtime if clients.exists() else 0)
        alone = take_lock(folder, CLIENTS_LOCK)
        if alone is None:
            used = time.time()
        elif time.time() - used >= idle:
            return alone
        else:
            alone.close()
    return nullcontext()


def _is_same(path: Path, file: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _idle_seconds() -> float:
    try:
        return max(0.2, float(os.environ.get("KG_STORE_IDLE", IDLE_SECONDS)))
    except ValueError:
        return IDLE_SECONDS


def _say(answer: IO[str], message: dict[str, Any]) -> None:
    """Tell the command that started this process; if it has gone meanwhile, nobody needs to know."""
    with suppress(BrokenPipeError), answer:
        answer.write(json.dumps(message) + "\n")


def _reason(error: str) -> str:
    """The engine's complaint as one line for a person: its innermost cause, without names of Java classes."""
    innermost = error.strip().splitlines()[0].rpartition("caused by ")[2] if error.strip() else "the engine did not start"
    if "locked by another process" in innermost:
        return "another program has its database open; end that program first"
    return re.sub(r"\b(?:[a-z]+\.)+([A-Z]\w+): ", r"\1: ", innermost)


if __name__ == "__main__":
    code = 1
    try:
        code = main(Path(sys.argv[1]).resolve())
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(code)  # the database is closed; the Java runtime's threads would keep the process alive
