"""A real Neo4j server for the tests, however this machine can have one: one that runs already, in Docker, or on its own Java.

1. ``KG_TEST_NEO4J_URI`` (with ``KG_TEST_NEO4J_PASSWORD``, and ``KG_TEST_NEO4J_USER`` if it is not neo4j) names a server.
   ``KG_TEST_NEO4J_PAGE`` is the address of its classic Browser, if it has one and is set up for visitors as below.
   **The tests empty its default database** again and again: one that holds something is refused, unless ``KG_TEST_NEO4J_WIPE=1``.
2. Docker runs ``neo4j:VERSION``.
3. Maven fetches the server's jars (once, into ``~/.cache/company-knowledge-graph/neo4j``) and a JDK runs them: 21 or later for the
   calendar versions, 17 or 21 for 5.26. ``NEO4J_JAVA_HOME`` names one that is not found.

Everything listens on loopback only. ``KG_TEST_NEO4J_VERSION`` chooses the version. The servers of 2 and 3 are set up for visitors of the
Browser as docker-compose.yml sets them up.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kg.store.client import Store, open_store

DEFAULT_VERSION = "2026.08.1"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "company-knowledge-graph" / "neo4j"
START_SECONDS = 240.0  # seven on an idle machine
BROWSER_ENV = Path(__file__).resolve().parents[1] / "queries" / "neo4j-browser.env"
_PASSWORD = secrets.token_hex(12)

_SETTINGS = """
server.default_listen_address=127.0.0.1
server.default_advertised_address=127.0.0.1
server.bolt.listen_address=:{port}
server.bolt.advertised_address=:{port}
server.http.enabled=true
server.http.listen_address=:{http}
server.http.advertised_address=:{http}
server.memory.heap.max_size=512m
server.memory.pagecache.size=128m
internal.server.bolt.thread_pool_shutdown_wait_time=0s
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
browser.post_connect_cmd={command}
"""
_SETTINGS_CALENDAR = """
server.fleet_discovery.enabled=false
dbms.fleet_manager.enabled=false
"""


class UnavailableError(Exception):
    """No server of this kind can be had here; the message says why."""


class Server(Protocol):
    """A server that answers."""

    uri: str
    user: str
    password: str
    version: str

    @property
    def page(self) -> str:
        """Address of the classic Browser; empty where the server has none."""

    def kill(self) -> None:
        """End it at once, as a power cut would."""

    def start(self) -> None:
        """Start it (again), with the data that it had, at the same address."""

    def close(self) -> None:
        """End it and throw its data away."""


@contextmanager
def neo4j_server(folder: Path, version: str | None = None) -> Iterator[Server]:
    """The first server that can be had.

    Args:
        folder: an empty one, for the data.
        version: by default that of ``KG_TEST_NEO4J_VERSION``.

    Raises:
        UnavailableError: with the reason for each kind.
    """
    version = version or os.environ.get("KG_TEST_NEO4J_VERSION") or DEFAULT_VERSION
    reasons = []
    for kind in (_given, _docker, _java):
        try:
            server = kind(folder, version)
            break
        except UnavailableError as error:
            reasons.append(str(error))
    else:
        raise UnavailableError("; ".join(reasons))
    try:
        yield server
    finally:
        server.close()


@dataclass
class GivenServer:
    """One that somebody else runs."""

    uri: str
    user: str
    password: str
    version: str = "of KG_TEST_NEO4J_URI"
    page: str = field(default_factory=lambda: os.environ.get("KG_TEST_NEO4J_PAGE", ""))

    def kill(self) -> None:
        raise UnavailableError("the server is not ours to end")

    def start(self) -> None:
        """It runs."""

    def close(self) -> None:
        """Leave it as empty as it was."""
        with self.open() as store:
            while store.write("MATCH (n) WITH n LIMIT 2000 DETACH DELETE n RETURN count(*) AS number")[0]["number"]:
                pass

    def open(self) -> Store:
        """Connect to it."""
        return open_store(self.uri, user=self.user, password=self.password)


def _given(folder: Path, version: str) -> Server:
    uri = os.environ.get("KG_TEST_NEO4J_URI")
    if not uri:
        raise UnavailableError("KG_TEST_NEO4J_URI is not set")
    server = GivenServer(uri, os.environ.get("KG_TEST_NEO4J_USER", "neo4j"), os.environ.get("KG_TEST_NEO4J_PASSWORD", ""))
    with server.open() as store:
        if os.environ.get("KG_TEST_NEO4J_WIPE") != "1" and list(store.read("MATCH (n) RETURN 1 AS one LIMIT 1")):
            raise RuntimeError(f"{uri} holds a graph, which the tests would delete; KG_TEST_NEO4J_WIPE=1 lets them")
    return server


@dataclass
class DockerServer:
    """A container of the official image."""

    version: str
    user: str = "neo4j"
    password: str = _PASSWORD
    uri: str = ""
    container: str = ""
    port: int = field(default_factory=lambda: free_port())
    http: int = field(default_factory=lambda: free_port())

    @property
    def page(self) -> str:
        """The images of the calendar versions have the new Browser."""
        return f"http://127.0.0.1:{self.http}/browser/" if self.version.startswith("5.") else ""

    def start(self) -> None:
        if self.container:
            _run("docker", "start", self.container)
        else:
            settings = ("NEO4J_server_memory_heap_max__size=512m", "NEO4J_server_memory_pagecache_size=128m", "NEO4J_dbms_usage__report_enabled=false")
            variables = (f"NEO4J_AUTH={self.user}/{self.password}", "=".join(browser_variable()), *settings)
            flags = [part for variable in variables for part in ("-e", variable)]
            ports = ("-p", f"127.0.0.1:{self.port}:7687", "-p", f"127.0.0.1:{self.http}:7474")
            self.container = _run("docker", "run", "-d", *ports, *flags, f"neo4j:{self.version}").strip()
            self.uri = f"bolt://127.0.0.1:{self.port}"
        _await_bolt(self.port, lambda: None)

    def kill(self) -> None:
        _run("docker", "kill", self.container)

    def close(self) -> None:
        _run("docker", "rm", "--force", "--volumes", self.container)


def _docker(folder: Path, version: str) -> Server:
    if not shutil.which("docker"):
        raise UnavailableError("no Docker")
    try:
        _run("docker", "version", "--format", "{{.Server.Version}}", seconds=20)
        server = DockerServer(version)
        server.start()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"Docker does not answer ({str(error).splitlines()[0][:80]})") from None
    return server


@dataclass
class JavaServer:
    """The server's jars on a Java of this machine."""

    version: str
    home: Path
    java: Path
    lib: Path
    user: str = "neo4j"
    password: str = _PASSWORD
    uri: str = ""
    port: int = field(default_factory=lambda: free_port())
    http: int = field(default_factory=lambda: free_port())
    process: subprocess.Popen[bytes] | None = None

    @property
    def page(self) -> str:
        """The jar of the classic Browser goes with every version."""
        return f"http://127.0.0.1:{self.http}/browser/"

    def start(self) -> None:
        """Start it; makes the folder and sets the password at the first time."""
        if not (self.home / "conf").exists():
            for name in ("conf", "data", "import", "logs", "plugins", "run"):
                (self.home / name).mkdir(parents=True)
            settings = _SETTINGS.format(port=self.port, http=self.http, command=browser_variable()[1])
            settings += "" if self.version.startswith("5.") else _SETTINGS_CALENDAR
            (self.home / "conf/neo4j.conf").write_text(settings, encoding="utf-8")
            subprocess.run(
                self._command("org.neo4j.cli.AdminTool", "dbms", "set-initial-password", self.password),
                env=os.environ | {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}, stdout=subprocess.DEVNULL, check=True,
            )  # fmt: skip
        with zipfile.ZipFile(self.lib / f"neo4j-{self.version}.jar") as jar:
            main_class = jar.read("META-INF/services/org.neo4j.server.startup.EntryPoint").decode().split()[0]
        with (self.home / "logs/console.log").open("ab") as log:
            command = self._command(main_class, f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}")
            self.process = subprocess.Popen(command, cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.uri = f"bolt://127.0.0.1:{self.port}"
        _await_bolt(self.port, self.process.poll)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.kill()

    def _command(self, main_class: str, *arguments: str) -> list[str]:
        opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in ("java.nio", "java.io", "sun.nio.ch")]
        flags = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-Dfile.encoding=UTF-8", "-Dlog4j2.disable.jmx=true"]
        return [str(self.java), *flags, "--enable-native-access=ALL-UNNAMED", *opened, "-cp", f"{self.lib}/*", main_class, *arguments]


