"""Looking at daily picks: their settings, the next post, what became of the last ones."""

from dataclasses import replace

from bot.cards import subscriptions as cards
from bot.model import Answer, Request
from bot.ports.digests import Digests
from bot.ports.papers import Papers
from bot.ports.subscriptions import Subscriptions
from bot.ports.time import Clock
from bot.schedule import next_due
from bot.services.channel_managers import ChannelManagers
from bot.services.digests import DigestWriter
from bot.services.handling import Handler
from bot.services.subscription_commands import channel_of, existing, proposed

REPORTS = 5
"""Slots that ``status`` looks back on."""


class StatusCommands:
    """The commands ``settings``, ``preview`` and ``status``; none of them changes anything."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        digests: Digests,
        papers: Papers,
        writer: DigestWriter,
        managers: ChannelManagers,
        zone: str,
        clock: Clock,
    ) -> None:
        self._subscriptions = subscriptions
        self._digests = digests
        self._papers = papers
        self._writer = writer
        self._managers = managers
        self._zone = zone
        self._clock = clock

    @property
    def handlers(self) -> dict[str, Handler]:
        return {"settings": self._settings, "preview": self._preview, "status": self._status}

    async def _settings(self, request: Request) -> Answer:
        return cards.settings(existing(await self._subscriptions.of(channel_of(request))))

    async def _preview(self, request: Request) -> Answer:
        await self._managers.require(request)
        now = self._clock.now()
        standing = await self._subscriptions.of(channel_of(request)) or proposed(request, self._zone, now)
        due = standing.next_due or next_due(standing.schedule, now)
        draft = await self._writer.preview(replace(standing, next_due=due))
        return cards.preview(replace(standing, next_due=due), draft.cards, draft.digest.note)

    async def _status(self, request: Request) -> Answer:
        channel, now = channel_of(request), self._clock.now()
        subscription = await self._subscriptions.of(channel)
        reports = await self._digests.reports(channel, REPORTS)
        zone = (subscription or proposed(request, self._zone, now)).schedule.zone
        return cards.status(subscription, reports, await self._papers.source_states(), zone, now)
