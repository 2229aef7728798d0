"""Who may set up a channel, change it, pause it: the one place where that is decided."""

from collections.abc import Mapping
from typing import Literal

from bot.cards import refusals
from bot.errors import NotAllowed, NotKnown
from bot.model import Capabilities, Channel, Request
from bot.ports.subscriptions import Subscriptions

Setup = Literal["managers", "members"]


OWN_TOO = frozenset({"subscribe", "preview"})
"""What everybody can do for themselves, in a direct conversation."""


class ChannelManagers:
    """Decides by what the platform says of a person, by who set the channel up, and by the setting ``setup``."""

    def __init__(self, subscriptions: Subscriptions, setup: Setup, capabilities: Mapping[str, Capabilities]) -> None:
        self._subscriptions = subscriptions
        self._setup = setup
        self._capabilities = capabilities

    async def can_manage(self, request: Request) -> bool | None:
        """Whether this person may change this channel's settings; None while the platform does not say who it is."""
        if not request.place_known:
            return None
        if request.direct or request.is_admin or self._setup == "members":
            return True
        standing = await self._subscriptions.of(request.channel) if request.channel else None
        return True if standing and standing.owner == request.member else request.is_admin

    async def set_up(self, channel: Channel) -> bool:
        """Whether daily picks are set up in a channel."""
        return await self._subscriptions.of(channel) is not None

    async def require(self, request: Request) -> None:
        """Raise ``NotAllowed`` unless this person may manage the channel, ``NotKnown`` while that can't be told."""
        allowed = await self.can_manage(request)
        platform = request.member.tenant.platform
        if allowed is None:
            raise NotKnown(refusals.person_unknown(platform))
        if not allowed:
            managers = self._capabilities.get(platform, Capabilities()).managers
            raise NotAllowed(refusals.not_a_manager(managers, own=request.command.name in OWN_TOO))
