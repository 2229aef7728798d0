"""How long links and sessions of the web page are good for, how many there are, and what is kept of a browser."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.errors import NotFound, TooMuch
from bot.ports.store import Store
from bot.services.sign_in import SignIn, mark_of
from bot.store import open_store
from tests.bot.services.conftest import ADA, BOB, StillClock

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await open_store("memory:")
    yield store
    await store.close()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def sign_in(store: Store, clock: StillClock) -> SignIn:
    return SignIn(store.web_sessions, clock)


async def test_a_link_is_good_for_ten_minutes(sign_in: SignIn, clock: StillClock) -> None:
    token = await sign_in.link_for(ADA)
    clock.time += 9.9 * MINUTE
    assert await sign_in.waiting(token) == ADA
    clock.time += 0.1 * MINUTE
    with pytest.raises(NotFound):
        await sign_in.enter(token, "a browser")


async def test_five_links_may_be_asked_for_at_once_then_one_in_twelve_minutes(
    sign_in: SignIn, clock: StillClock
) -> None:
    for _ in range(5):
        await sign_in.link_for(ADA)
    with pytest.raises(TooMuch, match="5"):
        await sign_in.link_for(ADA)
    await sign_in.link_for(BOB)
    clock.time += 11.8 * MINUTE
    with pytest.raises(TooMuch):
        await sign_in.link_for(ADA)
    clock.time += 0.2 * MINUTE
    await sign_in.link_for(ADA)
    with pytest.raises(TooMuch):
        await sign_in.link_for(ADA)


async def test_a_session_lasts_thirty_days_from_its_last_use(sign_in: SignIn, clock: StillClock) -> None:
    unused, used = [await sign_in.enter_without_link(ADA, "a browser") for _ in range(2)]
    clock.time += 29.9 * DAY
    assert await sign_in.who(used)
    assert [session.mark for session in await sign_in.sessions(ADA)] == [mark_of(used), mark_of(unused)]
    clock.time += 0.2 * DAY
    assert await sign_in.who(unused) is None
    clock.time += 29.7 * DAY
    assert await sign_in.who(used)


async def test_a_page_costs_a_write_once_an_hour_at_most(sign_in: SignIn, clock: StillClock) -> None:
    token = await sign_in.enter_without_link(ADA, "a browser")
    (first,) = await sign_in.sessions(ADA)
    for minutes, noted in ((59, False), (2, True), (59, False)):
        clock.time += minutes * MINUTE
        before = (await sign_in.sessions(ADA))[0].used
        await sign_in.who(token)
        assert ((await sign_in.sessions(ADA))[0].used > before) == noted
    assert (await sign_in.sessions(ADA))[0].made == first.made


async def test_of_a_browser_s_name_120_letters_are_kept_and_of_tokens_a_digest(sign_in: SignIn) -> None:
    token = await sign_in.enter_without_link(ADA, "b" * 500)
    (session,) = await sign_in.sessions(ADA)
    assert session.browser == "b" * 120
    assert (session.mark, token in session.mark) == (mark_of(token), False)
    assert len(token) == 43, "32 random bytes"
