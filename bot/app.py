"""The composition root: settings → store → sources → services → core. Nothing runs yet; ``bot.runner`` does that."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from bot.clock import SystemClock
from bot.console_identity import local_member
from bot.meaning import sentence_model
from bot.model import Bar
from bot.platforms import WEB, adapter_package
from bot.ports.chat import AdapterContext, ChatAdapter, Core
from bot.ports.figures import Figures
from bot.ports.library import PageServices, ShowsPapers
from bot.ports.mailboxes import TakesAddresses
from bot.ports.ranking import Ranker
from bot.ports.sources import Source
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.ranking.explain import Switches
from bot.ranking.feature_spaces import FeatureSpaces, learn_from
from bot.ranking.linear import LinearRanker
from bot.ranking.row_cache import PaperRows
from bot.ranking.user_models import UserModels
from bot.services.channel_managers import ChannelManagers
from bot.services.completion import Completion
from bot.services.delivery_failures import DeliveryFailures
from bot.services.digests import DigestWriter
from bot.services.dispatch import Dispatcher
from bot.services.email_commands import EmailCommands
from bot.services.encoding import Encoding
from bot.services.feed_commands import FeedCommands
from bot.services.feedback_commands import EmojiSets, FeedbackCommands
from bot.services.feeds import PaperFeeds
from bot.services.handling import Handler
from bot.services.help_commands import HelpCommands
from bot.services.import_commands import ImportCommands
from bot.services.ingest import Ingest
from bot.services.interest_commands import InterestCommands
from bot.services.interest_reach import InterestReach
from bot.services.job_records import JobRecords, Work
from bot.services.library import PaperLibrary
from bot.services.link_commands import LinkCommands
from bot.services.measuring import MeasuredOutbox, measured
from bot.services.notices import Notices
from bot.services.paper_names import PaperNames
from bot.services.personal_lists import PersonalLists
from bot.services.pick_commands import PickCommands
from bot.services.places import KnownPlaces
from bot.services.popular_terms import PopularTerms
from bot.services.privacy_commands import PrivacyCommands
from bot.services.profile_commands import ProfileCommands
from bot.services.reading_list_commands import ReadingListCommands
from bot.services.resolve_paper import PaperResolver
from bot.services.retention import Retention
from bot.services.run_in_process import run_in_process
from bot.services.scheduler import Scheduler
from bot.services.search_commands import SearchCommands
from bot.services.sending import Sender
from bot.services.sign_in import SignIn, WebCommands
from bot.services.status_commands import StatusCommands
from bot.services.subscription_commands import SubscriptionCommands
from bot.settings import PlatformSettings, Settings
from bot.sources import make_resolvers, make_sources
from bot.store import open_store
from bot.supervision import Job

S = TypeVar("S")

PAUSES = {"recommendations": 600.0}
"""Seconds before a background job that failed is begun anew, where more than a minute: a refit computes for long."""

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
    core: Core
    pages: PageServices
    chats: Chats
    jobs: Sequence[Job]


@asynccontextmanager
async def opened(
    settings: Settings,
    clock: Clock | None = None,
    *,
    platforms: Mapping[str, PlatformSettings] | None = None,
    figures: Figures | None = None,
) -> AsyncIterator[App]:
    """Load everything, and close it in the end; with the chat ``platforms`` that are to run, by their settings.

    ``figures`` are told of each delivery and answer, where somebody watches. A new database begins with the sample,
    when that is a chosen source. Raises ``ConfigurationError`` and what ``open_store`` raises.
    """
    clock = clock or SystemClock()
    store = await open_store(settings.database_url, clock)
    try:
        sources = make_sources(settings, clock, store.leases)
        contexts = {name: context_of(settings, own, store, clock) for name, own in (platforms or {}).items()}
        chats = {name: adapter_package(name).create(context) for name, context in contexts.items()}
        app = _assembled(settings, clock, store, sources, chats, figures)
        for shows in (chat for chat in chats.values() if isinstance(chat, ShowsPapers)):
            shows.show(app.pages)
        await _begin_with_sample(app)
        yield app
    finally:
        await store.close()


def _names(store: Store, sources: Sequence[Source], clock: Clock) -> PaperNames:
    """Works are looked for under another server's id only where bioRxiv or medRxiv is read beside another source."""
    several = len(sources) > 1 and any(source.name in ("biorxiv", "medrxiv") for source in sources)
    return PaperNames(store.papers, clock, store.search if several else None)


