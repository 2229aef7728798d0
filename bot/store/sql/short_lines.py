"""Short stand-ins for command lines, in SQL."""

from datetime import datetime

from bot.store.columns import micros
from bot.store.sql.database import Database, Transaction
from bot.store.tokens import candidates


class SqlShortLines:
    """See ``bot.ports.short_lines.ShortLines``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shorten(self, line: str, now: datetime) -> str:
        async def work(transaction: Transaction) -> str:
            for token in candidates(line):
                if await transaction.execute(_PUT, token, line, micros(now)):
                    return token
            raise AssertionError

        return await self._database.write(work)

    async def expand(self, token: str) -> str | None:
        row = await self._database.fetch_one("select line from short_lines where token = $1", token)
        return None if row is None else str(row["line"])


_PUT = """
    insert into short_lines (token, line, used) values ($1, $2, $3)
    on conflict (token) do update set used = excluded.used where short_lines.line = excluded.line
"""
