"""Private addresses of channels' digests, in SQL."""

from datetime import datetime

from bot.model import Channel, Tenant
from bot.store.columns import channel_columns, micros, moment
from bot.store.sql.database import Database, Transaction


class SqlChannelAddresses:
    """See ``bot.ports.channel_addresses.ChannelAddresses``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, channel: Channel, mark: str, made: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_PUT, *channel_columns(channel), mark, micros(made))

        await self._database.write(work)

    async def channel(self, mark: str) -> Channel | None:
        row = await self._database.fetch_one(_CHANNEL, mark)
        return None if row is None else Channel(Tenant(row["platform"], row["tenant"]), row["channel"])

    async def made(self, channel: Channel) -> datetime | None:
        row = await self._database.fetch_one(_MADE, *channel_columns(channel))
        return None if row is None else moment(row["made"])

    async def revoke(self, channel: Channel) -> bool:
        async def work(transaction: Transaction) -> bool:
            return bool(await transaction.execute(_REVOKE, *channel_columns(channel)))

        return await self._database.write(work)


_OF_CHANNEL = "platform = $1 and tenant = $2 and channel = $3"
_CHANNEL = "select platform, tenant, channel from channel_addresses where mark = $1"
_MADE = f"select made from channel_addresses where {_OF_CHANNEL}"  # noqa: S608
_REVOKE = f"delete from channel_addresses where {_OF_CHANNEL}"  # noqa: S608
_PUT = """
    insert into channel_addresses (platform, tenant, channel, mark, made) values ($1, $2, $3, $4, $5)
    on conflict (platform, tenant, channel) do update set mark = excluded.mark, made = excluded.made
"""
