"""The program over a PostgreSQL server, from nothing to its posts, killed and started again."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests import postgres
from tests.adapters.discord.running import served
from tests.platforms.discord_server import TOKEN, DiscordServer
from tests.platforms.discord_shapes import GUILD, PAPERS
from tests.pooler import pooled

PROGRAM = [sys.executable, "-m", "paperboy_bot"]


@pytest.fixture
def url() -> Iterator[str]:
    with postgres.empty_database() as url:
        yield url


class Shell:
    """Runs the program's commands in a folder of its own, with these settings."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERBOY_")}
        own = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "PAPERBOY_EMBEDDINGS": "false"}
        self._folder = folder
        self._environment = {**kept, **own, **settings}

    async def run(self, *words: str) -> tuple[int, str]:
        """Exit code and output of one command."""
        process = await self._start(*words)
        async with asyncio.timeout(120):
            out, _ = await process.communicate()
        return process.returncode or 0, out.decode()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """``paperboy run``, killed with -9 in the end."""
        process = await self._start("run")
        try:
            yield
        finally:
            process.kill()
            await process.communicate()

    async def _start(self, *words: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *PROGRAM,
            *words,
            cwd=self._folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )


async def until(condition: Callable[[], bool]) -> None:
    """Long enough for the lease of a message that was killed on its way to end, on a busy machine too."""
    async with asyncio.timeout(240):
        while not condition():  # noqa: ASYNC110 - it is another process that is waited for
            await asyncio.sleep(0.05)


def settings_of(server: DiscordServer, url: str) -> dict[str, str]:
    return {
        "PAPERBOY_DATABASE_URL": url,
        "PAPERBOY_DISCORD_API_BASE": server.api_base,
        "PAPERBOY_DISCORD_GATEWAY_URL": server.gateway_url,
        "PAPERBOY_DISCORD_TOKEN": TOKEN,
        "PAPERBOY_SOURCES": "sample",
    }


async def test_from_nothing_to_posts_that_a_kill_neither_loses_nor_doubles(tmp_path: Path, url: str) -> None:
    channel = f"discord:{GUILD}/{PAPERS}"
    async with served() as server:
        shell = Shell(tmp_path, settings_of(server, url))
        code, said = await shell.run("init", "--yes", "--wait")
        assert code == 0, said
        code, said = await shell.run("digest", "--now", channel)
        assert code == 0, said
        async with shell.running():
            await until(lambda: len(server.posts(PAPERS)) == 1)
        assert (await shell.run("digest", "--now", channel))[0] == 0
        async with shell.running():
            await until(lambda: len(server.posts(PAPERS)) == 2)
            code, said = await shell.run("doctor")
            assert (code, "Sound, with 99 papers" in said) == (0, True), said
        assert (await shell.run("db", "check"))[1] == "The database is sound.\n"
        found = json.loads((await shell.run("search", "language", "model", "--json"))[1])
        assert found["hits"]
        code, said = await shell.run("db", "backup", "copy.dump")
        assert (code, "pg_dump" in said) == (78, True)


async def test_two_processes_post_once_through_a_pooler(tmp_path: Path, url: str) -> None:
    channel = f"discord:{GUILD}/{PAPERS}"
    with pooled(url) as through:
        async with served() as server:
            shell = Shell(tmp_path, settings_of(server, through))
            code, said = await shell.run("init", "--yes", "--wait")
            assert code == 0, said
            for _ in range(2):  # beside the first one, of init
                assert (await shell.run("digest", "--now", channel))[0] == 0
            async with shell.running(), shell.running():
                await until(lambda: len(server.posts(PAPERS)) >= 3)
                found = json.loads((await shell.run("search", "language", "model", "--json"))[1])
            assert found["hits"]
            assert len({post["nonce"] for post in server.posts(PAPERS)}) == len(server.posts(PAPERS)) == 3
