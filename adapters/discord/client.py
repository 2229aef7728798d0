"""The connection to Discord: where it goes, what it listens to, and what becomes of each event."""

import asyncio
from ipaddress import ip_address
from typing import Any

import discord
import structlog
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import forms
from adapters.discord.command_sync import CommandSync
from adapters.discord.components import PressButton, PressSelect
from adapters.discord.handlers import Handlers, apologize
from adapters.discord.posting import DiscordPosting
from adapters.discord.servers import Reactions, Servers
from adapters.discord.tree import add_commands
from bot.errors import ConfigurationError
from bot.ports.chat import Desk
from bot.ports.people import Notes
from bot.ports.time import Clock
from bot.settings import Settings

log = structlog.get_logger()


def prepare(settings: Settings) -> None:
    """Send the library where settings say, and have it not warn that it can't speak. Before any client exists.

    Both addresses are needed: after an invalid session the library falls back to its default gateway.
    """
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    _refuse_insecure("PAPERBOY_DISCORD_API_BASE", settings.discord_api_base, "https")
    Route.BASE = settings.discord_api_base.rstrip("/")
    if settings.discord_gateway_url:
        _refuse_insecure("PAPERBOY_DISCORD_GATEWAY_URL", settings.discord_gateway_url, "wss")
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)


def intents() -> discord.Intents:
    """What Discord sends us: servers and channels, and reactions. None of it is privileged, and no message is read."""
    return discord.Intents(guilds=True, guild_reactions=True, dm_reactions=True)


class PaperboyTree(app_commands.CommandTree["PaperboyClient"]):
    """The commands; what goes wrong before a handler is reached is told too (a command that has just changed)."""

    async def on_error(
        self, interaction: discord.Interaction["PaperboyClient"], error: app_commands.AppCommandError
    ) -> None:
        await apologize(interaction, "command", error)


class PaperboyClient(discord.AutoShardedClient):
    """One connection for all servers. Keeps no members and no messages in memory."""

    def __init__(self, desk: Desk, notes: Notes, clock: Clock) -> None:
        super().__init__(
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=30.0,
            guild_ready_timeout=0.5,
        )
        self.handlers = Handlers(desk, clock)
        self.posting = DiscordPosting(self, desk)
        self.connected = asyncio.Event()
        self.tree = PaperboyTree(self)
        self._servers = Servers(desk, self.posting, notes, clock)
        self._reactions = Reactions(desk, clock)
        self._command_sync = CommandSync(self.tree, notes)
        add_commands(self.tree, self.handlers.command, self.handlers.suggest, self.handlers.mentioned)
        self.add_dynamic_items(PressButton, PressSelect)

    async def setup_hook(self) -> None:
        await self._command_sync.if_changed()

    async def on_connect(self) -> None:
        """Posts can be made from here on; servers are still being told."""
        self.connected.set()

    async def on_ready(self) -> None:
        log.info("discord.ready", servers=len(self.guilds), shards=self.shard_count)
        await self._servers.ready(self.guilds)

    async def on_resumed(self) -> None:
        log.info("discord.resumed")

    async def on_disconnect(self) -> None:
        log.info("discord.disconnected")

    async def on_interaction(self, interaction: discord.Interaction["PaperboyClient"]) -> None:
        """Forms come here; commands and buttons have found their way already."""
        if interaction.type is discord.InteractionType.modal_submit and forms.is_form(interaction.custom_id):
            await self.handlers.submit(interaction)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        await self._reactions.changed(payload, self._me(), added=True)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        await self._reactions.changed(payload, self._me(), added=False)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._servers.joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Called when Paperboy is removed, not when a server is out of reach for a while."""
        if not guild.unavailable:
            await self._servers.left(guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._servers.channel_deleted(channel)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        log.exception("discord.event_failed", on=event_method)

    def _me(self) -> int:
        return self.user.id if self.user else 0


def _refuse_insecure(setting: str, address: str, scheme: str) -> None:
    url = yarl.URL(address)
    if url.scheme != scheme and not _is_loopback(url.host or ""):
        raise ConfigurationError(f"{setting} must begin with {scheme}:// so that nobody can read along.")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
