"""Subscriptions keep what was set, and change in one step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.model import Bar, Channel, DigestFormat, DigestKind, Member, Paused, Schedule, Stopped, Subscription, Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen
from tests.contracts.digest_making import (
    DAY,
    HERE,
    MINUTE,
    SLOT,
    claim_one,
    commit,
    digest,
    messages,
    put,
    subscription,
)

FAKE = ["fake"]
FULL = subscription(
    "full",
    schedule=Schedule(days=frozenset({6, 7}), at=time(18, 45), zone="America/Lima"),
    count=3,
    format=DigestFormat.CARDS,
    topics=("state-space models", "agents"),
    categories=("cs.CL",),
    bar=Bar.BROAD,
    post_empty=True,
    recap=True,
    trending=True,
    channel_name="papers",
    status=Paused(date(2026, 12, 24)),
    seen_to=SLOT,
)


KEPT = [
    FULL,
    subscription("plain"),
    subscription("direct", direct=True, next_due=None),
    subscription("orphaned", owner=None),
    subscription("paused", status=Paused(), next_due=None),
    subscription("stopped", status=Stopped("The channel is gone."), next_due=None),
]


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.channel.id)
async def test_what_was_set_is_kept(store: Store, reopen: Reopen, kept: Subscription) -> None:
    await put(store, kept)
    store = await reopen()
    assert await store.subscriptions.of(kept.channel) == kept
    assert await store.subscriptions.of(Channel(Tenant("fake", "elsewhere"), kept.channel.id)) is None


async def test_a_change_sees_what_stands_and_the_newest_slot_that_was_to_be_posted(store: Store) -> None:
    seen: list[object] = []

    def decide(standing: Subscription | None, newest: object) -> Subscription | None:
        seen.append((standing, newest))
        return standing or subscription()

    await store.subscriptions.change(subscription().channel, decide)
    made = await commit(store, subscription())
    standing = await store.subscriptions.change(subscription().channel, decide)
    assert seen == [(None, None), (standing, made.slot)]
    assert standing == replace(subscription(), next_due=SLOT + DAY, seen_to=made.made)


async def test_a_slot_for_which_nothing_was_posted_does_not_count_as_posted(store: Store) -> None:
    await put(store, subscription())
    empty = digest(subscription(), papers=(), kind=DigestKind.EMPTY)
    assert await store.digests.commit(subscription(), empty, [], next_due=SLOT + DAY, seen_to=SLOT)

    def decide(standing: Subscription | None, newest: object) -> Subscription | None:
        assert newest is None
        return standing

    assert await store.subscriptions.change(subscription().channel, decide)


async def test_a_change_that_raises_changes_nothing(store: Store) -> None:
    await put(store, subscription())

    def refuse(*_: object) -> Subscription | None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await store.subscriptions.change(subscription().channel, refuse)
    assert await store.subscriptions.of(subscription().channel) == subscription()


async def test_ending_a_subscription_keeps_what_was_picked(store: Store) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    assert await store.subscriptions.change(made.channel, lambda *_: None) is None
    assert await store.subscriptions.of(made.channel) is None
    assert await store.digests.picked(made.channel, made.papers) == set(made.papers)


async def claimed(store: Store, at: datetime, limit: int = 10, platforms: Sequence[str] = FAKE) -> list[Subscription]:
    return list(await store.subscriptions.claim_due(platforms, at, limit, at + MINUTE))


async def test_the_due_come_earliest_first(store: Store) -> None:
    early, late, never = subscription("a"), subscription("b", next_due=SLOT - DAY), subscription("c", next_due=None)
    assert await store.subscriptions.next_due(FAKE) is None
    await put(store, early, late, never)
    assert await store.subscriptions.next_due(FAKE) == SLOT - DAY
    assert await store.subscriptions.next_due(["elsewhere"]) is None
    assert await claimed(store, SLOT, platforms=["elsewhere"]) == []
    assert await claimed(store, SLOT - MINUTE) == [late]
    assert await claimed(store, SLOT) == [late, early]


async def test_what_is_claimed_is_left_alone_until_the_claim_ends(store: Store, reopen: Reopen) -> None:
    one, other = subscription("a"), subscription("b", next_due=SLOT - MINUTE)
    await put(store, one, other)
    assert await claimed(store, SLOT, limit=1) == [other]
    store = await reopen()
    assert await claimed(store, SLOT) == [one]
    assert await claimed(store, SLOT) == []
    assert await store.subscriptions.next_due(FAKE) == SLOT + MINUTE
    assert await claimed(store, SLOT + MINUTE) == [other, one]


async def test_a_claim_ends_with_the_digest_or_a_change(store: Store) -> None:
    made, moved = subscription("a"), subscription("b")
    await put(store, made, moved)
    await claimed(store, SLOT)
    await commit(store, made)
    await store.subscriptions.change(moved.channel, lambda standing, _: standing)
    assert await claimed(store, SLOT) == [moved]
    assert await store.subscriptions.next_due(FAKE) == SLOT + MINUTE
    (again,) = await claimed(store, SLOT + DAY, limit=1)
    assert again == moved
    assert [one.channel.id for one in await claimed(store, SLOT + DAY)] == ["a"]


async def test_a_tenant_s_subscriptions_are_its_own(store: Store) -> None:
    elsewhere = Tenant("fake", "elsewhere")
    other = replace(subscription("x"), id="o", channel=Channel(elsewhere, "x"), owner=Member(elsewhere, "bob"))
    await put(store, subscription("b"), subscription("a"), other)
    assert await store.subscriptions.of_tenant(HERE) == [subscription("a"), subscription("b")]
    assert await store.subscriptions.of_tenant(elsewhere) == [other]
    assert await store.subscriptions.all() == [other, subscription("a"), subscription("b")]


async def test_forgetting_the_owner_keeps_the_channel_s_picks_but_not_a_private_conversation_s(store: Store) -> None:
    direct = subscription("dm", direct=True)
    await put(store, subscription(), direct)
    await commit(store, subscription())
    private = await commit(store, direct)
    kept = await store.privacy.export(direct.owner)
    assert kept["channels set up"] == [{"channel": "general"}]
    (daily,) = kept["daily picks"]  # type: ignore[misc]
    assert (daily["slot"], [pick["paper"] for pick in daily["picks"]]) == (SLOT.isoformat(), list(private.papers))
    assert await store.privacy.forget(direct.owner) >= 2 + 1 + 1
    left = await store.subscriptions.of(subscription().channel)
    assert left is not None
    assert left.owner is None
    assert await store.subscriptions.of(direct.channel) is None
    assert not await store.digests.reports(direct.channel, 5)
    assert not await store.digests.picked(direct.channel, private.papers)
    claimed = await claim_one(store.outbox, "fake", SLOT + MINUTE, MINUTE)
    assert claimed is not None
    assert claimed.channel == subscription().channel
    assert await store.privacy.forget_tenant(HERE) > 0
    assert await store.subscriptions.of_tenant(HERE) == []
    assert len(messages(private)) == 3
