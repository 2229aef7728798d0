"""A loopback stand-in for Hugging Face and arXiv: hand it what to answer, and what goes wrong."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web


@dataclass(kw_only=True)
class Said:
    """One answer. ``cut`` sends half of the body and hangs up, ``drop`` hangs up at once, ``delay`` waits first, and
    ``drip`` waits so long before each byte."""

    body: bytes = b""
    type: str = "application/json"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    drop: bool = False
    delay: float = 0.0
    drip: float = 0.0


@dataclass(kw_only=True)
class Asked:
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


class PaperServer:
    """``answers`` by path, or by path and query as asked; ``faults`` come first, each once, whatever is asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Said] = {}
        self.faults: list[Said] = []
        self.asked: list[Asked] = []
        self.base = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(path=request.path, query=dict(request.query), headers=dict(request.headers)))
        said = self.faults.pop(0) if self.faults else self._known(request)
        await asyncio.sleep(said.delay)
        if said.drop and request.transport:
            request.transport.abort()
        if said.cut:
            return await self._cut(request, said)
        if said.drip:
            return await self._drip(request, said)
        if (etag := said.headers.get("ETag")) and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=said.body, status=said.status, headers={"Content-Type": said.type, **said.headers})

    def _known(self, request: web.Request) -> Said:
        return self.answers.get(request.path_qs) or self.answers.get(request.path) or Said(status=404, body=b"{}")

    async def _drip(self, request: web.Request, said: Said) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": said.type, "Content-Length": str(len(said.body))})
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            for byte in said.body:
                await response.write(bytes([byte]))
                await asyncio.sleep(said.drip)
        return response

    async def _cut(self, request: web.Request, said: Said) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": said.type, "Content-Length": str(len(said.body))})
        await response.prepare(request)
        await response.write(said.body[: len(said.body) // 2])
        if request.transport:
            request.transport.abort()
        return response
