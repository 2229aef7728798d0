"""What people stated, how they reacted, and where they are active, in dictionaries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from bot.model import (
    Channel,
    Feedback,
    Interest,
    InterestKind,
    Interests,
    Member,
    Opinion,
    Owner,
    PaperId,
    Signal,
    Tenant,
)
from bot.model.opinions import found_before, is_news, opinions

_Stated = dict[tuple[InterestKind, str], Interest]


class MemoryInterestBook:
    """See ``bot.ports.interests.InterestBook``."""

    title = "interests"

    def __init__(self) -> None:
        self._stated: dict[Owner, _Stated] = {}

    async def of(self, owner: Owner) -> Interests:
        return Interests(all=tuple(self._stated.get(owner, {}).values()))

    async def of_many(self, owners: Sequence[Owner]) -> Mapping[Owner, Interests]:
        return {owner: await self.of(owner) for owner in owners}

    async def state(self, owner: Owner, interest: Interest) -> None:
        stated = self._stated.setdefault(owner, {})
        stated.pop(interest.key, None)
        stated[interest.key] = interest

    async def withdraw(self, owner: Owner, interest: Interest) -> bool:
        return self._stated.get(owner, {}).pop(interest.key, None) is not None

    def move_channel(self, old: Channel, new: Channel) -> None:
        if moved := self._stated.pop(old, None):
            self._stated[new] = moved | self._stated.get(new, {})

    def rows_about(self, member: Member) -> list[dict[str, object]]:
        return [interest_row(interest) for interest in self._stated.get(member, {}).values()]

    def members(self) -> Iterable[Member]:
        return [owner for owner, stated in self._stated.items() if stated and isinstance(owner, Member)]

    def forget_member(self, member: Member) -> int:
        return len(self._stated.pop(member, {}))

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum(len(self._stated.pop(owner)) for owner in list(self._stated) if owner.tenant == tenant)


def interest_row(interest: Interest) -> dict[str, object]:
    """An interest as an export shows it."""
    return {
        "kind": interest.kind.value,
        "value": interest.value,
        "muted": int(interest.muted),
        "filed_under": interest.group or "",
        "since": interest.since.isoformat() if interest.since else None,
    }


class MemoryFeedbackLog:
    """See ``bot.store.joined.AccountsLog``. ``main_id`` tells under which id a paper is stored now."""

    title = "reactions"

    def __init__(self, main_id: Callable[[PaperId], PaperId]) -> None:
        self._written: list[Feedback] = []
        self._main_id = main_id

    @property
    def _lines(self) -> list[Feedback]:
        """The lines, each under its paper's id of now."""
        self._written = [self._renamed(line) for line in self._written]
        return self._written

    def _renamed(self, line: Feedback) -> Feedback:
        main = self._main_id(line.paper)
        return line if main == line.paper else replace(line, paper=main)

    async def append(self, feedback: Feedback) -> bool:
        feedback = self._renamed(feedback)
        tenant = feedback.member.tenant
        if feedback.event and any(
            line.event == feedback.event and line.member.tenant == tenant for line in self._lines
        ):
            return False
        found = found_before(feedback, await self.of(feedback.member, feedback.paper))
        if found is not None:
            self._lines.remove(found)
        self._lines.append(feedback)
        return True

    async def append_found(self, feedback: Feedback) -> bool:
        feedback = self._renamed(feedback)
        news = is_news(feedback, await self.of(feedback.member, feedback.paper))
        if news:
            self._lines.append(feedback)
        return news

    async def of(self, member: Member, paper: PaperId | None = None) -> Sequence[Feedback]:
        own = (line for line in self._lines if line.member == member and paper in (None, line.paper))
        return sorted(own, key=attrgetter("at"))

    async def of_event(self, member: Member, event: str) -> Sequence[Feedback]:
        return [line for line in await self.of(member) if f"{line.event or ''}/".startswith(f"{event}/")]

    async def standing_of_many(
        self, members: Sequence[Member], papers: Sequence[PaperId] | None = None, signal: Signal | None = None
    ) -> Mapping[Member, Sequence[Feedback]]:
        every = {member: await self._standing(member) for member in members}
        return {
            member: [
                line for line in lines if (papers is None or line.paper in papers) and signal in (None, line.signal)
            ]
            for member, lines in every.items()
        }

    async def longer(self, members: Sequence[Member], than: int) -> frozenset[Member]:
        return frozenset([member for member in members if len(await self._standing(member)) > than])

    async def last_said(
        self, member: Member, lines: int, signal: Signal | None = None
    ) -> Sequence[tuple[PaperId, datetime]]:
        standing = await self._standing(member)
        given = [line for line in standing if not line.retracted and signal in (None, line.signal)]
        return [(line.paper, line.at) for line in reversed(given)][:lines]

    async def about(self, tenant: Tenant, papers: Sequence[PaperId]) -> Sequence[tuple[Member, Opinion]]:
        members = sorted({line.member for line in self._lines if line.member.tenant == tenant})
        return [
            (member, opinion)
            for member in members
            for paper, opinion in sorted(opinions(await self.of(member)).items())
            if paper in papers
        ]

    async def _standing(self, member: Member) -> Sequence[Feedback]:
        ordered = sorted(await self.of(member), key=attrgetter("at", "retracted"))
        last = {(line.paper, line.signal, line.emoji): line for line in ordered}.values()
        return [line for line in await self.of(member) if any(line is one for one in last)]

    def move_channel(self, old: Channel, new: Channel) -> None:
        self._written = [replace(line, channel=new) if line.channel == old else line for line in self._lines]

    def rows_about(self, member: Member) -> list[dict[str, object]]:
        return [
            {
                "paper": line.paper,
                "signal": line.signal.value,
                "retracted": int(line.retracted),
                "at": line.at.isoformat(),
                "channel": line.channel.id if line.channel else None,
                "emoji": line.emoji,
            }
            for line in self._lines
            if line.member == member
        ]

    def members(self) -> Iterable[Member]:
        return (line.member for line in self._lines)

    def forget_member(self, member: Member) -> int:
        return self._keep([line for line in self._lines if line.member != member])

    def forget_tenant(self, tenant: Tenant) -> int:
        return self._keep([line for line in self._lines if line.member.tenant != tenant])

    def _keep(self, lines: list[Feedback]) -> int:
        gone = len(self._lines) - len(lines)
        self._written = lines
        return gone


