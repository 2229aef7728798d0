"""The Discord and the Slack of ``tests.scenarios.chaos``: several connections at once, some of which may be dead."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from typing import Any

from aiohttp import ClientError, web

from tests.platforms.discord_server import DiscordServer, Json
from tests.platforms.discord_shapes import GUILD, a_channel
from tests.platforms.slack_server import BOT, Payload, SlackServer

CHANNELS = 6
"""On each platform."""


class Slack(SlackServer):
    """Hands what happens to any of the sockets, and sends an event again that was not acknowledged, as Slack does."""

    __slots__ = ("answers",)

    def __init__(self) -> None:
        super().__init__()
        self.answers: Counter[str] = Counter()
        self.channels = {f"C{number}": {BOT} for number in range(CHANNELS)}

    async def deliver(self, kind: str, payload: Payload, *, retry: int = 0) -> Payload:
        for again in range(3 if kind == "events_api" else 1):
            while not self.sockets:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            random.shuffle(self.sockets)
            with suppress(TimeoutError, ClientError, ConnectionError):
                return await super().deliver(kind, payload, retry=again)
        return {}

    async def _response(self, request: Any) -> Any:
        self.answers[request.match_info["id"]] += 1
        return await super()._response(request)

    def keys(self, channel: str) -> list[str]:
        """What was posted there, in order, by the keys that its messages carry."""
        return [m["metadata"]["event_payload"]["key"] for m in self.messages if m["channel"] == channel]


class Discord(DiscordServer):
    """Tells every connection, also where one of them is dead."""

    def __init__(self) -> None:
        super().__init__()
        self.ids = [str(920000000000000100 + number) for number in range(CHANNELS)]
        for number, each in enumerate(self.ids):
            self.channels[each] = a_channel(each, 0, guild_id=GUILD, name=f"chaos{number}")

    async def _hand(self, socket: web.WebSocketResponse, event: Json) -> None:
        with suppress(ClientError, ConnectionError):
            await super()._hand(socket, event)

    def keys(self, channel: str) -> list[str]:
        """What was posted there and in its threads, in order, by nonce."""
        places = [channel, *(one["id"] for one in self.channels.values() if one.get("parent_id") == channel)]
        found = [message for place in places for message in self.messages[place]]
        return [str(message["nonce"]) for message in sorted(found, key=lambda message: int(message["id"]))]
