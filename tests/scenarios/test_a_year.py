"""A year of 50 channels in 20 zones: clock changes, holidays, outages, restarts, a full disk, a locked database.

What must have been posted is worked out apart from the code under test: from the calendar, and from when anything could
run at all.
"""

import random
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import StoreBusy, StoreError, StoreFull, TryLater, Unknown
from bot.model import Channel, Delivery, DigestKind, Paper
from bot.ports.store import Store
from bot.services import wakeup
from bot.store import open_store
from tests.scenarios import virtual
from tests.scenarios.fakes import FakeChat, bring, paper
from tests.scenarios.virtual import VirtualClock, utc
from tests.scenarios.world import GRACE, HERE, world

START, END = utc(2026, 1, 1), utc(2027, 1, 1)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ZONES = (
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "America/New_York", "America/Los_Angeles",
    "America/St_Johns", "America/Sao_Paulo", "America/Santiago", "America/Nuuk", "Africa/Cairo", "Africa/Casablanca",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Jerusalem", "Australia/Lord_Howe", "Australia/Adelaide",
    "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip
TIMES = (time(9), time(2, 30), time(0, 15), time(23, 45), time(1, 30))
DAYS = {
    "weekdays": {1, 2, 3, 4, 5},
    "sun": {7},
    "daily": {1, 2, 3, 4, 5, 6, 7},
    "sat,mon": {1, 6},
    "tue-thu": {2, 3, 4},
}
FORMATS = ("compact", "compact", "threaded", "compact", "cards", "compact", "compact")

DOWN = [
    (utc(2026, 2, 3, 8, 50), utc(2026, 2, 3, 9, 10)),
    (utc(2026, 3, 29, 0, 20), utc(2026, 3, 29, 1, 40)),
    (utc(2026, 5, 11, 3), utc(2026, 5, 11, 14, 30)),
    (utc(2026, 8, 14, 12), utc(2026, 8, 18, 12, 20)),
    (utc(2026, 10, 25, 0, 10), utc(2026, 10, 25, 2, 10)),
]
"""When Paperboy itself was not running: minutes, the hours of both clock changes, half a day, four days."""
FULL = [(utc(2026, 4, 7, 5, 40), utc(2026, 4, 7, 11, 20)), (utc(2026, 6, 20, 22, 30), utc(2026, 6, 21, 7, 20))]
LOCKED = [(utc(2026, 7, 1, 6, 40), utc(2026, 7, 1, 7, 20)), (utc(2026, 9, 9, 3, 30), utc(2026, 9, 9, 15, 30))]
OUTAGES = [(utc(2026, 1, 20), utc(2026, 1, 23, 4, 20)), (utc(2026, 11, 2), utc(2026, 11, 3, 12, 20))]
"""When the source did not answer; what it would have brought comes at the end."""
HOLIDAYS = {date(2026, 12, day) for day in range(24, 32)} | {date(2026, 7, 3), date(2026, 9, 7)}


@dataclass
class Room:
    """One channel and what it asked for."""

    channel: Channel
    days: set[int]
    at: time
    zone: str
    line: str
    count: int
    expected: list[tuple[datetime, DigestKind, tuple[str, ...]]] = field(default_factory=list)


def rooms() -> list[Room]:
    found = []
    for n in range(50):
        days, at, zone, count = list(DAYS)[n % 5], TIMES[n * 7 % 11 % 5], ZONES[n % 20], 1 + n % 3
        line = f"subscribe {at:%H:%M} days:{days} zone:{zone} count:{count} format:{FORMATS[n % 7]}"
        found.append(Room(Channel(HERE, f"room-{n}"), DAYS[days], at, zone, line, count))
    return found


# What comes in


@dataclass(frozen=True)
class Arrival:
    at: datetime
    papers: tuple[Paper, ...]


def arrivals() -> list[Arrival]:
    """Six papers at 01:10 UTC of every announced weekday, later where the source was down."""
    found, number = [], 0
    for n in range((END - START).days):
        at = START + n * DAY + timedelta(hours=1, minutes=10)
        if at.isoweekday() > 5 or at.date() in HOLIDAYS:
            continue
        papers = tuple(paper(number + k, at.date()) for k in range(6))
        number += 6
        found.append(Arrival(next((end for begin, end in OUTAGES if begin <= at < end), at), papers))
    return found


# What must come of it


def slots(room: Room) -> list[datetime]:
    """Each scheduled local day's time; one that the clocks leave out is walked to, minute by minute."""
    zone, found = ZoneInfo(room.zone), []
    for n in range(-1, (END - START).days + 1):
        day = START.date() + n * DAY
        if day.isoweekday() in room.days:
            wall = datetime.combine(day, room.at)
            minute = wall.replace(tzinfo=zone).astimezone(UTC)
            if minute.astimezone(zone).replace(tzinfo=None) != wall:
                minute -= 2 * HOUR
                while minute.astimezone(zone).replace(tzinfo=None) < wall:
                    minute += MINUTE
            if START < minute < END - 10 * MINUTE:
                found.append(minute)
    return found


def possible(at: datetime) -> datetime:
    """When something that is due at ``at`` can be done."""
    return next((end for begin, end in [*DOWN, *FULL, *LOCKED] if begin <= at < end), at)


def expect(room: Room, came: Sequence[Arrival]) -> None:
    """Every digest of the year: slot, kind, papers."""
    seen_to, picked, missed, waiting = None, set[str](), False, slots(room)
    while waiting:
        now = possible(waiting[0])
        due = waiting[: bisect_right(waiting, now)]
        waiting = waiting[len(due) :]
        if now - due[-1] > GRACE:
            room.expected.append((due[-1], DigestKind.MISSED, ()))
            missed = True
            continue
        since = max(seen_to - HOUR, now - 14 * DAY) if seen_to else now - 3 * DAY
        since = since.replace(minute=0, second=0, microsecond=0)
        fresh = [one for a in came if since < a.at <= now for one in a.papers if one.id not in picked]
        if not fresh and seen_to is None:
            stored = [one for a in came if a.at <= now for one in a.papers]
            fresh = stored if stored else []
        best = sorted(fresh, key=lambda one: (-one.upvotes, one.id))[: room.count]
        picked |= {one.id for one in best}
        kind = DigestKind.CATCH_UP if missed or len(due) > 1 else DigestKind.DAILY
        room.expected.append((due[-1], kind if best else DigestKind.EMPTY, tuple(one.id for one in best)))
        seen_to, missed = now, False


# The play


class Faulty:
    """A part of a store that now and then can't write or be read at all."""

    def __init__(self, part: Any, fault: Callable[[], StoreError | None]) -> None:
        self._part, self._fault = part, fault

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any, **kwargs: Any) -> Any:
            if error := self._fault():
                raise error
            return await getattr(self._part, name)(*args, **kwargs)

        return call


