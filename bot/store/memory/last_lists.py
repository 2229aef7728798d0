"""What each person was shown last, in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.model import Channel, LastList, ListedPapers, Member, PaperId, Tenant
from bot.ports.last_lists import MOST_NUMBERED, RETENTION


class MemoryLastLists:
    """See ``bot.ports.last_lists.LastLists``."""

    title = "what you were shown last"

    def __init__(self) -> None:
        self._shown: dict[Member, dict[str, LastList]] = {}

    async def show_list(self, member: Member, channel: Channel | None, listed: ListedPapers, at: datetime) -> None:
        before = await self.of(member, channel)
        papers = dict(before.listed.papers) if before and 1 not in listed.papers else {}
        numbered = sorted((papers | dict(listed.papers)).items())[-MOST_NUMBERED:]
        shown = before or _nothing(at)
        listed = replace(listed, papers=dict(numbered))
        self._put(member, channel, replace(shown, listed=listed, list_at=at, at=at))

    async def show_paper(self, member: Member, channel: Channel | None, paper: PaperId, at: datetime) -> None:
        before = await self.of(member, channel) or _nothing(at)
        self._put(member, channel, replace(before, listed=replace(before.listed, only=paper), at=at))

    async def ask(self, member: Member, channel: Channel | None, yes: str, at: datetime) -> None:
        shown = await self.of(member, channel) or _nothing(at)
        self._put(member, channel, replace(shown, yes=yes, yes_at=at if yes else None))

    async def of(self, member: Member, channel: Channel | None) -> LastList | None:
        return self._shown.get(member, {}).get(_id(channel))

    async def expire(self, now: datetime) -> None:
        for places in self._shown.values():
            for place in [place for place, shown in places.items() if shown.at < now - RETENTION]:
                del places[place]

    def move_channel(self, old: Channel, new: Channel) -> None:
        for member, places in self._shown.items():
            if member.tenant == old.tenant and (moved := places.pop(old.id, None)):
                places.setdefault(new.id, moved)

    def rows_about(self, member: Member) -> Sequence[Mapping[str, object]]:
        return [
            {
                "channel": place,
                "papers": [[number, paper] for number, paper in shown.listed.papers.items()],
                "listed": shown.list_at.isoformat() if shown.list_at else None,
                "paper": shown.listed.only,
                "yes": shown.yes or None,
                "yes_at": shown.yes_at.isoformat() if shown.yes_at else None,
                "at": shown.at.isoformat(),
            }
            for place, shown in self._shown.get(member, {}).items()
        ]

    def members(self) -> Iterable[Member]:
        return [member for member, places in self._shown.items() if places]

    def forget_member(self, member: Member) -> int:
        return len(self._shown.pop(member, {}))

    def forget_tenant(self, tenant: Tenant) -> int:
        return sum([self.forget_member(member) for member in list(self._shown) if member.tenant == tenant])

    def _put(self, member: Member, channel: Channel | None, shown: LastList) -> None:
        self._shown.setdefault(member, {})[_id(channel)] = shown


def _nothing(at: datetime) -> LastList:
    return LastList(listed=ListedPapers(page=range(1, 1)), list_at=None, at=at)


def _id(channel: Channel | None) -> str:
    return channel.id if channel else ""
