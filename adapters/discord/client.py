"""The connection to Discord: where it goes, what it listens to, and what becomes of each event."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands

from adapters.discord import forms, reactions
from adapters.discord.command_sync import CommandSync
from adapters.discord.components import PressButton, PressSelect
from adapters.discord.connecting import close_forgotten
from adapters.discord.direct_messages import DirectMessages
from adapters.discord.gateway import careful_parsers
from adapters.discord.handlers import Handlers
from adapters.discord.posting import DiscordPosting
from adapters.discord.reactions import EmojiReactions, MissedEmoji
from adapters.discord.replies import Reply
from adapters.discord.requests import PLATFORM
from adapters.discord.servers import Servers
from adapters.discord.settings import DiscordSettings
from adapters.discord.shards import CONNECTION, Shard
from adapters.discord.shared_posts import SharedPosts
from adapters.discord.tree import add_commands
from bot.errors import StoreError, TryLater
from bot.pending_requests import PendingRequests
from bot.ports.chat import Core
from bot.ports.key_value import KeyValue
from bot.ports.replicas import Replicas
from bot.ports.time import Clock

FIRST_CONNECTION_SECONDS = 150.0
"""How long a client may take until it is connected; then another is made."""

BETWEEN_STARTS = 5.25
"""Seconds between two starts of sessions, over all processes: Discord asks for five, from one arrival to the next."""

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
    """One shard's connection; of one alone, that for all servers. Keeps no members and no messages in memory.

    It can post without being connected.
    """

    def __init__(
        self,
        core: Core,
        settings: DiscordSettings,
        state: KeyValue,
        replicas: Replicas,
        clock: Clock,
        shard: Shard,
        pace: aiohttp.TraceConfig,
    ) -> None:
        super().__init__(
            intents=intents(),
            shard_ids=[shard.number],
            shard_count=shard.count,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=30.0,
            guild_ready_timeout=0.5,
            http_trace=pace,
        )
        self._shard = shard
        self._replicas = replicas
        self._connection.parsers.update(careful_parsers(self._may_answer, self._connection.parsers))
        self._shared_posts = shared = SharedPosts(state, clock)
        self.pending = PendingRequests()
        self.handlers = Handlers(core, shared, clock, settings.discord_setup_roles, self.pending, self._processes)
        self.posting = DiscordPosting(self, core)
        self.connected = asyncio.Event()
        self.tree = PaperboyTree(self)
        self._servers = Servers(core, self.posting, shard, state, clock)
        self._reactions = EmojiReactions(core, self.posting, shared, clock)
        self._direct_messages = DirectMessages(core, self.posting, shared, clock)
        self._missed_reactions = MissedEmoji(core, self, shard, clock)
        self._events_missed = asyncio.Event()
        self._clock = clock
        self._command_sync = CommandSync(self.tree, state, clock)
        add_commands(self.tree, self.handlers.command, self.handlers.suggest, self.handlers.mentioned)
        self.add_dynamic_items(PressButton, PressSelect)

    @asynccontextmanager
    async def staying_connected(self) -> AsyncIterator["asyncio.Task[None]"]:
        """Serve people meanwhile; entered once connected, or failed to. The task ends with the connection.

        Raises ``TimeoutError`` if the first connection takes too long.
        """
        if self._registers_commands:
            await self._command_sync.if_changed()
        connection = asyncio.create_task(self.connect())
        first = asyncio.create_task(self.connected.wait())
        background = asyncio.create_task(self._background())
        try:
            await asyncio.wait({connection, first}, timeout=FIRST_CONNECTION_SECONDS, return_when="FIRST_COMPLETED")
            if not (first.done() or connection.done()):
                raise TimeoutError
            yield connection
        finally:
            for task in (connection, first, background):
                task.cancel()
            await asyncio.wait({connection, first, background})
            if left := await self.pending.finished():
                log.warning("discord.answers_cut_off", count=left)

    @property
    def _registers_commands(self) -> bool:
        """Of all shards, one tells Discord of the commands."""
        return self._shard.number == 0

    def _may_answer(self) -> bool:
        return self._replicas.holds(CONNECTION) and self._replicas.holds(self._shard.work)

    async def _background(self) -> None:
        """What goes on beside serving people, until it is cancelled or done."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._catch_up())
            if self._registers_commands:
                tasks.create_task(self._command_sync.until_sent())

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
        """Wait as Discord asks between two starts of all processes, and leave the last of the day's starts alone."""
        try:
            await self._wait_for_turn(shard_id, initial=initial)
        except discord.GatewayNotFound:
            await close_forgotten(self)
            raise

    async def _wait_for_turn(self, shard_id: int | None, *, initial: bool) -> None:
        await super().before_identify_hook(shard_id, initial=initial)
        try:
            limits = await self.fetch_session_start_limits()
            bucket = self._shard.number % limits.max_concurrency
            await self._replicas.turn(f"discord start {bucket}", BETWEEN_STARTS)
        except (discord.DiscordException, TryLater, StoreError) as error:
            raise discord.GatewayNotFound from error
        if limits.remaining < STARTS_KEPT:
            hours = round(limits.reset_after / 3_600_000)
            log.error("discord.too_many_starts", remaining=limits.remaining, hours=hours)
            raise discord.GatewayNotFound

    async def on_connect(self) -> None:
        """Posts can be made from here on; servers are still being told."""
        self.connected.set()

    async def on_ready(self) -> None:
        log.info("discord.ready", servers=len(self.guilds), shard=self._shard.number, shards=self._shard.count)
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

    def _processes(self) -> int:
        return self._replicas.alive(PLATFORM)

    def _me(self) -> int:
        return self.user.id if self.user else 0
