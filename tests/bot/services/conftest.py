"""A core over an in-memory store with three papers, asked by two people of two tenants."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.commands import parse
from bot.model import (
    Answer,
    Capabilities,
    Card,
    Channel,
    Member,
    MessageRef,
    Organisation,
    Paper,
    PaperId,
    Pick,
    Reaction,
    Reason,
    ReasonKind,
    Request,
    Subscription,
    Tenant,
)
from bot.ports.store import Store
from bot.services.completion import Completion
from bot.services.corrections import Corrections
from bot.services.dispatch import Dispatcher
from bot.services.feedback_commands import EmojiSets, FeedbackCommands
from bot.services.help_commands import HelpCommands
from bot.services.import_commands import ImportCommands
from bot.services.import_jobs import ImportJobs
from bot.services.interest_commands import InterestCommands
from bot.services.interest_reach import InterestReach
from bot.services.link_commands import LinkCommands
from bot.services.open_questions import OpenQuestions
from bot.services.popular_terms import PopularTerms
from bot.services.privacy_commands import PrivacyCommands
from bot.services.reading_list_commands import ReadingListCommands
from bot.services.reference_finder import ReferenceFinder
from bot.services.resolve_paper import PaperResolver
from bot.services.retention import Retention
from bot.services.search_commands import SearchCommands
from bot.services.shown_lists import ShownLists
from bot.services.undo_command import UndoCommand
from bot.store import open_store

NOW = datetime(2026, 8, 21, 9, tzinfo=UTC)
HERE, THERE = Tenant("console", "here"), Tenant("console", "there")
GLOBAL = "everywhere"
"""A platform on which a person has the same id in every tenant."""
ADA, BOB = Member(HERE, "ada"), Member(THERE, "bob")
ROOM, THREAD = Channel(HERE, "room"), Channel(HERE, "thread")


def paper(number: int, title: str, **facts: object) -> Paper:
    return Paper(
        id=PaperId(f"arxiv:2608.0000{number}"),
        title=title,
        abstract=f"We study {title.lower()} in depth.",
        authors=("Ada Lovelace", "Alan Turing"),
        organisation=Organisation(slug="engines", name="Analytical Engines"),
        featured=date(2026, 8, 20),
        upvotes=number,
        **facts,  # type: ignore[arg-type]
    )


PAPERS = (
    paper(1, "Test Time Scaling of Small Models", keywords=("test-time scaling", "small models")),
    paper(2, "World Models for Robots"),
    paper(3, "Retrieval with State-Space Models"),
)


class StillClock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Posted:
    """Which message shows which papers."""

    def __init__(self, shown: dict[MessageRef, tuple[PaperId, ...]]) -> None:
        self._shown = shown

    async def papers_of(self, message: MessageRef) -> tuple[PaperId, ...]:
        return self._shown.get(message, ())

    async def channel_of(self, message: MessageRef) -> Channel | None:
        return ROOM if message in self._shown else None

    async def posted(self, platform: str, since: datetime) -> list[MessageRef]:
        return list(self._shown)


class NoChannels:
    """Nothing is subscribed."""

    tenant_joined: Callable[[Tenant], Awaitable[None]]
    tenant_left: Callable[[Tenant, datetime], Awaitable[None]]

    def __init__(self) -> None:
        self.gone: list[tuple[object, object]] = []

    async def can_manage(self, request: Request) -> bool | None:
        return request.is_admin

    async def form_values(self, request: Request) -> dict[str, str]:
        return {"time": "09:00"}

    async def channel_gone(self, channel: Channel, why: str) -> None:
        self.gone.append((channel, why))

    async def channel_back(self, channel: Channel) -> None:
        self.gone.append((channel, "back"))

    async def channel_moved(self, old: Channel, new: Channel) -> None:
        self.gone.append((old, new))

    async def resume_after_removal(self, tenant: Tenant) -> list[Subscription]:
        return [Subscription(id="s", channel=Channel(tenant, "elsewhere"), owner=None)]

    async def stop(self, tenant: Tenant, why: str) -> None:
        self.gone.append((tenant, why))


@dataclass
class Conversation:
    """Types for somebody and shows what comes back."""

    core: Dispatcher
    store: Store
    clock: StillClock
    channels: NoChannels
    retention: Retention
    told: list[tuple[Member, Card]]

    async def ask(self, line: str, *, member: Member = ADA, at: datetime | None = None, **given: Any) -> Answer:
        channel = Channel(member.tenant, "room")
        request = Request(member=member, command=parse(line), at=at or self.clock.now(), channel=channel)
        return await self.core.answer(replace(request, **given))

    async def react(
        self,
        message: str,
        emoji: str,
        *,
        added: bool = True,
        member: Member = ADA,
        event: str | None = None,
        at: datetime | None = None,
        channel: str = "room",
        late: bool = False,
        shown: tuple[PaperId, ...] = (),
    ) -> Answer | None:
        ref = MessageRef(Channel(member.tenant, channel), message)
        reaction = Reaction(
            member=member, message=ref, emoji=emoji, added=added, at=at or self.clock.now(), event=event, late=late
        )

        async def papers() -> tuple[PaperId, ...]:
            return shown

        return await self.core.react(reaction, papers)


async def _none_close(_: str, __: Sequence[Paper]) -> Sequence[Paper]:
    return ()


async def _by_its_author(_: Member, paper_id: PaperId) -> Pick:
    shown = next((p for p in PAPERS if p.id == paper_id), PAPERS[0])
    followed = Reason(kind=ReasonKind.AUTHOR, subject="Ada Lovelace", contribution=3.0)
    return Pick(paper=shown, score=3.0, reasons=(followed,))


async def _unknown(_: PaperId) -> Paper | None:
    return None


async def _nothing(_: str) -> tuple[Paper, ...]:
    return ()


def furnish(
    store: Store,
    ask: Callable[[PaperId], Awaitable[Paper | None]] = _unknown,
    find: Callable[[str], Awaitable[Sequence[Paper]]] = _nothing,
) -> Conversation:
    clock, channels = StillClock(), NoChannels()
    told: list[tuple[Member, Card]] = []

    async def tell(member: Member, card: Card) -> None:
        told.append((member, card))

    resolver = PaperResolver(store.papers, store.search, ask, clock)
    searching = SearchCommands(store.papers, store.search, store.feedback, resolver, find, clock, "UTC")
    posts = Posted(
        {
            MessageRef(ROOM, "m1"): (PAPERS[0].id,),
            MessageRef(THREAD, "t1"): (PAPERS[1].id,),
            MessageRef(ROOM, "many"): tuple(p.id for p in PAPERS),
            MessageRef(ROOM, "gone"): (PaperId("arxiv:2608.09999"),),
        }
    )
    emoji = EmojiSets(like="👍❤🔥🎉", dislike="👎", save="🔖⭐📌")
    feedback = FeedbackCommands(store.feedback, store.memberships, resolver, store.papers, posts, emoji, _by_its_author)
    retention = Retention(store.key_value, store.privacy, channels.stop, timedelta(days=30), store.clean_up, clock)
    finder = ReferenceFinder(store.papers, store.search, ask, clock)
    imports = ImportJobs(store.imports, finder, store.papers, store.feedback, tell, clock)
    capabilities = {"console": Capabilities(), GLOBAL: Capabilities(global_ids=True)}
    parts = (
        searching,
        feedback,
        UndoCommand(feedback, store.interests, store.ended_interests, imports),
        ImportCommands(finder, store.feedback, imports),
        InterestCommands(
            store.interests, store.ended_interests, InterestReach(store.papers, store.search), _none_close
        ),
        ReadingListCommands(store.feedback, store.papers),
        PrivacyCommands(store.privacy, store.links, 30, capabilities),
        LinkCommands(store.links, tell),
        HelpCommands(store.papers, ["sample"]),
    )
    handlers = {name: handler for part in parts for name, handler in part.handlers.items()}
    completion = Completion(store.search, store.interests, store.papers, PopularTerms(store.papers, clock))
    channels.tenant_joined, channels.tenant_left = retention.joined, retention.left
    handlers = Corrections(store.interests, store.last_lists).over(handlers)
    handlers = ShownLists(store.digests, store.last_lists, store.papers, clock).over(handlers)
    handlers = OpenQuestions(store.last_lists).over(handlers)
    core = Dispatcher(handlers, feedback, completion, channels, store, capabilities, clock)
    return Conversation(core, store, clock, channels, retention, told)


@pytest.fixture
async def talk() -> AsyncIterator[Conversation]:
    store = await open_store("memory:")
    await store.papers.add(PAPERS, NOW)
    yield furnish(store)
    await store.close()


@pytest.fixture
def shown() -> Callable[[Answer], str]:
    """All words of an answer, in order."""

    def words(answer: Answer) -> str:
        card = answer.card
        papers = [f"{p.title} {p.facts} {p.summary}" for p in card.papers]
        rows = [f"{row.label} {row.text}" for row in card.rows]
        return "\n".join([card.title, card.text, *papers, *rows, card.footer])

    return words
