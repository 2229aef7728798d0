"""Numbers that people type mean papers of the list that they saw last: "like 2", "why the first one"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.cards import problems, refusals
from bot.cards.chat import with_note
from bot.cards.papers import MORE
from bot.commands import BY_NAME
from bot.commands.numbers import may_be_places, means_all, named_places
from bot.errors import BadQuery, StoreError, Unclear
from bot.identity import short
from bot.model import (
    Answer,
    Card,
    Channel,
    Command,
    DigestReport,
    LastList,
    ListedPapers,
    Member,
    PaperId,
    Request,
    Signal,
)
from bot.ports.digests import Digests
from bot.ports.last_lists import LastLists
from bot.ports.papers import Papers
from bot.ports.time import Clock
from bot.services.handling import Handler

DIGESTS_BACK = 10
"""Of so many of a channel's last digests one may have been posted with papers in it."""

MOST_TURNED = 5_000
"""Lists of which this process remembers how they were asked for; the oldest is forgotten first."""

_SEVERAL = frozenset(signal.value for signal in Signal)
"""Commands that several papers can be named to at once."""

_Place = tuple[Member, Channel | None]
_Posted = tuple[datetime, Sequence[PaperId]]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A list with pages: what asked for the page shown last, when that was, and whether there is another."""

    command: Command
    at: datetime
    goes_on: bool


log = structlog.get_logger()


class ShownLists:
    """What each person saw last in each place; in a channel, what was posted there is seen by all.

    A list is stored before it is shown, so that whichever process is asked next knows it, now and after a restart.
    What can't be stored is shown all the same, with a notice that numbers don't mean it. This process then takes no
    number there for a paper of an older list, until a later one is known; other processes can't be told, so that of
    them the notice alone is the warning.
    """

    def __init__(self, digests: Digests, lists: LastLists, papers: Papers, clock: Clock) -> None:
        self._digests = digests
        self._lists = lists
        self._papers = papers
        self._clock = clock
        self._not_stored: dict[_Place, datetime] = {}
        self._shown: dict[_Place, _Shown] = {}

    def over(self, handlers: Mapping[str, Handler]) -> dict[str, Handler]:
        """The same handlers, for commands that may name papers by number, or ask for another page of the last list."""
        numbered = {name: self._numbered(handler) for name, handler in handlers.items()}
        return {**numbered, "help": self._turning(numbered)}

    def _turning(self, handlers: Mapping[str, Handler]) -> Handler:
        """What answers ``more``, ``page 2`` and ``newest first``: help on how to ask, where no list is known for it."""

        async def answer(request: Request) -> Answer:
            page, narrow = request.command.get("page"), request.command.get("narrow")
            shown = await self._shown_last(request) if page or narrow else None
            if shown is None or (narrow and shown.command.name != "search"):
                return await handlers["help"](request)
            command = _narrowed(shown, narrow) if narrow else _turned(shown, page)
            turned = await handlers[shown.command.name](replace(request, command=command))
            if not turned.card.papers and not narrow:
                raise BadQuery(problems.NO_MORE_PAGES)
            note = problems.A_FEW_AT_A_TIME if page == "all" else problems.SEARCHED_ANEW if narrow else ""
            return with_note(turned, note) if note and turned.card.papers else turned

        return answer

    async def _shown_last(self, request: Request) -> _Shown | None:
        """The list that this process showed there, unless another showed one since or something was posted."""
        shown = self._shown.get((request.member, request.channel))
        own, posted = await self._lists.of(request.member, request.channel), await self._posted(request.channel)
        is_last = shown and own and own.list_at == shown.at and not (posted and posted[0] > shown.at)
        return shown if is_last else None

    def _numbered(self, handler: Handler) -> Handler:
        async def answer(request: Request) -> Answer:
            command = await self._with_papers(request)
            answered = await handler(replace(request, command=command))
            if not answered.card.papers or await self._stored(request, answered.card):
                return answered
            return with_note(answered, refusals.NOT_NOTED)

        return answer

    async def _with_papers(self, request: Request) -> Command:
        """The command with the ids of the papers that it names by their places."""
        command = request.command
        text = command.get("paper")
        if command.name == "undo" and means_all(text):  # of what was said, not of the list
            return command
        found = named_places(text, await self._listed(request)) if may_be_places(text) else None
        if found is None:
            return command
        if len(found) > 1 and command.name not in _SEVERAL:
            raise Unclear(problems.ONE_OF_SEVERAL, await self._choices(found))
        named = (("paper", " ".join(found)) if name == "paper" else (name, given) for name, given in command.arguments)
        return replace(command, arguments=tuple(named))

    async def _choices(self, found: tuple[PaperId, ...]) -> tuple[tuple[str, str], ...]:
        known = await self._papers.get(found)
        return tuple((known[paper].title if paper in known else short(paper), short(paper)) for paper in found)

    async def _listed(self, request: Request) -> ListedPapers:
        """What was seen last: an answer of one's own, or what was posted in the channel."""
        place = (request.member, request.channel)
        own, posted = await self._lists.of(*place), await self._posted(request.channel)
        unknown_at = self._not_stored.get(place)
        if unknown_at and not any(at and at >= unknown_at for at in (own and own.list_at, posted and posted[0])):
            raise BadQuery(problems.LIST_NOT_STORED)
        return _latest(own, posted)

    async def _posted(self, channel: Channel | None) -> _Posted | None:
        """The last digest with papers that was posted there, and when."""
        reports = await self._digests.reports(channel, DIGESTS_BACK) if channel else ()
        return next(((one.posted, _seen_in(one)) for one in reports if one.posted and one.digest.picks), None)

    async def _stored(self, request: Request, card: Card) -> bool:
        """Store what the card shows; False where that can't be. Of a list whose beginning is missing nothing is."""
        place: _Place = (request.member, request.channel)
        first, at = card.papers[0].paper, self._clock.now()
        alone = len(card.papers) == 1 and not card.numbered
        if place in self._not_stored and card.first > 1:
            return False
        try:
            await (self._lists.show_paper(*place, first, at) if alone else self._lists.show_list(*place, _of(card), at))
        except StoreError as error:
            log.warning("list.not_stored", why=str(error))
            self._not_stored[place] = at
            return False
        if not alone:
            self._not_stored.pop(place, None)
            self._remember(place, _Shown(request.command, at, goes_on=any(b.label == MORE for b in card.buttons)))
        return True

    def _remember(self, place: _Place, shown: _Shown) -> None:
        self._shown.pop(place, None)
        if BY_NAME[shown.command.name].pages:
            self._shown[place] = shown
        if len(self._shown) > MOST_TURNED:
            self._shown.pop(next(iter(self._shown)))


