"""What happens in Slack as requests to the core."""

from dataclasses import dataclass

from adapters.slack.permissions import People
from adapters.slack.workspaces import Workspace
from bot.commands import BY_NAME, Audience
from bot.commands.spec import Task
from bot.model import Channel, Command, Member, Request
from bot.ports.time import Clock

SAME_FOR_ALL = frozenset({"settings"})
"""Shown to everybody alike, and on every App Home: Slack answers only some hundred questions about people a minute."""


class Requests:
    """Fills in who asks, where, and what they may do; asks Slack only for what the command needs."""

    def __init__(self, people: People, clock: Clock) -> None:
        self._people = people
        self._clock = clock

    async def make(
        self,
        workspace: Workspace,
        user: str,
        channel: str,
        command: Command,
        *,
        event: str = "",
        name: str = "",
        channel_name: str = "",
    ) -> Request:
        """``channel`` '' is our direct conversation with the person. A conversation between others is no channel:
        nothing can be posted there."""
        spec = BY_NAME.get(command.name)
        asks = spec is not None and spec.task is Task.DAILY and spec.name not in SAME_FOR_ALL
        person = await (self._people.person if asks else self._people.kept)(workspace, user)
        place = await self._place(workspace, user, channel)
        is_admin = self._people.is_admin(person, user)
        if spec and spec.audience is Audience.MANAGER and not (is_admin or place.direct) and place.channel:
            is_admin = _either(is_admin, await self._people.created(workspace, user, place.channel.id))
        return Request(
            member=Member(workspace.tenant, user),
            command=command,
            at=self._clock.now(),
            channel=place.channel,
            place_known=place.known,
            direct=place.direct,
            is_admin=is_admin,
            zone=person.zone if person else "",
            name=name,
            channel_name=channel_name,
            event=f"slack:{event}" if event else None,
        )

    async def _place(self, workspace: Workspace, user: str, channel: str) -> "RequestPlace":
        if channel and not channel.startswith("D"):
            return RequestPlace(channel=Channel(workspace.tenant, channel))
        ours = await self._people.conversation(workspace, user)
        if ours is None:
            return RequestPlace(known=False)
        if not ours or channel not in ("", ours):
            return RequestPlace()
        return RequestPlace(channel=Channel(workspace.tenant, ours), direct=True)


def _either(one: bool | None, other: bool | None) -> bool | None:
    """True if either is, False only if both are; None while what is not known could decide."""
    return True if one or other else None if one is None or other is None else False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPlace:
    """Where something was asked; None for a conversation between others, or while Slack does not say."""

    channel: Channel | None = None
    direct: bool = False
    known: bool = True
