"""Every store keeps where people get mail, and forgets all of it but that an address wants none."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.model import (
    Channel,
    Handover,
    Mailbox,
    Member,
    Subscription,
    Tenant,
    home_of,
    is_visitor,
    mail_account,
    mail_channel,
    visitor_account,
)
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
TEAM = Tenant("toy", "nursery")
ADA, BEN = Member(TEAM, "ada"), Member(Tenant("toy", "other"), "ada")
HANDED = Handover(key="k1", times=1, first=NOW, last=NOW + timedelta(minutes=1))
WHOLE = Mailbox(
    member=ADA,
    handle="h1",
    asked=NOW,
    address="sealed",
    pending="sealed too",
    token="hash",
    question="sealed as well",
    wanted="subscribe time:08:00",
    expires=NOW + timedelta(days=2),
    confirmed=NOW,
    consent=1,
    why="full",
    refusals=2,
    refused_on=date(2026, 11, 25),
    handover=HANDED,
)


async def put(store: Store, mailbox: Mailbox) -> None:
    assert await store.mailboxes.change(mailbox.member, lambda _: mailbox) == mailbox


async def test_a_mailbox_is_kept_whole_and_found_by_its_links(store: Store, reopen: Reopen) -> None:
    await put(store, WHOLE)
    store = await reopen()
    assert await store.mailboxes.of(ADA) == WHOLE
    assert await store.mailboxes.by_handle("h1") == WHOLE
    assert await store.mailboxes.by_token("hash") == WHOLE
    assert await store.mailboxes.of(BEN) is None
    assert await store.mailboxes.by_handle("h2") is None
    assert await store.mailboxes.by_token("") is None


async def test_a_change_starts_from_what_stands(store: Store) -> None:
    bare = Mailbox(member=ADA, handle="h1", asked=NOW)
    await put(store, bare)
    await store.mailboxes.change(ADA, lambda known: known and replace(known, handover=HANDED))
    assert await store.mailboxes.of(ADA) == replace(bare, handover=HANDED)
    await store.mailboxes.change(ADA, lambda _: None)
    assert await store.mailboxes.of(ADA) is None


async def test_addresses_that_nobody_confirmed_go_when_their_time_is_over(store: Store) -> None:
    await put(store, replace(WHOLE, address=""))
    await put(store, replace(WHOLE, member=BEN, handle="h2", token="hash2"))
    await store.mailboxes.expire(NOW + timedelta(days=1))
    assert await store.mailboxes.of(ADA) is not None
    await store.mailboxes.expire(NOW + timedelta(days=2))
    assert await store.mailboxes.of(ADA) is None
    kept = await store.mailboxes.of(BEN)
    assert kept is not None
    assert (kept.address, kept.pending, kept.token, kept.wanted, kept.expires) == ("sealed", "", "", "", None)


async def test_questions_that_wait_are_found_again_oldest_first(store: Store, reopen: Reopen) -> None:
    later = replace(WHOLE, member=BEN, handle="h2", token="other", asked=NOW + timedelta(hours=1))
    for mailbox in (later, WHOLE, Mailbox(member=Member(TEAM, "cy"), handle="h3", asked=NOW)):
        await put(store, mailbox)
    store = await reopen()
    assert await store.mailboxes.unasked(NOW - timedelta(hours=1)) == [WHOLE, later]
    assert await store.mailboxes.unasked(NOW) == [later]
    await store.mailboxes.expire(NOW + timedelta(days=3))
    assert await store.mailboxes.unasked(NOW - timedelta(hours=1)) == []


async def test_forgetting_somebody_forgets_their_mail_too_but_not_that_an_address_wants_none(store: Store) -> None:
    await put(store, WHOLE)
    await store.mailboxes.suppress(TEAM, "f1", NOW)
    await store.mailboxes.suppress(TEAM, "f1", NOW)
    account, channel = mail_account(ADA), mail_channel(ADA)
    subscribed = Subscription(id="s1", channel=channel, owner=account, direct=True, next_due=NOW, created=NOW)
    await store.subscriptions.change(channel, lambda *_: subscribed)
    exported = list((await store.privacy.export(ADA))["mail"])  # type: ignore[call-overload]
    assert exported == [{"asked": NOW.isoformat(), "confirmed": NOW.isoformat(), "consent": 1, "why": "full"}]
    assert await store.privacy.forget(ADA) == 2
    assert await store.mailboxes.of(ADA) is None
    assert await store.subscriptions.of(channel) is None
    assert await store.mailboxes.suppressed(TEAM, "f1")
    assert not await store.mailboxes.suppressed(BEN.tenant, "f1")


async def test_a_team_that_goes_takes_its_mail_along(store: Store) -> None:
    await put(store, WHOLE)
    await store.mailboxes.suppress(TEAM, "f1", NOW)
    channel = mail_channel(ADA)
    subscribed = Subscription(id="s1", channel=channel, owner=mail_account(ADA), direct=True, created=NOW)
    await store.subscriptions.change(channel, lambda *_: subscribed)
    await store.privacy.forget_tenant(TEAM)
    assert await store.mailboxes.of(ADA) is None
    assert await store.subscriptions.of(channel) is None
    assert not await store.mailboxes.suppressed(TEAM, "f1")


def test_an_account_for_mail_leads_home() -> None:
    odd = Member(Tenant("toy", "a:b/c"), "x:y")
    assert home_of(mail_account(odd)) == odd
    assert home_of(odd) == odd
    assert mail_account(mail_account(odd)) == mail_account(odd)
    assert mail_channel(odd) == Channel(Tenant("email", "toy:a:b/c"), "x:y")


def test_a_visitor_of_the_page_is_at_home_in_an_account_of_their_own() -> None:
    one, other = visitor_account("m1"), visitor_account("m2")
    assert home_of(one) == mail_account(one) == one
    assert one.tenant != other.tenant
    assert is_visitor(one)
    assert not is_visitor(mail_account(ADA))
