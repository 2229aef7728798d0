"""From nothing to the first post against the strict emulators: what ``paperboy init`` does is all allowed there."""

import asyncio
from pathlib import Path

import pytest

from tests.acceptance import discord_world, slack_world
from tests.scenarios.person import Person

DISCORD_MINUTES, SLACK_MINUTES = 5, 8


@pytest.mark.skipif(bool(discord_world.MISSING), reason=f"acceptance data: {discord_world.MISSING}")
async def test_discord(tmp_path: Path) -> None:
    emulator = discord_world.Emulator()
    info = emulator.info
    settings = {"PAPERBOY_DISCORD_API_BASE": info["api_base"], "PAPERBOY_DISCORD_GATEWAY_URL": info["gateway_url"]}
    try:
        async with Person(tmp_path, "init", settings={**settings, "PAPERBOY_SOURCES": "sample"}) as person:
            await person.answer("Where people are to use Paperboy", "1")
            await person.answer("Bot token", info["token"])
            for question in ("Where papers come from", "What you work on", "Your time zone", "Where everything is"):
                await person.answer(question, "")
            await person.sees("1  #papers in ")
            for question in ("Which channel gets daily picks", "At what time", "Post today's picks", "Start Paperboy"):
                await person.answer(question, "")
            await asyncio.to_thread(discord_world.until, lambda: posts(emulator, channel_id=discord_world.PAPERS))
            await person.interrupts()
        assert person.seconds <= DISCORD_MINUTES * 60
        assert emulator.get("violations").get("violations") == []
    finally:
        emulator.stop()


def posts(emulator: discord_world.Emulator | slack_world.Emulator, **where: str) -> object:
    return emulator.get("messages", author="bot", **where)["messages"]


@pytest.mark.skipif(bool(slack_world.MISSING), reason=f"acceptance data: {slack_world.MISSING}")
async def test_slack(tmp_path: Path) -> None:
    emulator = slack_world.Emulator()
    info = emulator.info
    settings = {"PAPERBOY_SLACK_API_BASE": info["api_base"], "PAPERBOY_SOURCES": "sample"}
    try:
        async with Person(tmp_path, "init", settings=settings) as person:
            await person.answer("Where people are to use Paperboy", "2")
            await person.answer("Bot token", info["bot_token"])
            await person.answer("App-level token", info["app_token"])
            for question in ("Where papers come from", "What you work on", "Your time zone", "Where everything is"):
                await person.answer(question, "")
            for question in ("Which channel gets daily picks", "At what time", "Post today's picks", "Start Paperboy"):
                await person.answer(question, "")
            await asyncio.to_thread(slack_world.until, lambda: posts(emulator, channel=slack_world.PAPERS))
            await person.interrupts()
        assert person.seconds <= SLACK_MINUTES * 60
        assert emulator.get("violations").get("violations") == []
    finally:
        emulator.stop()
