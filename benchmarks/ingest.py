"""Papers stored a second, beside plain sqlite3 with the same rows in a naive FTS5 index, in the same run.

    python -m benchmarks.ingest --papers 10000,50000

Both commit the same batches durably. Paperboy's time is that of the whole use case: it also merges with what is known,
compares each day with the days before, and keeps listings and cursor. Trust the ratios, not the milliseconds.
A batch is made ready while the one before it is written, on another processor where there is one: beside the ratio of
the time on the clock stands that of the processors' time, which other load hardly changes.
"""

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import click
import structlog

from benchmarks.search_corpus import corpus, real_papers
from bot.clock import SystemClock
from bot.model import Batch, Paper, SourceState
from bot.runner import tune_for_serving
from bot.search.documents import entries_of
from bot.services.ingest import Ingest
from bot.sources.huggingface_parser import parse_listing
from bot.store import open_store

DATA = Path(__file__).parents[2] / "shared" / "data" / "likes"
FIRST_DAY = date(2000, 1, 1)


class Shelf:
    """A source that hands out ready batches, one a day."""

    name = "shelf"

    def __init__(self, papers: Sequence[Paper], size: int) -> None:
        self._papers, self._size = papers, size

    async def fetch(self, cursor: str | None, *, since: date | None = None) -> AsyncIterator[Batch]:
        for number, papers in enumerate(batches(self._papers, self._size)):
            day = FIRST_DAY + timedelta(days=number)
            yield Batch(papers=tuple(papers), cursor=day.isoformat(), day=day, listed=len(papers))

    def expected_days(self, first: date, last: date) -> Sequence[date]:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def next_due(self, state: SourceState, now: datetime) -> datetime | None:
        return None


def batches(papers: Sequence[Paper], size: int) -> Iterator[Sequence[Paper]]:
    return (papers[start : start + size] for start in range(0, len(papers), size))


class Cost(NamedTuple):
    """Seconds on the clock, and of the processors."""

    clock: float
    processors: float


@contextmanager
def measured(costs: list[Cost]) -> Iterator[None]:
    clock, processors = time.perf_counter(), time.process_time()
    yield
    costs.append(Cost(time.perf_counter() - clock, time.process_time() - processors))


async def paperboy(papers: Sequence[Paper], size: int, folder: Path) -> Sequence[Cost]:
    """Of a first reading, and of reading the same again with other counts."""
    store = await open_store(f"sqlite:///{folder / 'paperboy.db'}")
    voted = [replace(paper, upvotes=paper.upvotes + 1) for paper in papers]
    costs: list[Cost] = []
    for read in (papers, voted):
        with measured(costs):
            await Ingest([Shelf(read, size)], store.papers, SystemClock()).run_once()
    await store.close()
    return costs


def plain(papers: Sequence[Paper], size: int, folder: Path) -> Cost:
    """Of the same columns and texts with executemany and FTS5 as its manual shows it."""
    with closing(sqlite3.connect(folder / "plain.db")) as database:
        database.executescript(
            "pragma journal_mode = wal; pragma synchronous = full;"
            "create table papers (key integer primary key, id unique, title, authors, abstract, published, upvotes);"
            "create virtual table words using fts5 (title, authors, abstract);"
        )
        costs: list[Cost] = []
        with measured(costs):
            for number, some in enumerate(batches(papers, size)):
                rows = [_row(number * size + place, paper) for place, paper in enumerate(some)]
                with database:
                    database.executemany("insert into papers values (?, ?, ?, ?, ?, ?, ?)", rows)
                    found = [(row[0], *row[2:5]) for row in rows]
                    database.executemany(
                        "insert into words (rowid, title, authors, abstract) values (?, ?, ?, ?)", found
                    )
        return costs[0]


def entries(papers: Sequence[Paper], size: int) -> Cost:
    """Of making what the index keeps of the papers: their words and what they mean."""
    costs: list[Cost] = []
    with measured(costs):
        for some in batches(papers, size):
            entries_of(some)
    return costs[0]


def _row(key: int, paper: Paper) -> tuple[object, ...]:
    day = paper.published.isoformat() if paper.published else None
    return key, paper.id, paper.title, json.dumps(paper.authors), paper.abstract, day, paper.upvotes


def parsing(papers: Sequence[Paper]) -> float:
    """Seconds to parse the papers from pages as Hugging Face sends them."""
    pages = [json.dumps([_item(n, paper) for n, paper in enumerate(page)]).encode() for page in batches(papers, 100)]
    return timed(lambda: [parse_listing(page) for page in pages])


def _item(number: int, paper: Paper) -> dict[str, object]:
    authors = [{"name": name, "hidden": False} for name in paper.authors]
    inner = {"id": f"2608.{number + 1:05}", "title": paper.title, "summary": paper.abstract, "authors": authors}
    return {"paper": inner, "numComments": 1, "title": paper.title, "summary": paper.abstract}


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@click.command()
@click.option("--papers", "sizes", default="10000", help="How many papers, sizes separated by commas.")
@click.option("--batch", default=100, help="How many papers one transaction stores.")
def main(sizes: str, batch: int) -> None:
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    real, origin = real_papers(DATA)
    tune_for_serving()  # as the program runs that reads its sources day by day
    click.echo(f"Papers from {origin}; {batch} a transaction; papers a second.")
    for size in map(int, sizes.split(",")):
        papers, _ = corpus(size, real)
        with tempfile.TemporaryDirectory() as folder:
            peer = plain(papers, batch, Path(folder))
            first, again = asyncio.run(paperboy(papers, batch, Path(folder)))
        parsed = 10_000 / parsing(papers[:10_000]) if size >= 10_000 else 0
        click.echo(
            f"{size:>8}: first reading {size / first.clock:,.0f} ({peer.clock / first.clock:.2f} of plain sqlite3's "
            f"{size / peer.clock:,.0f}), again {size / again.clock:,.0f} ({peer.clock / again.clock:.2f}), "
            f"parsing {parsed:,.0f}"
        )
        made = entries(papers, batch)
        each = [1e6 * cost.processors / size for cost in (peer, first, made, again)]
        click.echo(
            "          microseconds of the processors a paper: plain {:.0f}, first reading {:.0f}"
            " (of which {:.0f} for words and meaning), again {:.0f}".format(*each)
        )


if __name__ == "__main__":
    main()
