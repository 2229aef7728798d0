"""Emoji on Paperboy's messages: put on, taken off, and found lying there after a time without a connection."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import aiohttp
import discord
import structlog

from adapters.discord.posting import DiscordPosting
from adapters.discord.requests import PLATFORM, guild_tenant, private_tenant
from adapters.discord.shards import Shard
from adapters.discord.shared_posts import SharedPosts
from bot.cards import chat as cards
from bot.errors import DeliveryError, StoreError
from bot.model import Channel, Member, MessageRef, Reaction
from bot.ports.chat import Core
from bot.ports.time import Clock

LOOK_BACK = timedelta(days=3)
"""Posts so new are looked at for emoji that nobody told of."""

RECORDED_AFTER = 120.0
"""Seconds after which it is known what a process that ended had posted last; then that is looked at too."""

MOST_MESSAGES = 100
"""Of one channel or thread: one request."""
MOST_PEOPLE = 100
"""Of one emoji on one message: one request."""

_VARIANTS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")

log = structlog.get_logger()


class EmojiReactions:
    """Hands the emoji on Paperboy's messages to the core.

    They train in silence: a reaction is no interaction, so the only receipt would be a direct message for every emoji.
    Only where an emoji can't mean anything, its giver is told how it would, once a day at most.
    """

    def __init__(self, core: Core, posting: DiscordPosting, shared: SharedPosts, clock: Clock) -> None:
        self._core = core
        self._posting = posting
        self._shared = shared
        self._clock = clock

    async def changed(self, payload: discord.RawReactionActionEvent, me: int, *, added: bool) -> None:
        """Discord told of an emoji, on whosever message."""
        if payload.user_id == me or payload.emoji.id is not None or _is_bots(payload):
            return
        if payload.message_author_id not in (None, me):
            return
        tenant = guild_tenant(payload.guild_id) if payload.guild_id else private_tenant(payload.user_id)
        reaction = Reaction(
            member=Member(tenant, str(payload.user_id)),
            message=MessageRef(Channel(tenant, str(payload.channel_id)), str(payload.message_id)),
            emoji=bare(payload.emoji.name),
            added=added,
            at=self._clock.now(),
            event=f"discord:emoji:{uuid4().hex}",  # Discord has no name for it; written again, it is the same one
        )
        answer = await self._core.react(reaction, partial(self._shared.papers_of, payload.message_id))
        if answer is not None and answer.card.asks:
            await self._explain(reaction.member)

    async def _explain(self, member: Member) -> None:
        once = hashlib.sha256(f"{member.tenant}:{member.id}".encode()).hexdigest()
        if await self._core.seen_before(f"discord:emoji-explained:{once}"):
            return
        try:
            await self._posting.tell(member, cards.EMOJI_ON_SEVERAL)
        except DeliveryError as error:
            log.info("discord.emoji_not_explained", why=str(error))


class MissedEmoji:
    """Looks for emoji on the posts of the last days: Discord does not tell of what happened without a connection."""

    def __init__(self, core: Core, client: discord.Client, shard: Shard, clock: Clock) -> None:
        self._core = core
        self._client = client
        self._shard = shard
        self._clock = clock

    async def look(self, but: Collection[MessageRef] = ()) -> Collection[MessageRef]:
        """Hand in all that lie there; the core knows which are news. What can't be read is left out.

        Posts in ``but`` and of other shards are left alone. Returned are those that were looked at.
        """
        since = self._clock.now() - LOOK_BACK
        places: dict[Channel, set[str]] = defaultdict(set)
        try:
            posted = await self._core.posted(PLATFORM, since)
        except StoreError as error:
            log.warning("discord.posts_unreadable", why=str(error))
            return ()
        posts = {post for post in posted if self._shard.tells_of(post.channel.tenant)} - set(but)
        for post in posts:
            places[post.channel].add(post.id)
        for channel, ids in places.items():
            try:
                await self._look_in(channel, ids, since)
            except (discord.DiscordException, DeliveryError, aiohttp.ClientError, OSError, TimeoutError) as error:
                log.info("discord.emoji_not_caught_up", channel=channel.id, error=type(error).__name__)
        return posts

    async def _look_in(self, channel: Channel, ids: Collection[str], since: datetime) -> None:
        """From the newest of our posts on backwards: people may have written much since."""
        place, newest = self._client.get_partial_messageable(int(channel.id)), max(map(int, ids))
        before = discord.Object(newest + 1)
        async for message in place.history(limit=MOST_MESSAGES, before=before, after=since, oldest_first=False):
            if str(message.id) not in ids:
                continue
            for reaction in message.reactions:
                if isinstance(reaction.emoji, str):
                    await self._hand_in(MessageRef(channel, str(message.id)), reaction)

    async def _hand_in(self, message: MessageRef, found: discord.Reaction) -> None:
        async for user in found.users(limit=min(found.count, MOST_PEOPLE)):
            if not user.bot:
                reaction = Reaction(
                    member=Member(message.channel.tenant, str(user.id)),
                    message=message,
                    emoji=bare(str(found.emoji)),
                    added=True,
                    at=self._clock.now(),
                    late=True,
                )
                await self._core.react(reaction)


def bare(emoji: str) -> str:
    """Without skin tone and variation selector: 👍🏽 is 👍, ❤️ is ❤."""
    return _VARIANTS.sub("", emoji)


def _is_bots(payload: discord.RawReactionActionEvent) -> bool:
    return payload.member is not None and payload.member.bot
