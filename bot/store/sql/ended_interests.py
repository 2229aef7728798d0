"""What members follow or mute no more, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from bot.model import EndedInterest, Interest, Member
from bot.ports.ended_interests import RETENTION
from bot.store.columns import member_columns, micros, micros_or_none, moment
from bot.store.sql.database import Database, Transaction
from bot.store.sql.people import interest_of


class SqlEndedInterests:
    """See ``bot.ports.ended_interests.EndedInterests``; of one account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, member: Member, interests: Sequence[Interest], at: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            for place, interest in enumerate(interests):
                await transaction.execute(_KEEP, *member_columns(member), micros(at), place, *_columns(interest))

        await self._database.write(work)

    async def of(self, member: Member) -> Sequence[EndedInterest]:
        rows = await self._database.fetch(_OF, *member_columns(member))
        return [EndedInterest(interest=interest_of(row), at=moment(row["at"])) for row in rows]

    async def drop(self, member: Member, at: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_DROP, *member_columns(member), micros(at))

        await self._database.write(work)

    async def expire(self, now: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute("delete from ended_interests where at < $1", micros(now - RETENTION))

        await self._database.write(work)


def _columns(interest: Interest) -> tuple[str, str, int, str, int | None]:
    return (
        interest.kind.value,
        interest.value,
        int(interest.muted),
        interest.group or "",
        micros_or_none(interest.since),
    )


_KEEP = """
    insert into ended_interests (platform, tenant, member, at, place, kind, value, muted, filed_under, since)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (platform, tenant, member, at, place) do nothing
"""
_OF = """
    select * from ended_interests where platform = $1 and tenant = $2 and member = $3 order by at desc, place
"""
_DROP = "delete from ended_interests where platform = $1 and tenant = $2 and member = $3 and at = $4"
