"""Everything from command to post, over a given store: what the scenarios play in."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands import parse
from bot.model import Answer, Channel, Member, Request, Subscription, Tenant
from bot.ports.sources import Source
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.services.channel_managers import ChannelManagers
from bot.services.delivery_failures import DeliveryFailures
from bot.services.digests import DigestWriter
from bot.services.handling import Handler
from bot.services.job_records import JobRecords
from bot.services.notices import Notices
from bot.services.scheduler import Scheduler
from bot.services.sending import Sender
from bot.services.status_commands import StatusCommands
from bot.services.subscription_commands import SubscriptionCommands
from tests.scenarios.fakes import Calendar, FakeChat, TopPicker

HERE = Tenant("fake", "here")
ADA = Member(HERE, "ada")
ROOM = Channel(HERE, "room")
GRACE = timedelta(hours=6)
START = datetime.fromisoformat("2026-11-23T06:00:00+00:00")  # a Monday


@dataclass
class World:
    """One running Paperboy. ``ask`` types a command as Ada, who may manage everything."""

    store: Store
    clock: Clock
    chat: FakeChat
    writer: DigestWriter
    setting_up: SubscriptionCommands
    handlers: Mapping[str, Handler]
    failures: DeliveryFailures
    scheduler: Scheduler
    sender: Sender

    async def ask(self, line: str, channel: Channel = ROOM, **given: object) -> Answer:
        command = parse(line)
        assert not command.problem, command.problem
        request = Request(member=ADA, command=command, at=self.clock.now(), channel=channel, is_admin=True)
        return await self.handlers[command.name](replace(request, **given))  # type: ignore[arg-type]

    async def subscription(self, channel: Channel = ROOM) -> Subscription:
        standing = await self.store.subscriptions.of(channel)
        assert standing is not None
        return standing

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The scheduler runs meanwhile, and is told to stop in the end."""
        task = asyncio.create_task(self.scheduler.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])
            if not task.cancelled() and (error := task.exception()):
                raise error

    async def until(self, at: datetime) -> None:
        await self.clock.sleep((at - self.clock.now()).total_seconds())


def world(
    store: Store,
    clock: Clock,
    *,
    chat: FakeChat | None = None,
    picker: TopPicker | None = None,
    calendar: Calendar | None = None,
) -> World:
    chat = chat or FakeChat(clock.now)
    failures = DeliveryFailures(store.subscriptions, store.outbox, Notices({chat.platform: chat}, clock))
    sources: list[Source] = [calendar or Calendar()]  # type: ignore[list-item]
    writer = DigestWriter(
        store,
        picker or TopPicker(),
        sources,
        {chat.platform: chat.capabilities},
        clock,
        GRACE,
    )
    sender = Sender(store.outbox, chat, failures, clock)
    scheduler = Scheduler(writer, store.subscriptions, [sender], clock)
    changed: Callable[[], None] = scheduler.wake
    managers = ChannelManagers(store.subscriptions, "managers", {chat.platform: chat.capabilities})
    setting_up = SubscriptionCommands(
        store.subscriptions, store.outbox, store.channels, managers, changed, "UTC", clock
    )
    records = JobRecords(store.key_value, clock)
    looking = StatusCommands(store, writer, managers, records, {chat.platform: chat}, "UTC", clock)
    handlers = {**setting_up.handlers, **looking.handlers}
    return World(store, clock, chat, writer, setting_up, handlers, failures, scheduler, sender)
