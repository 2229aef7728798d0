"""What the program is made of: each part is made when it is first asked for, once, from what it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial

from bot.meaning import sentence_model
from bot.model import Bar, Capabilities
from bot.ports.chat import ChatAdapter
from bot.ports.figures import Figures
from bot.ports.library import ShowsPapers
from bot.ports.mailboxes import TakesAddresses
from bot.ports.ranking import Ranker
from bot.ports.replicas import Replicas
from bot.ports.sources import Source
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.ranking.explain import Switches
from bot.ranking.feature_spaces import FeatureSpaces, learn_from
from bot.ranking.linear import LinearRanker
from bot.ranking.row_cache import PaperRows
from bot.ranking.user_models import UserModels
from bot.services.channel_managers import ChannelManagers
from bot.services.delivery_failures import DeliveryFailures
from bot.services.digests import DigestWriter
from bot.services.encoding import Encoding
from bot.services.import_jobs import ImportJobs
from bot.services.ingest import Ingest
from bot.services.interest_reach import InterestReach
from bot.services.job_records import JobRecords
from bot.services.measuring import MeasuredOutbox
from bot.services.notices import Notices
from bot.services.paper_names import PaperNames
from bot.services.reference_finder import ReferenceFinder
from bot.services.resolve_paper import PaperResolver
from bot.services.retention import Retention
from bot.services.run_in_process import run_in_process
from bot.services.scheduler import Scheduler
from bot.services.search_commands import SearchCommands
from bot.services.sending import Sender
from bot.services.sign_in import SignIn
from bot.services.subscription_commands import SubscriptionCommands
from bot.settings import Settings
from bot.sources import make_resolvers

Chats = Mapping[str, ChatAdapter]
"""The chat platforms that run here, by name; none for one-shot commands."""


@dataclass(kw_only=True)
class Parts:
    """The parts that several others stand on. A part's needs are what its property names."""

    settings: Settings
    clock: Clock
    store: Store
    sources: Sequence[Source]
    chats: Chats
    replicas: Replicas
    figures: Figures | None = None
    """Told of each delivery and answer, where somebody watches."""

    @cached_property
    def capabilities(self) -> Mapping[str, Capabilities]:
        return {name: chat.capabilities for name, chat in self.chats.items()}

    # What is read and kept

    @cached_property
    def ingest(self) -> Ingest:
        resolvers = make_resolvers(self.settings, self.clock, self.store.leases, self.sources)
        return Ingest(self.sources, self.store.papers, self.clock, self._names, resolvers)

    @cached_property
    def _names(self) -> PaperNames:
        """Works are looked for under another server's id only where a preprint server is read beside other sources."""
        several = len(self.sources) > 1 and any(source.name in ("biorxiv", "medrxiv") for source in self.sources)
        return PaperNames(self.store.papers, self.store.search if several else None)

    @cached_property
    def encoding(self) -> Encoding:
        """The embeddings of the store's papers; none where they are switched off or the extra is missing."""
        on = self.settings.embeddings and sentence_model.installed()
        encode = partial(run_in_process, sentence_model.encode) if on else None
        return Encoding(self.store.papers, self.store.vectors, sentence_model.NAME, encode, self.clock)

    @cached_property
    def resolver(self) -> PaperResolver:
        return PaperResolver(self.store.papers, self.store.search, self.ingest.lookup, self.clock)

    @cached_property
    def finder(self) -> ReferenceFinder:
        return ReferenceFinder(self.store.papers, self.store.search, self.ingest.lookup, self.clock)

    @cached_property
    def import_jobs(self) -> ImportJobs:
        store, tell = self.store, self.notices.tell
        return ImportJobs(store.imports, self.finder, store.papers, store.feedback, tell, self.clock)

    @cached_property
    def retention(self) -> Retention:
        store, keep = self.store, timedelta(days=self.settings.keep_days)
        return Retention(store.key_value, store.privacy, self.failures.stop_tenant, keep, store.clean_up, self.clock)

    @cached_property
    def records(self) -> JobRecords:
        return JobRecords(self.store.key_value, self.clock)

    # What people want

    @cached_property
    def spaces(self) -> FeatureSpaces:
        learn = partial(run_in_process, learn_from)
        return FeatureSpaces(self.store.papers, self.store.spaces, self.encoding, learn, self.clock)

    @cached_property
    def ranker(self) -> Ranker:
        store, settings = self.store, self.settings
        rows = PaperRows(self.encoding)
        users = UserModels(store.papers, store.interests, store.feedback, store.profiles, rows)
        switches = Switches(popularity=settings.popularity, recency=settings.recency, bar=Bar(settings.bar))
        return LinearRanker(store.papers, store.memberships, self.spaces, users, rows, self.clock, switches)

    @cached_property
    def reach(self) -> InterestReach:
        return InterestReach(self.store.papers, self.store.search)

    # What is posted

    @cached_property
    def notices(self) -> Notices:
        return Notices(self.chats, self.clock)

    @cached_property
    def failures(self) -> DeliveryFailures:
        return DeliveryFailures(self.store.subscriptions, self.store.outbox, self.notices)

    @cached_property
    def writer(self) -> DigestWriter:
        grace = timedelta(hours=self.settings.grace_hours)
        return DigestWriter(self.store, self.ranker, self.sources, self.capabilities, self.clock, grace)

    @cached_property
    def scheduler(self) -> Scheduler:
        outbox = MeasuredOutbox(self.store.outbox, self.figures, self.clock) if self.figures else self.store.outbox
        senders = [Sender(outbox, chat, self.failures, self.clock) for chat in self.chats.values()]
        return Scheduler(self.writer, self.store.subscriptions, senders, self.clock)

    # What is asked in more than one place

    @cached_property
    def managers(self) -> ChannelManagers:
        return ChannelManagers(self.store.subscriptions, self.settings.setup, self.capabilities)

    @cached_property
    def setting_up(self) -> SubscriptionCommands:
        store, changed, zone = self.store, self.scheduler.wake, self.settings.zone
        return SubscriptionCommands(
            store.subscriptions, store.outbox, store.channels, self.managers, changed, zone, self.clock
        )

    @cached_property
    def searching(self) -> SearchCommands:
        store, zone = self.store, self.settings.zone
        return SearchCommands(
            store.papers, store.search, store.feedback, self.resolver, self.ingest.find, self.clock, zone
        )

    @cached_property
    def sign_in(self) -> SignIn:
        return SignIn(self.store.web_sessions, self.clock)

    @cached_property
    def page(self) -> ShowsPapers | None:
        """The web page; None where it is off."""
        return next((chat for chat in self.chats.values() if isinstance(chat, ShowsPapers)), None)

    @cached_property
    def mail(self) -> TakesAddresses | None:
        """The chat that takes addresses; None where none does."""
        return next((chat for chat in self.chats.values() if isinstance(chat, TakesAddresses)), None)
