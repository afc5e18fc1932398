"""The page: what is in it, and that nothing in it runs but its own script. With Chromium here, it is opened in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.store.client import Store
from tests.export_fixtures import BROKEN, SCRIPT, export, filled
from tests.store_fixtures import entity_id

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class _Page(HTMLParser):
    """The elements of a page, and the content of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.blocks: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in self.blocks:
            self.blocks[self._inside].append(data)


def _data(page: _Page) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(page.blocks["script"][0])
    return found


def test_hostile_text_is_data_and_nothing_else(store: Store, tmp_path: Path) -> None:
    filled(store)
    text = export(store, "html", tmp_path / "x.html").read_text(encoding="utf-8")
    page = _Page(text)
    assert page.tags.count("script") == 2 and page.tags.count("style") == 1
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset")]
    assert SCRIPT not in text and "javascript:" not in text
    data = _data(page)
    assert SCRIPT in {node["name"] for node in data["nodes"]}
    assert len(data["claims"]) == store.status().counts["claims"]
    assert BROKEN in {fact for claim in data["claims"] for fact in claim["facts"]}  # type: ignore[attr-defined]


def test_only_its_own_script_may_run(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    page = _Page(export(embedded_store, "html", tmp_path / "x.html").read_text(encoding="utf-8"))
    policy = next(value or "" for _, value in page.attributes if (value or "").startswith("default-src"))
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    for block, kind in ((page.blocks["script"][1], "script"), (page.blocks["style"][0], "style")):
        digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch\(|XMLHttp|import\(", page.blocks["script"][1])


def test_company_is_the_title_and_what_is_selected(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    text = export(embedded_store, "html", tmp_path / "x.html", about=entity_id("gamma")).read_text(encoding="utf-8")
    data = _data(_Page(text))
    assert "<title>Gamma</title>" in text
    assert data["nodes"][data["about"]]["name"] == "Gamma"  # type: ignore[call-overload]
    hostile = export(embedded_store, "html", tmp_path / "y.html", about=entity_id("evil")).read_text(encoding="utf-8")
    assert "<title>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>" in hostile


def test_too_much_for_a_picture(embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(embedded_store)
    monkeypatch.setattr("kg.export.page.MOST_CLAIMS", embedded_store.status().counts["claims"])
    export(embedded_store, "html", tmp_path / "x.html")
    monkeypatch.setattr("kg.export.page.MOST_CLAIMS", embedded_store.status().counts["claims"] - 1)
    with pytest.raises(UsageError, match="--company"):
        export(embedded_store, "html", tmp_path / "y.html")
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium: the page was not opened in a browser")
def test_in_a_browser(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    path = export(embedded_store, "html", tmp_path / "x.html", about=entity_id("alpha"))
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=5000",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
    ]
    done = subprocess.run([*command, f"file://{path}"], capture_output=True, text=True, timeout=120, check=True)
    panel = done.stdout.split('id="panel"')[1]
    assert "Alpha" in panel and "<blockquote>" in panel and "acquires" in panel
    assert re.search(r"\d+ things, \d+ of \d+ relations", done.stdout)
    assert done.stdout.count("<script") == 2, "names are no elements"
