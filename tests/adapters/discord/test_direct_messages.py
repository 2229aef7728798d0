"""Plain words in a direct message: answered there, once, and kept nowhere."""

import asyncio

import pytest

from bot.model import Answer, Card, Tenant
from tests.adapters.discord.running import Running, paper, until
from tests.platforms.discord_server import Fault
from tests.platforms.discord_shapes import ALICE, words


@pytest.mark.parametrize(
    ("written", "command", "argument"),
    [
        ("hi", "help", "hello"),
        ("Hello Paperboy!", "help", "hello"),
        ("https://arxiv.org/abs/2608.19880", "paper", "arxiv:2608.19880"),
        ("(2608.19880).", "paper", "arxiv:2608.19880"),
        ("have you seen 2608.19880?", "paper", "arxiv:2608.19880"),
        ("world models for robots", "search", "world models for robots"),
        ("/papers today", "today", ""),
        ("saved", "saved", ""),
    ],
)
async def test_words_are_answered_in_the_conversation(bot: Running, written: str, command: str, argument: str) -> None:
    await bot.server.write(written)
    (answer,) = await _answers(bot)
    assert f"answer to {command}" in words(answer)
    asked = bot.core.last
    assert (asked.command.name, [value for _, value in asked.command.arguments]) == (
        command,
        [argument] * bool(argument),
    )
    assert (asked.direct, asked.member.tenant, asked.member.id) == (True, Tenant("discord", f"user:{ALICE}"), ALICE)


async def test_a_message_told_of_twice_is_answered_once(bot: Running) -> None:
    message = await bot.server.write("hi")
    await _answers(bot)
    await bot.server.dispatch("MESSAGE_CREATE", message)
    await bot.server.write("today")
    assert [words(answer) for answer in await _answers(bot, 2)] == ["answer to help", "answer to today"]


async def test_bots_and_empty_messages_are_not_answered(bot: Running) -> None:
    await bot.server.write("hi", bot=True)
    await bot.server.write("")
    await bot.server.write("today")
    (answer,) = await _answers(bot)
    assert words(answer) == "answer to today"


async def test_an_answer_that_is_lost_is_given_again_and_never_twice(bot: Running) -> None:
    bot.server.faults.append(Fault("POST", "/channels/", after=True))
    await bot.server.write("hi")
    await until(lambda: not bot.server.faults)
    await bot.server.write("today")
    await until(lambda: any("answer to today" in words(post) for post in _posts(bot)))
    assert len([post for post in _posts(bot) if "answer to help" in words(post)]) == 1


async def test_an_emoji_on_an_answer_means_its_paper(bot: Running) -> None:
    bot.core.answers["paper"] = Answer(card=Card(papers=(paper(7),)))
    await bot.server.write("2401.00007")
    (answer,) = await _answers(bot)
    async with asyncio.timeout(5):
        while not await bot.state.named("discord.shared."):  # noqa: ASYNC110  nothing tells of it
            await asyncio.sleep(0.005)
    await bot.server.react(answer, "👍")
    await until(lambda: bot.core.shown)
    assert bot.core.shown[-1] == (paper(7).paper,)


def _posts(bot: Running) -> list[dict[str, object]]:
    return bot.server.posts(bot.server.direct(ALICE)["id"])


async def _answers(bot: Running, count: int = 1) -> list[dict[str, object]]:
    await until(lambda: len(_posts(bot)) == count)
    return _posts(bot)
