"""Neo4j Browser itself, on a real server with the graph of the example articles: what a person sees who opens it.

``KG_WRITE_PICTURES=1`` takes the pictures of ``docs/images`` anew. Where there is no Chromium, or no server with the classic Browser, this
is skipped; with ``KG_REQUIRE_BROWSER=1`` it fails instead.
"""

from __future__ import annotations

import os
import re
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from kg.browser.files import browser_files, write_browser_files
from kg.browser.guide import read_guide
from kg.browser.serve import file_server
from kg.ontology import read_looks
from kg.reports import read_reports
from kg.store.client import Store, open_store
from tests.conftest import EMPTY
from tests.example_graph import ROOT, Step, guide_steps, load_examples
from tests.neo4j_server import Server
from tests.store_fixtures import ONTOLOGY

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
PICTURES = ROOT / "docs" / "images"
AROUND = "MATCH (c:Company {name:'Alibaba'})-[r]-(x:Entity) RETURN *"
LOOKS = read_looks()
COLOURS = {name: kind.colour for name, kind in ONTOLOGY.entities.items()} | {name: look.colour for name, look in LOOKS.nodes.items()}
LINES = {name: relation.colour for name, relation in ONTOLOGY.relations.items()} | {name: look.colour for name, look in LOOKS.edges.items()}


