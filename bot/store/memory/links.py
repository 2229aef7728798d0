"""Identity links, in dictionaries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.model import Member, Tenant


class MemoryLinks:
    """See ``bot.ports.links.Links``."""

    title = ""

    def __init__(self) -> None:
        self._joined: dict[Member, frozenset[Member]] = {}
        self._offers: dict[str, tuple[Member, datetime]] = {}

    async def of(self, member: Member) -> tuple[Member, ...]:
        return (member, *sorted(self._with(member) - {member}))

    async def of_many(self, members: Sequence[Member]) -> Mapping[Member, tuple[Member, ...]]:
        return {member: await self.of(member) for member in members}

    async def join(self, one: Member, other: Member) -> bool:
        together = self._with(one) | self._with(other)
        if one == other or len({account.tenant for account in together}) < len(together):
            return False
        self._joined |= dict.fromkeys(together, together)
        return True

    async def part(self, member: Member) -> tuple[Member, ...]:
        others = sorted(self._with(member) - {member})
        self._part(member)
        return tuple(others)

    async def offer(self, code: str, member: Member, until: datetime) -> None:
        self._end_offers([member])
        self._offers[code] = member, until

    async def offered_by(self, code: str, now: datetime) -> Member | None:
        member, until = self._offers.get(code, (None, now))
        return member if until > now else None

    async def use(self, code: str) -> bool:
        return self._offers.pop(code, None) is not None

    async def expire(self, now: datetime) -> None:
        self._offers = {code: (whose, until) for code, (whose, until) in self._offers.items() if until > now}

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return []

    def members(self) -> Iterable[Member]:
        return [*self._joined, *(member for member, _ in self._offers.values())]

    def forget_member(self, member: Member) -> int:
        return self._end_offers([member]) + self._part(member)

    def forget_tenant(self, tenant: Tenant) -> int:
        gone = [member for member in self.members() if member.tenant == tenant]
        return self._end_offers(gone) + sum(map(self._part, gone))

    def _with(self, member: Member) -> frozenset[Member]:
        return self._joined.get(member, frozenset((member,)))

    def _part(self, member: Member) -> int:
        known = self._joined.pop(member, None)
        others = (known or frozenset()) - {member}
        for other in others:
            self._joined[other] = others
        if len(others) == 1:
            self._joined.pop(next(iter(others)))
        return known is not None

    def _end_offers(self, members: Iterable[Member]) -> int:
        gone = [code for code, (whose, _) in self._offers.items() if whose in set(members)]
        for code in gone:
            del self._offers[code]
        return len(gone)
