"""One client for both stores: a Neo4j server, or the embedded engine in a folder. Both speak Bolt to the official driver."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

from kg.errors import StoreError, UsageError
from kg.store.driver import READ_ACCESS, WRITE_ACCESS, Driver, DriverError, GraphDatabase, ManagedTransaction, Neo4jError, Record, Session
from kg.store.embedded import Lease
from kg.store.failures import GONE, failure_of, is_passing, store_failures
from kg.store.folder import DATABASE, READER, WRITER, is_store, size_of
from kg.store.statements import read_statement
from kg.store.values import plain_value, whole_text

VERSION = 1
"""Version of the graph's shape. It is written into the store; a store of a later version is refused."""

PATIENCE = 60.0
"""Seconds for which a write is tried again after the store went away or was busy."""

CONNECT_SECONDS = 5.0
"""How long a server may take to accept a connection."""

_ADDRESSES = "neo4j://host:7687, bolt://host:7687, or the path of a folder such as ./kg-data"
SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")

Kind = Literal["neo4j", "embedded"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What a store is and holds.

    Attributes:
        kind: ``neo4j`` or ``embedded``.
        url: as the user named it.
        engine: name and version of what answers.
        version: of the graph's shape; ``None`` where nothing has been loaded yet.
        counts: documents, entities, claims, statements (claim in document), mentions and relations (direct ones).
        bytes: size on disk, where it can be known.
        pid: process that owns the folder of an embedded store.
    """

    kind: Kind
    url: str
    engine: str
    version: int | None
    counts: Mapping[str, int]
    bytes: int | None
    pid: int | None


def open_store(url: str, *, password: str | None = None, user: str = "neo4j", database: str | None = None, create: bool = True) -> Store:
    """Connect to a store.

    Args:
        url: ``neo4j://host:7687`` or ``bolt://…`` (``+s`` with TLS), or the folder of an embedded store.
        password: of a server; an embedded store needs none.
        user: of a server.
        database: of a server; by default its own default one.
        create: make an embedded store where there is none; else that is an error.

    Raises:
        StoreError: it does not answer, refuses the password, was written by a newer version …
        UsageError: the address is none.
    """
    if ":" in url and not url.startswith(("/", ".", "~")):
        return Store("neo4j", url, _Server(url, user, password, database))
    if not url:
        raise UsageError(f"no store is named; write {_ADDRESSES}")
    if database is not None:
        raise UsageError(f"{url}: an embedded store has one database; leave the name {database!r} out")
    folder = Path(url).expanduser().resolve()
    if not create and not is_store(folder):
        raise StoreError(f"{url}: there is no store yet; load an article into it first, or name another one with --store")
    return Store("embedded", url, _Folder(folder))


class _Server:
    """Connections to a Neo4j server."""

    def __init__(self, url: str, user: str, password: str | None, database: str | None) -> None:
        _check_address(url)
        if not password:
            raise StoreError(f"{url}: a password is needed; set KG_PASSWORD")
        self.database = database
        self._driver = _driver(url, user, password)

    def driver(self, *, writes: bool) -> Driver:
        """The driver; what may be done is decided by the session."""
        return self._driver

    def reconnect(self) -> None:
        """The driver does that itself."""

    def close(self) -> None:
        self._driver.close()


class _Folder:
    """Connections to the process that owns the folder of an embedded store; it is started again if it has gone."""

    database = DATABASE

    def __init__(self, folder: Path) -> None:
        self.lease = Lease(folder)
        self._drivers: dict[str, Driver] = {}

    def driver(self, *, writes: bool) -> Driver:
        """The driver of the user who may write, or of the one who may only read."""
        user = WRITER if writes else READER
        if user not in self._drivers:
            endpoint = self.lease.endpoint
            self._drivers[user] = _driver(f"bolt://127.0.0.1:{endpoint.port}", user, endpoint.writer if writes else endpoint.reader)
        return self._drivers[user]

    def reconnect(self) -> None:
        """Find the process again, or start it. One that has just been killed may seem to live for a moment."""
        deadline = time.monotonic() + 2 * CONNECT_SECONDS
        while True:
            self._close_drivers()
            self.lease.find_or_start()
            try:
                return self.driver(writes=False).verify_connectivity()
            except GONE:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.1)

    def close(self) -> None:
        self._close_drivers()
        self.lease.close()

    def _close_drivers(self) -> None:
        for driver in self._drivers.values():
            driver.close()
        self._drivers.clear()


def _check_address(url: str) -> None:
    """Is this the address of a server? What may be a password is not repeated.

    Raises:
        UsageError: it is none.
    """
    parts = urlsplit(url)
    if "@" in url:
        raise UsageError(f"{parts.scheme}://…@{url.rpartition('@')[2]}: leave user and password out of the address; set KG_PASSWORD")
    try:
        good = parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:  # the port is no number
        good = False
    if not good or parts.path.strip("/") or (parts.query and not parts.scheme.startswith("neo4j")):
        raise UsageError(f"{url}: no address of a store; write {_ADDRESSES}")


def _driver(url: str, user: str, password: str) -> Driver:
    with store_failures(url):
        return GraphDatabase.driver(
            url, auth=(user, password), connection_timeout=CONNECT_SECONDS, connection_acquisition_timeout=2 * CONNECT_SECONDS,
            max_transaction_retry_time=CONNECT_SECONDS, telemetry_disabled=True,
        )  # fmt: skip


class Store:
    """An open store; made by :func:`open_store`, closed by ``with`` or :meth:`close`. One thread at a time may use it.

    Attributes:
        kind: ``neo4j`` or ``embedded``.
        url: as the user named it.
    """

    def __init__(self, kind: Kind, url: str, connections: _Server | _Folder) -> None:
        self.kind: Kind = kind
        self.url = url
        self._connections = connections
        try:
            self._engine = self._first_contact()
        except BaseException:
            self.close()
            raise

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None, *, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Run one query that may only read; that is enforced by the store, whatever the query says.

        Args:
            cypher: the query.
            parameters: its parameters.
            limit: rows at most.

        Yields:
            The rows as they arrive, values as :func:`~kg.store.values.plain_value` makes them.

        Raises:
            UsageError: the query is wrong, lacks a parameter, or writes.
            StoreError: the store does not answer.
        """
        with store_failures(self.url, self._connections.database):
            values = whole_text(dict(parameters or {}))
            rows = self._stream(cypher, values)
            try:
                first = next(rows, None)
            except GONE:  # a connection from before the store went away, or it was just ending
                self._connections.reconnect()
                rows = self._stream(cypher, values)
                first = next(rows, None)
            if first is not None:
                yield from islice(chain([first], rows), limit)

    def _stream(self, cypher: str, parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
        with self._session(writes=False) as session, session.begin_transaction() as transaction:
            for record in transaction.run(cypher, parameters):
                yield {key: plain_value(value) for key, value in _values(record).items()}
            transaction.commit()  # the embedded store refuses some writes only here

    def write(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Run one statement in a transaction of its own; see :meth:`transact`.

        Returns:
            Its rows, with the driver's own values.
        """
        return self.transact(lambda run: run(cypher, **dict(parameters or {})))

    def transact(self, work: Callable[[Run], T], *, patience: float = PATIENCE) -> T:
        """Do some work in one transaction: all of it is done or nothing.

        Where the store goes away or is busy it is tried again, with growing pauses; the embedded store is started again.

        Args:
            work: gets a function that runs a statement (``run(cypher, **parameters)`` → rows) and may be called several times.
            patience: for how many seconds to try again.

        Returns:
            What ``work`` returned.

        Raises:
            StoreError: the store does not answer, or does not do it.
        """
        deadline = time.monotonic() + patience
        pause = 0.25
        while True:
            try:
                with self._session(writes=True) as session:
                    done: T = session.execute_write(lambda transaction: work(_runner(transaction)))
                    return done
            except (Neo4jError, DriverError) as error:
                if not is_passing(error) or time.monotonic() + pause > deadline:
                    raise failure_of(error, self.url, self._connections.database) from error
            time.sleep(pause)
            pause = min(2 * pause, 8.0)
            with suppress(StoreError, *GONE):
                self._connections.reconnect()

    def status(self) -> StoreStatus:
        """Kind, version, what it holds and how big it is."""
        labels = (("documents", "Document"), ("entities", "Entity"), ("claims", "Claim"))
        counts = {name: self._number("count_nodes", LABEL=label) for name, label in labels}
        counts |= {name: self._number("count_relationships", RELATION=kind) for name, kind in (("statements", "STATED_IN"), ("mentions", "MENTIONS"))}
        counts["relations"] = self._number("count_all_relationships") - counts["statements"] - counts["mentions"]
        lease = self._connections.lease if isinstance(self._connections, _Folder) else None
        size = size_of(lease.folder) if lease else None
        return StoreStatus(self.kind, self.url, self._engine, self._version(), counts, size, lease.endpoint.pid if lease else None)

    def close(self) -> None:
        """Give back the connections. The process of an embedded store goes on until nobody has used it for some minutes."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _session(self, *, writes: bool) -> Session:
        access = WRITE_ACCESS if writes else READ_ACCESS
        return self._connections.driver(writes=writes).session(database=self._connections.database, default_access_mode=access)

    def _first_contact(self) -> str:
        """Who answers; and is the graph one that this program understands?"""
        version = self._version()
        if version is not None and version > VERSION:
            raise StoreError(f"{self.url}: the store was written by a newer version of kg (format {version}, this one knows {VERSION}); upgrade kg")
        if isinstance(self._connections, _Folder):
            return self._connections.lease.endpoint.engine
        with store_failures(self.url):
            return self._connections.driver(writes=False).get_server_info().agent

    def _version(self) -> int | None:
        rows = list(self.read(read_statement("version")))
        return int(rows[0]["version"]) if rows else None

    def _number(self, file: str, **names: str) -> int:
        return sum(int(row["number"]) for row in self.read(read_statement(file, **names)))


Run = Callable[..., list[dict[str, Any]]]
"""Runs a statement inside a transaction: ``run(cypher, **parameters)`` returns the rows with the driver's own values."""


def _values(record: Record) -> dict[str, Any]:
    return dict(zip(record.keys(), record.values(), strict=True))


def _runner(transaction: ManagedTransaction) -> Run:
    def run(cypher: str, **parameters: Any) -> list[dict[str, Any]]:
        return [_values(record) for record in transaction.run(cypher, parameters)]

    return run


__all__ = ["PATIENCE", "SCHEMES", "VERSION", "Kind", "Run", "Store", "StoreStatus", "open_store"]
