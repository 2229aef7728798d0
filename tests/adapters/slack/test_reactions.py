"""Emoji on Paperboy's messages: the receipt lies where the emoji does, and what nobody told of is found."""

import time

import pytest

from adapters.slack.reactions import RECORDED_AFTER
from bot.model import Answer, Card, Channel, MessageRef
from tests.adapters.replicas import FakeReplicas
from tests.adapters.slack.running import HERE, TENANT, LeapClock, Running, delivery, running, until
from tests.platforms.slack_server import ANNA, BEN, BOT, CHANNEL, SlackServer

RECEIPT = Answer(card=Card(text="More like this"))


@pytest.mark.parametrize("threaded", [True, False])
async def test_a_receipt_goes_where_the_emoji_is(bot: Running, threaded: bool) -> None:
    message = MessageRef(HERE, "17.000002")
    bot.core.threads = {message: MessageRef(HERE, "17.000001")} if threaded else {}
    bot.core.answers_to_emoji["🔥"] = RECEIPT
    item = {"type": "message", "channel": CHANNEL, "ts": message.id}
    await bot.slack.event({"type": "reaction_added", "user": BEN, "reaction": "fire", "item": item, "item_user": BOT})
    await bot.slack.until(lambda: bot.slack.called("chat.postEphemeral"))
    (shown,) = bot.slack.called("chat.postEphemeral")
    assert (shown["user"], shown.get("thread_ts")) == (BEN, "17.000001" if threaded else None)


async def test_emoji_put_on_without_a_connection_are_found(slack: SlackServer) -> None:
    async with running(slack) as bot:
        head = await bot.adapter.post(delivery())
        part = await bot.adapter.post(delivery("k2", 1, head))
    slack.lay(head.id, "+1::skin-tone-3", BEN, BOT)
    slack.lay(part.id, "bookmark", ANNA)
    slack.lay(part.id, "our-parrot", ANNA)
    async with running(slack, posts=[head, part]) as later:
        await until(lambda: len(later.core.reactions) == 2)
        found = {(r.member.id, r.emoji, r.message, r.late, r.added) for r in later.core.reactions}
    assert found == {(BEN, "👍", head, True, True), (ANNA, "🔖", part, True, True)}


async def test_emoji_are_found_below_all_that_people_wrote_since_and_between(slack: SlackServer) -> None:
    async with running(slack) as bot:
        first, second = await bot.adapter.post(delivery()), await bot.adapter.post(delivery("k2"))
    now = time.time()
    for post, hours in ((first, 30), (second, 6)):
        (message,) = [m for m in slack.messages if m["ts"] == post.id]
        message["ts"] = f"{now - hours * 3600:.6f}"
    first, second = (MessageRef(HERE, m["ts"]) for m in list(slack.messages))
    for number in range(400):
        ts = f"{now - 29 * 3600 + number * 241:.6f}"
        slack.messages.append({"channel": CHANNEL, "ts": ts, "user": BEN, "text": "hello"})
    slack.lay(first.id, "+1", BEN)
    async with running(slack, posts=[first, second]) as later:
        await until(lambda: later.core.reactions)
        assert [reaction.message for reaction in later.core.reactions] == [first]


async def test_what_a_process_that_ended_may_have_taken_along_is_found(slack: SlackServer) -> None:
    replicas = FakeReplicas()
    replicas.number = 2
    async with running(slack, replicas=replicas, clock=LeapClock()) as bot:
        head = await bot.adapter.post(delivery())
        bot.core.posts = [head]
        await slack.until(lambda: replicas.holds("slack reactions"))
        slack.lay(head.id, "fire", BEN)
        await bot.adapter.post(delivery("k2"))
        assert bot.core.reactions == []
        replicas.gone += 1  # and another has come
        await until(lambda: bot.core.reactions)


async def test_what_was_recorded_late_is_looked_at_too(slack: SlackServer) -> None:
    clock = LeapClock()
    async with running(slack, clock=clock) as bot:
        head, late = await bot.adapter.post(delivery()), await bot.adapter.post(delivery("k2"))
    slack.lay(late.id, "fire", BEN)
    async with running(slack, clock=clock, posts=[head]) as bot:
        await until(lambda: slack.called("conversations.history"))
        bot.core.posts = [head, late]
        clock.ahead = RECORDED_AFTER + 1
        await until(lambda: bot.core.reactions)
        assert [reaction.message for reaction in bot.core.reactions] == [late]


async def test_a_channel_that_can_not_be_read_hides_no_other(slack: SlackServer) -> None:
    async with running(slack) as bot:
        head = await bot.adapter.post(delivery())
    slack.lay(head.id, "fire", BEN)
    async with running(slack, posts=[MessageRef(Channel(TENANT, "CGONE"), "1.1"), head]) as later:
        await until(lambda: later.core.reactions)
