"""What members follow or mute no more, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.model import EndedInterest, Interest, Member, Tenant
from bot.ports.ended_interests import RETENTION
from bot.store.memory.people import interest_row


class MemoryEndedInterests:
    """See ``bot.ports.ended_interests.EndedInterests``; of one account."""

    title = "followed or muted before"

    def __init__(self) -> None:
        self._ended: dict[Member, list[EndedInterest]] = {}

    async def keep(self, member: Member, interests: Sequence[Interest], at: datetime) -> None:
        added = [EndedInterest(interest=interest, at=at) for interest in interests]
        self._ended[member] = sorted([*await self.of(member), *added], key=lambda ended: ended.at, reverse=True)

    async def of(self, member: Member) -> Sequence[EndedInterest]:
        return list(self._ended.get(member, ()))

    async def drop(self, member: Member, at: datetime) -> None:
        self._ended[member] = [ended for ended in self._ended.get(member, ()) if ended.at != at]

    async def expire(self, now: datetime) -> None:
        self._ended = {who: [one for one in ended if one.at >= now - RETENTION] for who, ended in self._ended.items()}

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return [interest_row(ended.interest) | {"at": ended.at.isoformat()} for ended in self._ended.get(member, ())]

    def members(self) -> Iterable[Member]:
        return [member for member, ended in self._ended.items() if ended]

    def forget_member(self, member: Member) -> int:
        return len(self._ended.pop(member, ()))

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self.forget_member(member) for member in list(self._ended) if member.tenant == tenant])
