"""Where people get mail, in dictionaries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model import Mailbox, Member, Tenant
from bot.ports.mailboxes import DecideMailbox


class MemoryMailboxes:
    """See ``bot.ports.mailboxes.Mailboxes``."""

    title = "mail"

    def __init__(self) -> None:
        self._kept: dict[Member, Mailbox] = {}
        self._suppressed: dict[tuple[Tenant, str], datetime] = {}

    async def of(self, member: Member) -> Mailbox | None:
        return self._kept.get(member)

    async def by_handle(self, handle: str) -> Mailbox | None:
        return next((one for one in self._kept.values() if one.handle == handle), None)

    async def by_token(self, token: str) -> Mailbox | None:
        return next((one for one in self._kept.values() if token and one.token == token), None)

    async def unasked(self, after: datetime) -> Sequence[Mailbox]:
        waiting = [one for one in self._kept.values() if one.question and one.asked > after]
        return sorted(waiting, key=lambda one: one.asked)

    async def change(self, member: Member, decide: DecideMailbox) -> Mailbox | None:
        decided = decide(self._kept.get(member))
        if decided is None:
            self._kept.pop(member, None)
        else:
            self._kept[member] = decided
        return decided

    async def suppress(self, tenant: Tenant, fingerprint: str, at: datetime) -> None:
        self._suppressed.setdefault((tenant, fingerprint), at)

    async def suppressed(self, tenant: Tenant, fingerprint: str) -> bool:
        return (tenant, fingerprint) in self._suppressed

    async def expire(self, now: datetime) -> None:
        for one in list(self._kept.values()):
            if one.expires is None or one.expires > now:
                continue
            if one.address:
                self._kept[one.member] = replace(one, pending="", token="", question="", wanted="", expires=None)
            else:
                del self._kept[one.member]

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        one = self._kept.get(member)
        if one is None:
            return []
        confirmed = one.confirmed.isoformat() if one.confirmed else None
        return [{"asked": one.asked.isoformat(), "confirmed": confirmed, "consent": one.consent, "why": one.why}]

    def members(self) -> Iterable[Member]:
        return self._kept

    def forget_member(self, member: Member) -> int:
        return int(self._kept.pop(member, None) is not None)

    def forget_tenant(self, tenant: Tenant) -> int:
        mine = [key for key in self._suppressed if key[0] == tenant]
        for key in mine:
            del self._suppressed[key]
        gone = [self.forget_member(member) for member in list(self._kept) if member.tenant == tenant]
        return len(mine) + sum(gone)
