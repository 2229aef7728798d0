"""What every store promises about the caches of ranking."""

from datetime import UTC, datetime

from bot.model import Feedback, Member, PaperId, Signal, Tenant
from bot.ports.ranking import Fit, StoredSpace
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

HERE, THERE = Tenant("discord", "1"), Tenant("slack", "1")
ADA, BO, ADA_THERE = Member(HERE, "a"), Member(HERE, "b"), Member(THERE, "a")
V1, V2 = Fit("linear", "v1"), Fit("linear", "v2")
NOW = datetime(2026, 3, 2, 8, 30, 0, 123456, tzinfo=UTC)


async def react(store: Store, *members: Member) -> None:
    """A profile is kept of those alone who reacted."""
    for one in members:
        await store.feedback.append(Feedback(member=one, paper=PaperId("arxiv:1"), signal=Signal.LIKE, at=NOW))


async def test_profiles_come_back_byte_for_byte_for_their_feature_space(store: Store, reopen: Reopen) -> None:
    await react(store, ADA, BO)
    await store.profiles.save({ADA: b"\x00one", BO: b"two"}, V1)
    store = await reopen()
    assert await store.profiles.load([ADA, ADA_THERE, BO], V1) == {ADA: b"\x00one", BO: b"two"}
    assert await store.profiles.load([ADA], V2) == {}


async def test_a_saved_profile_replaces_the_one_before_and_an_empty_one_removes_it(store: Store) -> None:
    await react(store, ADA, BO)
    await store.profiles.save({ADA: b"old", BO: b"old"}, V1)
    await store.profiles.save({ADA: b"new", BO: b""}, V2)
    assert await store.profiles.load([ADA, BO], V2) == {ADA: b"new"}
    assert await store.profiles.load([ADA, BO], V1) == {}


async def test_profiles_go_with_their_member_and_their_tenant(store: Store) -> None:
    await react(store, ADA, BO, ADA_THERE)
    await store.profiles.save({ADA: b"1", BO: b"2", ADA_THERE: b"3"}, V1)
    assert await store.privacy.forget(ADA) == 2
    assert set(await store.profiles.load([ADA, BO, ADA_THERE], V1)) == {BO, ADA_THERE}
    assert await store.privacy.forget_tenant(HERE) == 2
    assert set(await store.profiles.load([ADA, BO, ADA_THERE], V1)) == {ADA_THERE}


async def test_a_profile_that_was_made_while_its_member_was_erased_is_not_kept(store: Store) -> None:
    await react(store, ADA, BO)
    await store.privacy.forget(ADA)
    await store.profiles.save({ADA: b"1", BO: b"2"}, V1)
    assert await store.profiles.load([ADA, BO], V1) == {BO: b"2"}


async def test_who_reacted_in_a_joined_account_alone_has_a_profile(store: Store) -> None:
    await react(store, ADA)
    await store.links.join(ADA, ADA_THERE)
    await store.profiles.save({ADA_THERE: b"1"}, V1)
    assert await store.profiles.load([ADA_THERE], V1) == {ADA_THERE: b"1"}


async def test_one_feature_space_a_method_is_kept(store: Store, reopen: Reopen) -> None:
    assert await store.spaces.load("linear") is None
    assert await store.spaces.newest("linear") is None
    for fit in (V1, V2, Fit("other", "v1")):
        await store.spaces.save(StoredSpace(fit=fit, papers=9, fitted=NOW, content=fit.version.encode()))
    store = await reopen()
    assert await store.spaces.load("linear") == StoredSpace(fit=V2, papers=9, fitted=NOW, content=b"v2")
    assert await store.spaces.newest("linear") == V2


async def test_two_methods_keep_their_profiles_side_by_side(store: Store) -> None:
    other = Fit("other", "v1")
    await react(store, ADA)
    await store.profiles.save({ADA: b"mine"}, V1)
    await store.profiles.save({ADA: b"theirs"}, other)
    assert await store.profiles.load([ADA], V1) == {ADA: b"mine"}
    await store.profiles.save({ADA: b""}, V1)
    assert await store.profiles.load([ADA], other) == {ADA: b"theirs"}
    await store.privacy.forget(ADA)
    assert await store.profiles.load([ADA], other) == {}
