"""Several articles at a time, results in the order of the articles."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")
_AHEAD = 2  # calls that wait for each worker: enough to keep it busy, few enough to hold little in memory


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(calls: Iterable[Callable[[], Result]], workers: int) -> Iterator[Result]:
    """Results of calls in their order, at most ``workers`` of them at work at a time, in threads.

    Args:
        calls: taken as they are needed; what one raises is raised here, and none after it is begun.
        workers: one: no threads at all.

    >>> list(in_order((lambda n=n: n * n for n in range(5)), 2))
    [0, 1, 4, 9, 16]
    """
    if workers <= 1:
        for call in calls:
            yield call()
        return
    waiting: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="kg-reader")
    try:
        for call in calls:
            waiting.append(pool.submit(call))
            while waiting and (len(waiting) >= _AHEAD * workers or waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
