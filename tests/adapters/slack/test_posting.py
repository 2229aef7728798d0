"""Posts carry their key, are found again, keep the rate limit, and every failure has its one meaning."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.home import AT_ONCE
from adapters.slack.rate_limit import BURST, PostingRate
from adapters.slack.sockets import LOOK
from bot.cards.subscriptions import REMOVED
from bot.errors import ChannelGone, Lost, Refused, TryLater, Unknown
from bot.model import Attempt, Card, Channel, Member, Tenant
from tests.adapters.slack.running import HERE, TENANT, BriskClock, Running, delivery, running
from tests.platforms.slack_server import BEN, CHANNEL, Fault, SlackServer


async def test_a_post_carries_its_key_and_unfurls_nothing(bot: Running) -> None:
    ref = await bot.adapter.post(delivery("k1"))
    message = bot.slack.messages[0]
    assert (ref.channel, ref.id) == (HERE, message["ts"])
    assert message["metadata"] == {"event_type": "paperboy_delivery", "event_payload": {"key": "k1", "part": 0}}
    assert str(message["unfurl_links"]).lower() in ("0", "false")
    assert message["text"]


async def test_a_part_goes_into_its_thread_without_broadcast(bot: Running) -> None:
    first = await bot.adapter.post(delivery("k1"))
    await bot.adapter.post(delivery("k2", part=1, thread=first))
    assert bot.slack.messages[1]["thread_ts"] == first.id
    assert "reply_broadcast" not in bot.slack.messages[1]


async def test_a_lost_answer_is_unknown_posted_once_and_found(bot: Running) -> None:
    bot.slack.fail("chat.postMessage", Fault(drop=True, after=True))
    sent = delivery("k1")
    with pytest.raises(Unknown):
        await bot.adapter.post(sent)
    found = await bot.adapter.find(sent)
    assert found is not None
    assert [m["ts"] for m in bot.slack.messages] == [found.id]


async def test_a_lost_answer_in_a_thread_is_found_there(bot: Running) -> None:
    first = await bot.adapter.post(delivery("k1"))
    part = delivery("k2", part=1, thread=first)
    bot.slack.fail("chat.postMessage", Fault(status=503, after=True))
    with pytest.raises(Unknown):
        await bot.adapter.post(part)
    found = await bot.adapter.find(part)
    assert found is not None
    assert found.id == bot.slack.messages[1]["ts"]


async def test_what_was_never_posted_is_not_found(bot: Running) -> None:
    await bot.adapter.post(delivery("other"))
    assert await bot.adapter.find(delivery("k1")) is None
    assert await bot.adapter.find(delivery("k1", attempt=None)) is None
    assert (
        await bot.adapter.find(
            delivery("other", attempt=Attempt(number=1, started=datetime.now(UTC) + timedelta(hours=1)))
        )
        is None
    )


def talk(bot: Running, count: int, *, begin: datetime, lasting: timedelta) -> None:
    """What people wrote in the channel."""
    step = lasting / count
    for number in range(count):
        ts = f"{(begin + number * step).timestamp():.6f}"
        bot.slack.messages.append({"channel": CHANNEL, "ts": ts, "user": BEN, "text": "hello"})


HOUR = timedelta(hours=1)


async def test_what_lies_below_all_that_was_written_since_is_found(bot: Running) -> None:
    began = datetime.now(UTC) - 3 * HOUR
    sent = delivery("k1", attempt=Attempt(number=3, started=began, unsure=True))
    await bot.adapter.post(sent)
    posted = bot.slack.messages[0]
    posted["ts"] = f"{began.timestamp():.6f}"
    talk(bot, 350, begin=began + timedelta(seconds=1), lasting=timedelta(minutes=4))
    talk(bot, 4_000, begin=began + timedelta(minutes=6), lasting=2 * HOUR)
    found = await bot.adapter.find(sent)
    assert found is not None
    assert found.id == posted["ts"]


async def test_what_a_later_attempt_posted_is_found_too(bot: Running) -> None:
    began = datetime.now(UTC) - 3 * HOUR
    sent = delivery("k1", attempt=Attempt(number=3, started=began, unsure=True))
    await bot.adapter.post(sent)
    talk(bot, 600, begin=began, lasting=3 * HOUR)
    found = await bot.adapter.find(sent)
    assert found is not None
    assert found.id == bot.slack.messages[0]["ts"]


@pytest.mark.parametrize("begin", [timedelta(), HOUR])
async def test_where_not_all_can_be_read_it_is_not_known_whether_it_was_posted(bot: Running, begin: timedelta) -> None:
    began = datetime.now(UTC) - 3 * HOUR
    sent = delivery("k1", attempt=Attempt(number=2, started=began, unsure=True))
    talk(bot, 2_500, begin=began + begin, lasting=timedelta(minutes=4))
    with pytest.raises(Unknown):
        await bot.adapter.find(sent)


OF_INSTALLATION = (
    "access_denied",
    "ekm_access_denied",
    "invalid_auth",
    "missing_scope",
    "org_login_required",
    "team_access_not_granted",
    "token_expired",
)


@pytest.mark.parametrize("code", OF_INSTALLATION)
async def test_a_fault_of_the_installation_stops_no_channel_and_is_told_to_the_operator(
    bot: Running, code: str
) -> None:
    bot.slack.fail("chat.postMessage", Fault(error=code))
    with pytest.raises(TryLater) as failed:
        await bot.adapter.post(delivery())
    assert failed.value.wait >= timedelta(minutes=1)
    assert code in bot.adapter.to_mend
    assert bot.adapter.trouble == "", "it is connected, and a new start mends nothing"
    await bot.adapter.post(delivery())
    assert bot.adapter.to_mend == ""


async def test_a_removed_app_ends_a_channel_so_that_a_new_installation_lets_it_go_on(bot: Running) -> None:
    bot.slack.fail("chat.postMessage", Fault(error="token_revoked"))
    with pytest.raises(ChannelGone) as failed:
        await bot.adapter.post(delivery())
    assert str(failed.value) == REMOVED


async def test_without_the_right_to_look_nothing_is_sent_again(bot: Running) -> None:
    bot.slack.fail("conversations.history", Fault(error="missing_scope"))
    with pytest.raises(Lost, match="channels:history"):
        await bot.adapter.find(delivery("k1"))
    assert "missing_scope" in bot.adapter.to_mend, "told to the operator, though every post may arrive"


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault(status=500), Unknown),
        (Fault(error="invalid_arguments"), Unknown),
        (Fault(retry_after=40), TryLater),
        (Fault(error="is_archived"), ChannelGone),
    ],
)
async def test_a_look_that_fails_never_says_that_nothing_was_posted(
    bot: Running, fault: Fault, meaning: type[Exception]
) -> None:
    bot.slack.fail("conversations.history", fault)
    with pytest.raises(meaning):
        await bot.adapter.find(delivery("k1"))


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault(error="is_archived"), ChannelGone),
        (Fault(error="account_inactive"), ChannelGone),
        (Fault(retry_after=40), TryLater),
        (Fault(status=500), Unknown),
        (Fault(error="internal_error"), Unknown),
        (Fault(error="msg_too_long"), Refused),
    ],
)
async def test_a_failure_means_one_thing(bot: Running, fault: Fault, meaning: type[Exception]) -> None:
    bot.slack.fail("chat.postMessage", fault)
    with pytest.raises(meaning) as failed:
        await bot.adapter.post(delivery())
    if isinstance(failed.value, TryLater):
        assert failed.value.wait == timedelta(seconds=40)
    assert not bot.slack.messages


async def test_a_short_rate_limit_is_waited_for(bot: Running) -> None:
    bot.slack.fail("chat.postMessage", Fault(retry_after=1))
    await bot.adapter.post(delivery())
    assert len(bot.slack.messages) == 1


async def test_a_refused_layout_goes_out_as_words_once(bot: Running) -> None:
    bot.slack.fail("chat.postMessage", Fault(error="invalid_blocks"))
    await bot.adapter.post(delivery("k1"))
    message = bot.slack.messages[0]
    assert "blocks" not in message
    assert "Paper 1" in message["text"]
    assert message["metadata"]["event_payload"]["key"] == "k1"


async def test_where_we_are_not_the_post_is_refused_with_the_way_out(bot: Running) -> None:
    with pytest.raises(ChannelGone, match="/invite"):
        await bot.adapter.post(delivery(channel=Channel(TENANT, "C2")))


async def test_an_unknown_workspace_is_gone(bot: Running) -> None:
    with pytest.raises(ChannelGone):
        await bot.adapter.post(delivery(channel=Channel(Tenant("slack", "TOTHER"), CHANNEL)))


async def test_somebody_is_told_in_private(bot: Running) -> None:
    await bot.adapter.tell(Member(TENANT, BEN), Card(text="Your picks are paused."))
    assert bot.slack.messages[0]["channel"] == f"D{BEN}"
    bot.slack.fail("conversations.open", Fault(error="user_disabled"))
    with pytest.raises(ChannelGone):
        await bot.adapter.tell(Member(TENANT, "UGONE"), Card(text="Hello"))


class HandClock:
    """Time that passes when somebody waits."""

    def __init__(self) -> None:
        self.at = 0.0
        self.waits: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


async def test_a_channel_gets_one_message_a_second_and_holds_up_no_other() -> None:
    clock = HandClock()
    rate = PostingRate(clock, lambda: 1)
    for channel in ("a", "a", "a", "a", "b", "a"):
        await rate.wait(channel)
    assert clock.waits == pytest.approx([1.05, 2.10])
    clock.at = 60.0
    await rate.wait("a")
    assert len(clock.waits) == 2


async def test_a_crowded_channel_asks_to_come_back() -> None:
    rate = PostingRate(HandClock(), lambda: 1)
    for _ in range(BURST + 7):
        await rate.wait("a")
    with pytest.raises(TryLater):
        await rate.wait("a")


async def test_a_person_slack_does_not_tell_of_now_is_told_later(bot: Running) -> None:
    bot.slack.fail("conversations.open", Fault(status=503))
    with pytest.raises(TryLater):
        await bot.adapter.tell(Member(TENANT, BEN), Card(text="Your picks are paused."))


LATER = [Fault(status=503), Fault(retry_after=60), Fault(error="fatal_error")]


@pytest.mark.parametrize("fault", LATER)
async def test_a_home_that_could_not_be_shown_is_shown_later(bot: Running, fault: Fault) -> None:
    bot.slack.fail("views.publish", fault)
    await bot.slack.event({"type": "app_home_opened", "user": BEN, "channel": f"D{BEN}", "tab": "home"})
    await bot.slack.until(lambda: BEN in bot.slack.homes)


async def test_homes_opened_at_once_wait_for_their_turn_and_are_not_refused(slack: SlackServer) -> None:
    """Slack takes a hundred a minute."""
    clock = PassingClock()
    people = [f"U{number}" for number in range(AT_ONCE + 5)]
    async with running(slack, clock=clock):
        for user in people:
            await slack.event({"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home"})
        await slack.until(lambda: set(people) <= slack.homes.keys())
    assert clock.ahead > 0
    assert len(slack.called("views.publish")) == len(people)


class PassingClock(BriskClock):
    """What is waited for has passed at once."""

    ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        self.ahead += seconds if seconds != LOOK else 0


async def test_every_question_in_a_conversation_gets_its_answer(slack: SlackServer) -> None:
    said = {"type": "message", "channel_type": "im", "channel": f"D{BEN}", "user": BEN, "ts": "1.1", "text": "status"}
    async with running(slack, clock=PassingClock()):
        slack.fail("chat.postMessage", *[Fault(retry_after=30)] * 3)
        for _ in range(12):
            await slack.event(said)
        await slack.until(lambda: len(slack.messages) == 12)


async def test_an_answer_whose_fate_is_unknown_is_not_given_twice(bot: Running) -> None:
    said = {"type": "message", "channel_type": "im", "channel": f"D{BEN}", "user": BEN, "ts": "1.1", "text": "status"}
    bot.slack.fail("chat.postMessage", Fault(status=503, after=True))
    await bot.slack.event(said)
    await bot.slack.until(lambda: bot.slack.called("chat.postMessage"))
    await bot.slack.event({**said, "ts": "1.2"})
    await bot.slack.until(lambda: len(bot.slack.messages) == 2)
    assert len(bot.slack.called("chat.postMessage")) == 2
