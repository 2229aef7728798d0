"""What came of ``tests.scenarios.chaos``: whatever is missing, there twice, or out of order."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import psycopg

from bot.model import Channel
from tests.scenarios.chaos_platforms import Discord, Slack


class Count:
    """Reads the database beside the program, and what the platforms have."""

    def __init__(self, url: str, slack: Slack, discord: Discord) -> None:
        self._url = url
        self._slack = slack
        self._discord = discord
        self.slots: dict[Channel, set[str]] = {}
        """When each channel was due."""
        self.reactions: dict[tuple[str, str], str] = {}
        """By platform and person: the key of the message."""
        self.done: Counter[str] = Counter()

    async def recorded(self) -> set[str]:
        """The keys of the messages that are known to be posted."""
        return {row[0] for row in await self._rows("select key from deliveries where state = 'sent'")}

    async def on_the_way(self) -> list[str]:
        """What is not posted yet, and the channels whose slot was not made."""
        waiting = "select key || ': ' || state || ' ' || coalesce(why, '') from deliveries"
        due = "select channel || ' is due' from subscriptions"
        past = "next_due <= (extract(epoch from now()) * 1000000)::bigint"
        query = f"{waiting} where state not in ('sent', 'dead') union all {due} where {past}"
        return [row[0] for row in await self._rows(query)]

    async def missing_reactions(self) -> list[str]:
        """The keys of the messages whose reaction is not in the log."""
        told = await self._told()
        return [key for who, key in self.reactions.items() if who not in told]

    async def wrong(self, channels: Sequence[Channel]) -> dict[str, Any]:
        """Whatever is not as it should be."""
        return {
            "posts": {channel.id: posts for channel in channels if (posts := await self._wrong_posts(channel))},
            "on the way": await self.on_the_way(),
            "dead": [row[0] for row in await self._rows("select key || why from deliveries where state = 'dead'")],
            "slots": [c.id for c, slots in self.slots.items() if await self._digests(c) != len(slots)],
            "reactions missing": await self.missing_reactions(),
            "reactions written twice": sum(count > 1 for count in (await self._told()).values()),
            "discord answered by two": sum("already been acknowledged" in why for why in self._discord.refused),
            "slack answered twice": sum(count > 1 for count in self._slack.answers.values()),
        }

    async def _wrong_posts(self, channel: Channel) -> dict[str, Any] | None:
        """What a channel has, where it is not what the database says that it should have."""
        where = "platform = %s and channel = %s"
        rows = await self._rows(
            f"select key from deliveries where {where} order by made, digest, part",
            channel.tenant.platform,
            channel.id,
        )
        server = self._slack if channel.tenant.platform == "slack" else self._discord
        posted, expected = server.keys(channel.id), [row[0] for row in rows]
        self.done["messages"] += len(posted)
        if posted == expected:
            return None
        twice = [key for key, count in Counter(posted).items() if count > 1]
        return {"twice": twice, "missing": sorted({*expected} - {*posted}), "unknown": sorted({*posted} - {*expected})}

    async def _digests(self, channel: Channel) -> int:
        query = "select count(*) from digests where platform = %s and channel = %s"
        return int((await self._rows(query, channel.tenant.platform, channel.id))[0][0])

    async def _told(self) -> dict[tuple[str, str], int]:
        """How many lines each person has in the log: one, for the one emoji that they gave."""
        rows = await self._rows("select platform, member, count(*) from feedback group by platform, member")
        return {(platform, member): count for platform, member, count in rows}

    async def _rows(self, query: str, *values: object) -> list[Any]:
        """The rows, once the server answers."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    cursor = await connection.execute(query, values)  # type: ignore[call-overload]
                    return await cursor.fetchall()  # type: ignore[no-any-return]
            except psycopg.OperationalError:
                await asyncio.sleep(0.2)
