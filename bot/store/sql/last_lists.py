"""What each person was shown and asked last, in SQL."""

import json
from datetime import datetime

from bot.model import Channel, LastList, ListedPapers, Member, PaperId
from bot.ports.last_lists import MOST_NUMBERED, RETENTION
from bot.store.columns import member_columns, micros, moment, moment_or_none
from bot.store.sql.database import Database, Record, Transaction

Place = tuple[str, ...]


class SqlLastLists:
    """See ``bot.ports.last_lists.LastLists``. ``papers`` is a JSON list of pairs of number and paper."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show_list(self, member: Member, channel: Channel | None, listed: ListedPapers, at: datetime) -> None:
        place = _place(member, channel)

        async def work(transaction: Transaction) -> None:
            papers = dict(listed.papers)
            if 1 not in papers and (row := await transaction.fetch_one(_TOUCH, *place, micros(at))):
                papers = _papers(row) | papers
            numbered = sorted(papers.items())[-MOST_NUMBERED:]
            page = (min(listed.page), max(listed.page))
            await transaction.execute(_LIST, *place, json.dumps(numbered), *page, micros(at), listed.only)

        await self._database.write(work)

    async def show_paper(self, member: Member, channel: Channel | None, paper: PaperId, at: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_PAPER, *_place(member, channel), paper, micros(at))

        await self._database.write(work)

    async def ask(self, member: Member, channel: Channel | None, yes: str, at: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            asked = (yes, micros(at)) if yes else (None, None)
            await transaction.execute(_ASK, *_place(member, channel), *asked, micros(at))

        await self._database.write(work)

    async def of(self, member: Member, channel: Channel | None) -> LastList | None:
        row = await self._database.fetch_one(_OF, *_place(member, channel))
        if row is None:
            return None
        page = range(row["page_first"], row["page_last"] + 1)
        only = PaperId(row["paper"]) if row["paper"] else None
        listed = ListedPapers(papers=_papers(row), page=page, only=only)
        return LastList(
            listed=listed,
            list_at=moment_or_none(row["listed"]),
            at=moment(row["at"]),
            yes=row["yes"] or "",
            yes_at=moment_or_none(row["yes_at"]),
        )

    async def expire(self, now: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute("delete from last_lists where at < $1", micros(now - RETENTION))

        await self._database.write(work)


def _place(member: Member, channel: Channel | None) -> Place:
    return (*member_columns(member), channel.id if channel else "")


def _papers(row: Record) -> dict[int, PaperId]:
    return {number: PaperId(paper) for number, paper in json.loads(row["papers"])}


_HERE = "platform = $1 and tenant = $2 and member = $3 and channel = $4"
_OF = f"select * from last_lists where {_HERE}"  # noqa: S608
_TOUCH = f"update last_lists set at = $5 where {_HERE} returning papers"  # noqa: S608
"""Reads a row and keeps others from changing it meanwhile."""
_LIST = """
    insert into last_lists (platform, tenant, member, channel, papers, page_first, page_last, listed, paper, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)
    on conflict (platform, tenant, member, channel) do update set
        papers = excluded.papers, page_first = excluded.page_first, page_last = excluded.page_last,
        listed = excluded.listed, paper = excluded.paper, at = excluded.at
"""
_PAPER = """
    insert into last_lists (platform, tenant, member, channel, papers, page_first, page_last, paper, at)
    values ($1, $2, $3, $4, '[]', 1, 0, $5, $6)
    on conflict (platform, tenant, member, channel) do update set paper = excluded.paper, at = excluded.at
"""
_ASK = """
    insert into last_lists (platform, tenant, member, channel, papers, page_first, page_last, yes, yes_at, at)
    values ($1, $2, $3, $4, '[]', 1, 0, $5, $6, $7)
    on conflict (platform, tenant, member, channel) do update set
        yes = excluded.yes, yes_at = excluded.yes_at
"""
