"""How many due channels a second are computed and queued, how the cost grows, and how quick commands stay meanwhile.

``python -m benchmarks.digests [--sizes 10,100,1000] [--papers 100]``: everything real but the chat: a SQLite file, the
feature space, profiles of the members, picks, messages, the outbox. Each channel has five active members with ten
reactions each. "bare" is the same with a picker that takes the first papers, which leaves planning and storing.
"""

import argparse
import asyncio
import json
import logging
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.clock import SystemClock
from bot.model import (
    Bar,
    Batch,
    Channel,
    Feedback,
    Member,
    Paper,
    PaperId,
    Pick,
    Query,
    Reason,
    ReasonKind,
    Schedule,
    Selection,
    Signal,
    Subscription,
    Tenant,
)
from bot.ports.store import Store
from bot.ranking.explain import Switches
from bot.ranking.feature_spaces import Corpus, FeatureSpaces, learn_from
from bot.ranking.features import FeatureSpace
from bot.ranking.linear import LinearRanker
from bot.ranking.row_cache import PaperRows
from bot.ranking.user_models import UserModels
from bot.services.digest_decider import subscription_id
from bot.services.digests import DigestWriter
from bot.services.encoding import Encoding
from bot.services.scheduler import Scheduler
from bot.store import open_store

PLATFORM = "bench"
NOW = datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)
SLOT = NOW.replace(second=0)
MEMBERS, REACTIONS, CHANNELS = 5, 10, 20
"""People of a channel, reactions of each, channels of a tenant."""
SECONDS_FOR_1000 = 30.0
ENDINGS = ("tract", "vert", "form", "port", "sign", "duct", "mand", "press", "scribe", "lease", "gard", "late")
WORDS = tuple(f"{first}{second}" for first in ("re", "pre", "un", "co", "de", "sub") for second in ENDINGS)


class BenchClock(SystemClock):
    """The real clock, set to the minute in which everything is due."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self._start)


class FirstPapers:
    """The bare picker: what is left is the cost of planning and storing."""

    async def for_channel(
        self,
        channel: Channel,
        *,
        count: int,
        topics: Sequence[str],
        categories: Sequence[str],
        bar: Bar | None = None,
        candidates: Sequence[Paper],
    ) -> Selection:
        reason = Reason(kind=ReasonKind.POPULARITY, contribution=1.0, count=3)
        return Selection(picks=tuple(Pick(paper=paper, score=1.0, reasons=(reason,)) for paper in candidates[:count]))

    async def for_member(
        self, member: Member, count: int, candidates: Sequence[Paper] | None = None, bar: Bar | None = None
    ) -> Selection:
        raise AssertionError("digests ask for channels only")


def papers(number: int, day: date, dice: random.Random, start: int = 0) -> list[Paper]:
    def words(least: int, most: int) -> str:
        return " ".join(dice.choices(WORDS, k=dice.randint(least, most)))

    return [
        Paper(
            id=PaperId(f"arxiv:2611.{start + n:05d}"),
            title=words(5, 11).title(),
            abstract=f"{words(60, 110)}.",
            authors=tuple(f"Author {dice.randint(0, 500)}" for _ in range(4)),
            featured=day,
            upvotes=dice.randint(0, 120),
        )
        for n in range(number)
    ]


async def fill(store: Store, channels: int, new_papers: int, members: int = MEMBERS) -> None:
    """Papers of days before, people with reactions, subscriptions due at the same minute, the day's new papers."""
    dice = random.Random(5)
    before = papers(2000, (SLOT - timedelta(days=3)).date(), dice, 50_000)
    await store.papers.commit("bench", Batch(papers=tuple(before), cursor="1"), SLOT - timedelta(days=3))
    new = papers(new_papers, SLOT.date(), dice)
    await store.papers.commit("bench", Batch(papers=tuple(new), cursor="2"), SLOT - timedelta(hours=5))
    await in_turns([_channel(store, n, before, dice, members) for n in range(channels)])


def channel_of(number: int) -> Channel:
    return Channel(Tenant(PLATFORM, f"tenant-{number // CHANNELS}"), f"channel-{number}")


async def in_turns(work: Sequence[Coroutine[Any, Any, None]], at_once: int = 50) -> None:
    for start in range(0, len(work), at_once):
        await asyncio.gather(*work[start : start + at_once])


