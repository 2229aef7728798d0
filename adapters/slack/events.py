"""What Slack tells us of by itself: reactions, the App Home, words to us, the life of channels and installations."""

import re

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.answers import Answers
from adapters.slack.app import workspace_of
from adapters.slack.event_intake import Body, EventIntake
from adapters.slack.home import Home
from adapters.slack.mrkdwn import typed
from adapters.slack.permissions import People
from adapters.slack.reactions import SlackReactions
from adapters.slack.requests import Requests
from adapters.slack.workspaces import Workspace
from bot.commands import understood
from bot.model import Command

log = structlog.get_logger()


class Events:
    """What people do: emoji, the App Home, words to us."""

    def __init__(
        self,
        answers: Answers,
        requests: Requests,
        people: People,
        home: Home,
        reactions: SlackReactions,
        intake: EventIntake,
    ) -> None:
        self._answers = answers
        self._requests = requests
        self._people = people
        self._home = home
        self._reactions = reactions
        self._intake = intake

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt; the last to be registered, since it also listens to what nobody asked for."""
        once = self._intake.once
        for name in ("reaction_added", "reaction_removed"):
            app.event(name)(once(self.reaction))
        app.event("app_home_opened")(once(self.home_opened))
        app.event("app_mention")(once(self.mentioned))
        app.event("message")(once(self.written))
        app.event(re.compile(".*"))(ignore)

    async def reaction(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        await self._reactions.changed(workspace_of(context), event, str(body.get("event_id", "")))

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
        theirs = event.get("subtype", "") in _WORDS_OF_PEOPLE and not event.get("bot_id")
        if theirs and event.get("channel_type") == "im" and event.get("text"):
            await self._people.meet(workspace_of(context), event["user"], event["channel"])
            await self._answer(workspace_of(context), event, _in_thread(event))

    async def _answer(self, workspace: Workspace, event: Body, thread: dict[str, str]) -> None:
        command = written_to(workspace.bot_user, str(event.get("text", "")))
        request = await self._requests.make(workspace, event["user"], event["channel"], command, event=str(event["ts"]))
        await self._answers.in_conversation(workspace, request, event["channel"], **thread)


_WORDS_OF_PEOPLE = ("", "file_share", "thread_broadcast")
"""Kinds of messages that are somebody's words; others tell of edits, deletions and the like."""


async def ignore() -> None:
    """Events nobody asked for."""


def written_to(bot_user: str, text: str) -> Command:
    """What is meant by words to us, without our name in them."""
    return understood(typed(re.sub(rf"<@{re.escape(bot_user)}(\|[^>]*)?>\s*[:,]?", " ", text)))


def _in_thread(event: Body) -> dict[str, str]:
    return {"thread_ts": event["thread_ts"]} if event.get("thread_ts") else {}
