"""Reactions: buttons, commands and emoji become lines of the feedback log, and can be taken back."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.cards import replies
from bot.cards.picks import mute_given
from bot.commands.arguments import MAYBE_PAPER, PAPERS, SIGNAL
from bot.errors import UserError
from bot.identity import SCHEMES
from bot.model import (
    Answer,
    Button,
    Feedback,
    Member,
    MessageRef,
    Opinion,
    Paper,
    PaperId,
    Pick,
    Reaction,
    Request,
    Signal,
)
from bot.model.imports import is_imported
from bot.model.opinions import opinions
from bot.ports.chat import Shown
from bot.ports.feedback import FeedbackLog
from bot.ports.memberships import Memberships
from bot.ports.papers import Papers
from bot.ports.posts import Posts
from bot.services.handling import Handler
from bot.services.resolve_paper import PaperResolver

Why = Callable[[Member, PaperId], Awaitable[Pick]]
"""What a paper would be as a pick for a member, with its reasons."""

RECENT = 50
"""Papers among which the last reaction is looked for first: somebody may have reacted a hundred thousand times."""
_TICK = timedelta(microseconds=1)
_DIVIDED = re.compile(f"/(?:{'|'.join(scheme.prefix for scheme in SCHEMES)}):.*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmojiSets:
    """Which bare emoji mean what; a setting."""

    like: str
    dislike: str
    save: str

    def signal(self, emoji: str) -> Signal | None:
        sets = ((self.like, Signal.LIKE), (self.dislike, Signal.DISLIKE), (self.save, Signal.SAVE))
        return next((signal for emojis, signal in sets if emoji and emoji in emojis), None)


class FeedbackCommands:
    """Writes what members think of papers, and takes it back."""

    def __init__(
        self,
        log: FeedbackLog,
        memberships: Memberships,
        resolver: PaperResolver,
        papers: Papers,
        posts: Posts,
        emoji: EmojiSets,
        why: Why,
    ) -> None:
        self._log = log
        self._memberships = memberships
        self._resolver = resolver
        self._papers = papers
        self._posts = posts
        self._emoji = emoji
        self._why = why

    @property
    def handlers(self) -> dict[str, Handler]:
        return {signal.value: self._give for signal in Signal}

    async def react(self, reaction: Reaction, shown: Shown | None = None) -> Answer | None:
        """An emoji on a posted paper, given or taken back; None when it means nothing here, or nothing new.

        A message that shows several papers means none of them, so the answer asks which one is meant. A removal is
        written even when nothing was given, so that it counts when it overtakes the reaction it removes.
        """
        signal = self._emoji.signal(reaction.emoji)
        if signal is None:
            return None
        meant = await self._posts.papers_of(reaction.message) or (await shown() if shown else ())
        paper = await self._only(meant)
        if paper is None:
            return await self._ask_which(signal, meant) if reaction.added and not reaction.late else None
        line = _reaction_line(reaction, paper.id, signal)
        if reaction.late:
            if await self._log.append_found(line):
                await self._seen(reaction)
            return None
        said = reaction.added and await self._stands(line)
        mutes = await self._mutes(line) if reaction.added and not said else ()
        await self._log.append(line if reaction.added else await self._taking_off(line))
        await self._seen(reaction)
        if not reaction.added:
            return replies.taken_back(signal, paper)
        return None if said else replies.receipt(signal, paper, _about(paper), mutes=mutes)

    async def _stands(self, line: Feedback) -> bool:
        """Whether the member said the same of the paper before: one more emoji then needs no receipt.

        This emoji itself may be written already, where the database was lost in the middle and it is tried again.
        """
        before = [
            one for one in await self._log.of(line.member, line.paper) if not line.event or one.event != line.event
        ]
        return _holds(opinions(before).get(line.paper), line.signal)

    async def posted(self, platform: str, since: datetime) -> Sequence[MessageRef]:
        """See ``Core.posted``."""
        return await self._posts.posted(platform, since)

    async def thread_of(self, message: MessageRef) -> MessageRef | None:
        """See ``Core.thread_of``."""
        return await self._posts.thread_of(message)

    async def _ask_which(self, signal: Signal, meant: Sequence[PaperId]) -> Answer | None:
        papers = await self._papers.get(meant)
        known = [papers[paper] for paper in meant if paper in papers]
        return replies.which_paper(signal, known) if known else None

    async def _taking_off(self, line: Feedback) -> Feedback:
        """What is written of an emoji that was taken off.

        One that was never told as put on takes back all, as does a click: it may have been told before emoji were
        written down.
        """
        lines = await self._log.of(line.member, line.paper)
        same = any((one.signal, one.emoji, one.member) == (line.signal, line.emoji, line.member) for one in lines)
        return line if same else replace(line, emoji="")

    async def _give(self, request: Request) -> Answer:
        signal = Signal(request.command.name)
        papers = [await self._resolver.resolve(named) for named in PAPERS.given(request.command)]
        if len(papers) == 1:
            return await self._give_one(request, signal, papers[0])
        already = [paper for paper in papers if await self._had_said(request.member, paper.id, signal)]
        for paper in papers:  # each is an event of its own
            await self._give_one(replace(request, event=_event_of(request, paper.id)), signal, paper)
        return replies.receipts(signal, papers, already=len(already))

    async def _had_said(self, member: Member, paper: PaperId, signal: Signal) -> bool:
        return _holds(opinions(await self._log.of(member, paper)).get(paper), signal)

    async def _give_one(self, request: Request, signal: Signal, paper: Paper) -> Answer:
        lines = await self._log.of(request.member, paper.id)
        already = _holds(opinions(lines).get(paper.id), signal)
        line = replace(_line(request, paper.id, signal), at=_after(lines, paper.id, request.at))
        mutes = await self._mutes(line)
        if not already:
            await self._log.append(line)
        return replies.receipt(signal, paper, _about(paper), already=already, mutes=mutes)

    async def take_back(self, request: Request) -> tuple[Answer, datetime | None]:
        """Take back what the last command said, or what is named, of a paper and a kind.

        Beside the answer, when the import was asked for that said it, or None where none did.
        """
        text, what = MAYBE_PAPER.of(request.command, ""), SIGNAL.of(request.command, "")
        paper = await self._resolver.resolve(text) if text else None
        done = await self.taken_back_by(request)
        last = done or await self._last(request.member, paper.id if paper else None, what)
        if not last:
            raise UserError(replies.nothing_to_undo(paper))
        answer = await self._take_back(request, last, done=bool(done))
        return answer, last[0].at if is_imported(last[0]) else None

    async def last_import(self, member: Member) -> Sequence[Feedback]:
        """What the import liked that liked something last, as far as it still counts."""
        return await asyncio.to_thread(_newest, await self._log.standing(member), "", imported=True)

    async def take_back_import(self, request: Request, liked: Sequence[Feedback]) -> Answer | None:
        """Take back what an import liked; None where that is nothing."""
        done = await self.taken_back_by(request)
        last = done or liked
        return await self._take_back(request, last, done=bool(done)) if last else None

    async def _take_back(self, request: Request, last: Sequence[Feedback], *, done: bool) -> Answer:
        for line in () if done else last:
            at = _after(await self._log.of(request.member, line.paper), line.paper, request.at)
            event = _event_of(request, line.paper)
            await self._log.append(replace(_line(request, line.paper, line.signal), at=at, event=event, retracted=True))
        papers = await self._papers.get([line.paper for line in last])
        return replies.taken_back(last[0].signal, *(papers[line.paper] for line in last))

    async def taken_back_by(self, request: Request) -> Sequence[Feedback]:
        """What this very command took back when it came before: a second time it may not reach further back."""
        if not request.event:
            return ()
        return [line for line in await self._log.of_event(request.member, request.event) if line.retracted]

    async def last_reaction(self, member: Member) -> Feedback | None:
        """The newest line that still counts."""
        return next(iter(await self._last(member, None, "")), None)

    async def _last(self, member: Member, paper: PaperId | None, what: str) -> Sequence[Feedback]:
        """What one command said last and still counts, about this paper and signal where they are given."""
        if paper is not None:
            return _newest(await self._log.of(member, paper), what)
        newest = _newest(await self._log.standing(member, RECENT), what)
        if newest and not is_imported(newest[0]):  # an import may have liked any number
            return newest
        return await asyncio.to_thread(_newest, await self._log.standing(member), what)

    async def _mutes(self, line: Feedback) -> tuple[Button, ...]:
        """Buttons that mute what the paper would have been picked for before this reaction."""
        return mute_given(await self._why(line.member, line.paper))

    async def _seen(self, reaction: Reaction) -> None:
        """Note a sign of life, which may be a member's only one; in a thread it counts for the thread's channel."""
        channel = await self._posts.channel_of(reaction.message)
        if channel:
            await self._memberships.seen(channel, reaction.member, reaction.at)

    async def _only(self, meant: Sequence[PaperId]) -> Paper | None:
        return (await self._papers.get(meant)).get(meant[0]) if len(meant) == 1 else None


def _reaction_line(reaction: Reaction, paper: PaperId, signal: Signal) -> Feedback:
    return Feedback(
        member=reaction.member,
        paper=paper,
        signal=signal,
        at=reaction.at,
        retracted=not reaction.added,
        channel=reaction.message.channel,
        event=reaction.event,
        emoji=reaction.emoji,
    )


def _line(request: Request, paper: PaperId, signal: Signal) -> Feedback:
    return Feedback(
        member=request.member,
        paper=paper,
        signal=signal,
        at=request.at,
        channel=request.channel,
        event=request.event,
    )


def _holds(opinion: Opinion | None, signal: Signal) -> bool:
    return opinion is not None and opinion.holds(signal)


def _after(lines: Sequence[Feedback], paper: PaperId, at: datetime) -> datetime:
    """``at``, or just after the newest line about the paper: the clock of a platform may be ahead of ours."""
    return max([at, *(line.at + _TICK for line in lines if line.paper == paper)])


def _event_of(request: Request, paper: PaperId) -> str | None:
    """The event of one of several papers that a command names."""
    return request.event and f"{request.event}/{paper}"


def _newest(log: Sequence[Feedback], what: str, *, imported: bool = False) -> Sequence[Feedback]:
    """What still counts of the command that spoke last, of this signal where one is given, in the order it was said."""
    standing = opinions(log)
    counting = (
        line
        for line in reversed(log)
        if (not what or line.signal.value == what)
        and not line.retracted
        and (not imported or is_imported(line))
        and _holds(standing.get(line.paper), line.signal)
    )
    newest = next(counting, None)
    return [newest, *(line for line in counting if _command(line) == _command(newest))][::-1] if newest else []


def _command(line: Feedback) -> tuple[object, ...]:
    """By what the lines of one command are known: one moment, and an event that it divided; an emoji stands alone."""
    return line.member, line.signal, line.at, _command_event(line), line.emoji and line.paper


def _command_event(line: Feedback) -> str:
    """The event of the command that wrote a line; see ``_event_of``: the paper may have got another id since."""
    return _DIVIDED.sub("", line.event or "")


def _about(paper: Paper) -> str:
    """What a paper is about, in two words or three, for the receipt."""
    return ", ".join(paper.keywords[:2])
