"""Which module may import which: the picture of the house as a table, compared with what the source says.

::

    sources → extraction → resolve → store → reports, export, analytics, picture → command line
    under everything: errors, resources, model; then ontology, names, gazetteer, confidence

A module that is in no row of the table fails the test: say first where it belongs.
"""

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ("kg", "loaders")

FOUNDATION = {"kg", "kg.errors", "kg.resources", "kg.model"}
KNOWLEDGE = FOUNDATION | {"kg.ontology", "kg.names", "kg.gazetteer", "kg.confidence"}
READERS = KNOWLEDGE | {"kg.store", "kg.reports"}

# room: the rooms that it may import from, beside itself
LAYERS: dict[str, set[str]] = {
    "kg": set(),
    "kg.errors": set(),
    "kg.resources": set(),
    "kg.model": {"kg.errors"},
    "kg.names": FOUNDATION,
    "kg.ontology": FOUNDATION,
    "kg.gazetteer": FOUNDATION | {"kg.ontology", "kg.names"},
    "kg.confidence": FOUNDATION | {"kg.ontology"},
    "kg.resolve": KNOWLEDGE,
    "loaders.sources": FOUNDATION,
    "loaders": KNOWLEDGE | {"kg.confidence"},
    "loaders.assemble": KNOWLEDGE | {"kg.resolve", "loaders"},
    "loaders.pipeline": KNOWLEDGE | {"kg.confidence", "loaders", "loaders.sources", "loaders.assemble"},
    "loaders.component": KNOWLEDGE | {"loaders.pipeline"},
    "kg.store": KNOWLEDGE,
    "kg.reports": KNOWLEDGE | {"kg.store"},
    "kg.export": READERS,
    "kg.analytics": READERS,
    "kg.browser": READERS,
    "kg.__main__": {"kg.cli"},
    "kg.cli": {*READERS, "kg.resolve", "kg.export", "kg.analytics", "kg.browser", "loaders", "loaders.sources", "loaders.assemble", "loaders.pipeline"},
}

# Stages of the extraction line: each is given what the one before it made, by loaders.pipeline, and knows no other.
STAGES = ("loaders.sources", "loaders.language", "loaders.sentences", "loaders.mentions", "loaders.coreference", "loaders.relations")

# third party: the rooms that are its home
HOMES: dict[str, set[str]] = {
    "ahocorasick": {"loaders"},
    "arcadedb_embedded": {"kg.store"},
    "babel": {"loaders", "loaders.sources"},
    "charset_normalizer": {"loaders.sources"},
    "click": {"kg.cli"},
    "feedparser": {"loaders.sources"},
    "jpype": {"kg.store"},
    "lxml": {"loaders.sources"},
    "markdown_it": {"loaders.sources", "kg.browser"},
    "neo4j": {"kg.store"},
    "networkx": {"kg.analytics", "kg.export"},
    "numpy": {"loaders"},
    "onnxruntime": {"loaders"},
    "py3langid": {"loaders"},
    "pydantic": {"kg.ontology", "kg.reports", "loaders"},
    "pypdf": {"loaders.sources"},
    "rapidfuzz": {"kg.names", "kg.reports"},
    "rdflib": {"kg.export"},
    "rich": {"kg.cli"},
    "rich_click": {"kg.cli"},
    "spacy": {"loaders", "loaders.component"},
    "trafilatura": {"loaders.sources"},
}

HEAVY = ("spacy", "neo4j", "pydantic", "trafilatura", "lxml", "arcadedb_embedded", "jpype", "rdflib", "networkx", "numpy", "babel")


@dataclass(frozen=True, slots=True)
class Import:
    """One import: ``module`` imports ``target``; ``typing_only`` where it stands under ``if TYPE_CHECKING``."""

    module: str
    target: str
    where: str
    typing_only: bool


