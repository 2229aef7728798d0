"""Reading the sources: what was read stays, what failed is told, what is due is read."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.errors import ConfigurationError, SourceBroken, SourceDown, StoreBusy
from bot.model import Batch, FetchOutcome, Paper, PaperId, SourceState
from bot.ports.store import Store
from bot.services.ingest import Ingest
from bot.services.read_ahead import read_ahead
from bot.sources.sample import SampleSource
from bot.store import open_store

LONGEST_SLEEP = timedelta(minutes=15)

NOW = datetime(2026, 8, 21, 9, tzinfo=UTC)
FRIDAY = NOW.date()


class TestClock:
    """Sleeping moves it on at once, letting other tasks run."""

    __test__ = False

    def __init__(self) -> None:
        self.time = NOW
        self.longest = 0.0

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.longest = max(self.longest, seconds)
        self.time += timedelta(seconds=seconds)
        await asyncio.sleep(0)


def paper(number: int, **facts: object) -> Paper:
    return Paper(id=PaperId(f"arxiv:2608.{number:05}"), title=f"Paper {number}", **facts)  # type: ignore[arg-type]


def batch(day: date, *numbers: int) -> Batch:
    papers = tuple(paper(number, featured=day) for number in numbers)
    return Batch(papers=papers, cursor=day.isoformat(), day=day, listed=len(papers))


class Scripted:
    """Plays what each fetch brings, in turn; an exception in it is raised. Due hourly."""

    def __init__(self, name: str, *fetches: Sequence[Batch | Exception]) -> None:
        self.name = name
        self.fetches = list(fetches)
        self.asked: list[tuple[str | None, date | None]] = []

    async def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
        self.asked.append((cursor, since))
        for each in self.fetches.pop(0) if self.fetches else ():
            if isinstance(each, Exception):
                raise each
            yield each

    def expected_days(self, first: date, last: date) -> Sequence[date]:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def next_due(self, state: SourceState, now: datetime) -> datetime | None:
        if not self.fetches:
            return None
        return state.retry_at or (state.read_at + timedelta(hours=1) if state.read_at else now)


class Knowing(Scripted):
    """Also answers for single papers and searches."""

    def __init__(self, name: str, answer: Callable[[], Sequence[Paper]]) -> None:
        super().__init__(name)
        self._answer = answer

    async def paper(self, paper_id: PaperId) -> Paper | None:
        return next(iter(self._answer()), None)

    async def find(self, text: str, limit: int) -> Sequence[Paper]:
        return self._answer()[:limit]


def raising(error: Exception) -> Callable[[], Sequence[Paper]]:
    def answer() -> Sequence[Paper]:
        raise error

    return answer


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await open_store("memory:")
    yield store
    await store.close()


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


async def state(store: Store, name: str) -> SourceState:
    return next(state for state in await store.papers.source_states() if state.name == name)


async def test_the_bundled_sample_is_read_once(store: Store, clock: TestClock) -> None:
    ingest = Ingest([SampleSource()], store.papers, clock)
    told: list[tuple[str, int]] = []
    (reading,) = await ingest.run_once(progress=lambda name, batch, new: told.append((name, new)))
    assert reading.new == reading.papers == await store.papers.count() >= 80
    assert (reading.suspicion, reading.failure) == ("", "")
    assert told == [("sample", 8)] + [("sample", 7)] * 13
    (again,) = await ingest.run_once()
    assert (again.papers, again.new) == (0, 0)
    assert await store.papers.count() == reading.new
    await ingest.follow()


async def test_one_source_failing_leaves_the_rest_alone(store: Store, clock: TestClock) -> None:
    down = Scripted("a", [batch(FRIDAY - timedelta(days=1), 1), SourceDown("a is down.", timedelta(minutes=7))])
    fine = Scripted("b", [batch(FRIDAY, 2)])
    first, second = await Ingest([down, fine], store.papers, clock).run_once()
    assert (first.new, first.failure) == (1, "a is down.")
    assert (second.new, second.failure) == (1, "")
    assert await store.papers.count() == 2, "what was read before the failure stays"

    failed = await state(store, "a")
    assert (failed.outcome, failed.note) == (FetchOutcome.FAILED, "a is down.")
    assert (failed.cursor, failed.retry_at) == ("2026-08-20", NOW + timedelta(minutes=7))
    assert failed.failing_since == NOW


async def test_a_broken_answer_is_looked_at_again_in_an_hour(store: Store, clock: TestClock) -> None:
    await Ingest([Scripted("a", [SourceBroken("nonsense")])], store.papers, clock).run_once()
    assert (await state(store, "a")).retry_at == NOW + timedelta(hours=1)
    assert await store.papers.count() == 0


async def test_failing_and_recovering_are_logged_once_each(store: Store, clock: TestClock) -> None:
    wait = timedelta(minutes=1)
    source = Scripted(
        "a", [SourceDown("down", wait)], [SourceDown("down", wait)], [batch(FRIDAY, 1)], [batch(FRIDAY, 1)]
    )
    ingest = Ingest([source], store.papers, clock)
    with capture_logs() as logs:
        for _ in range(4):
            await ingest.run_once()
            clock.time += wait
    events = [entry["event"] for entry in logs]
    assert events == ["source.failed", "source.still_failing", "source.recovered", "source.read", "source.read"]
    assert logs[2]["failing_since"] == NOW.isoformat()


async def test_papers_read_again_are_not_new(store: Store, clock: TestClock) -> None:
    source = Scripted("a", [batch(FRIDAY, 1, 2)], [batch(FRIDAY, 1, 2, 3)])
    ingest = Ingest([source], store.papers, clock)
    await ingest.run_once()
    clock.time += timedelta(hours=1)
    (reading,) = await ingest.run_once()
    assert (reading.papers, reading.new) == (3, 1)
    assert source.asked == [(None, None), ("2026-08-21", None)]
    assert [each.id for each in await store.papers.seen_since(NOW)] == ["arxiv:2608.00003"]


async def test_the_index_is_tidied_after_new_papers(
    store: Store, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidy, tidied = store.papers.tidy, []

    async def tidy_counted() -> None:
        tidied.append(await store.papers.count())
        await tidy()

    monkeypatch.setattr(store.papers, "tidy", tidy_counted)
    ingest = Ingest([Scripted("a", [batch(FRIDAY, 1), batch(FRIDAY, 2)], [batch(FRIDAY, 1, 2)])], store.papers, clock)
    await ingest.run_once()
    await ingest.run_once()
    assert tidied == [2]


async def test_an_index_that_can_not_be_tidied_spoils_no_reading(
    store: Store, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy() -> None:
        raise StoreBusy("Somebody else writes.")

    monkeypatch.setattr(store.papers, "tidy", busy)
    with capture_logs() as logs:
        (reading,) = await Ingest([Scripted("a", [batch(FRIDAY, 1)])], store.papers, clock).run_once()
    assert (reading.new, reading.failure) == (1, "")
    assert {"event": "index.not_tidied", "why": "Somebody else writes.", "log_level": "warning"} in logs


async def test_updates_reach_known_papers_only(store: Store, clock: TestClock) -> None:
    newer = Batch(
        papers=(), updates=(paper(1, version=2, abstract="better"), paper(9, version=4)), cursor="x", day=FRIDAY
    )
    ingest = Ingest([Scripted("a", [batch(FRIDAY, 1)], [newer])], store.papers, clock)
    await ingest.run_once()
    await ingest.run_once()
    stored = await store.papers.get([PaperId("arxiv:2608.00001"), PaperId("arxiv:2608.00009")])
    assert [(each.version, each.abstract) for each in stored.values()] == [(2, "better")]


async def test_a_doi_of_one_work_names_no_other(store: Store, clock: TestClock) -> None:
    doi = PaperId("doi:10.1234/abc")
    both = Batch(papers=(paper(1, aliases=(doi,)), paper(2, aliases=(doi,))), cursor="x", day=FRIDAY)
    later = Batch(papers=(paper(3, aliases=(doi,)), paper(1, aliases=(doi,), upvotes=4)), cursor="y", day=FRIDAY)
    await Ingest([Scripted("a", [both, later])], store.papers, clock).run_once()
    assert await store.papers.count() == 3
    named = (await store.papers.get([doi]))[doi]
    assert (named.id, named.upvotes) == ("arxiv:2608.00001", 4)


async def test_a_lookup_is_answered_although_it_can_not_be_stored(
    store: Store, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(papers: Sequence[Paper], now: datetime) -> Sequence[PaperId]:
        raise StoreBusy("busy")

    monkeypatch.setattr(store.papers, "add", busy)
    ingest = Ingest([Knowing("a", lambda: (paper(1),))], store.papers, clock)
    assert await ingest.lookup(PaperId("arxiv:2608.00001")) == paper(1)


async def test_a_suspicious_day_is_seen_although_a_fine_one_follows(store: Store, clock: TestClock) -> None:
    days = [FRIDAY - timedelta(days=n) for n in range(5, -1, -1)]
    usual = [batch(day, *range(100 * n, 100 * n + 10)) for n, day in enumerate(days)]
    usual[4] = batch(days[4], 1234)
    with capture_logs() as logs:
        (reading,) = await Ingest([Scripted("a", usual)], store.papers, clock).run_once()
    assert reading.suspicion == "2026-08-20: papers listed 1, usual 10"
    assert (reading.days, reading.papers, reading.new) == (6, 51, 51)
    found = await state(store, "a")
    assert (found.outcome, found.note) == (FetchOutcome.SUSPICIOUS, reading.suspicion)
    assert [entry["event"] for entry in logs] == ["source.suspicious", "source.read"]


@pytest.mark.parametrize("apart", [1, 3])
async def test_a_short_day_is_compared_with_the_last_five_over_holidays_of_two_days_each(
    store: Store, clock: TestClock, apart: int
) -> None:
    """A week of a conference is long past; what is usual now is less."""

    class Rare(Scripted):
        def expected_days(self, first: date, last: date) -> Sequence[date]:
            return [day for day in super().expected_days(first, last) if (FRIDAY - day).days % apart == 0]

    sizes = (80, 70, 60, 50, 40, 30, 20, 10, 1)
    days = [FRIDAY - timedelta(days=apart * n) for n in range(8, -1, -1)]
    read = [batch(day, *range(100 * n, 100 * n + size)) for n, (day, size) in enumerate(zip(days, sizes, strict=True))]
    (reading,) = await Ingest([Rare("a", read)], store.papers, clock).run_once()
    assert "2026-08-21: papers listed 1, usual 30" in reading.suspicion.split("; ")


async def test_half_of_what_is_usual_is_nothing_suspicious(store: Store, clock: TestClock) -> None:
    days = [FRIDAY - timedelta(days=n) for n in range(8, -1, -1)]
    sizes = (40, 40, 40, 10, 10, 10, 10, 10, 5)
    read = [batch(day, *range(100 * n, 100 * n + size)) for n, (day, size) in enumerate(zip(days, sizes, strict=True))]
    (reading,) = await Ingest([Scripted("a", read)], store.papers, clock).run_once()
    assert "2026-08-21" not in reading.suspicion


async def test_a_day_that_is_read_again_is_not_taken_for_the_day_before(store: Store, clock: TestClock) -> None:
    day = batch(FRIDAY, 1, 2, 3, 4)
    ingest = Ingest([Scripted("a", [day], [day])], store.papers, clock)
    assert [reading.suspicion for _ in range(2) for reading in await ingest.run_once()] == ["", ""]


async def test_a_day_that_stays_short_was_a_quiet_day(store: Store, clock: TestClock) -> None:
    holiday = replace(batch(FRIDAY), quiet="the feed is empty")
    ingest = Ingest([Scripted("a", [holiday], [holiday], [holiday])], store.papers, clock)
    for hours, outcome in ((5, FetchOutcome.SUSPICIOUS), (2, FetchOutcome.SUSPICIOUS), (0, FetchOutcome.FINE)):
        await ingest.run_once()
        assert (await state(store, "a")).outcome is outcome
        await clock.sleep(3600 * hours)


async def test_what_is_wrong_stays_wrong_however_long(store: Store, clock: TestClock) -> None:
    stale = replace(batch(FRIDAY), suspicion="yesterday's page again")
    ingest = Ingest([Scripted("a", [stale], [stale])], store.papers, clock)
    for _ in range(2):
        await ingest.run_once()
        assert (await state(store, "a")).outcome is FetchOutcome.SUSPICIOUS
        await clock.sleep(3600 * 100)


async def test_yesterdays_page_again_is_suspicious(store: Store, clock: TestClock) -> None:
    days = [batch(FRIDAY - timedelta(days=1), 1, 2, 3, 4), batch(FRIDAY, 1, 2, 3, 4)]
    (reading,) = await Ingest([Scripted("a", days)], store.papers, clock).run_once()
    assert reading.suspicion == "2026-08-21: 4 of 4 papers were listed the day before already"
    assert reading.new == 4


async def test_only_the_named_source_is_read(store: Store, clock: TestClock) -> None:
    one, two = Scripted("a", [batch(FRIDAY, 1)]), Scripted("b", [batch(FRIDAY, 2)])
    ingest = Ingest([one, two], store.papers, clock)
    await ingest.run_once("b", since=FRIDAY)
    assert (one.asked, two.asked) == ([], [(None, FRIDAY)])
    with pytest.raises(ConfigurationError, match="No source is called c; configured are: a, b"):
        await ingest.run_once("c")


async def test_sources_are_followed_by_their_due_times(store: Store, clock: TestClock) -> None:
    wait = timedelta(minutes=7)
    source = Scripted("a", [batch(FRIDAY, 1)], [SourceDown("down", wait)], [], [batch(FRIDAY, 2)])
    other = Scripted("b", [batch(FRIDAY, 3)], [batch(FRIDAY, 4)])
    await Ingest([source, other], store.papers, clock).follow()
    assert len(source.asked) == 4, "a reading that brings nothing counts as one"
    assert await store.papers.count() == 4
    assert clock.time >= NOW + timedelta(hours=2) + wait
    assert clock.longest == LONGEST_SLEEP.total_seconds(), "a machine that slept meanwhile is late by no more"


@pytest.mark.parametrize("failed", [False, True])
async def test_a_clock_that_was_ahead_for_a_moment_does_not_silence_a_source(
    store: Store, clock: TestClock, failed: bool
) -> None:
    ahead = NOW + timedelta(days=40)
    if failed:
        await store.papers.failed("a", "no answer", ahead, ahead + timedelta(hours=1))
    else:
        await store.papers.commit("a", Batch(papers=(), cursor="2026-08-20"), ahead)
    source = Scripted("a", [batch(FRIDAY, 1)])
    await Ingest([source], store.papers, clock).follow()
    assert await store.papers.count() == 1
    assert clock.now() - NOW < timedelta(hours=1)


async def test_a_busy_store_or_a_crash_does_not_end_the_following(store: Store, clock: TestClock) -> None:
    source = Scripted("a", [StoreBusy("busy")], [ValueError("a bug")], [batch(FRIDAY, 1)])
    with capture_logs() as logs:
        await Ingest([source], store.papers, clock).follow()
    assert await store.papers.count() == 1
    events = [entry["event"] for entry in logs]
    assert events == ["source.not_stored", "source.crashed", "source.failed", "source.recovered", "source.read"]
    assert clock.time == NOW + timedelta(hours=1, minutes=1)


async def test_a_bug_in_a_reader_is_told_and_tried_again(store: Store, clock: TestClock) -> None:
    source = Scripted("a", [OverflowError("year 9999")], [batch(FRIDAY, 1)])
    (reading,) = await Ingest([source], store.papers, clock).run_once()
    assert "broke the reader (OverflowError)" in reading.failure
    found = await state(store, "a")
    assert (found.outcome, found.note) == (FetchOutcome.FAILED, reading.failure)
    assert found.retry_at == NOW + timedelta(hours=1)


async def test_skipped_records_are_counted_over_a_reading_and_forgotten_with_the_next(
    store: Store, clock: TestClock
) -> None:
    first = [replace(batch(FRIDAY, 1), skipped=2), replace(batch(FRIDAY, 2), skipped=1), batch(FRIDAY, 3)]
    ingest = Ingest([Scripted("a", first, [batch(FRIDAY, 4)])], store.papers, clock)
    (reading,) = await ingest.run_once()
    assert (reading.skipped, (await state(store, "a")).skipped) == (3, 3)
    assert (await state(store, "a")).outcome is FetchOutcome.FINE, "it is not read again for them"
    await ingest.run_once()
    assert (await state(store, "a")).skipped == 0


async def test_following_can_be_cancelled(store: Store, clock: TestClock) -> None:
    started = asyncio.Event()

    class Endless(Scripted):
        async def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
            started.set()
            await asyncio.Event().wait()
            yield batch(FRIDAY, 1)

    task = asyncio.create_task(Ingest([Endless("a", [])], store.papers, clock).follow())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_lookup_stores_what_the_first_that_knows_answers(store: Store, clock: TestClock) -> None:
    down = Knowing("a", raising(SourceDown("down", timedelta(minutes=1))))
    unknown, known = Knowing("b", lambda: ()), Knowing("c", lambda: (paper(1), paper(2)))
    ingest = Ingest([Scripted("s"), down, unknown, known], store.papers, clock)
    with capture_logs() as logs:
        found = await ingest.lookup(PaperId("arxiv:2608.00001"))
    assert found
    assert found.first_seen == NOW
    assert [entry["event"] for entry in logs] == ["source.lookup_failed"]
    assert [each.id for each in await ingest.find("paper", 2)] == ["arxiv:2608.00001", "arxiv:2608.00002"]
    assert await store.papers.count() == 2


async def test_a_lookup_that_nobody_answers_is_not_a_no(store: Store, clock: TestClock) -> None:
    ingest = Ingest([Knowing("a", raising(SourceBroken("nonsense"))), SampleSource()], store.papers, clock)
    with pytest.raises(SourceDown):
        await ingest.lookup(PaperId("arxiv:2608.00001"))
    assert await ingest.find("paper") == ()


async def test_a_slow_lookup_is_given_up(store: Store, clock: TestClock, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Knowing):
        async def paper(self, paper_id: PaperId) -> Paper | None:
            await asyncio.Event().wait()
            return None

    monkeypatch.setattr("bot.services.ingest.LOOKUP_SECONDS", 0.01)
    with pytest.raises(SourceDown, match="a does not answer just now"):
        await Ingest([Slow("a", lambda: ())], store.papers, clock).lookup(PaperId("arxiv:2608.00001"))


async def test_the_next_is_got_while_the_last_is_dealt_with() -> None:
    got: list[int] = []

    async def items() -> AsyncGenerator[int, None]:
        for number in range(5):
            got.append(number)
            yield number

    async def prepare(number: int) -> str:
        return f"<{number}>"

    async with aclosing(read_ahead(items(), prepare)) as ahead:
        first = await anext(ahead)
        await asyncio.sleep(0)
        assert (first, got) == ((0, "<0>"), [0, 1, 2])
        assert [one async for one in ahead] == [(number, f"<{number}>") for number in range(1, 5)]


async def test_reading_ahead_tells_an_error_after_what_came_before_it_and_stops_with_its_reader() -> None:
    closed = asyncio.Event()

    async def items(last: int) -> AsyncGenerator[int, None]:
        try:
            for number in range(last):
                yield number
            raise SourceBroken("torn")
        finally:
            closed.set()

    async def prepare(number: int) -> int:
        return -number

    ahead = read_ahead(items(2), prepare)
    assert [await anext(ahead), await anext(ahead)] == [(0, 0), (1, -1)]
    with pytest.raises(SourceBroken, match="torn"):
        await anext(ahead)

    closed.clear()
    async with aclosing(read_ahead(items(100), prepare)) as ahead:
        await anext(ahead)
    assert closed.is_set()
