"""The whole program with its page, over a store in memory and the bundled sample, on a port of this machine."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO

import aiohttp
import pytest

from adapters.pages.settings import Mode, WebSettings
from bot.app import App, opened
from bot.serving import door_of
from bot.settings import PlatformSettings, Settings

OURS = {"Sec-Fetch-Site": "same-origin"}
PUBLIC_URL = "https://paperboy.example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One answer as a test reads it."""

    status: int
    text: str
    headers: Mapping[str, str]


class Browsing:
    """A visitor of a running page. Redirects are not followed; cookies are kept as a browser does."""

    def __init__(self, app: App, address: str, http: aiohttp.ClientSession) -> None:
        self.app = app
        self.address = address.rstrip("/")
        self._http = http

    async def get(self, path: str, **headers: str) -> Seen:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._http.get(self.address + path, headers=named, allow_redirects=False) as answer:
            return Seen(status=answer.status, text=await answer.text(), headers=answer.headers.copy())

    async def send(self, path: str, headers: Mapping[str, str] = OURS, **fields: str) -> Seen:
        async with self._http.post(self.address + path, data=fields, headers=headers, allow_redirects=False) as answer:
            return Seen(status=answer.status, text=await answer.text(), headers=answer.headers.copy())

    async def upload(self, path: str, file: bytes, headers: Mapping[str, str] = OURS, **fields: str) -> Seen:
        """Send a form with a file in it, as browsers do."""
        form = aiohttp.FormData(fields)
        form.add_field("file", BytesIO(file), filename="library.bib", content_type="application/octet-stream")
        async with self._http.post(self.address + path, data=form, headers=headers, allow_redirects=False) as answer:
            return Seen(status=answer.status, text=await answer.text(), headers=answer.headers.copy())

    async def head(self, path: str) -> Seen:
        async with self._http.head(self.address + path, allow_redirects=False) as answer:
            return Seen(status=answer.status, text=await answer.text(), headers=answer.headers.copy())


@asynccontextmanager
async def browsing(
    mode: Mode = Mode.LOCAL, public_url: str = "", sources: str = "sample", **platforms: PlatformSettings
) -> AsyncIterator[Browsing]:
    """The page, and beside it ``platforms``, which are made and not run."""
    settings = Settings(
        database_url="memory:", sources=sources, http_port=0, public_url=public_url, member="ada", _env_file=None
    )
    web = WebSettings(web=mode, _env_file=None)
    async with opened(settings, platforms={"web": web, **platforms}) as app, _session() as http:
        door = door_of(app)
        assert door is not None
        running = [asyncio.create_task(door.run()), asyncio.create_task(app.chats["web"].run(app.core))]
        yield Browsing(app, await door.listening(), http)
        for task in running:
            task.cancel()
        await asyncio.wait(running)


@pytest.fixture
async def page() -> AsyncIterator[Browsing]:
    """The page as ``paperboy run --web`` serves it."""
    async with browsing() as visitor:
        yield visitor


def _session() -> aiohttp.ClientSession:
    """One that keeps cookies of this machine too, as browsers do."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
