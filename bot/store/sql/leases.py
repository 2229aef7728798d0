"""Leases, in SQL."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.ports.leases import RETENTION
from bot.store.columns import json_list, micros, moment, range_of
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

    async def hold(self, names: Collection[str], holder: str, now: datetime, span: timedelta) -> frozenset[str]:
        statement = _HOLD.format(now=self._database.dialect.now("$3"))
        microseconds = span // timedelta(microseconds=1)

        async def work(transaction: Transaction) -> frozenset[str]:
            # In order, so that two processes that want the same ones don't wait for each other.
            return frozenset(
                [
                    name
                    for name in sorted(names)
                    if await transaction.execute(statement, name, holder, micros(now), microseconds)
                ]
            )

        return await self._database.write(work)

    async def give_back(self, names: Collection[str], holder: str) -> None:
        statement = _GIVE_BACK.format(names=self._database.dialect.texts("$1"))
        await self._database.write(lambda transaction: transaction.execute(statement, json_list(names), holder))

    async def holders(self, prefix: str, now: datetime) -> Mapping[str, str]:
        statement = _HOLDERS.format(now=self._database.dialect.now("$3"))
        rows = await self._database.fetch(statement, *range_of(prefix), micros(now))
        return {row["name"]: row["holder"] for row in rows}

    async def expire(self, now: datetime) -> None:
        await self._database.write(
            lambda transaction: transaction.execute("delete from leases where until < $1", micros(now - RETENTION))
        )


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
_HOLD = """
    insert into leases (name, until, holder) values ($1, {now} + $4, $2)
    on conflict (name) do update set until = excluded.until, holder = excluded.holder
        where leases.until <= {now} or leases.holder = excluded.holder
"""
_GIVE_BACK = "delete from leases where holder = $2 and name in {names}"
_HOLDERS = "select name, holder from leases where name >= $1 and name < $2 and until > {now}"
