"""Logging in and closing again, and what errors on the way mean to the operator."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord
import structlog
from discord.gateway import KeepAliveHandler

from adapters.discord.settings import DiscordSettings
from bot.errors import ConfigurationError, PaperboyError, Unavailable

LOGIN_SECONDS = 90.0
CLOSE_SECONDS = 5.0
ENDED = "Discord ended the connection."

log = structlog.get_logger()


class TurnedAway(Unavailable):
    """Discord took the connection and closed it for good, though the token is right."""


def token_of(settings: DiscordSettings) -> str:
    if settings.discord_token is None:
        raise ConfigurationError("PAPERBOY_DISCORD_TOKEN is not set. docs/discord.md says where to find the token.")
    return settings.discord_token.get_secret_value().strip()


@asynccontextmanager
async def logged_in(client: discord.Client, token: str) -> AsyncIterator[None]:
    """With the client, which can ask and post from here on; closed in the end."""
    async with closing(client):
        async with asyncio.timeout(LOGIN_SECONDS):
            await client.login(token)
        yield


@asynccontextmanager
async def closing(client: discord.Client) -> AsyncIterator[None]:
    """Close the connection at the end, whatever happened, without waiting long for Discord's goodbye."""
    try:
        yield
    finally:
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await close_forgotten(client)
                await client.close()
        except TimeoutError:
            log.info("discord.closed_without_goodbye")
            await client.http.close()  # its connections, which the goodbye that was given up would have closed


async def close_forgotten(client: discord.Client) -> None:
    """Close a connection that is given up before it is identified.

    discord.py forgets such a connection, but for the thread whose heartbeats would keep it alive for ever.
    """
    for thread in threading.enumerate():
        if isinstance(thread, KeepAliveHandler) and thread.ws._connection is client._connection:
            await thread.ws.close(code=1000)


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
        case discord.ConnectionClosed(code=4011):
            return TurnedAway(
                "For so many servers Discord wants more connections: leave PAPERBOY_DISCORD_SHARDS empty."
            )
        case discord.ConnectionClosed():
            return TurnedAway(f"Discord closed the connection for good (code {error.code}).")
        case discord.HTTPException():
            return Unavailable(f"Discord answered {error.status} (code {error.code}). Try again later.")
        case discord.DiscordException() | aiohttp.ClientError() | OSError() | TimeoutError():
            return Unavailable(f"Discord can't be reached ({type(error).__name__}). Is there a network?")
        case _:
            log.error("discord.failed", exc_info=error)
            return Unavailable(f"The connection to Discord failed ({type(error).__name__}); the log has more.")
