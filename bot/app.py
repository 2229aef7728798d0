"""The composition root: settings → store → sources → services → desk. Nothing runs yet; ``bot.running`` does that."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import SystemClock
from bot.model import Paper
from bot.platforms import adapter_package
from bot.ports.chat import ChatAdapter, Desk
from bot.ports.papers import Source
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.ranking.explain import Switches
from bot.running import Job, run
from bot.services.completing import Completing
from bot.services.desk import FrontDesk
from bot.services.feedback import EmojiSets, FeedbackDesk
from bot.services.finding import PaperFinder
from bot.services.handling import Handler
from bot.services.importing import Importing
from bot.services.ingest import Ingest
from bot.services.interests import InterestDesk
from bot.services.library import Library
from bot.services.picking import Picking
from bot.services.privacy import PrivacyDesk
from bot.services.profiles import ProfileDesk
from bot.services.readers import Readers
from bot.services.searching import Searching
from bot.services.spaces import SpaceKeeper
from bot.services.tenants import Tenants
from bot.settings import Settings
from bot.sources import make_sources
from bot.store import open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything loaded. One-shot commands use the parts; ``serve`` runs them all."""

    settings: Settings
    clock: Clock
    store: Store
    sources: Sequence[Source]
    ingest: Ingest
    desk: Desk
    jobs: Sequence[Job]


@asynccontextmanager
async def opened(settings: Settings, clock: Clock | None = None) -> AsyncIterator[App]:
    """Load everything, and close it in the end. A new database begins with the sample, when that is a chosen source."""
    clock = clock or SystemClock()
    sources = make_sources(settings, clock)
    store = await open_store(settings.database_url, clock)
    try:
        app = _assembled(settings, clock, store, sources)
        await _begin_with_sample(app)
        yield app
    finally:
        await store.close()


async def serve(settings: Settings) -> int:
    """Run every configured platform until it ends or a signal comes; return the exit code."""
    async with opened(settings) as app:
        return await run(adapters_of(app), app.desk, app.jobs)


def adapters_of(app: App) -> list[ChatAdapter]:
    """The configured platforms. Raises ``ConfigurationError`` for one whose extra is missing."""
    return [adapter_package(name).create(app.settings, app.store, app.clock) for name in app.settings.platforms]


async def _begin_with_sample(app: App) -> None:
    if any(source.name == "sample" for source in app.sources) and not await app.store.papers.count():
        await app.ingest.run_once("sample")


def _assembled(settings: Settings, clock: Clock, store: Store, sources: Sequence[Source]) -> App:
    ingest = Ingest(sources, store.papers, clock)

    async def found_elsewhere(text: str) -> Sequence[Paper]:
        return await ingest.find(text)

    finder = PaperFinder(store.papers, store.search, ingest.lookup, clock)
    searching = Searching(store.papers, store.search, store.feedback, finder, found_elsewhere, clock)
    feedback = FeedbackDesk(store.feedback, store.memberships, finder, store.papers, store.posts, _emoji(settings))
    spaces = SpaceKeeper(store.papers, store.spaces, clock)
    readers = Readers(store.papers, store.interests, store.feedback, store.profiles)
    switches = Switches(popularity=settings.popularity, recency=settings.recency)
    picking = Picking(
        store.papers,
        store.interests,
        store.feedback,
        store.memberships,
        readers,
        spaces,
        finder,
        clock,
        switches,
    )
    subscriptions = _NoSubscriptions()
    tenants = Tenants(store.notes, store.privacy, subscriptions.stop_tenant, timedelta(days=settings.keep_days), clock)
    handlers: dict[str, Handler] = {
        **searching.handlers,
        **feedback.handlers,
        **InterestDesk(store.interests).handlers,
        **picking.handlers,
        **ProfileDesk(store.papers, store.interests, readers, spaces).handlers,
        **Importing(store.papers, store.feedback, store.search, ingest.lookup, clock).handlers,
        **Library(store.feedback, store.papers).handlers,
        **PrivacyDesk(store.privacy, settings.keep_days).handlers,
    }
    desk = FrontDesk(
        handlers,
        feedback,
        Completing(store.search, store.interests),
        subscriptions,
        tenants,
        store.memberships,
        store.notes,
        clock,
    )
    return App(
        settings=settings,
        clock=clock,
        store=store,
        sources=sources,
        ingest=ingest,
        desk=desk,
        jobs=(ingest.follow, spaces.run, tenants.run),
    )


def _emoji(settings: Settings) -> EmojiSets:
    return EmojiSets(like=settings.like_emoji, dislike=settings.dislike_emoji, save=settings.save_emoji)


class _NoSubscriptions:
    async def form_values(self, request: object) -> dict[str, str]:
        return {}

    async def channel_gone(self, channel: object, why: str) -> None: ...

    async def stop_tenant(self, tenant: object, why: str) -> None: ...
