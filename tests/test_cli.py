"""The command ``kg`` as a user calls it: every command of the contract, its output, its exit code, in a process of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import COMMANDS
from kg.store.embedded import stop_embedded

GERMAN = "Siemens übernimmt den Maschinenbauer Nordarm aus Aarhus. Chef ist Roland Busch, sagte Siemens-Chef Roland Busch am Dienstag in München."
ENGLISH = "Siemens has signed a partnership with Nvidia. Nvidia, the American chipmaker, is listed on Nasdaq and competes with Intel."


def kg(*words: str, stdin: str | None = None, cwd: Path | None = None, **extra: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "120", "PYTHONPATH": str(Path(__file__).parents[1]), **extra}
    return subprocess.run([sys.executable, "-m", "kg", *words], input=stdin, capture_output=True, text=True, env=env, cwd=cwd, timeout=120, check=False)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "a.json").write_text(json.dumps({"id": "a", "title": "Nordarm", "date": "2025-09-26", "text": GERMAN}), encoding="utf-8")
    (folder / "b.json").write_text(json.dumps({"id": "b", "title": "Alliance", "date": "2025-09-27", "text": ENGLISH}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def loaded(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cli") / "store"
    result = kg("load", str(articles), "--store", str(folder), "--format", "json")
    assert result.returncode == 0, result.stderr
    summary = json.loads(result.stdout)[0]
    assert (summary["read"], summary["new"], summary["unchanged"], summary["refused"]) == (2, 2, 0, 0)
    assert summary["claims"] >= 2
    yield str(folder)
    stop_embedded(folder)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = kg(command, "--help")
    assert result.returncode == 0, result.stderr
    assert "Usage" in result.stdout


def test_help_imports_nothing_heavy() -> None:
    heavy = {"spacy", "neo4j", "pydantic", "rdflib", "networkx", "trafilatura", "numpy"}
    code = f"""
import sys
sys.argv = ["kg", "--help"]
from kg.cli import main
try:
    main()
finally:
    print(sorted({{module.partition(".")[0] for module in sys.modules}} & {heavy}), file=sys.stderr)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "demo" in result.stdout
    assert result.stderr.strip() == "[]"


def test_extract_prints_one_object_per_article(articles: Path) -> None:
    result = kg("extract", str(articles))
    assert result.returncode == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    for row in rows:
        for claim in row["claims"]:
            for evidence in claim["evidence"]:
                assert row["text"][evidence["start"] : evidence["end"]] == evidence["text"]
    assert {(c["subject"], c["relation"], c["object"]) for c in rows[1]["claims"]} & {
        ("Nvidia", "PARTNERS_WITH", "Siemens"),
        ("Siemens", "PARTNERS_WITH", "Nvidia"),
    }


def test_extract_from_stdin_as_rows() -> None:
    result = kg("extract", "-", "--format", "csv", "--lang", "en", stdin=ENGLISH)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert any(row["relation"] == "PARTNERS_WITH" for row in rows)


def test_refused_sources_are_named_and_counted(articles: Path, tmp_path: Path) -> None:
    french = tmp_path / "fr.txt"
    french.write_text(
        "Le groupe français a annoncé hier la construction d'une nouvelle usine dans la région parisienne, selon son directeur général.", encoding="utf-8"
    )
    result = kg("extract", str(french), str(tmp_path / "missing.txt"), str(articles / "b.json"))
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 1
    refused = [line for line in result.stderr.splitlines() if line.startswith("refused: ")]
    assert len(refused) == 2
    assert "French" in result.stderr


def test_loading_again_changes_nothing(loaded: str, articles: Path) -> None:
    summary = json.loads(kg("load", str(articles), "--store", loaded, "--format", "json").stdout)[0]
    assert (summary["new"], summary["replaced"], summary["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md"])
def test_reports_in_every_format(loaded: str, form: str) -> None:
    result = kg("report", "run", "relations-of-company", "--company", "siemens", "--store", loaded, "--format", form)
    assert result.returncode == 0, result.stderr
    assert "Nvidia" in result.stdout
    if form == "json":
        assert json.loads(result.stdout)
    if form == "jsonl":
        assert all(json.loads(line) for line in result.stdout.splitlines())


