"""The reading view: marks nest, descriptions lead to things, claims light up with their sentences; hostile text stays text."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.reading import Span, mark_up, write_reading
from kg.model import Amount, Claim, Document, Entity, Evidence, Extraction, Figure, Mention, Qualifiers
from tests.page_driver import LAPTOP, PHONE, WIDE, chromium_or_skip, opened_page
from tests.store_fixtures import ONTOLOGY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = '</p></script><script>alert(1)</script> <img src=x onerror="alert(2)"> \u2028 \u202e'
TEXT = "Alibaba partners with the US chip maker Nvidia.\n\nThe Chinese group will spend about 16 m dollars. Cloud grew by 26 percent."


def _mention(text: str, words: str, kind: str, type_: str = "Company") -> Mention:
    start = text.index(words)
    return Mention(start, start + len(words), words, type_, kind)  # type: ignore[arg-type]


def _passage(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words)


def _article() -> Extraction:
    """One article with nested mentions, a description, a figure, an amount, and two claims of one sentence."""
    chip, group = _mention(TEXT, "the US chip maker", "nominal"), _mention(TEXT, "The Chinese group", "nominal")
    entities = (
        Entity("alibaba", "Alibaba", "Company", (_mention(TEXT, "Alibaba", "named"), group), reason="known name"),
        Entity("nvidia", "Nvidia", "Company", (chip, _mention(TEXT, "Nvidia", "named"))),
        Entity("usa", "USA", "Place", (_mention(TEXT, "US", "named", "Place"),), "country"),
        Entity("china", "China", "Place", (_mention(TEXT, "Chinese", "named", "Place"),), "country"),
        Entity("figure", "26 % growth (Cloud)", "Figure", (), figure=Figure("growth", 26, "percent", of="Cloud")),
    )
    first, second, third = (
        _passage(words) for words in (TEXT.split("\n\n")[0], "The Chinese group will spend about 16 m dollars.", "Cloud grew by 26 percent.")
    )
    said = Qualifiers(Amount(16e6, "USD", "about"), 25.4)
    claims = (
        Claim("3", "Alibaba", "REPORTS", Figure("growth", 26, "percent", of="Cloud"), "alibaba", "figure", "asserted", 0.7, "rule:x", (third,)),
        Claim("1", "Alibaba", "PARTNERS_WITH", "Nvidia", "alibaba", "nvidia", "asserted", 0.91, "rule:y", (first,)),
        Claim("2", "Nvidia", "BASED_IN", "USA", "nvidia", "usa", "asserted", 0.8, "rule:z", (first,)),
        Claim("4", "Alibaba", "INVESTS_IN", "Nvidia", "alibaba", "nvidia", "planned", 0.5, "model", (second, first), said),
    )  # fmt: skip
    return Extraction(Document("one", TEXT, "Title & more", "2025-09-26", "en", "https://news.example/a?b=1&c=2", "Paper"), entities, claims)


def _hostile() -> Extraction:
    text = f"{HOSTILE} buys Nvidia."
    entities = (
        Entity("h", HOSTILE, "Company", (Mention(0, len(HOSTILE), HOSTILE, "Company"), Mention(2, 20, text[2:20], "Company", "nominal")), reason=HOSTILE),
        Entity("n", "Nvidia", "Company", (_mention(text, "Nvidia", "named"),)),
    )
    claim = Claim(
        "1", HOSTILE, "ACQUIRES", "Nvidia", "h", "n", "rumoured", 0.3, HOSTILE, (Evidence(0, len(text), text),), Qualifiers(role=HOSTILE, topic=HOSTILE)
    )
    return Extraction(Document(HOSTILE, text, HOSTILE, None, 'de" onclick="alert(3)', "javascript:alert(4)", HOSTILE), entities, (claim,))


def _written(*extractions: Extraction) -> str:
    out = io.StringIO()
    write_reading(iter(extractions), ONTOLOGY, out)
    return out.getvalue()


class _Text(HTMLParser):
    """The plain text of HTML, and whether every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []
        self.links = 0
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not (tag == "a" and "a" in self.open), "a link in a link"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


_SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from(["a", "span", "mark"])), max_size=6)


@given(st.text("<&x ", min_size=8, max_size=12), _SPANS, st.integers(0, 3), st.integers(5, 8))
@settings(max_examples=200, deadline=None)
def test_marks_nest_and_lose_no_letter(text: str, spans: list[tuple[int, int, str]], start: int, end: int) -> None:
    found = [Span(first, min(last, len(text)), tag, f'id="{place}"') for place, (first, last, tag) in enumerate(spans)]
    assert _Text(mark_up(text, start, end, found)).text == text[start:end]


def test_a_mention_in_a_mention_lies_in_its_element() -> None:
    page = _written(_article())
    assert re.search(
        r'<a class="mention nominal t-Company" href="#a1-t2"[^>]*data-for="Nvidia">the <span class="mention t-Place"[^>]*>US</span> chip maker</a>', page
    )
    assert '<li id="a1-t2"' in page and "1 mention" in page


def test_each_claim_stands_beside_its_paragraph_with_all_that_is_said() -> None:
    rows = re.findall(r'<div class="row">.*?</div>', _written(_article()), re.DOTALL)
    cards = [re.findall(r'<li id="(a1-c\d)" class="claim (\w+)"', row) for row in rows]
    assert cards == [[("a1-c1", "asserted"), ("a1-c2", "asserted")], [("a1-c3", "planned"), ("a1-c4", "asserted")]]
    assert 'data-claims="a1-c1 a1-c2 a1-c3"' in rows[0], "a sentence that proves three claims"
    assert "about 16,000,000 USD" in rows[1] and "25.4 %" in rows[1] and 'value="0.50"' in rows[1] and "26 % growth (Cloud)" in rows[1]


