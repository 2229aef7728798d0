"""Whatever papers come in whatever order, every store holds the same; opinions never depend on the order of arrival."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Batch, Feedback, Member, Paper, PaperId, Signal, Tenant
from bot.model.opinions import opinions
from bot.store import open_store
from tests import postgres

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ADA = Member(Tenant("console", "local"), "ada")
IDS = [PaperId(text) for text in ("arxiv:1", "arxiv:2", "arxiv:3", "doi:a", "doi:b", "doi:c")]

papers = st.builds(
    Paper,
    id=st.sampled_from(IDS),
    title=st.sampled_from(["One", "Two", "Three"]),
    aliases=st.lists(st.sampled_from(IDS[3:]), max_size=2, unique=True).map(tuple),
    featured=st.none() | st.dates(date(2026, 3, 1), date(2026, 3, 3)),
    version=st.integers(1, 3),
    upvotes=st.integers(0, 3),
)
batches = st.builds(
    Batch,
    papers=st.lists(papers, max_size=4).map(tuple),
    cursor=st.sampled_from("abc"),
    day=st.none() | st.just(date(2026, 3, 2)),
    suspicion=st.sampled_from(["", "odd"]),
)
lines = st.builds(
    Feedback,
    member=st.just(ADA),
    paper=st.sampled_from(IDS[:2]),
    signal=st.sampled_from(Signal),
    at=st.integers(0, 3).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    retracted=st.booleans(),
)


async def all_that_is_seen(url: str, arrivals: Sequence[Batch]) -> list[object]:
    store = await open_store(url)
    seen: list[object] = []
    for minute, batch in enumerate(arrivals):
        seen.append(await store.papers.commit("source", batch, NOW + timedelta(minutes=minute)))
    seen.append(await store.papers.get(IDS))
    seen.append(await store.papers.seen_since(NOW - timedelta(days=1)))
    seen.append(await store.papers.between(date(2026, 3, 1), date(2026, 3, 2)))
    seen.append(await store.papers.latest_day())
    seen.append(await store.papers.sample(10))
    seen.append(await store.papers.listed_on("source", date(2026, 3, 2)))
    seen.append(await store.papers.source_states())
    seen.append(await store.papers.count())
    seen.append(await store.check())
    await store.close()
    return seen


@settings(max_examples=60, deadline=None)
@given(st.lists(batches, max_size=5))
def test_stores_agree_on_any_arrival_of_papers(arrivals: list[Batch]) -> None:
    in_memory = asyncio.run(all_that_is_seen("memory:", arrivals))
    assert asyncio.run(all_that_is_seen("sqlite:///:memory:", arrivals)) == in_memory


@settings(max_examples=10, deadline=None)
@given(st.lists(batches, max_size=5))
def test_a_server_agrees_on_any_arrival_of_papers(arrivals: list[Batch]) -> None:
    in_memory = asyncio.run(all_that_is_seen("memory:", arrivals))
    assert asyncio.run(all_that_is_seen(postgres.emptied_database(), arrivals)) == in_memory


@settings(deadline=None)
@given(st.lists(lines, max_size=8), st.randoms(use_true_random=False))
def test_opinions_do_not_depend_on_the_order_of_arrival(log: list[Feedback], random: Random) -> None:
    assert opinions(random.sample(log, len(log))) == opinions(log)


@given(st.lists(lines, max_size=8), st.sampled_from(Signal))
def test_a_reaction_given_and_taken_back_leaves_what_was_before(log: list[Feedback], signal: Signal) -> None:
    before = [line for line in log if line.signal is not signal]
    given_at, back_at = NOW + timedelta(days=1), NOW + timedelta(days=2)
    reaction = Feedback(member=ADA, paper=IDS[0], signal=signal, at=given_at)
    assert opinions([*before, reaction, replace(reaction, at=back_at, retracted=True)]) == opinions(before)