def test_reports_are_listed_shown_and_described() -> None:
    listed = [json.loads(line)["report"] for line in kg("report", "list", "--format", "jsonl").stdout.splitlines()]
    assert len(listed) >= 15
    assert "// :param company" in kg("report", "show", "relations-of-company").stdout
    assert "Parameters" in kg("report", "run", "relations-of-company", "--help").stdout


def test_misspelt_names_get_a_suggestion(loaded: str) -> None:
    result = kg("report", "run", "relations-of-company", "--company", "Nvidea", "--store", loaded)
    assert (result.returncode, "did you mean Nvidia" in result.stderr) == (2, True)
    result = kg("report", "run", "relation-of-company", "--company", "Nvidia", "--store", loaded)
    assert (result.returncode, "did you mean relations-of-company" in result.stderr) == (2, True)


def test_query_reads_and_cannot_write(loaded: str) -> None:
    names = "MATCH (c:Company) RETURN c.name AS name ORDER BY name"
    before = kg("query", names, "--store", loaded, "--format", "jsonl").stdout
    assert '{"name": "Nvidia"}' in before
    for cypher in ("MATCH (c:Company) SET c.name = 'x' RETURN c", "CREATE (n:Company) RETURN n", "MATCH (n) DETACH DELETE n"):
        assert kg("query", cypher, "--store", loaded).returncode == 2
    assert kg("query", names, "--store", loaded, "--format", "jsonl").stdout == before
    found = kg("query", "MATCH (c:Company {name: $name}) RETURN c.name AS name", "--param", "name=Nvidia", "--store", loaded, "--format", "csv")
    assert found.stdout.splitlines() == ["name", "Nvidia"]
    wrong = kg("query", "MATCH (c:Company RETURN c", "--store", loaded)
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


def test_show_and_why(loaded: str) -> None:
    shown = kg("show", "Siemens", "--store", loaded)
    assert shown.returncode == 0, shown.stderr
    assert "Nvidia" in shown.stdout
    proof = kg("why", "Siemens", "PARTNERS_WITH", "Nvidia", "--store", loaded)
    assert "signed a partnership with Nvidia" in proof.stdout


def test_retract_shows_its_effect_first(loaded: str, articles: Path) -> None:
    trial = kg("retract", "b", "--dry-run", "--store", loaded, "--format", "jsonl")
    assert trial.returncode == 0, trial.stderr
    assert "PARTNERS_WITH" in trial.stdout
    count = "MATCH (d:Document) RETURN count(d) AS n"
    assert kg("query", count, "--store", loaded, "--format", "jsonl").stdout == '{"n": 2}\n'
    assert kg("retract", "b", "--store", loaded).returncode == 0
    assert kg("query", count, "--store", loaded, "--format", "jsonl").stdout == '{"n": 1}\n'
    assert kg("load", str(articles), "--store", loaded).returncode == 0


def test_store_and_doctor(loaded: str) -> None:
    status = json.loads(kg("store", "status", "--store", loaded, "--format", "json").stdout)[0]
    assert (status["kind"], status["documents"]) == ("embedded", 2)
    doctor = kg("doctor", "--store", loaded, "--format", "jsonl")
    assert doctor.returncode == 0, doctor.stdout
    unreachable = kg("store", "status", "--store", "bolt://127.0.0.1:1", KG_PASSWORD="x" * 8)
    assert (unreachable.returncode, len(unreachable.stderr.strip().splitlines())) == (3, 1)


def test_schema_check_and_its_exit_code(tmp_path: Path) -> None:
    assert kg("schema", "check").returncode == 0
    import shutil

    shutil.copytree(Path(__file__).parents[1] / "schema", tmp_path / "schema")
    relations = tmp_path / "schema" / "relations.toml"
    relations.write_text(relations.read_text(encoding="utf-8").replace('domain = ["Company"]', 'domain = ["Compny"]', 1), encoding="utf-8")
    result = kg("schema", "check", "--schema", str(tmp_path / "schema"))
    assert result.returncode == 4
    assert "relations.toml" in result.stderr
    assert "Compny" in result.stderr


