"""Search beside its peers: how often a known paper is found, how fast, how large, and what breaks.

    python -m benchmarks.search --papers 10000,100000 --queries 20
    python -m benchmarks.search --papers 1000000 --alone --database /tmp/papers.db

Every engine gets the same papers and the same queries in the same run; trust the ratios, not the milliseconds.
"cpu" is processor time, which other work on the machine lengthens least. With ``--database`` Paperboy's papers, of one
size, are stored once and found there the next time, by ``benchmarks.web`` too: a million take half an hour.
"""

import asyncio
import platform
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks.search_corpus import KINDS, Asked, corpus, questions, real_papers
from benchmarks.search_engines import LIMIT, Engine, Paperboy, PaperboyOnServer, PlainFts5, peers
from bot.model import Paper
from bot.runner import tune_for_serving

DATA = Path(__file__).parents[2] / "shared" / "data" / "likes"
CLIENTS = 8
SLOW_ENGINES_ARE_LEFT_OUT_FROM = 500_000
TYPED_TITLES = 40
FIELD_WORDS = ["language model", "deep learning", "clinical trial", "image generation"]
SYNTAX = """multi-agent gpt-4 c++ 3.1 don't title:x AND * " NEAR(a) -x ^x ( a:b {a} author: author:" since:0 ';--"""
HOSTILE = (
    *SYNTAX.split(),
    *("", "a OR", "\x00", "a\x00b", "\ud800", "\u202eevil", "👩‍👩‍👧", "语言模型", "שלום עולם", "a" + "\u0301" * 2000),
    *("a " * 3000, "model " * 500, "x" * 5000, "-a " * 500, '"a b" ' * 300, "the of and in for with on a to is"),
    " ".join(f"word{n}" for n in range(2000)),
)
HANGS_AFTER = 1.0


@dataclass(slots=True)
class Score:
    """How one engine did on one kind of query."""

    ranks: list[int | None] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    """Seconds of processor time."""

    def add(self, rank: int | None, seconds: float, worked: float) -> None:
        self.ranks.append(rank)
        self.seconds.append(seconds)
        self.worked.append(worked)

    @property
    def reciprocal(self) -> float:
        return statistics.fmean(0.0 if rank is None else 1 / rank for rank in self.ranks)

    def within(self, most: int) -> float:
        return statistics.fmean(rank is not None and rank <= most for rank in self.ranks)

    def percentile(self, share: float) -> float:
        return percentile(self.seconds, share)


def percentile(seconds: Sequence[float], share: float) -> float:
    """In milliseconds."""
    return 1000 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]


Scores = dict[str, Score]


def ask(engine: Engine, asked: Sequence[Asked]) -> Scores:
    """Ask until done or out of patience; the kinds come in turn, so that all have been asked about as often."""
    scores: Scores = defaultdict(Score)
    stop = time.perf_counter() + engine.patience
    for one in asked:
        started = time.perf_counter()
        if started > stop:
            break
        began = time.process_time()
        found = engine.search(one.text)
        worked = time.process_time() - began
        rank = found.index(one.wanted) + 1 if one.wanted in found[:LIMIT] else None
        seconds = time.perf_counter() - started
        scores[one.kind].add(rank, seconds, worked)
        scores["all"].add(rank, seconds, worked)
    return scores


def tell_scores(told: dict[str, Scores]) -> None:
    own = told["paperboy"]["all"]
    click.echo(
        f"{'engine':18}{'MRR@10':>8}{'s@1':>7}{'s@10':>7}{'p50 ms':>9}{'p99 ms':>9}{'cpu p50':>9}{'cpu p99':>9}"
        f"{'MRR ×':>8}{'p99 ×':>8}{'asked':>7}"
    )
    for name, scores in told.items():
        one = scores["all"]
        click.echo(
            f"{name:18}{one.reciprocal:8.3f}{one.within(1):7.3f}{one.within(10):7.3f}{one.percentile(0.5):9.2f}"
            f"{one.percentile(0.99):9.2f}{percentile(one.worked, 0.5):9.2f}{percentile(one.worked, 0.99):9.2f}"
            f"{own.reciprocal / max(one.reciprocal, 1e-9):8.2f}"
            f"{own.percentile(0.99) / one.percentile(0.99):8.3f}{len(one.ranks):7}"
        )
    click.echo("(× are Paperboy's figure over the engine's)\n\ns@10 by kind; for Paperboy also MRR@10 and p99 ms")
    click.echo(f"{'kind':13}{'MRR':>7}{'p99':>8}" + "".join(f"{name:>18}" for name in told))
    for kind in KINDS:
        cells = "".join(
            f"{scores[kind].within(10):18.2f}" if kind in scores else f"{'-':>18}" for scores in told.values()
        )
        click.echo(
            f"{kind:13}{told['paperboy'][kind].reciprocal:7.3f}{told['paperboy'][kind].percentile(0.99):8.1f}{cells}"
        )


async def keystrokes(paperboy: Paperboy, titles: Sequence[str]) -> list[float]:
    """Seconds of processor time for titles typed letter by letter from the third on."""
    worked = []
    for title in titles:
        for length in range(3, min(len(title), 25)):
            began = time.process_time()
            await paperboy.store.search.complete(title[:length], LIMIT)
            worked.append(time.process_time() - began)
    return worked


