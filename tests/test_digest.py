"""What is new, changed, contradicted or withdrawn, on both stores; watch lists; and ``kg digest`` as a user calls it."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.model import Status
from kg.reports.digest import COLUMNS, find_digest, find_watched, parse_day, parse_watch
from kg.store.client import Store, open_store
from kg.store.embedded import stop_embedded
from kg.store.retract import retract_document
from tests.report_graph import articles
from tests.store_fixtures import article, load
from tests.test_cli import kg

SINCE, UNTIL = date(2025, 3, 1), date(2025, 3, 31)
DAY = tuple[str | None, Status]

# what articles say of a claim, and what the digest of March 2025 makes of it: news, state before, state now
CASES: dict[str, tuple[list[DAY], tuple[str, str | None, str] | None]] = {
    "fresh": ([("2025-03-05", "asserted")], ("new", None, "asserted")),
    "first day": ([("2025-03-01", "planned")], ("new", None, "planned")),
    "last day": ([("2025-03-31", "rumoured")], ("new", None, "rumoured")),
    "denied at once": ([("2025-03-05", "denied")], ("new", None, "denied")),
    "moved on": ([("2025-03-05", "rumoured"), ("2025-03-06", "planned")], ("new", None, "planned")),
    "repeated": ([("2025-01-05", "asserted"), ("2025-03-05", "asserted")], None),
    "old": ([("2025-01-05", "asserted"), ("2025-02-28", "ended")], None),
    "later": ([("2025-04-01", "asserted")], None),
    "done": ([("2025-01-05", "rumoured"), ("2025-01-06", "planned"), ("2025-03-05", "asserted")], ("changed", "planned", "asserted")),
    "rumour denied": ([("2025-01-05", "rumoured"), ("2025-03-05", "denied")], ("changed", "rumoured", "denied")),
    "given up": ([("2025-01-05", "planned"), ("2025-03-05", "ended")], ("changed", "planned", "ended")),
    "after all": ([("2025-01-05", "denied"), ("2025-03-05", "asserted")], ("changed", "denied", "asserted")),
    "over": ([("2025-01-05", "asserted"), ("2025-03-05", "ended")], ("withdrawn", "asserted", "ended")),
    "called off": ([("2025-01-05", "asserted"), ("2025-03-05", "denied")], ("withdrawn", "asserted", "denied")),
    "undated before": ([(None, "asserted"), ("2025-03-05", "ended")], ("withdrawn", "asserted", "ended")),
    "short": ([("2025-03-02", "asserted"), ("2025-03-20", "ended")], ("withdrawn", None, "ended")),
    "denied twice": ([("2025-01-05", "asserted"), ("2025-02-05", "denied"), ("2025-03-05", "denied")], None),
    "disputed": ([("2025-03-02", "planned"), ("2025-03-20", "denied")], ("contradicted", None, "denied")),
    "disputed on one day": ([("2025-03-05", "asserted"), ("2025-03-05", "denied")], ("contradicted", None, "either")),
    "denied and stated": ([("2025-01-05", "asserted"), ("2025-03-05", "denied"), ("2025-03-06", "asserted")], ("contradicted", "asserted", "asserted")),
    "over and back": ([("2025-01-05", "asserted"), ("2025-03-05", "ended"), ("2025-03-06", "planned")], ("contradicted", "asserted", "planned")),
    "denied in April": ([("2025-03-05", "planned"), ("2025-04-05", "denied")], ("new", None, "planned")),
}  # fmt: skip


def test_news_of_every_kind(store: Store) -> None:
    said = [
        article(f"{name}-{number}", (f"Maker {name}", "SUPPLIES", f"Buyer {name}", status), date=day, title=f"{name} {number}")
        for name, (statements, _) in CASES.items()
        for number, (day, status) in enumerate(statements)
    ]
    random.Random(1).shuffle(said)
    load(store, said)
    rows = list(find_digest(store, SINCE, UNTIL))
    found = {row["subject"].removeprefix("Maker "): row for row in rows}
    assert len(found) == len(rows)
    assert set(found) == {name for name, (_, expected) in CASES.items() if expected}
    for name, (_, expected) in CASES.items():
        if expected:
            news, before, now = expected
            row = found[name]
            assert (name, row["news"], row["before"]) == (name, news, before)
            assert row["now"] == now or now == "either"
    assert [row["news"] for row in rows] == sorted((row["news"] for row in rows), key=["new", "changed", "contradicted", "withdrawn"].index)
    moved = found["moved on"]
    assert (moved["articles"], moved["history"]) == (2, ["2025-03-05 rumoured", "2025-03-06 planned"])
    assert (moved["date"], moved["article"], moved["source"]) == ("2025-03-06", "moved on 1", "https://news.example/moved on-1")
    assert moved["sentence"] == "Maker moved on SUPPLIES Buyer moved on."
    assert (found["done"]["before_date"], found["undated before"]["before_date"]) == ("2025-01-06", None)

    few = list(find_digest(store, SINCE, UNTIL, ["Maker over", "Buyer fresh", "Maker old"]))
    assert [(row["news"], row["subject"]) for row in few] == [("new", "Maker fresh"), ("withdrawn", "Maker over")]
    assert list(find_digest(store, SINCE, UNTIL, [])) == []
    assert [row["subject"] for row in find_digest(store, date(2025, 4, 5), date(2025, 4, 5))] == ["Maker denied in April"]


def test_a_retracted_article_leaves_nothing_to_tell(store: Store) -> None:
    load(
        store,
        [article("a", ("Nordwerk", "SUPPLIES", "Halden"), date="2025-01-05"), article("b", ("Nordwerk", "SUPPLIES", "Halden", "ended"), date="2025-03-05")],
    )
    assert [row["news"] for row in find_digest(store, SINCE, UNTIL)] == ["withdrawn"]
    retract_document(store, "a")
    assert [(row["news"], row["now"]) for row in find_digest(store, SINCE, UNTIL)] == [("new", "ended")]


def test_watch_list_with_names_that_are_not_there(store: Store) -> None:
    load(store, articles())
    text = "# my list\nAlibaba Group\n\nNordwrek # a slip\nNORDWERK\nZephyr\nAlibaba\n"
    names, unknown = find_watched(store, parse_watch(text))
    assert names == ["Alibaba", "Nordwerk"]
    assert [(one.line, one.name) for one in unknown] == [(4, "Nordwrek"), (6, "Zephyr")]
    assert "did you mean Nordwerk?" in unknown[0].problem
    assert "Zephyr Labs or Zephyr Robotics" in unknown[1].problem


@pytest.mark.parametrize("text", ["", "2025-02-30", "1.3.2025", "7", "d", "-7d", "7 months", "999999w", "yesterday", "2025-3-1"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(UsageError, match="write it as 2025-09-26, or as 7d or 2w"):
        parse_day(text, date(2025, 3, 1))


def test_days() -> None:
    assert parse_day(" 10D ", date(2024, 3, 5)) == date(2024, 2, 24)
    assert parse_day("0d", date(2024, 3, 5)) == date(2024, 3, 5)
    assert parse_day("today", date(2024, 3, 5)) == date.today()


def test_days_the_wrong_way_round(store: Store) -> None:
    with pytest.raises(UsageError, match="the first day, 2025-03-31, is after the last, 2025-03-01"):
        list(find_digest(store, UNTIL, SINCE))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A folder with the small world of the reports."""
    folder = tmp_path_factory.mktemp("digest") / "store"
    with open_store(str(folder)) as store:
        load(store, [*articles(), article("hostile", ("<script>alert(1)</script>", "SUPPLIES", "Nordwerk"), date="2025-10-02", title="<b>`|x")])
    yield str(folder)
    stop_embedded(folder)


