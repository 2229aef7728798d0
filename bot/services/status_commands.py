"""Looking at daily picks: their settings, the next post, what became of the last ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.cards import subscriptions as cards
from bot.model import Answer, Digest, DigestKind, Request
from bot.ports.chat import ChatAdapter, complaint_of
from bot.ports.time import Clock
from bot.schedule import next_due
from bot.services.channel_managers import ChannelManagers
from bot.services.digests import DigestRecords, DigestWriter
from bot.services.handling import Handler
from bot.services.job_records import JobRecords
from bot.services.subscription_commands import channel_of, existing, proposed

REPORTS = 5
"""Slots that ``status`` looks back on."""


class StatusCommands:
    """The commands ``settings``, ``preview`` and ``status``; none of them changes anything."""

    def __init__(
        self,
        store: DigestRecords,
        writer: DigestWriter,
        managers: ChannelManagers,
        records: JobRecords,
        chats: Mapping[str, ChatAdapter],
        zone: str,
        clock: Clock,
    ) -> None:
        self._subscriptions = store.subscriptions
        self._digests = store.digests
        self._papers = store.papers
        self._records = records
        self._chats = chats
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
        standing = await self._subscriptions.of(channel_of(request))
        shown = standing or proposed(request, self._zone, now)
        shown = replace(shown, next_due=shown.next_due or next_due(shown.schedule, now))
        draft = await self._writer.preview(shown)
        return cards.preview(shown, draft.cards, draft.digest.note, standing=standing is not None)

    async def _status(self, request: Request) -> Answer:
        channel, now = channel_of(request), self._clock.now()
        subscription = await self._subscriptions.of(channel)
        reports = [one for one in await self._digests.reports(channel, REPORTS) if not _is_to_come(one.digest, now)]
        zone = (subscription or proposed(request, self._zone, now)).schedule.zone
        sources, jobs = await self._papers.source_states(), await self._records.failing()
        answer = cards.status(subscription, reports, sources, jobs, zone, now)
        answer = cards.with_papers(answer, await self._papers.count(), await self._papers.latest_day())
        complaints = {name: complaint_of(chat) for name, chat in self._chats.items()}
        return cards.with_troubles(answer, {name: why for name, why in complaints.items() if why})


def _is_to_come(digest: Digest, now: datetime) -> bool:
    """Whether a clock that was ahead took a slot for missed which is still to come."""
    return digest.kind is DigestKind.MISSED and digest.slot > now
