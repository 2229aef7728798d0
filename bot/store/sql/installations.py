"""Installations by others, in SQL."""

from datetime import datetime

from bot.model import Tenant
from bot.store.columns import micros
from bot.store.sql.database import Database, Transaction


class SqlInstallations:
    """See ``bot.ports.installations.Installations``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, tenant: Tenant, sealed: str, at: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(
                """
                insert into installations (platform, tenant, sealed, at) values ($1, $2, $3, $4)
                on conflict (platform, tenant) do update set sealed = excluded.sealed, at = excluded.at
                """,
                tenant.platform,
                tenant.id,
                sealed,
                micros(at),
            )

        await self._database.write(work)

    async def of(self, tenant: Tenant) -> str | None:
        row = await self._database.fetch_one(
            "select sealed from installations where platform = $1 and tenant = $2", tenant.platform, tenant.id
        )
        return None if row is None else str(row["sealed"])

    async def erase(self, tenant: Tenant) -> bool:
        async def work(transaction: Transaction) -> bool:
            gone = await transaction.execute(
                "delete from installations where platform = $1 and tenant = $2", tenant.platform, tenant.id
            )
            return gone > 0

        return await self._database.write(work)

    async def of_platform(self, platform: str) -> dict[Tenant, str]:
        rows = await self._database.fetch(
            "select tenant, sealed from installations where platform = $1 order by at, tenant", platform
        )
        return {Tenant(platform, row["tenant"]): row["sealed"] for row in rows}

    async def begin(self, state: str, until: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(
                "insert into installation_states (state, until) values ($1, $2)", state, micros(until)
            )

        await self._database.write(work)

    async def expire(self, now: datetime) -> None:
        await self._database.write(lambda transaction: transaction.execute(_EXPIRE, micros(now)))

    async def finish(self, state: str, now: datetime) -> bool:
        async def work(transaction: Transaction) -> bool:
            await transaction.execute(_EXPIRE, micros(now))
            return await transaction.execute("delete from installation_states where state = $1", state) > 0

        return await self._database.write(work)


_EXPIRE = "delete from installation_states where until <= $1"
