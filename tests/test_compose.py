"""docker-compose.yml and Dockerfile: by Docker itself where it is there, otherwise by what stands in them."""

import json
import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.browser.style import SETTING, docker_variable
from tests.neo4j_server import BROWSER_ENV, DEFAULT_VERSION, browser_variable

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = ROOT / "docker-compose.yml"
PASSWORD = "correct-horse"


def compose_config(**environment: str) -> subprocess.CompletedProcess[str]:
    """What ``docker compose config`` makes of the file; skips the test where there is no Docker Compose."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("NEO4J_", "KG_"))}
    command = ["docker", "compose", "--profile", "load", "-f", str(COMPOSE), "config"]
    if not has_compose():
        pytest.skip("Docker Compose does not answer: the file is read as YAML only")
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, timeout=60, check=False)


@cache
def has_compose() -> bool:
    """Does ``docker compose`` answer?"""
    try:
        return subprocess.run(["docker", "compose", "version"], capture_output=True, timeout=60, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as it is written, variables in place."""
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return read


def test_docker_accepts_the_file_with_a_password() -> None:
    done = compose_config(NEO4J_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    services = yaml.safe_load(done.stdout)["services"]
    assert services["neo4j"]["environment"]["NEO4J_AUTH"] == f"neo4j/{PASSWORD}"
    assert services["load"]["environment"]["KG_PASSWORD"] == PASSWORD


def test_docker_refuses_the_file_without_a_password_and_says_what_to_do() -> None:
    done = compose_config()
    assert done.returncode != 0
    assert "export NEO4J_PASSWORD=" in done.stderr


def test_every_password_is_demanded_and_none_has_a_default(compose: dict[str, Any]) -> None:
    variables = re.findall(r"\$\{(\w*PASSWORD\w*)([^}]*)\}", COMPOSE.read_text(encoding="utf-8"))
    assert {name for name, _ in variables} == {"NEO4J_PASSWORD"}
    assert all(rest.startswith(":?") and "8 characters" in rest and "export NEO4J_PASSWORD=" in rest for _, rest in variables)
    assert compose["services"]["neo4j"]["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")
    assert compose["services"]["load"]["environment"]["KG_PASSWORD"].startswith("${NEO4J_PASSWORD:?")


def test_every_visitor_of_the_classic_browser_gets_the_style(compose: dict[str, Any]) -> None:
    """What the server does with the variable, the tests of the Browser see: they give it to theirs."""
    assert ROOT / compose["services"]["neo4j"]["env_file"] == BROWSER_ENV
    name, value = browser_variable()
    assert name == docker_variable(SETTING)
    style, *others = value.split(";")
    assert json.loads(style.removeprefix("style "))["node.Company"]["caption"] == "{name}"
    assert [other.strip() for other in others] == ["clear"]


def test_docker_reads_the_style_as_it_is_written() -> None:
    done = compose_config(NEO4J_PASSWORD=PASSWORD)
    name, value = browser_variable()
    assert yaml.safe_load(done.stdout)["services"]["neo4j"]["environment"][name] == value


def test_the_image_is_the_version_that_the_tests_run(compose: dict[str, Any]) -> None:
    assert compose["services"]["neo4j"]["image"] == f"neo4j:{DEFAULT_VERSION}"


def test_the_long_term_release_is_the_one_of_make_test_all() -> None:
    makefile = re.search(r"^LTS := (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert makefile
    assert f"neo4j:{makefile[1]}" in COMPOSE.read_text(encoding="utf-8")


def test_ports_are_on_loopback_only(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert sorted(ports) == ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687"]


def test_data_and_logs_are_in_named_volumes(compose: dict[str, Any]) -> None:
    mounts = dict(volume.split(":", 1) for volume in compose["services"]["neo4j"]["volumes"])
    assert set(mounts) == set(compose["volumes"])
    assert set(mounts.values()) == {"/data", "/logs"}


def test_the_load_waits_for_a_healthy_server_and_only_reads_the_articles(compose: dict[str, Any]) -> None:
    neo4j, load = compose["services"]["neo4j"], compose["services"]["load"]
    assert "7474" in neo4j["healthcheck"]["test"][-1]
    assert load["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert load["profiles"] == ["load"]
    assert load["command"] == ["load", "/articles"]
    assert load["environment"]["KG_STORE"] == "bolt://neo4j:7687"
    assert load["volumes"] == ["${KG_ARTICLES:-./examples}:/articles:ro"]


def test_the_server_fits_a_laptop(compose: dict[str, Any]) -> None:
    environment = compose["services"]["neo4j"]["environment"]
    sizes = [
        int(value.removesuffix("m"))
        for key, value in environment.items()
        if key in ("NEO4J_server_memory_heap_max__size", "NEO4J_server_memory_pagecache_size")
    ]
    assert len(sizes) == 2
    assert sum(sizes) <= 1024


def test_the_image_is_locked_built_in_stages_and_not_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    stages = [number for number, line in enumerate(lines) if line.startswith("FROM ")]
    assert len(stages) == 2
    assert any("--require-hashes" in line and "requirements.lock" in line for line in lines[: stages[1]])
    last = lines[stages[1] :]
    assert [line for line in last if line.startswith("USER ")] == ["USER kg"]
    assert not any("pip install" in line for line in last)
    assert 'ENTRYPOINT ["kg"]' in last


def test_the_build_gets_all_that_the_dockerfile_copies() -> None:
    copied = {
        name
        for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    assert copied == allowed
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_readme_shows_the_commands_that_the_file_understands(compose: dict[str, Any]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"docker compose ([^\n`]+)", readme)
    assert shown, "the README does not say how to start Neo4j with Docker"
    assert any(command.startswith("up") for command in shown)
    assert "NEO4J_PASSWORD" in readme
    services = {command.split()[-1] for command in shown if command.startswith("run")}
    assert services <= set(compose["services"])
