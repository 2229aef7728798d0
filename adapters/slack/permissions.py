"""Who somebody is to a workspace, as far as Slack says; what it said is kept for the times when it does not answer."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.client import unreachable
from adapters.slack.failures import error_code
from adapters.slack.workspaces import Workspace, Workspaces
from bot.model import KnownPerson, Member
from bot.ports.known_people import KnownPeople
from bot.ports.time import Clock

log = structlog.get_logger()

K = TypeVar("K")
V = TypeVar("V")

Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]

FRESH = timedelta(minutes=5)
"""Slack is not asked again about somebody within this time."""
TRUSTED = timedelta(days=1)
"""While Slack does not answer, what it said about somebody's rights counts for so long; then they are unknown."""
ANSWER_LIMIT = 2.5
MOST_REMEMBERED = 20_000
EPOCH = datetime.fromtimestamp(0, UTC)

NO_CONVERSATION = frozenset({"cannot_dm_bot", "user_disabled", "user_not_found", "user_not_visible"})
"""Slack's words for somebody who can't be written to; any other refusal says nothing about the person."""


class People:
    """Asks ``users.info`` once in five minutes per person, and remembers longer."""

    def __init__(self, workspaces: Workspaces, known: KnownPeople, admins: tuple[str, ...], clock: Clock) -> None:
        self._workspaces = workspaces
        self._known = known
        self._admins = frozenset(admins)
        self._clock = clock
        self._recent: OrderedDict[Member, KnownPerson] = OrderedDict()
        self._creators: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def person(self, workspace: Workspace, user: str) -> KnownPerson | None:
        """What Slack says of a user, or said when it last answered; None when it never did."""
        kept, now = await self.kept(workspace, user), self._clock.now()
        if kept and now - kept.at < FRESH:
            return kept
        answer = await self._asked(workspace, lambda client: client.users_info(user=user))
        shown = answer and answer["user"]
        kept = await self.kept(workspace, user)  # an event may have told of our conversation meanwhile
        if not shown:
            return kept
        person = KnownPerson(
            is_admin=bool(shown.get("is_admin") or shown.get("is_owner")),
            is_bot=bool(shown.get("is_bot")),
            zone=str(shown.get("tz") or ""),
            conversation=kept.conversation if kept else "",
            at=now,
        )
        return await self._keep(workspace, user, person)

    async def kept(self, workspace: Workspace, user: str) -> KnownPerson | None:
        """What Slack said earlier, without asking it."""
        member = Member(workspace.tenant, user)
        if member not in self._recent:
            known = await self._known.of(member)
            if known is None:
                return None
            _put(self._recent, member, known)
        return self._recent[member]

    def is_admin(self, person: KnownPerson | None, user: str) -> bool | None:
        """Whether this is an admin or owner of the workspace, or named in settings; None when that is not known."""
        if user in self._admins:
            return True
        if person is None or self._clock.now() - person.at > TRUSTED:
            return None
        return person.is_admin

    async def created(self, workspace: Workspace, user: str, channel: str) -> bool | None:
        """Whether this person created the channel; None when Slack tells nothing of it."""
        key = (workspace.team, channel)
        if key not in self._creators:
            answer = await self._asked(workspace, lambda client: client.conversations_info(channel=channel))
            if not answer:  # also of a private channel that we are not in yet
                return None
            creator = str(answer.get("channel", {}).get("creator") or "")
            if not creator:
                return False
            _put(self._creators, key, creator)
        return self._creators[key] == user

    async def conversation(self, workspace: Workspace, user: str) -> str | None:
        """The id of our direct conversation with somebody; '' when there can't be one, None when Slack does not say."""
        kept = await self.kept(workspace, user)
        if kept and kept.conversation:
            return kept.conversation
        answer = await self._asked(workspace, lambda client: client.conversations_open(users=[user]))
        if answer is None:
            return None
        channel = str(answer.get("channel", {}).get("id") or "")
        if channel:
            await self.meet(workspace, user, channel)
        return channel

    async def meet(self, workspace: Workspace, user: str, conversation: str) -> None:
        """Remember our direct conversation with somebody, as an event named it."""
        kept = await self.kept(workspace, user) or KnownPerson(at=EPOCH)
        if kept.conversation != conversation:
            await self._keep(workspace, user, replace(kept, conversation=conversation))

    async def present(self, workspace: Workspace, channel: str) -> bool:
        """Whether we are in a channel; yes when Slack does not say."""
        answer = await self._asked(workspace, lambda client: client.conversations_info(channel=channel))
        if answer is None:
            return True
        return bool(answer.get("channel", {"is_member": False}).get("is_member", True))

    async def _asked(self, workspace: Workspace, call: Call) -> dict[str, Any] | None:
        """Slack's answer; empty when it says that there is no such thing, None when it says nothing of use."""
        try:
            async with asyncio.timeout(ANSWER_LIMIT):
                answer = await call(self._workspaces.client(workspace))
        except SlackApiError as error:
            code = error_code(error)
            log.info("slack.not_told", why=code)
            return {} if code in NO_CONVERSATION | {"channel_not_found", "not_in_channel"} else None
        except Exception as error:
            if not unreachable(error):
                raise
            log.warning("slack.not_told", why=type(error).__name__)
            return None
        return dict(answer.data) if isinstance(answer.data, dict) else None

    async def _keep(self, workspace: Workspace, user: str, person: KnownPerson) -> KnownPerson:
        member = Member(workspace.tenant, user)
        await self._known.keep(member, person)
        _put(self._recent, member, person)
        return person


def _put(remembered: OrderedDict[K, V], key: K, value: V) -> None:
    """Remember this too, and forget what was put in longest ago where that is too much."""
    remembered[key] = value
    remembered.move_to_end(key)
    if len(remembered) > MOST_REMEMBERED:
        remembered.popitem(last=False)
