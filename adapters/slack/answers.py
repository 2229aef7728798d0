"""Asks the core, and shows its answer where the person is looking: in the channel, in a window, in a conversation."""

from dataclasses import replace
from typing import Any

import structlog

from adapters.slack import forms, wording
from adapters.slack.client import SlackConnection, unreachable
from adapters.slack.exports import Exports
from adapters.slack.permissions import People
from adapters.slack.posting import SlackPosting
from adapters.slack.render import Block, SlackMessage, render
from adapters.slack.retrying import with_retries
from adapters.slack.tokens import shortened
from adapters.slack.workspaces import Workspace, Workspaces
from bot.cards.sharing import SHARE_LABEL, for_everybody
from bot.commands import line_of
from bot.model import Answer, Button, Card, Member, Request
from bot.ports.chat import Core
from bot.ports.time import Clock

log = structlog.get_logger()

POSTS_LATER = frozenset({"subscribe", "resume"})
"""After these, somebody expects posts: say at once when they could not arrive."""
AGAIN_AFTER = (0.5, 2.0, 6.0)
"""Seconds before each further try; a ``response_url`` may be used five times."""


class Answers:
    """One answer to one request, in one of Slack's ways."""

    def __init__(
        self,
        core: Core,
        people: People,
        connection: SlackConnection,
        workspaces: Workspaces,
        posting: SlackPosting,
        exports: Exports,
        clock: Clock,
    ) -> None:
        self._core = core
        self._people = people
        self._connection = connection
        self._workspaces = workspaces
        self._posting = posting
        self._exports = exports
        self._clock = clock

    async def ask(self, workspace: Workspace, request: Request) -> Answer:
        """What the core says, with what only Slack knows: that we are not in the channel, where a file lies."""
        answer = await self._core.answer(request)
        card = answer.card
        may_be_there = not card.problem or request.is_admin is None  # Slack tells no creator of where we are not
        if request.command.name in POSTS_LATER and may_be_there and not request.direct and request.channel:
            absent = not await self._people.present(workspace, request.channel.id)
            card = replace(card, text=f"{card.text}\n⚠️ {wording.NOT_IN_CHANNEL}".strip()) if absent else card
        if card.file:
            note = await self._exports.hand_over(workspace, request.member.id, card.file)
            card = replace(card, text=f"{card.text}\n{note}".strip(), file=None)
        return replace(answer, card=card)

    async def by_url(
        self,
        url: str,
        workspace: Workspace,
        request: Request,
        *,
        verb: str = "answer",
        name: str = "",
        thread: str = "",
    ) -> None:
        """Answer a command or a pressed button through its ``response_url``, which works in every channel.

        ``verb`` is ``answer``, ``turn`` (in place of the pressed message) or ``share`` (for everybody, on behalf of
        ``name``).
        """
        answer = await self.ask(workspace, request)
        public = verb == "share"
        card = for_everybody(answer.card, name) if public else answer.card
        share = () if public or not _can_share(request, answer) else (_share_button(request),)
        card = replace(card, buttons=(*card.buttons, *share))
        message = render(await shortened(card, self._core, request.member), asked=request.command)
        where = {"response_type": "in_channel" if public else "ephemeral", "replace_original": verb == "turn"}
        await self._respond(url, message, {**where, **({"thread_ts": thread} if thread else {})})

    async def card_by_url(self, url: str, card: Card) -> None:
        """Show a card that answers no command, to the one who acted."""
        message = render(await shortened(card, self._core, owner=None))
        await self._respond(url, message, {"response_type": "ephemeral", "replace_original": False})

    async def in_window(self, workspace: Workspace, view_id: str, request: Request, channel: str) -> None:
        """Answer in a window that is open already."""
        answer = await self.ask(workspace, request)
        card = await shortened(answer.card, self._core, request.member)
        await self.in_place(workspace, view_id, forms.answer_view(card, channel, request.command))

    async def in_place(self, workspace: Workspace, view_id: str, view: Block) -> None:
        """Show a window's new content; raises ``DeliveryError``."""
        client = self._workspaces.client(workspace)
        await with_retries(lambda: client.views_update(view_id=view_id, view=view), self._clock, repeatable=True)

    async def anyhow(self, workspace: Workspace, user: str, url: str, card: Card) -> None:
        """Show a card to the one who acted: through ``url``, or where there is none, in our direct conversation."""
        if url:
            await self.card_by_url(url, card)
        elif conversation := await self._people.conversation(workspace, user):
            await self._posting.say(workspace, conversation, card, self._core, Member(workspace.tenant, user))

    async def in_conversation(self, workspace: Workspace, request: Request, channel: str, **thread: Any) -> None:
        """Answer what was written to us: openly in our own conversation, for the writer's eyes elsewhere."""
        answer = await self.ask(workspace, request)
        if request.direct:
            await self._posting.say(workspace, channel, answer.card, self._core, request.member, **thread)
        else:
            await self.for_eyes_of(workspace, request.member.id, channel, answer.card, **thread)

    async def for_eyes_of(self, workspace: Workspace, user: str, channel: str, card: Card, **thread: Any) -> None:
        """Show something in a channel to one person."""
        message = render(await shortened(card, self._core, Member(workspace.tenant, user)))
        client, where = self._workspaces.client(workspace), {"channel": channel, "user": user, **thread}
        await with_retries(
            lambda: client.chat_postEphemeral(text=message.text, blocks=message.blocks, **where),
            self._clock,
            repeatable=True,
        )

    async def _respond(self, url: str, message: SlackMessage, where: dict[str, Any]) -> None:
        """Send, again after a failure where a second copy does no harm. Refused blocks go as words."""
        payload = {
            **where,
            "text": message.text,
            "blocks": message.blocks,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        status = await self._sent(url, payload)
        for seconds in AGAIN_AFTER:
            lost = status == 0 or status >= 500
            if status != 429 and not (lost and where["response_type"] == "ephemeral"):
                break
            await self._clock.sleep(seconds)
            status = await self._sent(url, payload)
        if status == 400:
            log.error("slack.layout_refused", blocks=len(message.blocks))
            status = await self._sent(url, {**payload, "blocks": None})
        if status >= 400 or not status:
            log.warning("slack.answer_lost", status=status)

    async def _sent(self, url: str, payload: dict[str, Any]) -> int:
        """The HTTP status; 0 when there was no answer."""
        try:
            return await self._connection.post_json(url, payload)
        except Exception as error:
            if not unreachable(error):
                raise
            return 0


def _can_share(request: Request, answer: Answer) -> bool:
    return answer.shareable and request.channel is not None and not request.direct


def _share_button(request: Request) -> Button:
    return Button(label=SHARE_LABEL, line=line_of(request.command), public=True)
