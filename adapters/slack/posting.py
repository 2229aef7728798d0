"""Messages to channels and people: paced, marked with their key, found again after a lost answer."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import wording
from adapters.slack.connecting import Report
from adapters.slack.failures import LAYOUT_REFUSED, InstallationRefused, error_code, outcome
from adapters.slack.permissions import People
from adapters.slack.rate_limit import PostingRate
from adapters.slack.render import SlackMessage, render
from adapters.slack.retrying import with_retries
from adapters.slack.tokens import shortened
from adapters.slack.workspaces import Workspace, Workspaces
from bot.cards.subscriptions import REMOVED
from bot.errors import ChannelGone, DeliveryError, Lost, Refused, TryLater, Unknown
from bot.model import Card, Delivery, Member, MessageRef, Tenant
from bot.ports.chat import Core
from bot.ports.time import Clock

log = structlog.get_logger()

EVENT_TYPE = "paperboy_delivery"
TIME_LIMIT = 20.0
LOOK_BACK = timedelta(seconds=60)
"""Slack's clock and ours may differ by so much."""
FIRST_STRETCH = timedelta(minutes=5)
"""So long after its first attempt began a message lies, nearly always; a busy channel goes on for long after that."""
PAGE, MOST_PAGES = 200, 10
"""Messages Slack would rather not exceed in one page, and pages read in one look."""
NOT_TOLD_WAIT = timedelta(seconds=30)
_CHANNEL_ID = re.compile(r"\bthe channel ([CG][A-Z0-9]{7,12})\b")
_CHANNEL_LINK = r"<#\1>"


class SlackPosting:
    """Carries out what the core wants posted; every method raises only ``DeliveryError``."""

    def __init__(self, workspaces: Workspaces, people: People, rate: PostingRate, clock: Clock, report: Report) -> None:
        """``report``: told what is wrong with the installation of the bot token in settings, '' once nothing is."""
        self._workspaces = workspaces
        self._people = people
        self._clock = clock
        self._rate = rate
        self._report = report

    async def post(self, delivery: Delivery, core: Core) -> MessageRef:
        """Post one message with its key as metadata, in its thread where it has one."""
        with_key = {
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": delivery.key, "part": delivery.part}}
        }
        thread = {"thread_ts": delivery.thread.id} if delivery.in_thread and delivery.thread else {}
        message = render(await shortened(delivery.card, core, owner=None))
        workspace = await self._workspace(delivery.channel.tenant)
        posted = await self._send(workspace, delivery.channel.id, message, {**with_key, **thread})
        return MessageRef(delivery.channel, posted)

    async def find(self, delivery: Delivery) -> MessageRef | None:
        """The message that carries this delivery's key in the history of its channel or thread since the first attempt.

        None only where all of that was read: Slack's pages begin with the newest, so the rest may hold it.
        """
        if delivery.attempt is None:
            return None
        workspace = await self._workspace(delivery.channel.tenant)
        client = self._workspaces.client(workspace)
        stretches = _stretches(delivery.attempt.started, self._clock.now())
        try:
            async with asyncio.timeout(TIME_LIMIT):
                async for message in _history(client, delivery, stretches):
                    if _key_of(message) == delivery.key:
                        return MessageRef(delivery.channel, str(message["ts"]))
        except Exception as error:
            self._note_refusal(workspace, outcome(error))
            raise _unseen(error) from error
        return None

    async def tell(self, member: Member, card: Card, core: Core) -> None:
        """Send a direct message."""
        workspace = await self._workspace(member.tenant)
        message = with_channel_links(render(await shortened(card, core, member)))
        channel = await self._people.conversation(workspace, member.id)
        if channel is None:
            raise TryLater(wording.CONVERSATION_UNKNOWN, NOT_TOLD_WAIT)
        if not channel:
            raise ChannelGone(wording.NO_CONVERSATION)
        await self._send(workspace, channel, message, {})

    async def say(
        self, workspace: Workspace, channel: str, card: Card, core: Core, owner: Member | None, **more: Any
    ) -> None:
        """Post something that is no delivery, a welcome or an answer to ``owner``, as soon as it may be."""
        message = with_channel_links(render(await shortened(card, core, owner)))
        await with_retries(lambda: self._send(workspace, channel, message, more), self._clock, repeatable=False)

    async def _workspace(self, tenant: Tenant) -> Workspace:
        workspace = await self._workspaces.of(tenant.id)
        if workspace is None:
            raise ChannelGone(REMOVED)
        return workspace

    async def _send(self, workspace: Workspace, channel: str, message: SlackMessage, more: dict[str, Any]) -> str:
        """Post in the channel's turn; the timestamp of the message. Every message to Slack goes this way."""
        await self._rate.wait(f"{workspace.tenant}/{channel}")
        body = {"channel": channel, "unfurl_links": False, "unfurl_media": False, **more}
        try:
            async with asyncio.timeout(TIME_LIMIT):
                posted = await _with_fallback(self._workspaces.client(workspace), body, message)
        except Exception as error:
            meant = outcome(error)
            self._note_refusal(workspace, meant)
            raise meant from error
        self._tell_operator(workspace, "")
        return posted

    def _note_refusal(self, workspace: Workspace, meant: DeliveryError) -> None:
        if isinstance(meant, InstallationRefused):
            self._tell_operator(workspace, str(meant))

    def _tell_operator(self, workspace: Workspace, trouble: str) -> None:
        """A workspace that installed the app itself is in its admins' hands: its trouble is none of the whole bot."""
        if trouble:
            log.error("slack.installation_refused", team=workspace.team, why=trouble)
        if self._workspaces.is_own(workspace):
            self._report(trouble)


