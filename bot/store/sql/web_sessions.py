"""Links and sessions of the web page, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from bot.model import Member, WebSession
from bot.store.columns import member_columns, member_of, micros, moment
from bot.store.sql.database import Database, Record, Transaction


class SqlWebSessions:
    """See ``bot.ports.web_sessions.WebSessions``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offer(self, member: Member, mark: str, expires: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_TAKE_BACK, *member_columns(member))
            await transaction.execute(_OFFER, *member_columns(member), mark, micros(expires))

        await self._database.write(work)

    async def offered(self, mark: str, now: datetime) -> Member | None:
        row = await self._database.fetch_one(
            "select platform, tenant, member from sign_in_links where mark = $1 and expires > $2", mark, micros(now)
        )
        return None if row is None else member_of(row)

    async def begin(self, link: str, session: WebSession) -> bool:
        async def work(transaction: Transaction) -> bool:
            spent = await transaction.execute(_SPEND, *member_columns(session.member), link, micros(session.made))
            if spent:
                await transaction.execute(_BEGIN, *_columns(session))
            return bool(spent)

        return await self._database.write(work)

    async def start(self, session: WebSession) -> None:
        await self._write(_BEGIN, *_columns(session))

    async def of(self, mark: str, now: datetime) -> WebSession | None:
        row = await self._database.fetch_one(f"{_SELECT} where mark = $1 and expires > $2", mark, micros(now))
        return None if row is None else _session_of(row)

    async def prolong(self, mark: str, used: datetime, expires: datetime) -> None:
        await self._write(
            "update web_sessions set used = $1, expires = $2 where mark = $3", micros(used), micros(expires), mark
        )

    async def all_of(self, member: Member, now: datetime) -> Sequence[WebSession]:
        rows = await self._database.fetch(
            f"{_SELECT} where {_OF_MEMBER} and expires > $4 order by used desc, mark",
            *member_columns(member),
            micros(now),
        )
        return [_session_of(row) for row in rows]

    async def end(self, member: Member, mark: str = "") -> int:
        if mark:
            return await self._write(_END_ONE, *member_columns(member), mark)
        return await self._write(_END_ALL, *member_columns(member))

    async def expire(self, now: datetime) -> None:
        await self._write("delete from sign_in_links where expires <= $1", micros(now))
        await self._write("delete from web_sessions where expires <= $1", micros(now))

    async def _write(self, sql: str, *values: object) -> int:
        async def work(transaction: Transaction) -> int:
            return await transaction.execute(sql, *values)

        return await self._database.write(work)


_OF_MEMBER = "platform = $1 and tenant = $2 and member = $3"
_TAKE_BACK = f"delete from sign_in_links where {_OF_MEMBER}"  # noqa: S608
_END_ALL = f"delete from web_sessions where {_OF_MEMBER}"  # noqa: S608
_END_ONE = f"{_END_ALL} and mark = $4"
_OFFER = "insert into sign_in_links (platform, tenant, member, mark, expires) values ($1, $2, $3, $4, $5)"
_SPEND = f"delete from sign_in_links where {_OF_MEMBER} and mark = $4 and expires > $5"  # noqa: S608
_BEGIN = """
    insert into web_sessions (platform, tenant, member, mark, made, used, expires, browser)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_SELECT = "select platform, tenant, member, mark, made, used, expires, browser from web_sessions"


def _columns(session: WebSession) -> tuple[object, ...]:
    times = (micros(session.made), micros(session.used), micros(session.expires))
    return (*member_columns(session.member), session.mark, *times, session.browser)


def _session_of(row: Record) -> WebSession:
    return WebSession(
        member=member_of(row),
        mark=row["mark"],
        made=moment(row["made"]),
        used=moment(row["used"]),
        expires=moment(row["expires"]),
        browser=row["browser"],
    )
