"""A background job that fails is noted, goes on, and is forgotten once it goes well."""

import asyncio
from datetime import UTC, datetime

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