PERIOD = ("--since", "2025-10-01", "--until", "2025-12-31")


def test_digest_of_a_list(loaded: str, tmp_path: Path) -> None:
    watch = tmp_path / "mine.txt"
    watch.write_text("\ufeffNordwerk AG\nNordwrek\nDaniel Zhang\n", encoding="utf-8")
    result = kg("digest", *PERIOD, "--watch", str(watch), "--format", "json", "--store", loaded)
    assert result.returncode == 0
    found = json.loads(result.stdout)
    assert (found["since"], found["until"], found["watched"]) == ("2025-10-01", "2025-12-31", ["Nordwerk", "Daniel Zhang"])
    assert [(one["line"], one["name"]) for one in found["unknown"]] == [(2, "Nordwrek")]
    assert {kind: len(found[kind]) for kind in ("new", "changed", "contradicted", "withdrawn")} == {"new": 8, "changed": 0, "contradicted": 1, "withdrawn": 1}
    assert all("Nordwerk" in (row["subject"], row["object"]) for kind in ("new", "contradicted", "withdrawn") for row in found[kind])
    assert result.stderr.splitlines() == [
        f"{watch}:2: no entity is called 'Nordwrek'; did you mean Nordwerk?",
        "new 8, changed 0, contradicted 1, withdrawn 1; 1 of 3 names on the list are not in the graph",
    ]
    piped = kg("digest", *PERIOD, "--watch", "-", "--store", loaded, "--quiet", stdin="Nordwerk\nDaniel Zhang\n")
    assert (piped.returncode, piped.stderr) == (0, "")
    assert "Contradicted (1)" in piped.stdout
    assert "No news of Daniel Zhang." in piped.stdout


def test_digest_in_other_formats(loaded: str) -> None:
    words = ("digest", *PERIOD, "--store", loaded, "--quiet")
    rows = list(csv.DictReader(io.StringIO(kg(*words, "--format", "csv").stdout)))
    assert list(rows[0]) == ["news", *COLUMNS, "before_date", "claim"]
    assert len(rows) == len(kg(*words, "--format", "jsonl").stdout.splitlines()) > 10
    written = kg(*words, "--format", "markdown").stdout
    assert written.startswith("# News from 2025-10-01 to 2025-12-31\n")
    assert "\n## Contradicted\n\n| subject | relation | object |" in written
    assert "<script>" not in written.replace("\\<script\\>", "")
    assert kg(*words, "--format", "md").stdout == written


def test_page_of_a_digest_is_safe(loaded: str) -> None:
    text = kg("digest", *PERIOD, "--store", loaded, "--quiet", "--format", "html").stdout
    tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)
            assert all(not name.startswith("on") for name, _ in attrs)

    Reader().feed(text)
    assert not {"script", "b", "img", "iframe", "link"} & set(tags)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<h2>Withdrawn</h2>" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "soon"), "'soon' is no day"),
        (("--since", "2025-02-01", "--until", "2025-01-01"), "is after the last"),
        (("--since", "7d", "--watch", __file__ + "x"), "does not exist"),
        ((), "--since"),
    ],
)
def test_wrong_use(loaded: str, words: tuple[str, ...], said: str) -> None:
    result = kg("digest", *words, "--store", loaded)
    assert (result.returncode, said in " ".join(result.stderr.split())) == (2, True)


def test_a_list_that_is_no_text(loaded: str, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"\xff\xfe\x00")
    result = kg("digest", "--since", "7d", "--watch", str(tmp_path / "list"), "--store", loaded)
    assert (result.returncode, "cannot be read as UTF-8 text" in result.stderr, len(result.stderr.splitlines())) == (2, True, 1)
