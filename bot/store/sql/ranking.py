"""Caches of ranking, in SQL."""

from collections.abc import Mapping, Sequence

from bot.model import Member
from bot.ports.ranking import Fit, StoredSpace
from bot.store.columns import json_list, member_columns, member_of, micros, moment
from bot.store.sql.database import Database, Transaction


class SqlProfiles:
    """See ``bot.ports.ranking.Profiles``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, members: Sequence[Member], fit: Fit) -> Mapping[Member, bytes]:
        rows = await self._database.fetch(
            _PROFILES_OF.format(asked=self._database.dialect.rows("$1", "platform", "tenant", "member")),
            json_list(member_columns(member) for member in members),
            fit.method,
            fit.version,
        )
        return {member_of(row): bytes(row["content"]) for row in rows}

    async def save(self, profiles: Mapping[Member, bytes], fit: Fit) -> None:
        kept = [
            (*member_columns(member), fit.method, fit.version, content)
            for member, content in profiles.items()
            if content
        ]
        empty = [(*member_columns(member), fit.method) for member, content in profiles.items() if not content]

        async def work(transaction: Transaction) -> None:
            await transaction.lock(*sorted({profiles_lock(*member_columns(member)[:2]) for member in profiles}))
            reacted = await _who_reacted(transaction, [row[:3] for row in kept])
            await transaction.execute_many(
                """
                insert into profiles (platform, tenant, member, method, version, content)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (platform, tenant, member, method) do update
                    set version = excluded.version, content = excluded.content
                """,
                [row for row in kept if row[:3] in reacted],
            )
            await transaction.execute_many(
                "delete from profiles where platform = $1 and tenant = $2 and member = $3 and method = $4", empty
            )

        await self._database.write(work)


def profiles_lock(platform: str, tenant: str) -> str:
    """The lock of whoever saves profiles of a tenant's people, or erases what they are made of."""
    return f"profiles of {platform} {tenant}"


async def _who_reacted(transaction: Transaction, members: Sequence[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Those of whom there are reactions still, in this account or one joined to it: the others were erased."""
    sql = _REACTED.format(asked=transaction.dialect.rows("$1", "platform", "tenant", "member"))
    rows = await transaction.fetch(sql, json_list(members)) if members else ()
    return {(row["platform"], row["tenant"], row["member"]) for row in rows}


_REACTED = """
    select asked.platform, asked.tenant, asked.member from {asked} as asked
    where exists (
        select 1 from feedback
        where feedback.platform = asked.platform and feedback.tenant = asked.tenant and feedback.member = asked.member
    ) or exists (
        select 1 from linked_accounts as own
        where own.platform = asked.platform and own.tenant = asked.tenant and own.member = asked.member
    )
"""
_PROFILES_OF = """
    select profiles.* from {asked} as asked join profiles
        on profiles.platform = asked.platform and profiles.tenant = asked.tenant and profiles.member = asked.member
    where method = $2 and version = $3
"""


class SqlSpaces:
    """See ``bot.ports.ranking.Spaces``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, method: str) -> StoredSpace | None:
        row = await self._database.fetch_one("select * from feature_spaces where method = $1", method)
        if row is None:
            return None
        return StoredSpace(
            fit=Fit(method, row["version"]),
            papers=row["papers"],
            fitted=moment(row["fitted"]),
            content=bytes(row["content"]),
        )

    async def newest(self, method: str) -> Fit | None:
        row = await self._database.fetch_one("select version from feature_spaces where method = $1", method)
        return Fit(method, row["version"]) if row else None

    async def save(self, space: StoredSpace) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(
                """
                insert into feature_spaces (method, version, papers, fitted, content) values ($1, $2, $3, $4, $5)
                on conflict (method) do update set version = excluded.version, papers = excluded.papers,
                    fitted = excluded.fitted, content = excluded.content
                """,
                space.fit.method,
                space.fit.version,
                space.papers,
                micros(space.fitted),
                space.content,
            )

        await self._database.write(work)
