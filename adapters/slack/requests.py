"""What happens in Slack as requests to the core."""

from adapters.slack.permissions import People
from adapters.slack.workspaces import Workspace
from bot.model import Channel, Command, Member, Request
from bot.ports.time import Clock


class Requests:
    """Fills in who asks, where, and what they may do."""

    def __init__(self, people: People, clock: Clock) -> None:
        self._people = people
        self._clock = clock

    async def make(self, workspace: Workspace, user: str, channel: str, command: Command, event: str = "") -> Request:
        """``channel`` '' is our direct conversation with the person. A conversation between others is no channel:
        nothing can be posted there."""
        place, direct = await self._place(workspace, user, channel)
        person = await self._people.person(workspace, user)
        return Request(
            member=Member(workspace.tenant, user),
            command=command,
            at=self._clock.now(),
            channel=place,
            direct=direct,
            is_admin=self._people.is_admin(person, user),
            zone=person.zone,
            event=f"slack:{event}" if event else "",
        )

    async def _place(self, workspace: Workspace, user: str, channel: str) -> tuple[Channel | None, bool]:
        if channel and not channel.startswith("D"):
            return Channel(workspace.tenant, channel), False
        ours = await self._people.conversation(workspace, user)
        if not ours or channel not in ("", ours):
            return None, False
        return Channel(workspace.tenant, ours), True
