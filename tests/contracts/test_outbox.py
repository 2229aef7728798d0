"""Messages leave once, in order, one at a time for each channel; a crashed attempt comes back to be looked for."""

import asyncio
from dataclasses import replace

from bot.model import Attempt, Channel, Delivery, DeliveryState, MessageRef, Tenant
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
    messages,
    put,
    ref,
    subscription,
)

AT = SLOT + MINUTE


async def claim(store: Store, at: object = AT) -> Delivery:
    claimed = await claim_one(store.outbox, "fake", at, LEASE)  # type: ignore[arg-type]
    assert claimed is not None
    return claimed


async def test_the_first_message_is_claimed_as_it_was_made(store: Store, reopen: Reopen) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    store = await reopen()
    expected = messages(made)[0]
    assert await claim(store) == replace(
        expected, state=DeliveryState.SENDING, attempt=Attempt(number=1, started=AT), due=AT + LEASE
    )
    assert await claim_one(store.outbox, "fake", AT, LEASE) is None
    assert await claim_one(store.outbox, "other", AT + DAY, LEASE) is None


async def test_nothing_is_claimed_before_it_is_due(store: Store) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    assert await claim_one(store.outbox, "fake", made.made - MINUTE, LEASE) is None


async def test_parts_leave_in_order_and_know_their_thread(store: Store) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    head = await claim(store)
    thread = ref(head)
    await store.outbox.sent(head, thread, next_at=AT + MINUTE)
    assert await claim_one(store.outbox, "fake", AT, LEASE) is None, "the channel's pace holds the next one back"
    assert await store.outbox.next_due("fake") == AT + MINUTE
    for expected in messages(made)[1:]:
        part = await claim(store, AT + MINUTE)
        assert (part.part, part.card, part.thread) == (expected.part, expected.card, thread)
        await store.outbox.sent(part, ref(part), next_at=AT + MINUTE)
    assert await store.outbox.next_due("fake") is None


async def test_a_later_digest_waits_for_the_earlier_one(store: Store) -> None:
    await put(store, subscription())
    first = await commit(store, subscription())
    second = await commit(store, subscription(), SLOT + DAY)
    at, order = SLOT + DAY + HOUR, []
    while delivery := await claim_one(store.outbox, "fake", at, LEASE):
        order.append((delivery.digest, delivery.part))
        await store.outbox.sent(delivery, ref(delivery), next_at=at)
    assert order == [(one.id, part) for one in (first, second) for part in range(3)]


async def test_channels_do_not_wait_for_each_other(store: Store) -> None:
    for name in ("a", "b"):
        await put(store, subscription(name))
        await commit(store, subscription(name))
    first, second = await claim(store), await claim(store)
    assert {first.channel.id, second.channel.id} == {"a", "b"}
    assert await claim_one(store.outbox, "fake", AT, LEASE) is None


async def test_many_are_claimed_together_those_longest_due_and_one_of_a_channel(store: Store) -> None:
    names = ("d", "a", "c", "b")
    for name in names:
        await put(store, subscription(name))
    made = [await commit(store, subscription(name), made=SLOT + n * MINUTE / 60) for n, name in enumerate(names)]
    claimed = await store.outbox.claim("fake", AT, LEASE, limit=3)
    assert {one.key for one in claimed} == {messages(one)[0].key for one in made[:3]}
    assert {one.attempt for one in claimed} == {Attempt(number=1, started=AT)}
    (last,) = await store.outbox.claim("fake", AT, LEASE, limit=3)
    assert last.key == messages(made[3])[0].key
    assert await store.outbox.claim("fake", AT, LEASE, limit=3) == []


async def test_what_ends_together_promotes_each_channel_in_its_own_time(store: Store) -> None:
    for name in ("a", "b"):
        await put(store, subscription(name))
        await commit(store, subscription(name))
    heads = {one.channel.id: one for one in await store.outbox.claim("fake", AT, LEASE, limit=2)}
    waits = {"a": MINUTE / 2, "b": MINUTE}
    await asyncio.gather(*(store.outbox.sent(heads[n], ref(heads[n]), next_at=AT + wait) for n, wait in waits.items()))
    for name, wait in waits.items():
        assert await store.outbox.next_due("fake") == AT + wait
        (part,) = await store.outbox.claim("fake", AT + wait, LEASE, limit=2)
        assert (part.channel.id, part.part, part.thread) == (name, 1, ref(heads[name]))


