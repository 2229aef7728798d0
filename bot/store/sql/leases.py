"""Leases, in SQL."""

from datetime import datetime

from bot.store.columns import micros, moment
from bot.store.sql.database import Database, Transaction


class SqlLeases:
    """See ``bot.ports.leases.Leases``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def acquire(self, name: str, now: datetime, until: datetime, holder: str = "") -> datetime | None:
        async def work(transaction: Transaction) -> datetime | None:
            if await transaction.execute(_ACQUIRE, name, micros(until), holder, micros(now)):
                return None
            row = await transaction.fetch_one(_UNTIL, name)
            return None if row is None else moment(row["until"])

        return await self._database.write(work)

    async def release(self, name: str, at: datetime) -> None:
        await self._database.write(lambda transaction: transaction.execute(_RELEASE, name, micros(at)))

    async def until(self, name: str) -> datetime | None:
        row = await self._database.fetch_one(_UNTIL, name)
        return None if row is None else moment(row["until"])


_UNTIL = "select until from leases where name = $1"
_ACQUIRE = """
    insert into leases (name, until, holder) values ($1, $2, $3)
    on conflict (name) do update set until = excluded.until, holder = excluded.holder
        where leases.until <= $4 or (leases.holder = excluded.holder and leases.holder <> '')
"""
_RELEASE = """
    insert into leases (name, until, holder) values ($1, $2, '')
    on conflict (name) do update set until = excluded.until, holder = excluded.holder
"""
