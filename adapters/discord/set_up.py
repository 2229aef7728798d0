"""Discord's part of ``paperboy init``: an application, its token, a server, a channel."""

import asyncio
from collections.abc import Sequence

import discord

from adapters.discord.admin import invitation, logged_in
from adapters.discord.permissions import lacking
from adapters.discord.requests import guild_tenant
from adapters.discord.settings import DiscordSettings
from bot.model import Channel
from bot.ports.setting_up import Place, Secret

MOST_SERVERS = 10
"""Whoever sets Paperboy up has one server in mind; asking for each takes three requests."""


class DiscordSetUp:
    """See ``bot.ports.setting_up.SetUp``."""

    title = "Discord"
    secrets = (Secret(setting="discord_token", name="Bot token"),)

    def preparation(self, public_url: str) -> Sequence[str]:
        """An application with a bot; no privileged intent has to be switched on."""
        return (
            "Open https://discord.com/developers/applications and press New Application. Name it Paperboy.",
            "On its page Bot, press Reset Token and copy what it shows.",
        )

    async def invitation(self, settings: DiscordSettings) -> Sequence[str]:
        """The link that adds the bot with the least permissions."""
        return (f"Open this link, choose your server, and press Authorize:\n{await invitation(settings)}",)

    async def places(self, settings: DiscordSettings) -> Sequence[Place]:
        """The text channels of its servers in which it may post."""
        async with logged_in(settings) as client:
            servers = [server async for server in client.fetch_guilds(limit=MOST_SERVERS)]
            found = await asyncio.gather(*(_places_in(client, server.id) for server in servers))
        return [place for places in found for place in places]


async def _places_in(client: discord.Client, server_id: int) -> list[Place]:
    server = await client.fetch_guild(server_id, with_counts=False)
    me = await server.fetch_member(client.user.id if client.user else 0)
    channels = [one for one in await server.fetch_channels() if isinstance(one, discord.TextChannel)]
    may = {channel: channel.permissions_for(me) for channel in channels}
    return [
        Place(
            channel=Channel(guild_tenant(server.id), str(channel.id)),
            name=f"#{channel.name} in {server.name}",
            threads=not lacking(allowed, threads=True),
        )
        for channel, allowed in sorted(may.items(), key=lambda pair: pair[0].position)
        if not lacking(allowed, threads=False)
    ]
