"""Discord as a chat platform of Paperboy."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import aiohttp
import discord
import structlog

from adapters.discord import failures, wording
from adapters.discord.client import CONNECTION, PaperboyClient
from adapters.discord.gateway import prepare, shorten_reconnects
from adapters.discord.permissions import managers
from adapters.discord.requests import PLATFORM
from adapters.discord.settings import DiscordSettings
from bot.errors import ConfigurationError, PaperboyError, TryLater, Unavailable
from bot.model import Capabilities, Card, Delivery, Member, MessageRef
from bot.pacing import keep_trying
from bot.ports.chat import Core
from bot.ports.key_value import KeyValue
from bot.ports.replicas import Replicas
from bot.ports.time import Clock

LOGIN_SECONDS = 90.0
FIRST_CONNECTION_SECONDS = 150.0
"""How long one start may take until the first shard is connected; then it begins anew, with a new client."""
CLOSE_SECONDS = 5.0
LONGEST_ATTEMPT = 300.0
"""Seconds that no failed start takes: what went on for longer has served."""

LONGEST_WAIT = 30.0
"""Seconds between two attempts to start while Discord can't be reached."""
LONGEST_WAIT_TURNED_AWAY = 300.0
"""The same while Discord closes each connection for good: every start counts, and it allows 1,000 a day."""

log = structlog.get_logger()


class TurnedAway(Unavailable):
    """Discord took the connection and closed it for good, though the token is right."""


class DiscordAdapter:
    """The ``ChatAdapter`` of Discord: one client at a time, and a new one when the old can't go on."""

    platform = PLATFORM

    def __init__(self, settings: DiscordSettings, state: KeyValue, replicas: Replicas, clock: Clock) -> None:
        self.capabilities = Capabilities(managers=managers(settings.discord_setup_roles))
        self._settings = settings
        self._state = state
        self._replicas = replicas
        self._clock = clock
        self._client: PaperboyClient | None = None
        self._ready = asyncio.Event()
        self.trouble = wording.CONNECTING
        self.standing_by = ""

    async def run(self, core: Core) -> None:
        """Serve until cancelled, whatever Discord does meanwhile; only a wrong setting ends it with an error."""
        prepare(self._settings)
        shorten_reconnects(self._clock)
        token = token_of(self._settings)

        async def attempt() -> None:
            client = PaperboyClient(core, self._settings, self._state, self._replicas, self._clock)
            await self._serve(client, token)

        async def not_turned_away() -> None:
            await self._keep_trying(attempt, LONGEST_WAIT_TURNED_AWAY, TurnedAway)

        await self._keep_trying(not_turned_away, LONGEST_WAIT, Unavailable)

    async def _keep_trying(
        self, attempt: Callable[[], Awaitable[None]], longest: float, passing: type[Unavailable]
    ) -> None:
        await keep_trying(
            attempt, self._clock, self._note_failure, longest=longest, passing=passing, worked_after=LONGEST_ATTEMPT
        )

    def _note_failure(self, error: Exception, wait: float) -> None:
        self.trouble = str(error)
        log.warning("discord.trying_again", why=str(error), seconds=round(wait, 1))

    async def _serve(self, client: PaperboyClient, token: str) -> None:
        """Serve with one client for as long as it can; raises ``ConfigurationError`` or ``Unavailable`` in the end.

        Until it is this process's turn to be connected, it can post.
        """
        async with closing(client), translated_errors():
            async with asyncio.timeout(LOGIN_SECONDS):
                await client.login(token)
            self._client = client
            stay_connected = partial(self._stay_connected, client)
            ended = await self._replicas.while_held(CONNECTION, stay_connected, self._stand_by)
        raise Unavailable("Discord ended the connection." if ended else wording.TAKEN_OVER)

    def _stand_by(self) -> None:
        log.info("discord.standing_by")
        self.standing_by = wording.STANDING_BY
        self.trouble = ""
        self._ready.set()

    async def _stay_connected(self, client: PaperboyClient) -> None:
        """Serve until the connection ends; raises ``TimeoutError`` if the first one takes too long."""
        self.standing_by = ""
        connection = asyncio.create_task(client.connect())
        first = asyncio.create_task(client.connected.wait())
        background = asyncio.create_task(client.background())
        try:
            await asyncio.wait({connection, first}, timeout=FIRST_CONNECTION_SECONDS, return_when="FIRST_COMPLETED")
            if not (first.done() or connection.done()):
                raise TimeoutError
            if client.connected.is_set():
                self._ready.set()
                self.trouble = ""
            await connection
        finally:
            for task in (connection, first, background):
                task.cancel()
            await asyncio.wait({connection, first, background})
            if left := await client.pending.finished():
                log.warning("discord.answers_cut_off", count=left)

    async def ready(self) -> None:
        await self._ready.wait()

    async def post(self, delivery: Delivery) -> MessageRef:
        return await self._connected().posting.post(delivery)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        return await self._connected().posting.find(delivery)

    async def tell(self, member: Member, card: Card) -> None:
        await self._connected().posting.tell(member, card)

    def _connected(self) -> PaperboyClient:
        if self._client is None or self._client.is_closed():
            raise TryLater("not connected to Discord", failures.SOON)
        return self._client


def token_of(settings: DiscordSettings) -> str:
    if settings.discord_token is None:
        raise ConfigurationError("PAPERBOY_DISCORD_TOKEN is not set. docs/discord.md says where to find the token.")
    return settings.discord_token.get_secret_value().strip()


@asynccontextmanager
async def closing(client: discord.Client) -> AsyncIterator[None]:
    """Close the connection at the end, whatever happened, without waiting long for Discord's goodbye."""
    try:
        yield
    finally:
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await client.close()
        except TimeoutError:
            log.info("discord.closed_without_goodbye")
            await client.http.close()  # its connections, which the goodbye that was given up would have closed


@asynccontextmanager
async def translated_errors() -> AsyncIterator[None]:
    """Errors of connecting as one sentence for the operator, in a ``ConfigurationError`` or ``Unavailable``."""
    try:
        yield
    except Exception as error:
        raise translate_error(error) from error


def translate_error(error: Exception) -> PaperboyError:
    """What an error of connecting means: a wrong setting, or something that passes.

    A connection that is closed because the token is wrong passes too: if it is, the next login says so for certain.
    """
    match error:
        case ConfigurationError() | Unavailable():
            return error
        case PaperboyError():
            return Unavailable(str(error))
        case discord.LoginFailure():
            return ConfigurationError(
                "Discord does not accept PAPERBOY_DISCORD_TOKEN. "
                "Copy it again from your application's page “Bot” (Reset Token)."
            )
        case discord.PrivilegedIntentsRequired():
            return TurnedAway("Discord refuses the intents Paperboy asks for, though none is privileged.")
        case discord.ConnectionClosed():
            return TurnedAway(f"Discord closed the connection for good (code {error.code}).")
        case discord.HTTPException():
            return Unavailable(f"Discord answered {error.status} (code {error.code}). Try again later.")
        case discord.DiscordException() | aiohttp.ClientError() | OSError() | TimeoutError():
            return Unavailable(f"Discord can't be reached ({type(error).__name__}). Is there a network?")
        case _:
            log.error("discord.failed", exc_info=error)
            return Unavailable(f"The connection to Discord failed ({type(error).__name__}); the log has more.")
