"""Neo4j's two Browsers, driven as a person does: a page, a keyboard, a mouse. Nothing but this machine is let through."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.neo4j_server import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SIZE = {"width": 1120, "height": 700}
_WAIT = 60_000  # milliseconds; a busy machine draws slowly
_LOCAL = ("http://127.0.0.1:", "http://localhost:", "ws://127.0.0.1:", "ws://localhost:", "data:", "blob:")
_STILL = """frame => new Promise(done => {
  const places = () => [...frame.querySelectorAll('circle.b-outline')].map(disc => { const box = disc.getBoundingClientRect()
    return [box.left.toFixed(), box.top.toFixed(), box.width.toFixed()] }).join()
  let last = null, same = 0, left = 150
  const look = () => { const now = places(); same = now && now === last ? same + 1 : 0; last = now
    if (same === 4 || --left === 0) done(); else setTimeout(look, 150) }
  look() })"""
_PLACE = """frame => { const box = element => element.getBoundingClientRect(), discs = [...frame.querySelectorAll('circle.b-outline')].map(box)
  const area = box(frame.querySelector('g.node').ownerSVGElement), side = box(frame.querySelector('[data-testid="vizInspector"]'))
  const left = Math.min(...discs.map(disc => disc.left)), right = Math.max(...discs.map(disc => disc.right))
  return {room: side.left - 15 - (area.left + 15), width: right - left, move: (area.left + side.left) / 2 - (left + right) / 2,
          x: area.left + 8, y: area.bottom - 8} }"""
_DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0)), drag = new DataTransfer()
  drag.items.add(new File([bytes], name))
  for (const kind of ['dragenter', 'dragover', 'drop'])
    document.querySelector('.filedrop').dispatchEvent(new DragEvent(kind, {dataTransfer: drag, bubbles: true})) }"""
_STYLED = """colours => { const styles = JSON.parse(JSON.parse(localStorage['nx.v1.nx.graphStyling'] || '{}').nodeStyles || '{}')
  return Object.entries(colours).every(([label, colour]) => styles[label]?.color === colour) }"""
_NODES = """nodes => nodes.map(node => ({labels: node.__data__.labels, name: node.__data__.propertyMap.name,
  caption: [...node.querySelectorAll('text.caption')].map(line => line.textContent.trim()),
  colour: node.querySelector('circle.b-outline').getAttribute('fill')}))"""
_EDGES = """edges => edges.map(edge => ({type: edge.__data__.type, caption: edge.querySelector('text').textContent,
  colour: edge.querySelector('path.b-outline').getAttribute('fill')}))"""


@dataclass(frozen=True, slots=True)
class Node:
    """A disc of the picture: what it stands for, and what is seen of it."""

    labels: list[str]
    name: str
    caption: list[str]
    colour: str


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow of the picture."""

    type: str
    caption: str
    colour: str


def marked(name: str) -> str:
    """The selector of an element that the Browser's makers named for tests."""
    return f'[data-testid="{name}"]'


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


def fresh_page(chromium: Browser) -> Page:
    """An empty page that knows nothing of the others."""
    page = chromium.new_context(viewport=SIZE, locale="en-GB").new_page()
    page.set_default_timeout(_WAIT)
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(_LOCAL) else route.abort())
    return page


