"""How many pages a second the web page gives, and how long its visitors wait, beside a bare page of the same template.

    python -m benchmarks.web [--papers 10000] [--visitors 10] [--database /tmp/papers.db] [--reading 2] [--channels 200]
                             [--processes 2]

With ``--database`` the papers are stored once and found there the next time: 100,000 take some minutes.

The page runs in a process of its own as ``paperboy run --web`` runs it: a SQLite file, the door, the rate limit (each
visitor has an address of their own). Beside it, in that process, stands the floor: aiohttp that renders the template
of the day with papers that lie ready, and one that answers a suggestion that lies ready. Each visitor asks for the next
page when the last one has come, or ``--reading`` seconds later on average; all of them ask for different searches,
papers and suggestions. No sources are read meanwhile. With ``--channels`` the digests of so many channels with two
topics each are chosen a minute, in the same process, and thrown away, so that the next run finds the same; posting them
would be waiting for a platform. With ``--processes`` so many serve the page over the one file, and visitors are dealt
out among them, as a proxy would. Processor time is that of all of them for one answer, with its share of that; other
load moves it less than waits.
"""

import argparse
import asyncio
import itertools
import json
import logging
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import quote

import aiohttp
import structlog
from aiohttp import web

from adapters.pages.assets import load_assets
from adapters.pages.day_pages import Period
from adapters.pages.drawing import Drawing
from adapters.pages.paper_views import paper_path, paper_view
from adapters.pages.settings import Mode, WebSettings
from adapters.pages.visits import Visit
from benchmarks.search_corpus import corpus, real_papers
from bot.app import App, opened
from bot.clock import SystemClock
from bot.identity import parse_paper_id
from bot.model import Channel, Paper, Subscription, Tenant
from bot.runner import tune_for_serving
from bot.serving import door_of
from bot.settings import Settings
from bot.store import open_store

