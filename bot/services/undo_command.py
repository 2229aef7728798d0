"""The command ``undo``: takes back what somebody said last: a reaction, a follow, a mute, or the end of one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards import refusals, replies
from bot.commands.arguments import MAYBE_PAPER, SIGNAL
from bot.commands.numbers import means_all
from bot.commands.values import read_interest
from bot.errors import NotFound
from bot.model import Answer, EndedInterest, Interest, Interests, Member, Request
from bot.ports.ended_interests import EndedInterests
from bot.ports.interests import InterestBook
from bot.services.feedback_commands import FeedbackCommands
from bot.services.handling import Handler
from bot.services.import_jobs import ImportJobs
from bot.services.interest_commands import same_interest

_OF_AN_INTEREST = re.compile(r"(?P<ended>un)?(?P<verb>follow|mute)\s+(?P<interest>.+)", re.IGNORECASE | re.DOTALL)
_AN_IMPORT = re.compile(r"(?:(?:all|of|the|my|this|that|last|whole)\s+)*import", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestChange:
    """What one command did to somebody's interests: those it ``stated``, and those it ``ended``."""

    at: datetime
    stated: tuple[Interest, ...]
    ended: tuple[Interest, ...]


class UndoCommand:
    """Compares when the last reaction and the last change of interests were made, and takes the later one back.

    An import is taken back as one, however many papers it liked, and does not go on then; one before it does.
    """

    def __init__(
        self, feedback: FeedbackCommands, book: InterestBook, ended: EndedInterests, imports: ImportJobs
    ) -> None:
        self._feedback = feedback
        self._book = book
        self._ended = ended
        self._imports = imports

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"undo": self._undo}

    async def _undo(self, request: Request) -> Answer:
        if means_all(request.command.get(MAYBE_PAPER.name)):
            kept = tuple(one for one in request.command.arguments if one[0] != MAYBE_PAPER.name)
            return replies.step_by_step(
                await self._undo(replace(request, command=replace(request.command, arguments=kept)))
            )
        named = MAYBE_PAPER.of(request.command, "")
        if _AN_IMPORT.fullmatch(named):
            return await self._undo_import(request)
        if of_interest := _OF_AN_INTEREST.fullmatch(named):
            return await self._take_back(request.member, await self._named_change(request.member, of_interest))
        of_a_reaction = named or SIGNAL.of(request.command, "") or await self._feedback.taken_back_by(request)
        if not of_a_reaction and await self._import_is_last(request.member):
            return await self._undo_import(request)
        change = None if of_a_reaction else await self._last_change(request.member)
        if change is None:
            answer, imported = await self._feedback.take_back(request)
            if imported is None or named:  # of one paper of an import, the others stay wanted
                return answer
            return replies.import_taken_back(answer, await self._imports.stop(request.member, imported))
        return await self._take_back(request.member, change)

    async def _undo_import(self, request: Request) -> Answer:
        """Take back the import that was asked for last: what it liked, if anything yet, and what it still looks up."""
        again = bool(await self._feedback.taken_back_by(request))
        liked = () if again else await self._feedback.last_import(request.member)
        asked = None if again else await self._imports.last_asked(request.member)
        at = max((*(line.at for line in liked[:1]), *((asked,) if asked else ())), default=None)
        left = await self._imports.stop(request.member, at) if at else 0
        likes = await self._feedback.take_back_import(request, [line for line in liked if line.at == at])
        if likes is None and not left:
            raise NotFound(refusals.NO_IMPORT_TO_UNDO)
        return replies.import_taken_back(likes, left)

    async def _import_is_last(self, member: Member) -> bool:
        """Whether nothing was said after an import that is under way, which may have liked nothing yet."""
        asked = await self._imports.last_asked(member)
        if asked is None:
            return False
        reaction = await self._feedback.last_reaction(member)
        changes = _times(await self._book.of(member), await self._ended.of(member))
        return max((*changes, *((reaction.at,) if reaction else ())), default=asked) <= asked

    async def _last_change(self, member: Member) -> InterestChange | None:
        """The newest change of interests, where no reaction came after it."""
        stated, ended = await self._book.of(member), await self._ended.of(member)
        last = max(_times(stated, ended), default=None)
        reaction = await self._feedback.last_reaction(member) if last else None
        return _change_at(last, stated, ended) if last and (reaction is None or reaction.at < last) else None

    async def _named_change(self, member: Member, named: re.Match[str]) -> InterestChange:
        """The newest change of the interest that is named. Raises ``NotFound`` where there is none."""
        wanted, muted = read_interest(named["interest"]), named["verb"].casefold() == "mute"
        stated, ended = await self._book.of(member), await self._ended.of(member)
        times = _times(Interests(), ended) if named["ended"] else _times(stated, ())
        for at in sorted(times, reverse=True):
            change = _change_at(at, stated, ended)
            touched = change.ended if named["ended"] else change.stated
            if any(one.muted == muted and same_interest(one, wanted) for one in touched):
                return change
        raise NotFound(refusals.nothing_to_undo_of(str(wanted)))

    async def _take_back(self, member: Member, change: InterestChange) -> Answer:
        for interest in change.stated:
            await self._book.withdraw(member, interest)
        for interest in change.ended:
            await self._book.state(member, interest)
        await self._ended.drop(member, change.at)
        return replies.change_undone(change.stated, change.ended)


def _times(stated: Interests, ended: Sequence[EndedInterest]) -> Iterable[datetime]:
    return [*(one.since for one in stated.all if one.since), *(one.at for one in ended)]


def _change_at(at: datetime, stated: Interests, ended: Sequence[EndedInterest]) -> InterestChange:
    return InterestChange(
        at=at,
        stated=tuple(one for one in stated.all if one.since == at),
        ended=tuple(one.interest for one in ended if one.at == at),
    )
