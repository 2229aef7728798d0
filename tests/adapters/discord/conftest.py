from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.running import Running, running, served
from tests.platforms.discord_server import DiscordServer


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with served() as server:
        yield server


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Running]:
    async with running(server) as bot:
        yield bot
