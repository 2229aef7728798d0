"""Private addresses of feeds, in SQL."""

from datetime import datetime

from bot.model import Member
from bot.store.columns import member_columns, member_of, micros, moment
from bot.store.sql.database import Database, Transaction


class SqlFeedAddresses:
    """See ``bot.ports.feed_addresses.FeedAddresses``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, member: Member, mark: str, made: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_PUT, *member_columns(member), mark, micros(made))

        await self._database.write(work)

    async def owner(self, mark: str) -> Member | None:
        row = await self._database.fetch_one(_OWNER, mark)
        return None if row is None else member_of(row)

    async def made(self, member: Member) -> datetime | None:
        row = await self._database.fetch_one(_MADE, *member_columns(member))
        return None if row is None else moment(row["made"])

    async def revoke(self, member: Member) -> bool:
        async def work(transaction: Transaction) -> bool:
            return bool(await transaction.execute(_REVOKE, *member_columns(member)))

        return await self._database.write(work)


_OF_MEMBER = "platform = $1 and tenant = $2 and member = $3"
_OWNER = "select platform, tenant, member from feed_addresses where mark = $1"
_MADE = f"select made from feed_addresses where {_OF_MEMBER}"  # noqa: S608
_REVOKE = f"delete from feed_addresses where {_OF_MEMBER}"  # noqa: S608
_PUT = """
    insert into feed_addresses (platform, tenant, member, mark, made) values ($1, $2, $3, $4, $5)
    on conflict (platform, tenant, member) do update set mark = excluded.mark, made = excluded.made
"""
