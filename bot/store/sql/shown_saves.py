"""Members who show what they save, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from bot.model import Member
from bot.store.columns import json_list, member_columns, member_of, micros
from bot.store.sql.database import Database, Transaction


class SqlShownSaves:
    """See ``bot.ports.shown_saves.ShownSaves``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, member: Member, at: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_SHOW, *member_columns(member), micros(at))

        await self._database.write(work)

    async def hide(self, member: Member) -> bool:
        async def work(transaction: Transaction) -> bool:
            return bool(await transaction.execute(_HIDE, *member_columns(member)))

        return await self._database.write(work)

    async def among(self, members: Sequence[Member]) -> frozenset[Member]:
        asked = self._database.dialect.rows("$1", "platform", "tenant", "member")
        rows = await self._database.fetch(_AMONG.format(asked=asked), json_list(map(member_columns, members)))
        return frozenset(map(member_of, rows))


_SHOW = "insert into shown_saves (platform, tenant, member, since) values ($1, $2, $3, $4) on conflict do nothing"
_HIDE = "delete from shown_saves where platform = $1 and tenant = $2 and member = $3"
_AMONG = """
    select shown.platform, shown.tenant, shown.member from {asked} as asked join shown_saves as shown
        on shown.platform = asked.platform and shown.tenant = asked.tenant and shown.member = asked.member
"""
