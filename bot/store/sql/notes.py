"""Small named facts, seen events, and short names for long command lines, in SQL."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.store.columns import micros, moment
from bot.store.sql.database import Database, Transaction
from bot.store.tokens import candidates

REMEMBER_EVENTS = timedelta(days=1)


class SqlNotes:
    """See ``bot.ports.people.Notes``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        row = await self._database.fetch_one("select value from notes where name = $1", name)
        return None if row is None else str(row["value"])

    async def put(self, name: str, value: str | None) -> None:
        async def work(transaction: Transaction) -> None:
            if value is None:
                await transaction.execute("delete from notes where name = $1", name)
                return
            await transaction.execute(
                """
                insert into notes (name, value) values ($1, $2)
                on conflict (name) do update set value = excluded.value
                """,
                name,
                value,
            )

        await self._database.write(work)

    async def named(self, prefix: str) -> Mapping[str, str]:
        rows = await self._database.fetch(
            "select name, value from notes where substr(name, 1, length($1)) = $1 order by name", prefix
        )
        return {row["name"]: row["value"] for row in rows}

    async def claim(self, name: str, now: datetime, until: datetime) -> datetime | None:
        async def work(transaction: Transaction) -> datetime | None:
            ours = await transaction.execute(
                """
                insert into notes (name, value) values ($1, $2)
                on conflict (name) do update set value = excluded.value where cast(notes.value as integer) <= $3
                """,
                name,
                str(micros(until)),
                micros(now),
            )
            row = None if ours else await transaction.fetch_one("select value from notes where name = $1", name)
            return None if row is None else moment(int(row["value"]))

        return await self._database.write(work)

    async def release(self, name: str, at: datetime) -> None:
        await self.put(name, str(micros(at)))

    async def first_time(self, event: str, now: datetime) -> bool:
        async def work(transaction: Transaction) -> bool:
            await transaction.execute("delete from seen_events where seen <= $1", micros(now - REMEMBER_EVENTS))
            added = await transaction.execute(
                "insert into seen_events (event, seen) values ($1, $2) on conflict do nothing", event, micros(now)
            )
            return added > 0

        return await self._database.write(work)

    async def shorten(self, line: str, now: datetime) -> str:
        async def work(transaction: Transaction) -> str:
            for token in candidates(line):
                await transaction.execute(
                    """
                    insert into short_lines (token, line, used) values ($1, $2, $3)
                    on conflict (token) do update set used = excluded.used where short_lines.line = excluded.line
                    """,
                    token,
                    line,
                    micros(now),
                )
                row = await transaction.fetch_one("select line from short_lines where token = $1", token)
                if row is not None and row["line"] == line:
                    return token
            raise AssertionError

        return await self._database.write(work)

    async def lengthen(self, token: str) -> str | None:
        row = await self._database.fetch_one("select line from short_lines where token = $1", token)
        return None if row is None else str(row["line"])
