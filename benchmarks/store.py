"""Acknowledged reactions a second, against plain sqlite3 that commits each row; papers stored; reads meanwhile.

python -m benchmarks.store [--reactions 20000] [--papers 20000]
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.model import Feedback, Member, Paper, PaperId, Signal, Tenant
from bot.ports.store import Store
from bot.store import open_store
from bot.store.columns import micros

MEMBERS = 40
BATCH = 200
NOW = datetime(2026, 3, 2, tzinfo=UTC)
TENANT = Tenant("discord", "1")
WORDS = ("state", "space", "model", "retrieval", "agent", "language", "vision", "scaling", "reward", "policy", "graph")


def reaction(member: int, number: int) -> Feedback:
    return Feedback(
        member=Member(TENANT, f"member{member}"),
        paper=PaperId(f"arxiv:2603.{number % 5000:05}"),
        signal=Signal.LIKE,
        at=NOW,
        event=f"{member}-{number}",
    )


def papers(count: int) -> list[Paper]:
    random = Random(7)
    return [
        Paper(
            id=PaperId(f"arxiv:{number // 10000:04}.{number % 10000:05}"),
            title=" ".join(random.choices(WORDS, k=9)),
            abstract=" ".join(random.choices(WORDS, k=180)),
            authors=tuple(f"Author {random.randrange(5000)}" for _ in range(5)),
            categories=("cs.CL", "cs.LG"),
            featured=NOW.date(),
        )
        for number in range(count)
    ]


async def react(store: Store, reactions: int) -> float:
    """Every member reacts, waiting for each answer; rows a second."""

    async def one(member: int) -> None:
        for number in range(reactions // MEMBERS):
            await store.feedback.append(reaction(member, number))

    began = time.perf_counter()
    await asyncio.gather(*(one(member) for member in range(MEMBERS)))
    return reactions / (time.perf_counter() - began)


def react_plainly(file: Path, reactions: int) -> float:
    """The same rows into the same table by sqlite3 with the same safety, each in its own commit."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("pragma synchronous = full")
    insert = """
        insert into feedback (platform, tenant, member, paper, signal, retracted, at, channel, event)
        values (?, ?, ?, ?, ?, 0, ?, null, ?)
    """
    began = time.perf_counter()
    for number in range(reactions):
        line = reaction(-1, number)
        tenant, member = line.member.tenant, line.member
        row = (tenant.platform, tenant.id, member.id, line.paper, line.signal.value, micros(line.at), line.event)
        connection.execute(insert, row)
    seconds = time.perf_counter() - began
    connection.close()
    return reactions / seconds


async def ingest(store: Store, stored: Sequence[Paper]) -> float:
    began = time.perf_counter()
    for start in range(0, len(stored), BATCH):
        await store.papers.add(stored[start : start + BATCH], NOW)
    return len(stored) / (time.perf_counter() - began)


async def read_while(store: Store, busy: asyncio.Task[float]) -> list[float]:
    waits = []
    while not busy.done():
        began = time.perf_counter()
        await store.papers.get([PaperId("arxiv:0000.00001")])
        waits.append(1000 * (time.perf_counter() - began))
    return sorted(waits)


def quantile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))]


async def main(reactions: int, paper_count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paperboy.db"
        store = await open_store(f"sqlite:///{file}")
        stored = papers(paper_count)
        print(f"papers stored and indexed, by {BATCH}: {await ingest(store, stored):,.0f}/s")
        print(f"the same again (nothing new): {await ingest(store, stored):,.0f}/s")
        queued = await react(store, reactions)
        plain = react_plainly(file, reactions // 10)
        print(
            f"acknowledged reactions, {MEMBERS} members at once: {queued:,.0f}/s; plain sqlite3: {plain:,.0f}/s", end=""
        )
        print(f"; ratio {queued / plain:.1f}")
        busy = asyncio.create_task(ingest(store, papers(paper_count * 2)[paper_count:]))
        waits = await read_while(store, busy)
        half, most = quantile(waits, 0.5), quantile(waits, 0.99)
        print(f"one paper read while others are stored: p50 {half:.2f} ms, p99 {most:.2f} ms")
        await store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reactions", type=int, default=20_000)
    parser.add_argument("--papers", type=int, default=20_000)
    chosen = parser.parse_args()
    asyncio.run(main(chosen.reactions, chosen.papers))
