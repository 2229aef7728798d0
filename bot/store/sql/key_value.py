"""Small named facts, in SQL."""

from collections.abc import Mapping

from bot.store.columns import range_of
from bot.store.sql.database import Database, Transaction


class SqlKeyValue:
    """See ``bot.ports.key_value.KeyValue``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        row = await self._database.fetch_one("select value from key_value where name = $1", name)
        return None if row is None else str(row["value"])

    async def put(self, name: str, value: str | None) -> None:
        async def work(transaction: Transaction) -> None:
            if value is None:
                await transaction.execute("delete from key_value where name = $1", name)
            else:
                await transaction.execute(_PUT, name, value)

        await self._database.write(work)

    async def named(self, prefix: str) -> Mapping[str, str]:
        rows = await self._database.fetch(NAMED, *range_of(prefix))
        return {row["name"]: row["value"] for row in rows}


NAMED = "select name, value from key_value where name >= $1 and name < $2 order by name"
_PUT = "insert into key_value (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value"
