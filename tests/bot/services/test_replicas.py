"""Several processes over one database do each piece of work once, and know how many they are."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import StoreBusy
from bot.services.replicas import LEASE, RENEW, LeasedReplicas
from bot.store.memory.leases import MemoryLeases
from tests.scenarios import virtual
from tests.scenarios.virtual import VirtualClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class CutOffLeases(MemoryLeases):
    """Shares the leases of another; can be cut off from them, as a process that lost its database is."""

    def __init__(self, shared: MemoryLeases) -> None:
        super().__init__()
        self._shared = shared
        self.cut_off = False

    async def hold(self, names: Collection[str], holder: str, now: datetime, span: timedelta) -> frozenset[str]:
        if self.cut_off:
            raise StoreBusy("Nobody answers.")
        return await self._shared.hold(names, holder, now, span)

    async def give_back(self, names: Collection[str], holder: str) -> None:
        if self.cut_off:
            raise StoreBusy("Nobody answers.")
        await self._shared.give_back(names, holder)

    async def held(self, prefix: str, now: datetime) -> int:
        return await self._shared.held(prefix, now)


class Process:
    """One process that wants to do the work "ingest"; ``working`` tells whether it is at it."""

    def __init__(self, name: str, shared: MemoryLeases, clock: VirtualClock) -> None:
        self.leases = CutOffLeases(shared)
        self.replicas = LeasedReplicas(self.leases, ["fake"], name, clock)
        self.working = False
        self.tasks = [
            asyncio.create_task(self.replicas.run()),
            asyncio.create_task(self.replicas.while_held("ingest", self._work)),
        ]

    async def _work(self) -> None:
        self.working = True
        try:
            await asyncio.Event().wait()
        finally:
            self.working = False

    async def end(self) -> None:
        for task in reversed(self.tasks):
            task.cancel()
        await asyncio.wait(self.tasks)


async def _three(clock: VirtualClock) -> list[Process]:
    shared = MemoryLeases()
    processes = [Process(name, shared, clock) for name in ("one", "two", "three")]
    await clock.sleep(1)
    return processes


def _working(processes: Collection[Process]) -> list[Process]:
    return [process for process in processes if process.working]


def test_one_of_three_works_and_after_its_end_another() -> None:
    async def play() -> None:
        clock = VirtualClock(NOON)
        processes = await _three(clock)
        await clock.sleep(3600)
        (first,) = _working(processes)
        assert [process.replicas.holds("ingest") for process in processes] == [p is first for p in processes]
        await first.end()
        await clock.sleep(RENEW)
        (second,) = _working(processes)
        assert second is not first
        for process in processes:
            if process is not first:
                await process.end()

    virtual.run(play())


def test_whoever_loses_the_database_stops_before_another_begins_within_thirty_seconds() -> None:
    async def play() -> None:
        clock = VirtualClock(NOON)
        processes = await _three(clock)
        (first,) = _working(processes)
        first.leases.cut_off = True
        began, seen = clock.monotonic(), set[int]()
        while _working(processes) in ([first], []):
            seen.add(len(_working(processes)))
            await clock.sleep(0.1)
        assert seen == {0, 1}
        assert clock.monotonic() - began <= 30
        (second,) = _working(processes)
        first.leases.cut_off = False
        await clock.sleep(3600)
        assert _working(processes) == [second]
        for process in processes:
            await process.end()

    virtual.run(play())


def test_a_hiccup_of_the_database_stops_nobody() -> None:
    async def play() -> None:
        clock = VirtualClock(NOON)
        (process, *_) = processes = await _three(clock)
        (working,) = _working(processes)
        for _ in range(20):
            working.leases.cut_off = not working.leases.cut_off
            await clock.sleep(RENEW)
            assert _working(processes) == [working]
        for process in processes:
            await process.end()

    virtual.run(play())


def test_processes_on_a_platform_count_each_other_until_they_end_or_fall_silent() -> None:
    async def play() -> None:
        clock = VirtualClock(NOON)
        processes = await _three(clock)
        await clock.sleep(RENEW)
        assert [process.replicas.alive("fake") for process in processes] == [3, 3, 3]
        assert processes[0].replicas.alive("another") == 1
        await processes[2].end()
        await clock.sleep(RENEW)
        assert [process.replicas.alive("fake") for process in processes[:2]] == [2, 2]
        processes[1].leases.cut_off = True
        await clock.sleep(LEASE.total_seconds() + 2 * RENEW)
        assert processes[0].replicas.alive("fake") == 1
        for process in processes[:2]:
            await process.end()

    virtual.run(play())


def test_work_that_ends_or_fails_is_free_for_others() -> None:
    async def play() -> None:
        clock, shared = VirtualClock(NOON), MemoryLeases()
        replicas = LeasedReplicas(shared, [], "one", clock)

        async def nothing() -> None:
            pass

        async def fail() -> None:
            raise ValueError("no")

        await replicas.while_held("ingest", nothing)
        with pytest.raises(ValueError, match="no"):
            await replicas.while_held("ingest", fail)
        assert await shared.hold(["work:ingest"], "other", clock.now(), LEASE)

    virtual.run(play())
