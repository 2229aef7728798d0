"""Emoji on Paperboy's messages, told by Discord or found there."""

import asyncio

import pytest

from adapters.discord import reactions
from bot.model import Answer, Card, Channel, MessageRef
from bot.store.memory.key_value import MemoryKeyValue
from tests.adapters.discord.running import TENANT, Running, delivery, paper, running, until
from tests.platforms.discord_server import DiscordServer
from tests.platforms.discord_shapes import ALICE, BOB, PAPERS, words

WHICH = Answer(card=Card(text="which?", asks=True))


async def test_emoji_that_were_put_on_without_a_connection_are_found(server: DiscordServer) -> None:
    async with running(server) as bot:
        head = await bot.adapter.post(delivery())
        threaded = await bot.adapter.post(delivery("k2", 1, head))
    (post,) = server.posts(PAPERS)
    server.lay(post, "👍", BOB)
    server.lay(server.posts(head.id)[0], "🔖", ALICE)
    async with running(server, is_ready=False) as again:
        again.core.posts = [head, threaded]
        await until(lambda: len(again.core.reactions) == 2)
        found = {(r.member.id, r.emoji, r.message, r.late) for r in again.core.reactions}
    assert found == {(BOB, "👍", head, True), (ALICE, "🔖", threaded, True)}


async def test_emoji_are_found_however_much_people_wrote_since(server: DiscordServer) -> None:
    async with running(server) as bot:
        head = await bot.adapter.post(delivery())
    (post,) = server.posts(PAPERS)
    server.lay(post, "👍", BOB)
    server.messages[PAPERS] += [{**post, "id": server.snowflake(), "_emoji": {}} for _ in range(120)]
    async with running(server, is_ready=False) as again:
        again.core.posts = [head]
        await until(lambda: again.core.reactions)
        assert [(r.member.id, r.message) for r in again.core.reactions] == [(BOB, head)]


async def test_what_was_recorded_late_is_looked_at_too(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reactions, "RECORDED_AFTER", 0.5)
    async with running(server) as bot:
        head, late = await bot.adapter.post(delivery()), await bot.adapter.post(delivery("k2"))
    server.lay(server.posts(PAPERS)[1], "👍", BOB)
    async with running(server, is_ready=False) as again:
        again.core.posts = [head]
        await again.ready()
        await until(lambda: any("/messages" in path for method, path in server.requests if method == "GET"))
        again.core.posts = [head, late]
        await until(lambda: again.core.reactions)
        assert [reaction.message for reaction in again.core.reactions] == [late]


async def test_posts_that_can_t_be_read_are_left_out(server: DiscordServer) -> None:
    async with running(server) as bot:
        head = await bot.adapter.post(delivery())
    server.lay(server.posts(PAPERS)[0], "👍", BOB)
    async with running(server, is_ready=False) as again:
        again.core.posts = [MessageRef(Channel(TENANT, "999"), "1"), head]
        await until(lambda: again.core.reactions)


async def test_an_emoji_that_can_t_mean_a_paper_is_explained_once_a_day(bot: Running) -> None:
    bot.core.answers_to_emoji["👍"] = WHICH
    await bot.adapter.post(delivery())
    (post,) = bot.server.posts(PAPERS)
    for _ in range(3):
        await bot.server.react(post, "👍", BOB)
    await until(lambda: len(bot.core.reactions) == 3)
    direct = bot.server.direct(BOB)["id"]
    await until(lambda: bot.server.posts(direct))
    assert len(bot.server.posts(direct)) == 1
    assert "several papers" in words(bot.server.posts(direct)[0])


async def test_emoji_on_an_answer_that_others_see_mean_its_papers(bot: Running) -> None:
    bot.core.answers["paper"] = Answer(card=Card(papers=(paper(7),)), shareable=True)
    (private,) = await (await bot.server.command("papers paper", paper="2401.00007")).answered()
    (shared,) = await (await bot.server.press(private, "Share in channel")).answered()
    assert await _remembered(bot.state, some=True) == [f"discord.shared.{shared['id']}"]
    await bot.server.react(shared, "👍", BOB)
    await bot.server.react(shared, "👍", BOB, added=False)
    await until(lambda: len(bot.core.shown) == 2)
    assert bot.core.shown == [("arxiv:2401.00007",)] * 2


async def test_what_was_shared_is_forgotten_after_a_month(server: DiscordServer) -> None:
    state = MemoryKeyValue()
    await state.put("discord.shared.920000000000000001", "arxiv:2401.00007")
    async with running(server, state):
        await _remembered(state, some=False)


async def _remembered(state: MemoryKeyValue, *, some: bool) -> list[str]:
    """What is remembered of shared posts, once there is some, or none any more."""
    async with asyncio.timeout(5):
        while bool(found := await state.named("discord.shared.")) is not some:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    return list(found)