def context_of(settings: Settings, own: S, store: Store, clock: Clock) -> AdapterContext[S]:
    """What the adapter with the settings ``own`` is given."""
    return AdapterContext(
        settings=own,
        state=store.key_value,
        installations=store.installations,
        known_people=store.known_people,
        mailboxes=store.mailboxes,
        clock=clock,
        public_url=settings.public_url,
        secret_key=settings.secret_key.get_secret_value() if settings.secret_key else "",
        local_member=local_member(settings.member),
    )


async def _begin_with_sample(app: App) -> None:
    if any(source.name == "sample" for source in app.sources) and not await app.store.papers.count():
        await app.ingest.run_once("sample")


def _assembled(
    settings: Settings, clock: Clock, store: Store, sources: Sequence[Source], chats: Chats, figures: Figures | None
) -> App:
    ingest = _ingest(settings, clock, store, sources)
    encoding = encoding_of(settings, clock, store)
    spaces = FeatureSpaces(store.papers, store.spaces, encoding, partial(run_in_process, learn_from), clock)
    ranker = _ranker(settings, clock, store, encoding, spaces)
    notices = Notices(chats, clock)
    failures = DeliveryFailures(store.subscriptions, store.outbox, notices)
    can = {name: chat.capabilities for name, chat in chats.items()}
    writer = DigestWriter(store, ranker, sources, can, clock, timedelta(hours=settings.grace_hours))
    scheduler = Scheduler(writer, store.subscriptions, _senders(store, chats, failures, figures, clock), clock)
    retention = _retention(settings, clock, store, failures)
    managers = ChannelManagers(store.subscriptions, settings.setup, can)
    setting_up = _setting_up(settings, clock, store, managers, scheduler)
    records = JobRecords(store.key_value, clock)
    status = StatusCommands(store, writer, managers, records, chats, settings.zone, clock)
    resolver = PaperResolver(store.papers, store.search, ingest.lookup, clock)
    feedback = _feedback(settings, store, resolver, ranker)
    searching = SearchCommands(store.papers, store.search, store.feedback, resolver, ingest.find, clock)
    personal = _personal(settings, store, ingest, ranker, resolver, notices, clock)
    shared = setting_up.handlers | status.handlers | feedback.handlers | searching.handlers
    elsewhere = _of_page(settings, store, chats, clock) | _by_mail(settings, store, chats, setting_up.handlers)
    handlers = measured(shared | personal | elsewhere, figures, clock)
    background = (ingest.follow, encoding.run, spaces.run, scheduler.run, retention.run, notices.run)
    places = KnownPlaces(managers, setting_up, failures, retention)
    core = Dispatcher(handlers, feedback, _completion(store, clock), places, store, can, clock)
    return App(
        settings=settings,
        clock=clock,
        store=store,
        sources=sources,
        ingest=ingest,
        encoding=encoding,
        writer=writer,
        core=core,
        pages=_pages(store, core, PaperLibrary(store.papers, searching, resolver, ranker), clock),
        chats=chats,
        jobs=_watched(store, records, background),
    )


def _of_page(settings: Settings, store: Store, chats: Chats, clock: Clock) -> dict[str, Handler]:
    """The commands that lead to the web page, where there is one."""
    address = settings.public_url if WEB in chats else ""
    feeds = FeedCommands(store.feed_addresses, clock, address)
    return WebCommands(SignIn(store.web_sessions, clock), address).handlers | feeds.handlers


def _ingest(settings: Settings, clock: Clock, store: Store, sources: Sequence[Source]) -> Ingest:
    resolvers = make_resolvers(settings, clock, store.leases, sources)
    return Ingest(sources, store.papers, clock, _names(store, sources, clock), resolvers)


def _setting_up(
    settings: Settings, clock: Clock, store: Store, managers: ChannelManagers, scheduler: Scheduler
) -> SubscriptionCommands:
    changed, zone = scheduler.wake, settings.zone
    return SubscriptionCommands(store.subscriptions, store.outbox, store.channels, managers, changed, zone, clock)