def test_wrong_usage_ends_with_2() -> None:
    assert kg("extract").returncode == 2
    assert kg("lode").returncode == 2
    assert kg("query").returncode == 2


_WHOLE = "MATCH (d:Document) WHERE d.digest IS NOT NULL RETURN count(d) AS n"


def test_an_interrupted_load_says_what_is_written(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"n{number}", "date": "2025-01-01", "text": ENGLISH + f" Number {number}."}) for number in range(3000)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    store = tmp_path / "store"
    command = [sys.executable, "-m", "kg", "load", str(tmp_path / "many.jsonl"), "--store", str(store), "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    written_so_far: set[int] = set()
    deadline = time.monotonic() + 240
    while len(written_so_far) < 2 and time.monotonic() < deadline:  # a second batch is there: the first has been counted
        count = kg("query", _WHOLE, "--store", str(store), "--format", "jsonl").stdout
        written_so_far |= {json.loads(count)["n"]} - {0} if count else set()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    written = json.loads(out)[0]["new"]
    count = json.loads(kg("query", _WHOLE, "--store", str(store), "--format", "jsonl").stdout)["n"]
    stop_embedded(store)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert 0 < written <= count < 3000


def test_text_of_articles_reaches_no_terminal_raw(tmp_path: Path) -> None:
    (tmp_path / "e.json").write_text(
        json.dumps({"id": "e", "title": "x\u001b[31mred", "text": "Siemens\u001b[31m has signed a partnership with Nvidia."}), encoding="utf-8"
    )
    assert "\u001b[31m" not in kg("extract", str(tmp_path / "e.json"), "--format", "table", "--lang", "en").stdout


def test_looking_makes_no_store(tmp_path: Path) -> None:
    for words in (("show", "Siemens"), ("query", "RETURN 1 AS x"), ("store", "status"), ("report", "run", "people-between-companies"), ("retract", "a")):
        result = kg(*words, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (
            3,
            "kg: ./kg-data: there is no store yet; load an article into it first, or name another one with --store\n",
        )
    doctor = kg("doctor", "--format", "jsonl", cwd=tmp_path)
    assert (doctor.returncode, '"found": "none at ./kg-data yet' in doctor.stdout) == (0, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--store", "bolt://127.0.0.1:1"), 3, "a password is needed"),
        (("--store", "http://127.0.0.1:1"), 2, "no address of a store"),
        (("--store", str(Path(__file__))), 3, "is a file"),
        (("--store", str(Path(__file__).parent)), 3, "holds other files and no store"),
        (("--lang", "fr"), 2, "there is no lexicon"),
    ],
)
def test_a_load_that_cannot_begin_says_why_and_counts_nothing(articles: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    result = kg("load", str(articles), *words, cwd=tmp_path)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (code, "", 1)
    assert said in result.stderr


def test_a_profile_for_programs_is_one_table(loaded: str) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("show", "Siemens", "--store", loaded, "--format", "csv").stdout)))
    assert {row["section"] for row in rows} >= {"Relations of a company", "Articles that name a company"}
    assert any((row["relation"], row["other"]) == ("PARTNERS_WITH", "Nvidia") for row in rows)
    assert "## partners\n\n| name | details | status |" in kg("show", "Siemens", "--store", loaded, "--format", "md").stdout


def test_relations_are_named_as_people_write_them(loaded: str) -> None:
    assert "signed a partnership with Nvidia" in kg("why", "Siemens", "partners with", "Nvidia", "--store", loaded).stdout
    wrong = kg("why", "Siemens", "PARTNER_WITH", "Nvidia", "--store", loaded)
    assert (wrong.returncode, "did you mean PARTNERS_WITH" in wrong.stderr) == (2, True)


