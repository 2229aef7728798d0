"""Answers that Discord loses are given again, and seen once."""

import pytest

from bot.model import Answer, Button, Card
from tests.adapters.discord.running import Running, until
from tests.platforms.discord_server import Fault
from tests.platforms.discord_shapes import EPHEMERAL, words

LIST = Answer(card=Card(title="Papers", buttons=(Button(label="More ▶", line="search/2 agents"),)))


@pytest.mark.parametrize("after", [False, True], ids=["never arrived", "answer lost"])
@pytest.mark.parametrize("status", [0, 503], ids=["dropped", "unavailable"])
@pytest.mark.parametrize("what", ["acknowledgement", "answer"])
async def test_a_lost_answer_is_made_good(bot: Running, what: str, status: int, after: bool) -> None:
    path = {"acknowledgement": "/callback$", "answer": "@original$"}[what]
    method = {"acknowledgement": "POST", "answer": "PATCH"}[what]
    bot.server.faults.append(Fault(method, path, status=status, after=after))
    exchange = await bot.server.command("papers help")
    (message,) = await exchange.answered()
    assert words(message) == "answer to help"
    await bot.server.command("papers help")
    await until(lambda: len(bot.core.requests) == 2)
    assert len(exchange.messages) == 1


async def test_another_program_with_the_same_token_is_told_of_once(
    bot: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        bot.server.faults.append(Fault("POST", "/callback$", status=400, code=40060))
        await bot.server.command("papers help")
        await until(lambda: not bot.server.faults)
    await (await bot.server.command("papers today")).answered()
    assert [request.command.name for request in bot.core.requests] == ["today"]
    assert capsys.readouterr().err.count("same PAPERBOY_DISCORD_TOKEN") == 1


async def test_a_page_that_was_turned_and_lost_is_turned_again(bot: Running) -> None:
    bot.core.answers["search"] = LIST
    (first,) = await (await bot.server.command("papers search", query="agents")).answered()
    bot.server.faults.append(Fault("PATCH", "@original$", times=2))
    turned = await (await bot.server.press(first, "More ▶")).answered()
    assert len(turned) == 1


async def test_a_form_that_cant_be_opened_is_said_with_another_way(bot: Running) -> None:
    bot.core.form_values = failing  # type: ignore[method-assign]
    (message,) = await (await bot.server.command("papers subscribe")).answered()
    assert "/papers help subscribe" in words(message)
    assert message["flags"] & EPHEMERAL
    del bot.core.form_values
    bot.server.faults.append(Fault("POST", "/callback$", status=400, code=50035))
    (message,) = await (await bot.server.command("papers subscribe")).answered()
    assert "can't be opened" in words(message)


async def failing(*_: object) -> dict[str, str]:
    raise TimeoutError
