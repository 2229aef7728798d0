"""Telling Discord of the slash commands: once, and again only when they changed."""

import asyncio
import hashlib
import json
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.ports.people import Notes

SYNC_SECONDS = 60.0
_SYNCED = "discord.commands"

log = structlog.get_logger()


class CommandSync:
    """Keeps the hash of what was sent last, since Discord counts how often commands are made (200 a day)."""

    def __init__(self, tree: app_commands.CommandTree[Any], notes: Notes) -> None:
        self._tree = tree
        self._notes = notes

    async def if_changed(self) -> None:
        """Never stops the start: without it, yesterday's commands still work."""
        if await self._notes.get(_SYNCED) == fingerprint(self._tree):
            return
        try:
            await self.now()
        except (discord.DiscordException, OSError, TimeoutError) as error:
            log.warning("discord.commands_not_synced", error=type(error).__name__, why=str(error))

    async def now(self) -> int:
        """Send all commands, for all servers; return how many there are at the top level."""
        made = await self._send(None)
        await self._notes.put(_SYNCED, fingerprint(self._tree))
        return made

    async def to_guild(self, guild: discord.abc.Snowflake) -> int:
        """Send them to one server, where they show at once: for trying out. This tree is of no other use after."""
        for command in self._tree.get_commands():
            command.allowed_contexts = command.allowed_installs = None  # Discord takes these for all servers only
        self._tree.copy_global_to(guild=guild)
        return await self._send(guild)

    async def _send(self, guild: discord.abc.Snowflake | None) -> int:
        async with asyncio.timeout(SYNC_SECONDS):
            made = await self._tree.sync(guild=guild)
        log.info("discord.commands_synced", commands=len(made))
        return len(made)


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Changes when, and only when, what Discord should know of the commands changes, or the application."""
    commands = [command.to_dict(tree) for command in tree.get_commands()]
    payload = json.dumps(sorted(commands, key=lambda command: str(command["name"])), sort_keys=True)
    return hashlib.sha256(f"{tree.client.application_id} {payload}".encode()).hexdigest()
