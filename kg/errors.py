"""Everything that can go wrong, split by who has to act.

::

    KgError
    ├── SourceError      your article: it cannot be read, is empty, too long, in another language
    ├── UsageError       your command or query: unknown report, missing parameter, Cypher that does not parse or writes
    ├── SchemaError      the ontology or a query file: the message names file, key and remedy
    └── StoreError       the store: not reachable, wrong password, owned by another process, newer version

Each message is one line for a person: what, where, and what to do about it. ``exit_code`` is what ``kg`` ends with.
"""


class KgError(Exception):
    """Root of all errors that this program raises on purpose."""

    exit_code = 1


class SourceError(KgError):
    """An article or a file that cannot be taken; the rest of the run goes on.

    Args:
        where: the source as the user named it, with line or entry number where there is one.
        reason: what is wrong with it, and what to do.
    """

    exit_code = 1

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class UsageError(KgError):
    """A command, parameter or query of the user that cannot be carried out."""

    exit_code = 2


class StoreError(KgError):
    """The store, or a component that is needed to reach it, does not do its part."""

    exit_code = 3


class SchemaError(KgError):
    """A file of ``schema/`` or ``queries/`` that is wrong.

    Args:
        file: path of the file, as short as it is still clear.
        key: the key or line at fault.
        problem: what is wrong and how to mend it.
    """

    exit_code = 4

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem
