"""Identity links, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import uuid4

from bot.model import Member
from bot.store.columns import json_list, member_columns, member_of, micros
from bot.store.sql.database import Database, Transaction


class SqlLinks:
    """See ``bot.ports.links.Links``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._joined = _JOINED.format(asked=database.dialect.rows("$1", "platform", "tenant", "member"))

    async def of(self, member: Member) -> tuple[Member, ...]:
        return (await self.of_many([member]))[member]

    async def of_many(self, members: Sequence[Member]) -> Mapping[Member, tuple[Member, ...]]:
        if not members:
            return {}
        rows = await self._database.fetch(self._joined, json_list(member_columns(member) for member in members))
        joined = {place: list(map(member_of, group)) for place, group in groupby(rows, lambda row: row["asked"])}
        return {
            member: (member, *(other for other in joined.get(place, ()) if other != member))
            for place, member in enumerate(members)
        }

    async def join(self, one: Member, other: Member) -> bool:
        async def work(transaction: Transaction) -> bool:
            await transaction.lock("links")
            sides = [await _accounts_with(transaction, member) for member in (one, other)]
            together = set(sides[0]) | set(sides[1])
            if len({account.tenant for account in together}) < len(together):
                return False
            person = uuid4().hex
            await transaction.execute_many(_PUT, [(*member_columns(account), person) for account in sorted(together)])
            return True

        return one != other and await self._database.write(work)

    async def part(self, member: Member) -> tuple[Member, ...]:
        async def work(transaction: Transaction) -> tuple[Member, ...]:
            await transaction.lock("links")
            others = [account for account in await _accounts_with(transaction, member) if account != member]
            gone = [member, *others] if len(others) == 1 else [member]
            await transaction.execute_many(_DELETE, [member_columns(account) for account in gone])
            return tuple(others)

        return await self._database.write(work)

    async def offer(self, code: str, member: Member, until: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_END_OFFERS, *member_columns(member))
            await transaction.execute(_OFFER, code, *member_columns(member), micros(until))

        await self._database.write(work)

    async def offered_by(self, code: str, now: datetime) -> Member | None:
        row = await self._database.fetch_one(
            "select * from link_codes where code = $1 and until > $2", code, micros(now)
        )
        return member_of(row) if row else None

    async def use(self, code: str) -> bool:
        used = await self._database.write(lambda transaction: transaction.execute(_USE, code))
        return used > 0

    async def expire(self, now: datetime) -> None:
        await self._database.write(
            lambda transaction: transaction.execute("delete from link_codes where until <= $1", micros(now))
        )


async def _accounts_with(transaction: Transaction, member: Member) -> list[Member]:
    rows = await transaction.fetch(_OF_PERSON, *member_columns(member))
    return [member_of(row) for row in rows] or [member]


_JOINED = """
    select asked.place as asked, theirs.platform, theirs.tenant, theirs.member
    from {asked} as asked join linked_accounts as own
        on own.platform = asked.platform and own.tenant = asked.tenant and own.member = asked.member
    join linked_accounts as theirs on theirs.person = own.person
    order by asked.place, theirs.platform, theirs.tenant, theirs.member
"""
_OF_PERSON = """
    select platform, tenant, member from linked_accounts where person = (
        select person from linked_accounts where platform = $1 and tenant = $2 and member = $3
    )
    order by platform, tenant, member
"""
_PUT = """
    insert into linked_accounts (platform, tenant, member, person) values ($1, $2, $3, $4)
    on conflict (platform, tenant, member) do update set person = excluded.person
"""
_DELETE = "delete from linked_accounts where platform = $1 and tenant = $2 and member = $3"
_USE = "delete from link_codes where code = $1"
_END_OFFERS = "delete from link_codes where platform = $1 and tenant = $2 and member = $3"
_OFFER = "insert into link_codes (code, platform, tenant, member, until) values ($1, $2, $3, $4, $5)"
