"""The driver's errors as the program's own: one line for a person, and an exit code that says who has to act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import KgError, StoreError, UsageError
from kg.store.driver import AuthError, ClientError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired

_TOO_OFTEN = "Neo.ClientError.Security.AuthenticationRateLimit"
_EXPIRED = "Neo.ClientError.Security.CredentialsExpired"
_NO_DATABASE = {"Neo.ClientError.Database.DatabaseNotFound", "Neo.ClientError.Database.InvalidDatabaseName"}
_DATABASE_DOWN = {"Neo.TransientError.Database.DatabaseUnavailable", "Neo.DatabaseError.Database.DatabaseLimitReached"}
_READ_ONLY = {"Neo.ClientError.Statement.AccessMode", "Neo.ClientError.Security.Forbidden"}
_WRONG = ("Neo.ClientError.Statement", "Neo.ClientError.Procedure")
_UNKNOWN = re.compile(r"Unknown (procedure|function)")  # the embedded store has no code for that
_DELETED = "Neo.ClientError.Statement.EntityNotFound"  # a node that was found a moment ago: another load has deleted it
_MEMORY = re.compile(r"OutOfMemory|MemoryPool|heap", re.IGNORECASE)


GONE = (ServiceUnavailable, SessionExpired)
"""What the driver raises where a store has gone away."""


def is_passing(error: Neo4jError | DriverError) -> bool:
    """May the same transaction succeed when it is tried again: the store was away or busy, or another load was in the way?"""
    return isinstance(error, GONE) or error.is_retryable() or getattr(error, "code", None) == _DELETED


@contextmanager
def store_failures(where: str, database: str | None = None) -> Iterator[None]:
    """Turn the driver's errors inside the block into :class:`StoreError` or :class:`UsageError`.

    Args:
        where: the store as the user named it.
        database: the one that was asked for, if any.
    """
    try:
        yield
    except (Neo4jError, DriverError) as error:
        raise failure_of(error, where, database) from error


def failure_of(error: Neo4jError | DriverError, where: str, database: str | None = None) -> KgError:
    """The error of this program that stands for one of the driver's."""
    if isinstance(error, GONE):
        return StoreError(f"{where}: no answer; start the server or name another store with --store ({_line(error)})")
    if isinstance(error, ConfigurationError):
        return UsageError(f"{where}: {_line(error)}")
    code = getattr(error, "code", None) or ""
    if code == _TOO_OFTEN:
        return StoreError(f"{where}: too many wrong passwords; wait some seconds, then set KG_PASSWORD to the right one")
    if code == _EXPIRED:
        return StoreError(f"{where}: the password must be changed before its first use; log in once with Neo4j Browser")
    if isinstance(error, AuthError):
        return StoreError(f"{where}: user or password is wrong; set KG_PASSWORD to the right password")
    if code in _NO_DATABASE:
        return StoreError(f"{where}: there is no database {database!r}; leave it out for the server's own, or name one of SHOW DATABASES")
    if code in _DATABASE_DOWN:
        return StoreError(f"{where}: the database is not available; see the server's log ({_line(error)})")
    if code in _READ_ONLY:
        return UsageError(f"the query writes, and only reading is allowed here ({_line(error)})")
    if (isinstance(error, ClientError) and code.startswith(_WRONG)) or _UNKNOWN.search(str(error)):
        return UsageError(f"the query is wrong: {_line(error)}")
    if _MEMORY.search(code) or _MEMORY.search(str(error)):
        return StoreError(f"{where}: the query needs more memory than the store has; ask for less, or give it more ({_line(error)})")
    return StoreError(f"{where}: {_line(error)}")


def _line(error: Exception) -> str:
    """The first line of what the server or driver said, without the driver's wrapping."""
    text = (getattr(error, "message", None) or str(error) or type(error).__name__).strip()
    first, *others = text.splitlines()
    if first.endswith(":") and others:
        first = f"{first} {others[0].strip()}"
    return first[:200]


__all__ = ["GONE", "failure_of", "is_passing", "store_failures"]
