"""Progress of long work, on stderr and only where a person watches."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

_Thing = TypeVar("_Thing")


def counted(things: Iterable[_Thing], noun: str, quiet: bool = False) -> Iterator[_Thing]:
    """Pass things through and show how many have come so far, with their rate."""
    if quiet or not sys.stderr.isatty():
        yield from things
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} " + noun), TimeElapsedColumn(), TextColumn("{task.speed:.1f}/s"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(noun, total=None)
        for thing in things:
            yield thing
            progress.advance(task)
