"""What a person said in any of their joined accounts, read as one; written, it stays with the account it is said in.

Over the parts of a store, whichever database it is in, so that nobody who asks it forgets the others.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Protocol

from bot.model import (
    Channel,
    EndedInterest,
    Feedback,
    Interest,
    Interests,
    Member,
    Opinion,
    Owner,
    PaperId,
    Signal,
    Tenant,
)
from bot.model.opinions import is_news, opinions
from bot.ports.ended_interests import EndedInterests
from bot.ports.interests import InterestBook
from bot.ports.links import Links

FOLD_IN_THREAD_FROM = 1_000
"""Lines of one person that are folded beside the event loop: about five milliseconds."""

LINES_EACH = 2
"""Lines that are looked at first for each opinion that is wanted: a paper may be liked and saved."""


class AccountsLog(Protocol):
    """The log of reactions, account by account."""

    async def append(self, feedback: Feedback) -> bool: ...

    async def append_found(self, feedback: Feedback) -> bool: ...

    async def of(self, member: Member, paper: PaperId | None = None) -> Sequence[Feedback]: ...

    async def of_event(self, member: Member, event: str) -> Sequence[Feedback]: ...

    async def standing_of_many(
        self, members: Sequence[Member], papers: Sequence[PaperId] | None = None, signal: Signal | None = None
    ) -> Mapping[Member, Sequence[Feedback]]:
        """The last lines of each (see ``FeedbackLog.standing``), about all papers or these, of all signals or one."""
        ...

    async def longer(self, members: Sequence[Member], than: int) -> frozenset[Member]:
        """The members who have more standing lines than that."""
        ...

    async def last_said(
        self, member: Member, lines: int, signal: Signal | None = None
    ) -> Sequence[tuple[PaperId, datetime]]:
        """Paper and time of the newest standing lines that take nothing back, at most so many, the newest first.

        Of all signals or one.
        """
        ...

    async def about(self, tenant: Tenant, papers: Sequence[PaperId]) -> Sequence[tuple[Member, Opinion]]: ...


@dataclass(frozen=True, slots=True)
class _Latest:
    """The lines that decide somebody's newest opinions, and these."""

    lines: Sequence[Feedback]
    opinions: Mapping[PaperId, Opinion]


class JoinedFeedbackLog:
    """See ``bot.ports.feedback.FeedbackLog``."""

    def __init__(self, log: AccountsLog, links: Links) -> None:
        self._log = log
        self._links = links

    async def append(self, feedback: Feedback) -> bool:
        """What is taken back whole is taken back wherever it was said; else parting would bring it back."""
        if feedback.retracted and not feedback.emoji:
            for account in (await self._links.of(feedback.member))[1:]:
                await self._take_back(account, feedback)
        return await self._log.append(feedback)

    async def append_found(self, feedback: Feedback) -> bool:
        lines = await self.of(feedback.member, feedback.paper)
        return is_news(feedback, lines) and await self._log.append_found(feedback)

    async def of(self, member: Member, paper: PaperId | None = None) -> Sequence[Feedback]:
        accounts = await self._links.of(member)
        return _in_order([line for account in accounts for line in await self._log.of(account, paper)])

    async def of_event(self, member: Member, event: str) -> Sequence[Feedback]:
        return await self._log.of_event(member, event)

    async def standing(self, member: Member, newest: int | None = None) -> Sequence[Feedback]:
        if newest is None:
            return (await self._standing([member]))[member]
        return (await self._latest_of([member], newest))[member].lines

    async def opinions(self, member: Member, papers: Sequence[PaperId] | None = None) -> Mapping[PaperId, Opinion]:
        return await _folded((await self._standing([member], papers))[member])

    async def opinions_of_many(
        self, members: Sequence[Member], newest: int | None = None
    ) -> Mapping[Member, Mapping[PaperId, Opinion]]:
        if newest is None:
            return {member: await _folded(lines) for member, lines in (await self._standing(members)).items()}
        latest = await self._latest_of(members, newest)
        return {member: _newest(each.opinions, newest) for member, each in latest.items()}

    async def saved(self, member: Member, newest: int | None = None) -> Sequence[PaperId]:
        if newest is None:
            lines = (await self._standing([member], signal=Signal.SAVE))[member]
            return [opinion.paper for opinion in _newest_first((await _folded(lines)).values())]
        latest = await self._latest(member, await self._links.of(member), newest, Signal.SAVE)
        return [opinion.paper for opinion in _newest_first(latest.opinions.values())[:newest]]

    async def about(self, tenant: Tenant, papers: Sequence[PaperId]) -> Sequence[tuple[Member, Opinion]]:
        """What was said in this tenant alone: what its people say elsewhere is not its business."""
        return await self._log.about(tenant, papers)

    async def _latest_of(self, members: Sequence[Member], newest: int) -> dict[Member, _Latest]:
        """Of a long log only what decides the newest opinions: somebody may have reacted a hundred thousand times."""
        joined = await self._links.of_many(members)
        every = [account for accounts in joined.values() for account in accounts]
        long = await self._log.longer(every, newest)
        many = [member for member in joined if long & set(joined[member])]
        whole = await self._standing_in({member: joined[member] for member in members if member not in many})
        found = {member: _Latest(lines, await _folded(lines)) for member, lines in whole.items()}
        for member in many:
            found[member] = await self._latest(member, joined[member], newest)
        return found

    async def _latest(
        self, member: Member, accounts: Sequence[Member], newest: int, signal: Signal | None = None
    ) -> _Latest:
        """What was said of the papers that were spoken of last, going back until enough of it still counts.

        A paper that was not spoken of since the first of these lines has an older opinion than any that is sure.
        """
        number = LINES_EACH * newest
        while True:
            latest = [await self._log.last_said(account, number, signal) for account in accounts]
            ends = [lines[-1][1] for lines in latest if len(lines) == number]
            papers = sorted({paper for lines in latest for paper, _ in lines})
            lines = (await self._standing([member], papers, signal))[member]
            said = await _folded(lines)
            sure = {paper: one for paper, one in said.items() if not ends or one.at > max(ends)}
            if not ends or len(sure) >= newest:
                return _Latest([line for line in lines if line.paper in sure], sure)
            number *= 2

    async def _standing(
        self, members: Sequence[Member], papers: Sequence[PaperId] | None = None, signal: Signal | None = None
    ) -> dict[Member, Sequence[Feedback]]:
        return await self._standing_in(await self._links.of_many(members), papers, signal)

    async def _standing_in(
        self,
        joined: Mapping[Member, Sequence[Member]],
        papers: Sequence[PaperId] | None = None,
        signal: Signal | None = None,
    ) -> dict[Member, Sequence[Feedback]]:
        """The standing lines of each, given all of their accounts."""
        every = [account for accounts in joined.values() for account in accounts]
        lines = await self._log.standing_of_many(every, papers, signal)
        return {
            member: lines.get(member, ())
            if len(accounts) == 1
            else _in_order([line for account in accounts for line in lines.get(account, ())])
            for member, accounts in joined.items()
        }

    async def _take_back(self, account: Member, feedback: Feedback) -> None:
        said = opinions(await self._log.of(account, feedback.paper)).get(feedback.paper)
        if said and said.holds(feedback.signal):
            elsewhere = replace(feedback, member=account, channel=None, event=None)
            await self._log.append(elsewhere)


