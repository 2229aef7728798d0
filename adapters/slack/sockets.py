"""Socket Mode: one connection, and a watchdog that replaces it when it dies or falls silent."""

import asyncio

import structlog
from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import SlackConnection, unreachable
from adapters.slack.failures import error_code
from bot.errors import ConfigurationError, Unavailable
from bot.ports.time import Clock

log = structlog.get_logger()

PING = 5.0
LOOK = 5.0
DEAD_AFTER = 30.0
QUIET_AFTER = 600.0
"""A socket can answer pings and yet deliver nothing (github.com/slackapi/bolt-python/issues/1529), and nothing tells
that from a quiet workspace. So one that brought nothing for ten minutes is replaced, the new one first."""
CLOSE_LIMIT = 5.0
OPEN_LIMIT = 20.0


class Watch:
    """Decides whether a connection must be replaced. Pure but for what it remembers."""

    def __init__(self, now: float) -> None:
        self._well_at = now
        self._heard_at = now

    def heard(self, now: float) -> None:
        self._heard_at = now

    def trouble(self, now: float, *, connected: bool) -> str:
        """Why it must be replaced; '' while it is well or may still recover by itself."""
        if connected:
            self._well_at = now
        if now - self._well_at >= DEAD_AFTER:
            return "dead"
        return "quiet" if now - self._heard_at >= QUIET_AFTER else ""


class SocketLine:
    """Keeps one Socket Mode connection up for as long as it runs."""

    def __init__(self, app: AsyncApp, app_token: str, connection: SlackConnection, clock: Clock) -> None:
        self._app = app
        self._token = app_token
        self._connection = connection
        self._clock = clock
        self._watch = Watch(0.0)

    async def run(self, opened: asyncio.Event) -> None:
        """Serve until cancelled; raises ``ConfigurationError`` or ``Unavailable`` when the first connection fails."""
        line = await self._first()
        opened.set()
        try:
            while True:
                await self._clock.sleep(LOOK)
                why = self._watch.trouble(self._clock.monotonic(), connected=await line.client.is_connected())
                line = await self._replaced(line, why) if why else line
        finally:
            await _close(line)

    async def _first(self) -> AsyncSocketModeHandler:
        try:
            return await self._open(await socket_address(self._connection.client(None), self._token))
        except TimeoutError:
            raise Unavailable("Slack opens no socket just now; try again in a minute.") from None

    async def _open(self, address: str) -> AsyncSocketModeHandler:
        line = AsyncSocketModeHandler(
            self._app, self._token, web_client=self._connection.client(None), ping_interval=PING
        )
        if self._connection.local:
            line.client.proxy = None
        line.client.wss_uri = address
        line.client.on_message_listeners.append(self._heard)
        self._watch = Watch(self._clock.monotonic())
        try:
            async with asyncio.timeout(OPEN_LIMIT):
                await line.connect_async()  # type: ignore[no-untyped-call]  # the SDK leaves it so
        except BaseException:  # raised again: a cancelled opening leaves no connection behind either
            await _close(line)
            raise
        return line

    async def _replaced(self, old: AsyncSocketModeHandler, why: str) -> AsyncSocketModeHandler:
        """A new connection, and only then the end of the old one; the old one when there is no new one to be had."""
        log.log(30 if why == "dead" else 20, "slack.socket_replaced", why=why)
        try:
            new = await self._open(await socket_address(self._connection.client(None), self._token))
        except (ConfigurationError, Unavailable, TimeoutError) as error:
            log.warning("slack.socket_not_replaced", why=str(error) or type(error).__name__)
            self._watch = Watch(self._clock.monotonic())
            return old
        await _close(old)
        return new

    async def _heard(self, _: WSMessage) -> None:
        self._watch.heard(self._clock.monotonic())


async def socket_address(client: AsyncWebClient, app_token: str) -> str:
    """Where to connect (``apps.connections.open``), which also proves the app-level token."""
    try:
        answer = await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        code = error_code(error)
        if code in ("", "ratelimited", "internal_error", "service_unavailable", "fatal_error"):
            raise Unavailable("Slack gives no socket just now; try again in a minute.") from None
        raise ConfigurationError(
            f"Slack does not accept PAPERBOY_SLACK_APP_TOKEN ({code}); it begins with xapp-."
        ) from None
    except Exception as error:
        if not unreachable(error):
            raise
        raise Unavailable(f"Slack can't be reached ({type(error).__name__}).") from None
    return str(answer["url"])


async def _close(line: AsyncSocketModeHandler) -> None:
    """Close within bounds: the SDK's own close can wait for a dead peer."""
    try:
        async with asyncio.timeout(CLOSE_LIMIT):
            await line.close_async()  # type: ignore[no-untyped-call]  # the same
    except Exception as error:
        log.warning("slack.socket_close_failed", why=type(error).__name__)
