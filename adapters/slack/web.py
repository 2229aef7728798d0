"""The HTTP door: signed requests from Slack, and the pages that install the app."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import Clock as SigningClock
from slack_sdk.signature import SignatureVerifier

from adapters.slack.client import unreachable
from adapters.slack.oauth import INSTALL_PATH, REDIRECT_PATH, Installing
from bot.errors import ConfigurationError
from bot.ports.time import Clock

log = structlog.get_logger()

EVENTS_PATH = "/slack/events"


class Signatures:
    """Lets pass only what Slack signed within the last five minutes."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        self._verifier = SignatureVerifier(signing_secret, _Now(clock))

    def good(self, body: bytes, headers: Mapping[str, str]) -> bool:
        try:
            return self._verifier.is_valid_request(body, headers)
        except (ValueError, TypeError):  # a timestamp that is no number, a body or signature that is no text
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to listen, and the address under which others reach that ('' when they use the same one)."""

    host: str
    port: int
    public: str = ""


class WebDoor:
    """Serves ``/slack/events`` where there is a signing secret, the installation pages where there are OAuth keys."""

    def __init__(
        self, app: AsyncApp, signatures: Signatures | None, installing: Installing | None, address: Address
    ) -> None:
        self._app = app
        self._signatures = signatures
        self._installing = installing
        self._address = address

    async def run(self, opened: asyncio.Event) -> None:
        """Listen until cancelled; raises ``ConfigurationError`` when the port can't be had."""
        host, port = self._address.host, self._address.port
        runner = web.AppRunner(self._routes(), access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            log.info("slack.listening", host=host, port=port)
            opened.set()
            await asyncio.Event().wait()
        except OSError as error:
            raise ConfigurationError(
                f"PAPERBOY_HTTP_HOST/PORT: can't listen on {host}:{port} ({error.strerror})."
            ) from None
        finally:
            await runner.cleanup()

    def _routes(self) -> web.Application:
        routes = web.Application()
        if self._signatures:
            routes.router.add_post(EVENTS_PATH, self._event)
        if self._installing:
            routes.router.add_get(INSTALL_PATH, self._install)
            routes.router.add_get(REDIRECT_PATH, self._redirected)
        return routes

    async def _event(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self._signatures is None or not self._signatures.good(body, request.headers):
            log.warning("slack.bad_signature", size=len(body))
            return web.Response(status=401, text="This is not from Slack.")
        headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
        asked = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=headers)
        return await to_aiohttp_response(await self._app.async_dispatch(asked))

    async def _install(self, request: web.Request) -> web.Response:
        assert self._installing is not None  # noqa: S101  else there is no such route
        flow = self._installing.flow(self._redirect_url(request))
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def _redirected(self, request: web.Request) -> web.Response:
        assert self._installing is not None  # noqa: S101  else there is no such route
        flow = self._installing.flow(self._redirect_url(request))
        try:
            return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))
        except Exception as error:
            if not unreachable(error):
                raise
            log.warning("slack.install_failed", reason=type(error).__name__)
            return web.Response(status=502, text="Slack did not answer. Please begin the installation again.")

    def _redirect_url(self, request: web.Request) -> str:
        """Where Slack sends the browser back to; Slack itself refuses an address that the app does not name."""
        return f"{self._address.public.rstrip('/') or _origin(request)}{REDIRECT_PATH}"


def _origin(request: web.Request) -> str:
    return f"{request.headers.get('X-Forwarded-Proto', request.scheme)}://{request.host}"


class _Now(SigningClock):
    """The clock as the SDK's verifier asks for it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()
