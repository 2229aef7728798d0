"""Who asks, and where: a Discord interaction in the core's words."""

from collections.abc import Collection
from typing import Any

import discord

from bot.model import Channel, Command, Member, Request, Tenant
from bot.ports.time import Clock

Interaction = discord.Interaction[Any]
"""The client is always a ``PaperboyClient``; naming it here would be a circle of imports."""

PLATFORM = "discord"


def guild_tenant(guild_id: int) -> Tenant:
    return Tenant(PLATFORM, str(guild_id))


def private_tenant(user_id: int) -> Tenant:
    """One person's own space: direct messages, and servers where only the person has installed Paperboy."""
    return Tenant(PLATFORM, f"user:{user_id}")


def tenant_of(interaction: Interaction) -> Tenant:
    """The server only where Paperboy itself was added to it."""
    if interaction.guild_id is not None and interaction.is_guild_integration():
        return guild_tenant(interaction.guild_id)
    return private_tenant(interaction.user.id)


def member_of(interaction: Interaction) -> Member:
    return Member(tenant_of(interaction), str(interaction.user.id))


def is_direct(interaction: Interaction) -> bool:
    """A conversation with Paperboy alone; not a group of people, not a server."""
    return interaction.guild_id is None and isinstance(interaction.channel, discord.DMChannel) and _with_us(interaction)


def request_of(
    interaction: Interaction,
    command: Command,
    clock: Clock,
    setup_roles: Collection[str] = (),
    elsewhere: discord.abc.GuildChannel | None = None,
) -> Request:
    """What somebody asks. ``setup_roles`` are the roles, by name or id, that may set daily picks up; ``elsewhere`` is
    the channel that they speak of, where it is another than the one they speak in.

    Discord tells no time zone. In a thread of a digest, people speak to the channel the digest was posted in."""
    member = member_of(interaction)
    direct = is_direct(interaction)
    own = direct or member.tenant.id == str(interaction.guild_id)
    where = (elsewhere.id if elsewhere else _channel_id(interaction)) if own else None
    if isinstance(elsewhere or interaction.channel, discord.ForumChannel):
        where = None  # only posts can be opened there, and Paperboy opens none
    return Request(
        member=member,
        command=command,
        at=clock.now(),
        channel=Channel(member.tenant, str(where)) if where is not None else None,
        direct=direct,
        threads=has_threads(elsewhere or interaction.channel),
        is_admin=not direct and (_manages(_held(interaction, elsewhere)) or _has_role(interaction.user, setup_roles)),
        name=interaction.user.display_name,
        channel_name="" if direct else _channel_name(elsewhere or interaction.channel),
        event=str(interaction.id),
    )


def _held(interaction: Interaction, elsewhere: discord.abc.GuildChannel | None) -> discord.Permissions:
    """The person's permissions here, or in another channel of the server."""
    if elsewhere is None:
        return interaction.permissions
    user = interaction.user
    return elsewhere.permissions_for(user) if isinstance(user, discord.Member) else discord.Permissions.none()


def has_threads(channel: object) -> bool:
    """Whether messages there can have threads: in text and announcement channels, and where the kind is not known.

    Not in voice, stage and forum channels, nor in a thread; but a public thread of a text channel stands for that.
    """
    if isinstance(channel, discord.Thread):
        return _stands_for_channel(channel)
    return not isinstance(channel, discord.abc.GuildChannel) or isinstance(channel, discord.TextChannel)


def may_speak(interaction: Interaction) -> bool:
    """Whether this person could post here: only then may they make Paperboy post an answer for all."""
    if interaction.guild_id is None:
        return True
    allowed = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return allowed.administrator or (allowed.send_messages_in_threads if in_thread else allowed.send_messages)


def _manages(allowed: discord.Permissions) -> bool:
    """``allowed`` are the permissions in this channel, so that one may be given for one channel."""
    return allowed.manage_guild or allowed.manage_channels or allowed.administrator


def _has_role(user: discord.User | discord.Member, wanted: Collection[str]) -> bool:
    roles = user.roles if isinstance(user, discord.Member) else ()
    held = {name for role in roles for name in (str(role.id), role.name.casefold())}
    return any(name.strip().removeprefix("@").casefold() in held for name in wanted)


def _channel_id(interaction: Interaction) -> int | None:
    channel = interaction.channel
    if isinstance(channel, discord.Thread) and _stands_for_channel(channel):
        return channel.parent_id
    return interaction.channel_id


def _channel_name(channel: object) -> str:
    """The name of a server's channel; of a thread that stands for its channel, that one's."""
    place = channel.parent if isinstance(channel, discord.Thread) and _stands_for_channel(channel) else channel
    return place.name if isinstance(place, discord.abc.GuildChannel) else ""


def _stands_for_channel(thread: discord.Thread) -> bool:
    return not thread.is_private() and isinstance(thread.parent, discord.TextChannel)


def _with_us(interaction: Interaction) -> bool:
    """In a direct message between two other people Paperboy only answers; it can't post there."""
    return bool(interaction.context.dm_channel)
