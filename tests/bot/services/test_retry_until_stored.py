"""What is told only once outlasts a database that is away; no answer says what can't be known then."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import StoreBusy, StoreUnreachable
from bot.model import Answer, Channel
from bot.services.retry_until_stored import retry_until_stored
from tests.bot.services.conftest import ADA, NOW, PAPERS, Conversation, StillClock

FIRST_WAIT, LONGEST_WAIT = 1.0, 10.0

Away = Callable[[timedelta], None]


@pytest.fixture
def away(talk: Conversation, monkeypatch: pytest.MonkeyPatch) -> Away:
    """From now on for so long what is written may or may not be kept."""

    def failing(part: Any, name: str, until: datetime) -> None:
        write: Callable[..., Awaitable[Any]] = getattr(part, name)

        async def answer_lost(*values: object) -> Any:
            kept = await write(*values)
            if talk.clock.time < until:
                raise StoreUnreachable("The connection was lost.")
            return kept

        monkeypatch.setattr(part, name, answer_lost)

    def begin(span: timedelta) -> None:
        for part, name in (("feedback", "append"), ("seen_events", "first_time"), ("memberships", "seen")):
            failing(getattr(talk.store, part), name, talk.clock.time + span)

    return begin


async def test_an_emoji_is_written_once_by_a_database_that_is_away_for_minutes(talk: Conversation, away: Away) -> None:
    away(timedelta(minutes=4))
    assert await talk.react("m1", "👍", event="e1") is not None
    assert talk.clock.time < NOW + timedelta(minutes=5)
    assert len(await talk.store.feedback.of(ADA)) == 1


async def test_it_is_begun_again_after_waits_that_double_up_to_the_longest() -> None:
    waits: list[float] = []

    class Clock(StillClock):
        async def sleep(self, seconds: float) -> None:
            waits.append(seconds)
            await super().sleep(seconds)

    async def work() -> str:
        if len(waits) < 9:
            raise StoreBusy("locked")
        return "done"

    assert await retry_until_stored(work, Clock()) == "done"
    assert waits == [min(FIRST_WAIT * 2**times, LONGEST_WAIT) for times in range(9)]
    assert waits[0] < waits[1] < waits[2]


async def test_an_event_is_still_new_when_the_answer_to_that_was_lost(talk: Conversation, away: Away) -> None:
    away(timedelta(minutes=4))
    assert not await talk.core.seen_before("Ev1")
    assert await talk.core.seen_before("Ev1")


async def test_an_emoji_is_given_up_where_the_database_stays_away(talk: Conversation, away: Away) -> None:
    away(timedelta(minutes=10))
    assert await talk.react("m1", "👍", event="e1") is None
    assert talk.clock.time < NOW + timedelta(minutes=6)


async def test_it_is_not_said_that_nothing_was_changed_where_that_is_unknown(
    talk: Conversation, away: Away, shown: Callable[[Answer], str]
) -> None:
    away(timedelta(minutes=1))
    assert "I can't tell whether that was done" in shown(await talk.ask(f"like {PAPERS[0].id}"))


async def test_a_database_that_is_busy_changed_nothing(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch, shown: Callable[[Answer], str]
) -> None:
    async def busy(*_: object) -> bool:
        raise StoreBusy("Another process holds the same rows; try again.")

    monkeypatch.setattr(talk.store.feedback, "append", busy)
    assert "nothing was changed" in shown(await talk.ask(f"like {PAPERS[0].id}"))


@pytest.mark.parametrize("event", ["channel_gone", "channel_back", "channel_moved", "tenant_joined", "tenant_left"])
async def test_what_is_told_once_of_places_outlasts_a_database_that_is_away(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    heard: list[object] = []

    async def taken(*told: object) -> None:
        if talk.clock.time < NOW + timedelta(minutes=2):
            raise StoreUnreachable("The connection was lost.")
        heard.extend(told)

    monkeypatch.setattr(talk.channels, event, taken)
    room, tenant = Channel(ADA.tenant, "room"), ADA.tenant
    telling = {
        "channel_gone": lambda: talk.core.channel_gone(room, "It was deleted."),
        "channel_back": lambda: talk.core.channel_back(room),
        "channel_moved": lambda: talk.core.channel_moved(room, Channel(tenant, "hall")),
        "tenant_joined": lambda: talk.core.tenant_joined(tenant),
        "tenant_left": lambda: talk.core.tenant_left(tenant, NOW),
    }
    await telling[event]()
    assert heard[0] in (room, tenant)
