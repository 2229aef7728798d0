"""The composition root: settings → store → sources → parts → core. Nothing runs yet; ``bot.runner`` does that."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TypeVar

from bot.clock import SystemClock
from bot.console_identity import local_member
from bot.handlers import feedback_commands, handlers_of
from bot.parts import Parts
from bot.platforms import adapter_package, is_chat
from bot.ports.chat import AdapterContext, Core, SpellsCommands
from bot.ports.figures import Figures
from bot.ports.forms import HasForms
from bot.ports.library import PageServices
from bot.ports.platform_sign_in import HasPlatformSignIn
from bot.ports.replicas import Replicas
from bot.ports.store import Store
from bot.ports.time import Clock
from bot.services.channel_archive import ChannelArchive
from bot.services.completion import Completion
from bot.services.corrections import Corrections
from bot.services.dispatch import Dispatcher
from bot.services.feeds import PaperFeeds
from bot.services.library import PaperLibrary
from bot.services.measuring import measured
from bot.services.open_questions import OpenQuestions
from bot.services.page_subscribers import PageSubscribers
from bot.services.personal_lists import PersonalLists
from bot.services.places import KnownPlaces
from bot.services.popular_terms import PopularTerms
from bot.services.process_names import new_process_name
from bot.services.replicas import LeasedReplicas
from bot.services.retry_until_stored import retry_until_stored
from bot.services.search_upkeep import SearchUpkeep
from bot.services.shown_lists import ShownLists
from bot.services.team import TeamMembers
from bot.settings import PlatformSettings, Settings
from bot.sources import make_sources
from bot.store import open_store
from bot.supervision import Job

S = TypeVar("S")

PAUSES = {"recommendations": 600.0}
"""Seconds before a background job that failed is begun anew, where more than a minute: a refit computes for long."""


class App(Parts):
    """Everything loaded. One-shot commands use the parts; ``serve`` runs them all."""

    @cached_property
    def core(self) -> Core:
        """What answers people, on whatever platform."""
        store, feedback = self.store, feedback_commands(self)
        lists = ShownLists(store.digests, store.last_lists, store.papers, self.clock)
        corrections = Corrections(store.interests, store.last_lists)
        answering = OpenQuestions(store.last_lists).over(lists.over(corrections.over(handlers_of(self, feedback))))
        handlers = measured(answering, self.figures, self.clock)
        places = KnownPlaces(self.managers, self.setting_up, self.failures, self.retention)
        completion = Completion(store.search, store.interests, store.papers, PopularTerms(store.papers, self.clock))
        return Dispatcher(handlers, feedback, completion, places, store, self.capabilities, self.clock)

    @cached_property
    def pages(self) -> PageServices:
        """What the web page shows."""
        store, reach = self.store, self.reach
        names = [source.name for source in self.sources]
        library = PaperLibrary(store.papers, names, self.searching, self.resolver, self.ranker, self.clock)
        own = PersonalLists(
            store.feedback,
            store.papers,
            store.interests,
            reach,
            store.subscriptions,
            store.memberships,
            store.links,
        )
        archive = ChannelArchive(store.digests, store.papers, store.subscriptions, store.channel_addresses)
        team = TeamMembers(store.feedback, store.shown_saves, store.known_people, own, store.digests)
        feeds = PaperFeeds(library, own, reach, archive, store.feed_addresses, store.key_value, self.clock)
        return PageServices(
            core=self.core,
            library=library,
            own=own,
            team=team,
            sign_in=self.sign_in,
            feeds=feeds,
            archive=archive,
            platform_sign_ins=[
                chat.platform_sign_in
                for chat in self.chats.values()
                if isinstance(chat, HasPlatformSignIn) and chat.platform_sign_in
            ],
            by_mail=PageSubscribers(self.mail) if self.mail else None,
            spellings={
                name: chat.spelled if isinstance(chat, SpellsCommands) else str
                for name, chat in self.chats.items()
                if is_chat(name)
            },
        )

    @cached_property
    def jobs(self) -> Sequence[Job]:
        """The background jobs, with what they fail by noted for ``status`` and ``doctor``."""
        shared = {
            "sources": self.ingest.follow,
            "embeddings": self.encoding.run,
            "recommendations": self.spaces.run,
            "erasing": self.retention.run,
            "imports": self.import_jobs.run,
        }
        of_each_process = {
            "search": SearchUpkeep(self.store.search, self.clock).run,
            "recommendations of others": self.spaces.follow,
            "daily picks": self.scheduler.run,
            "notices": self.notices.run,
        }
        watched = [self.records.watched(name, work) for name, work in of_each_process.items()]
        return [self.replicas.run, *watched, *(self.done_once(name, work) for name, work in shared.items())]

    def done_once(self, name: str, work: Job, pause: float = 0.0) -> Job:
        """The same work, watched, and done by one of the processes that share the database."""
        watched = self.records.watched(name, work, pause=pause or PAUSES.get(name, 0.0))

        async def run() -> None:
            while not await self.replicas.while_held(name, watched):
                pass

        run.__qualname__ = name
        return run


@asynccontextmanager
async def opened(
    settings: Settings,
    clock: Clock | None = None,
    *,
    platforms: Mapping[str, PlatformSettings] | None = None,
    figures: Figures | None = None,
    patience: float = 0.0,
) -> AsyncIterator[App]:
    """Load everything, and close it in the end; with the chat ``platforms`` that are to run, by their settings.

    ``figures`` are told of each delivery and answer, where somebody watches. A new database begins with the sample,
    when that is a chosen source. ``patience``: see ``open_store``.
    Raises ``ConfigurationError`` and what ``open_store`` raises.
    """
    clock = clock or SystemClock()
    store = await open_store(settings.database_url, clock, patience)
    try:
        sources = make_sources(settings, clock, store.leases)
        own = platforms or {}
        replicas = LeasedReplicas(store.leases, own.keys(), new_process_name(), clock)
        contexts = {name: context_of(settings, own[name], store, replicas, clock) for name in own}
        chats = {name: adapter_package(name).create(context) for name, context in contexts.items()}
        app = App(
            settings=settings,
            clock=clock,
            store=store,
            sources=sources,
            chats=chats,
            replicas=replicas,
            figures=figures,
        )
        if app.page:
            app.page.show(app.pages)
            for chat in chats.values():
                if isinstance(chat, HasForms):
                    chat.draw_forms_with(app.page)
        await retry_until_stored(lambda: _begin_with_sample(app), clock)
        yield app
    finally:
        await store.close()


def context_of(settings: Settings, own: S, store: Store, replicas: Replicas, clock: Clock) -> AdapterContext[S]:
    """What the adapter with the settings ``own`` is given."""
    return AdapterContext(
        settings=own,
        state=store.key_value,
        installations=store.installations,
        known_people=store.known_people,
        mailboxes=store.mailboxes,
        replicas=replicas,
        clock=clock,
        public_url=settings.public_url,
        secret_key=settings.secret_key.get_secret_value() if settings.secret_key else "",
        local_member=local_member(settings.member),
    )


async def _begin_with_sample(app: App) -> None:
    if any(source.name == "sample" for source in app.sources) and not await app.store.papers.count():
        await app.ingest.run_once("sample")
