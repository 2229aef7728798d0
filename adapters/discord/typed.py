"""What people mean by text as Discord hands it over: mentions, times and emoji are ids there."""

import re
from datetime import UTC, datetime

import discord

_PERSON = re.compile(r"<@!?\d{15,20}>")
_ROLE = re.compile(r"<@&\d{15,20}>")
_CHANNEL = re.compile(r"<#(\d{15,20})>")
_EMOJI = re.compile(r"<a?(:\w+:)\d{15,20}>")
_TIME = re.compile(r"<t:(-?\d{1,13})(?::[a-zA-Z])?>")
_COMMAND = re.compile(r"</([^:<>]+):\d{15,20}>")
_LINK = re.compile(r"<(https?://[^<>\s]+)>")


def typed(text: str, guild: discord.Guild | None = None) -> str:
    """The text with names for ids, days for times, and links without brackets; unseen channels are ``@channel``."""

    def channel_name(found: re.Match[str]) -> str:
        channel = guild.get_channel(int(found[1])) if guild else None
        return f"#{channel.name}" if channel else "@channel"

    text = _CHANNEL.sub(channel_name, _ROLE.sub("@role", _PERSON.sub("@someone", text)))
    text = _COMMAND.sub(r"/\1", _TIME.sub(_day, _EMOJI.sub(r"\1", text)))
    return _LINK.sub(r"\1", text)


def _day(found: re.Match[str]) -> str:
    """The day in UTC; a time beyond the calendar as it was typed."""
    try:
        return datetime.fromtimestamp(int(found[1]), UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return found[0]