def test_several_articles_have_contents_and_one_has_none() -> None:
    untitled = replace(_article(), document=replace(_article().document, title=None))
    both = _written(_article(), untitled)
    assert '<a href="#a1"><bdi>Title &amp; more</bdi></a>' in both
    assert '<a href="#a2"><bdi>Alibaba partners with the US chip maker Nvidia. The Chinese</bdi>' in both
    assert "2 articles, 8 claims" in both and len(set(re.findall(r' id="([^"]+)"', both))) == len(re.findall(r' id="[^"]+"', both))
    assert "<summary>Contents" not in _written(_article()) and "0 articles, 0 claims" in _written()
    assert both == _written(_article(), untitled)


def test_halves_of_characters_can_be_written(tmp_path: Path) -> None:
    document = Document("x", "a\ud800b\x00c", "t\udfff")
    (tmp_path / "x.html").write_text(_written(Extraction(document)), encoding="utf-8")
    assert "a\ufffdb\ufffdc" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_the_command_writes_a_page_and_refusals_beside_it(tmp_path: Path) -> None:
    article = {"id": "x", "text": "Siemens übernimmt Greifwerk für 16 Millionen Euro. Der Konzern sitzt in München.", "title": "T<b>", "lang": "de"}
    (tmp_path / "a.json").write_text(json.dumps(article), encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "extract", "a.json", "empty.txt", "--format", "html"]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 1 and "empty.txt" in done.stderr
    assert done.stdout.startswith("<!doctype html>") and done.stdout.rstrip().endswith("</html>")
    assert "T&lt;b&gt;" in done.stdout and ">Siemens</span>" in done.stdout and 'class="claim ' in done.stdout


# In a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_or_skip() as browser:
        yield browser


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of a good and a hostile article."""
    path = tmp_path_factory.mktemp("reading") / "reading.html"
    path.write_text(_written(_article(), _hostile()), encoding="utf-8", newline="")
    return path


LIT = "[...document.querySelectorAll('.lit')].map(one => one.id || one.dataset.claims || one.dataset.thing).sort()"


def test_a_claim_and_its_sentence_light_each_other_up(chromium: Browser, reading: Path) -> None:
    with opened_page(chromium, reading) as page:
        page.hover("#a1-c4 .status")
        lit = page.evaluate(LIT)
        assert "a1-c4" in lit and "a1-c1 a1-c2 a1-c3" not in lit
        assert page.locator(".said.lit").inner_text() == "Cloud grew by 26 percent."
        page.locator(".said", has_text="Cloud grew").focus()
        assert page.locator(".claim.lit").evaluate_all("all => all.map(one => one.id)") == ["a1-c4"]
        page.focus("#a1-c3")
        assert page.locator(".said.lit").count() == 2, "a claim with two passages"
        page.hover("#a1 h2")
        assert page.locator(".lit").count() == 0


def test_all_mentions_of_a_thing_light_up(chromium: Browser, reading: Path) -> None:
    with opened_page(chromium, reading) as page:
        page.locator("#a1 .row .mention", has_text="Nvidia").last.hover()
        assert page.locator("#a1 .row p .mention.lit").all_inner_texts() == ["the US chip maker", "Nvidia"]


def test_a_description_leads_to_its_thing_by_keyboard(chromium: Browser, reading: Path) -> None:
    with opened_page(chromium, reading) as page:
        page.locator("a.nominal", has_text="The Chinese group").focus()
        assert "Alibaba" in page.evaluate("getComputedStyle(document.activeElement, '::after').content")
        page.keyboard.press("Enter")
        page.wait_for_function("location.hash === '#a1-t1'")
        assert page.is_visible("#a1-t1")
        page.keyboard.press("Tab")
        seen = page.locator("#a1").aria_snapshot()
        assert "meter" in seen and 'link "https://news.example/a?b=1&c=2"' in seen


def test_hostile_text_is_shown_and_does_nothing(chromium: Browser, reading: Path) -> None:
    with opened_page(chromium, reading) as page:
        assert page.locator("#a2 h2").evaluate("title => title.textContent") == HOSTILE
        assert page.locator("#a2 .row p").evaluate("text => text.textContent") == f"{HOSTILE} buys Nvidia."
        page.hover("#a2-c1")
        page.locator("#a2 .said").first.focus()
        assert page.locator("#a2 a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))") == ["#a2-t1"]
        assert page.locator("script").count() == 1 and page.locator("img, iframe, form, [onclick], [onerror]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_it_fits_the_screen(chromium: Browser, reading: Path, size: tuple[int, int], scheme: str) -> None:
    with opened_page(chromium, reading, size, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate(WIDE) == 0
        text, card = (page.locator(where).bounding_box() for where in ("#a1 .row p >> nth=0", "#a1-c1"))
        assert text is not None and card is not None
        beside = card["x"] >= text["x"] + text["width"]
        assert beside is (size == LAPTOP) and (beside or card["y"] >= text["y"] + text["height"])
        back = page.evaluate("+getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
        assert back < 60 if scheme == "dark" else back > 180