def _senders(
    store: Store, chats: Chats, failures: DeliveryFailures, figures: Figures | None, clock: Clock
) -> list[Sender]:
    outbox = MeasuredOutbox(store.outbox, figures, clock) if figures else store.outbox
    return [Sender(outbox, chat, failures, clock) for chat in chats.values()]


def _retention(settings: Settings, clock: Clock, store: Store, failures: DeliveryFailures) -> Retention:
    keep = timedelta(days=settings.keep_days)
    return Retention(store.key_value, store.privacy, failures.stop_tenant, keep, store.clean_up, clock)


def _completion(store: Store, clock: Clock) -> Completion:
    return Completion(store.search, store.interests, store.papers, PopularTerms(store.papers, clock))


def _pages(store: Store, core: Core, library: PaperLibrary, clock: Clock) -> PageServices:
    reach = InterestReach(store.papers, store.search)
    own = PersonalLists(store.feedback, store.papers, store.interests, reach, store.subscriptions)
    feeds = PaperFeeds(library, own, reach, store.digests, store.feed_addresses, store.key_value)
    return PageServices(core=core, library=library, own=own, sign_in=SignIn(store.web_sessions, clock), feeds=feeds)


def _watched(store: Store, records: JobRecords, background: Sequence[Work]) -> list[Work]:
    """The background jobs, with what they fail by noted for ``status`` and ``doctor``."""
    names = ("search", "sources", "embeddings", "recommendations", "daily picks", "erasing", "notices")
    works = zip(names, (store.search.warm, *background), strict=True)
    return [records.watched(name, work, pause=PAUSES.get(name, 0.0)) for name, work in works]


def _personal(
    settings: Settings,
    store: Store,
    ingest: Ingest,
    ranker: Ranker,
    resolver: PaperResolver,
    notices: Notices,
    clock: Clock,
) -> dict[str, Handler]:
    """What people do for themselves: tune, keep, look at their data."""
    return {
        **PickCommands(ranker, store.papers, store.interests, store.feedback, resolver).handlers,
        **InterestCommands(store.interests, InterestReach(store.papers, store.search)).handlers,
        **ProfileCommands(store.papers, store.interests, ranker).handlers,
        **ReadingListCommands(store.feedback, store.papers).handlers,
        **import_commands(store, ingest, clock).handlers,
        **LinkCommands(store.links, notices.tell).handlers,
        **HelpCommands(store.papers, ingest.names).handlers,
    }


def _by_mail(settings: Settings, store: Store, chats: Chats, setting_up: Mapping[str, Handler]) -> dict[str, Handler]:
    """What has to do with addresses: mail, and what is kept of people, addresses among it."""
    mail = next((chat for chat in chats.values() if isinstance(chat, TakesAddresses)), None)
    return {
        **EmailCommands(mail, store.subscriptions, setting_up).handlers,
        **PrivacyCommands(store.privacy, store.links, settings.keep_days, mail).handlers,
    }


def import_commands(store: Store, ingest: Ingest, clock: Clock) -> ImportCommands:
    """What reads references and asks the sources for their papers."""
    return ImportCommands(store.papers, store.feedback, store.search, ingest.lookup, clock)


def encoding_of(settings: Settings, clock: Clock, store: Store) -> Encoding:
    """The embeddings of the store's papers; none where they are switched off or the extra is missing."""
    on = settings.embeddings and sentence_model.installed()
    return Encoding(
        store.papers,
        store.vectors,
        sentence_model.NAME,
        partial(run_in_process, sentence_model.encode) if on else None,
        clock,
    )


def _ranker(settings: Settings, clock: Clock, store: Store, encoding: Encoding, spaces: FeatureSpaces) -> LinearRanker:
    users = UserModels(store.papers, store.interests, store.feedback, store.profiles, encoding)
    switches = Switches(popularity=settings.popularity, recency=settings.recency, bar=Bar(settings.bar))
    return LinearRanker(store.papers, store.memberships, spaces, users, PaperRows(encoding), clock, switches)


def _feedback(settings: Settings, store: Store, resolver: PaperResolver, ranker: Ranker) -> FeedbackCommands:
    emoji = EmojiSets(like=settings.like_emoji, dislike=settings.dislike_emoji, save=settings.save_emoji)
    return FeedbackCommands(
        store.feedback, store.memberships, resolver, store.papers, store.posts, emoji, ranker.explain
    )
