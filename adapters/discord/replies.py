"""The answers to one interaction: acknowledged in time, shown once, and sent again when Discord's answer is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord import ui

from adapters.discord.render import Rendered
from adapters.discord.requests import Interaction
from bot.ports.time import Clock

ACKNOWLEDGE_SECONDS = 0.9
ACKNOWLEDGE_ATTEMPTS = 3
"""Discord waits 3 seconds in all; after one the library would try again itself, and hide that an answer was lost."""
SHOW_SECONDS = 20.0
"""For one attempt to show an answer."""

WAITS = (0.5, 2.0, 5.0)
"""Seconds before an answer is shown again. The interaction is good for 15 minutes, but who waits so long?"""

ALREADY_ACKNOWLEDGED = 40060
LOST = (discord.DiscordServerError, aiohttp.ClientError, OSError, TimeoutError)
"""No answer, or none that says whether it was carried out."""

Make = Callable[[], Rendered]
"""Renders a message anew: the files of one that was sent are used up."""

Send = Callable[[Rendered], Awaitable[int | None]]
"""Sends a message; returns its id where that is told."""


class AnsweredElsewhereError(Exception):
    """Somebody else with our token acknowledged an interaction that only we and they know of."""


class Reply:
    """What is said in one interaction. Each step may be repeated without people seeing anything twice, but for a
    further message (``show`` after the first): Discord takes no key with it that would tell a copy."""

    def __init__(self, interaction: Interaction, clock: Clock) -> None:
        self._interaction = interaction
        self._clock = clock
        self._thinking = False
        self._acknowledged = False

    async def think(self, *, private: bool) -> None:
        """Show "thinking…" until the first ``show``; ``private``: to the asker alone."""
        await self._acknowledge(lambda: self._interaction.response.defer(thinking=True, ephemeral=private))
        self._thinking = True

    async def stay(self) -> None:
        """Leave the message of a button as it is, until ``change``."""
        await self._acknowledge(self._interaction.response.defer)

    async def ask(self, form: ui.Modal) -> None:
        """Open a form."""
        await self._acknowledge(lambda: self._interaction.response.send_modal(form))

    async def show(self, make: Make, *, private: bool) -> int | None:
        """Show a message: in place of "thinking…", or as one more. Return its id where Discord tells it."""
        if self._thinking:
            self._thinking = False
            return await self.change(make)
        if self._acknowledged:
            return await self._persist(lambda made: self._follow_up(made, private=private), make)
        return await self._persist(lambda made: self._answer(made, private=private), make)

    async def change(self, make: Make) -> int | None:
        """Show it in place of the message that was pressed, or of "thinking…". Return the message's id."""
        return await self._persist(self._edit, make)

    async def _edit(self, made: Rendered) -> int | None:
        return (await self._interaction.edit_original_response(view=made.view, attachments=made.files)).id

    async def _follow_up(self, made: Rendered, *, private: bool) -> int | None:
        await self._interaction.followup.send(view=made.view, files=made.files, ephemeral=private)
        return None

    async def _answer(self, made: Rendered, *, private: bool) -> int | None:
        await self._interaction.response.send_message(view=made.view, files=made.files, ephemeral=private)
        return None

    async def _acknowledge(self, send: Callable[[], Awaitable[Any]]) -> None:
        """Again when the answer is lost: that it was carried out already is as good as an answer then."""
        for attempt in range(1, ACKNOWLEDGE_ATTEMPTS + 1):
            try:
                async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                    await send()
                break
            except LOST:
                if attempt == ACKNOWLEDGE_ATTEMPTS:
                    raise
            except discord.HTTPException as error:
                if error.code != ALREADY_ACKNOWLEDGED:
                    raise
                if attempt == 1:
                    raise AnsweredElsewhereError from error
                break
        self._acknowledged = True

    async def _persist(self, send: Send, make: Make) -> int | None:
        for wait in WAITS:
            with suppress(*LOST):
                return await self._in_time(send, make)
            await self._clock.sleep(wait)
        return await self._in_time(send, make)

    async def _in_time(self, send: Send, make: Make) -> int | None:
        async with asyncio.timeout(SHOW_SECONDS):
            return await send(make())
