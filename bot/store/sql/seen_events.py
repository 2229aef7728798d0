"""Which events were handled already, in SQL."""

from datetime import datetime, timedelta

from bot.store.columns import micros
from bot.store.sql.database import Database, Transaction

REMEMBER_EVENTS = timedelta(days=1)


class SqlSeenEvents:
    """See ``bot.ports.seen_events.SeenEvents``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first_time(self, event: str, now: datetime, asking: str) -> bool:
        async def work(transaction: Transaction) -> bool:
            await transaction.execute("delete from seen_events where seen <= $1", micros(now - REMEMBER_EVENTS))
            return await transaction.execute(_REMEMBER, event, micros(now), asking) > 0

        return await self._database.write(work)


_REMEMBER = """
    insert into seen_events (event, seen, asking) values ($1, $2, $3)
    on conflict (event) do update set asking = excluded.asking where seen_events.asking = excluded.asking
"""
