"""For operators: the invitation link, sending the commands by hand, and what ``paperboy doctor`` says of Discord."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

from adapters.discord.client import intents
from adapters.discord.command_sync import CommandSync
from adapters.discord.connecting import closing, token_of, translated_errors
from adapters.discord.gateway import prepare
from adapters.discord.permissions import NEEDED
from adapters.discord.settings import DiscordSettings
from adapters.discord.tree import add_commands
from bot.clock import SystemClock
from bot.errors import ConfigurationError, PaperboyError
from bot.model import Finding, Verdict
from bot.ports.key_value import KeyValue

CHECK_SECONDS = 15.0


async def invitation(settings: DiscordSettings) -> str:
    """The link by which somebody who manages a server adds Paperboy to it."""
    async with logged_in(settings) as client:
        application = await client.application_info()
    return discord.utils.oauth_url(application.id, permissions=NEEDED, scopes=("bot", "applications.commands"))


async def sync(settings: DiscordSettings, state: KeyValue, guild: int | None) -> str:
    """Send the slash commands now, whether they changed or not; return a sentence saying so."""
    async with logged_in(settings) as client:
        tree = app_commands.CommandTree(client)
        add_commands(tree, _unanswered, _unanswered, _unanswered)
        command_sync = CommandSync(tree, state, SystemClock())
        made = await (command_sync.to_guild(discord.Object(guild)) if guild else command_sync.now())
    return f"Discord knows {made} commands now, " + (f"in server {guild}." if guild else "in all servers.")


async def _unanswered(*_: object) -> Any:
    """Commands are only described here, never served."""


async def check(settings: DiscordSettings) -> Sequence[Finding]:
    """Token, gateway and intents, each a line."""
    try:
        async with logged_in(settings) as client:
            gateway = await client.http.request(Route("GET", "/gateway/bot"))
            user = client.user
    except PaperboyError as error:
        verdict = Verdict.MISCONFIGURED if isinstance(error, ConfigurationError) else Verdict.UNAVAILABLE
        return (Finding(about="Discord", verdict=verdict, text=str(error)),)
    return (
        Finding(
            about="Discord token", verdict=Verdict.FINE, text=f"It belongs to the bot “{user.name if user else ''}”."
        ),
        _starts(gateway["session_start_limit"]["remaining"]),
        Finding(about="Discord intents", verdict=Verdict.FINE, text="No privileged intent is asked for or needed."),
        *sign_in_findings(settings),
    )


def sign_in_findings(settings: DiscordSettings) -> Sequence[Finding]:
    """Whether people can sign in to the web page with Discord; nothing where nobody asked for it."""
    client, secret = settings.discord_client_id, settings.discord_client_secret
    if not client and secret is None:
        return ()
    wrong = {
        "PAPERBOY_DISCORD_CLIENT_ID is missing: the page OAuth2 of your application shows it.": not client,
        "PAPERBOY_DISCORD_CLIENT_SECRET is missing: the page OAuth2 of your application gives one.": secret is None,
        "PAPERBOY_DISCORD_CLIENT_ID is no client id: it has digits alone.": not client.isdecimal(),
    }
    text = next((each for each, so in wrong.items() if so), "")
    verdict = Verdict.MISCONFIGURED if text else Verdict.FINE
    fine = "Client id and secret are set. Discord must know PAPERBOY_PUBLIC_URL/in/from/discord as a redirect."
    return (Finding(about="Discord sign-in", verdict=verdict, text=text or fine),)


def _starts(remaining: int) -> Finding:
    if remaining > 0:
        return Finding(about="Discord gateway", verdict=Verdict.FINE, text=f"It takes {remaining} more starts today.")
    text = "Discord takes no more starts today: something restarts Paperboy again and again."
    return Finding(about="Discord gateway", verdict=Verdict.UNAVAILABLE, text=text)


@asynccontextmanager
async def logged_in(settings: DiscordSettings) -> AsyncIterator[discord.Client]:
    """A client that speaks to Discord's API without opening a gateway connection."""
    prepare(settings)
    client = discord.Client(intents=intents())
    async with closing(client), translated_errors(), asyncio.timeout(CHECK_SECONDS):
        await client.login(token_of(settings))
        yield client
