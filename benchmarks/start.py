"""How long people wait for the first prompt, and how much memory Paperboy takes.

    python -m benchmarks.start [--papers 100000] [--runs 5]

Each start is a process of its own at a real terminal, from the command to the hint under the first prompt. The floor it
is held against is the same interpreter importing what any such program needs (asyncio, pydantic, prompt_toolkit, rich,
numpy, scipy.sparse), measured in the same run. Memory is the resident set of the process after the first screen.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.search_corpus import corpus, real_papers
from bot.clock import SystemClock
from bot.store import open_store
from tests.adapters.console.person import Person

LIKES = Path(__file__).parents[2] / "shared" / "data" / "likes"
FLOOR = "import asyncio, pydantic_settings, prompt_toolkit, rich.console, numpy, scipy.sparse"
PROMPT = "Ctrl-D leaves"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--papers", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=5)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        floor = statistics.median(_imports() for _ in range(wanted.runs))
        print(f"floor: the imports alone                 {floor:6.2f} s")
        first = [_start(Path(folder) / f"new{run}") for run in range(wanted.runs)]
        _report("first start, new database, sample", first, floor)
        again = [_start(Path(folder) / "new0") for _ in range(wanted.runs)]
        _report("start again", again, floor)
        url = f"sqlite:///{Path(folder) / 'large.db'}"
        asyncio.run(_fill(url, wanted.papers))
        large = [_start(Path(folder) / "large", url) for _ in range(wanted.runs)]
        _report(f"start with {wanted.papers:,} papers, the first", large[:1], floor)
        _report(f"start with {wanted.papers:,} papers, again", large[1:], floor)


def _imports() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", FLOOR], check=True)
    return time.perf_counter() - began


def _start(folder: Path, url: str = "") -> tuple[float, float]:
    """Seconds to the first prompt, and megabytes then."""
    folder.mkdir(exist_ok=True)
    began = time.perf_counter()
    with _someone(folder, url) as person:
        person.sees(PROMPT)
        return time.perf_counter() - began, _megabytes(person.process.pid)


@contextmanager
def _someone(folder: Path, url: str) -> Iterator[Person]:
    person = Person(folder, PAPERBOY_DATABASE_URL=url)
    try:
        yield person
    finally:
        person.gone()


def _megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


async def _fill(url: str, size: int) -> None:
    store = await open_store(url)
    try:
        papers, _ = corpus(size, real_papers(LIKES)[0])
        for start in range(0, len(papers), 500):
            await store.papers.add(papers[start : start + 500], SystemClock().now())
    finally:
        await store.close()


def _report(what: str, starts: list[tuple[float, float]], floor: float) -> None:
    seconds = statistics.median(took for took, _ in starts)
    memory = max(megabytes for _, megabytes in starts)
    print(f"{what:<40} {seconds:6.2f} s  = {seconds / floor:4.1f} x floor  {memory:6.0f} MB")


if __name__ == "__main__":
    main()
