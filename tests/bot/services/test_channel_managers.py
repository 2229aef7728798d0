"""Who may set up a channel: what the platform says, who set it up, and what the operator wants."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import NotAllowed, NotKnown
from bot.model import Capabilities, Command, Request, Subscription
from bot.ports.store import Store
from bot.services.channel_managers import ChannelManagers, Setup
from bot.store import open_store
from tests.scenarios.world import ADA, ROOM

ASKED = Request(member=ADA, command=Command(name="pause"), at=datetime(2026, 8, 21, tzinfo=UTC), channel=ROOM)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    opened = await open_store("memory:")
    yield opened
    await opened.close()


def managers(store: Store, setup: Setup = "managers") -> ChannelManagers:
    return ChannelManagers(store.subscriptions, setup, {"fake": Capabilities(managers="people with the golden key")})


@pytest.mark.parametrize(
    ("request_", "setup", "allowed"),
    [
        (replace(ASKED, is_admin=True), "managers", True),
        (replace(ASKED, is_admin=False), "managers", False),
        (replace(ASKED, is_admin=False), "members", True),
        (replace(ASKED, is_admin=False, direct=True), "managers", True),
        (replace(ASKED, is_admin=None), "managers", None),
        (replace(ASKED, is_admin=None), "members", True),
    ],
)
async def test_who_may_manage_a_channel(store: Store, request_: Request, setup: Setup, allowed: bool | None) -> None:
    assert await managers(store, setup).can_manage(request_) is allowed


@pytest.mark.parametrize("is_admin", [False, None])
async def test_whoever_set_a_channel_up_may_change_it_whatever_the_platform_says(
    store: Store, is_admin: bool | None
) -> None:
    await store.subscriptions.change(ROOM, lambda *_: Subscription(id="s", channel=ROOM, owner=ADA))
    assert await managers(store).can_manage(replace(ASKED, is_admin=is_admin))


async def test_a_refusal_says_exactly_who_may(store: Store) -> None:
    with pytest.raises(NotAllowed, match="people with the golden key and whoever set up"):
        await managers(store).require(replace(ASKED, is_admin=False))


@pytest.mark.parametrize(("command", "offered"), [("subscribe", True), ("unsubscribe", False), ("pause", False)])
async def test_a_refusal_offers_only_what_everybody_can_do_instead(store: Store, command: str, offered: bool) -> None:
    with pytest.raises(NotAllowed) as refused:
        await managers(store).require(replace(ASKED, command=Command(name=command), is_admin=False))
    assert ("in a direct message to me" in str(refused.value)) is offered


async def test_what_the_platform_did_not_say_is_no_no(store: Store) -> None:
    with pytest.raises(NotKnown, match=r"^Fake does not tell me who you are just now.* Try again"):
        await managers(store).require(replace(ASKED, is_admin=None))