class ClassicBrowser:
    """The Browser that comes with Neo4j 5.26."""

    def __init__(self, page: Page, server: Server) -> None:
        """Open it and log in."""
        self.page = page
        page.goto(server.page)
        page.select_option(marked("bolt-scheme-select"), "bolt://")
        page.fill(marked("boltaddress"), server.uri.removeprefix("bolt://"))
        page.fill(marked("username"), server.user)
        page.fill(marked("password"), server.password)
        page.click(marked("connect"))
        page.wait_for_selector(marked("boltaddress"), state="detached")
        page.wait_for_selector(marked("activeEditor"))
        page.wait_for_function("() => (localStorage['neo4j.grass'] || '').includes('Company')")
        page.wait_for_function("() => !document.querySelector('[data-testid=\"frame\"]')")

    def type(self, command: str) -> Locator:
        """Type a query or a command, run it and wait for its frame."""
        self.page.click(marked("activeEditor"))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(command)
        return self.run()

    def run(self) -> Locator:
        """Run what stands in the editor and wait for its frame."""
        frames = self.page.locator(marked("frame"))
        before = frames.count()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(f"() => document.querySelectorAll('[data-testid=\"frame\"]').length > {before}")
        return frames.first

    def show(self, query: str) -> Locator:
        """Run a query alone on the whole page and wait until its picture stands still."""
        self.clear()
        frame = self.type(query)
        frame.locator(marked("frame-loaded-contents")).wait_for()
        frame.locator('[title="Fullscreen"]').click()
        self.settle(frame)
        return frame

    def clear(self) -> None:
        """Close all frames."""
        for button in self.page.locator(f'{marked("frame")} [title="Close"]').all()[::-1]:
            button.click()
        self.page.wait_for_function("() => !document.querySelector('[data-testid=\"frame\"]')")

    def settle(self, frame: Locator) -> None:
        """Wait until the nodes of a picture have come to rest, and bring all of it into view, beside what stands at the side."""
        if not frame.locator(marked("vizInspector")).count():
            return
        frame.locator("g.node").first.wait_for()
        frame.evaluate(_STILL)
        frame.locator('[aria-label="zoom-to-fit"]').click()
        frame.evaluate(_STILL)
        place = frame.evaluate(_PLACE)
        for _ in range(5):
            if place["width"] <= place["room"]:
                break
            frame.locator('[aria-label="zoom-out"]').click()
            frame.evaluate(_STILL)
            place = frame.evaluate(_PLACE)
        self.page.mouse.move(place["x"], place["y"])
        self.page.mouse.down()
        self.page.mouse.move(place["x"] + place["move"], place["y"], steps=4)
        self.page.mouse.up()
        self.page.mouse.move(1, 1)
        frame.evaluate(_STILL)

    def nodes(self, frame: Locator) -> list[Node]:
        """The discs of the picture."""
        return [Node(**found) for found in frame.locator("g.node").evaluate_all(_NODES)]

    def edges(self, frame: Locator) -> list[Edge]:
        """The arrows of the picture."""
        return [Edge(**found) for found in frame.locator("g.relationship").evaluate_all(_EDGES)]

    def expand(self, frame: Locator, name: str) -> None:
        """Double-click a node and wait until what it brings has come to rest."""
        before = frame.locator("g.node").count()
        place = [node.name for node in self.nodes(frame)].index(name)
        frame.locator("g.node").nth(place).locator("circle.b-outline").dblclick(force=True)
        self.page.wait_for_function(f"() => document.querySelectorAll('[data-testid=\"frame\"] g.node').length > {before}")
        self.settle(frame)

    def select(self, frame: Locator, relation: str) -> dict[str, str]:
        """Click an arrow and read what the side shows of it."""
        self.page.mouse.move(1, 1)
        frame.locator("g.relationship", has_text=relation).first.locator("path.overlay").click(force=True)
        self.page.mouse.move(1, 1)
        rows = frame.locator(f"{marked('viz-details-pane-properties-table')} tr")
        rows.first.wait_for()
        cells: list[list[str]] = rows.evaluate_all("rows => rows.map(row => [...row.cells].slice(0, 2).map(cell => cell.textContent.trim()))")
        return {name: value.strip('"') for name, value in cells}

    def drop(self, path: Path) -> None:
        """Drop a file on the page."""
        self.page.evaluate(_DROP, [path.name, base64.b64encode(path.read_bytes()).decode()])

    def stored(self, key: str) -> Any:
        """What the page keeps under a name."""
        return json.loads(self.page.evaluate(f"localStorage['neo4j.{key}']"))


class NewBrowser:
    """The Browser of the calendar versions, as the classic one's jar has it for a preview."""

    FLAGS = json.dumps({"query:import-grass": "true", "_persist": json.dumps({"version": 1, "rehydrated": True})})

    def __init__(self, page: Page, server: Server) -> None:
        """Open it, let it import styles, which the preview hides, and log in."""
        self.page = page
        page.goto(f"{server.page}preview/")
        page.wait_for_selector("input[name=hostname]")
        page.evaluate("flags => { localStorage['nx.v1.nx.featureFlags'] = flags }", self.FLAGS)
        page.reload()
        page.fill("input[name=hostname]", server.uri.removeprefix("bolt://"))
        page.fill("input[name=username]", server.user)
        page.fill("input[name=password]", server.password)
        page.click(marked("connection-form-submit"))
        page.wait_for_selector(".cm-content")
        page.get_by_text(f"{server.uri.removeprefix('bolt://')} / neo4j").first.wait_for()

    def type(self, query: str) -> None:
        """Type a query and run it."""
        self.page.click(".cm-content")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(query)
        self.page.keyboard.press("Control+Enter")

    def import_style(self, label: str, path: Path, colours: dict[str, str]) -> None:
        """Import a style by way of a label beside the picture, and wait until these labels have these colours."""
        self.page.get_by_text(label).first.click()
        self.page.set_input_files('input[accept*=".grass"]', path)
        self.page.get_by_role("button", name="Import", exact=True).click()
        self.page.wait_for_function(_STYLED, arg=colours)

    def import_queries(self, path: Path, titles: list[str]) -> None:
        """Import saved queries, and wait until those with these titles are kept."""
        self.page.click('button[aria-label="Cypher panel"]')
        self.page.set_input_files('input[type=file][accept=".csv,.zip"]', path)
        self.page.get_by_text("import completed").first.wait_for()
        self.page.wait_for_function("titles => titles.every(title => (localStorage['persist:nx.v1.query.savedCypher'] || '').includes(title))", arg=titles)

    def stored(self, key: str) -> dict[str, Any]:
        """What the page keeps under a name; it packs JSON in JSON."""
        outer = json.loads(self.page.evaluate(f"localStorage['{key}']"))
        return {name: json.loads(value) if isinstance(value, str) else value for name, value in outer.items()}