class MemoryMemberships:
    """See ``bot.ports.memberships.Memberships``."""

    title = "active in"

    def __init__(self) -> None:
        self._active: dict[tuple[Channel, Member], datetime] = {}

    async def seen(self, channel: Channel, member: Member, at: datetime) -> None:
        if channel.tenant == member.tenant:
            self._active[channel, member] = max(at, self._active.get((channel, member), at))

    async def of(self, channel: Channel, since: datetime) -> Sequence[Member]:
        seen = [(at, member) for (where, member), at in self._active.items() if where == channel and at > since]
        return [member for _, member in sorted(sorted(seen, key=lambda s: s[1]), key=lambda s: s[0], reverse=True)]

    async def channels_of(self, member: Member) -> frozenset[Channel]:
        return frozenset(channel for channel, who in self._active if who == member)

    def move_channel(self, old: Channel, new: Channel) -> None:
        for channel, member in [key for key in self._active if key[0] == old]:
            at = self._active.pop((channel, member))
            self._active[new, member] = max(at, self._active.get((new, member), at))

    def rows_about(self, member: Member) -> list[dict[str, object]]:
        seen = [(channel, at) for (channel, who), at in self._active.items() if who == member]
        return [{"channel": channel.id, "seen": at.isoformat()} for channel, at in sorted(seen)]

    def members(self) -> Iterable[Member]:
        return (member for _, member in self._active)

    def forget_member(self, member: Member) -> int:
        return self._drop([key for key in self._active if key[1] == member])

    def forget_tenant(self, tenant: Tenant) -> int:
        return self._drop([key for key in self._active if key[1].tenant == tenant])

    def _drop(self, keys: Sequence[tuple[Channel, Member]]) -> int:
        for key in keys:
            del self._active[key]
        return len(keys)
