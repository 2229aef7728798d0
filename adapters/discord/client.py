"""The connection to Discord: where it goes, what it listens to, and what becomes of each event."""

import asyncio
import math
from contextlib import suppress
from functools import partial
from typing import Any

import discord
import structlog
from discord import app_commands

from adapters.discord import forms, reactions
from adapters.discord.command_sync import CommandSync
from adapters.discord.components import PressButton, PressSelect
from adapters.discord.direct_messages import DirectMessages
from adapters.discord.gateway import MOST_REQUESTS, paced, parsing_while_connected, survive_unreadable_events
from adapters.discord.handlers import Handlers
from adapters.discord.posting import DiscordPosting
from adapters.discord.reactions import EmojiReactions, MissedEmoji
from adapters.discord.replies import Reply
from adapters.discord.requests import PLATFORM
from adapters.discord.servers import Servers
from adapters.discord.settings import DiscordSettings
from adapters.discord.shared_posts import SharedPosts
from adapters.discord.tree import add_commands
from bot.errors import StoreError, TryLater
from bot.pacing import Pace
from bot.pending_requests import PendingRequests
from bot.ports.chat import Core
from bot.ports.key_value import KeyValue
from bot.ports.replicas import Replicas
from bot.ports.time import Clock

REQUESTS_AT_ONCE = 5
CONNECTIONS, CONNECTIONS_AT_ONCE = 0.5, 4
"""Gateway connections a second, and after a silence at once: a gateway that drops each gets no storm of them."""

CONNECTION = "discord connection"
"""What one process at a time may have: two with the same token would both be told, and answer, everything."""

STARTS_KEPT = 10
"""Of the starts a day that Discord allows (1,000): whoever uses them up gets a new token."""

log = structlog.get_logger()


def intents() -> discord.Intents:
    """What Discord sends us: servers and channels, reactions, and what is written to us in a direct message.

    None of it is privileged. No message in a server is sent to us, and none could be read.
    """
    return discord.Intents(guilds=True, guild_reactions=True, dm_reactions=True, dm_messages=True)


class PaperboyTree(app_commands.CommandTree["PaperboyClient"]):
    """The commands; what goes wrong before a handler is reached is told too (a command that has just changed)."""

    async def on_error(
        self, interaction: discord.Interaction["PaperboyClient"], error: app_commands.AppCommandError
    ) -> None:
        await interaction.client.command_failed(interaction, error)


class PaperboyClient(discord.AutoShardedClient):
    """One connection for all servers. Keeps no members and no messages in memory."""

    def __init__(
        self, core: Core, settings: DiscordSettings, state: KeyValue, replicas: Replicas, clock: Clock
    ) -> None:
        alive = partial(replicas.alive, PLATFORM)
        requests = Pace(clock, MOST_REQUESTS, burst=REQUESTS_AT_ONCE, shared_by=alive)
        super().__init__(
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=30.0,
            guild_ready_timeout=0.5,
            http_trace=paced(requests, Pace(clock, CONNECTIONS, burst=CONNECTIONS_AT_ONCE, longest=math.inf)),
        )
        parsers = parsing_while_connected(partial(replicas.holds, CONNECTION), self._connection.parsers)
        self._connection.parsers.update(survive_unreadable_events(parsers))
        shared = SharedPosts(state, clock)
        self.pending = PendingRequests()
        self.handlers = Handlers(core, shared, clock, settings.discord_setup_roles, self.pending, alive)
        self.posting = DiscordPosting(self, core)
        self.connected = asyncio.Event()
        self.tree = PaperboyTree(self)
        self._servers = Servers(core, self.posting, state, clock)
        self._reactions = EmojiReactions(core, self.posting, shared, clock)
        self._direct_messages = DirectMessages(core, self.posting, shared, clock)
        self._missed_reactions = MissedEmoji(core, self, clock)
        self._shared_posts = shared
        self._events_missed = asyncio.Event()
        self._clock = clock
        self._command_sync = CommandSync(self.tree, state, clock)
        add_commands(self.tree, self.handlers.command, self.handlers.suggest, self.handlers.mentioned)
        self.add_dynamic_items(PressButton, PressSelect)

    async def setup_hook(self) -> None:
        await self._command_sync.if_changed()

    async def background(self) -> None:
        """What goes on beside serving people, until it is cancelled or done."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._command_sync.until_sent())
            tasks.create_task(self._catch_up())

    async def _catch_up(self) -> None:
        """After each start of a session, which tells nothing of what came before it."""
        while True:
            await self._events_missed.wait()
            self._events_missed.clear()
            seen = await self._missed_reactions.look()
            with suppress(StoreError):
                await self._shared_posts.forget_old()
            try:
                async with asyncio.timeout(reactions.RECORDED_AFTER):
                    await self._events_missed.wait()
            except TimeoutError:
                await self._missed_reactions.look(but=seen)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait as Discord asks between two starts, and leave the last of the day's starts alone."""
        await super().before_identify_hook(shard_id, initial=initial)
        try:
            limits = await self.fetch_session_start_limits()
        except (discord.DiscordException, TryLater) as error:
            raise discord.GatewayNotFound from error
        if limits.remaining < STARTS_KEPT:
            log.error(
                "discord.too_many_starts", remaining=limits.remaining, hours=round(limits.reset_after / 3_600_000)
            )
            raise discord.GatewayNotFound

    async def on_connect(self) -> None:
        """Posts can be made from here on; servers are still being told."""
        self.connected.set()

    async def on_ready(self) -> None:
        log.info("discord.ready", servers=len(self.guilds), shards=self.shard_count)
        await self._servers.ready(self.guilds)
        self._events_missed.set()

    async def on_resumed(self) -> None:
        log.info("discord.resumed")

    async def on_disconnect(self) -> None:
        log.info("discord.disconnected")

    async def on_interaction(self, interaction: discord.Interaction["PaperboyClient"]) -> None:
        """Forms come here; commands and buttons have found their way already."""
        if interaction.type is discord.InteractionType.modal_submit and forms.is_form(interaction.custom_id):
            await self.handlers.submit(interaction)

    async def command_failed(self, interaction: discord.Interaction["PaperboyClient"], error: Exception) -> None:
        """A command that reached no handler."""
        await self.handlers.apologize(Reply(interaction, self._clock), "command", error)

    async def on_message(self, message: discord.Message) -> None:
        """Something was written in a direct message; our own messages there are told of too."""
        with self.pending.one():
            await self._direct_messages.written(message)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        with self.pending.one():
            await self._reactions.changed(payload, self._me(), added=True)

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        with self.pending.one():
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
