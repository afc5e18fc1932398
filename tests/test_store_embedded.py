"""The process that owns an embedded store: started once, found again, gone when nobody needs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store.client import open_store
from kg.store.embedded import Lease, embedded_status, stop_embedded
from kg.store.folder import OWNER_LOCK, is_locked
from tests.store_fixtures import article, graph_of, load

OPEN = """
import sys
from kg.store.client import open_store
with open_store(sys.argv[1]) as store:
    print(store.status().pid, flush=True)
    if len(sys.argv) > 2:
        sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for a store of the test's own."""
    folder = tmp_path / "store"
    yield folder
    stop_embedded(folder)


def open_elsewhere(folder: Path, *, stay: bool = False, cwd: Path | None = None) -> subprocess.Popen[str]:
    """A process that opens the store and prints which process owns it."""
    command = [sys.executable, "-c", OPEN, str(folder), *(["stay"] if stay else [])]
    root = str(Path(__file__).resolve().parents[1])
    return subprocess.Popen(command, cwd=cwd, env=os.environ | {"PYTHONPATH": root}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def await_true(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_second_command_finds_the_process_of_the_first(folder: Path) -> None:
    with open_store(str(folder)) as store:
        pid = store.status().pid
        load(store, [article("a", ("Alibaba", "BASED_IN", "Place:China"))])
        before = graph_of(store)
    started = time.monotonic()
    with open_store(str(folder)) as store:
        assert time.monotonic() - started < 1.0
        assert store.status().pid == pid
        assert graph_of(store) == before
    status = embedded_status(folder)
    assert (status.exists, status.pid) == (True, pid)
    assert status.port
    assert status.bytes > 0


def test_two_commands_at_once_start_one_process(folder: Path) -> None:
    both = [open_elsewhere(folder) for _ in range(3)]
    pids = {process.communicate()[0].strip() for process in both}
    assert [process.returncode for process in both] == [0, 0, 0]
    assert len(pids) == 1
    assert pids == {str(embedded_status(folder).pid)}


def test_what_it_publishes_is_for_this_user_only(folder: Path) -> None:
    with open_store(str(folder)):
        published = folder / "server.json"
        assert published.stat().st_mode & 0o777 == 0o600
        assert set(json.loads(published.read_text(encoding="utf-8"))) == {"port", "pid", "engine", "writer", "reader"}
        assert "writer=" not in repr(Lease(folder).endpoint)


def test_it_writes_nothing_beside_its_folder(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert open_elsewhere(folder, cwd=elsewhere).communicate()[0].strip()
    assert list(elsewhere.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "store"]


def test_no_java_runs_in_the_commands_own_process(folder: Path) -> None:
    program = f"import sys\nfrom kg.store.client import open_store\nopen_store({str(folder)!r}).close()\nprint('jpype' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"


def test_it_ends_when_nobody_has_used_it_for_some_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_IDLE", "1")
    with open_store(str(folder)) as store:
        pid = store.status().pid
        time.sleep(2.5)
        assert list(store.read("RETURN 1 AS one")) == [{"one": 1}]  # in use, however little is asked
        assert embedded_status(folder).pid == pid
    await_true(lambda: not is_locked(folder, OWNER_LOCK))
    assert embedded_status(folder).pid is None
    assert not (folder / "server.json").exists()
    with open_store(str(folder)) as store:
        assert store.status().pid != pid


def test_stop_ends_it_and_says_whether_there_was_anything_to_end(folder: Path) -> None:
    assert stop_embedded(folder) is False
    open_store(str(folder)).close()
    pid = embedded_status(folder).pid
    assert pid
    assert stop_embedded(folder) is True
    assert embedded_status(folder).pid is None
    await_true(lambda: not alive(pid))
    assert stop_embedded(folder) is False


def alive(pid: int) -> bool:
    """Does the process run? One that has ended and that nobody has waited for does not."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8") if Path("/proc").is_dir() else not os.kill(pid, 0)
    except (OSError, ProcessLookupError):
        return False


def test_a_store_in_use_is_not_stopped(folder: Path) -> None:
    with open_store(str(folder)) as store:
        with pytest.raises(StoreError, match="another command is using the store"):
            stop_embedded(folder)
        assert list(store.read("RETURN 1 AS one")) == [{"one": 1}]


def test_a_stale_file_deceives_nobody(folder: Path) -> None:
    open_store(str(folder)).close()
    pid = embedded_status(folder).pid
    assert pid
    published = json.loads((folder / "server.json").read_text(encoding="utf-8"))
    os.kill(pid, signal.SIGKILL)
    await_true(lambda: not is_locked(folder, OWNER_LOCK))
    assert (folder / "server.json").exists()
    (folder / "server.json").write_text(json.dumps(published | {"pid": os.getpid()}), encoding="utf-8")  # the number is another program's now
    assert embedded_status(folder).pid is None
    assert stop_embedded(folder) is False
    with open_store(str(folder)) as store:
        assert store.status().pid not in (pid, os.getpid())


def test_an_open_store_survives_the_death_of_the_process(folder: Path) -> None:
    with open_store(str(folder)) as store:
        load(store, [article("a", ("Alibaba", "BASED_IN", "Place:China"))])
        before = graph_of(store)
        for _ in range(2):
            pid = store.status().pid
            assert pid
            os.kill(pid, signal.SIGKILL)
            assert graph_of(store) == before
        load(store, [article("b", ("Nvidia", "BASED_IN", "Place:USA"))])
        assert store.status().counts["documents"] == 2


def test_a_second_terminal_reads_while_the_first_has_it_open(folder: Path) -> None:
    with open_store(str(folder)) as store:
        load(store, [article("a", ("Alibaba", "BASED_IN", "Place:China"))])
        other = open_elsewhere(folder)
        assert other.communicate()[0].strip() == str(store.status().pid)


def test_a_command_that_is_killed_leaves_no_use_behind(folder: Path) -> None:
    with open_elsewhere(folder, stay=True) as other:
        assert other.stdout is not None
        assert int(other.stdout.readline())
        with pytest.raises(StoreError):
            stop_embedded(folder)
        other.kill()
        other.wait()
    assert stop_embedded(folder) is True


def test_it_ends_when_its_folder_is_deleted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_IDLE", "30")
    open_store(str(folder)).close()
    pid = embedded_status(folder).pid
    assert pid
    folder.rename(folder.with_name("moved"))
    await_true(lambda: not alive(pid))
    folder.with_name("moved").rename(folder)
