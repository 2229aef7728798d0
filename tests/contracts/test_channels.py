"""What every store promises about a channel that gets another id."""

from bot.model import Feedback, Interest, InterestKind, Member, MessageRef, PaperId, Signal
from bot.ports.store import Store
from tests.contracts.conftest import Reopen
from tests.contracts.digest_making import (
    DAY,
    HERE,
    LEASE,
    SLOT,
    channel,
    claim_one,
    commit,
    messages,
    put,
    subscription,
)

ADA, BO = Member(HERE, "ada"), Member(HERE, "bo")
OLD, NEW, OTHER = channel("general"), channel("moved"), channel("other")
AGENTS, ROBOTS = (Interest(kind=InterestKind.TOPIC, value=value) for value in ("agents", "robots"))
PAPER = PaperId("arxiv:1")


async def test_everything_goes_on_under_the_new_id(store: Store, reopen: Reopen) -> None:
    made = await _lively(store)
    await store.channels.move(OLD, NEW)
    store = await reopen()
    standing = await store.subscriptions.of(NEW)
    assert standing
    assert (standing.channel, standing.next_due) == (NEW, SLOT + DAY)
    (report,) = await store.digests.reports(NEW, 5)
    assert (report.digest.id, report.sent) == (made, 1)
    assert await store.digests.picked(NEW, [PAPER]) == {PAPER}
    assert [one.channel for one in (await store.feedback.of(ADA))] == [NEW]
    assert await store.memberships.of(NEW, SLOT - DAY) == [ADA]
    assert (await store.interests.of(NEW)).all == (AGENTS,)


async def test_posts_are_known_where_they_lie_now_and_the_rest_goes_there(store: Store, reopen: Reopen) -> None:
    await _lively(store)
    await store.channels.move(OLD, NEW)
    store = await reopen()
    posted = MessageRef(NEW, "m-1")
    assert await store.posts.papers_of(posted) == ("arxiv:1", "arxiv:2")
    assert await store.posts.channel_of(posted) == NEW
    assert await store.posts.posted("fake", SLOT - DAY) == [posted]
    waiting = await claim_one(store.outbox, "fake", SLOT + DAY, LEASE)
    assert waiting
    assert (waiting.channel, waiting.thread) == (NEW, posted)


async def test_nothing_stays_behind_and_other_channels_are_left_alone(store: Store, reopen: Reopen) -> None:
    await _lively(store)
    other = subscription("other")
    await put(store, other)
    await commit(store, other)
    await store.channels.move(OLD, NEW)
    store = await reopen()
    assert await store.subscriptions.of(OLD) is None
    assert await store.digests.reports(OLD, 5) == []
    assert await store.digests.picked(OLD, [PAPER]) == frozenset()
    assert await store.memberships.of(OLD, SLOT - DAY) == []
    assert (await store.interests.of(OLD)).all == ()
    assert await store.posts.papers_of(MessageRef(OLD, "m-1")) == ()
    assert await store.subscriptions.of(OTHER)
    assert await store.digests.picked(OTHER, [PAPER]) == {PAPER}


async def test_what_the_new_id_has_already_stays(store: Store, reopen: Reopen) -> None:
    await _lively(store)
    await put(store, subscription("moved", id="s-moved", count=9))
    await store.memberships.seen(NEW, ADA, SLOT - DAY / 2)
    await store.memberships.seen(NEW, BO, SLOT)
    await store.interests.state(NEW, ROBOTS)
    await store.channels.move(OLD, NEW)
    store = await reopen()
    (standing,) = await store.subscriptions.all()
    assert (standing.id, standing.channel, standing.count) == ("s-moved", NEW, 9)
    assert set(await store.memberships.of(NEW, SLOT - DAY / 4)) == {ADA, BO}
    assert set((await store.interests.of(NEW)).all) == {AGENTS, ROBOTS}


async def _lively(store: Store) -> str:
    """A channel with one of everything: a digest of which the first message was posted. The digest's id."""
    await put(store, subscription())
    digest = await commit(store, subscription())
    claimed = await claim_one(store.outbox, "fake", digest.made, LEASE)
    assert claimed
    assert claimed.key == messages(digest)[0].key
    await store.outbox.sent(claimed, MessageRef(OLD, "m-1"), next_at=digest.made)
    await store.feedback.append(Feedback(member=ADA, paper=PAPER, signal=Signal.LIKE, at=SLOT, channel=OLD))
    await store.memberships.seen(OLD, ADA, SLOT)
    await store.interests.state(OLD, AGENTS)
    return digest.id