async def crowd(paperboy: Paperboy, texts: Sequence[str]) -> tuple[list[float], float, float]:
    """Eight clients at once: seconds of each search, the longest standstill of the event loop, searches per second."""
    seconds: list[float] = []
    waiting = list(texts)
    stood = 0.0

    async def client() -> None:
        while waiting:
            text = waiting.pop()
            started = time.perf_counter()
            await paperboy.find(text)
            seconds.append(time.perf_counter() - started)

    async def watch() -> None:
        nonlocal stood
        while True:
            started = time.perf_counter()
            await asyncio.sleep(0.001)
            stood = max(stood, time.perf_counter() - started - 0.001)

    watching = asyncio.create_task(watch())
    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    rate = len(seconds) / (time.perf_counter() - started)
    watching.cancel()
    return seconds, stood, rate


def failures(engine: Engine) -> int:
    """How many hostile texts raise, or take longer than a second."""
    failed = 0
    for text in HOSTILE:
        started = time.perf_counter()
        try:
            engine.search(text)
        except Exception:  # whatever a peer raises is what is counted
            failed += 1
        else:
            failed += time.perf_counter() - started > HANGS_AFTER
    return failed


def _speed(seconds: Sequence[float]) -> str:
    return f"p50 {percentile(seconds, 0.5):.1f} ms, p99 {percentile(seconds, 0.99):.1f} ms"


def tell_rest(
    paperboy: Paperboy, plain: Engine, papers: Sequence[Paper], asked: Sequence[Asked], runner: asyncio.Runner
) -> None:
    typed = runner.run(keystrokes(paperboy, [papers[one.wanted].title for one in asked[:TYPED_TITLES]]))
    click.echo(f"\ncompletion, {len(typed)} keystrokes, cpu: {_speed(typed)}")
    for name, texts in {"known items": [one.text for one in asked], "field words": FIELD_WORDS * 50}.items():
        seconds, stood, rate = runner.run(crowd(paperboy, texts))
        click.echo(
            f"{CLIENTS} clients, {name}: {rate:.0f} a second, {_speed(seconds)};"
            f" the event loop stood still for {1000 * stood:.1f} ms at most"
        )
    own, theirs = paperboy.size(), plain.size()
    click.echo(f"index: {own / 1e6:.1f} MB; one naive FTS5 index {theirs / 1e6:.1f} MB; ratio {own / theirs:.2f}")
    click.echo(f"hostile texts that fail or hang: {failures(paperboy)} of {len(HOSTILE)}")


def memory() -> float:
    """Resident megabytes of this process, where the system tells."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6 if status.exists() else float("nan")


def run(
    size: int,
    real: Sequence[Paper],
    each: int,
    seed: int,
    folder: Path,
    database: Path | None,
    *,
    alone: bool,
    postgres: str,
) -> None:
    papers, known = corpus(size, real)
    asked = questions(papers, known, each, seed)
    made = sum("made-" in paper.id for paper in papers)
    click.echo(f"\n== {size:,} papers ({made:,} of them recombined), {len(asked)} queries (seed {seed}) ==")
    with asyncio.Runner() as runner:
        before, started = memory(), time.perf_counter()
        paperboy = Paperboy(papers, database or folder / "paperboy.db", runner)
        seconds = time.perf_counter() - started
        click.echo(f"paperboy: stored, indexed and warm in {seconds:.0f} s, {memory() - before:.0f} MB more memory")
        engines: list[Engine] = [] if alone else peers(papers, folder, click.echo)
        if size >= SLOW_ENGINES_ARE_LEFT_OUT_FROM:
            engines = engines[:-2]
        if postgres:
            started = time.perf_counter()
            engines.append(PaperboyOnServer(papers, postgres, runner))
            click.echo(f"paperboy, postgres: stored, indexed and warm in {time.perf_counter() - started:.0f} s")
        plain = engines[0] if not alone else PlainFts5(papers, folder, "AND")
        tune_for_serving()
        ask(paperboy, asked[: len(KINDS)])
        tell_scores({engine.name: ask(engine, asked) for engine in [paperboy, *engines]})
        tell_rest(paperboy, plain, papers, asked, runner)
        if engines and isinstance(engines[-1], PaperboyOnServer):
            click.echo("\n-- over PostgreSQL --")
            tell_rest(engines[-1], plain, papers, asked, runner)
            runner.run(engines[-1].store.close())
        runner.run(paperboy.store.close())


@click.command(help=__doc__)
@click.option("--papers", default="10000,100000", show_default=True, help="Sizes of the corpora, separated by commas.")
@click.option("--queries", default=20, show_default=True, help="Queries of each kind.")
@click.option("--seed", default=1000, show_default=True, help="Which queries; 8 to 408, 5000 and 6000 were tuned with.")
@click.option("--data", default=DATA, type=click.Path(path_type=Path), help="Folder with the sets of likes.")
@click.option("--database", type=click.Path(path_type=Path), help="Where Paperboy's papers are, or are to be kept.")
@click.option("--alone", is_flag=True, help="Leave the peers out.")
@click.option(
    "--postgres",
    default="",
    metavar="URL",
    help="A database of PostgreSQL to ask as well, empty or filled by this.",
)
def main(papers: str, queries: int, seed: int, data: Path, database: Path | None, alone: bool, postgres: str) -> None:
    real, source = real_papers(data)
    click.echo(f"Python {platform.python_version()} on {platform.machine()}; {len(real):,} real papers from {source}")
    for size in map(int, papers.split(",")):
        with tempfile.TemporaryDirectory(prefix="paperboy-search-") as folder:
            run(size, real, queries, seed, Path(folder), database, alone=alone, postgres=postgres)


if __name__ == "__main__":
    main()
