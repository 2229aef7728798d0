"""Lists of one's own, feeds, and names that are suggested: in which order, from when, and how many."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.cards import archive
from bot.errors import NotFound, StoreUnreachable
from bot.model import (
    Channel,
    Digest,
    Feedback,
    FeedEntry,
    Interest,
    InterestKind,
    Member,
    Organisation,
    Paper,
    PaperId,
    Signal,
    Subscription,
    Tenant,
)
from bot.ports.store import Store
from bot.services.feeds import PaperFeeds
from bot.services.interest_reach import InterestReach
from bot.services.library import PaperLibrary
from bot.services.personal_lists import PersonalLists
from bot.services.popular_terms import PopularTerms
from bot.store import open_store
from tests.bot.services.conftest import StillClock

DAYS, ENTRIES, MOST = 30, 50, 300
MOST_COUNTED, FRESH = 30, 3_600.0

NOW = datetime(2026, 8, 31, 9, tzinfo=UTC)
LAST = NOW.date()
ADA = Member(Tenant("slack", "T1"), "ada")
ROOM = Channel(ADA.tenant, "room")


def paper(number: int, days_ago: int = 0, **facts: Any) -> Paper:
    return Paper(
        id=PaperId(f"arxiv:2608.{number:05}"), title=f"No. {number}", featured=LAST - timedelta(days=days_ago), **facts
    )


class Archive:
    """Digests with one entry each."""

    def __init__(self, entries: int) -> None:
        self._entries = entries

    async def digests(self, channel: Channel, most: int) -> Sequence[Digest]:
        return [] if not self._entries else [None] * most  # type: ignore[list-item]

    async def entries(self, digests: Sequence[Digest]) -> Sequence[FeedEntry]:
        found = [
            FeedEntry(key=str(number), paper=paper(number), published=NOW + timedelta(minutes=number))
            for number in range(self._entries)
        ]
        return found if digests else []


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await open_store("memory:")
    yield store
    await store.close()


def lists(store: Store) -> PersonalLists:
    reach = InterestReach(store.papers, store.search)
    return PersonalLists(
        store.feedback, store.papers, store.interests, reach, store.subscriptions, store.memberships, store.links
    )


def feeds(store: Store, *, archived: int = 0) -> PaperFeeds:
    library = PaperLibrary(store.papers, (), None, None, None, StillClock())  # type: ignore[arg-type]
    reach = InterestReach(store.papers, store.search)
    archive: Any = Archive(archived)
    return PaperFeeds(library, lists(store), reach, archive, store.feed_addresses, store.key_value, StillClock())


async def days_of(store: Store, feed: Any) -> list[int]:
    return sorted({(LAST - entry.paper.featured).days for entry in feed.entries})


async def test_the_feed_of_the_day_goes_back_until_it_has_enough_but_no_further_than_a_month(store: Store) -> None:
    await store.papers.add([paper(number, days_ago=number) for number in (0, 1, 5, DAYS - 1, DAYS, DAYS + 1)], NOW)
    assert await days_of(store, await feeds(store).today()) == [0, 1, 5, DAYS - 1]
    await store.papers.add([paper(1000 + number, days_ago=1) for number in range(ENTRIES - 2)], NOW)
    assert await days_of(store, await feeds(store).today()) == [0, 1], "whole days, and no day more than it takes"
    await store.papers.add([paper(2000 + number) for number in range(MOST + 9)], NOW)
    assert len((await feeds(store).today()).entries) == MOST


@pytest.mark.parametrize(("period", "days"), [("day", 1), ("week", 7), ("month", 30)])
async def test_a_feed_of_what_is_popular_spans_its_period_and_no_day_more(store: Store, period: str, days: int) -> None:
    await store.papers.add([paper(number, days_ago=number) for number in range(40)], NOW)
    assert await days_of(store, await feeds(store).trending(period)) == list(range(days))
    with pytest.raises(NotFound):
        await feeds(store).trending("year")


async def test_a_paper_came_in_when_it_was_stored_else_with_its_day_else_before_all_others(store: Store) -> None:
    await store.papers.add([paper(1), paper(2, days_ago=3)], NOW)
    published = [entry.published for entry in (await feeds(store).today()).entries]
    assert published == [NOW, NOW]
    assert (await feeds(store).topic("zebras")).note


async def test_a_feed_of_digests_has_the_newest_first_and_says_when_there_is_nothing_yet(store: Store) -> None:
    feed = await feeds(store, archived=ENTRIES + 5).digests(ROOM, "/room")
    assert [entry.key for entry in feed.entries[:2]] == [str(ENTRIES + 4), str(ENTRIES + 3)]
    assert (len(feed.entries), feed.note) == (ENTRIES, "")
    empty = await feeds(store).digests(ROOM, "/room")
    assert (empty.entries, empty.note) == ((), archive.NOTHING_YET)
    assert empty.key == feed.key != (await feeds(store).digests(Channel(ADA.tenant, "other"), "/o")).key
    assert len(feed.key) == len("channel/") + 16
    assert empty.authority == feed.authority, "readers know the entries again after a restart"


async def test_what_was_thought_of_papers_is_listed_the_newest_first(store: Store) -> None:
    await store.papers.add([paper(1), paper(2), paper(3)], NOW)
    for minute, number in enumerate((2, 1, 3)):
        said = Feedback(member=ADA, paper=paper(number).id, signal=Signal.SAVE, at=NOW + timedelta(minutes=minute))
        await store.feedback.append(said)
    await store.feedback.append(Feedback(member=ADA, paper=paper(9).id, signal=Signal.LIKE, at=NOW))
    history = await lists(store).history(ADA, limit=9)
    assert [known.title for _, known in history.lines] == ["No. 3", "No. 1", "No. 2"]
    saved = await feeds(store).saved(ADA)
    assert [entry.paper.title for entry in saved.entries] == ["No. 3", "No. 1", "No. 2"]
    assert saved.page == "/me/saved"


@pytest.mark.parametrize("url", ["memory:", "sqlite:///:memory:"])
async def test_of_a_long_log_a_page_reads_what_it_shows(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await open_store(url)
    many = [paper(number) for number in range(300)]
    await store.papers.add(many, NOW)
    for minute, one in enumerate(many):
        signal = Signal.SAVE if minute % 3 == 0 else Signal.LIKE
        said = Feedback(member=ADA, paper=one.id, signal=signal, at=NOW + timedelta(minutes=minute))
        await store.feedback.append(said)
    await store.feedback.append(replace(said, signal=Signal.SAVE, at=NOW + timedelta(days=1), retracted=True))
    read: list[int] = []
    log = store.feedback._log  # type: ignore[attr-defined]
    standing_of_many = log.standing_of_many

    async def counted(*asked: Any) -> Any:
        lines = await standing_of_many(*asked)
        read.append(sum(map(len, lines.values())))
        return lines

    monkeypatch.setattr(log, "standing_of_many", counted)
    history, saved = await lists(store).history(ADA, limit=5, offset=5), await lists(store).saved(ADA, limit=5)
    assert [known.title for _, known in history.lines] == [f"No. {number}" for number in range(294, 289, -1)]
    assert [known.title for _, known in saved.lines] == [f"No. {number}" for number in range(297, 282, -3)]
    assert (history.goes_on, saved.goes_on) == (True, True)
    assert sum(read) <= 60, "of 300"
    last = await lists(store).saved(ADA, limit=5, offset=95)
    assert [known.title for _, known in last.lines] == ["No. 12", "No. 9", "No. 6", "No. 3", "No. 0"]
    assert not last.goes_on
    await store.close()


async def test_a_month_is_read_once_for_all_interests_and_not_at_all_for_their_feeds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    animals = ["zebras", "giraffes", "elephants", "penguins", "dolphins", "beavers", "otters", "badgers", "ferrets"]
    await store.papers.add([replace(paper(number), title=animals[number]) for number in range(3)], NOW)
    for animal in animals:
        await store.interests.state(ADA, Interest(kind=InterestKind.TOPIC, value=animal))
    await store.interests.state(ADA, Interest(kind=InterestKind.TOPIC, value="lions", muted=True))
    between, read = store.papers.between, []

    async def counted(first: date, last: date, limit: int | None = None) -> Sequence[Paper]:
        read.append(first)
        return await between(first, last, limit)

    monkeypatch.setattr(store.papers, "between", counted)
    counts = {each.value: count for each, count in await lists(store).interests(ADA)}
    assert (counts["zebras"], counts["lions"], len(counts)) == (1, 0, 10)
    assert len(read) == 1
    assert [each.value for each in await feeds(store).topics(ADA)] == animals
    assert len(read) == 1


async def test_only_the_newest_interests_are_counted_and_of_the_others_that_is_said(store: Store) -> None:
    await store.papers.add([paper(1)], NOW)
    for number in range(MOST_COUNTED + 3):
        await store.interests.state(ADA, Interest(kind=InterestKind.TOPIC, value=f"topic {number}"))
    counts = [count for _, count in await lists(store).interests(ADA)]
    assert counts == [None] * 3 + [0] * MOST_COUNTED


async def test_a_name_that_is_nearly_so_is_offered_for_what_names_nothing(store: Store) -> None:
    lab = Organisation(slug="engines", name="Analytical Engines")
    await store.papers.add(
        [
            paper(1, authors=("Ada Lovelace",), categories=("cs.CL",), organisation=lab),
            paper(2, authors=("Alan Turing",)),
        ],
        NOW,
    )
    await store.papers.add([paper(3, days_ago=90, authors=("Grace Hopper",))], NOW)
    reach = InterestReach(store.papers, store.search)

    async def meant(kind: InterestKind, value: str) -> str:
        return (await reach.of(Interest(kind=kind, value=value))).meant

    assert await meant(InterestKind.AUTHOR, "Ada Lovelase") == "Ada Lovelace"
    assert await meant(InterestKind.AUTHOR, "Grase Hopper") == "Grace Hopper", "older papers have authors too"
    assert await meant(InterestKind.ORGANISATION, "Analytical Engine") == "Analytical Engines"
    assert await meant(InterestKind.CATEGORY, "cs.CI") == "cs.CL"
    assert await meant(InterestKind.AUTHOR, "Somebody Else") == ""
    assert await meant(InterestKind.TOPIC, "No. 11") == ""


async def test_the_most_used_terms_are_suggested_first_in_their_usual_spelling(store: Store) -> None:
    clock = StillClock()
    terms = PopularTerms(store.papers, clock)
    papers = [paper(1, keywords=("llm", "agents")), paper(2, keywords=("LLM", "robots")), paper(3, keywords=("LLM",))]
    await store.papers.add([replace(one, categories=("cs.CL",)) for one in papers], NOW)
    assert await terms.like(InterestKind.TOPIC, "", 9) == ["LLM", "agents", "robots"]
    assert await terms.like(InterestKind.TOPIC, "", 2) == ["LLM", "agents"]
    assert await terms.like(InterestKind.TOPIC, "Rob", 9) == ["robots"]
    assert await terms.like(InterestKind.CATEGORY, "", 9) == ["cs.CL"]
    await store.papers.add([paper(4, keywords=("vision",))], NOW)
    assert "vision" not in await terms.like(InterestKind.TOPIC, "", 9), "counted once in a while"
    clock.time += timedelta(seconds=FRESH + 1)
    assert "vision" in await terms.like(InterestKind.TOPIC, "", 9)


class Sampled:
    """Papers whose reading takes until it is let go, and fails as long as it shall."""

    def __init__(self) -> None:
        self.away = False
        self.go = asyncio.Event()

    async def sample(self, _: int) -> Sequence[Paper]:
        await self.go.wait()
        if self.away:
            raise StoreUnreachable("away")
        return [paper(1, keywords=("agents",))]


async def test_two_who_type_while_terms_are_counted_are_offered_the_same() -> None:
    papers = Sampled()
    terms = PopularTerms(papers, StillClock())  # type: ignore[arg-type]
    both = asyncio.gather(*(terms.like(InterestKind.TOPIC, "", 9) for _ in range(2)))
    await asyncio.sleep(0)
    papers.go.set()
    assert await both == [["agents"], ["agents"]]


async def test_terms_are_offered_again_as_soon_as_a_database_that_was_away_answers() -> None:
    papers = Sampled()
    papers.go.set()
    papers.away = True
    terms = PopularTerms(papers, StillClock())  # type: ignore[arg-type]
    with pytest.raises(StoreUnreachable):
        await terms.like(InterestKind.TOPIC, "", 9)
    papers.away = False
    assert await terms.like(InterestKind.TOPIC, "", 9) == ["agents"]


async def test_one_s_own_picks_and_those_of_the_channels_one_is_active_in_are_one_s_subscriptions(
    store: Store,
) -> None:
    other = Channel(ADA.tenant, "other")
    for channel, owner in ((ROOM, None), (other, None), (Channel(ADA.tenant, "own"), ADA)):
        made = Subscription(id=channel.id, channel=channel, owner=owner, direct=bool(owner))
        await store.subscriptions.change(channel, lambda *_, made=made: made)
    await store.memberships.seen(ROOM, ADA, NOW)
    assert sorted(one.id for one in await lists(store).subscriptions(ADA)) == ["own", "room"]


async def test_before_any_paper_lists_are_empty(store: Store) -> None:
    assert (await feeds(store).today()).entries == ()
    assert (await feeds(store).trending("week")).entries == ()
    reach = InterestReach(store.papers, store.search)
    assert (await reach.of(Interest(kind=InterestKind.TOPIC, value="x"))).newest is None
