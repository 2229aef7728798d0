"""The composition root: settings → store → sources → services → desk. Nothing runs yet; ``bot.running`` does that."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.clock import SystemClock
from bot.embedding import model
from bot.platforms import adapter_package
from bot.ports.chat import ChatAdapter, Desk
from bot.ports.papers import Source
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.ranking.explain import Switches
from bot.running import Job, run, settle_in
from bot.services.breaking import Breakage
from bot.services.completing import Completing
from bot.services.desk import FrontDesk
from bot.services.digests import DigestWriter
from bot.services.elsewhere import elsewhere
from bot.services.encoding import Encoding
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
from bot.services.scheduler import Scheduler
from bot.services.searching import Searching
from bot.services.sending import Sender
from bot.services.spaces import SpaceKeeper
from bot.services.subscriptions import SubscriptionDesk
from bot.services.tenants import Tenants
from bot.settings import Settings
from bot.sources import make_sources
from bot.store import open_store

Chats = Mapping[str, ChatAdapter]
"""The chat platforms that run here, by name; none for one-shot commands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything loaded. One-shot commands use the parts; ``serve`` runs them all."""

    settings: Settings
    clock: Clock
    store: Store
    sources: Sequence[Source]
    ingest: Ingest
    encoding: Encoding
    writer: DigestWriter
    desk: Desk
    chats: Chats
    jobs: Sequence[Job]


@asynccontextmanager
async def opened(settings: Settings, clock: Clock | None = None, *, serving: bool = False) -> AsyncIterator[App]:
    """Load everything, and close it in the end. ``serving``: with the chat platforms that settings name.

    A new database begins with the sample, when that is a chosen source. Raises ``ConfigurationError`` and what
    ``open_store`` raises.
    """
    clock = clock or SystemClock()
    store = await open_store(settings.database_url, clock)
    try:
        sources = make_sources(settings, clock, store.notes)
        names = settings.platforms if serving else ()
        chats = {name: adapter_package(name).create(settings, store, clock) for name in names}
        app = _assembled(settings, clock, store, sources, chats)
        await _begin_with_sample(app)
        yield app
    finally:
        await store.close()


async def serve(settings: Settings) -> int:
    """Run every configured platform until it ends or a signal comes; return the exit code."""
    async with opened(settings, serving=True) as app:
        settle_in()
        return await run(list(app.chats.values()), app.desk, app.jobs)


async def _begin_with_sample(app: App) -> None:
    if any(source.name == "sample" for source in app.sources) and not await app.store.papers.count():
        await app.ingest.run_once("sample")


def _assembled(settings: Settings, clock: Clock, store: Store, sources: Sequence[Source], chats: Chats) -> App:
    ingest = Ingest(sources, store.papers, clock)
    finder = PaperFinder(store.papers, store.search, ingest.lookup, clock)
    encoding = encoding_of(settings, clock, store)
    spaces = SpaceKeeper(store.papers, store.spaces, encoding, clock)
    readers = Readers(store.papers, store.interests, store.feedback, store.profiles, encoding)
    picking = _picking(settings, clock, store, finder, readers, spaces, encoding)
    breakage = Breakage(store.subscriptions, store.outbox, chats)
    writer = _writer(settings, clock, store, sources, picking)
    senders = [Sender(store.outbox, chat, breakage, clock) for chat in chats.values()]
    scheduler = Scheduler(writer, store.subscriptions, senders, clock)
    subscriptions = _subscriptions(settings, clock, store, writer, breakage, scheduler)
    feedback = _feedback(settings, store, finder, picking)
    tenants = Tenants(store.notes, store.privacy, breakage.stop_tenant, timedelta(days=settings.keep_days), clock)
    handlers: dict[str, Handler] = {
        **Searching(store.papers, store.search, store.feedback, finder, ingest.find, clock).handlers,
        **picking.handlers,
        **feedback.handlers,
        **InterestDesk(store.interests).handlers,
        **ProfileDesk(store.papers, store.interests, readers, spaces).handlers,
        **Library(store.feedback, store.papers).handlers,
        **Importing(store.papers, store.feedback, store.search, ingest.lookup, clock).handlers,
        **PrivacyDesk(store.privacy, settings.keep_days).handlers,
        **subscriptions.handlers,
    }
    completing = Completing(store.search, store.interests)
    desk = FrontDesk(handlers, feedback, completing, subscriptions, tenants, store.memberships, store.notes, clock)
    return App(
        settings=settings,
        clock=clock,
        store=store,
        sources=sources,
        ingest=ingest,
        encoding=encoding,
        writer=writer,
        desk=desk,
        chats=chats,
        jobs=(store.search.warm, ingest.follow, encoding.run, spaces.run, scheduler.run, tenants.run),
    )


def encoding_of(settings: Settings, clock: Clock, store: Store) -> Encoding:
    """The embeddings of the store's papers; none where they are switched off or the extra is missing."""
    on = settings.embeddings and model.installed()
    return Encoding(store.papers, store.vectors, model.NAME, partial(elsewhere, model.encode) if on else None, clock)


def _picking(
    settings: Settings,
    clock: Clock,
    store: Store,
    finder: PaperFinder,
    readers: Readers,
    spaces: SpaceKeeper,
    encoding: Encoding,
) -> Picking:
    switches = Switches(popularity=settings.popularity, recency=settings.recency)
    return Picking(
        store.papers,
        store.interests,
        store.feedback,
        store.memberships,
        readers,
        spaces,
        finder,
        clock,
        encoding,
        switches,
    )


def _writer(
    settings: Settings, clock: Clock, store: Store, sources: Sequence[Source], picking: Picking
) -> DigestWriter:
    grace = timedelta(hours=settings.grace_hours)
    return DigestWriter(
        store.papers,
        store.subscriptions,
        store.digests,
        store.feedback,
        picking,
        sources,
        clock,
        grace,
    )


def _subscriptions(
    settings: Settings, clock: Clock, store: Store, writer: DigestWriter, breakage: Breakage, scheduler: Scheduler
) -> SubscriptionDesk:
    return SubscriptionDesk(
        store.subscriptions,
        store.digests,
        store.outbox,
        store.papers,
        writer,
        breakage,
        scheduler.wake,
        settings.zone,
        clock,
    )


def _feedback(settings: Settings, store: Store, finder: PaperFinder, picking: Picking) -> FeedbackDesk:
    emoji = EmojiSets(like=settings.like_emoji, dislike=settings.dislike_emoji, save=settings.save_emoji)
    return FeedbackDesk(store.feedback, store.memberships, finder, store.papers, store.posts, emoji, picking.why)