LIKES = Path(__file__).parents[2] / "shared" / "data" / "likes"
DAY = date(2026, 9, 1)
OF_THE_DAY = 90
ASKED = 40
"""Requests of one visitor: within what one address may ask for at once."""
TOPICS = ("agents", "diffusion models", "retrieval", "robot learning", "speech recognition", "quantization", "graphs")
SUGGESTION = json.dumps(["a suggestion that lies ready"] * 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is asked for, and the floor it is held against."""

    name: str
    paths: Sequence[str]
    floor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Paths that visitors ask for, of whom, and from which network."""

    addresses: Sequence[str]
    paths: Sequence[str]
    net: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Answers a second, seconds that visitors waited, and seconds of processor time for one answer."""

    rate: float
    p50: float
    p99: float
    processor: float

    def __str__(self) -> str:
        return f"{self.rate:9.0f} " + " ".join(
            f"{each * 1000:6.1f} ms" for each in (self.p50, self.p99, self.processor)
        )


def main() -> None:
    options = argparse.ArgumentParser()
    for name, usual in (("--papers", 10_000), ("--visitors", 10), ("--channels", 0), ("--processes", 1)):
        options.add_argument(name, type=int, default=usual)
    options.add_argument("--database", type=Path)
    options.add_argument("--reading", type=float, default=0.0)
    wanted = options.parse_args()
    papers = _papers(wanted.papers)
    with tempfile.TemporaryDirectory() as folder:
        file = wanted.database or Path(folder) / "papers.db"
        url = f"sqlite:///{file}"
        # A file that ``benchmarks.search`` filled holds the papers, but not this day of theirs.
        asyncio.run(_fill(url, papers[:OF_THE_DAY] if file.exists() else papers))
        started = [_started(url, papers[:OF_THE_DAY], wanted.channels) for _ in range(wanted.processes)]
        try:
            asyncio.run(_visit(Servers.of(started), _kinds(papers), wanted.visitors, wanted.reading))
        finally:
            for each in started:
                each.process.terminate()
                each.process.join()


class Server(NamedTuple):
    """A process that serves the page, and how it is talked to."""

    process: SpawnProcess
    line: Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """All that serve the page, and their addresses."""

    lines: Sequence[Connection]
    pages: Sequence[str]
    floors: Sequence[str]

    @classmethod
    def of(cls, started: Sequence[Server]) -> Self:
        """Waits until each listens."""
        lines = [each.line for each in started]
        pages, floors = zip(*(line.recv() for line in lines), strict=True)
        return cls(lines=lines, pages=[page.rstrip("/") for page in pages], floors=floors)

    def processor(self) -> float:
        """Seconds until now."""
        for line in self.lines:
            line.send("time")
        return sum(float(line.recv()) for line in self.lines)


def _started(url: str, ready: Sequence[Paper], channels: int) -> Server:
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(url, ready, channels, theirs))
    process.start()
    return Server(process, ours)


def _papers(size: int) -> list[Paper]:
    """The first ninety are of the newest day."""
    papers, _ = corpus(size, real_papers(LIKES)[0])
    return [replace(each, featured=DAY) for each in papers[:OF_THE_DAY]] + papers[OF_THE_DAY:]


def _kinds(papers: Sequence[Paper]) -> Sequence[Kind]:
    some = papers[:: max(1, len(papers) // 900)]
    titles = [" ".join(each.title.split()[:3]) for each in some]
    return (
        Kind(name="a day of ninety papers", paths=[f"/day/{DAY}"], floor="day"),
        Kind(name="a search", paths=[f"/search?q={quote(each)}" for each in titles], floor="day"),
        Kind(name="a paper", paths=[paper_path(each) for each in some if parse_paper_id(each.id)], floor="day"),
        Kind(name="suggestions", paths=[f"/suggest?q={quote(each[:6])}" for each in titles], floor="suggestion"),
    )


async def _fill(url: str, papers: Sequence[Paper]) -> None:
    store = await open_store(url)
    try:
        for start in range(0, len(papers), 500):
            await store.papers.add(papers[start : start + 500], SystemClock().now())
    finally:
        await store.close()


def _serve(url: str, ready: Sequence[Paper], channels: int, tell: Connection) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(_served(url, ready, channels, tell))


async def _served(url: str, ready: Sequence[Paper], channels: int, tell: Connection) -> None:
    settings = Settings(database_url=url, sources="sample", http_port=0, member="ada", _env_file=None)
    platforms = {"web": WebSettings(web=Mode.LOCAL, _env_file=None)}
    async with opened(settings, platforms=platforms) as app, asyncio.TaskGroup() as running:
        tune_for_serving()
        door = door_of(app)
        assert door is not None
        running.create_task(door.run())
        running.create_task(app.chats["web"].run(app.core))
        if channels:
            await _choose(app, 0)  # fits what later ones find ready
            running.create_task(_choose_all(app, channels))
        tell.send((await door.listening(), await _floor(ready)))
        asyncio.get_running_loop().add_reader(tell.fileno(), _tell_time, tell)


async def _choose_all(app: App, channels: int) -> None:
    """Choose the next digest of one channel after the other, so many a minute."""
    for number in itertools.count():
        await asyncio.sleep(60 / channels)
        await _choose(app, number % channels)


async def _choose(app: App, number: int) -> None:
    topics = tuple(TOPICS[(number + step) % len(TOPICS)] for step in (0, 3))
    channel = Channel(Tenant("slack", "bench"), f"c{number}")
    await app.writer.preview(Subscription(id=channel.id, channel=channel, owner=None, topics=topics))


def _tell_time(tell: Connection) -> None:
    """Answer with the seconds of processor time that this process took until now."""
    tell.recv()
    tell.send(time.process_time())


async def _floor(ready: Sequence[Paper]) -> str:
    """Serve what lies ready; return the address."""
    drawing, views = Drawing(load_assets(), None, Mode.LOCAL), [paper_view(each) for each in ready]
    visit = Visit(path="/", query={}, parts={}, headers={}, remote="")
    period = Period(name="day", path=f"/day/{DAY}", heading="The day")
    values = {"period": period, "day": DAY, "papers": views, "count": "90 papers", "start": 0}
    values |= dict.fromkeys(("news", "back", "more"), "")

    async def day(_: web.Request) -> web.Response:
        return _packed(web.Response(text=drawing.draw("dated", visit, **values), content_type="text/html"))

    async def suggestion(_: web.Request) -> web.Response:
        return _packed(web.Response(text=SUGGESTION, content_type="application/json"))

    app = web.Application()
    app.add_routes([web.get("/day", day), web.get("/suggestion", suggestion)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


def _packed(answer: web.Response) -> web.Response:
    answer.enable_compression()
    return answer


async def _visit(servers: Servers, kinds: Sequence[Kind], visitors: int, reading: float) -> None:
    for count in (1, visitors):
        print(f"{f'{count} at a time':<28} {'a second':>9} {'p50':>9} {'p99':>9} {'processor':>9}   over the floor's")
        floors = {}
        for number, name in enumerate(("day", "suggestion")):
            asked = Asked(addresses=servers.floors, paths=[f"/{name}"], net=100 + number)
            taken = await _measured(servers, asked, count, reading)
            floors[name] = taken.processor
            print(f"{f'floor: {name}':<28} {taken}")
        for number, kind in enumerate(kinds):
            asked = Asked(addresses=servers.pages, paths=kind.paths, net=number + (10 if count == 1 else 20))
            taken = await _measured(servers, asked, count, reading)
            print(f"{kind.name:<28} {taken}   {taken.processor / floors[kind.floor]:.1f}")


async def _measured(servers: Servers, asked: Asked, count: int, reading: float) -> Taken:
    reads, paths = reading if count > 1 else 0.0, asked.paths
    # The very first fits and fills what later ones find ready.
    await asyncio.gather(*(_one(asked, place, paths[:1]) for place in range(len(asked.addresses))))
    processor, began = servers.processor(), time.perf_counter()
    each = [_one(asked, k, [paths[(n * count + k) % len(paths)] for n in range(ASKED)], reads) for k in range(count)]
    waits = [wait for of_one in await asyncio.gather(*each) for wait in of_one]
    return Taken(
        rate=len(waits) / (time.perf_counter() - began),
        p50=statistics.median(waits),
        p99=statistics.quantiles(waits, n=100)[98],
        processor=(servers.processor() - processor) / len(waits),
    )


async def _one(asked: Asked, number: int, paths: Sequence[str], reads: float = 0.0) -> list[float]:
    """What one visitor waited for each page."""
    waits = []
    connector = aiohttp.TCPConnector(local_addr=(f"127.0.{asked.net}.{number + 1}", 0))
    address = asked.addresses[number % len(asked.addresses)]
    async with aiohttp.ClientSession(connector=connector) as http:
        for path in paths:
            await asyncio.sleep(random.expovariate(1 / reads) if reads else 0)
            began = time.perf_counter()
            async with http.get(address + path) as answer:
                await answer.read()
                assert answer.status == 200, (path, answer.status)
            waits.append(time.perf_counter() - began)
    return waits


if __name__ == "__main__":
    main()
