"""Peak memory of ``kg extract`` and ``kg load`` for 1,000 and for 10,000 articles: it should be the same.

    python -m tests.benchmarks.memory [--counts 1000 10000] [--load]

The articles are made by the program (names vary, so that nothing is read twice). Printed: articles, peak of the resident set in MB, seconds. With
``--load`` they go into an embedded store in a temporary folder; its own process is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_TEXT = (
    "{a} has agreed to buy {b} for ${n} million, the company said on Tuesday. The Munich-based group will build a new plant in Spain and Poland. "
    "Its partner Nvidia supplies chips to {a}. {a} competes with {c} and holds 12.5 percent of {c}. Revenue at {b} rose 8 percent to $2.4 billion. "
) * 4


def write_articles(path: Path, count: int) -> None:
    """JSON Lines of about 220 words each."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            names = {key: f"{stem} {number % 977} Motors" for key, stem in (("a", "Alder"), ("b", "Birch"), ("c", "Cedar"))}
            row = {"id": f"m{number}", "date": "2025-09-26", "lang": "en", "text": _TEXT.format(n=number + 1, **names)}
            file.write(json.dumps(row) + "\n")


def measure(words: list[str]) -> tuple[float, float]:
    """Peak resident set in MB and seconds of one ``kg`` command, in a process of its own."""
    start = time.perf_counter()
    with Path(os.devnull).open("wb") as nothing:
        process = subprocess.Popen([sys.executable, "-m", "kg", *words], stdout=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"kg {' '.join(words)} ended with {status}")
    return usage.ru_maxrss / 1024, time.perf_counter() - start


def main() -> None:
    """Print a line for each count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--load", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for count in arguments.counts:
            path = Path(folder, f"{count}.jsonl")
            write_articles(path, count)
            words = ["load", str(path), "--quiet", "--store", str(Path(folder, f"store-{count}"))] if arguments.load else ["extract", str(path), "--quiet"]
            peak, seconds = measure(words)
            print(f"{words[0]} {count:,} articles: {peak:,.0f} MB at most, {seconds:,.1f} s, {count / seconds:,.1f} articles a second")
            if arguments.load:
                subprocess.run([sys.executable, "-m", "kg", "store", "stop", "--store", words[-1]], check=True)


if __name__ == "__main__":
    main()
