"""What happens to servers and channels: Paperboy is added, removed, or a channel goes."""

import asyncio
import json
from collections.abc import Iterable
from datetime import timedelta

import discord
import structlog

from adapters.discord import wording
from adapters.discord.posting import DiscordPosting
from adapters.discord.requests import guild_tenant
from adapters.discord.shards import Shard
from bot.errors import DeliveryError
from bot.model import Channel
from bot.ports.chat import Core
from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

JUST_ADDED = timedelta(days=1)
"""A server that Paperboy joined longer ago while it wasn't running gets no welcome any more."""

_KNOWN, _HERE = "discord.server.", "here"
_LIST = "discord.servers"

log = structlog.get_logger()


class Servers:
    """Tells the core of servers and channels that come and go, while Paperboy runs and while it doesn't."""

    def __init__(self, core: Core, posting: DiscordPosting, shard: Shard, state: KeyValue, clock: Clock) -> None:
        self._core = core
        self._posting = posting
        self._shard = shard
        self._state = state
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def ready(self, guilds: Iterable[discord.Guild]) -> None:
        """Catch up with servers that came or went in the meantime."""
        present = {guild.id: guild for guild in guilds}
        async with self._one_at_a_time:
            known = await self._known()
            for guild_id in known - set(present):
                await self._left(guild_id)
            for guild_id in set(present) - known:
                await self._joined(present[guild_id])

    async def joined(self, guild: discord.Guild) -> None:
        async with self._one_at_a_time:
            await self._joined(guild)

    async def left(self, guild: discord.Guild) -> None:
        async with self._one_at_a_time:
            await self._left(guild.id)

    async def channel_deleted(self, channel: discord.abc.GuildChannel) -> None:
        await self._core.channel_gone(Channel(guild_tenant(channel.guild.id), str(channel.id)), wording.CHANNEL_DELETED)

    async def _joined(self, guild: discord.Guild) -> None:
        welcome = await self._core.tenant_joined(guild_tenant(guild.id))
        await self._state.put(f"{_KNOWN}{guild.id}", _HERE)
        channel = guild.system_channel
        if channel is None or not self._is_new(guild) or not _may_post(channel):
            return
        try:
            await self._posting.welcome(channel, welcome)
        except DeliveryError as error:
            log.info("discord.no_welcome", server=guild.id, why=str(error))

    async def _left(self, guild_id: int) -> None:
        await self._core.tenant_left(guild_tenant(guild_id), self._clock.now())
        await self._state.put(f"{_KNOWN}{guild_id}", None)
        log.info("discord.removed", server=guild_id)

    def _is_new(self, guild: discord.Guild) -> bool:
        joined = guild.me.joined_at
        return joined is not None and self._clock.now() - joined < JUST_ADDED

    async def _known(self) -> set[int]:
        """The servers of this shard that were there when it was looked last."""
        await self._take_over_list()
        return {guild_id for guild_id in await present_servers(self._state) if self._shard.has(guild_id)}

    async def _take_over_list(self) -> None:
        """Earlier releases, which knew no shards, kept all servers in one text."""
        if kept := await self._state.get(_LIST):
            for guild_id in json.loads(kept):
                await self._state.put(f"{_KNOWN}{guild_id}", _HERE)
            await self._state.put(_LIST, None)


async def present_servers(state: KeyValue) -> frozenset[int]:
    """The servers that Paperboy is in, as all processes know them."""
    return frozenset(int(name.removeprefix(_KNOWN)) for name in await state.named(_KNOWN))


def _may_post(channel: discord.TextChannel) -> bool:
    allowed = channel.permissions_for(channel.guild.me)
    return allowed.view_channel and allowed.send_messages
