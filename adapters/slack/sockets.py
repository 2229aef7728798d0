"""Socket Mode: one connection at a time, and a watch that has it replaced when it ends, dies or falls silent."""

import asyncio
import logging
from contextlib import suppress

import structlog
from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import wording
from adapters.slack.client import SlackConnection
from adapters.slack.connecting import LONGEST_WAIT, Report, translate_error, until_connected
from adapters.slack.workspaces import PLATFORM
from bot.errors import Unavailable
from bot.pacing import Backoff
from bot.pending_requests import PendingRequests
from bot.ports.replicas import Replicas
from bot.ports.time import Clock
from bot.runner import tell_operator

log = structlog.get_logger()
SOCKET_LOG = logging.getLogger("slack_sdk.paperboy.socket")
SOCKET_LOG.setLevel(logging.WARNING)

PING = 5.0
LOOK = 5.0
DEAD_AFTER = 30.0
QUIET_AFTER = 600.0
"""A socket can answer pings and yet deliver nothing (github.com/slackapi/bolt-python/issues/1529), and nothing tells
that from a quiet workspace. So one that brought nothing for ten minutes is replaced, the new one first."""
SOUND_AFTER = 60.0
"""A connection that ended sooner makes the next one wait: Slack may be turning us away each time."""
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


class Socket(SocketModeClient):
    """One connection of the SDK that is never replaced from inside.

    The SDK's own way is to connect again at once, and for as long as it takes: where ten connections of the app are
    open already, and Slack closes each further one, that was 85 times a second.
    """

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient, clock: Clock) -> None:
        super().__init__(app_token, logger=SOCKET_LOG, web_client=client, ping_interval=PING)
        self._app = app
        self._clock = clock
        self._watch = Watch(clock.monotonic())
        self._greeted = False
        self.connections = 0
        """How many connections of the app Slack counted when this one was opened, itself included; 0 if not told."""
        self._ended = False
        self._changed = asyncio.Event()
        self._pending = PendingRequests()
        self.proxy = client.proxy
        self.socket_mode_request_listeners.append(self._handle)
        self.message_listeners.append(self._greet)
        self.on_message_listeners.append(self._heard)

    @property
    def is_open(self) -> bool:
        """Whether something may still come through it, even if Slack said that it will end."""
        return self.current_session is not None and not self.current_session.closed

    async def open(self, address: str) -> None:
        """Connect, and wait for Slack's hello; raises ``Unavailable``."""
        self.wss_uri = address
        try:
            async with asyncio.timeout(OPEN_LIMIT):
                await self.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it so
                await self._changed.wait()
        except TimeoutError:
            raise Unavailable("Slack opens no socket just now.") from None
        if not self._greeted:
            raise Unavailable("Slack closed the socket at once; an app may have ten. Does it run elsewhere too?")

    async def end(self) -> str:
        """Return why a new connection is needed, once one is."""
        watching = asyncio.create_task(self._watched())
        ending = asyncio.create_task(self._asked_to_disconnect())
        try:
            done, _ = await asyncio.wait({watching, ending}, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            watching.cancel()
            ending.cancel()

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Called by the SDK wherever it would connect anew: on Slack's word, a close, missing pongs."""
        self._ended = True
        self._changed.set()

    async def finish(self) -> None:
        """Acknowledge what has come, and close within bounds: the SDK's own close can wait for a dead peer."""
        try:
            await self._pending.finished()
            async with asyncio.timeout(CLOSE_LIMIT):
                await self.close()  # type: ignore[no-untyped-call]  # the same
        except Exception as error:
            log.warning("slack.socket_close_failed", why=type(error).__name__)
        finally:  # when cancelled meanwhile, too
            await self._let_go()

    async def _let_go(self) -> None:
        """Give back all that is still held where closing was cut short.

        aiohttp releases a WebSocket's connection in its own close only, which first waits for whoever is receiving.
        """
        owned = (self.message_processor, self.current_session_monitor, self.message_receiver)
        tasks = {task for task in owned if task is not None}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=CLOSE_LIMIT)
        with suppress(TimeoutError):
            async with asyncio.timeout(0):  # begun, it is cut off at once, and so released
                await self.disconnect()  # type: ignore[no-untyped-call]  # the same
        await self.aiohttp_client_session.close()

    async def _watched(self) -> str:
        while True:
            await self._clock.sleep(LOOK)
            why = self._watch.trouble(self._clock.monotonic(), connected=await self.is_connected())
            if why:
                return why

    async def _asked_to_disconnect(self) -> str:
        while not self._ended:
            self._changed.clear()
            await self._changed.wait()
        return "ended"

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        with self._pending.one():
            answer = await run_async_bolt_app(self._app, request)
            await send_async_response(client, request, answer, 0.0)

    async def _greet(self, _: AsyncBaseSocketModeClient, message: dict[str, object], __: str | None) -> None:
        if message.get("type") == "hello":
            self._greeted = True
            counted = message.get("num_connections")
            self.connections = counted if isinstance(counted, int) else 0
            self._changed.set()

    async def _heard(self, _: WSMessage) -> None:
        self._watch.heard(self._clock.monotonic())


class SocketLine:
    """Keeps one Socket Mode connection up for as long as it runs."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        connection: SlackConnection,
        replicas: Replicas,
        clock: Clock,
        report: Report,
    ) -> None:
        self._app = app
        self._token = app_token
        self._connection = connection
        self._replicas = replicas
        self._clock = clock
        self._report = report
        self._socket: Socket | None = None
        self._said_others = False

    async def run(self, opened: asyncio.Event) -> None:
        """Serve until cancelled, whatever happens to a connection; raises ``ConfigurationError`` for a wrong token."""
        soon = Backoff(LONGEST_WAIT)
        try:
            while True:
                socket = await self._replaced()
                opened.set()
                began = self._clock.monotonic()
                log.info("slack.socket_ended", why=await socket.end())
                if self._clock.monotonic() - began >= SOUND_AFTER:
                    soon.reset()
                else:
                    await self._clock.sleep(soon.next())
        finally:
            if self._socket:
                await self._socket.finish()

    async def _replaced(self) -> Socket:
        """A new connection, and only then the end of the old one, which may still bring something."""
        new, old = await until_connected(self._connected, self._clock, self._trouble), self._socket
        self._socket = new
        self._report("")
        await self._tell_of_others(new.connections - (2 if old else 1))
        if old:
            await old.finish()
        return new

    async def _tell_of_others(self, others: int) -> None:
        """Say once that a process with another database is connected as the same app: Slack hands events to either.

        Each process that shares ours may have two connections, while it replaces one.
        """
        if others > 0 and not self._said_others and others > 2 * (await self._replicas.count(PLATFORM) - 1):
            self._said_others = True
            log.warning("slack.connected_elsewhere", connections=others)
            tell_operator(wording.CONNECTED_ELSEWHERE)

    async def _connected(self) -> Socket:
        client = self._connection.client(None)
        address = await socket_address(client, self._token)
        socket = Socket(self._app, self._token, client, self._clock)
        try:
            await socket.open(address)
        except BaseException:  # raised again: a cancelled opening leaves no connection behind either
            await socket.finish()
            raise
        return socket

    def _trouble(self, why: str) -> None:
        self._report("" if self._socket and self._socket.is_open else why)


async def socket_address(client: AsyncWebClient, app_token: str) -> str:
    """Where to connect (``apps.connections.open``), which also proves the app-level token."""
    try:
        answer = await client.apps_connections_open(app_token=app_token)
    except Exception as error:
        raise translate_error(error, "PAPERBOY_SLACK_APP_TOKEN") from None
    return str(answer["url"])
