"""What every chat platform promises about posting: see ``bot.ports.chat.ChatAdapter`` and ``tests.contracts.chats``."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import ChannelGone, DeliveryError, Refused, TryLater, Unknown
from bot.model import Attempt, Button, Card, Channel, Delivery, MessageRef, PaperCard, PaperId
from tests.contracts.chats import PLATFORMS, ChatHarness, Failure, OtherSide, open_harness

PAPER = PaperId("arxiv:2401.01234")
CARD = Card(
    title="Today's papers",
    papers=(
        PaperCard(
            paper=PAPER,
            title="A paper",
            url="https://arxiv.org/abs/2401.01234",
            buttons=(Button(label="👍", line=f"like {PAPER}"),),
        ),
    ),
)
PLAIN = Card(text="No papers today: arXiv announces nothing on Sundays.")


@pytest.fixture(params=PLATFORMS)
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[ChatHarness]:
    async with open_harness(request.param) as harness:
        yield harness


@pytest.fixture
def side(chat: ChatHarness) -> OtherSide:
    if chat.side is None:
        pytest.skip("nothing lies between this adapter and its platform")
    return chat.side


def part(channel: Channel, number: int = 0, card: Card = CARD, thread: MessageRef | None = None) -> Delivery:
    return Delivery(
        key=f"paperboy0delivery0key{number:04d}",
        digest="d",
        channel=channel,
        part=number,
        card=card,
        in_thread=number > 0,
        thread=thread,
        attempt=Attempt(number=1, started=datetime.now(UTC)),
    )


async def test_a_post_lies_where_it_should(chat: ChatHarness) -> None:
    ref = await chat.adapter.post(part(chat.channel))
    assert ref.channel == chat.channel
    assert ref.id


async def test_one_post_is_one_message_and_is_found(chat: ChatHarness, side: OtherSide) -> None:
    first = await chat.adapter.post(part(chat.channel))
    found = await chat.adapter.find(part(chat.channel))
    assert found == first
    assert side.posts(chat.channel) == 1


@pytest.mark.parametrize("card", [CARD, PLAIN], ids=["papers", "only words"])
async def test_what_was_posted_is_found_even_when_the_platform_forgot_the_key(chat: ChatHarness, card: Card) -> None:
    delivery = part(chat.channel, card=card)
    ref = await chat.adapter.post(delivery)
    if chat.side:
        chat.side.forget_keys()
    assert await chat.adapter.find(delivery) == ref


async def test_what_was_not_posted_is_not_found(chat: ChatHarness) -> None:
    await chat.adapter.post(part(chat.channel))
    assert await chat.adapter.find(replace(part(chat.channel), key="another0key")) is None


async def test_parts_go_to_one_thread_and_are_found_there(chat: ChatHarness) -> None:
    if not chat.adapter.capabilities.threads:
        pytest.skip("there are no threads here")
    head = await chat.adapter.post(part(chat.channel))
    refs = [await chat.adapter.post(part(chat.channel, number, thread=head)) for number in (1, 2)]
    for number, ref in zip((1, 2), refs, strict=True):
        assert await chat.adapter.find(part(chat.channel, number, thread=head)) == ref
    assert len({head, *refs}) == 3
    if chat.side:
        assert (chat.side.posts(chat.channel), chat.side.thread_posts(head)) == (1, 2)


async def test_a_part_of_a_thread_that_was_never_made_is_not_found(chat: ChatHarness) -> None:
    head = await chat.adapter.post(part(chat.channel))
    assert await chat.adapter.find(part(chat.channel, 1, thread=head)) is None


async def test_a_lost_answer_is_unknown_then_found_then_not_posted_again(chat: ChatHarness, side: OtherSide) -> None:
    side.fail_next("answer lost")
    with pytest.raises(Unknown):
        await chat.adapter.post(part(chat.channel))
    if chat.reads_back:
        assert await chat.adapter.find(part(chat.channel)) is not None
    else:
        with pytest.raises(DeliveryError):
            await chat.adapter.find(part(chat.channel))
    assert side.posts(chat.channel) == 1


@pytest.mark.parametrize(
    ("failure", "meaning"),
    [("unavailable", Unknown), ("asked to wait", TryLater), ("payload refused", Refused)],
)
async def test_what_goes_wrong_has_one_of_four_meanings(
    chat: ChatHarness, side: OtherSide, failure: Failure, meaning: type[DeliveryError]
) -> None:
    side.fail_next(failure)
    with pytest.raises(meaning):
        await chat.adapter.post(part(chat.channel))
    assert side.posts(chat.channel) == 0
    await chat.adapter.post(part(chat.channel))
    assert side.posts(chat.channel) == 1


async def test_a_channel_that_is_gone_is_said_to_be(chat: ChatHarness) -> None:
    if chat.missing is None:
        pytest.skip("this platform has one channel, which is always there")
    with pytest.raises(ChannelGone):
        await chat.adapter.post(part(chat.missing))


async def test_telling_is_private(chat: ChatHarness) -> None:
    if not chat.tells:
        pytest.skip("people are told in chat")
    await chat.adapter.tell(chat.member, PLAIN)
    if chat.side:
        assert (chat.side.told(), chat.side.posts(chat.channel)) == (1, 0)


async def test_somebody_who_wants_no_messages_is_left_alone(chat: ChatHarness) -> None:
    if chat.silent is None:
        pytest.skip("nobody can refuse private messages here")
    with pytest.raises(DeliveryError):
        await chat.adapter.tell(chat.silent, PLAIN)
