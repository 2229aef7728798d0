"""Twenty real days, read whole through real HTTP into a real store, day by day and through every fault."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from bot.model import FetchOutcome, PaperId
from bot.ports.store import Store
from bot.services.ingest import Ingest
from bot.sources.arxiv import ArxivSource
from bot.sources.arxiv import rate_limiter as arxiv_limiter
from bot.sources.arxiv_changes import ArxivChanges
from bot.sources.http import Limits, PoliteClient
from bot.sources.huggingface import HuggingFaceSource
from bot.sources.huggingface import rate_limiter as huggingface_limiter
from bot.store import open_store
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock

SHARED = Path(__file__).parents[4] / "shared"
SERVER, DAYS = SHARED / "platforms" / "fake_papers.py", SHARED / "data" / "hf_daily"
pytestmark = pytest.mark.skipif(not SERVER.is_file(), reason="the acceptance data is not here")
LIMITS = Limits(read=0.25, total=2.0)


class Served:
    """The server of recorded days, as a process of its own."""

    def __init__(self, line: str) -> None:
        bases = json.loads(line)
        self.base, self._control = bases["huggingface"], bases["control"]
        self.days = {date.fromisoformat(file.stem): ids_in(file) for file in sorted(DAYS.glob("*.json"))}

    def serve_up_to(self, day: date) -> None:
        self._post("today", {"date": day.isoformat()})

    def fail(self, path: str, **fault: object) -> None:
        self._post("faults", {"path": path, "times": 3, **fault})

    def _post(self, what: str, body: dict[str, object]) -> None:
        urlopen(Request(f"{self._control}/{what}", data=json.dumps(body).encode(), method="POST")).close()


def ids_in(file: Path) -> list[PaperId]:
    return [PaperId(f"arxiv:{item['paper']['id']}") for item in json.loads(file.read_text())]


@pytest.fixture(scope="module")
def running() -> Iterator[Served]:
    command = [sys.executable, str(SERVER), "--data", str(DAYS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield Served(process.stdout.readline())
        process.terminate()


@pytest.fixture
def served(running: Served) -> Served:
    running.serve_up_to(max(running.days))
    return running


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store(f"sqlite:///{tmp_path / 'paperboy.db'}")
    yield store
    await store.close()


def late_on(day: date) -> datetime:
    return datetime.combine(day, time(23), UTC)


@pytest.fixture
def huggingface(served: Served, clock: LeapingClock) -> HuggingFaceSource:
    return HuggingFaceSource(
        PoliteClient(huggingface_limiter(clock, MemoryLeases()), clock, limits=LIMITS), served.base, clock
    )


@pytest.fixture
def arxiv(served: Served, clock: LeapingClock) -> ArxivSource:
    client = PoliteClient(arxiv_limiter(clock, MemoryLeases()), clock, limits=LIMITS)
    changes = ArxivChanges(arxiv_limiter(clock, MemoryLeases()), f"{served.base}/oai", "", clock)
    return ArxivSource(client, served.base, served.base, changes, ("cs.CV",), clock)


async def test_twenty_days_day_by_day(
    served: Served, store: Store, clock: LeapingClock, huggingface: HuggingFaceSource
) -> None:
    ingest = Ingest([huggingface], store.papers, clock)
    seen: set[PaperId] = set()
    for day, ids in served.days.items():
        served.serve_up_to(day)
        clock.time = late_on(day)
        (reading,) = await ingest.run_once()
        assert (reading.failure, reading.suspicion) == ("", "")
        assert reading.new == len(set(ids) - seen), "a paper that comes again is not new"
        seen |= set(ids)
        assert list(await store.papers.listed_on("huggingface", day)) == ids
        assert await store.papers.count() == len(seen)
    assert (len(served.days), await store.papers.count()) == (20, 440)


async def test_twenty_days_at_once_are_the_same(
    served: Served, store: Store, clock: LeapingClock, huggingface: HuggingFaceSource
) -> None:
    days = list(served.days)
    clock.time = late_on(days[-1])
    (reading,) = await Ingest([huggingface], store.papers, clock).run_once(since=days[0])
    assert (reading.new, reading.papers, reading.days, reading.suspicion) == (440, 442, 20, "")
    for day, ids in served.days.items():
        assert list(await store.papers.listed_on("huggingface", day)) == ids
    twice = await store.papers.get([PaperId("arxiv:2608.12313")])
    assert [paper.featured for paper in twice.values()] == [date(2026, 8, 13)], "the first day it was featured stays"


async def test_both_sources_know_the_same_works(
    served: Served, store: Store, clock: LeapingClock, huggingface: HuggingFaceSource, arxiv: ArxivSource
) -> None:
    day = max(served.days)
    clock.time = late_on(day)
    ingest = Ingest([huggingface, arxiv], store.papers, clock)
    first, second = await ingest.run_once()
    count = await store.papers.count()
    assert first.new == count
    assert second.new == 0, "arXiv lists papers that Daily Papers has featured already"
    assert second.failure == ""
    papers = await store.papers.on_day(day)
    both = [paper for paper in papers if "arxiv" in paper.sources]
    assert both
    assert all(paper.categories and paper.sources == ("huggingface", "arxiv") for paper in both)
    assert sum(paper.upvotes for paper in both) > 0, "the feed erases no upvotes"


FAULTS: dict[str, dict[str, object]] = {
    "429": {"status": 429, "times": 1},
    "429 with Retry-After": {"status": 429, "times": 1, "headers": {"Retry-After": "1200"}},
    "500": {"status": 500},
    "drop": {"drop": True},
    "truncated": {"truncate": True, "times": 1},
    "slow": {"delay": 0.5},
    "wrong type": {"status": 200, "body": "<html>hello</html>", "times": 1},
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["huggingface", "arxiv"])
async def test_each_fault_is_told_and_harms_nothing(
    fault: str,
    name: str,
    served: Served,
    store: Store,
    clock: LeapingClock,
    huggingface: HuggingFaceSource,
    arxiv: ArxivSource,
) -> None:
    *_, before, day = served.days
    served.serve_up_to(before)
    clock.time = late_on(before)
    ingest = Ingest([huggingface, arxiv], store.papers, clock)
    assert [reading.failure for reading in await ingest.run_once()] == ["", ""]
    state = {each.name: each for each in await store.papers.source_states()}[name]
    papers = await store.papers.sample(1000)

    served.serve_up_to(day)
    clock.time = late_on(day)
    served.fail(r"/api/daily_papers|/rss/", **FAULTS[fault])
    failed_at = clock.now()
    (reading,) = await ingest.run_once(name)
    assert reading.failure.endswith(".")
    assert reading.new == 0
    after = {each.name: each for each in await store.papers.source_states()}[name]
    assert (after.outcome, after.note, after.cursor) == (FetchOutcome.FAILED, reading.failure, state.cursor)
    assert after.failing_since
    assert after.retry_at
    assert after.failing_since >= failed_at
    assert timedelta(minutes=1) <= after.retry_at - after.failing_since <= timedelta(hours=1)
    assert await store.papers.sample(1000) == papers

    # Late answers that nobody waits for any more are still under way; they would use up the next test's faults.
    await asyncio.sleep(float(str(FAULTS[fault].get("delay", 0))))
    clock.time = after.retry_at
    (reading,) = await ingest.run_once(name)
    assert reading.failure == ""
    assert {each.name: each for each in await store.papers.source_states()}[name].failing_since is None
