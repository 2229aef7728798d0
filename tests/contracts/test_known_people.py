"""Every store remembers what a platform said of somebody, and forgets it with the rest."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.model import KnownPerson, Member, Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADA, BEN = Member(Tenant("slack", "T1"), "ADA"), Member(Tenant("slack", "T2"), "ADA")
PERSON = KnownPerson(is_admin=True, is_bot=False, zone="Europe/Berlin", conversation="D1", at=NOW)


async def test_what_was_said_last_is_kept(store: Store, reopen: Reopen) -> None:
    assert await store.known_people.of(ADA) is None
    await store.known_people.keep(ADA, PERSON)
    await store.known_people.keep(ADA, replace(PERSON, is_admin=None, is_bot=True))
    store = await reopen()
    assert await store.known_people.of(ADA) == replace(PERSON, is_admin=None, is_bot=True)
    assert await store.known_people.of(BEN) is None


async def test_it_is_shown_and_forgotten_with_everything_about_a_member(store: Store) -> None:
    await store.known_people.keep(ADA, PERSON)
    await store.known_people.keep(BEN, PERSON)
    shown = {"name": "", "admin": 1, "zone": "Europe/Berlin", "conversation": "D1", "at": NOW.isoformat()}
    assert list((await store.privacy.export(ADA))["what the platform said of you"]) == [shown]
    assert await store.privacy.forget(ADA) == 1
    assert await store.known_people.of(ADA) is None
    await store.privacy.forget_tenant(BEN.tenant)
    assert await store.known_people.of(BEN) is None
