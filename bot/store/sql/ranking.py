"""Caches of ranking, in SQL."""

from collections.abc import Mapping, Sequence

from bot.model import Member, Tenant
from bot.ports.ranking import StoredSpace
from bot.store.columns import json_list, micros, moment
from bot.store.sql.database import Database, Transaction


class SqlProfiles:
    """See ``bot.ports.ranking.Profiles``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, members: Sequence[Member], space: str) -> Mapping[Member, bytes]:
        rows = await self._database.fetch(
            """
            select profiles.* from json_each($1) as asked join profiles
                on platform = json_extract(asked.value, '$[0]') and tenant = json_extract(asked.value, '$[1]')
                and member = json_extract(asked.value, '$[2]')
            where space = $2
            """,
            json_list(_columns(member) for member in members),
            space,
        )
        return {Member(Tenant(row["platform"], row["tenant"]), row["member"]): bytes(row["content"]) for row in rows}

    async def save(self, profiles: Mapping[Member, bytes], space: str) -> None:
        kept = [(*_columns(member), space, content) for member, content in profiles.items() if content]
        empty = [_columns(member) for member, content in profiles.items() if not content]

        async def work(transaction: Transaction) -> None:
            await transaction.execute_many(
                """
                insert into profiles (platform, tenant, member, space, content) values ($1, $2, $3, $4, $5)
                on conflict (platform, tenant, member) do update set space = excluded.space, content = excluded.content
                """,
                kept,
            )
            await transaction.execute_many(
                "delete from profiles where platform = $1 and tenant = $2 and member = $3", empty
            )

        await self._database.write(work)


class SqlSpaces:
    """See ``bot.ports.ranking.Spaces``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self) -> StoredSpace | None:
        row = await self._database.fetch_one("select * from feature_space")
        if row is None:
            return None
        return StoredSpace(
            version=row["version"], papers=row["papers"], fitted=moment(row["fitted"]), content=bytes(row["content"])
        )

    async def save(self, space: StoredSpace) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(
                """
                insert into feature_space (only_one, version, papers, fitted, content) values (1, $1, $2, $3, $4)
                on conflict (only_one) do update set version = excluded.version, papers = excluded.papers,
                    fitted = excluded.fitted, content = excluded.content
                """,
                space.version,
                space.papers,
                micros(space.fitted),
                space.content,
            )

        await self._database.write(work)


def _columns(member: Member) -> tuple[str, str, str]:
    return (member.tenant.platform, member.tenant.id, member.id)
