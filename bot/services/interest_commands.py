"""Following and muting, by members."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import interests as cards
from bot.cards import refusals, replies
from bot.commands.arguments import GROUP, INTEREST, MAYBE_INTEREST
from bot.errors import BadQuery, NotFound
from bot.model import Answer, Interest, InterestKind, Member, Request
from bot.ports.interests import InterestBook
from bot.ranking.namesakes import Somebody
from bot.services.handling import Handler
from bot.services.interest_reach import InterestReach
from bot.text import fold

MOST = 200
"""Interests and mutes of one member."""


class InterestCommands:
    """Writes what members state."""

    def __init__(self, book: InterestBook, reach: InterestReach) -> None:
        self._book = book
        self._reach = reach

    @property
    def handlers(self) -> dict[str, Handler]:
        return {
            "follow": self._follow,
            "mute": self._mute,
            "unfollow": self._unfollow,
            "unmute": self._unmute,
        }

    async def _follow(self, request: Request) -> Answer:
        return await self._state(request, muted=False)

    async def _mute(self, request: Request) -> Answer:
        return await self._state(request, muted=True)

    async def _unfollow(self, request: Request) -> Answer:
        return await self._withdraw(request, muted=False)

    async def _unmute(self, request: Request) -> Answer:
        return await self._withdraw(request, muted=True)

    async def _state(self, request: Request, *, muted: bool) -> Answer:
        read = INTEREST.given(request.command)
        group = None if muted else GROUP.of(request.command, "") or None
        if len((await self._book.of(request.member)).all) >= MOST:
            raise BadQuery(refusals.enough_interests(MOST))
        interest = replace(read, muted=muted, group=group, since=request.at)
        before = (await self._book.of(request.member)).follows
        interest, settled = _any_of_the_name(interest)
        await self._book.state(request.member, interest)
        reach = await self._reach.of(interest)
        month = cards.month_text(reach.newest, request.at.date())
        if not muted:
            await self._narrow(request.member, interest, before)
            people = [] if settled else [(replace(interest, value=str(each.who)), each.papers) for each in reach.people]
            return cards.followed(interest, reach.papers, month, meant=reach.meant, people=people)
        ended = [each for each in before if each.kind is interest.kind and _same(each, interest)]
        hidden = await self._reach.both(interest, [each for each in before if each not in ended])
        return cards.muted(interest, reach.papers, month, ended=ended, hidden=hidden, meant=reach.meant)

    async def _narrow(self, member: Member, interest: Interest, before: Sequence[Interest]) -> None:
        """Who follows one person of a name follows no other of that name any more."""
        who = Somebody.read(interest.value)
        for each in before if interest.kind is InterestKind.AUTHOR and who.circle else ():
            if each.kind is InterestKind.AUTHOR and fold(each.value) == fold(who.name):
                await self._book.withdraw(member, each)

    async def _withdraw(self, request: Request, *, muted: bool) -> Answer:
        wanted = MAYBE_INTEREST.of(request.command, None)
        interests = await self._book.of(request.member)
        stated = interests.all
        if wanted is None:
            return replies.which_interest(interests.mutes if muted else interests.follows, muted=muted)
        interest = next((i for i in stated if i.muted == muted and _same(i, wanted)), None)
        if interest is None or not await self._book.withdraw(request.member, interest):
            raise NotFound(refusals.not_stated(str(wanted), muted=muted))
        return replies.withdrawn(interest)


def _same(stated: Interest, wanted: Interest) -> bool:
    """The stated interest that is meant: a bare word also means one of that name of another kind."""
    kinds = wanted.kind in (stated.kind, InterestKind.TOPIC)
    values = {stated.value, Somebody.read(stated.value).name} if stated.kind is InterestKind.AUTHOR else {stated.value}
    return kinds and wanted.value.casefold() in map(str.casefold, values)


def _any_of_the_name(interest: Interest) -> tuple[Interest, bool]:
    """The interest without the words that say that anybody of a name is meant, and whether they stood there."""
    name = interest.value.removesuffix(cards.ANYBODY)
    settled = interest.kind is InterestKind.AUTHOR and bool(name) and name != interest.value
    return (replace(interest, value=name), True) if settled else (interest, False)