def with_faults(store: Store, clock: VirtualClock) -> Store:
    def fault() -> StoreError | None:
        now = clock.now()
        if any(begin <= now < end for begin, end in FULL):
            return StoreFull("no space left")
        return StoreBusy("locked") if any(begin <= now < end for begin, end in LOCKED) else None

    for part in ("subscriptions", "digests", "outbox"):
        setattr(store, part, Faulty(getattr(store, part), fault))
    return store


def moody(chat: FakeChat) -> FakeChat:
    """One post in thirty does not get through, or its answer doesn't."""
    dice = random.Random(7)

    def before(_: Delivery) -> None:
        thrown = dice.random()
        if thrown < 0.01:
            raise Unknown("lost on the way")
        if thrown < 0.02:
            raise TryLater("rate limited", timedelta(seconds=30))

    def after(_: Delivery) -> None:
        if dice.random() < 0.01:
            raise Unknown("lost on the way back")

    chat.before, chat.after = before, after
    return chat


async def play(all_rooms: Sequence[Room], came: Sequence[Arrival]) -> tuple[Store, FakeChat]:
    clock = VirtualClock(START)
    store = await open_store("memory:")
    chat = moody(FakeChat(clock.now))
    ups = [START, *(end for _, end in DOWN)]
    downs = [*(begin for begin, _ in DOWN), END]
    setting_up = world(store, clock, chat=chat)
    for room in all_rooms:
        await setting_up.ask(room.line, room.channel)
    faulty, news = with_faults(store, clock), iter(came)
    arrival = next(news, None)
    for up, down in zip(ups, downs, strict=True):
        arrival = await until(up, clock, store, news, arrival)
        async with world(faulty, clock, chat=chat).running():
            arrival = await until(down, clock, store, news, arrival)
    return store, chat


async def until(end: datetime, clock: VirtualClock, store: Store, news: Any, arrival: Arrival | None) -> Arrival | None:
    """Let papers come in until ``end``; the rest of the world turns meanwhile."""
    while arrival and arrival.at <= end:
        await clock.sleep((arrival.at - clock.now()).total_seconds())
        await bring(store, arrival.papers, clock.now())
        arrival = next(news, None)
    await clock.sleep((end - clock.now()).total_seconds())
    return arrival


def test_a_year_brings_exactly_what_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wakeup, "MAX_SLEEP", 400 * DAY)  # nothing may depend on looking now and then
    all_rooms, came = rooms(), arrivals()
    for room in all_rooms:
        expect(room, came)

    async def main() -> None:
        store, chat = await play(all_rooms, came)
        posts = defaultdict(list)
        for post in chat.posts:
            posts[post.channel].append(post)
        for room in all_rooms:
            reports = await made(store, room)
            found = [(r.digest.slot, r.digest.kind, r.digest.papers) for r in reports]
            assert found == room.expected
            told = [one for post in posts[room.channel] if not post.thread for one in post.papers]
            assert told == [one for _, _, papers in room.expected for one in papers], (
                "each once, in order, none missing"
            )
            assert all(report.dead == report.waiting == 0 for report in reports)
        keys = [post.key for post in chat.posts]
        assert len(keys) == len(set(keys))
        digests = sum(len(room.expected) for room in all_rooms)
        print(f"\na year: {digests} digests, {len(keys)} messages, {len(chat.looked)} looked for")

    virtual.run(main())


async def made(store: Store, room: Room) -> list[Any]:
    part: Any = store.digests
    return list(reversed(await part.reports(room.channel, 1000)))


def test_the_year_has_every_kind_of_day() -> None:
    all_rooms, came = rooms(), arrivals()
    for room in all_rooms:
        expect(room, came)
    kinds = Counter(kind for room in all_rooms for _, kind, _ in room.expected)
    assert kinds.keys() == set(DigestKind)
    assert min(kinds.values()) > 20
