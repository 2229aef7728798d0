"""The one HTTP server: one host, one port, everybody's routes, and the two addresses that tell of health."""

import asyncio
import errno
import ipaddress
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from adapters.web import wording
from bot import __version__
from bot.errors import ConfigurationError
from bot.model import Verdict
from bot.ports.http import REFUSED, HttpRequest, HttpResponse, ReadinessCheck, Route

log = structlog.get_logger()

LARGEST_BODY = 1024 * 1024 + 64 * 1024
"""Bytes. A bibliography of a few thousand works, and what stands around it; all else is far smaller."""
BODY_SECONDS = 10.0
HEADER_SECONDS = 15.0
"""A connection without a whole request for so long is closed: aiohttp counts from its start since 3.14."""
ANSWER_SECONDS = 30.0
CLOSE_SECONDS = 2.0
LONGEST_ADDRESS = LONGEST_HEADER = 8 * 1024
"""Characters. Longer ones are refused on a page, up to what is read at all; then by a bare line of aiohttp's."""
MOST_READ = 32 * 1024
"""Bytes of a header: browsers send the cookies of all that runs on this host, whatever its port."""
SMALL = 1024
"""Characters of an answer that compression would hardly make smaller."""

_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - what an operator may have set, not what is set

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "paperboy",
}
"""The strictest of each; a route that needs more says so in its answer."""
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}

Refusals = Callable[[web.Request, web.HTTPException], Awaitable[web.Response]]

_WORKS = frozenset({Verdict.FINE, Verdict.WARNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen, and the address under which others reach that ('' when they use the same one).

    ``proxies`` are the addresses of those whose ``X-Forwarded-For`` is believed.
    """

    host: str
    port: int
    public: str = ""
    proxies: Sequence[str] = ()


class WebDoor:
    """See ``bot.ports.http.HttpDoor``."""

    def __init__(self, address: Address, routes: Sequence[Route], readiness: ReadinessCheck) -> None:
        self._address = address
        self._routes = routes
        self._readiness = readiness
        self._listening = asyncio.Event()
        self.port = address.port

    async def run(self) -> None:
        """Listen until cancelled; raises ``ConfigurationError`` when the address can't be had."""
        runner = web.AppRunner(
            self._application(),
            access_log=None,  # addresses hold one-time codes
            keepalive_timeout=HEADER_SECONDS,
            lingering_time=CLOSE_SECONDS,
            shutdown_timeout=CLOSE_SECONDS,
            max_line_size=MOST_READ,
            max_field_size=MOST_READ,
        )
        await runner.setup()
        try:
            await self._listen(runner)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def listening(self) -> str:
        """See ``HttpDoor.listening``; ``port`` is then the true one, if 0 was asked for."""
        await self._listening.wait()
        host = self._address.host
        shown = "127.0.0.1" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self.port}/"

    async def _listen(self, runner: web.AppRunner) -> None:
        host, port = self._address.host, self._address.port
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise ConfigurationError(_why_not(error, host, port)) from None
        self.port = int(runner.addresses[0][1])
        log.info("http.listening", host=host, port=self.port)
        self._listening.set()

    def _application(self) -> web.Application:
        https = ONLY_HTTPS if self._address.public.startswith("https://") else {}
        guard = _guard(SECURITY_HEADERS | https, self._refused)
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[guard])
        application.router.add_get("/livez", self._alive)
        application.router.add_get("/healthz", self._alive)
        application.router.add_get("/readyz", self._ready)
        for route in self._routes:
            if route.method == REFUSED:
                continue
            add = application.router.add_get if route.method == "GET" else partial(_add, application, route.method)
            add(route.path, self._served(route))
        return application

    def _served(self, route: Route) -> Handler:
        async def answer(request: web.Request) -> web.Response:
            asked = HttpRequest(
                query=request.rel_url.raw_query_string,
                headers=request.headers,
                body=await _body(request),
                path=request.path,
                parts=dict(request.match_info),
                remote=_caller(request, self._address.proxies),
            )
            return _drawn(await route.answer(asked))

        return answer

    async def _refused(self, request: web.Request, why: web.HTTPException) -> web.Response:
        """What is refused, as whoever has a route for that draws it; else a bare line."""
        drawer = next((route for route in self._routes if route.method == REFUSED), None)
        response = web.Response(status=why.status, text=f"{why.reason}.")
        if drawer:
            asked = HttpRequest(
                query=request.rel_url.raw_query_string,
                headers=request.headers,
                body=b"",
                path=request.path,
                remote=_caller(request, self._address.proxies),
                refused=why.status,
            )
            response = _drawn(await drawer.answer(asked))
        response.headers.update({name: value for name, value in why.headers.items() if name == "Allow"})
        return response

    async def _alive(self, _: web.Request) -> web.Response:
        """The event loop answers. Nothing outside this process is asked, so that no outage elsewhere ends it."""
        return web.Response(text="alive")

    async def _ready(self, request: web.Request) -> web.Response:
        """Whether the program is of use; what is not well, and the version, are for callers on this machine alone."""
        findings = await self._readiness()
        ready = all(finding.verdict in _WORKS for finding in findings)
        status = 200 if ready else 503
        if not _from_here(request):
            return web.Response(status=status, text="ready" if ready else "not ready")
        shown = {"ready": ready, "version": __version__, "findings": [asdict(finding) for finding in findings]}
        return web.json_response(shown, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))


