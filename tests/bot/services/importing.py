"""The import over a store, made for a test."""

from datetime import UTC, datetime

from bot.model import Card, Member
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.services.import_commands import ImportCommands
from bot.services.import_jobs import ImportJobs
from bot.services.reference_finder import ReferenceFinder
from bot.services.resolve_paper import AskSources
from tests.bot.sources.conftest import LeapingClock

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def importing_with(store: Store, lookup: AskSources, clock: Clock | None = None) -> ImportCommands:
    """The command over a store, with sources that answer by ``lookup``; nobody is told."""

    async def tell(member: Member, card: Card) -> None: ...

    clock = clock or LeapingClock(NOW)
    finder = ReferenceFinder(store.papers, store.search, lookup, clock)
    jobs = ImportJobs(store.imports, finder, store.papers, store.feedback, tell, clock)
    return ImportCommands(finder, store.feedback, jobs)
