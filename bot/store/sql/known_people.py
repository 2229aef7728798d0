"""What chat platforms said of people, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.model import KnownPerson, Member
from bot.store.columns import json_list, member_columns, member_of, micros, moment
from bot.store.sql.database import Database, Transaction


class SqlKnownPeople:
    """See ``bot.ports.known_people.KnownPeople``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, member: Member) -> KnownPerson | None:
        row = await self._database.fetch_one(
            """
            select admin, bot, zone, conversation, name, at from known_people
            where platform = $1 and tenant = $2 and member = $3
            """,
            *member_columns(member),
        )
        if row is None:
            return None
        return KnownPerson(
            is_admin=None if row["admin"] is None else bool(row["admin"]),
            is_bot=bool(row["bot"]),
            zone=row["zone"],
            conversation=row["conversation"],
            name=row["name"],
            at=moment(row["at"]),
        )

    async def keep(self, member: Member, person: KnownPerson) -> None:
        admin = None if person.is_admin is None else int(person.is_admin)

        async def work(transaction: Transaction) -> None:
            await transaction.execute(
                """
                insert into known_people (platform, tenant, member, admin, bot, zone, conversation, at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (platform, tenant, member) do update set admin = excluded.admin, bot = excluded.bot,
                    zone = excluded.zone, conversation = excluded.conversation, at = excluded.at
                """,
                *member_columns(member),
                admin,
                int(person.is_bot),
                person.zone,
                person.conversation,
                micros(person.at),
            )

        await self._database.write(work)

    async def keep_name(self, member: Member, name: str, at: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_KEEP_NAME, *member_columns(member), name, micros(at))

        await self._database.write(work)

    async def names(self, members: Sequence[Member]) -> Mapping[Member, str]:
        asked = self._database.dialect.rows("$1", "platform", "tenant", "member")
        rows = await self._database.fetch(_NAMES.format(asked=asked), json_list(map(member_columns, members)))
        return {member_of(row): row["name"] for row in rows}


_KEEP_NAME = """
    insert into known_people (platform, tenant, member, admin, bot, zone, conversation, name, at)
    values ($1, $2, $3, null, 0, '', '', $4, $5)
    on conflict (platform, tenant, member) do update set name = excluded.name
"""
_NAMES = """
    select known.platform, known.tenant, known.member, known.name from {asked} as asked join known_people as known
        on known.platform = asked.platform and known.tenant = asked.tenant and known.member = asked.member
    where known.name <> ''
"""
