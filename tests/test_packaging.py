"""What a user gets: the locks, the set-up of the Makefile, and the wheel outside the checkout."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)
SHARED = ("schema", "queries", "examples")


def run(command: Sequence[str | Path], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a user would in a new terminal: nothing of this checkout or of these tests in its environment."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "NEO4J_", "PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(command, cwd=folder, env=clean | environment, capture_output=True, text=True, timeout=240, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_and_hashes_everything_and_names_no_host_or_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pinned = PINNED.findall(text)
    assert len(pinned) > 40
    assert len(re.findall(r"^(?=\S)(?!#)", text, re.MULTILINE)) == len(pinned), "a line is neither comment, pin nor hash"
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|file:|^\s*[./~]", text, re.MULTILINE)


def test_the_developers_lock_holds_the_versions_of_the_users_lock() -> None:
    users, developers = ({pin[:2] for pin in PINNED.findall((ROOT / name).read_text(encoding="utf-8"))} for name in LOCKS)
    assert users <= developers  # on more systems perhaps: a developer's package may want there what a user's does not


def test_every_dependency_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [wanted for wanted in project["dependency-groups"]["dev"] if isinstance(wanted, str)] + project["dependency-groups"]["build"]
    for name, wanted in zip(LOCKS, (project["project"]["dependencies"], groups), strict=True):
        pinned = {pin[0] for pin in PINNED.findall((ROOT / name).read_text(encoding="utf-8"))}
        missing = {re.split(r"[^\w.-]", line, maxsplit=1)[0].lower() for line in wanted} - pinned
        assert not missing, f"{name}: run make lock"


def test_an_old_python_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for tool in ("make", "sh", "tail"):
        found = shutil.which(tool)
        assert found
        (tmp_path / "bin" / tool).symlink_to(found)
    old = tmp_path / "bin" / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in (*LOCKS, "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    done = run(["make", "demo"], tmp_path, PATH=str(tmp_path / "bin"))
    assert done.returncode != 0
    assert (
        done.stderr.splitlines()[0] == "kg needs Python 3.11, 3.12 or 3.13; found: Python 3.9.2. Install one, or name it: make demo PYTHON=/path/to/python3.12"
    )
    assert not (tmp_path / ".venv").exists()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder], ROOT)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_schema_queries_and_examples(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("kg/share/")}
    lying = {f"kg/share/{path.relative_to(ROOT)}" for name in SHARED for path in (ROOT / name).rglob("*") if path.is_file()}
    assert packed == lying | {"kg/share/docs/guide.md"}


def test_the_wheel_holds_the_code_and_the_licence_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"kg", "loaders", "company_knowledge_graph"}
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


@pytest.mark.slow
def test_the_wheel_runs_the_demo_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    bin_folder = install(wheel, tmp_path / "venv")
    folder = tmp_path / "empty"
    folder.mkdir()
    try:
        done = run([bin_folder / "kg", "demo"], folder, COLUMNS="240")
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        shown = " ".join(done.stdout.split())
        for expected in ("Alibaba", "Nvidia", "BUILDS_DATACENTER_IN", "Alibaba Cloud wird erstmals Rechenzentren in Brasilien"):
            assert expected in shown, f"{expected!r} is not in:\n{done.stdout}"
    finally:
        for store in folder.iterdir():
            run([bin_folder / "kg", "store", "stop", "--store", store], folder)


def install(wheel: Path, venv: Path) -> Path:
    """An environment of its own with the locked packages and the wheel; returns its folder of programs."""
    uv = Path(sys.executable).with_name("uv")
    python = venv / "bin" / "python"
    steps: tuple[Sequence[str | Path], ...] = (
        [uv, "venv", "--quiet", "--python", sys.executable, venv],
        [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", ROOT / "requirements.lock"],
        [uv, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel],
    )
    for command in steps:
        done = run(command, venv.parent)
        assert done.returncode == 0, done.stderr
    return python.parent
