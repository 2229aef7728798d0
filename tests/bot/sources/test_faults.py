"""Whatever goes wrong on the way, what is stored stays as it was, and the source's state says what happened."""

import json
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from bot.model import FetchOutcome
from bot.ports.sources import Source
from bot.ports.store import Store
from bot.services.ingest import Ingest
from bot.sources import arxiv, huggingface
from bot.sources.arxiv_changes import ArxivChanges
from bot.sources.http import Limits, PoliteClient
from bot.store import open_store
from bot.store.memory.leases import MemoryLeases
from tests.bot.sources.conftest import LeapingClock
from tests.bot.sources.recorded import recorded
from tests.platforms.papers import PaperServer, Said

LIMITS = Limits(read=0.1, total=0.5, size=100_000)
DAY = date(2026, 8, 21)
FAULTS: dict[str, tuple[Said, int, timedelta]] = {
    "429": (Said(status=429), 1, timedelta(minutes=1)),
    "429 with Retry-After": (Said(status=429, headers={"Retry-After": "1200"}), 1, timedelta(minutes=20)),
    "500": (Said(status=500), 3, timedelta(minutes=10)),
    "drop": (Said(drop=True), 3, timedelta(minutes=10)),
    "truncated": (Said(body=recorded("huggingface_daily.json")[:900]), 1, timedelta(hours=1)),
    "cut off": (Said(body=recorded("huggingface_daily.json"), cut=True), 3, timedelta(minutes=10)),
    "slow": (Said(delay=0.2), 3, timedelta(minutes=10)),
    "wrong type": (Said(body=b"<html>", type="text/html"), 1, timedelta(hours=1)),
    "wrong shape": (Said(body=b'{"error": "no"}'), 1, timedelta(hours=1)),
    "huge": (Said(body=b"[" + b" " * 200_000 + b"]"), 1, timedelta(hours=1)),
}


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await open_store("memory:")
    yield store
    await store.close()


def one(server: PaperServer, clock: LeapingClock, name: str) -> Source:
    if name == "huggingface":
        client = PoliteClient(huggingface.rate_limiter(clock, MemoryLeases()), clock, limits=LIMITS)
        return huggingface.HuggingFaceSource(client, server.base, clock)
    client = PoliteClient(arxiv.rate_limiter(clock, MemoryLeases()), clock, limits=LIMITS)
    changes = ArxivChanges(arxiv.rate_limiter(clock, MemoryLeases()), f"{server.base}/oai", "", clock)
    return arxiv.ArxivSource(client, server.base, server.base, changes, ("cs.CL",), clock)


@pytest.fixture
def serving(server: PaperServer) -> PaperServer:
    listed = [item for item in json.loads(recorded("huggingface_daily.json"))[:2] if "paper" in item]
    body = json.dumps(listed).encode()
    server.answers["/api/daily_papers?limit=100"] = Said(body=body)
    server.answers[f"/api/daily_papers?date={DAY}&limit=100&p=0"] = Said(body=body)
    server.answers["/api/daily_papers"] = Said(body=b"[]")
    server.answers["/rss/cs.CL"] = Said(body=recorded("arxiv_feed.xml"), type="application/rss+xml")
    server.answers["/api/query"] = Said(body=recorded("arxiv_answer.xml"), type="application/atom+xml")
    return server


@pytest.mark.parametrize("name", ["huggingface", "arxiv"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_each_fault(fault: str, name: str, serving: PaperServer, store: Store, clock: LeapingClock) -> None:
    ingest = Ingest([one(serving, clock, name)], store.papers, clock)
    (fine,) = await ingest.run_once()
    assert (fine.failure, fine.new > 1) == ("", True)
    (before,) = await store.papers.source_states()
    papers = await store.papers.sample(100)

    said, times, wait = FAULTS[fault]
    serving.faults = [said] * times
    (reading,) = await ingest.run_once()
    assert reading.failure.endswith(".")
    assert (reading.papers, reading.new) == (0, 0)
    assert not serving.faults
    assert await store.papers.sample(100) == papers
    (after,) = await store.papers.source_states()
    assert (after.outcome, after.note, after.cursor) == (FetchOutcome.FAILED, reading.failure, before.cursor)
    assert after.failing_since
    assert after.retry_at
    least = timedelta(minutes=10) if name == "arxiv" and said.status == 429 else timedelta(0)
    assert after.retry_at - after.failing_since == max(wait, least)

    clock.time = after.retry_at
    (again,) = await ingest.run_once()
    assert (again.failure, again.new) == ("", 0)
    assert await store.papers.sample(100) == papers
