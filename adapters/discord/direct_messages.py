"""Plain words to Paperboy in a direct message. They are read to be answered, and not kept."""

import discord
import structlog

from adapters.discord import forms
from adapters.discord.ids import Surface
from adapters.discord.posting import DiscordPosting
from adapters.discord.requests import has_threads, private_tenant
from adapters.discord.shared_posts import SharedPosts
from adapters.discord.typed import typed
from bot.commands import understood
from bot.errors import ChannelGone, DeliveryError, Refused, StoreError
from bot.model import Card, Channel, Member, Request
from bot.ports.chat import Core
from bot.ports.time import Clock

WAITS = (1.0, 4.0)
"""Seconds before an answer that did not get through is sent again; its nonce keeps it from coming twice."""

log = structlog.get_logger()


class DirectMessages:
    """Answers what people write: a greeting, a paper's id or link, a command, or words to look for."""

    def __init__(self, core: Core, posting: DiscordPosting, shared: SharedPosts, clock: Clock) -> None:
        self._core = core
        self._posting = posting
        self._shared = shared
        self._clock = clock

    async def written(self, message: discord.Message) -> None:
        """Answer a message, once however often it is told of; in servers, and for bots, nothing happens."""
        if message.guild is not None or message.author.bot or not message.content.strip():
            return
        if await self._core.seen_before(f"discord:message:{message.id}"):
            return
        request = self._request(message)
        card = forms.with_all_pages((await self._core.answer(request)).card)
        sent = await self._sent(message, card, request)
        if sent is not None:
            try:
                await self._shared.remember(sent, [paper.paper for paper in card.papers])
            except StoreError as error:
                log.warning("discord.shared_not_kept", why=str(error))

    def _request(self, message: discord.Message) -> Request:
        tenant = private_tenant(message.author.id)
        return Request(
            member=Member(tenant, str(message.author.id)),
            command=understood(typed(message.content)),
            at=self._clock.now(),
            channel=Channel(tenant, str(message.channel.id)),
            direct=True,
            threads=has_threads(message.channel),
            name=message.author.display_name,
            event=str(message.id),
        )

    async def _sent(self, message: discord.Message, card: Card, request: Request) -> int | None:
        """The id of the answer; None where it could not be given."""
        place, nonce = Surface(command=request.command), f"dm{message.id}"
        for wait in (*WAITS, None):
            try:
                return await self._posting.answer(message.channel, card, place, request.member, nonce)
            except DeliveryError as error:
                if wait is None or isinstance(error, ChannelGone | Refused):
                    log.warning("discord.direct_answer_lost", why=str(error))
                    return None
                await self._clock.sleep(wait)
        return None
