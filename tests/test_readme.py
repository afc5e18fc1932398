"""The commands that README.md shows work: each is run, in the order of the page, in one empty folder on the embedded store.

What needs a server, the web or Docker is not run: of ``kg`` commands the words and options are checked, of ``make`` the target.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"\b(?:neo4j|bolt|https?)(?:\+s|\+ssc)?://")
ASSIGNMENT = re.compile(r"[A-Z_]+=\S*")

# How a command begins: what is done with it here.
SHOWN_ONLY = ("git", "cd", "docker", "pip", "pipx", "uv", "open", "xdg-open")
RUN = ("kg", "cat", "echo", "ls", "head", "export")


def shown_commands(text: str) -> list[str]:
    """The lines of all console blocks that begin with ``$``, continued lines joined, comments cut off.

    >>> shown_commands("```console\\n$ kg load a \\\\\\n    b   # two files\\nread 2\\n$ kg demo\\n```\\n")
    ['kg load a b', 'kg demo']
    """
    lines = [line for block in BLOCK.findall(text) for line in re.sub(r"\\\n\s*", "", block).split("\n")]
    return [re.sub(r"\s+#\s.*$", "", line[2:]).strip() for line in lines if line.startswith("$ ")]


def first_word(command: str) -> str:
    """The program that a command starts, after ``NAME=value`` and ``.venv/bin/``."""
    words = [word for word in command.split() if not ASSIGNMENT.fullmatch(word)]
    return words[0].rpartition("/")[2] if words else ""


COMMANDS = shown_commands((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder like a fresh clone with an article of the user in it, and the environment of a new terminal there."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("examples", "schema", "queries"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(next((ROOT / "examples").glob("*.html")), folder / "your-article.html")
    (folder / ".venv").symlink_to(sys.prefix)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "NEO4J_"))}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    yield folder, environment
    for store in (place for place in folder.iterdir() if not place.is_symlink() and place.is_dir()):
        subprocess.run(["kg", "store", "stop", "--store", store], cwd=folder, env=environment, capture_output=True, timeout=60, check=False)


def test_the_readme_shows_the_first_command_and_a_tour() -> None:
    assert COMMANDS[0] == "make demo"
    assert len([command for command in COMMANDS if first_word(command) == "kg"]) >= 5


@pytest.mark.parametrize("command", COMMANDS)
def test_shown_command_works(command: str, bench: tuple[Path, dict[str, str]]) -> None:
    word = first_word(command)
    if word == "make":
        check_target(command)
    elif word == "kg" and ELSEWHERE.search(command):
        check_words(command, bench)
    elif word not in SHOWN_ONLY:
        assert word in RUN, f"this test does not know what to do with {word!r}"
        folder, environment = bench
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        assert done.stdout.strip() or done.stderr.strip() or word == "export", "it printed nothing"


def check_target(command: str) -> None:
    """The Makefile has the targets that the command names."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {word for word in command.split()[1:] if "=" not in word} <= targets


def check_words(command: str, bench: tuple[Path, dict[str, str]]) -> None:
    """``kg`` has the commands and options of this line: with ``--help`` at its end it prints help instead of being carried out."""
    words = shlex.split(re.split(r"\s[|>]\s", command)[0])
    words = words[next(index for index, word in enumerate(words) if word.endswith("kg")) :]
    folder, environment = bench
    done = subprocess.run([*words, "--help"], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "Usage" in done.stdout
