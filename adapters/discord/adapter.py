"""Discord as a chat platform of Paperboy."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
import structlog

from adapters.discord import failures
from adapters.discord.client import PaperboyClient, prepare
from adapters.discord.requests import PLATFORM
from bot.errors import ConfigurationError, PaperboyError, TryLater, Unavailable
from bot.model import Card, Delivery, Member, MessageRef
from bot.ports.chat import Desk
from bot.ports.people import Notes
from bot.ports.time import Clock
from bot.settings import Settings

LOGIN_SECONDS = 90.0
CLOSE_SECONDS = 5.0

log = structlog.get_logger()


class DiscordAdapter:
    """The ``ChatAdapter`` of Discord: one client, made when it runs."""

    platform = PLATFORM

    def __init__(self, settings: Settings, notes: Notes, clock: Clock) -> None:
        self._settings = settings
        self._notes = notes
        self._clock = clock
        self._client: PaperboyClient | None = None
        self._started = asyncio.Event()

    async def run(self, desk: Desk) -> None:
        prepare(self._settings)
        client = PaperboyClient(desk, self._notes, self._clock)
        async with closing(client), translated_errors():
            async with asyncio.timeout(LOGIN_SECONDS):
                await client.login(token_of(self._settings))
            self._client = client
            self._started.set()
            await client.connect()

    async def ready(self) -> None:
        await self._started.wait()
        await self._connected().connected.wait()

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


def token_of(settings: Settings) -> str:
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


@asynccontextmanager
async def translated_errors() -> AsyncIterator[None]:
    """Errors of connecting as one sentence for the operator."""
    try:
        yield
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise translate_error(error) from error


def translate_error(error: Exception) -> PaperboyError:
    match error:
        case discord.LoginFailure():
            return ConfigurationError(
                "Discord does not accept PAPERBOY_DISCORD_TOKEN. "
                "Copy it again from your application's page “Bot” (Reset Token)."
            )
        case discord.PrivilegedIntentsRequired():
            return ConfigurationError("Discord refuses the intents Paperboy asks for, though none is privileged.")
        case discord.ConnectionClosed(code=4004):
            return ConfigurationError("Discord no longer accepts PAPERBOY_DISCORD_TOKEN. Was it reset?")
        case discord.ConnectionClosed():
            return Unavailable(f"Discord closed the connection for good (code {error.code}).")
        case discord.HTTPException():
            return Unavailable(f"Discord answered {error.status} (code {error.code}). Try again later.")
        case _:
            return Unavailable(f"Discord can't be reached ({type(error).__name__}). Is there a network?")