def with_channel_links(message: SlackMessage) -> SlackMessage:
    """Ids of channels as the links by which people know them. A link to a channel calls nobody."""
    blocks = json.loads(_CHANNEL_ID.sub(_CHANNEL_LINK, json.dumps(message.blocks)))
    return SlackMessage(text=_CHANNEL_ID.sub(_CHANNEL_LINK, message.text), blocks=blocks)


async def _with_fallback(client: AsyncWebClient, body: dict[str, Any], message: SlackMessage) -> str:
    """Post with blocks; if Slack refuses the layout, once more as plain words, since that is a bug of ours."""
    try:
        posted = await client.chat_postMessage(**body, text=message.text, blocks=message.blocks)
    except SlackApiError as error:
        if error_code(error) not in LAYOUT_REFUSED:
            raise
        log.error("slack.layout_refused", error=error_code(error), blocks=len(message.blocks))  # noqa: TRY400  the code says it all
        posted = await client.chat_postMessage(**body, text=message.text)
    return str(posted["ts"])


def _stretches(started: datetime, now: datetime) -> list[dict[str, Any]]:
    """The time since the first attempt began, in the order in which the message is likely to lie there."""
    turn = started + FIRST_STRETCH
    first = {"oldest": _ts(started - LOOK_BACK), "latest": _ts(turn)}
    return [first, {"oldest": _ts(turn), "inclusive": True}] if turn < now + LOOK_BACK else [first]


async def _history(
    client: AsyncWebClient, delivery: Delivery, stretches: Sequence[dict[str, Any]]
) -> AsyncIterator[dict[str, Any]]:
    """What was posted in stretches of time, one after the other; raises ``Unknown`` if that is too much to read."""
    left = MOST_PAGES
    for stretch in stretches:
        query = dict(stretch)
        while True:
            if not left:
                raise Unknown("So much was posted there since that not all of it could be read.")
            left -= 1
            page = await _page(client, delivery, query)
            for message in page["messages"]:
                yield message
            query["cursor"] = (page.get("response_metadata") or {}).get("next_cursor")
            if not query["cursor"]:
                break


async def _page(client: AsyncWebClient, delivery: Delivery, where: dict[str, Any]) -> AsyncSlackResponse:
    """Metadata is only there when asked for."""
    query = {"channel": delivery.channel.id, "include_all_metadata": True, "limit": PAGE, **where}
    if delivery.in_thread and delivery.thread:
        return await client.conversations_replies(ts=delivery.thread.id, **query)
    return await client.conversations_history(**query)


def _ts(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


def _key_of(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("key", "")) if metadata.get("event_type") == EVENT_TYPE else ""


def _unseen(error: Exception) -> Exception:
    """Where the history may not be read, nothing is sent again: rather once too few than twice."""
    if isinstance(error, SlackApiError) and error_code(error) == "missing_scope":
        return Lost(wording.UNSEEN)
    meant = outcome(error)
    return Unknown("The history could not be read.") if isinstance(meant, Refused) else meant
