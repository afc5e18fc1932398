"""Our own pages in a real browser: one page, no network, and nothing in it may complain, ask or run that is not its own.

Where there is no Chromium, or nothing to drive it with, tests that want it are skipped; with ``KG_REQUIRE_BROWSER=1`` they fail instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LAPTOP = (1280, 800)
PHONE = (375, 667)
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How far a page reaches out of the screen at its side."""


@contextmanager
def chromium_or_skip() -> Iterator[Browser]:
    """A headless Chromium."""
    try:
        from tests.browser_driver import CHROMIUM, started_chromium
    except ModuleNotFoundError as error:
        _missing(f"no {error.name} to drive a browser with")
    if not CHROMIUM:
        _missing("there is no Chromium here (Debian: apt-get install chromium)")
    with started_chromium() as browser:
        yield browser


def _missing(reason: str) -> None:
    if os.environ.get("KG_REQUIRE_BROWSER") == "1":
        pytest.fail(f"KG_REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(reason)


@contextmanager
def opened_page(browser: Browser, path: Path, size: tuple[int, int] = LAPTOP, **options: Any) -> Iterator[Page]:
    """The file in a browser without network. At the end: nothing but the file was asked for, and there was no error, warning or dialog.

    Args:
        browser: which.
        path: of the file.
        size: of the screen.
        options: of the browser's context, such as ``color_scheme="dark"``.
    """
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True, reduced_motion="reduce", locale="en-GB", **options)
    page = context.new_page()
    page.set_default_timeout(30_000)
    problems: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: problems.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert not problems, problems
    assert [url for url in asked if not url.startswith("blob:")] == [path.as_uri()]
