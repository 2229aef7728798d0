"""Channels due in the same minute over 1, 2 and 4 processes, on PostgreSQL and on SQLite beside it.

``python -m benchmarks.replicas [--channels 100,1000] [--processes 1,2,4] [--bare] [--seconds 60]``: over a PostgreSQL
server that is started for it and waits for the disk (``PAPERBOY_TEST_POSTGRES`` names another), and over one SQLite
file. Each row begins with the same data, that of ``benchmarks.digests``: the digests are made; then every message is
claimed and recorded as sent, with nothing done in between; then people react. Meanwhile somebody searches from one
more process. "--bare" picks the first papers for channels without members, which leaves planning, storing and sending.
"--seconds" ends making, and claiming, after so long: what is left is counted as not made.
Where there are fewer cores than processes little can be gained; that nothing is done twice must hold everywhere.
"""

import argparse
import asyncio
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import structlog

from benchmarks.digests import BenchClock, commands_meanwhile, fill, in_turns, real_picker
from bot.model import Channel
from bot.ports.store import Store
from bot.store import open_store
from tests import postgres

PAPERS = 100
CALM = 3.0
"""Seconds of searches before anything else is done."""

Row = dict[str, Any]


class Part:
    """A process that takes part."""

    def __init__(self, url: str, how: Sequence[str]) -> None:
        command = [sys.executable, "-m", "benchmarks.replicas_part", url, *how]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def go_on(self) -> None:
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def told(self) -> Row:
        assert self._process.stdout
        told: Row = json.loads(self._process.stdout.readline())
        return told

    def end(self) -> None:
        self._process.communicate("\n")


class Searching:
    """Somebody who searches on a thread of their own, until told to stop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.waits: list[float] = []
        self._thread = Thread(target=lambda: asyncio.run(self._search()))

    def __enter__(self) -> "Searching":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()

    async def _search(self) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        store = await open_store(self._url)
        await store.search.warm()
        self.waits = await commands_meanwhile(store, self._done)
        await store.close()


def phase(parts: list[Part]) -> list[Row]:
    for part in parts:
        part.go_on()
    return [part.told() for part in parts]


def measure(url: str, processes: int, channels: int, how: Sequence[str]) -> Row:
    """One row: ``processes`` of them begin together over the filled database."""
    calm = asyncio.run(_searched_calmly(url))
    parts = [Part(url, how) for _ in range(processes)]
    for part in parts:
        part.told()
    with Searching(url) as searching:
        made, claimed = phase(parts), phase(parts)
    reacted = phase(parts)
    for part in parts:
        part.end()
    counts = asyncio.run(_made(url))
    done = channels - counts["not made"]
    keys = Counter(key for one in claimed for key in one["keys"])
    waits = [1000 * wait for one in claimed for wait in one["waits"]]
    return {
        "processes": processes,
        "channels": channels,
        "made a second": round(done / _longest(made), 1),
        "cpu ms a channel": round(1000 * sum(one["worked"] for one in made) / max(1, done), 1),
        "messages": len(keys),
        "sent a second": round(len(keys) / _longest(claimed), 1),
        "cpu ms a message": round(1000 * sum(one["worked"] for one in claimed) / max(1, len(keys)), 2),
        "claim ms": _percentiles(waits),
        "reactions a second": round(sum(one["reactions"] for one in reacted) / _longest(reacted)),
        "search ms, calm": _percentiles(calm),
        "search ms, meanwhile": _percentiles(searching.waits),
        "claimed twice": sum(count > 1 for count in keys.values()),
        **counts,
    }


def _longest(told: list[Row]) -> float:
    return max(float(one["seconds"]) for one in told)


def _percentiles(waits: list[float]) -> str:
    """The median and the 99th of a hundred."""
    ordered = sorted(waits) or [float("nan")]
    return f"{ordered[len(ordered) // 2]:.1f} / {ordered[int(len(ordered) * 0.99)]:.1f}"


async def _searched_calmly(url: str) -> list[float]:
    store, done = await open_store(url), asyncio.Event()
    await store.search.warm()
    asyncio.get_running_loop().call_later(CALM, done.set)
    waits = await commands_meanwhile(store, done)
    await store.close()
    return waits


async def _made(url: str) -> Row:
    """Of how many channels the slot was made more than once, or not at all."""
    store = await open_store(url)
    reports: list[int] = []

    async def count(channel: Channel) -> None:
        reports.append(len(await store.digests.reports(channel, 5)))

    await in_turns([count(one.channel) for one in await store.subscriptions.all()])
    await store.close()
    return {"made twice": sum(count > 1 for count in reports), "not made": reports.count(0)}


async def _filled(url: str, channels: int, picks: str) -> None:
    store: Store = await open_store(url)
    if picks == "bare":
        await fill(store, channels, PAPERS, members=0)
    else:
        await fill(store, channels, PAPERS)
        await real_picker(store, BenchClock())
    await store.close()


def rows(channels: int, counts: list[int], picks: str, seconds: float) -> None:
    how = (picks, str(seconds))
    with tempfile.TemporaryDirectory() as folder, postgres.empty_database() as filled:
        file = Path(folder) / "filled.db"
        postgres.wait_for_the_disk(False)
        for url in (filled, f"sqlite:///{file}"):
            asyncio.run(_filled(url, channels, picks))
        postgres.wait_for_the_disk(True)
        name = urlsplit(filled).path.strip("/")
        for processes in counts:
            copy = f"bench_{os.getpid()}"
            postgres.execute(postgres.server(), f"create database {copy} template {name}")
            _show("PostgreSQL", measure(postgres.at(filled, copy), processes, channels, how))
            postgres.execute(postgres.server(), f"drop database {copy} with (force)")
            again = shutil.copy(file, Path(folder) / f"{processes}.db")
            _show("SQLite", measure(f"sqlite:///{again}", processes, channels, how))


def _show(store: str, row: Row) -> None:
    print(store, json.dumps(row), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", default="100,1000")
    parser.add_argument("--processes", default="1,2,4")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    asked = parser.parse_args()
    picks, processes = "bare" if asked.bare else "real", [int(count) for count in asked.processes.split(",")]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    postgres.prepare()
    try:
        for channels in map(int, asked.channels.split(",")):
            rows(channels, processes, picks, asked.seconds)
    finally:
        postgres.clean_up()


if __name__ == "__main__":
    main()
