"""Emoji on Paperboy's messages: put on, taken off, and found lying there after a time without a connection."""

import math
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.answers import Answers
from adapters.slack.emoji import bare_emoji
from adapters.slack.permissions import People
from adapters.slack.retrying import with_retries
from adapters.slack.workspaces import PLATFORM, Workspace, Workspaces
from bot.errors import DeliveryError, StoreError
from bot.model import Channel, Member, MessageRef, Reaction
from bot.pacing import Pace
from bot.ports.chat import Core
from bot.ports.replicas import Replicas
from bot.ports.time import Clock

log = structlog.get_logger()

LOOK_BACK = timedelta(days=3)
"""Posts so new are looked at for emoji that nobody told of."""
NOTICE_SECONDS = 5.0
"""Between two looks at how many processes there are."""
RECORDED_AFTER = 120.0
"""Seconds after which it is known what a process that ended had posted last; then that is looked at too."""
LOOKS_A_SECOND = 0.6
"""Slack allows 50 readings of histories a minute, and people's commands need some of them."""
MOST_MESSAGES = 100
"""Of one reading: a page of a channel, or what a thread begins with, where the parts of a digest are."""
MOST_PAGES = 20
"""Of one channel."""


class SlackReactions:
    """Hands the emoji on Paperboy's messages to the core, and shows its receipt where the emoji was put."""

    def __init__(self, core: Core, answers: Answers, people: People, clock: Clock) -> None:
        self._core = core
        self._answers = answers
        self._people = people
        self._clock = clock

    async def changed(self, workspace: Workspace, event: dict[str, Any], event_id: str) -> None:
        """Slack told of an emoji, on whosever message."""
        user, item, emoji = str(event["user"]), event["item"], bare_emoji(str(event["reaction"]))
        ours = item.get("type") == "message" and event.get("item_user") in (workspace.bot_user, None)
        if not ours or not emoji or user == workspace.bot_user or await self._is_bot(workspace, user):
            return
        reaction = Reaction(
            member=Member(workspace.tenant, user),
            message=MessageRef(Channel(workspace.tenant, str(item["channel"])), str(item["ts"])),
            emoji=emoji,
            added=event["type"] == "reaction_added",
            at=_when(event, self._clock),
            event=f"slack:{event_id}",
        )
        receipt = await self._core.react(reaction)
        if receipt is not None and reaction.added:
            head = await self._core.thread_of(reaction.message)
            thread = {"thread_ts": head.id} if head else {}
            await self._answers.for_eyes_of(workspace, user, reaction.message.channel.id, receipt.card, **thread)

    async def _is_bot(self, workspace: Workspace, user: str) -> bool:
        """What is not known of is a person: few are bots, and a lost reaction is a wrong no."""
        person = await self._people.kept(workspace, user) or await self._people.person(workspace, user)
        return person is not None and person.is_bot


class SlackMissedReactions:
    """Looks for emoji on the posts of the last days: Slack does not tell later what happened without a connection."""

    def __init__(self, core: Core, people: People, workspaces: Workspaces, replicas: Replicas, clock: Clock) -> None:
        self._core = core
        self._people = people
        self._workspaces = workspaces
        self._replicas = replicas
        self._clock = clock
        self._pace = Pace(clock, LOOKS_A_SECOND, longest=float("inf"))

    async def run(self) -> None:
        """Look at the start, and whenever a process has ended: it may have taken along what Slack had told it.

        One of the processes does it for all; until cancelled.
        """
        while not await self._replicas.while_held("slack reactions", self._keep_looking):
            pass

    async def _keep_looking(self) -> None:
        await self._replicas.count(PLATFORM)
        before = self._replicas.ended(PLATFORM)
        looked, seen = self._clock.monotonic(), await self.look()
        while True:
            await self._clock.sleep(NOTICE_SECONDS)
            now = self._replicas.ended(PLATFORM)
            if now > before:
                looked, seen = self._clock.monotonic(), await self.look()
            elif self._clock.monotonic() - looked > RECORDED_AFTER:
                await self.look(but=seen)
                looked = math.inf
            before = now

    async def look(self, but: Collection[MessageRef] = ()) -> Collection[MessageRef]:
        """Hand in all that lie there; the core knows which are news. What can't be read is left out.

        Posts in ``but`` are left alone. Returned are those that were looked at.
        """
        since = self._clock.now() - LOOK_BACK
        places: dict[Channel, set[str]] = defaultdict(set)
        try:
            posts = set(await self._core.posted(PLATFORM, since)) - set(but)
            for post in posts:
                places[post.channel].add(post.id)
            for channel, ids in places.items():
                await self._look_in(channel, ids)
        except StoreError as error:
            log.warning("slack.posts_unreadable", why=str(error))
            return ()
        return posts

    async def _look_in(self, channel: Channel, ids: Collection[str]) -> None:
        workspace = await self._workspaces.of(channel.tenant.id)
        if workspace is None:
            return
        try:
            async for message in self._messages(self._workspaces.client(workspace), channel, ids):
                await self._hand_in(workspace, channel, message)
        except DeliveryError as error:
            log.info("slack.emoji_not_caught_up", channel=channel.id, why=str(error))

    async def _messages(
        self, client: AsyncWebClient, channel: Channel, ids: Collection[str]
    ) -> AsyncIterator[dict[str, Any]]:
        """Those of our posts that carry emoji: in the channel, and in the threads that they opened."""
        heads = await self._heads(client, channel, ids)
        for head in heads:
            yield head
        if len(heads) == len(ids):
            return
        for ts in [str(head["ts"]) for head in heads]:
            page = await self._read(
                partial(client.conversations_replies, channel=channel.id, ts=ts, limit=MOST_MESSAGES)
            )
            for reply in page["messages"]:
                if str(reply["ts"]) in ids and reply["ts"] != ts:
                    yield reply

    async def _heads(self, client: AsyncWebClient, channel: Channel, ids: Collection[str]) -> list[dict[str, Any]]:
        """Looked for between the first and the last of our posts: what people wrote since may be long."""
        query: dict[str, Any] = {"oldest": min(ids, key=float), "latest": max(ids, key=float), "inclusive": True}
        found: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            page = await self._read(
                partial(client.conversations_history, channel=channel.id, limit=MOST_MESSAGES, **query)
            )
            found += [message for message in page["messages"] if str(message["ts"]) in ids]
            query["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
            if not query["cursor"] or len(found) == len(ids):
                break
        return found

    async def _read(self, call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
        await self._pace.turn()
        return await with_retries(call, self._clock, repeatable=True)

    async def _hand_in(self, workspace: Workspace, channel: Channel, message: dict[str, Any]) -> None:
        for found in message.get("reactions") or []:
            emoji = bare_emoji(str(found["name"]))
            for user in found.get("users") or []:
                person = await self._people.kept(workspace, user)
                if emoji and user != workspace.bot_user and not (person and person.is_bot):
                    await self._core.react(_late(channel, str(message["ts"]), user, emoji, self._clock.now()))


def _late(channel: Channel, message: str, user: str, emoji: str, at: datetime) -> Reaction:
    return Reaction(
        member=Member(channel.tenant, user),
        message=MessageRef(channel, message),
        emoji=emoji,
        added=True,
        at=at,
        late=True,
    )


def _when(event: dict[str, Any], clock: Clock) -> datetime:
    """When it happened by Slack's clock, so that a removal that overtakes its reaction still counts as later."""
    try:
        return datetime.fromtimestamp(float(event["event_ts"]), UTC)
    except (KeyError, ValueError):
        return clock.now()
