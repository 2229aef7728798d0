"""What every store promises when many use it at once, from one process or from several."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.model import (
    Batch,
    Delivery,
    Feedback,
    Interest,
    InterestKind,
    ListedPapers,
    Member,
    Paper,
    PaperId,
    Signal,
    Subscription,
)
from bot.ports.ranking import Fit
from bot.ports.store import Store
from bot.store import open_store
from tests.contracts.conftest import Opened
from tests.contracts.digest_making import (
    DAY,
    HERE,
    HOUR,
    LEASE,
    MINUTE,
    SLOT,
    claim_one,
    commit,
    digest,
    messages,
    put,
    ref,
    subscription,
)

MANY = 12


@pytest.fixture
async def stores(opened: Opened) -> AsyncIterator[list[Store]]:
    """The same data, opened by three processes where it is kept in a file."""
    others = [await open_store(opened.url) for _ in range(2)] if opened.shared else []
    yield [opened.store, *others] if others else [opened.store] * 3
    for other in others:
        await other.close()


async def test_no_message_is_claimed_twice(stores: list[Store]) -> None:
    names = [f"c{number}" for number in range(MANY)]
    await put(stores[0], *(subscription(name) for name in names))
    for name in names:
        await commit(stores[0], subscription(name))
    claimed = await claim_all(stores)
    assert sorted(one.channel.id for one in claimed) == sorted(names)
    assert all(one.attempts == 1 for one in claimed)
    await asyncio.gather(*(stores[0].outbox.sent(one, ref(one), next_at=SLOT + HOUR) for one in claimed))
    assert await claim_all(stores) == []


async def claim_all(stores: list[Store]) -> list[Delivery]:
    """Whatever more claims at once than there is to claim bring."""
    every = [store.outbox.claim("fake", SLOT + MINUTE, LEASE, limit) for store in stores for limit in range(1, MANY)]
    return [one for claimed in await asyncio.gather(*every) for one in claimed]


async def test_a_slot_is_made_once_by_however_many(stores: list[Store]) -> None:
    await put(stores[0], subscription())
    made = digest(subscription())
    answers = await asyncio.gather(
        *(
            store.digests.commit(subscription(), made, messages(made), next_due=SLOT + DAY, seen_to=SLOT)
            for store in stores
            for _ in range(MANY)
        )
    )
    assert Counter(answers) == {True: 1, False: 3 * MANY - 1}
    (report,) = await stores[0].digests.reports(made.channel, 5)
    assert report.waiting == 3


async def test_no_channel_is_left_waiting_when_one_message_ends_as_others_come(stores: list[Store]) -> None:
    names = [f"c{number}" for number in range(MANY)]
    await put(stores[0], *(subscription(name) for name in names))
    for name in names:
        await commit(stores[0], subscription(name), papers=())
    claimed = await claim_all(stores)
    await asyncio.gather(
        *(stores[0].outbox.sent(one, ref(one), next_at=SLOT + MINUTE) for one in claimed),
        *(commit(stores[-1], subscription(name), SLOT + DAY, papers=()) for name in names),
    )
    due = SLOT + 2 * DAY
    later = [await claim_one(stores[1].outbox, "fake", due, LEASE) for _ in names]
    assert sorted(one.channel.id for one in later if one) == sorted(names)


async def test_each_due_channel_is_claimed_by_one(stores: list[Store]) -> None:
    names = [f"c{number}" for number in range(MANY)]
    await put(stores[0], *(subscription(name) for name in names))
    claims = [store.subscriptions.claim_due(["fake"], SLOT, 2, SLOT + MINUTE) for store in stores for _ in range(MANY)]
    claimed = [one.channel.id for batch in await asyncio.gather(*claims) for one in batch]
    assert sorted(claimed) == sorted(names)


async def test_overlapping_papers_are_stored_once(stores: list[Store]) -> None:
    batches = [
        [paper(number, PaperId(f"doi:10.1/{number}") if turn % 2 else None) for number in range(turn, turn + 8)]
        for turn in range(MANY)
    ]
    new = await asyncio.gather(
        *(stores[turn % 3].papers.add(papers, SLOT) for turn, papers in enumerate(batches)),
        stores[0].papers.commit("a source", Batch(papers=tuple(batches[3]), cursor="1"), SLOT),
    )
    count = MANY + 7
    assert Counter(name for names in new for name in names) == {f"arxiv:2603.{n:05}": 1 for n in range(count)}
    assert await stores[1].papers.count() == count
    known = await stores[2].papers.get([PaperId(f"doi:10.1/{number}") for number in range(1, count - 1)])
    assert {name: found.id for name, found in known.items()} == {
        f"doi:10.1/{number}": f"arxiv:2603.{number:05}" for number in range(1, count - 1)
    }
    assert await stores[0].check() == []


def paper(number: int, alias: PaperId | None) -> Paper:
    return Paper(
        id=PaperId(f"arxiv:2603.{number:05}"),
        title=f"A paper about the number {number}",
        abstract="Numbers.",
        aliases=(alias,) if alias else (),
    )


async def test_what_is_stated_at_once_is_all_kept(stores: list[Store]) -> None:
    ada = Member(HERE, "ada")
    stated = [Interest(kind=InterestKind.TOPIC, value=f"topic {number}") for number in range(MANY)]
    await asyncio.gather(*(stores[n % 3].interests.state(ada, interest) for n, interest in enumerate(stated)))
    kept = (await stores[0].interests.of(ada)).all
    assert sorted(interest.value for interest in kept) == sorted(interest.value for interest in stated)
    assert (await stores[1].interests.of(ada)).all == kept


async def test_changes_to_one_subscription_see_each_other(stores: list[Store]) -> None:
    await put(stores[0], subscription(count=0))

    def one_more(standing: Subscription | None, _: object) -> Subscription | None:
        assert standing is not None
        return subscription(count=standing.count + 1)

    await asyncio.gather(
        *(store.subscriptions.change(subscription().channel, one_more) for store in stores for _ in range(MANY))
    )
    assert (await stores[0].subscriptions.of(subscription().channel)) == subscription(count=3 * MANY)


async def test_an_event_is_new_to_one_only(stores: list[Store]) -> None:
    answers = await asyncio.gather(
        *(store.seen_events.first_time("click", SLOT, uuid4().hex) for store in stores for _ in range(MANY))
    )
    assert Counter(answers) == {True: 1, False: 3 * MANY - 1}


async def test_an_emoji_that_is_told_of_while_others_find_it_is_written_once(stores: list[Store]) -> None:
    for number in range(MANY):
        emoji = Feedback(
            member=Member(HERE, f"u{number}"),
            paper=PaperId("arxiv:2603.00001"),
            signal=Signal.LIKE,
            at=SLOT,
            emoji="+1",
        )
        told, later = replace(emoji, event=f"e{number}"), replace(emoji, at=SLOT + timedelta(seconds=1))
        one, two, three = stores
        await asyncio.gather(
            *(one.feedback.append_found(later), two.feedback.append(told), three.feedback.append_found(emoji))
        )
        assert await one.feedback.of(emoji.member) == [told]


async def test_pages_that_are_shown_at_once_are_all_known_and_of_lists_one_is_known_whole(stores: list[Store]) -> None:
    ada, room = Member(HERE, "ada"), subscription().channel

    def page(number: int, of: str = "a") -> ListedPapers:
        return ListedPapers(papers={number: PaperId(f"arxiv:{of}.{number}")}, page=(number,))

    await stores[0].last_lists.show_list(ada, room, page(1), SLOT)
    await asyncio.gather(*(stores[n % 3].last_lists.show_list(ada, room, page(n), SLOT) for n in range(2, MANY)))
    shown = await stores[1].last_lists.of(ada, room)
    assert shown
    assert shown.listed.papers == page(1).papers | {n: f"arxiv:a.{n}" for n in range(2, MANY)}
    await asyncio.gather(*(stores[n % 3].last_lists.show_list(ada, room, page(1, str(n)), SLOT) for n in range(MANY)))
    known = [await store.last_lists.of(ada, room) for store in stores]
    assert known[0]
    assert len(known[0].listed.papers) == 1
    assert known == [known[0]] * 3


async def test_a_like_that_is_written_while_its_paper_gains_a_better_id_stands_under_that(stores: list[Store]) -> None:
    one, two, three = stores
    ada = Member(HERE, "ada")
    names = [(PaperId(f"doi:10.1234/{n}"), PaperId(f"arxiv:2603.0000{n}")) for n in range(MANY)]
    await one.papers.add([Paper(id=doi, title=doi) for doi, _ in names], SLOT)

    async def like(store: Store, paper: PaperId) -> None:
        await store.feedback.append(Feedback(member=ada, paper=paper, signal=Signal.LIKE, at=SLOT))

    for doi, arxiv in names:
        await asyncio.gather(
            like(one, doi), two.papers.add([Paper(id=arxiv, title=doi, aliases=(doi,))], SLOT), like(three, doi)
        )
    assert set(await one.feedback.opinions(ada)) == {arxiv for _, arxiv in names}


async def test_no_profile_is_left_of_whoever_is_erased_while_it_is_saved(stores: list[Store]) -> None:
    people, fit = [Member(HERE, f"u{number}") for number in range(MANY)], Fit("linear", "1")
    for one in people:
        await stores[0].feedback.append(
            Feedback(member=one, paper=PaperId("arxiv:2603.00001"), signal=Signal.LIKE, at=SLOT)
        )
    await asyncio.gather(
        *(stores[n % 2].profiles.save({one: b"learned"}, fit) for n, one in enumerate(people)),
        *(stores[2].privacy.forget(one) for one in people),
        *(stores[n % 2].profiles.save({one: b"learned"}, fit) for n, one in enumerate(people)),
    )
    assert await stores[0].profiles.load(people, fit) == {}
