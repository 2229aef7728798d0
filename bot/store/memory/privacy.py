"""Everything kept about people, shown and erased whole, in dictionaries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from bot.model import Member, Tenant, mail_tenant, with_mail_account


class Personal(Protocol):
    """A part that keeps something about people."""

    title: str

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        """What the export shows."""
        ...

    def members(self) -> Iterable[Member]:
        """Everybody about whom something is kept."""
        ...

    def forget_member(self, member: Member) -> int: ...

    def forget_tenant(self, tenant: Tenant) -> int: ...


class MemoryPrivacy:
    """See ``bot.ports.privacy.Privacy``. A part that keeps something about people is handed in here."""

    def __init__(self, parts: Iterable[Personal]) -> None:
        self._parts = tuple(parts)

    async def export(self, member: Member) -> Mapping[str, object]:
        return {
            part.title: [row for one in with_mail_account(member) for row in part.rows_about(one)]
            for part in self._parts
            if part.title
        }

    async def accounts(self, member: Member) -> Sequence[Member]:
        known = {one for part in self._parts for one in part.members()}
        return sorted(one for one in known if (one.tenant.platform, one.id) == (member.tenant.platform, member.id))

    async def forget(self, member: Member) -> int:
        return sum(part.forget_member(one) for part in self._parts for one in with_mail_account(member))

    async def forget_tenant(self, tenant: Tenant) -> int:
        return sum(part.forget_tenant(one) for part in self._parts for one in (tenant, mail_tenant(tenant)))