class JoinedInterestBook:
    """See ``bot.ports.interests.InterestBook``. Channels are joined with nothing."""

    def __init__(self, book: InterestBook, links: Links) -> None:
        self._book = book
        self._links = links

    async def of(self, owner: Owner) -> Interests:
        return (await self.of_many([owner]))[owner]

    async def of_many(self, owners: Sequence[Owner]) -> Mapping[Owner, Interests]:
        joined = await self._links.of_many([owner for owner in owners if isinstance(owner, Member)])
        accounts = {owner: joined[owner] if isinstance(owner, Member) else (owner,) for owner in owners}
        stated = await self._book.of_many(list(dict.fromkeys(one for ones in accounts.values() for one in ones)))
        return {owner: _united([stated[one] for one in ones]) for owner, ones in accounts.items()}

    async def state(self, owner: Owner, interest: Interest) -> None:
        """What contradicts it elsewhere is withdrawn there."""
        for account in await self._others(owner):
            for stated in (await self._book.of(account)).all:
                if stated.key == interest.key and stated.muted != interest.muted:
                    await self._book.withdraw(account, stated)
        await self._book.state(owner, interest)

    async def withdraw(self, owner: Owner, interest: Interest) -> bool:
        elsewhere = [await self._book.withdraw(account, interest) for account in await self._others(owner)]
        return await self._book.withdraw(owner, interest) or any(elsewhere)

    async def _others(self, owner: Owner) -> Sequence[Member]:
        return () if isinstance(owner, Channel) else (await self._links.of(owner))[1:]


class JoinedEndedInterests:
    """See ``bot.ports.ended_interests.EndedInterests``."""

    def __init__(self, ended: EndedInterests, links: Links) -> None:
        self._ended = ended
        self._links = links

    async def keep(self, member: Member, interests: Sequence[Interest], at: datetime) -> None:
        await self._ended.keep(member, interests, at)

    async def of(self, member: Member) -> Sequence[EndedInterest]:
        every = [ended for account in await self._links.of(member) for ended in await self._ended.of(account)]
        return sorted(every, key=attrgetter("at"), reverse=True)

    async def drop(self, member: Member, at: datetime) -> None:
        for account in await self._links.of(member):
            await self._ended.drop(account, at)

    async def expire(self, now: datetime) -> None:
        await self._ended.expire(now)


async def _folded(lines: Sequence[Feedback]) -> Mapping[PaperId, Opinion]:
    """What the lines say now; many are folded away from the event loop, where others wait."""
    return opinions(lines) if len(lines) < FOLD_IN_THREAD_FROM else await asyncio.to_thread(opinions, lines)


def _newest(opinions: Mapping[PaperId, Opinion], most: int | None) -> Mapping[PaperId, Opinion]:
    if most is None or len(opinions) <= most:
        return opinions
    return {opinion.paper: opinion for opinion in _newest_first(opinions.values())[:most]}


def _newest_first(opinions: Iterable[Opinion]) -> list[Opinion]:
    return sorted(opinions, key=attrgetter("at", "paper"), reverse=True)


def _united(stated: Sequence[Interests]) -> Interests:
    """The interests of all accounts, each once, those of the first account first. Mutes win."""
    if len(stated) == 1:
        return stated[0]
    united: dict[tuple[object, str], Interest] = {}
    for interest in (interest for interests in stated for interest in interests.all):
        known = united.get(interest.key)
        if known is None or (interest.muted and not known.muted):
            united[interest.key] = interest
    return Interests(all=tuple(united.values()))


def _in_order(lines: Iterable[Feedback]) -> list[Feedback]:
    return sorted(lines, key=attrgetter("at"))
