"""A real browser before the running page. Skipped, with the reason, where there is no Chromium."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.pages.conftest import Browsing, browsing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")
AXE = Path(os.environ.get("AXE_CORE", "")) / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Reader:
    """Somebody before a browser; whatever the page complains of is kept in ``complaints``."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    async def open(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def sign_in(self) -> None:
        await self.open("/")
        await self.page.get_by_role("button", name="Use it as ada").click()

    async def accessible(self) -> None:
        """Fail on anything that axe finds against WCAG 2.2 AA; skip where axe is not there."""
        if not AXE.is_file():
            return
        async with asyncio.timeout(60):
            await self.page.evaluate(AXE.read_text())
            found = await self.page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        told = [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"][:3]]
        assert told == [], (self.page.url, told)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.complaints.append(f"asked for {url}")

    async def leave_out_the_script(self) -> None:
        """What the page is without its own script. Axe needs timers, which a browser without any script stops."""
        await self.page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))

    async def visit(self, path: str) -> None:
        """Open a page, and fail where it is not accessible, or wider than the window."""
        await self.open(path)
        await self.accessible()
        assert await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


class Readers:
    """Opens readers with their own cookies; all of them must have had nothing to complain of in the end."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._readers: list[Reader] = []

    async def reader(self, address: str, **look: Any) -> Reader:
        """Somebody who reads the page at an address; "without script" is a look too."""
        context = await self._browser.new_context(**look)
        reader = Reader(await context.new_page(), address)
        self._readers.append(reader)
        return reader

    @property
    def complaints(self) -> list[str]:
        return [each for reader in self._readers for each in reader.complaints]


class Chromium:
    """Readers of one site."""

    def __init__(self, readers: Readers, site: Browsing) -> None:
        self._readers = readers
        self.site = site

    async def reader(self, **look: Any) -> Reader:
        return await self._readers.reader(self.site.address, **look)


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    playwright = pytest.importorskip("playwright.async_api", reason="Playwright is not installed (it is in extra dev).")
    if CHROMIUM is None:
        pytest.skip("There is no Chromium here; the distribution's is used, apt-get install chromium.")
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        opened = Readers(browser)
        yield opened
        await browser.close()
        assert opened.complaints == []


@pytest.fixture
async def chromium(readers: Readers) -> AsyncIterator[Chromium]:
    async with browsing() as site:
        yield Chromium(readers, site)
