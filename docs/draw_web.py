"""Draw ``docs/images/web.png``: the page of the newest day of the bundled sample, as it is served, in Chromium.

    python docs/draw_web.py

Starts ``paperboy run --web`` with an empty database, saves the first paper, likes the second. Needs Playwright, of the
extra ``dev``, a Chromium, and a font with emoji.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

OUT = Path(__file__).parent / "images" / "web.png"
WIDTH, HEIGHT = 960, 760
START_SECONDS = 60


def main() -> None:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(address)
        page.get_by_role("button", name="Use it as").click()
        for place, name in ((0, "save"), (1, "like")):
            paper = page.locator("article").nth(place)
            paper.locator(f'button[name="{name}"]').click()
            paper.locator('button[aria-pressed="true"]').wait_for()
        page.goto(address)
        page.screenshot(path=OUT)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """The address of a page on the sample, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        own = {"PAPERBOY_SOURCES": "sample", "PAPERBOY_HTTP_PORT": str(port), "TZ": "UTC"}
        own |= dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), folder)
        command = [str(Path(sys.executable).with_name("paperboy")), "run", "--web"]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, env=os.environ | own, cwd=folder, stdout=quiet, stderr=quiet)
        try:
            yield ready(f"http://127.0.0.1:{port}/", time.monotonic() + START_SECONDS)
        finally:
            process.terminate()
            process.wait()


def ready(address: str, until: float) -> str:
    while True:
        try:
            httpx.get(address)
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return address


if __name__ == "__main__":
    main()
