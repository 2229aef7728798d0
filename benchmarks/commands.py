"""How long commands take, and how much of it is writing down what was shown, on SQLite and on PostgreSQL.

``python -m benchmarks.commands [--rounds 200]``: one command after the other over the bundled sample, in a private
conversation; the disk is waited for. ``PAPERBOY_TEST_POSTGRES`` names a server to use instead of one that is started.
"""

import argparse
import asyncio
import logging
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable

import structlog

from bot.app import App, opened
from bot.commands import parse
from bot.model import Channel, Member, Request, Tenant
from bot.settings import Settings
from tests import postgres

TENANT = Tenant("bench", "T1")
PEOPLE = 20
LINES = ("search agents", "search language models", "today", "paper 2", "help")
BETWEEN = 0.01

Waits = dict[str, list[float]]


def timed(waits: list[float], write: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def timing(*given: object) -> None:
        began = time.perf_counter()
        await write(*given)
        waits.append(1000 * (time.perf_counter() - began))

    return timing


async def measure(url: str, rounds: int) -> Waits:
    waits: Waits = defaultdict(list)
    settings = Settings(database_url=url, sources="sample", _env_file=None)
    async with opened(settings) as app:
        lists = app.store.last_lists
        lists.show_list = timed(waits["writing a list down"], lists.show_list)  # type: ignore[method-assign,assignment]  # timed here alone
        await app.store.search.warm()
        for turn in range(rounds):
            for line in LINES:
                waits[line].append(await _asked(app, Member(TENANT, f"member-{turn % PEOPLE}"), line))
                await asyncio.sleep(BETWEEN)
    return waits


async def _asked(app: App, member: Member, line: str) -> float:
    where, now = Channel(TENANT, f"private-{member.id}"), app.clock.now()
    began = time.perf_counter()
    await app.core.answer(Request(member=member, command=parse(line), at=now, channel=where, direct=True))
    return 1000 * (time.perf_counter() - began)


def _show(store: str, waits: Waits) -> None:
    for name, each in waits.items():
        ordered = sorted(each[PEOPLE:])
        middle, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        print(f"{store}, {name}: p50 {middle:.1f}, p99 {most:.1f} ms", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    postgres.prepare()
    try:
        with tempfile.TemporaryDirectory() as folder, postgres.empty_database() as served:
            postgres.wait_for_the_disk(True)
            for store, url in (("SQLite", f"sqlite:///{folder}/bench.db"), ("PostgreSQL", served)):
                _show(store, asyncio.run(measure(url, rounds)))
    finally:
        postgres.clean_up()


if __name__ == "__main__":
    main()
