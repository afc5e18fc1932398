"""The page: what is in it, that nothing in it runs but its own scripts, and what a person does with it in a real browser."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.export.graph import Graph
from kg.export.markup import FOLDER
from kg.export.page import write_page
from kg.store.client import Store, open_store
from tests.conftest import EMPTY
from tests.export_fixtures import BROKEN, SCRIPT, export, filled
from tests.page_driver import LAPTOP, PHONE, WIDE, chromium_or_skip, opened_page
from tests.store_fixtures import ONTOLOGY, article, entity_id, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = {
    "Image": "<img src=x onerror=alert(1)>",
    "Ender": "</script><script>alert(2)</script>",
    "Comment": "<!-- <script> --!> ${alert(3)} {{alert(4)}}",
    "Turned": "\u202egnp.exe \u2028 \u2029 \u0007 end",
}
ADDRESSES = ("javascript:alert(5)", "data:text/html,<script>alert(6)</script>", 'https://x.example/" onmouseover="alert(7)', " javascript:alert(8)")


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


# The file


def test_hostile_text_is_data_and_nothing_else(store: Store, tmp_path: Path) -> None:
    filled(store)
    text = export(store, "html", tmp_path / "x.html").read_text(encoding="utf-8")
    page = _Page(text)
    assert page.tags.count("script") == 3 and page.tags.count("style") == 1
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset")]
    assert SCRIPT not in text and "javascript:" not in text
    data = _data(page)
    assert SCRIPT in {node["name"] for node in data["nodes"]}
    assert len(data["claims"]) == store.status().counts["claims"]
    assert BROKEN in {fact for claim in data["claims"] for fact in claim["facts"]}  # type: ignore[attr-defined]


def test_only_its_own_scripts_may_run(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    page = _Page(export(embedded_store, "html", tmp_path / "x.html").read_text(encoding="utf-8"))
    policy = next(value or "" for _, value in page.attributes if (value or "").startswith("default-src"))
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy and "http" not in policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}'" for block in page.blocks["script"][1:]]
    assert rules["script-src"].split() == hashes and len(hashes) == 2
    assert f"'sha256-{base64.b64encode(hashlib.sha256(page.blocks['style'][0].encode()).digest()).decode()}'" in rules["style-src"].split()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch\(|XMLHttp|import\(", page.blocks["script"][2])


def test_the_library_is_the_published_one_and_its_licence_goes_with_it(embedded_store: Store, tmp_path: Path) -> None:
    code = (FOLDER / "vendor" / "force-graph.min.js").read_bytes()
    assert f"`{hashlib.sha256(code).hexdigest()}`" in (FOLDER / "vendor" / "README.md").read_text(encoding="utf-8")
    filled(embedded_store)
    text = export(embedded_store, "html", tmp_path / "x.html").read_text(encoding="utf-8")
    assert code.decode() in text and "Copyright (c) 2018 Vasco Asturiano" in text and "Copyright 2010-2026 Mike Bostock" in text


def test_the_same_graph_makes_the_same_bytes(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store)
    assert export(embedded_store, "html", tmp_path / "x.html").read_bytes() == export(embedded_store, "html", tmp_path / "y.html").read_bytes()


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


def test_a_relation_that_the_ontology_no_longer_has_is_drawn_grey(embedded_store: Store) -> None:
    filled(embedded_store)
    smaller = replace(ONTOLOGY, relations={name: found for name, found in ONTOLOGY.relations.items() if name != "ACQUIRES"})
    out = io.StringIO()
    write_page(Graph(embedded_store), smaller, out)
    assert _data(_Page(out.getvalue()))["relations"]["ACQUIRES"] == {"colour": "#888888", "symmetric": False}  # type: ignore[call-overload]


# In a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_or_skip() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages(embedded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of all test articles, of hostile ones, of many relations, and of nothing."""
    folder = tmp_path_factory.mktemp("pages")
    hostile = [
        replace(found, document=replace(found.document, url=address, source=HOSTILE["Image"]))
        for place, address in enumerate(ADDRESSES)
        for found in [
            article(f"bad-{place}", ("Image", "ACQUIRES", "Ender"), ("Comment", "SUES", "Turned"), names=HOSTILE, title=list(HOSTILE.values())[place])
        ]
    ]
    with open_store(str(embedded_folder)) as store:
        store.write(EMPTY)
        filled(store)
        export(store, "html", folder / "all.html")
        with (folder / "empty.html").open("w", encoding="utf-8") as out:
            write_page(Graph(store, claims=[]), ONTOLOGY, out)
        store.write(EMPTY)
        load(store, hostile)
        export(store, "html", folder / "hostile.html")
        store.write(EMPTY)
        load(store, [article("many", *((f"Hub {place % 3}", "SUPPLIES", f"Buyer {place}") for place in range(130)))])
        export(store, "html", folder / "many.html")
    return {path.stem: path for path in folder.iterdir()}