async def test_a_failed_attempt_comes_back_when_it_is_due(store: Store) -> None:
    await put(store, subscription())
    await commit(store, subscription())
    head = await claim(store)
    await store.outbox.failed(head, "the platform asked to wait", due=AT + HOUR, unsure=False)
    assert await claim_one(store.outbox, "fake", AT + MINUTE, LEASE) is None
    again = await claim(store, AT + HOUR)
    assert (again.key, again.attempt) == (head.key, Attempt(number=2, started=AT + HOUR))
    assert again.why == "the platform asked to wait"


async def test_a_lost_answer_is_remembered_with_the_time_of_the_first_attempt(store: Store) -> None:
    await put(store, subscription())
    await commit(store, subscription())
    await store.outbox.failed(await claim(store), "no answer", due=AT + MINUTE, unsure=True)
    again = await claim(store, AT + MINUTE)
    assert again.attempt == Attempt(number=2, started=AT, unsure=True)
    await store.outbox.failed(again, "no answer", due=AT + HOUR, unsure=True)
    assert (await claim(store, AT + HOUR)).attempt == Attempt(number=3, started=AT, unsure=True)


async def test_what_was_looked_for_in_vain_starts_anew(store: Store) -> None:
    await put(store, subscription())
    await commit(store, subscription())
    await store.outbox.failed(await claim(store), "no answer", due=AT + MINUTE, unsure=True)
    await store.outbox.failed(await claim(store, AT + MINUTE), "not there, told to wait", due=AT + HOUR, unsure=False)
    again = await claim(store, AT + HOUR)
    assert again.attempt == Attempt(number=3, started=AT + HOUR)


async def test_a_crashed_attempt_comes_back_unsure_when_its_lease_is_over(store: Store, reopen: Reopen) -> None:
    await put(store, subscription())
    await commit(store, subscription())
    head = await claim(store)
    store = await reopen()
    assert await claim_one(store.outbox, "fake", AT + LEASE - MINUTE / 60, LEASE) is None
    again = await claim(store, AT + LEASE)
    assert (again.key, again.attempt) == (head.key, Attempt(number=2, started=AT, unsure=True))


async def test_a_late_report_is_heeded_only_if_the_message_was_sent(store: Store) -> None:
    await put(store, subscription())
    await commit(store, subscription())
    late = await claim(store)
    again = await claim(store, AT + LEASE)
    await store.outbox.failed(late, "late", due=AT, unsure=False)
    assert not await store.outbox.dead(late, "late", next_at=AT)
    assert await store.outbox.next_due("fake") == AT + 2 * LEASE
    await store.outbox.sent(late, ref(late), next_at=AT)
    await store.outbox.sent(again, ref(again, "second"), next_at=AT)
    assert await store.posts.papers_of(ref(late)) == again.papers
    assert await store.posts.papers_of(ref(again, "second")) == ()
    assert (await claim(store)).part == 1


async def test_a_dead_first_message_takes_its_thread_along(store: Store) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    following = await commit(store, subscription(), SLOT + DAY)
    assert await store.outbox.dead(await claim(store), "refused", next_at=AT)
    newest, oldest = await store.digests.reports(made.channel, 5)
    assert (oldest.sent, oldest.waiting, oldest.dead, oldest.why) == (0, 0, 3, "refused")
    assert newest.waiting == 3
    assert (await claim(store)).digest == following.id


async def test_a_dead_message_of_the_thread_lets_the_next_one_pass_and_is_told_once(store: Store) -> None:
    await put(store, subscription())
    await commit(store, subscription())
    await store.outbox.sent(head := await claim(store), ref(head), next_at=AT)
    assert await store.outbox.dead(await claim(store), "refused", next_at=AT)
    assert not await store.outbox.dead(await claim(store), "refused", next_at=AT)
    assert await store.outbox.next_due("fake") is None


