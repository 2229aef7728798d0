"""What chat platforms said of people, in SQL."""

from bot.model import KnownPerson, Member
from bot.store.columns import micros, moment
from bot.store.sql.database import Database, Transaction


class SqlKnownPeople:
    """See ``bot.ports.known_people.KnownPeople``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, member: Member) -> KnownPerson | None:
        row = await self._database.fetch_one(
            """
            select admin, bot, zone, conversation, at from known_people
            where platform = $1 and tenant = $2 and member = $3
            """,
            *_key(member),
        )
        if row is None:
            return None
        return KnownPerson(
            is_admin=None if row["admin"] is None else bool(row["admin"]),
            is_bot=bool(row["bot"]),
            zone=row["zone"],
            conversation=row["conversation"],
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
                *_key(member),
                admin,
                int(person.is_bot),
                person.zone,
                person.conversation,
                micros(person.at),
            )

        await self._database.write(work)


def _key(member: Member) -> tuple[str, str, str]:
    return member.tenant.platform, member.tenant.id, member.id
