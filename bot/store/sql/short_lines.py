"""Short stand-ins for command lines, in SQL."""

from datetime import datetime

from bot.model import Member
from bot.ports.short_lines import RETENTION
from bot.store.columns import micros
from bot.store.sql.database import Database, Transaction
from bot.store.tokens import candidates


class SqlShortLines:
    """See ``bot.ports.short_lines.ShortLines``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shorten(self, line: str, now: datetime, owner: Member | None) -> str:
        whose = (owner.tenant.platform, owner.tenant.id, owner.id) if owner else ("", "", "")

        async def work(transaction: Transaction) -> str:
            for token in candidates(line, owner):
                if await transaction.execute(_PUT, token, line, micros(now), *whose):
                    return token
            raise AssertionError

        return await self._database.write(work)

    async def expand(self, token: str) -> str | None:
        row = await self._database.fetch_one("select line from short_lines where token = $1", token)
        return None if row is None else str(row["line"])

    async def expire(self, now: datetime) -> None:
        await self._database.write(
            lambda transaction: transaction.execute("delete from short_lines where used < $1", micros(now - RETENTION))
        )


_PUT = """
    insert into short_lines (token, line, used, platform, tenant, member) values ($1, $2, $3, $4, $5, $6)
    on conflict (token) do update set used = excluded.used where short_lines.line = excluded.line
        and short_lines.platform = excluded.platform and short_lines.tenant = excluded.tenant
        and short_lines.member = excluded.member
"""