async def test_dropping_gives_up_what_is_on_its_way_to_one_channel(store: Store) -> None:
    for name in ("a", "b"):
        await put(store, subscription(name))
        await commit(store, subscription(name))
    head = await claim(store)
    assert await store.outbox.drop(head.channel, "unsubscribed") == 3
    assert await store.outbox.drop(head.channel, "unsubscribed") == 0
    assert (await claim(store)).channel != head.channel
    await store.outbox.sent(head, ref(head), next_at=AT)
    assert await store.posts.papers_of(ref(head)) == head.papers


async def test_a_posted_message_tells_its_papers_to_its_own_tenant_only(store: Store, reopen: Reopen) -> None:
    await put(store, subscription())
    await commit(store, subscription())
    head = await claim(store)
    thread = Channel(head.channel.tenant, "a thread is a channel of its own")
    await store.outbox.sent(head, MessageRef(thread, "7"), next_at=AT)
    store = await reopen()
    assert await store.posts.papers_of(MessageRef(thread, "7")) == head.papers
    assert not await store.posts.papers_of(MessageRef(head.channel, "7"))
    assert not await store.posts.papers_of(MessageRef(Channel(Tenant("fake", "elsewhere"), thread.id), "7"))


async def test_a_posted_message_tells_its_shared_channel_and_no_private_one(store: Store, reopen: Reopen) -> None:
    for name in ("a", "b"):
        await put(store, replace(subscription(name), direct=name == "b"))
        await commit(store, replace(subscription(name), direct=name == "b"))
    heads = [await claim(store), await claim(store)]
    for head in heads:
        await store.outbox.sent(head, MessageRef(Channel(head.channel.tenant, "thread"), head.key), next_at=AT)
    store = await reopen()
    told = {
        head.channel.id: await store.posts.channel_of(MessageRef(Channel(head.channel.tenant, "thread"), head.key))
        for head in heads
    }
    assert told == {"a": subscription("a").channel, "b": None}
    assert await store.posts.channel_of(MessageRef(heads[0].channel, "unknown")) is None


async def test_what_a_wrong_clock_put_off_is_brought_forward(store: Store) -> None:
    for name in ("a", "b"):
        await put(store, subscription(name))
        await commit(store, subscription(name))
    put_off, soon = await claim(store), await claim(store)
    await store.outbox.failed(put_off, "why", due=AT + 40 * DAY, unsure=True)
    await store.outbox.failed(soon, "why", due=AT + HOUR, unsure=False)
    assert await store.outbox.bring_forward("elsewhere", AT + DAY, AT) == 0
    assert await store.outbox.bring_forward("fake", AT + DAY, AT + MINUTE) == 1
    again = await claim(store, AT + MINUTE)
    assert (again.key, again.unsure) == (put_off.key, True)
    assert await store.outbox.next_due("fake") == min(AT + HOUR, AT + MINUTE + LEASE)


async def test_posts_of_the_last_days_are_found_by_platform(store: Store, reopen: Reopen) -> None:
    await put(store, subscription())
    made = await commit(store, subscription())
    head = await claim(store)
    await store.outbox.sent(head, ref(head), next_at=AT)
    store = await reopen()
    assert await store.posts.posted("fake", made.made) == [ref(head)]
    assert not await store.posts.posted("fake", made.made + MINUTE)
    assert not await store.posts.posted("discord", made.made)


async def test_a_posted_message_tells_the_thread_it_lies_in(store: Store, reopen: Reopen) -> None:
    await put(store, subscription())
    await commit(store, subscription())
    sent = []
    for _ in range(2):
        delivery = await claim(store)
        await store.outbox.sent(delivery, ref(delivery), next_at=AT)
        sent.append(delivery)
    head, part = sent
    assert (head.in_thread, part.in_thread) == (False, True)
    store = await reopen()
    assert await store.posts.thread_of(ref(part)) == ref(head)
    assert await store.posts.thread_of(ref(head)) is None
    assert await store.posts.thread_of(MessageRef(head.channel, "never posted")) is None
