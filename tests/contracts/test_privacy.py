"""What every store promises about showing and erasing what is kept about people."""

import json
from datetime import UTC, datetime, timedelta

from bot.model import Channel, Feedback, Interest, InterestKind, Interests, Member, PaperId, Signal, Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen
from tests.contracts.digest_making import put, subscription

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=1)
HERE, THERE = Tenant("discord", "1"), Tenant("discord", "2")
ADA, BO, ADA_THERE = Member(HERE, "a"), Member(HERE, "b"), Member(THERE, "a")
AGENTS = Interest(kind=InterestKind.TOPIC, value="agents", group="work", since=NOW)
PAPER = PaperId("arxiv:2603.00001")


async def live(store: Store, member: Member) -> None:
    """Leave one row of each kind."""
    room = Channel(member.tenant, "room")
    await store.interests.state(member, AGENTS)
    await store.feedback.append(Feedback(member=member, paper=PAPER, signal=Signal.LIKE, at=NOW, channel=room))
    await store.memberships.seen(room, member, NOW)


async def rows(store: Store, member: Member) -> int:
    kept = await store.privacy.export(member)
    return sum(len(list(shown)) for shown in kept.values() if isinstance(shown, list))


async def test_an_export_shows_everything_about_one_member_as_json(store: Store, reopen: Reopen) -> None:
    for member in (ADA, BO, ADA_THERE):
        await live(store, member)
    store = await reopen()
    kept = await store.privacy.export(ADA)
    assert json.loads(json.dumps(kept)) == kept
    at = "2026-03-02T08:30:00+00:00"
    assert {title: kept[title] for title in ("interests", "reactions", "active in")} == {
        "interests": [{"kind": "topic", "value": "agents", "muted": 0, "filed_under": "work", "since": at}],
        "reactions": [{"paper": PAPER, "signal": "like", "retracted": 0, "at": at, "channel": "room", "emoji": ""}],
        "active in": [{"channel": "room", "seen": at}],
    }


async def test_forgetting_a_member_leaves_everybody_else_alone(store: Store, reopen: Reopen) -> None:
    for member in (ADA, BO, ADA_THERE):
        await live(store, member)
    await store.interests.state(Channel(HERE, ADA.id), AGENTS)
    assert await store.privacy.forget(ADA) == 3
    store = await reopen()
    assert await rows(store, ADA) == 0
    assert [member for member, _ in await store.feedback.about(HERE, [PAPER])] == [BO]
    assert [await rows(store, member) for member in (BO, ADA_THERE)] == [3, 3]
    assert (await store.interests.of(Channel(HERE, ADA.id))).all == (AGENTS,)
    assert await store.memberships.of(Channel(HERE, "room"), LONG_AGO) == [BO]
    assert await store.privacy.forget(ADA) == 0


async def test_forgetting_a_tenant_leaves_other_tenants_alone(store: Store, reopen: Reopen) -> None:
    for member in (ADA, BO, ADA_THERE):
        await live(store, member)
    await store.interests.state(Channel(HERE, "room"), AGENTS)
    assert await store.privacy.forget_tenant(HERE) == 7
    store = await reopen()
    assert [await rows(store, member) for member in (ADA, BO, ADA_THERE)] == [0, 0, 3]
    assert await store.interests.of(Channel(HERE, "room")) == Interests()


async def test_somebody_is_found_wherever_something_is_kept_about_them(store: Store, reopen: Reopen) -> None:
    for member in (ADA_THERE, ADA, BO, Member(Tenant("slack", "1"), "a")):
        await live(store, member)
    own = Tenant("discord", "direct")
    await put(store, subscription("direct", direct=True, channel=Channel(own, "direct"), owner=Member(own, "a")))
    store = await reopen()
    everywhere = [ADA, ADA_THERE, Member(own, "a")]
    assert await store.privacy.accounts(ADA) == everywhere
    assert await store.privacy.accounts(Member(Tenant("discord", "never"), "a")) == everywhere
    for account in everywhere:
        await store.privacy.forget(account)
    assert await store.privacy.accounts(ADA) == []


async def test_searches_that_buttons_were_kept_for_go_with_whoever_is_forgotten(store: Store, reopen: Reopen) -> None:
    """And only theirs: another's button for the same search goes on working."""
    search = "search something private page:2"
    adas = await store.short_lines.shorten(search, NOW, ADA)
    others = [await store.short_lines.shorten(search, NOW, owner) for owner in (BO, ADA_THERE, None)]
    assert (await store.privacy.export(ADA))["behind your buttons"] == [{"line": search, "used": NOW.isoformat()}]
    assert await store.privacy.forget(ADA) == 1
    store = await reopen()
    assert await store.short_lines.expand(adas) is None
    assert [await store.short_lines.expand(other) for other in others] == [search] * 3
    await store.privacy.forget_tenant(THERE)
    assert [await store.short_lines.expand(other) for other in others] == [search, None, search]


async def test_who_was_forgotten_may_begin_anew(store: Store, reopen: Reopen) -> None:
    await live(store, ADA)
    await store.privacy.forget(ADA)
    await live(store, ADA)
    store = await reopen()
    assert await rows(store, ADA) == 3
