"""DiscordPosting, finding again, and telling: what the core asks of a chat platform."""

import asyncio
import zlib
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import discord
import structlog
from discord.abc import Messageable

from adapters.discord import failures, text, wording
from adapters.discord.ids import Surface
from adapters.discord.render import Rendered, long_lines, render
from adapters.discord.requests import has_threads
from bot.errors import Lost, Refused, Unknown
from bot.model import Card, Channel, Delivery, Member, MessageRef
from bot.ports.chat import Core

POST_SECONDS = 20.0
"""Seconds for one post, thread and all. The core allows 30."""

LOOK_BACK = timedelta(minutes=1)
"""How far before the first attempt ``find`` looks: clocks differ."""

MOST_READ = 1000
"""Messages read in one look, oldest first. Where there are more, a later attempt may lie among them."""

log = structlog.get_logger()


class DiscordPosting:
    """Posts with a stable nonce, so that Discord gives back the first message when the same key comes again.

    Discord remembers a nonce for some minutes; after that, ``find`` reads back Paperboy's own messages.
    """

    def __init__(self, client: discord.Client, core: Core) -> None:
        self._client = client
        self._core = core
        self._threads: deque[str] = deque(maxlen=1000)
        """The last that are known to exist, where no connection tells of them."""

    async def post(self, delivery: Delivery) -> MessageRef:
        async with _bounded():
            message = await (self._post_in_thread if _threaded(delivery) else self._post_in_channel)(delivery)
        return _reference(delivery, message)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        async with _bounded():
            for place in await self._places(delivery):
                if (message := await self._own(place, delivery)) is not None:
                    return _reference(delivery, message)
        return None

    async def tell(self, member: Member, card: Card) -> None:
        async with _bounded():
            await self._send(await self._direct(member.id), card, member)

    async def welcome(self, channel: discord.TextChannel, card: Card) -> None:
        async with _bounded():
            await self._send(channel, card, owner=None)

    async def answer(self, channel: Messageable, card: Card, place: Surface, owner: Member, nonce: str) -> int:
        """Answer what ``owner`` wrote; return the message's id. The same nonce within minutes gives one message."""
        async with _bounded():
            made = await self._rendered(card, place, owner)
            return (await channel.send(view=made.view, files=made.files, nonce=nonce)).id

    async def _send(self, target: Messageable, card: Card, owner: Member | None) -> discord.Message:
        made = await self._rendered(card, Surface(public=True, names_channels=True), owner)
        return await target.send(view=made.view, files=made.files)

    async def _deliver(self, target: Messageable, delivery: Delivery, card: Card) -> discord.Message:
        """With the key as nonce and as mark; only the first message of a digest makes phones ring."""
        made = await self._rendered(card, Surface(public=True), None, mark_of(delivery.key))
        silent = delivery.part > 0
        return await target.send(view=made.view, files=made.files, nonce=delivery.key, silent=silent)

    async def _rendered(self, card: Card, place: Surface, owner: Member | None, mark: int | None = None) -> Rendered:
        return render(card, place, await tokens_for(self._core, card, place, owner), mark=mark)

    async def _post_in_channel(self, delivery: Delivery) -> discord.Message:
        return await self._deliver(await self._channel(delivery.channel), delivery, delivery.card)

    async def _post_in_thread(self, delivery: Delivery) -> discord.Message:
        """Where threads are not possible, in the channel, and the first of a digest says why."""
        why = ""
        if has_threads(self._client.get_channel(int(delivery.channel.id))):
            try:
                return await self._deliver(await self._thread(delivery), delivery, delivery.card)
            except discord.HTTPException as error:
                why = _why_no_thread(error)
        note = why or wording.NO_THREADS_HERE
        log.warning("discord.no_thread", channel=delivery.channel.id, why=note)
        card = _with_note(delivery.card, note) if delivery.part == 1 else delivery.card
        return await self._deliver(await self._channel(delivery.channel), delivery, card)

    async def _thread(self, delivery: Delivery) -> Messageable:
        """The thread of the digest's first message; a thread made from a message has the message's id."""
        head = delivery.thread
        assert head is not None  # noqa: S101  see _threaded
        if self._client.get_channel(int(head.id)) is None and head.id not in self._threads:
            await self._open_thread(head, _thread_name(delivery.card))
            self._threads.append(head.id)
        return self._at(head.id)

    async def _open_thread(self, head: MessageRef, name: str) -> None:
        """By the bare request: the library's own way wants to know the server, which only a connection tells."""
        where = int(head.channel.id), int(head.id)
        try:
            await self._client.http.start_thread_with_message(*where, name=name, auto_archive_duration=1440)
        except discord.HTTPException as error:
            if error.code != failures.THREAD_EXISTS:
                raise

    async def _places(self, delivery: Delivery) -> list[Messageable]:
        """Where an earlier attempt can lie: the thread, and the channel it falls back to."""
        channel = await self._channel(delivery.channel)
        return [self._at(delivery.thread.id), channel] if delivery.thread and _threaded(delivery) else [channel]

    async def _own(self, place: Messageable, delivery: Delivery) -> discord.Message | None:
        after = delivery.attempt.started - LOOK_BACK if delivery.attempt else None
        read = 0
        try:
            async for message in place.history(limit=MOST_READ, after=after, oldest_first=after is not None):
                read += 1
                if self._is_own(message) and _is_of(message, delivery.key):
                    return message
        except discord.HTTPException as error:
            if error.code == failures.UNKNOWN_CHANNEL and delivery.in_thread:
                return None
            if error.code in failures.NO_ACCESS:
                raise Lost(wording.UNSEEN) from None
            raise
        if read == MOST_READ:
            raise Unknown("so much was posted there since that not all of it could be read")
        return None

    def _is_own(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    async def _channel(self, channel: Channel) -> Messageable:
        person = _person(channel)
        return await self._direct(person) if person else self._at(channel.id)

    async def _direct(self, user: str) -> discord.DMChannel:
        return await self._client.create_dm(discord.Object(int(user)))

    def _at(self, channel_id: str) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(int(channel_id))


async def tokens_for(core: Core, card: Card, place: Surface, owner: Member | None) -> Mapping[str, str]:
    """A short stand-in for every button line that is too long for an id. ``owner``: who asked; None for a post."""
    return {line: await core.button_token(line, owner) for line in long_lines(card, place)}


def mark_of(key: str) -> int:
    """A delivery's key as the id of a component (31 bits, never small), to be found by in the history."""
    return zlib.crc32(key.encode()) & 0x7FFFFFFF | 0x1000


def _is_of(message: discord.Message, key: str) -> bool:
    if message.nonce is not None:
        return str(message.nonce) == key
    return any(getattr(part, "id", None) == mark_of(key) for part in message.components)


def _why_no_thread(error: discord.HTTPException) -> str:
    """What people are told when a thread can't be made or written to; raises what means something else."""
    if error.code in failures.THREAD_GONE:
        raise Refused("its thread or first message was deleted or locked") from None
    if error.code not in failures.NO_THREAD:
        raise error
    if error.code in failures.TOO_MANY_THREADS:
        return wording.TOO_MANY_THREADS
    return wording.NO_THREADS_HERE if error.code == failures.WRONG_KIND else wording.MAY_NOT_THREAD


def _threaded(delivery: Delivery) -> bool:
    """Direct conversations have no threads."""
    return delivery.in_thread and delivery.thread is not None and not _person(delivery.channel)


def _reference(delivery: Delivery, message: discord.Message) -> MessageRef:
    return MessageRef(Channel(delivery.channel.tenant, str(message.channel.id)), str(message.id))


def _person(channel: Channel) -> str:
    """The user whose direct conversation this is, or ''."""
    kind, _, user = channel.tenant.id.partition(":")
    return user if kind == "user" else ""


def _with_note(card: Card, note: str) -> Card:
    return replace(card, footer="\n".join(filter(None, (card.footer, note))))


def _thread_name(card: Card) -> str:
    """A message that was stored before cards named their thread has none."""
    title = card.thread or next((paper.title for paper in card.papers), card.title)
    return text.plain(title, 100) or "Details"


@asynccontextmanager
async def _bounded() -> AsyncIterator[None]:
    """A time limit, and only the four outcomes of the contract."""
    try:
        async with asyncio.timeout(POST_SECONDS):
            yield
    except Exception as error:
        raise failures.outcome(error) from error
