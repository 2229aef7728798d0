"""Channels due in the same minute: how many digests and claims a second 1, 2 and 4 processes manage.

``python -m benchmarks.replicas [--channels 400] [--processes 1,2,4]``: over a PostgreSQL server that is started for it
(``PAPERBOY_TEST_POSTGRES`` names another), and over one SQLite file beside it. Each row begins with the same data, that
of ``benchmarks.digests``. Then every message is claimed and recorded as sent, with nothing done in between. Where there
are fewer cores than processes little can be gained; that nothing is done twice must hold everywhere.
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
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog

from benchmarks.digests import NOW, PLATFORM, BenchClock, fill, real_picker, scheduler_over
from bot.model import MessageRef
from bot.ports.store import Store
from bot.store import open_store
from tests import postgres

PAPERS = 100
LEASE = timedelta(seconds=90)


async def take_part(url: str) -> None:
    """One process: make digests until none is due, then claim until nothing waits; told when to begin each."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    clock = BenchClock()
    store = await open_store(url, clock)
    scheduler = scheduler_over(store, clock, await real_picker(store, clock))
    scheduler.serve_now([PLATFORM])
    await _told("ready")
    began = time.perf_counter()
    while await scheduler.make_due():
        pass
    await _told(f"{time.perf_counter() - began}")
    began = time.perf_counter()
    keys = await _claimed(store)
    print(json.dumps({"seconds": time.perf_counter() - began, "keys": keys}), flush=True)
    await store.close()


async def _told(what: str) -> None:
    print(what, flush=True)
    await asyncio.to_thread(sys.stdin.readline)


async def _claimed(store: Store) -> list[str]:
    """The keys of all messages that this process got, each claimed and then recorded as sent."""
    keys, now = [], NOW + timedelta(hours=1)
    while delivery := await store.outbox.claim(PLATFORM, now, LEASE):
        keys.append(delivery.key)
        await store.outbox.sent(delivery, MessageRef(delivery.channel, delivery.key), next_at=now)
    return keys


def measure(url: str, processes: int, channels: int) -> dict[str, Any]:
    """One row: ``processes`` of them begin together over the filled database."""
    command = [sys.executable, "-m", "benchmarks.replicas", "--part", url]
    parts = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    _lines(parts)
    making = max(map(float, _go_on(parts)))
    claimed = [json.loads(line) for line in _go_on(parts)]
    for part in parts:
        part.communicate()
    keys = Counter(key for one in claimed for key in one["keys"])
    return {
        "processes": processes,
        "channels a second": round(channels / making, 1),
        "claims a second": round(len(keys) / max(one["seconds"] for one in claimed), 1),
        "messages": len(keys),
        "claimed twice": sum(count > 1 for count in keys.values()),
        **asyncio.run(_made(url)),
    }


def _go_on(parts: list["subprocess.Popen[str]"]) -> list[str]:
    for part in parts:
        assert part.stdin
        part.stdin.write("\n")
        part.stdin.flush()
    return _lines(parts)


def _lines(parts: list["subprocess.Popen[str]"]) -> list[str]:
    return [part.stdout.readline() if part.stdout else "" for part in parts]


async def _made(url: str) -> dict[str, int]:
    """Of how many channels the slot was made more than once, or not at all."""
    store = await open_store(url)
    reports = [len(await store.digests.reports(one.channel, 5)) for one in await store.subscriptions.all()]
    await store.close()
    return {"made twice": sum(count > 1 for count in reports), "not made": reports.count(0)}


async def _filled(url: str, channels: int) -> None:
    store = await open_store(url)
    await fill(store, channels, PAPERS)
    await real_picker(store, BenchClock())
    await store.close()


def rows(counts: list[int], channels: int, show: Callable[[str, dict[str, Any]], None]) -> None:
    with tempfile.TemporaryDirectory() as folder, postgres.empty_database() as filled:
        file = Path(folder) / "filled.db"
        for url in (filled, f"sqlite:///{file}"):
            asyncio.run(_filled(url, channels))
        name = urlsplit(filled).path.strip("/")
        for processes in counts:
            copy = f"bench_{os.getpid()}"
            postgres.execute(postgres.server(), f"create database {copy} template {name}")
            show("PostgreSQL", measure(postgres.at(filled, copy), processes, channels))
            postgres.execute(postgres.server(), f"drop database {copy} with (force)")
        for processes in counts:
            again = shutil.copy(file, Path(folder) / f"{processes}.db")
            show("SQLite", measure(f"sqlite:///{again}", processes, channels))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, default=400)
    parser.add_argument("--processes", default="1,2,4")
    parser.add_argument("--part")
    asked = parser.parse_args()
    if asked.part:
        asyncio.run(take_part(asked.part))
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    postgres.prepare()
    try:
        counts = [int(count) for count in asked.processes.split(",")]
        rows(counts, asked.channels, lambda store, row: print(store, json.dumps(row), flush=True))
    finally:
        postgres.clean_up()


if __name__ == "__main__":
    main()
