"""The bundled sample as a feature space, and a small team that picks are made for."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.commands import parse
from bot.model import (
    Bar,
    Batch,
    Channel,
    Feedback,
    Interest,
    InterestKind,
    Member,
    Opinion,
    Paper,
    PaperId,
    Pick,
    Request,
    Signal,
    Tenant,
)
from bot.ports.ranking import StoredSpace
from bot.ports.store import Store
from bot.ranking.explain import Switches
from bot.ranking.feature_spaces import FeatureSpaces, learn_from
from bot.ranking.features import FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.linear import LinearRanker
from bot.ranking.row_cache import PaperRows
from bot.ranking.serialization import space_bytes
from bot.ranking.user_models import UserModels
from bot.services.encoding import Encode, Encoding
from bot.services.interest_reach import InterestReach
from bot.services.pick_commands import PickCommands
from bot.services.resolve_paper import PaperResolver
from bot.services.run_in_process import run_in_process
from bot.sources.sample import SampleSource
from bot.store import open_store

NOW = datetime(2026, 8, 22, 9, tzinfo=UTC)
HERE, THERE = Tenant("console", "here"), Tenant("console", "there")
ADA, BO, CY = Member(HERE, "ada"), Member(HERE, "bo"), Member(HERE, "cy")
STRANGER = Member(THERE, "ada")
ROOM = Channel(HERE, "room")


def opinion(paper: Paper, liked: bool | None = True, *, saved: bool = False) -> Opinion:
    return Opinion(paper=paper.id, liked=liked, saved=saved, at=NOW)


def topic(value: str, group: str | None = None) -> Interest:
    return Interest(kind=InterestKind.TOPIC, value=value, group=group)


@pytest.fixture(scope="session")
def sample() -> list[Paper]:
    return [paper for papers in SampleSource()._days.values() for paper in papers]


@pytest.fixture(scope="session")
def space(sample: list[Paper]) -> FeatureSpace:
    return learn(sample)


class Standing:
    """A clock that moves a second whenever it is asked."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Team:
    """Picks over one store, and people who react."""

    store: Store
    clock: Standing = field(default_factory=Standing)
    switches: Switches = field(default_factory=Switches)
    encode: Encode | None = None

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Everything held in memory is forgotten; the store stays."""
        store = self.store
        self.encoding = Encoding(store.papers, store.vectors, "small", self.encode, self.clock)
        self.spaces = self.feature_spaces()
        rows = PaperRows(self.encoding)
        self.users = UserModels(store.papers, store.interests, store.feedback, store.profiles, rows)
        resolver = PaperResolver(store.papers, store.search, _nowhere, self.clock)
        self.ranker = LinearRanker(
            store.papers, store.memberships, self.spaces, self.users, rows, self.clock, self.switches
        )
        reach = InterestReach(store.papers, store.search)
        self.commands = PickCommands(self.ranker, store.papers, store.interests, store.feedback, resolver, reach, "UTC")

    def feature_spaces(self) -> FeatureSpaces:
        fit_apart = partial(run_in_process, learn_from)
        return FeatureSpaces(self.store.papers, self.store.spaces, self.encoding, fit_apart, self.clock)

    async def add(self, *papers: Paper) -> None:
        await self.store.papers.commit("test", Batch(papers=papers, cursor=""), self.clock.now())

    async def react(
        self, member: Member, *papers: Paper, signal: Signal = Signal.LIKE, retracted: bool = False
    ) -> None:
        for paper in papers:
            line = Feedback(
                member=member,
                paper=paper.id,
                signal=signal,
                at=self.clock.now(),
                retracted=retracted,
                channel=Channel(member.tenant, "room"),
            )
            await self.store.feedback.append(line)
            await self.store.memberships.seen(Channel(member.tenant, "room"), member, line.at)

    async def titles(self, member: Member, limit: int = 5) -> list[str]:
        return [pick.paper.title for pick in await self.picks(member, limit)]

    async def picks(
        self, member: Member, count: int, candidates: Sequence[Paper] | None = None, bar: Bar = Bar.BROAD
    ) -> list[Pick]:
        """The picks, or where nothing is known, what is popular."""
        found = await self.ranker.for_member(member, count, candidates, bar)
        return list(found.picks if found.known else found.popular)

    async def channel_picks(self, channel: Channel, *, bar: Bar = Bar.BROAD, **wanted: Any) -> list[Pick]:
        found = await self.ranker.for_channel(channel, bar=bar, **wanted)
        return list(found.picks if found.known else found.popular)

    def request(self, line: str, member: Member = ADA) -> Request:
        return Request(member=member, command=parse(line), at=self.clock.now())


@pytest.fixture
async def team(sample: list[Paper], space: FeatureSpace) -> AsyncIterator[Team]:
    """Everything known of the sample, its feature space kept already; nothing of people."""
    store = await open_store("memory:")
    team = Team(store)
    await team.add(*sample)
    content = space_bytes(space)
    await store.spaces.save(StoredSpace(fit=space.fit, papers=space.papers, fitted=NOW, content=content))
    yield team
    await store.close()


async def _nowhere(paper: PaperId) -> Paper | None:
    return None
