"""Private addresses of channels' digests, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.model import Channel, Member, Tenant


class MemoryChannelAddresses:
    """See ``bot.ports.channel_addresses.ChannelAddresses``. Nothing in it is about a person."""

    title = ""

    def __init__(self) -> None:
        self._addresses: dict[Channel, tuple[str, datetime]] = {}

    async def put(self, channel: Channel, mark: str, made: datetime) -> None:
        self._addresses[channel] = (mark, made)

    async def channel(self, mark: str) -> Channel | None:
        return next((channel for channel, (known, _) in self._addresses.items() if known == mark), None)

    async def made(self, channel: Channel) -> datetime | None:
        return self._addresses[channel][1] if channel in self._addresses else None

    async def revoke(self, channel: Channel) -> bool:
        return self._addresses.pop(channel, None) is not None

    def move_channel(self, old: Channel, new: Channel) -> None:
        if moved := self._addresses.pop(old, None):
            self._addresses.setdefault(new, moved)

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return []

    def members(self) -> Iterable[Member]:
        return ()

    def forget_member(self, member: Member) -> int:
        return 0

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self._addresses.pop(each, None) is not None for each in self._of(tenant)])

    def _of(self, tenant: Tenant) -> Sequence[Channel]:
        return [channel for channel in self._addresses if channel.tenant == tenant]
