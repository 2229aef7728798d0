"""Every store knows who shows what they save: only who said so, each account for its own tenant."""

from datetime import UTC, datetime, timedelta

from bot.model import KnownPerson, Member, Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEAM, OTHERS = Tenant("slack", "T1"), Tenant("slack", "T2")
ADA, BEN, ADA_ELSEWHERE = Member(TEAM, "ADA"), Member(TEAM, "BEN"), Member(OTHERS, "ADA")
EVERYBODY = [ADA, BEN, ADA_ELSEWHERE]


async def test_only_who_said_so_shows_it_until_they_hide_it(store: Store, reopen: Reopen) -> None:
    assert await store.shown_saves.among(EVERYBODY) == frozenset()
    await store.shown_saves.show(ADA, NOW)
    await store.shown_saves.show(ADA, NOW + timedelta(days=1))
    store = await reopen()
    assert await store.shown_saves.among(EVERYBODY) == {ADA}
    assert await store.shown_saves.among([BEN]) == frozenset()
    assert not await store.shown_saves.hide(BEN)
    assert await store.shown_saves.hide(ADA)
    assert await store.shown_saves.among(EVERYBODY) == frozenset()


async def test_joining_accounts_shows_nothing_elsewhere(store: Store) -> None:
    await store.links.join(ADA, ADA_ELSEWHERE)
    await store.shown_saves.show(ADA, NOW)
    assert await store.shown_saves.among(EVERYBODY) == {ADA}


async def test_it_is_exported_and_erased_with_the_member_and_with_the_tenant(store: Store) -> None:
    for member in EVERYBODY:
        await store.shown_saves.show(member, NOW)
    kept = await store.privacy.export(ADA)
    assert kept["what you save is shown to your team"] == [{"since": NOW.isoformat()}]
    await store.privacy.forget(ADA)
    assert await store.shown_saves.among(EVERYBODY) == {BEN, ADA_ELSEWHERE}
    await store.privacy.forget_tenant(TEAM)
    assert await store.shown_saves.among(EVERYBODY) == {ADA_ELSEWHERE}


async def test_a_name_stays_beside_what_else_the_platform_said(store: Store, reopen: Reopen) -> None:
    await store.known_people.keep_name(ADA, "Ada L.", NOW)
    await store.known_people.keep(ADA, KnownPerson(zone="Europe/Berlin", at=NOW))
    await store.known_people.keep(BEN, KnownPerson(at=NOW))
    store = await reopen()
    assert await store.known_people.names(EVERYBODY) == {ADA: "Ada L."}
    await store.known_people.keep_name(ADA, "Ada Lovelace", NOW)
    known = await store.known_people.of(ADA)
    assert known is not None
    assert (known.name, known.zone, known.is_admin) == ("Ada Lovelace", "Europe/Berlin", None)
    await store.privacy.forget(ADA)
    assert await store.known_people.names(EVERYBODY) == {}
