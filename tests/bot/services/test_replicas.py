"""Several processes over one database do each piece of work once, and know how many they are."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest

from bot.errors import StoreBusy
from bot.services.process_names import doing_now, new_process_name
from bot.services.replicas import LEASE, RENEW, LeasedReplicas
from bot.store.memory.leases import MemoryLeases
from tests.scenarios import virtual
from tests.scenarios.virtual import VirtualClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class CutOffLeases(MemoryLeases):
    """Shares the leases of another; can be cut off from them, as a process that lost its database is."""

    def __init__(self, shared: MemoryLeases) -> None:
        super().__init__()
        self.shared = shared
        self.cut_off = False

    async def hold(self, names: Collection[str], holder: str, now: datetime, span: timedelta) -> frozenset[str]:
        if self.cut_off:
            raise StoreBusy("Nobody answers.")
        return await self.shared.hold(names, holder, now, span)

    async def give_back(self, names: Collection[str], holder: str) -> None:
        if self.cut_off:
            raise StoreBusy("Nobody answers.")
        await self.shared.give_back(names, holder)

    async def holders(self, prefix: str, now: datetime) -> Mapping[str, str]:
        if self.cut_off:
            raise StoreBusy("Nobody answers.")
        return await self.shared.holders(prefix, now)


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


def test_one_that_ended_is_noticed_though_another_came_meanwhile() -> None:
    async def play() -> None:
        clock = VirtualClock(NOON)
        first, second, third = await _three(clock)
        await clock.sleep(RENEW)
        await third.end()
        fourth = Process("four", first.leases.shared, clock)
        await clock.sleep(2 * RENEW)
        assert [first.replicas.alive("fake"), first.replicas.ended("fake")] == [3, 1]
        for process in (first, second, fourth):
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


class Sharing(Process):
    """One process that does its part of six works; ``at`` are those it is at."""

    def __init__(self, name: str, shared: MemoryLeases, clock: VirtualClock) -> None:
        self.leases = CutOffLeases(shared)
        self.replicas = LeasedReplicas(self.leases, ["fake"], name, clock)
        self.at: set[str] = set()
        self.begun = 0
        self.fail = asyncio.Event()
        self.tasks = [
            asyncio.create_task(self.replicas.run()),
            asyncio.create_task(self.replicas.share(SIX, self._do)),
        ]

    async def _do(self, work: str) -> None:
        self.begun += 1
        self.at.add(work)
        try:
            await self.fail.wait()
            raise ValueError(work)
        finally:
            self.at.discard(work)


SIX = [f"shard {n}" for n in range(6)]


async def _shared_out(clock: VirtualClock, processes: Sequence[Sharing], seconds: float) -> list[int]:
    """How many works each process does after so long; none was ever done by two at once."""
    until = clock.monotonic() + seconds
    while clock.monotonic() < until:
        at = [work for process in processes for work in process.at]
        assert len(at) == len(set(at))
        await clock.sleep(0.25)
    return [len(process.at) for process in processes]


def test_works_are_shared_out_evenly_among_those_that_come_and_go() -> None:
    async def play() -> None:
        clock, shared = VirtualClock(NOON), MemoryLeases()
        processes = [Sharing("one", shared, clock)]
        assert await _shared_out(clock, processes, 1) == [6]
        processes.append(Sharing("two", shared, clock))
        assert await _shared_out(clock, processes, 30) == [3, 3]
        processes += [Sharing("three", shared, clock), Sharing("four", shared, clock)]
        assert max(await _shared_out(clock, processes, 60)) == 2
        await processes[0].end()
        assert await _shared_out(clock, processes[1:], 2 * RENEW) == [2, 2, 2]
        assert sum(process.begun for process in processes) <= 6 + 3 + 4 + 2
        for process in processes[1:]:
            await process.end()

    virtual.run(play())


def test_what_a_process_did_that_lost_the_database_is_done_by_others_within_thirty_seconds() -> None:
    async def play() -> None:
        clock, shared = VirtualClock(NOON), MemoryLeases()
        processes = [Sharing(name, shared, clock) for name in ("one", "two", "three")]
        await _shared_out(clock, processes, 30)
        processes[0].leases.cut_off = True
        assert await _shared_out(clock, processes, 30) == [0, 3, 3]
        processes[0].leases.cut_off = False
        assert await _shared_out(clock, processes, 30) == [2, 2, 2]
        for process in processes:
            await process.end()

    virtual.run(play())


def test_a_work_that_fails_ends_the_part_of_its_process_and_others_do_all() -> None:
    async def play() -> None:
        clock, shared = VirtualClock(NOON), MemoryLeases()
        processes = [Sharing(name, shared, clock) for name in ("one", "two")]
        await _shared_out(clock, processes, 30)
        processes[0].fail.set()
        with pytest.raises(ValueError, match="shard"):
            await processes[0].tasks[1]
        assert await _shared_out(clock, processes, 2 * RENEW) == [0, 6]
        for process in processes:
            await process.end()

    virtual.run(play())


def test_what_is_done_together_is_done_by_no_others() -> None:
    async def play() -> None:
        clock, shared, at = VirtualClock(NOON), MemoryLeases(), list[str]()

        async def work(who: str) -> None:
            at.append(who)
            try:
                await asyncio.Event().wait()
            finally:
                at.remove(who)

        tasks = []
        for name, together in (("a", "8 shards"), ("b", "8 shards"), ("c", "")):
            replicas = LeasedReplicas(shared, [], name, clock)
            held = replicas.while_held("discord", partial(work, name), together=together)
            tasks += [[asyncio.create_task(replicas.run()), asyncio.create_task(held)]]
            await clock.sleep(1)
        assert await replicas.done_by("discord") == "8 shards"
        await clock.sleep(3600)
        assert at == ["a", "b"]
        for task in (*tasks[0], *tasks[1]):
            task.cancel()
        await clock.sleep(LEASE.total_seconds() + RENEW)
        assert at == ["c"]
        for task in tasks[2]:
            task.cancel()
        await asyncio.wait([task for pair in tasks for task in pair])

    virtual.run(play())


def test_turns_are_apart_over_all_processes() -> None:
    async def play() -> None:
        clock, shared, began = VirtualClock(NOON), MemoryLeases(), list[float]()

        async def take(replicas: LeasedReplicas) -> None:
            await replicas.turn("identify 0", 5.0)
            began.append(clock.monotonic())

        processes = [LeasedReplicas(shared, [], name, clock) for name in ("one", "two")]
        await asyncio.gather(*(take(replicas) for replicas in processes for _ in range(3)))
        assert all(later - before >= 5 for before, later in pairwise(sorted(began)))
        assert max(began) - min(began) < 30

    virtual.run(play())


async def test_an_operator_sees_which_process_does_what() -> None:
    clock, leases = VirtualClock(NOON), MemoryLeases()
    names = [new_process_name(), new_process_name()]
    for name, works in zip(names, (["sources", "discord shard 2 of 3", "discord shard 0 of 3"], []), strict=True):
        held = [f"process:discord:{name}", f"process:slack:{name}", *(f"work:{work}" for work in works)]
        await leases.hold(held, name, clock.now(), LEASE)
    await leases.hold(["work:discord connection"], "3 shards", clock.now(), LEASE)
    serves = "serves discord, slack"
    await leases.hold(["process:discord:by hand"], "by hand", clock.now(), LEASE)
    told = [each for each in await doing_now(leases, clock) if each != ("by hand", "serves discord")]
    assert len(told) == 2, "one whose name tells no machine is told by all of its name"
    assert sorted(doing for _, doing in told) == [serves, f"{serves}, and alone has: discord shard 0, 2 of 3, sources"]