def test_parameters_in_either_form(loaded: str) -> None:
    plain = kg("report", "run", "relations-of-company", "--company", "Siemens", "--limit=1", "--store", loaded, "--format", "csv")
    named = kg("report", "run", "relations-of-company", "--param", "company=Siemens", "--param=limit=1", "--store", loaded, "--format", "csv", "--quiet")
    assert (named.returncode, named.stdout, len(named.stdout.splitlines())) == (0, plain.stdout, 2)
    assert kg("report", "run", "relations-of-company", "--param", "Siemens", "--store", loaded).returncode == 2


def test_queries_come_from_files_and_stdin(loaded: str, tmp_path: Path) -> None:
    assert kg("query", "--file", "-", "--store", loaded, "--format", "csv", stdin="RETURN 'ä' AS x").stdout == "x\nä\n"
    (tmp_path / "bad.cypher").write_bytes(b"RETURN '\xe4' AS x")
    wrong = kg("query", "--file", str(tmp_path / "bad.cypher"), "--store", loaded)
    assert (wrong.returncode, wrong.stderr) == (2, f"kg: {tmp_path / 'bad.cypher'}: is not UTF-8 text (byte 9); save it as UTF-8\n")


def test_a_reader_who_has_seen_enough_is_no_failure(loaded: str) -> None:
    rows = "UNWIND range(1, 100000) AS x RETURN x ORDER BY x"
    command = [sys.executable, "-m", "kg", "query", rows, "--store", loaded, "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "x\n"
        process.stdout.close()
        assert (process.stderr.read(), process.wait(timeout=60)) == ("", 0)


def test_misspelt_commands_get_a_suggestion() -> None:
    assert "Did you mean 'load'?" in kg("lode").stderr


def test_own_reports_are_checked_with_file_and_line(tmp_path: Path) -> None:
    text = "// Mine\n// Answers: what?\n// Group: overview\n// Column: n – name\nMATCH (c:Compny) RETURN c.name AS n ORDER BY n\n"
    (tmp_path / "mine.cypher").write_text(text, encoding="utf-8")
    for words in (("list",), ("show", "mine"), ("run", "mine")):
        result = kg("report", *words, "--queries", str(tmp_path))
        assert (result.returncode, "mine.cypher:5: label Compny" in result.stderr) == (4, True)


def test_shells_complete_commands_and_reports() -> None:
    def completed(words: str) -> list[str]:
        command = [sys.executable, "-c", "import sys; sys.argv = ['kg']; from kg.cli import main; main()"]
        env = {**os.environ, "_KG_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1]).stdout.split()

    assert completed("kg rep") == ["plain,report"]
    assert "plain,relations-of-company" in completed("kg report run relations")


@pytest.mark.parametrize(
    "words", [*((name,) for name in COMMANDS if name not in ("store", "schema")), ("report", "list"), ("report", "show"), ("report", "run"),
              ("store", "status"), ("store", "stop"), ("schema", "check"), ("schema", "apply")]
)  # fmt: skip
def test_every_help_page_has_an_example(words: tuple[str, ...]) -> None:
    assert "Example" in kg(*words, "--help").stdout


def test_hostile_names_are_names(tmp_path: Path) -> None:
    name = "Nord\\\"'}) DETACH DELETE n // Werke GmbH"
    text = f"Die Firma {name} hat ihren Sitz in Berlin. Siemens übernimmt die Firma {name} aus Berlin. Siemens-Chef Roland Busch bestätigte das."
    (tmp_path / "h.json").write_text(json.dumps({"id": "'}) DETACH DELETE n //", "title": "\x1b[2J<b>`|", "lang": "de", "text": text}), encoding="utf-8")
    store = str(tmp_path / "store")
    assert kg("load", str(tmp_path / "h.json"), "--store", store).returncode == 0
    found = kg("query", "MATCH (d:Document) RETURN d.id AS id, d.title AS title", "--store", store)
    assert "'}) DETACH DELETE n //" in found.stdout
    assert "\x1b[2J" not in found.stdout
    assert kg("retract", "'}) DETACH DELETE n //", "--store", store).returncode == 0
    status = json.loads(kg("store", "status", "--store", store, "--format", "json").stdout)[0]
    stop_embedded(Path(store))
    assert (status["documents"], status["entities"], status["claims"]) == (0, 0, 0)
