"""A background job that fails is noted, goes on, and is forgotten once it goes well."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import StoreBusy
from bot.model import JobFailure
from bot.services.job_records import JobRecords
from bot.store import open_store
from bot.supervision import keep_working
from tests.scenarios import virtual
from tests.scenarios.virtual import VirtualClock

CALM = 120.0

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Job:
    """Fails as often as there are errors, then goes on."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.begun = 0

    async def run(self) -> None:
        self.begun += 1
        if self.errors:
            raise self.errors.pop(0)
        await asyncio.Event().wait()


def test_a_failing_job_is_told_since_it_fails_and_no_more_once_it_goes_well() -> None:
    async def play() -> None:
        store, clock = await open_store("memory:"), VirtualClock(NOON)
        records = JobRecords(store.key_value, clock)
        job = Job(StoreBusy("Another process holds the file."), KeyError("secret"))
        working = asyncio.create_task(keep_working(records.watched("erasing", job.run), clock))
        await clock.sleep(0.1)
        assert await records.failing() == [JobFailure(job="erasing", since=NOON, why="Another process holds the file.")]
        await clock.sleep(30)
        assert job.begun == 3
        assert await records.failing() == [JobFailure(job="erasing", since=NOON, why="KeyError")]
        await clock.sleep(CALM)
        assert not await records.failing()
        working.cancel()

    virtual.run(play())


def test_a_database_that_refuses_even_the_note_ends_no_job() -> None:
    async def play() -> None:
        store, clock = await open_store("memory:"), VirtualClock(NOON)

        async def refuse(name: str, value: str | None) -> None:
            raise StoreBusy("Locked.")

        store.key_value.put = refuse  # type: ignore[method-assign]
        job = Job(StoreBusy("Locked."))
        records = JobRecords(store.key_value, clock)
        working = asyncio.create_task(keep_working(records.watched("erasing", job.run), clock))
        await clock.sleep(30)
        assert (job.begun, working.done()) == (2, False)
        working.cancel()

    virtual.run(play())


def test_a_database_that_refuses_to_tell_what_is_noted_hides_no_failure() -> None:
    """The job's own failure is raised, so that whoever began the job begins it anew; it is noted as of now."""

    async def play() -> None:
        store, clock = await open_store("memory:"), VirtualClock(NOON)
        told = store.key_value.named

        async def refuse(prefix: str) -> dict[str, str]:
            raise StoreBusy("Locked.")

        records = JobRecords(store.key_value, clock)
        store.key_value.named = refuse  # type: ignore[method-assign]
        with pytest.raises(KeyError):
            await records.watched("erasing", Job(KeyError("secret")).run)()
        store.key_value.named = told  # type: ignore[method-assign]
        assert await records.failing() == [JobFailure(job="erasing", since=NOON, why="KeyError")]

    virtual.run(play())


def test_a_job_that_ends_is_failing_no_more_at_once_and_others_still_are() -> None:
    async def play() -> None:
        store, clock = await open_store("memory:"), VirtualClock(NOON)
        records = JobRecords(store.key_value, clock)
        for name in ("erasing", "refit"):
            with pytest.raises(ValueError, match="bad"):
                await records.watched(name, Job(ValueError("bad")).run)()

        async def end() -> None:
            await clock.sleep(1)

        await records.watched("refit", end)()
        assert [failure.job for failure in await records.failing()] == ["erasing"]

    virtual.run(play())


def test_a_job_that_fails_again_within_two_minutes_has_not_recovered() -> None:
    async def play() -> None:
        store, clock = await open_store("memory:"), VirtualClock(NOON)
        records = JobRecords(store.key_value, clock)

        async def fail_late() -> None:
            await clock.sleep(119)
            raise KeyError("secret")

        for _ in range(3):
            with pytest.raises(KeyError):
                await records.watched("erasing", fail_late)()
            (failure,) = await records.failing()
            assert failure.since == NOON + timedelta(seconds=119)

    virtual.run(play())


def test_a_pause_keeps_what_computes_for_long_from_beginning_at_once() -> None:
    async def play() -> None:
        store, clock = await open_store("memory:"), VirtualClock(NOON)
        job = Job(*[ValueError()] * 9)
        working = asyncio.create_task(
            keep_working(JobRecords(store.key_value, clock).watched("refit", job.run, pause=600), clock)
        )
        await clock.sleep(1900)
        assert job.begun == 3 + 1
        working.cancel()

    virtual.run(play())
