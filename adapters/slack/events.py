"""What Slack tells us of by itself: reactions, the App Home, words to us, the life of channels and installations."""

import re
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.answers import Answers
from adapters.slack.app import workspace_of
from adapters.slack.background import BackgroundTasks
from adapters.slack.emoji import bare_emoji
from adapters.slack.home import Home
from adapters.slack.mrkdwn import typed
from adapters.slack.permissions import People
from adapters.slack.posting import SlackPosting
from adapters.slack.requests import Requests
from adapters.slack.workspaces import PLATFORM, Workspace, Workspaces
from bot.commands import understood
from bot.model import Channel, Command, Member, MessageRef, Reaction, Tenant
from bot.ports.chat import Core
from bot.ports.time import Clock

log = structlog.get_logger()

Body = dict[str, Any]
Take = Callable[[Body, Body, AsyncBoltContext], Coroutine[Any, Any, None]]

CHANNEL_ENDED = {
    "channel_archive": "The channel was archived.",
    "group_archive": "The channel was archived.",
    "channel_deleted": "The channel was deleted.",
    "group_deleted": "The channel was deleted.",
    "channel_left": "I was removed from the channel.",
    "group_left": "I was removed from the channel.",
}


class Events:
    """Takes each event once, however often Slack sends it."""

    def __init__(
        self,
        core: Core,
        answers: Answers,
        requests: Requests,
        people: People,
        home: Home,
        posting: SlackPosting,
        workspaces: Workspaces,
        clock: Clock,
        tasks: BackgroundTasks,
    ) -> None:
        self._core = core
        self._answers = answers
        self._requests = requests
        self._people = people
        self._home = home
        self._posting = posting
        self._workspaces = workspaces
        self._clock = clock
        self._tasks = tasks

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt, which acknowledges an event by itself once its listener has returned."""
        for name in ("reaction_added", "reaction_removed"):
            app.event(name)(self._once(self.reaction))
        app.event("app_home_opened")(self._once(self.home_opened))
        app.event("app_mention")(self._once(self.mentioned))
        app.event("message")(self._once(self.written))
        app.event("member_joined_channel")(self._once(self.joined))
        for name in CHANNEL_ENDED:
            app.event(name)(self._once(self.channel_ended))
        for name in ("channel_unarchive", "group_unarchive"):
            app.event(name)(self._once(self.channel_back))
        app.event("channel_id_changed")(self._once(self.channel_moved))
        for name in ("app_uninstalled", "tokens_revoked"):
            app.event(name)(self._once(self.removed))
        app.event(re.compile(".*"))(ignore)

    def _once(self, take: Take) -> Callable[..., Awaitable[None]]:
        async def listen(body: Body, context: AsyncBoltContext) -> None:
            self._tasks.start(str(body["event"]["type"]), self._taken(take, body, context))

        return listen

    async def _taken(self, take: Take, body: Body, context: AsyncBoltContext) -> None:
        event_id = str(body.get("event_id", ""))
        if event_id and await self._core.seen_before(f"slack:{event_id}"):
            log.info("slack.event_again", type=body["event"]["type"])
            return
        await take(body["event"], body, context)

    async def reaction(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """An emoji on one of our own messages, by a person."""
        workspace, item = workspace_of(context), event["item"]
        ours = item.get("type") == "message" and event.get("item_user") in (workspace.bot_user, None)
        emoji = bare_emoji(str(event["reaction"]))
        if not ours or not emoji or event["user"] == workspace.bot_user or await self._is_bot(workspace, event["user"]):
            return
        reaction = Reaction(
            member=Member(workspace.tenant, event["user"]),
            message=MessageRef(Channel(workspace.tenant, item["channel"]), str(item["ts"])),
            emoji=emoji,
            added=event["type"] == "reaction_added",
            at=_when(event, self._clock),
            event=f"slack:{body.get('event_id', '')}",
        )
        receipt = await self._core.react(reaction)
        if receipt is not None and reaction.added:
            await self._answers.for_eyes_of(workspace, event["user"], item["channel"], receipt.card)

    async def _is_bot(self, workspace: Workspace, user: str) -> bool:
        """What is not known of is a person: few are bots, and a lost reaction is a wrong no."""
        person = await self._people.kept(workspace, user) or await self._people.person(workspace, user)
        return person is not None and person.is_bot

    async def home_opened(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        if event.get("channel"):
            await self._people.meet(workspace_of(context), event["user"], event["channel"])
        if event.get("tab") == "home":
            await self._home.publish(workspace_of(context), event["user"])

    async def mentioned(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """``@Paperboy search graphs`` in a channel: answered for the writer's eyes."""
        if not event.get("bot_id"):
            await self._answer(workspace_of(context), event, _in_thread(event))

    async def written(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """A message to us in our direct conversation. Messages elsewhere are not sent to us, and would not be read."""
        if event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id"):
            await self._people.meet(workspace_of(context), event["user"], event["channel"])
            await self._answer(workspace_of(context), event, _in_thread(event))

    async def joined(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """We were added to a channel: say hello with the first steps."""
        workspace = workspace_of(context)
        if event["user"] == workspace.bot_user:
            await self._core.channel_back(Channel(workspace.tenant, str(event["channel"])))
            card = await self._core.tenant_joined(workspace.tenant)
            await self._posting.say(workspace, event["channel"], card, self._core)

    async def channel_ended(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        workspace = workspace_of(context)
        await self._core.channel_gone(Channel(workspace.tenant, str(event["channel"])), CHANNEL_ENDED[event["type"]])

    async def channel_back(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """No longer archived. We are still in it, unless somebody removed us; then the next post says so."""
        await self._core.channel_back(Channel(workspace_of(context).tenant, str(event["channel"])))

    async def channel_moved(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """Shared with another workspace, or no longer: Slack may give a channel another id then."""
        tenant = workspace_of(context).tenant
        old, new = (Channel(tenant, str(event[name])) for name in ("old_channel_id", "new_channel_id"))
        await self._core.channel_moved(old, new)

    async def removed(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """Uninstalled, or our token revoked, in whichever order they come: the token goes now, data after the grace."""
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        team, now = str(context.team_id or body["team_id"]), self._clock.now()
        if await self._workspaces.removed(team, float(body.get("event_time") or now.timestamp())):
            await self._core.tenant_left(Tenant(PLATFORM, team), now)

    async def _answer(self, workspace: Workspace, event: Body, thread: dict[str, str]) -> None:
        command = written_to(workspace.bot_user, str(event.get("text", "")))
        request = await self._requests.make(workspace, event["user"], event["channel"], command, str(event["ts"]))
        await self._answers.in_conversation(workspace, request, event["channel"], **thread)


async def ignore() -> None:
    """Events nobody asked for."""


def written_to(bot_user: str, text: str) -> Command:
    """What is meant by words to us, without our name in them."""
    return understood(typed(re.sub(rf"<@{re.escape(bot_user)}(\|[^>]*)?>", "", text)))


def _in_thread(event: Body) -> dict[str, str]:
    return {"thread_ts": event["thread_ts"]} if event.get("thread_ts") else {}


def _when(event: Body, clock: Clock) -> datetime:
    """When it happened by Slack's clock, so that a removal that overtakes its reaction still counts as later."""
    try:
        return datetime.fromtimestamp(float(event["event_ts"]), UTC)
    except (KeyError, ValueError):
        return clock.now()
