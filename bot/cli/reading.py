"""``paperboy ingest``: read the sources now, and show how it goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.app import App
from bot.cards.subscriptions import skipped_text
from bot.errors import Unavailable
from bot.model import Batch
from bot.ports.sources import Source
from bot.services.ingest import Reading


async def read_now(app: App, name: str | None, since: date | None) -> None:
    """Read every source, or the one named, with a bar on standard error. Raises ``Unavailable`` when one failed."""
    days = {source.name: _days(source, since, app.clock.now().date()) for source in app.sources}
    with bars("days") as shown:
        readings = await app.ingest.run_once(name, since, _DayBars(shown, days))
    for reading in readings:
        click.echo(_summary(reading))
    await _encode(app)
    failures = [reading.failure for reading in readings if reading.failure]
    if failures:
        raise Unavailable(" ".join(failures))


async def _encode(app: App) -> None:
    """Read new papers for meaning too, where that is installed. Stopped midway, the rest is done the next time."""
    done, papers = await app.encoding.progress()
    if not app.encoding.on or done == papers:
        return
    with bars("papers") as shown:
        task = shown.add_task("embeddings", total=papers, completed=done)
        try:
            count = await app.encoding.catch_up(lambda encoded: shown.update(task, advance=encoded))
        except ChildProcessError as error:
            raise Unavailable(
                "The embeddings could not be made; picks go by words and the bundled word table."
            ) from error
    click.echo(f"embeddings: {count} papers encoded.")


class _DayBars:
    """One bar a source; it moves by the days read, and only runs to and fro where their number isn't known."""

    def __init__(self, bars: Progress, days: dict[str, int | None]) -> None:
        self._bars = bars
        self._days = days
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, source: str, batch: Batch, new: int) -> None:
        if source not in self._tasks:
            self._tasks[source] = self._bars.add_task(source, total=self._days[source], new=0)
        self._bars.update(self._tasks[source], advance=1 if batch.day else 0)


@contextmanager
def bars(unit: str) -> Iterator[Progress]:
    """Progress bars on standard error, that count in ``unit``; nothing where that is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield bars


def _days(source: Source, since: date | None, today: date) -> int | None:
    return len(source.expected_days(since, today)) if since else None


def _summary(reading: Reading) -> str:
    days = "1 day" if reading.days == 1 else f"{reading.days} days"
    read = f"{reading.new} new of {reading.papers} papers from {days}"
    parts = [f"{reading.source}: {'nothing new' if not (reading.days or reading.failure) else read}."]
    if reading.suspicion:
        parts.append(f"Looks wrong and will be read again: {reading.suspicion}.")
    if reading.skipped:
        parts.append(f"{skipped_text(reading.skipped)}.")
    return " ".join(parts)
