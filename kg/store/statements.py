"""The Cypher of the store: one statement a file in ``cypher/``, with parameters; names of labels and relations from the ontology only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("cypher")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@cache
def read_statement(file: str, folder: Path = _FOLDER, **names: str) -> str:
    """A statement that is ready to be sent.

    Cypher takes no parameters for labels and relationship types. Files write a placeholder in capitals instead, which is
    replaced here: ``read_statement("label", LABEL="Company")`` of ``SET e:LABEL``.

    Args:
        file: name without folder and ending.
        folder: where it lies.
        names: placeholder → name out of the ontology.

    Raises:
        ValueError: a name could be anything else than a name.

    >>> read_statement("label", LABEL="Company").splitlines()[-1]
    'SET e:Company'
    >>> read_statement("label", LABEL="X) DETACH DELETE (n")
    Traceback (most recent call last):
    ...
    ValueError: 'X) DETACH DELETE (n' is no name for LABEL
    """
    text = "\n".join(line for line in (folder / f"{file}.cypher").read_text(encoding="utf-8").splitlines() if not line.startswith("//"))
    for placeholder, name in names.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for {placeholder}")
        text = re.sub(rf"\b{placeholder}\b", name, text)
    return text.strip()


__all__ = ["read_statement"]
