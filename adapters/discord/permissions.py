"""The permissions daily picks need, by Discord's own names; docs/discord.md says why each."""

from collections.abc import Sequence

import discord

NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
}

NEEDED = discord.Permissions(**dict.fromkeys(NAMES, True))


FOR_THREADS = frozenset({"create_public_threads", "send_messages_in_threads"})


def lacking(held: discord.Permissions, *, threads: bool) -> list[str]:
    """The names of those that are needed and not held, where posts can have ``threads`` or not."""
    needed = [name for name in NAMES if threads or name not in FOR_THREADS]
    return [] if held.administrator else [NAMES[name] for name in needed if not getattr(held, name)]


def managers(roles: Sequence[str]) -> str:
    """Who may set daily picks up, in words that follow "Only"; ``roles`` are those that settings name."""
    people = "people with the permission Manage Server, or Manage Channels here"
    return f"{people}, people with the role {' or '.join(roles)}," if roles else f"{people},"
