"""Papers stored a second, beside plain sqlite3 with the same rows in a naive FTS5 index, in the same run.

    python -m benchmarks.ingest --papers 10000,50000

Both commit the same batches durably. Paperboy's time is that of the whole use case: it also merges with what is known,
compares each day with the days before, and keeps listings and cursor. Trust the ratios, not the milliseconds.
"""

import asyncio
import json
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import click
import structlog

from benchmarks.search_corpus import corpus, real_papers
from bot.clock import SystemClock
from bot.model import Batch, Paper, SourceState
from bot.runner import use_one_blas_thread
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


async def paperboy(papers: Sequence[Paper], size: int, folder: Path) -> tuple[float, float]:
    """Seconds for a first reading, and for reading the same again with other counts."""
    store = await open_store(f"sqlite:///{folder / 'paperboy.db'}")
    voted = [replace(paper, upvotes=paper.upvotes + 1) for paper in papers]
    took = []
    for read in (papers, voted):
        started = time.perf_counter()
        await Ingest([Shelf(read, size)], store.papers, SystemClock()).run_once()
        took.append(time.perf_counter() - started)
    await store.close()
    return took[0], took[1]


def plain(papers: Sequence[Paper], size: int, folder: Path) -> float:
    """Seconds for the same columns and texts with executemany and FTS5 as its manual shows it."""
    with closing(sqlite3.connect(folder / "plain.db")) as database:
        database.executescript(
            "pragma journal_mode = wal; pragma synchronous = full;"
            "create table papers (key integer primary key, id unique, title, authors, abstract, published, upvotes);"
            "create virtual table words using fts5 (title, authors, abstract);"
        )
        started = time.perf_counter()
        for number, some in enumerate(batches(papers, size)):
            rows = [_row(number * size + place, paper) for place, paper in enumerate(some)]
            with database:
                database.executemany("insert into papers values (?, ?, ?, ?, ?, ?, ?)", rows)
                words = [(row[0], *row[2:5]) for row in rows]
                database.executemany("insert into words (rowid, title, authors, abstract) values (?, ?, ?, ?)", words)
        return time.perf_counter() - started


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
    use_one_blas_thread()
    real, origin = real_papers(DATA)
    click.echo(f"Papers from {origin}; {batch} a transaction; papers a second.")
    for size in map(int, sizes.split(",")):
        papers, _ = corpus(size, real)
        with tempfile.TemporaryDirectory() as folder:
            peer = size / plain(papers, batch, Path(folder))
            first, again = (size / seconds for seconds in asyncio.run(paperboy(papers, batch, Path(folder))))
        parsed = 10_000 / parsing(papers[:10_000]) if size >= 10_000 else 0
        click.echo(
            f"{size:>8}: first reading {first:,.0f} ({first / peer:.2f} of plain sqlite3's {peer:,.0f}), "
            f"again {again:,.0f} ({again / peer:.2f}), parsing {parsed:,.0f}"
        )


if __name__ == "__main__":
    main()
