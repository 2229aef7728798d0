"""From nothing to the first post in a chat: ``paperboy init`` at a terminal, over the platforms' loopback servers."""

import asyncio
import stat
from collections.abc import Callable
from pathlib import Path

from tests.adapters.discord.running import served
from tests.platforms.discord_server import TOKEN, DiscordServer
from tests.platforms.discord_shapes import PAPERS
from tests.platforms.slack_server import APP_TOKEN, BOT_TOKEN, CHANNEL, SlackServer
from tests.scenarios.person import Person

DISCORD_MINUTES, SLACK_MINUTES = 5, 8


def of_discord(server: DiscordServer) -> dict[str, str]:
    addresses = {"PAPERBOY_DISCORD_API_BASE": server.api_base, "PAPERBOY_DISCORD_GATEWAY_URL": server.gateway_url}
    return {**addresses, "PAPERBOY_SOURCES": "sample"}


async def until(condition: Callable[[], bool], person: Person) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.05)
            assert "Traceback" not in person.shown


async def test_discord_from_nothing_to_the_first_post(tmp_path: Path) -> None:
    async with served() as server, Person(tmp_path, "init", settings=of_discord(server)) as person:
        await person.answer("Where people are to use Paperboy", "1")
        await person.answer("Bot token", "not-a-token")
        await person.sees("Discord does not accept PAPERBOY_DISCORD_TOKEN")
        await person.answer("Bot token", TOKEN)
        await person.sees("It belongs to the bot")
        await person.answer("Where papers come from [sample]", "")
        await person.answer("What you work on", "coding agents, diffusion models")
        await person.answer("Your time zone [Europe/Berlin]", "")
        await person.answer("Where everything is kept", "")
        await person.sees("/oauth2/authorize?client_id=")
        await person.answer("Which channel gets daily picks", "1")
        await person.answer("At what time, on weekdays [09:00]", "")
        await person.sees("gets daily picks: weekdays at 09:00 Europe/Berlin")
        await person.answer("Post today's picks there now", "")
        await person.answer("Start Paperboy now and send that post", "")
        await until(lambda: bool(server.posts(PAPERS)), person)
        await person.interrupts()
    assert TOKEN not in person.shown
    assert person.seconds <= DISCORD_MINUTES * 60
    assert server.refused == ["GET /users/@me 401: Unauthorized"]  # the wrong token
    written = tmp_path / "config" / "paperboy" / "settings.env"
    assert f"\nPAPERBOY_DISCORD_TOKEN={TOKEN}\n" in written.read_text()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


async def test_slack_from_nothing_to_the_first_post(tmp_path: Path) -> None:
    async with SlackServer() as slack:
        settings = {"PAPERBOY_SLACK_API_BASE": slack.api_base, "PAPERBOY_SOURCES": "sample"}
        async with Person(tmp_path, "init", settings=settings) as person:
            await person.answer("Where people are to use Paperboy", "2")
            await person.sees("https://api.slack.com/apps?new_app=1&manifest_json=%7B")
            await person.answer("Bot token", APP_TOKEN)
            await person.sees("begins with xoxb-")
            await person.answer("Bot token", BOT_TOKEN)
            await person.answer("App-level token", APP_TOKEN)
            await person.sees("It is good for workspace")
            await person.answer("Where papers come from [sample]", "")
            await person.answer("What you work on", "")
            await person.answer("Your time zone", "Tokyo")
            await person.answer("Where everything is kept", "")
            await person.sees("/invite @Paperboy")
            await person.answer("Which channel gets daily picks", "1")
            await person.answer("At what time", "08:30")
            await person.sees("weekdays at 08:30 Asia/Tokyo")
            await person.answer("Post today's picks there now", "")
            await person.answer("Start Paperboy now", "")
            await until(lambda: any(one["channel"] == CHANNEL for one in slack.messages), person)
            await person.interrupts()
    assert BOT_TOKEN not in person.shown
    assert person.seconds <= SLACK_MINUTES * 60


async def test_a_second_time_changes_only_what_is_answered_anew(tmp_path: Path) -> None:
    async with served() as server:
        first = of_discord(server) | {"PAPERBOY_DISCORD_TOKEN": TOKEN}
        async with Person(tmp_path, "init", "--yes", settings=first) as person:
            assert await person.ends() == 0
        file = tmp_path / "config" / "paperboy" / "settings.env"
        file.write_text(file.read_text() + "# my own line\nPAPERBOY_GRACE_HOURS=3\n")
        async with Person(tmp_path, "init", settings=of_discord(server)) as person:
            await person.answer("Where people are to use Paperboy [3]", "3")
            await person.answer("Where papers come from", "")
            await person.answer("What you work on", "coding agents")
            await person.sees("Europe/Berlin")
            await person.answer("", "UTC+5:30")
            await person.answer("Where everything is kept", "")
            await person.sees("Following coding agents")
            await person.answer("Start Paperboy now", "n")
            assert await person.ends() == 0
    assert "PAPERBOY_ZONE=UTC+05:30\n" in file.read_text()
    assert file.read_text().endswith("# my own line\nPAPERBOY_GRACE_HOURS=3\n")
    assert "PAPERBOY_ZONE=Europe/Berlin\n" in file.with_name("settings.env.before").read_text()


async def test_without_questions_it_waits_for_a_channel_and_posts_there(tmp_path: Path) -> None:
    async with served() as server:
        server.guilds, joined = {}, server.guilds
        settings = of_discord(server) | {"PAPERBOY_DISCORD_TOKEN": TOKEN}
        async with Person(tmp_path, "init", "--yes", "--wait", settings=settings) as person:
            await person.sees("Waiting for Discord")
            server.guilds = joined
            await person.sees("gets daily picks")
            assert await person.ends() == 0
        async with Person(tmp_path, "run", settings=settings) as running:
            await until(lambda: bool(server.posts(PAPERS)), running)
            await running.interrupts()
