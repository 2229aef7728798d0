"""Numbers that people type mean papers of the list that they saw last: "like 2", "why the first one"."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards import problems
from bot.commands.numbers import ListedPapers, may_be_places, with_places
from bot.errors import BadQuery
from bot.model import Answer, Capabilities, Card, Channel, Command, Member, PaperId, Request, Signal
from bot.ports.digests import Digests
from bot.ports.replicas import Replicas
from bot.services.handling import Handler

MOST_LISTS = 20_000
"""Kept in memory, those seen longest ago go first; who asks by number after that is told."""

_SEVERAL = frozenset(signal.value for signal in Signal)
"""Commands that several papers can be named to at once."""

_Place = tuple[Member, Channel | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _LastList:
    at: datetime
    listed: ListedPapers
    ended: int
    """How many processes had ended by then."""


class ShownLists:
    """What each person saw last in each place; in a channel, what was posted there is seen by all.

    Of several processes that serve one platform none knows what was seen last, so a number means nothing there. Once
    others have ended, the one that is left lets go of lists from before: a later one may have been shown by them. A
    platform that nobody shares is asked where it runs.
    """

    def __init__(self, digests: Digests, replicas: Replicas, capabilities: Mapping[str, Capabilities]) -> None:
        self._digests = digests
        self._replicas = replicas
        self._capabilities = capabilities
        self._seen: OrderedDict[_Place, _LastList] = OrderedDict()

    def over(self, handlers: Mapping[str, Handler]) -> dict[str, Handler]:
        """The same handlers, for commands that may name papers by number."""
        return {name: self._numbered(handler) for name, handler in handlers.items()}

    def _numbered(self, handler: Handler) -> Handler:
        async def answer(request: Request) -> Answer:
            command = await self._with_papers(request)
            answered = await handler(replace(request, command=command))
            self._see(request, command, answered.card)
            return answered

        return answer

    async def _with_papers(self, request: Request) -> Command:
        command = request.command
        if not may_be_places(command.get("paper")):
            return command
        if self._others_answer_too(request.member.tenant.platform):
            raise BadQuery(problems.NUMBERS_NOT_KNOWN)
        return with_places(command, await self._listed(request), several=command.name in _SEVERAL)

    def _shared(self, platform: str) -> bool:
        can = self._capabilities.get(platform)
        return can is not None and can.shared

    def _others_answer_too(self, platform: str) -> bool:
        return self._shared(platform) and self._replicas.alive(platform) > 1

    def _still_last(self, seen: _LastList | None, platform: str) -> ListedPapers:
        """Empty where another process may have shown a later one before it ended."""
        return seen.listed if seen and seen.ended == self._ended(platform) else ListedPapers()

    def _ended(self, platform: str) -> int:
        return self._replicas.ended(platform) if self._shared(platform) else 0

    async def _listed(self, request: Request) -> ListedPapers:
        """What was seen last: an answer of one's own, or what was posted in the channel."""
        own = self._seen.get((request.member, request.channel))
        reports = await self._digests.reports(request.channel, 1) if request.channel else ()
        digest = next((report.digest for report in reports if report.sent and report.digest.picks), None)
        if digest is None or (own and own.at >= digest.made):
            return self._still_last(own, request.member.tenant.platform)
        papers = {number: pick.paper for number, pick in enumerate(digest.picks, 1)}
        return ListedPapers(papers=papers, page=tuple(papers))

    def _see(self, request: Request, command: Command, card: Card) -> None:
        if command.get("action").startswith("confirm-forget"):
            for place in [place for place in self._seen if place[0] == request.member]:
                del self._seen[place]
        place = (request.member, request.channel)
        platform = request.member.tenant.platform
        before = self._still_last(self._seen.get(place), platform)
        after = _after(before, command, card)
        if after is before:
            return
        self._seen[place] = _LastList(at=request.at, listed=after, ended=self._ended(platform))
        self._seen.move_to_end(place)
        if len(self._seen) > MOST_LISTS:
            self._seen.popitem(last=False)


def _after(before: ListedPapers, command: Command, card: Card) -> ListedPapers:
    """What is seen once a card was shown; another page of a list adds to it."""
    papers = {number: one.paper for number, one in enumerate(card.papers, card.first)}
    if len(papers) == 1 and not card.numbered:
        return replace(before, only=card.papers[0].paper)
    if papers:
        titles = {one.paper: one.title for one in card.papers}
        if card.first > 1:
            papers, titles = {**before.papers, **papers}, {**before.titles, **titles}
        page = tuple(range(card.first, card.first + len(card.papers)))
        return ListedPapers(papers=papers, titles=titles, page=page, only=_only(card))
    return before if before.only is None or command.get("paper") else replace(before, only=None)


def _only(card: Card) -> PaperId | None:
    return card.papers[0].paper if len(card.papers) == 1 else None