def _guard(headers: Mapping[str, str], draw: Refusals) -> Middleware:
    """Around every answer: it comes in time, carries the headers, and never shows what went wrong inside."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                _measured(request)
                response = await handler(request)
        except web.HTTPException as refused:
            response = await draw(request, refused)
        except Exception:  # the boundary of one request
            log.exception("http.request_failed", path=request.path)
            response = web.Response(status=500, text=wording.WENT_WRONG)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return guarded


def _measured(request: web.Request) -> None:
    """Refuse what is longer than any request of a person's."""
    if len(request.raw_path) > LONGEST_ADDRESS:
        raise web.HTTPRequestURITooLong
    if any(len(value) > LONGEST_HEADER for _, value in request.raw_headers):
        raise web.HTTPRequestHeaderFieldsTooLarge


def _add(application: web.Application, method: str, path: str, handler: Handler) -> None:
    application.router.add_route(method, path, handler)


def _caller(request: web.Request, proxies: Sequence[str]) -> str:
    """Who asks: what a proxy that is known says last, since whatever stands before may be made up."""
    remote = request.remote or ""
    if remote not in proxies:
        return remote
    return request.headers.get("X-Forwarded-For", remote).rpartition(",")[2].strip()


async def _body(request: web.Request) -> bytes:
    """The whole body; a caller who does not send it in time, or breaks off, is answered for good."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (web.RequestPayloadError, ConnectionError):
        raise web.HTTPBadRequest from None


def _drawn(answer: HttpResponse) -> web.Response:
    response = web.Response(status=answer.status, text=answer.body, content_type=answer.content_type)
    for name, value in answer.headers:
        response.headers.add(name, value)
    if answer.packed and len(answer.body) > SMALL:
        response.enable_compression()
        response.headers.add("Vary", "Accept-Encoding")
    return response


def _from_here(request: web.Request) -> bool:
    """A caller on this machine, and not somebody behind a proxy that runs here."""
    proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not proxied and ipaddress.ip_address((request.remote or "0.0.0.0").partition("%")[0]).is_loopback  # noqa: S104  nobody's address


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PAPERBOY_HTTP_HOST/PORT: something else listens on {host}:{port}. Stop it, or choose another port."
    return f"PAPERBOY_HTTP_HOST/PORT: can't listen on {host}:{port} ({error.strerror or type(error).__name__})."