def _place(page: Page, name: str) -> tuple[float, float]:
    """Where on the screen a thing lies."""
    found: list[float] = page.evaluate(
        """name => { const canvas = document.querySelector('#picture canvas'), box = canvas.getBoundingClientRect(), node = nodes.find(one => one.name === name)
        const at = canvas.getContext('2d').getTransform(); return [box.left + node.x * at.a + at.e, box.top + node.y * at.d + at.f] }""",
        name,
    )
    return found[0], found[1]


def test_hostile_names_and_titles_are_shown_and_do_nothing(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened_page(chromium, pages["hostile"]) as page:
        for name in HOSTILE.values():
            page.evaluate("name => choose(nodes.find(node => node.name === name), true)", name)
            assert page.locator("#panel h2").evaluate("title => title.textContent") == name
            page.mouse.move(*_place(page, name))  # what is under the mouse is named beside it
            page.wait_for_function("name => document.querySelector('.float-tooltip-kap').textContent.includes(name)", arg=name)
            page.mouse.move(5, 5)
        page.click("#as-list")
        assert page.locator("#list article").count() == 2
        assert page.locator("#panel a, #list a").count() == 0, "none of these addresses is one of the web"
        assert page.locator("img, iframe, object, embed, svg, form").count() == 0 and page.locator("script").count() == 3
        assert "hostile" not in page.title()


def test_links_lead_to_articles_of_the_web_only(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened_page(chromium, pages["all"]) as page:
        page.click("#as-list")
        links = page.locator("#list a").evaluate_all("links => links.map(link => [link.href, link.rel, link.textContent])")
    assert links and all(href.startswith("https://news.example/") and rel == "noopener noreferrer" and text for href, rel, text in links)


def test_every_filter_filters(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened_page(chromium, pages["all"]) as page:

        def shown() -> int:
            found = re.search(r"(\d+) of (\d+) relations", page.inner_text("#count"))
            assert found is not None
            return int(found[1])

        everything = page.evaluate("claims.length")
        usual = shown()
        assert usual == everything - 1, "what is denied is off at first"
        page.check("#statuses input[value=denied]")
        assert shown() == everything
        page.uncheck("#relations input[value=ACQUIRES]")
        assert shown() == everything - 1
        assert page.evaluate("nodes.find(node => node.name === 'P1').shown") is True
        page.uncheck("#types input[value=Product]")
        assert shown() == everything - 2
        assert page.evaluate("nodes.find(node => node.name === 'P1').shown") is False
        page.check("#relations input[value=ACQUIRES]")
        page.check("#types input[value=Product]")
        page.fill("#since", "2025-07-01")
        page.fill("#until", "2025-07-31")
        page.locator("#until").dispatch_event("change")
        assert shown() == 3, "Alpha and Beta, Alpha and Gamma, Ulm"
        page.fill("#since", "2025-05-01")
        page.fill("#until", "2025-05-31")
        page.locator("#until").dispatch_event("change")
        assert shown() == 2, "by what an early article says, though a later one says something else"


def test_a_click_on_a_thing_or_a_line_shows_what_is_said(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened_page(chromium, pages["all"]) as page:
        page.wait_for_timeout(1000)  # what can be hit is drawn a little later than what is seen
        delta, product = _place(page, "Delta"), _place(page, "P1")
        page.mouse.click(*delta)
        assert page.inner_text("#panel h2") == "Delta"
        assert "Delta LAUNCHES P1." in page.inner_text("#panel")
        page.keyboard.press("Escape")
        assert page.inner_text("#panel h2") == "Details"
        for _ in range(10):  # on a busy machine things still move
            page.wait_for_timeout(1000)
            delta, product = _place(page, "Delta"), _place(page, "P1")
            page.mouse.click((delta[0] + product[0]) / 2, (delta[1] + product[1]) / 2)
            if page.inner_text("#panel h2") == "Relation":
                break
        assert page.inner_text("#panel h2") == "Relation"
        assert page.locator("#panel article").count() == 1 and "Delta launches P1" in page.inner_text("#panel article h3")
        before = _place(page, "P1")
        page.mouse.move(*before)
        page.wait_for_timeout(1000)
        page.mouse.down()
        page.mouse.move(before[0] + 60, before[1] + 40, steps=5)
        page.mouse.up()
        after = _place(page, "P1")
        assert abs(after[0] - before[0] - 60) < 30 and abs(after[1] - before[1] - 40) < 30, "a thing goes where it is drawn to"


def test_all_of_it_can_be_used_without_a_mouse(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened_page(chromium, pages["all"]) as page:
        assert page.evaluate("[...document.querySelectorAll('[tabindex]')].every(one => one.tabIndex <= 0)"), "the order is that of the page"
        page.keyboard.press("/")
        page.keyboard.type("gam")
        assert page.evaluate("document.activeElement.id") == "search"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Gamma"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "panel" and page.inner_text("#panel h2") == "Gamma"
        page.keyboard.press("Tab")
        other = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2") == other, "the name in a claim leads on"
        page.focus("#picture")
        before = _place(page, "Gamma")
        page.keyboard.press("ArrowRight")
        assert _place(page, "Gamma")[0] == pytest.approx(before[0] - 60, abs=1)
        page.keyboard.press("+")
        page.keyboard.press("0")
        assert 0 < _place(page, "Gamma")[0] < LAPTOP[0]
        page.focus("#as-list")
        page.keyboard.press("Enter")
        page.fill("#search", "")
        assert page.get_attribute("#as-list", "aria-pressed") == "true" and page.is_hidden("#picture")
        assert page.locator("#list article").count() == page.evaluate("claims.filter(claim => claim.shown).length")


def test_a_screen_reader_is_told_what_is_what(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened_page(chromium, pages["all"]) as page:
        assert page.get_attribute("#count", "role") == "status" and page.get_attribute("#panel", "aria-live") == "polite"
        assert page.get_attribute("html", "lang") == "en"
        seen = page.locator("body").aria_snapshot()
        unnamed = re.findall(r"^\s*- (?:button|checkbox|textbox|searchbox|link|application)(?: *$|:)", seen, re.MULTILINE)
        assert not unnamed, seen
        assert 'application "Picture of the graph"' in seen and 'searchbox "Search"' in seen and 'checkbox "acquires (1)"' in seen
        assert [int(level) for level in page.locator("h1, h2, h3").evaluate_all("all => all.map(one => one.tagName[1])")][:2] == [1, 2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("name", ["all", "hostile"])
def test_it_fits_the_screen(chromium: Browser, pages: dict[str, Path], name: str, size: tuple[int, int], scheme: str) -> None:
    with opened_page(chromium, pages[name], size, color_scheme=scheme) as page:
        page.evaluate("choose(nodes[0], true)")
        assert page.evaluate(WIDE) == 0
        page.click("#as-list")
        assert page.evaluate(WIDE) == 0
        page.click("#as-picture")
        page.evaluate("document.getElementById('filters').open = true")
        assert page.evaluate(WIDE) == 0
        picture = page.locator("#picture canvas").bounding_box()
        assert picture is not None and picture["width"] >= size[0] / 2 and picture["height"] >= size[1] / 2
        shades = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color].map(one => +one.match(/\\d+/)[0])")
        assert (shades[0] < 60 and shades[1] > 180) if scheme == "dark" else (shades[0] > 180 and shades[1] < 60)


def test_the_picture_can_be_saved(chromium: Browser, pages: dict[str, Path], tmp_path: Path) -> None:
    with opened_page(chromium, pages["all"]) as page:
        with page.expect_download() as download:
            page.click("#save")
        download.value.save_as(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_a_page_of_nothing_opens_too(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened_page(chromium, pages["empty"]) as page:
        assert page.inner_text("#count") == "0 things, 0 of 0 relations"
        page.click("#as-list")
        assert "none is left" in page.inner_text("#list")


def test_a_long_list_comes_in_parts(chromium: Browser, pages: dict[str, Path]) -> None:
    with opened_page(chromium, pages["many"]) as page:
        page.click("#as-list")
        assert page.locator("#list article").count() == 50
        page.click("text=Show more (80 relations left)")
        assert page.locator("#list article").count() == 100
        assert page.evaluate("document.activeElement.closest('article') === document.querySelectorAll('#list article')[50]")
        page.keyboard.press("Control+End")
        page.click("text=Show more (30 relations left)")
        assert page.locator("#list article").count() == 130 and page.locator("#list .more").count() == 0