async def _channel(store: Store, number: int, known: Sequence[Paper], dice: random.Random, members: int) -> None:
    channel = channel_of(number)
    owner = Member(channel.tenant, f"member-{number}-0")
    subscription = Subscription(
        id=subscription_id(channel),
        channel=channel,
        owner=owner,
        schedule=Schedule(),
        next_due=SLOT,
        seen_to=SLOT - timedelta(days=1),
    )
    await store.subscriptions.change(channel, lambda *_: subscription)
    for m in range(members):
        member = Member(channel.tenant, f"member-{number}-{m}")
        await store.memberships.seen(channel, member, SLOT - timedelta(days=2))
        liked = dice.sample(known, REACTIONS)
        lines = [Feedback(member=member, paper=p.id, signal=Signal.LIKE, at=SLOT, channel=channel) for p in liked]
        await asyncio.gather(*(store.feedback.append(line) for line in lines))


async def real_picker(store: Store, clock: BenchClock) -> LinearRanker:
    """With the feature space fitted, as the background does in a running Paperboy."""
    encoding = Encoding(store.papers, store.vectors, "none", None, clock)
    spaces = FeatureSpaces(store.papers, store.spaces, encoding, _fit_here, clock)
    rows = PaperRows(encoding)
    users = UserModels(store.papers, store.interests, store.feedback, store.profiles, rows)
    await spaces.current()
    switches = Switches(popularity=True, recency=True)
    return LinearRanker(store.papers, store.memberships, spaces, users, rows, clock, switches)


async def _fit_here(corpus: Corpus) -> FeatureSpace:
    return learn_from(corpus)


async def bare_picker(store: Store, clock: BenchClock) -> FirstPapers:
    return FirstPapers()


def scheduler_over(store: Store, clock: BenchClock, picker: Any) -> Scheduler:
    writer = DigestWriter(store, picker, [], {}, clock, timedelta(hours=6))
    return Scheduler(writer, store.subscriptions, [], clock)


async def commands_meanwhile(store: Store, done: asyncio.Event) -> list[float]:
    """Searches, one after the other, each timed from asking to answer (ms)."""
    dice, waits = random.Random(3), []
    while not done.is_set():
        began = time.perf_counter()
        text = " ".join(dice.sample(WORDS, 2))
        await store.search.search(Query(text=text, words=tuple(text.split())))
        waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.02)
    return waits


async def loop_stalls(done: asyncio.Event) -> list[float]:
    """How late a task wakes that wants to every 5 ms: how long the event loop was held (ms)."""
    late = []
    while not done.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - began) * 1000 - 5)
    return late


async def measure(
    channels: int, new_papers: int, make_picker: Callable[[Store, BenchClock], Awaitable[Any]]
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        clock = BenchClock()
        store = await open_store(f"sqlite:///{Path(folder) / 'bench.db'}", clock)
        try:
            await fill(store, channels, new_papers)
            scheduler = scheduler_over(store, clock, await make_picker(store, clock))
            scheduler.serve_now([PLATFORM])
            done = asyncio.Event()
            asking, waking = (
                asyncio.create_task(commands_meanwhile(store, done)),
                asyncio.create_task(loop_stalls(done)),
            )
            began, worked = time.perf_counter(), time.process_time()
            while await scheduler.make_due():
                pass
            took, worked = time.perf_counter() - began, time.process_time() - worked
            done.set()
            waits, late = await asking, await waking
            made = len(await store.digests.reports(channel_of(channels - 1), 5))
        finally:
            await store.close()
    assert made == 1
    return {
        "channels": channels,
        "seconds": round(took, 2),
        "per second": round(channels / took, 1),
        "ms each": round(took / channels * 1000, 2),
        "cpu ms each": round(worked / channels * 1000, 2),
        "search p50 ms": round(statistics.median(waits), 1),
        "search p99 ms": round(sorted(waits)[int(len(waits) * 0.99)], 1),
        "loop held max ms": round(max(late, default=0.0), 1),
    }


def main() -> None:
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
    )
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10,100,1000,10000")
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows = []
    for name, make in (("picks", real_picker), ("bare", bare_picker)):
        for size in map(int, asked.sizes.split(",")):
            row = {"what": name, **asyncio.run(measure(size, asked.papers, make))}
            rows.append(row)
            print(
                json.dumps(row) if asked.json else "  ".join(f"{key} {value}" for key, value in row.items()), flush=True
            )
    thousand = [row for row in rows if row["channels"] == 1000 and row["what"] == "picks"]
    if thousand and thousand[0]["seconds"] > SECONDS_FOR_1000:
        raise SystemExit(f"1,000 due channels took {thousand[0]['seconds']} s, more than {SECONDS_FOR_1000}.")


if __name__ == "__main__":
    main()
