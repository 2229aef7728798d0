"""Following and muting, by members."""

import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from typing import Protocol

from bot.cards import corrections, organisations, problems, refusals, replies
from bot.cards import interests as cards
from bot.commands.arguments import GROUP, INTEREST, MAYBE_INTEREST
from bot.commands.interest_words import read_interests
from bot.commands.tokens import QUOTES
from bot.commands.values import read_interest
from bot.errors import BadQuery, NotFound, Unclear, UserError
from bot.model import Answer, Interest, InterestKind, Member, Paper, Request
from bot.ports.ended_interests import EndedInterests
from bot.ports.interests import InterestBook
from bot.ranking.namesakes import NamedAuthor
from bot.services.handling import Handler
from bot.services.interest_reach import InterestReach, Reach
from bot.text import fold, words
from bot.well_known import BESIDE_NAMES, WELL_KNOWN

MAX_INTERESTS = 200
"""Interests and mutes of one member."""
_WORDS_OF_NAME = 2
_INSTEAD_OF = re.compile(r"(?P<what>.+?),? (?:instead of|in place of|rather than) (?P<other>.*\w.*)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_GROUPS = frozenset(("work", "home", "private", "personal", "hobby", "fun", "team", "phd", "thesis", "reading"))
"""What people file their follows under."""
_ALL = frozenset(("all", "everything", "all of them", "them all", "all topics", "all interests", "all mutes", "*"))
"""What people type to take back all that they follow, or mute."""


CloseTo = Callable[[str, Sequence[Paper]], Awaitable[Sequence[Paper]]]
"""``Ranker.close_to``."""


class _Change(Protocol):
    def __call__(self, request: Request, *, muted: bool) -> Awaitable[Answer]: ...


class InterestCommands:
    """Writes what members state."""

    def __init__(self, book: InterestBook, ended: EndedInterests, reach: InterestReach, close_to: CloseTo) -> None:
        self._book = book
        self._ended = ended
        self._reach = reach
        self._close_to = close_to

    @property
    def handlers(self) -> dict[str, Handler]:
        return {
            "follow": self._follow,
            "mute": self._mute,
            "unfollow": self._unfollow,
            "unmute": self._unmute,
        }

    async def _follow(self, request: Request) -> Answer:
        return await self._changed(request, self._state, muted=False)

    async def _mute(self, request: Request) -> Answer:
        return await self._changed(request, self._state, muted=True)

    async def _unfollow(self, request: Request) -> Answer:
        return await self._changed(request, self._withdraw, muted=False)

    async def _unmute(self, request: Request) -> Answer:
        return await self._changed(request, self._withdraw, muted=True)

    async def _changed(self, request: Request, change: _Change, *, muted: bool) -> Answer:
        """Make a change; all that it ended is remembered, for ``undo``."""
        before = (await self._book.of(request.member)).all
        answer = await change(request, muted=muted)
        after = (await self._book.of(request.member)).all
        if gone := [interest for interest in before if interest not in after]:
            await self._ended.keep(request.member, gone, request.at)
        return answer

    async def _state(self, request: Request, *, muted: bool) -> Answer:
        before = await self._book.of(request.member)
        text, ended = _instead_of(request.command.get(INTEREST.name), before.mutes if muted else before.follows)
        named = [one for each in INTEREST.read(text) for one in _each_known(each)]
        if len(before.all) + len(named) - len(ended) > MAX_INTERESTS:
            raise BadQuery(refusals.enough_interests(MAX_INTERESTS))
        group = None if muted else GROUP.of(request.command, "") or next((one.group for one in ended), None)
        if muted:
            _ask_of_groups(named, {each.group for each in before.follows if each.group})
        stated = [replace(one, muted=muted, group=group, since=request.at) for one in named]
        await self._withdraw_each(request.member, ended)
        return cards.together([await self._stated(request, one, ended, brief=len(stated) > 1) for one in stated])

    async def _stated(self, request: Request, interest: Interest, ended: Sequence[Interest], *, brief: bool) -> Answer:
        interest, settled = _any_of_the_name(interest)
        reach = await self._reach.of(interest)
        if interest.kind is InterestKind.AUTHOR and reach.called and not settled:
            return cards.whom(interest, reach.called)
        reach = replace(reach, called=(), people=()) if settled else reach
        before = await self._book.of(request.member)
        await self._book.state(request.member, interest)
        others = before.mutes if interest.muted else before.follows
        replaced = await self._reach.offered_for(interest, others)
        await self._withdraw_each(request.member, replaced)
        replaced = [*ended, *replaced]
        if interest.muted:
            muted = await self._muted(request, interest, reach, before.follows, replaced, brief=brief)
            return _with_other_readings(muted, interest, reach)
        void = _replaced_by(interest, before.follows, anybody=settled)
        await self._withdraw_each(request.member, void)
        mutes = (await self._book.of(request.member)).mutes
        people = [(replace(interest, value=str(each.who)), each.papers) for each in reach.people]
        known = brief or reach.papers or reach.called or reach.meant
        followed = cards.followed(
            interest,
            reach.papers,
            cards.month_text(reach.newest, request.at.date()),
            meant=reach.meant,
            called=reach.called,
            close=() if known else await self._close_to_topic(interest),
            people=people,
            instead_of=replaced,
            categories=reach.categories,
            brief=brief,
            group_is_sure=_is_sure(request, [each.group for each in before.follows]),
            lifted=[each for each in before.mutes if each not in mutes],
            hidden=await self._reach.hidden_by(reach.papers, mutes),
            picked_since=reach.picked_since,
            unknown=reach.unknown,
        )
        return _with_other_readings(followed, interest, reach)

    async def _muted(
        self,
        request: Request,
        interest: Interest,
        reach: Reach,
        follows: Sequence[Interest],
        replaced: Sequence[Interest],
        *,
        brief: bool,
    ) -> Answer:
        ended = [each for each in follows if each.kind is interest.kind and same_interest(each, interest)]
        await self._withdraw_each(request.member, [each for each in ended if not same_interest(interest, each)])
        return cards.muted(
            interest,
            reach.papers,
            cards.month_text(reach.newest, request.at.date()),
            ended=ended,
            hidden=await self._reach.both(interest, [each for each in follows if each not in ended]),
            meant=reach.meant,
            called=reach.called,
            instead_of=replaced,
            brief=brief,
            unknown=reach.unknown,
        )

    async def _withdraw_each(self, member: Member, interests: Sequence[Interest]) -> None:
        for each in interests:
            await self._book.withdraw(member, each)

    async def _withdraw(self, request: Request, *, muted: bool) -> Answer:
        wanted = MAYBE_INTEREST.of(request.command, None)
        interests = await self._book.of(request.member)
        stated = interests.mutes if muted else interests.follows
        gone = _meant_by(wanted, stated) if wanted else []
        if wanted is None or (not stated and str(wanted).casefold() in _ALL):
            return replies.which_interest(stated, muted=muted)
        if not gone:
            raise _not_stated(wanted, stated, muted=muted)
        await self._withdraw_each(request.member, gone)
        return replies.withdrawn(gone)

    async def _close_to_topic(self, interest: Interest) -> Sequence[Paper]:
        """What comes close to a topic that no paper is about; nothing for other interests."""
        if interest.kind is not InterestKind.TOPIC:
            return ()
        _, month = await self._reach.month()
        return await self._close_to(interest.value, month)


def _instead_of(text: str, stated: Sequence[Interest]) -> tuple[str, Sequence[Interest]]:
    """What is to be stated, and of those stated what ends with it: ``world models instead of coding agents``."""
    found = _INSTEAD_OF.fullmatch(text)
    ended = _meant_by(read_interest(found["other"]), stated) if found else ()
    return (found["what"], ended) if found and ended else (text, ())


def _ask_of_groups(named: Sequence[Interest], known: Collection[str]) -> None:
    """Raise ``Unclear`` for a mute with a group behind it, which follows have alone: ``mute agents as work``."""
    for one in named:
        topic, as_, group = one.value.rpartition(f" {GROUP.lead} ")
        if as_ and one.kind is InterestKind.TOPIC and group.casefold() in {*_GROUPS, *map(str.casefold, known)}:
            meant = ((topic, f"topic:{topic}"), (problems.just_words(one.value), f"topic:{one.value}"))
            raise Unclear(problems.no_group_of_mute(group), meant, INTEREST.name)


def _each_known(interest: Interest) -> Sequence[Interest]:
    """``NVIDIA and Tencent``: each of the organisations that everybody knows; no paper is about both."""
    names = [name.strip() for name in _AND.split(interest.value)]
    known = len(names) > 1 and all(_calls_somebody(replace(interest, value=name)) for name in names)
    return [replace(interest, value=name) for name in names] if known else [interest]


def _with_other_readings(answer: Answer, interest: Interest, reach: Reach) -> Answer:
    """The same, with what else may be meant: organisations called so, and each of two words for both."""
    if (two := _two_in(interest)) and not reach.papers:
        return corrections.each_alone(answer, interest, *two)
    if _calls_somebody(interest) or reach.is_place:
        return organisations.from_there_too(answer, interest)
    return organisations.with_others(answer, interest, reach.beside, reach.places)


def _two_in(interest: Interest) -> Sequence[str]:
    """Both words of a topic such as ``crypto and blockchain``, of which each may be meant; none of another."""
    words_typed = _AND.split(interest.value) if interest.kind is InterestKind.TOPIC else ()
    return words_typed if len(words_typed) == _WORDS_OF_NAME and all(map(str.isalnum, words_typed)) else ()


def _calls_somebody(interest: Interest) -> bool:
    """Whether a topic is what everybody calls an organisation, whose papers are seldom about itself."""
    named = [word for word in words(interest.value) if word not in BESIDE_NAMES]
    return interest.kind is InterestKind.TOPIC and 0 < len(named) <= _WORDS_OF_NAME and WELL_KNOWN.issuperset(named)


def _meant_by(wanted: Interest, stated: Sequence[Interest]) -> Sequence[Interest]:
    """Those stated that are named: one, each of several with commas between them, or all; none at a stranger."""
    if one := _named(wanted, stated):
        return [one]
    if str(wanted).casefold() in _ALL:
        return stated
    try:
        several = [_named(each, stated) for each in read_interests(str(wanted))]
    except BadQuery:  # no interest, so none that is stated
        return []
    return [each for each in several if each] if all(several) else []


def _not_stated(wanted: Interest, stated: Sequence[Interest], *, muted: bool) -> UserError:
    """That it was never said; with those that were which have its words, where there are some."""
    sought = set(words(wanted.value))
    near = [str(one) for one in stated if sought and sought <= set(words(str(one)))]
    why = refusals.not_stated(str(wanted), muted=muted)
    return Unclear(why, tuple((one, one) for one in near), MAYBE_INTEREST.name) if near else NotFound(why)


def _named(wanted: Interest, stated: Sequence[Interest]) -> Interest | None:
    return next((one for one in stated if same_interest(one, wanted)), None)


def same_interest(stated: Interest, wanted: Interest) -> bool:
    """The stated interest that is meant: a bare word also means one of that name of another kind."""
    kinds = wanted.kind in (stated.kind, InterestKind.TOPIC)
    values = (
        {stated.value, NamedAuthor.read(stated.value).name} if stated.kind is InterestKind.AUTHOR else {stated.value}
    )
    return kinds and wanted.value.casefold() in map(str.casefold, values)


def _is_sure(request: Request, known: Sequence[str | None]) -> bool:
    """Whether what stands after "as" is a group: it is one already, or the interest before it stands in quotes."""
    return GROUP.of(request.command, "") in known or request.command.get("interest").translate(QUOTES)[:1] == '"'


def _replaced_by(interest: Interest, follows: Sequence[Interest], *, anybody: bool) -> list[Interest]:
    """The follows that a follow makes void: of an author's name one person's that of all, and that of ``anybody`` each.

    A topic makes void what its words were first taken for: *LLM*, filed under *judge*, for *LLM as judge*.
    """
    if interest.kind is InterestKind.TOPIC:
        return [each for each in follows if each.group and f"{each} as {each.group}" == str(interest)]
    who = NamedAuthor.read(interest.value)
    if interest.kind is not InterestKind.AUTHOR or not (who.circle or anybody):
        return []
    others = [(each, NamedAuthor.read(each.value)) for each in follows if each.kind is InterestKind.AUTHOR]
    return [
        each for each, other in others if fold(other.name) == fold(who.name) and bool(other.circle) != bool(who.circle)
    ]


def _any_of_the_name(interest: Interest) -> tuple[Interest, bool]:
    """The interest without the words that say that anybody of a name is meant, and whether they stood there."""
    name = interest.value.removesuffix(cards.ANYBODY)
    settled = interest.kind is InterestKind.AUTHOR and bool(name) and name != interest.value
    return (replace(interest, value=name), True) if settled else (interest, False)