@cache
def modules() -> dict[str, Path]:
    """Every module of the program by its dotted name."""
    files = [path for package in PROJECT for path in sorted((ROOT / package).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


@cache
def imports() -> tuple[Import, ...]:
    """Every import in the program, those inside functions too."""
    return tuple(found for name, path in modules().items() for found in imports_of(name, path))


def imports_of(module: str, path: Path) -> Iterator[Import]:
    """The imports of one file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {id(inner) for node in ast.walk(tree) if is_typing_block(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        for target in targets_of(node, module, path.name == "__init__.py"):
            yield Import(module, target, f"{path.relative_to(ROOT)}:{node.lineno}", id(node) in typing_only)  # type: ignore[attr-defined]


def is_typing_block(node: ast.AST) -> bool:
    """Is it ``if TYPE_CHECKING:``?"""
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def targets_of(node: ast.AST, module: str, is_package: bool) -> list[str]:
    """The modules that a statement imports; ``from kg.store import writer`` means ``kg.store.writer`` if that is a module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    base = node.module or ""
    if node.level:
        above = module.split(".")[: len(module.split(".")) - node.level + is_package]
        base = ".".join([*above, base] if base else above)
    return [inner if (inner := f"{base}.{alias.name}") in modules() else base for alias in node.names]


def room_of(module: str) -> str:
    """The row of the table that a module belongs to: its longest prefix there, ``kg`` itself only for ``kg/__init__``."""
    parts = module.split(".")
    prefixes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((name for name in prefixes if name in LAYERS and (name != "kg" or module == "kg")), "")


def is_own(name: str) -> bool:
    """Is it a module of this program?"""
    return name.split(".")[0] in PROJECT


def test_every_module_has_a_room() -> None:
    homeless = [name for name in modules() if not room_of(name)]
    assert not homeless, f"give them a row in LAYERS: {homeless}"


def test_imports_point_one_way() -> None:
    wrong = [
        f"{found.where}: {found.module} must not import {found.target}"
        for found in imports()
        if is_own(found.target) and room_of(found.target) not in {room_of(found.module), *LAYERS.get(room_of(found.module), ())}
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_itself_has_no_cycle() -> None:
    graphlib.TopologicalSorter(LAYERS).prepare()


def test_no_stage_knows_another() -> None:
    inside = {name: next((stage for stage in STAGES if name == stage or name.startswith(f"{stage}.")), None) for name in modules()}
    wrong = [found.where for found in imports() if inside.get(found.module) and inside.get(found.target) not in (None, inside[found.module])]
    assert not wrong, "\n".join(wrong)


def test_no_import_cycles() -> None:
    graph: dict[str, set[str]] = {name: set() for name in modules()}
    for found in imports():
        if is_own(found.target) and not found.typing_only:
            graph[found.module].add(found.target)
    cycle: list[str] = []
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        cycle = error.args[1]
    assert not cycle, " → ".join(cycle)


def test_third_parties_have_one_home_each() -> None:
    foreign = [found for found in imports() if not is_own(found.target) and found.target.split(".")[0] not in sys.stdlib_module_names]
    assert foreign
    wrong = [
        f"{found.where}: {found.target} is imported in {room_of(found.module)}, its home is {sorted(HOMES.get(found.target.split('.')[0], ()))}"
        for found in foreign
        if room_of(found.module) not in HOMES.get(found.target.split(".")[0], ())
    ]
    assert not wrong, "\n".join(wrong)


def test_every_third_party_is_declared_and_every_declared_one_has_a_home() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted_by_all = project["dependencies"]
    declared = {re.split(r"[^\w.-]", wanted, maxsplit=1)[0].lower() for wanted in wanted_by_all}
    distributions = packages_distributions()
    assert {name.lower() for package in HOMES for name in distributions.get(package, [package])} == declared


@pytest.mark.parametrize("statement", ["import kg", "from kg.cli import main"])
def test_the_start_is_light(statement: str) -> None:
    program = f"{statement}; import sys; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
