"""Every store lets a link in once, keeps sessions until they end, and forgets them with the rest."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import Member, Tenant, WebSession
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=10), NOW + timedelta(days=30)
ADA, BEN = Member(Tenant("slack", "T1"), "ADA"), Member(Tenant("slack", "T2"), "ADA")


def session(mark: str, member: Member = ADA, used: datetime = NOW) -> WebSession:
    return WebSession(member=member, mark=mark, made=NOW, used=used, expires=LATER, browser="Firefox")


async def test_a_link_lets_its_member_in_once(store: Store, reopen: Reopen) -> None:
    await store.web_sessions.offer(ADA, "link", SOON)
    store = await reopen()
    assert await store.web_sessions.offered("link", NOW) == ADA
    assert not await store.web_sessions.begin("link", session("x", BEN))
    at_once = await asyncio.gather(*(store.web_sessions.begin("link", session(f"s{n}")) for n in range(5)))
    assert sum(at_once) == 1
    assert await store.web_sessions.offered("link", NOW) is None
    assert len(await store.web_sessions.all_of(ADA, NOW)) == 1


async def test_a_new_link_takes_the_place_of_the_last(store: Store) -> None:
    await store.web_sessions.offer(ADA, "first", SOON)
    await store.web_sessions.offer(BEN, "other", SOON)
    await store.web_sessions.offer(ADA, "second", SOON)
    assert await store.web_sessions.offered("first", NOW) is None
    assert await store.web_sessions.offered("second", NOW) == ADA
    assert await store.web_sessions.offered("other", NOW) == BEN


async def test_an_old_link_lets_nobody_in(store: Store) -> None:
    await store.web_sessions.offer(ADA, "link", SOON)
    assert await store.web_sessions.offered("link", SOON) is None
    assert not await store.web_sessions.begin("link", replace(session("s"), made=SOON))
    assert await store.web_sessions.offered("unknown", NOW) is None


async def test_a_session_lasts_until_it_ends(store: Store, reopen: Reopen) -> None:
    await store.web_sessions.start(session("one"))
    await store.web_sessions.start(session("two", used=NOW - timedelta(days=1)))
    store = await reopen()
    assert await store.web_sessions.of("one", NOW) == session("one")
    assert await store.web_sessions.of("one", LATER) is None
    await store.web_sessions.prolong("two", SOON, LATER + timedelta(days=1))
    assert [each.mark for each in await store.web_sessions.all_of(ADA, NOW)] == ["two", "one"]
    assert await store.web_sessions.end(BEN, "one") == 0
    assert await store.web_sessions.end(ADA, "one") == 1
    assert await store.web_sessions.of("one", NOW) is None
    assert await store.web_sessions.end(ADA) == 1


async def test_what_is_too_old_is_removed(store: Store) -> None:
    await store.web_sessions.offer(ADA, "link", SOON)
    await store.web_sessions.start(session("one"))
    await store.web_sessions.expire(LATER)
    assert await store.privacy.forget(ADA) == 0


async def test_sessions_are_shown_and_forgotten_with_everything_about_a_member(store: Store) -> None:
    for member, mark in ((ADA, "a"), (BEN, "b")):
        await store.web_sessions.offer(member, f"link {mark}", SOON)
        await store.web_sessions.start(session(mark, member))
    (shown,) = (await store.privacy.export(ADA))["signed in to the web page"]  # type: ignore[misc]
    assert shown == {
        "made": NOW.isoformat(), "used": NOW.isoformat(), "expires": LATER.isoformat(), "browser": "Firefox",
    }  # fmt: skip
    assert await store.privacy.forget(ADA) == 2
    assert await store.web_sessions.of("a", NOW) is None
    assert await store.web_sessions.of("b", NOW) is not None
    await store.privacy.forget_tenant(BEN.tenant)
    assert await store.web_sessions.of("b", NOW) is None
