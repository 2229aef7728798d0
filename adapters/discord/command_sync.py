"""Telling Discord of the slash commands: once, and again only when they changed."""

import asyncio
import hashlib
import json
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.errors import PaperboyError
from bot.pacing import Backoff
from bot.ports.key_value import KeyValue
from bot.ports.time import Clock

SYNC_SECONDS = 60.0
_SYNCED = "discord.commands"

log = structlog.get_logger()


class CommandSync:
    """Keeps the hash of what was sent last, since Discord counts how often commands are made (200 a day)."""

    def __init__(self, tree: app_commands.CommandTree[Any], state: KeyValue, clock: Clock) -> None:
        self._tree = tree
        self._state = state
        self._clock = clock
        self._sent = False

    async def if_changed(self) -> None:
        """Send the commands unless Discord knows them. Never stops the start: yesterday's commands still work."""
        try:
            if await self._state.get(_SYNCED) != fingerprint(self._tree):
                await self.now()
            self._sent = True
        except (discord.DiscordException, PaperboyError, OSError, TimeoutError) as error:
            log.warning("discord.commands_not_synced", error=type(error).__name__, why=str(error))

    async def until_sent(self) -> None:
        """Try again, at last once an hour, until Discord knows the commands."""
        waits = Backoff(longest=3600.0, first=30.0)
        while not self._sent:
            await self._clock.sleep(waits.next())
            await self.if_changed()

    async def now(self) -> int:
        """Send all commands, for all servers; return how many there are at the top level."""
        made = await self._send(None)
        await self._state.put(_SYNCED, fingerprint(self._tree))
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