def _missing(reason: str) -> None:
    if os.environ.get("KG_REQUIRE_BROWSER") == "1":
        pytest.fail(f"KG_REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(reason)


try:
    from playwright.sync_api import Browser

    from tests.browser_driver import CHROMIUM, ClassicBrowser, Edge, NewBrowser, Node, fresh_page, started_chromium
except ModuleNotFoundError as error:
    if os.environ.get("KG_REQUIRE_BROWSER") == "1":
        raise
    pytest.skip(f"no {error.name} to drive a browser with", allow_module_level=True)


@pytest.fixture(scope="module")
def graph(neo4j: Server) -> Iterator[Store]:
    """The graph of the example articles on a server with the classic Browser."""
    if not CHROMIUM:
        _missing("there is no Chromium here (Debian: apt-get install chromium)")
    if not neo4j.page:
        _missing(f"the server {neo4j.version} has no classic Browser")
    _await_page(neo4j.page)
    with open_store(neo4j.uri, user=neo4j.user, password=neo4j.password) as store:
        store.write(EMPTY)
        yield load_examples(store)


def _await_page(address: str) -> None:
    """HTTP comes up after Bolt."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=30):
                return
        except OSError:
            time.sleep(0.5)
    _missing(f"nothing answers at {address}")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``kg browser`` writes."""
    folder = tmp_path_factory.mktemp("for-browser")
    write_browser_files(folder, browser_files(ONTOLOGY, LOOKS, read_reports(), read_guide()))
    return folder


@pytest.fixture(scope="module")
def chromium(graph: Store) -> Iterator[Browser]:
    """A Chromium, once there is something to look at."""
    with started_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def classic(neo4j: Server, chromium: Browser) -> ClassicBrowser:
    """The classic Browser, logged in: with the style that the server gives to every visitor."""
    return ClassicBrowser(fresh_page(chromium), neo4j)


def keep(browser: ClassicBrowser, name: str) -> None:
    """Take the picture anew if that is wanted."""
    if os.environ.get("KG_WRITE_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        browser.page.screenshot(path=PICTURES / f"{name}.png")


def check_looks(nodes: list[Node], edges: list[Edge]) -> None:
    """Captions are names and types, as far as there is room, and colours are those of the schema."""
    for node in nodes:
        shown = [line.rstrip("…") for line in node.caption]
        assert shown[0] and node.name.startswith(shown[0]) and all(line in node.name for line in shown), node
        (kind,) = [label for label in node.labels if label != "Entity"]
        assert node.colour == COLOURS[kind], node
    for edge in edges:
        assert edge.colour == LINES[edge.type], edge
        assert edge.type == "STATED_IN" or edge.type.startswith(edge.caption.rstrip("…")), edge


def names(store: Store, query: str) -> set[str]:
    """The names that a query finds."""
    return {row["name"] for row in store.read(query)}


def test_the_query_of_the_readme_gives_a_picture(classic: ClassicBrowser, graph: Store) -> None:
    frame = classic.show(AROUND)
    nodes, edges = classic.nodes(frame), classic.edges(frame)
    assert {node.name for node in nodes} == {"Alibaba"} | names(graph, "MATCH (:Company {name:'Alibaba'})-[r]-(x:Entity) RETURN x.name AS name")
    assert len(edges) >= 5
    check_looks(nodes, edges)
    assert {"PARTNERS_WITH", "CEO_OF", "BASED_IN"} <= {edge.caption for edge in edges}


def test_a_double_click_brings_everything_around_and_no_bookkeeping(classic: ClassicBrowser, graph: Store) -> None:
    frame = classic.show(AROUND)
    classic.expand(frame, "Nvidia")
    nodes = classic.nodes(frame)
    around = names(graph, "MATCH (:Company {name:'Nvidia'})--(x) RETURN x.name AS name")
    assert around <= {node.name for node in nodes}
    labels = {label for node in nodes for label in node.labels}
    assert {"Company", "Person", "Place", "Product", "Document"} <= labels <= {*ONTOLOGY.entities, "Entity", "Document"}
    check_looks(nodes, classic.edges(frame))


def test_no_node_has_bookkeeping_around_it(graph: Store) -> None:
    """What a double-click on any node brings, whichever it is."""
    beside = list(graph.read("MATCH (x:Entity)--(y) UNWIND labels(y) AS label RETURN DISTINCT label"))
    assert {row["label"] for row in beside} <= {*ONTOLOGY.entities, "Entity", "Document"}


def test_selecting_a_relation_shows_status_date_confidence_and_sentence(classic: ClassicBrowser, graph: Store) -> None:
    (held,) = graph.read(
        "MATCH (:Company {name:'Alibaba'})-[r:PARTNERS_WITH]-(:Company {name:'Nvidia'}) "
        "RETURN r.status AS status, r.confidence AS confidence, toString(r.last_seen) AS last_seen, r.sentence AS sentence"
    )
    frame = classic.show(AROUND)
    shown = classic.select(frame, "PARTNERS_WITH")
    assert shown["status"] == held["status"] and shown["last_seen"] == held["last_seen"]
    assert float(shown["confidence"]) == pytest.approx(held["confidence"])
    assert shown["sentence"] == held["sentence"] and "Nvidia" in held["sentence"]
    assert list(shown).index("confidence") < list(shown).index("sentence") < list(shown).index("status")
    keep(classic, "browser-relation")


@pytest.mark.parametrize("step", guide_steps(), ids=lambda step: str(step.number))
def test_a_step_of_the_guide_pastes_into_the_browser(classic: ClassicBrowser, graph: Store, step: Step) -> None:
    frame = classic.show(step.query)
    rows = list(graph.read(step.query))
    if frame.locator("g.node").count():
        check_looks(classic.nodes(frame), classic.edges(frame))
    else:
        table = frame.locator("table")
        assert table.locator("tbody tr").count() == len(rows)
        assert table.locator("th").all_inner_texts()[-len(rows[0]) :] == list(rows[0])
    keep(classic, step.picture.stem)


def test_a_style_dropped_on_the_page_is_taken(classic: ClassicBrowser, files: Path) -> None:
    classic.clear()
    classic.type(":style reset")
    frame = classic.show(AROUND)
    assert not {node.colour for node in classic.nodes(frame)} <= set(COLOURS.values())
    classic.drop(files / "neo4j-browser.grass")
    classic.page.wait_for_function("colour => localStorage['neo4j.grass'].includes(colour)", arg=COLOURS["Company"])
    frame = classic.show(AROUND)
    check_looks(classic.nodes(frame), classic.edges(frame))


def test_favourites_dropped_on_the_page_run_with_a_click(classic: ClassicBrowser, files: Path) -> None:
    reports = read_reports()
    classic.clear()
    classic.drop(files / "favourites.zip")
    classic.page.click('[data-testid="navigationFavorites"]')
    classic.page.get_by_text("Overview", exact=True).click()
    classic.page.get_by_text(reports["relations-of-company"].title, exact=True).click()
    classic.page.wait_for_function("text => (localStorage['neo4j.documents'] || '').includes(text)", arg=reports["relations-of-company"].title)
    own = [favourite for favourite in classic.stored("documents") if not favourite.get("isStatic")]
    assert {re.sub(r"^// ", "", one["content"].splitlines()[0]) for one in own} == {report.title for report in reports.values()}
    assert {folder["name"] for folder in classic.stored("folders")} >= {report.group.capitalize() for report in reports.values()}
    classic.page.click('[data-testid="activeEditor"]')
    frame = classic.run()
    assert "Nvidia" in frame.locator("table").inner_text()
    classic.page.click('[data-testid="navigationFavorites"]')


def test_the_guide_plays_and_a_click_puts_its_query_into_the_editor(classic: ClassicBrowser, files: Path) -> None:
    with file_server(files, 0) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        classic.clear()
        frame = classic.type(f":play http://localhost:{server.server_port}/guide.html")
        frame.get_by_text("ten questions").wait_for()
        frame.locator('[data-testid="nextSlide"]').first.click()
        frame.locator("pre.runnable").first.click()
        server.shutdown()
        thread.join()
    editor = classic.page.locator('[data-testid="activeEditor"]')
    editor.get_by_text("UNWIND labels").wait_for()
    classic.page.click('[data-testid="activeEditor"]')
    frame = classic.run()
    assert "Company" in frame.locator("table").inner_text()


def test_the_new_browser_imports_style_and_favourites(neo4j: Server, chromium: Browser, graph: Store, files: Path) -> None:
    reports = read_reports()
    browser = NewBrowser(fresh_page(chromium), neo4j)
    browser.type(AROUND)
    companies = len(names(graph, "MATCH (:Company {name:'Alibaba'})-[r]-(x:Company) RETURN x.name AS name")) + 1
    browser.import_style(f"Company ({companies})", files / "neo4j-browser.grass", COLOURS)
    style = browser.stored("nx.v1.nx.graphStyling")
    for name in (*ONTOLOGY.entities, "Document", "Claim"):
        assert style["nodeStyles"][name]["captions"] == [{"type": "property", "captionKey": "name"}], name
    for name in ONTOLOGY.relations:
        assert style["relStyles"][name]["color"] == LINES[name]
    browser.page.keyboard.press("Escape")
    browser.import_queries(files / "favourites.csv", [report.title for report in reports.values()])
    for group in {report.group for report in reports.values()}:
        browser.page.get_by_text(group.capitalize(), exact=True).first.wait_for()
