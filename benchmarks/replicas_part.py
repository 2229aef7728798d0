"""One of the processes of ``benchmarks.replicas``: does each phase when it is told to, and prints what came of it."""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog

from benchmarks.digests import NOW, PLATFORM, BenchClock, bare_picker, real_picker, scheduler_over
from bot.model import Capabilities, Feedback, Member, MessageRef, PaperId, Signal, Tenant
from bot.ports.store import Store
from bot.store import open_store

LEASE = timedelta(seconds=90)
AT_ONCE = Capabilities().at_once
"""Messages claimed together, as many as the program has on their way at once."""
REACTING, SECONDS = 40, 4.0
"""People who react at once in each process, and for how long."""

Told = dict[str, Any]


async def take_part(url: str, *, bare: bool, most: float) -> None:
    """``most``: seconds that making, and claiming, may take."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    clock = BenchClock()
    store = await open_store(url, clock)
    scheduler = scheduler_over(store, clock, await (bare_picker if bare else real_picker)(store, clock))
    scheduler.serve_now([PLATFORM])

    async def make_digests() -> Told:
        until = time.perf_counter() + most
        while time.perf_counter() < until and await scheduler.make_due():
            pass
        return {}

    await _told({})
    for phase in (make_digests, lambda: _claim(store, most), lambda: _react(store)):
        await _told(await _timed(phase))
    await store.close()


async def _told(what: Told) -> None:
    print(json.dumps(what), flush=True)
    await asyncio.to_thread(sys.stdin.readline)


async def _timed(phase: Callable[[], Awaitable[Told]]) -> Told:
    began, worked = time.perf_counter(), time.process_time()
    told = await phase()
    return {**told, "seconds": time.perf_counter() - began, "worked": time.process_time() - worked}


async def _claim(store: Store, most: float) -> Told:
    """Claim until nothing waits or the time is over, record each as sent, with nothing done in between."""
    keys, waits, now, until = list[str](), list[float](), NOW + timedelta(hours=1), time.perf_counter() + most
    while (began := time.perf_counter()) < until:
        claimed = await store.outbox.claim(PLATFORM, now, LEASE, AT_ONCE)
        if not claimed:
            break
        waits.append(time.perf_counter() - began)
        keys += [one.key for one in claimed]
        posts = (store.outbox.sent(one, MessageRef(one.channel, one.key), next_at=now) for one in claimed)
        await asyncio.gather(*posts)
    return {"keys": keys, "waits": waits}


async def _react(store: Store) -> Told:
    """Reactions that are on disk, of people who each wait for one before the next."""
    until, tenant = time.perf_counter() + SECONDS, Tenant(PLATFORM, f"reacting-{time.monotonic_ns()}")

    async def person(number: int) -> int:
        done, member = 0, Member(tenant, f"member-{number}")
        while time.perf_counter() < until:
            paper = PaperId(f"arxiv:2611.{done:05d}")
            await store.feedback.append(Feedback(member=member, paper=paper, signal=Signal.LIKE, at=NOW))
            done += 1
        return done

    return {"reactions": sum(await asyncio.gather(*(person(number) for number in range(REACTING))))}


if __name__ == "__main__":
    asyncio.run(take_part(sys.argv[1], bare=sys.argv[2] == "bare", most=float(sys.argv[3])))