def _narrowed(shown: _Shown, narrow: str) -> Command:
    """The search that was shown, from its first page, with what it is to be narrowed by."""
    return replace(shown.command, page=1, arguments=(*shown.command.arguments, ("narrow", narrow)))


def _turned(shown: _Shown, page: str) -> Command:
    """The command of another page, by its number or by how it is called. Raises ``BadQuery`` where there is none."""
    here = shown.command.page
    number = {"next": here + 1, "all": here + 1, "previous": here - 1, "same": here}.get(page)
    number = int(page) if number is None else number
    if page in ("next", "all") and not shown.goes_on:
        raise BadQuery(problems.NO_MORE_PAGES if page == "next" else problems.WHOLE_LIST)
    if number < 1:
        raise BadQuery(problems.FIRST_PAGE)
    return replace(shown.command, page=number)


def _latest(own: LastList | None, posted: _Posted | None) -> ListedPapers:
    """The later of both lists, with the paper that was shown alone since."""
    if own is None and posted is None:
        return ListedPapers()
    if posted is None or (own and own.list_at and own.list_at >= posted[0]):
        return own.listed if own else ListedPapers()
    papers = dict(enumerate(posted[1], 1))
    only = own.listed.only if own and own.at >= posted[0] else None
    return ListedPapers(papers=papers, page=tuple(papers), only=only)


def _seen_in(report: DigestReport) -> Sequence[PaperId]:
    """The papers of a post as it numbers them: below the picks an overview shows others; cards show one pick each."""
    picks = report.digest.papers
    return report.listed if len(report.listed) > len(picks) else picks


def _of(card: Card) -> ListedPapers:
    papers = {number: one.paper for number, one in enumerate(card.papers, card.first)}
    return ListedPapers(papers=papers, page=tuple(papers), only=card.papers[0].paper if len(papers) == 1 else None)
