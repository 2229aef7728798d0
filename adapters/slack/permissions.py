"""Who somebody is to a workspace, and whether they may change a channel's settings."""

import asyncio
from dataclasses import dataclass

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from adapters.slack.failures import error_code
from adapters.slack.workspaces import Workspace, Workspaces
from bot.ports.time import Clock

log = structlog.get_logger()

REMEMBER = 300.0
ANSWER_LIMIT = 2.5
MOST_PEOPLE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What Slack says of a user. Nothing of it is kept longer than five minutes, and never in the database."""

    manages: bool = False
    zone: str = ""
    bot: bool = False


NOBODY_KNOWN = Person()


class People:
    """Asks ``users.info`` once in five minutes per person."""

    def __init__(self, workspaces: Workspaces, admins: tuple[str, ...], clock: Clock) -> None:
        self._workspaces = workspaces
        self._admins = frozenset(admins)
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, Person]] = {}
        self._conversations: dict[tuple[str, str], str] = {}

    async def person(self, workspace: Workspace, user: str) -> Person:
        """What is known of a user; nothing when Slack does not say so in time."""
        key, now = (workspace.team, user), self._clock.monotonic()
        kept = self._known.get(key)
        if kept and now - kept[0] < REMEMBER:
            return kept[1]
        person = await self._asked(workspace, user)
        if person is None:
            return kept[1] if kept else NOBODY_KNOWN
        if len(self._known) >= MOST_PEOPLE:
            self._known.clear()
        self._known[key] = (now, person)
        return person

    def is_admin(self, person: Person, user: str) -> bool | None:
        """Whether this is an admin or owner of the workspace, or named in settings; None when Slack did not say."""
        if user in self._admins:
            return True
        return None if person is NOBODY_KNOWN else person.manages

    async def conversation(self, workspace: Workspace, user: str) -> str:
        """The id of our direct conversation with somebody; '' when there can't be one."""
        key = (workspace.team, user)
        if key not in self._conversations:
            try:
                async with asyncio.timeout(ANSWER_LIMIT):
                    opened = await self._workspaces.client(workspace).conversations_open(users=[user])
            except (SlackApiError, ClientError, OSError, TimeoutError) as error:
                log.warning("slack.conversation_unknown", why=type(error).__name__)
                return ""
            self._conversations[key] = str(opened["channel"]["id"])
        return self._conversations[key]

    async def present(self, workspace: Workspace, channel: str) -> bool:
        """Whether we are in a channel; yes when Slack does not say."""
        try:
            async with asyncio.timeout(ANSWER_LIMIT):
                shown = await self._workspaces.client(workspace).conversations_info(channel=channel)
        except SlackApiError as error:
            return error_code(error) not in ("channel_not_found", "not_in_channel")
        except (OSError, TimeoutError, ClientError):
            return True
        return bool(shown["channel"].get("is_member", True))

    async def _asked(self, workspace: Workspace, user: str) -> Person | None:
        try:
            async with asyncio.timeout(ANSWER_LIMIT):
                answer = await self._workspaces.client(workspace).users_info(user=user)
        except SlackApiError as error:
            log.warning("slack.person_unknown", why=error_code(error))
            return None
        except (ClientError, OSError, TimeoutError) as error:
            log.warning("slack.person_unknown", why=type(error).__name__)
            return None
        shown = answer["user"]
        return Person(
            manages=bool(shown.get("is_admin") or shown.get("is_owner")),
            zone=str(shown.get("tz") or ""),
            bot=bool(shown.get("is_bot")),
        )
