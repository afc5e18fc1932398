"""The guide: ten steps, each a query that runs on either store and a picture that is there."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kg.browser.guide import guide_page, read_guide
from kg.errors import SchemaError
from kg.reports import check_query
from kg.store.client import Store
from tests.example_graph import GUIDE, Step, guide_steps, load_examples

STEPS = guide_steps()


def test_the_guide_has_ten_steps_with_a_query_and_a_picture_each() -> None:
    assert [step.number for step in STEPS] == list(range(1, 11))
    assert GUIDE.read_text(encoding="utf-8").count("```") == 2 * len(STEPS)
    assert len({step.picture for step in STEPS}) == len(STEPS)


@pytest.mark.parametrize("step", STEPS, ids=[str(step.number) for step in STEPS])
def test_a_picture_is_there_and_small(step: Step) -> None:
    head = step.picture.read_bytes()
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    assert 600 <= width <= 1400 and 200 <= height <= 1000
    assert len(head) < 150_000


def test_every_step_finds_something_on_either_store(store: Store) -> None:
    load_examples(store)
    for step in STEPS:
        check_query(step.query)
        rows = list(store.read(step.query))
        assert rows, step.heading


def test_what_the_steps_say_is_what_they_find(embedded_store: Store) -> None:
    load_examples(embedded_store)
    found = {step.number: list(embedded_store.read(step.query)) for step in STEPS}
    types = {row["type"]: row["things"] for row in found[1]}
    assert types["Company"] == max(types.values()) and "Entity" not in types
    assert {row["status"] for row in found[4]} <= {"asserted", "planned", "rumoured", "ended"}
    assert all(row["sentence"] and row["day"] and 0 < row["confidence"] <= 1 for row in found[4])
    assert len(found[3]) == len(found[4])
    assert {"Nvidia", "Eddie Wu"} <= {row["other"] for row in found[4]}


def test_the_page_for_the_browser_has_every_query_ready_to_run() -> None:
    page = guide_page(read_guide())
    assert page.count("<slide>") == page.count("</slide>") == len(STEPS) + 2
    assert page.count('<pre class="code runnable">') == len(STEPS)
    for step in STEPS:
        escaped = step.query.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert f'<pre class="code runnable">{escaped}</pre>' in page
        assert f"<h3>{step.number}. {step.heading}</h3>" in page
    assert "<img" not in page and "![" not in page


def test_html_in_a_guide_is_shown_and_not_obeyed() -> None:
    page = guide_page("# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n```cypher\nRETURN '</pre><script>'\n```\n")
    assert "<script" not in page and "<img" not in page
    assert "&lt;/pre&gt;&lt;script&gt;" in page


def test_a_guide_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"guide\.md"):
        read_guide(tmp_path / "guide.md")