def _java(folder: Path, version: str) -> Server:
    server = JavaServer(version, folder / f"neo4j-{version}", find_java(version), fetch_jars(version))
    try:
        server.start()
    except (subprocess.CalledProcessError, TimeoutError) as error:
        raise UnavailableError(f"Neo4j {version} does not start on {server.java}: {error}; see {server.home / 'logs'}") from None
    return server


def find_java(version: str) -> Path:
    """The oldest Java here that the version supports.

    Raises:
        UnavailableError: there is none.
    """
    wanted = (17, 21) if version.startswith("5.") else (21, 25)
    named = [Path(home) for name in ("NEO4J_JAVA_HOME", "JAVA_HOME") if (home := os.environ.get(name))]
    homes = [*named, *Path("/usr/lib/jvm").glob("*"), *Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home")]
    found = {}
    for home in homes:
        release = home / "release"
        number = re.search(r'JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8")) if release.is_file() else None
        if number:
            found.setdefault(int(number[1]), home / "bin/java")
    usable = [found[number] for number in wanted if number in found]
    if not usable:
        raise UnavailableError(f"no Java {wanted[0]} or {wanted[1]} for Neo4j {version} (found: {sorted(found) or 'none'}; NEO4J_JAVA_HOME names one)")
    return usable[0]


def fetch_jars(version: str) -> Path:
    """The folder with the server's jars; Maven fills it once for a list of jars.

    Raises:
        UnavailableError: there is no Maven, or it cannot fetch them.
    """
    pom = Path(__file__).with_name("neo4j_pom.xml")
    listed = hashlib.sha256(pom.read_bytes()).hexdigest()[:8]
    lib, part = CACHE / version / f"lib-{listed}", CACHE / version / "part"
    lib.parent.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if lib.is_dir():
            return lib
        if not shutil.which("mvn"):
            raise UnavailableError("no Maven to fetch Neo4j's jars")
        shutil.rmtree(part, ignore_errors=True)
        goal = ("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={part}")
        try:
            _run("mvn", "-q", "-B", "-Dstyle.color=never", "-f", str(pom), f"-Dneo4j.version={version}", *goal, seconds=600)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            raise UnavailableError(f"Maven cannot fetch the jars of Neo4j {version}") from None
        part.rename(lib)
    return lib


def browser_variable() -> tuple[str, str]:
    """Name and value of the variable by which docker-compose.yml sets the Browser up."""
    name, _, value = BROWSER_ENV.read_text(encoding="utf-8").strip().partition("=")
    return name, value.strip("'")


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _await_bolt(port: int, ended: object) -> None:
    """Wait until a version of Bolt is agreed on.

    Raises:
        TimeoutError: the process has ended, or does not answer in time.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if callable(ended) and ended() is not None:
            raise TimeoutError(f"the server ended with {ended()}")
        try:
            with socket.create_connection(("127.0.0.1", port), 2) as connection:
                connection.sendall(bytes.fromhex("6060b017 00080805 00020404 00000104 00000003"))
                if connection.recv(4) not in (b"", bytes(4)):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"no answer for {START_SECONDS:.0f} s")


def _run(*command: str, seconds: float = 300) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds).stdout
