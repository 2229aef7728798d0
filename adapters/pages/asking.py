"""What pages ask of the core for who is signed in."""

from collections.abc import Mapping
from datetime import timedelta

from adapters.pages.spelling import Spellings
from bot.commands import parse
from bot.model import Card, Command, Member, Request, Subscription
from bot.ports.chat import Core
from bot.ports.known_people import KnownPeople
from bot.ports.time import Clock

TRUSTED = timedelta(hours=24)
"""For how long it is believed what a chat platform said of somebody: as chat does."""


class Asking:
    """Asks the core for somebody, as in a private conversation, or in the channel that it is about."""

    def __init__(self, core: Core, spellings: Spellings, people: KnownPeople, clock: Clock) -> None:
        self._core = core
        self._spellings = spellings
        self._people = people
        self._clock = clock

    async def card(self, member: Member, line: str) -> Card:
        """The answer to a line."""
        return await self.answered(member, parse(line))

    async def answered(self, member: Member, command: Command, place: Subscription | None = None) -> Card:
        """The answer to a command; with ``place`` it is about the daily picks there."""
        answer = await self._core.answer(await self._request(member, command, place))
        return self._spellings.card(answer.card, member.tenant.platform)

    async def may_manage(self, member: Member, place: Subscription) -> bool:
        """Whether the member may change the daily picks there, as far as that is known on a page."""
        return await self._core.can_manage(await self._request(member, Command(name="settings"), place))

    async def form_values(self, member: Member, place: Subscription) -> Mapping[str, str]:
        """The settings of the daily picks there as they are."""
        name = "subscribe"
        return await self._core.form_values(await self._request(member, Command(name=name), place), name)

    async def _request(self, member: Member, command: Command, place: Subscription | None) -> Request:
        now = self._clock.now()
        known = await self._people.of(member) if place else None
        return Request(
            member=member,
            command=command,
            at=now,
            channel=place.channel if place else None,
            direct=place.direct if place else True,
            is_admin=known.is_admin if known and now - known.at <= TRUSTED else None,
        )
