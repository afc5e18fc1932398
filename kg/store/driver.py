"""The official driver, imported in one place and without numpy, pandas and pyarrow.

Where those are installed it loads them, to take their values as parameters. Nothing here passes any, and without them
every command answers 0.2 s sooner. A program that has numpy loaded already is left alone.
"""

import logging
import sys

_ARRAYS = [name for name in ("numpy", "pandas", "pyarrow") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_ARRAYS))  # type: ignore[arg-type]  # None says "not installed", for the moment
try:
    from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, ManagedTransaction, Record, Session
    from neo4j.exceptions import (
        AuthError,
        ClientError,
        ConfigurationError,
        ConstraintError,
        DriverError,
        Neo4jError,
        ServiceUnavailable,
        SessionExpired,
    )
    from neo4j.graph import Node, Path, Relationship
    from neo4j.spatial import Point
    from neo4j.time import Date, DateTime, Duration, Time
finally:
    for _name in _ARRAYS:
        del sys.modules[_name]

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what matters is raised, and told in one line
logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)  # "label does not exist" is no news in a young graph

__all__ = [
    "READ_ACCESS", "WRITE_ACCESS", "AuthError", "ClientError", "ConfigurationError", "ConstraintError", "Date", "DateTime", "Driver", "DriverError",
    "Duration", "GraphDatabase", "ManagedTransaction", "Neo4jError", "Node", "Path", "Point", "Record", "Relationship", "ServiceUnavailable", "Session",
    "SessionExpired", "Time",
]  # fmt: skip
