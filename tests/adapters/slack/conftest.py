from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.running import Running, running
from tests.platforms.slack_server import SlackServer


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def bot(slack: SlackServer) -> AsyncIterator[Running]:
    async with running(slack) as bot:
        yield bot
