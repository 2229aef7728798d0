"""A digest exists once per slot, and comes into being together with its messages and the next slot."""

from dataclasses import replace

from bot.model import DigestKind, DigestPick, DigestReport, PaperId, Paused, Reason, ReasonKind
from bot.ports.store import Store
from tests.contracts.conftest import Reopen
from tests.contracts.digest_making import (
    DAY,
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


async def test_digest_messages_picked_papers_and_the_next_slot_are_stored_together(
    store: Store, reopen: Reopen
) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    store = await reopen()
    assert await store.digests.reports(made.channel, 5) == [DigestReport(digest=made, waiting=3, listed=made.papers)]
    assert await store.subscriptions.of(made.channel) == replace(subscription(), next_due=SLOT + DAY, seen_to=made.made)
    assert await store.digests.picked(made.channel, [PaperId("arxiv:2"), PaperId("arxiv:9")]) == {"arxiv:2"}
    assert await store.outbox.next_due("fake") == made.made


async def test_why_each_paper_was_picked_stays_readable_after_it_was_posted(store: Store, reopen: Reopen) -> None:
    await put(store, subscription())
    pick = DigestPick(
        paper=PaperId("arxiv:1"),
        score=0.75,
        reasons=(Reason(kind=ReasonKind.TOPIC, subject="state-space models", contribution=0.5, count=2),),
        followed=True,
        members=3,
        group="work",
    )
    made = digest(subscription(), picks=(pick,))
    assert await store.digests.commit(subscription(), made, messages(made), next_due=SLOT + DAY, seen_to=SLOT)
    for part in range(2):
        head = await claim_one(store.outbox, "fake", SLOT + MINUTE * (part + 1), LEASE)
        assert head is not None
        await store.outbox.sent(head, ref(head), next_at=SLOT + MINUTE)
    store = await reopen()
    (report,) = await store.digests.reports(made.channel, 5)
    assert (report.sent, report.digest.picks) == (2, (pick,))


async def test_a_slot_is_made_once(store: Store) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    assert not await store.digests.commit(subscription(), made, messages(made), next_due=SLOT + DAY, seen_to=made.made)
    standing = await store.subscriptions.of(made.channel)
    assert standing == replace(subscription(), next_due=SLOT + DAY, seen_to=made.made)
    assert len(await store.digests.reports(made.channel, 5)) == 1


async def test_a_slot_that_was_made_before_time_went_back_is_passed_over(store: Store) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    await put(store, subscription())
    again = replace(made, picks=(DigestPick(paper=PaperId("arxiv:9")),))
    assert not await store.digests.commit(subscription(), again, messages(again), next_due=SLOT + DAY, seen_to=SLOT)
    assert await store.subscriptions.of(made.channel) == replace(subscription(), next_due=SLOT + DAY, seen_to=SLOT)
    assert await store.digests.reports(made.channel, 5) == [DigestReport(digest=made, waiting=3, listed=made.papers)]
    assert not await store.digests.picked(made.channel, again.papers)


async def test_a_schedule_changed_meanwhile_wins(store: Store) -> None:
    await put(store, subscription())
    await put(store, replace(subscription(), next_due=SLOT + HOUR))
    made = digest(subscription())
    assert not await store.digests.commit(subscription(), made, messages(made), next_due=SLOT + DAY, seen_to=made.made)
    await store.subscriptions.change(made.channel, lambda *_: None)
    assert not await store.digests.commit(subscription(), made, messages(made), next_due=SLOT + DAY, seen_to=made.made)
    assert await store.digests.reports(made.channel, 5) == []
    assert await claim_one(store.outbox, "fake", SLOT + DAY, LEASE) is None


async def test_other_settings_changed_meanwhile_are_kept(store: Store) -> None:
    await put(store, subscription())
    await put(store, replace(subscription(), count=9))
    made = digest(subscription())
    assert await store.digests.commit(subscription(), made, messages(made), next_due=None, seen_to=made.made)
    standing = await store.subscriptions.of(made.channel)
    assert standing == replace(subscription(), count=9, next_due=None, seen_to=made.made)


async def test_the_first_slot_after_a_pause_ends_it(store: Store) -> None:
    await put(store, subscription(status=Paused(SLOT.date())))
    made = digest(subscription())
    posted_aside = digest(subscription(), SLOT - HOUR)
    assert await store.digests.commit(subscription(), posted_aside, [], next_due=SLOT, seen_to=None)
    assert await store.subscriptions.of(made.channel) == subscription(status=Paused(SLOT.date()))
    assert await store.digests.commit(subscription(), made, messages(made), next_due=SLOT + DAY, seen_to=SLOT)
    assert await store.subscriptions.of(made.channel) == subscription(next_due=SLOT + DAY, seen_to=SLOT)


async def test_a_slot_that_a_clock_ahead_of_time_took_for_missed_is_made_when_it_comes(store: Store) -> None:
    await put(store, subscription())
    ahead = digest(subscription(), papers=(), kind=DigestKind.MISSED, made=SLOT + 9 * HOUR)
    assert await store.digests.commit(subscription(), ahead, [], next_due=SLOT + DAY, seen_to=SLOT)
    await put(store, subscription())
    due = digest(subscription())
    assert await store.digests.commit(subscription(), due, messages(due), next_due=SLOT + DAY, seen_to=SLOT)
    assert await store.digests.reports(due.channel, 5) == [DigestReport(digest=due, waiting=3, listed=due.papers)]


async def test_a_missed_slot_leaves_its_papers_to_the_next(store: Store) -> None:
    await put(store, subscription(seen_to=SLOT - DAY))
    missed = digest(subscription(), papers=(), kind=DigestKind.MISSED, note="too late")
    assert await store.digests.commit(subscription(), missed, [], next_due=SLOT + DAY, seen_to=SLOT - DAY)
    standing = await store.subscriptions.of(missed.channel)
    assert standing == subscription(seen_to=SLOT - DAY, next_due=SLOT + DAY)
    assert await store.digests.reports(missed.channel, 5) == [DigestReport(digest=missed)]


async def test_reports_come_newest_first_and_count_what_became_of_each_message(store: Store) -> None:
    await put(store, subscription())
    first = await commit(store, subscription())
    second = await commit(store, subscription(), SLOT + DAY, papers=("arxiv:3",))
    at = SLOT + MINUTE
    head = await claim_one(store.outbox, "fake", at, LEASE)
    assert head is not None
    await store.outbox.sent(head, ref(head), next_at=at)
    following = await claim_one(store.outbox, "fake", at, LEASE)
    assert following is not None
    await store.outbox.failed(following, "the platform is down", due=at, unsure=False)
    again = await claim_one(store.outbox, "fake", at, LEASE)
    assert again is not None
    assert await store.outbox.dead(again, "given up", next_at=at)
    assert await store.digests.reports(first.channel, 5) == [
        DigestReport(digest=second, waiting=2, listed=second.papers),
        DigestReport(digest=first, sent=1, waiting=1, dead=1, why="given up", posted=at, listed=first.papers),
    ]
    assert [report.digest for report in await store.digests.reports(first.channel, 1)] == [second]
