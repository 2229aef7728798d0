"""How members reacted, in SQL. The last line of each paper, signal and emoji is marked ``latest``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from bot.model import Channel, Feedback, Member, Opinion, PaperId, Signal, Tenant
from bot.model.opinions import found_before, is_news, opinions
from bot.store.columns import json_list, member_columns, micros, moment
from bot.store.sql.database import Database, Record, Transaction
from bot.store.sql.renamed_papers import main_id


class SqlFeedbackLog:
    """See ``bot.store.joined.AccountsLog``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, feedback: Feedback) -> bool:
        async def work(transaction: Transaction) -> bool:
            line = replace(feedback, paper=await main_id(transaction, feedback.paper))
            if line.emoji:
                found = found_before(line, await _locked_lines(transaction, line))
                if found is not None:
                    await transaction.execute(_UNFIND, *_line_columns(found)[:7], found.emoji)
                    await transaction.execute(_ALL_LATEST, *_group_columns(found))
            return await _added(transaction, line)

        return await self._database.write(work)

    async def append_found(self, feedback: Feedback) -> bool:
        async def work(transaction: Transaction) -> bool:
            line = replace(feedback, paper=await main_id(transaction, feedback.paper))
            news = is_news(line, await _locked_lines(transaction, line))
            return news and await _added(transaction, line)

        return await self._database.write(work)

    async def of(self, member: Member, paper: PaperId | None = None) -> Sequence[Feedback]:
        about, values = ("", ()) if paper is None else ("and paper = $4", (paper,))
        sql = _FEEDBACK_OF.format(about=about)
        return await self._database.fetch_as(_feedback_of, sql, *member_columns(member), *values)

    async def of_event(self, member: Member, event: str) -> Sequence[Feedback]:
        after_slash = chr(ord("/") + 1)
        values = *member_columns(member), event, f"{event}/", f"{event}{after_slash}"
        return await self._database.fetch_as(_feedback_of, _OF_EVENT, *values)

    async def standing_of_many(
        self, members: Sequence[Member], papers: Sequence[PaperId] | None = None, signal: Signal | None = None
    ) -> Mapping[Member, Sequence[Feedback]]:
        dialect = self._database.dialect
        only = "" if papers is None else f"and feedback.paper in {dialect.texts('$2')}"
        only += f" and feedback.signal = '{signal.value}'" if signal else ""
        lines = await self._database.fetch_as(
            _feedback_of,
            _STANDING.format(asked=dialect.rows("$1", *_MEMBER), only=only),
            json_list(member_columns(member) for member in dict.fromkeys(members)),
            *(() if papers is None else (json_list(papers),)),
        )
        return _by_member(lines)

    async def longer(self, members: Sequence[Member], than: int) -> frozenset[Member]:
        rows = await self._database.fetch(
            _LONGER.format(asked=self._database.dialect.rows("$1", *_MEMBER)),
            json_list(member_columns(member) for member in dict.fromkeys(members)),
            than,
        )
        return frozenset(_member(row["platform"], row["tenant"], row["member"]) for row in rows)

    async def last_said(
        self, member: Member, lines: int, signal: Signal | None = None
    ) -> Sequence[tuple[PaperId, datetime]]:
        only = f"and signal = '{signal.value}'" if signal else ""
        rows = await self._database.fetch(_LAST_SAID.format(only=only), *member_columns(member), lines)
        return [(PaperId(row["paper"]), moment(row["at"])) for row in rows]

    async def about(self, tenant: Tenant, papers: Sequence[PaperId]) -> Sequence[tuple[Member, Opinion]]:
        lines = await self._database.fetch_as(
            _feedback_of,
            _FEEDBACK_ABOUT.format(papers=self._database.dialect.texts("$3")),
            tenant.platform,
            tenant.id,
            json_list(papers),
        )
        by_member = _by_member(lines)
        return [
            (member, opinion) for member, lines in by_member.items() for _, opinion in sorted(opinions(lines).items())
        ]


async def _added(transaction: Transaction, feedback: Feedback) -> bool:
    """Write a line, and mark it as the last of its paper, signal and emoji where it is; say whether it was new."""
    added = await transaction.execute(_ADD, *_line_columns(feedback)) > 0
    if added:
        await transaction.execute(_NO_LONGER_LATEST, *_group_columns(feedback))
    return added


async def _locked_lines(transaction: Transaction, feedback: Feedback) -> Sequence[Feedback]:
    """The member's lines about the paper; nobody else writes of an emoji of theirs until this transaction ends."""
    member = member_columns(feedback.member)
    await transaction.lock(f"emoji of {' '.join(member)}")
    rows = await transaction.fetch(_FEEDBACK_OF.format(about="and paper = $4"), *member, feedback.paper)
    return [_feedback_of(row) for row in rows]


_MEMBER = ("platform", "tenant", "member")
_ADD = """
    insert into feedback (platform, tenant, member, paper, signal, retracted, at, channel, event, emoji)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing
"""
_UNFIND = """
    delete from feedback where platform = $1 and tenant = $2 and member = $3 and paper = $4 and signal = $5
        and retracted = $6 and at = $7 and event = '' and emoji = $8
"""
_ALL_LATEST = """
    update feedback set latest = 1
    where platform = $1 and tenant = $2 and member = $3 and paper = $4 and signal = $5 and emoji = $6
"""
_NO_LONGER_LATEST = """
    update feedback set latest = 0
    where platform = $1 and tenant = $2 and member = $3 and paper = $4 and signal = $5 and emoji = $6 and latest = 1
        and exists (
            select 1 from feedback later
            where later.platform = $1 and later.tenant = $2 and later.member = $3 and later.paper = $4
                and later.signal = $5 and later.emoji = $6 and later.latest = 1
                and (later.at, later.retracted, later.seq) > (feedback.at, feedback.retracted, feedback.seq))
"""
_STANDING = """
    select feedback.* from {asked} as asked join feedback
        on feedback.platform = asked.platform and feedback.tenant = asked.tenant and feedback.member = asked.member
    where latest = 1 {only} order by at, feedback.seq
"""
_LONGER = """
    select asked.platform, asked.tenant, asked.member from {asked} as asked
    where 1 = (
        select 1 from feedback
        where feedback.platform = asked.platform and feedback.tenant = asked.tenant and feedback.member = asked.member
            and latest = 1
        limit 1 offset $2)
"""
_LAST_SAID = """
    select paper, at from feedback
    where platform = $1 and tenant = $2 and member = $3 and latest = 1 and retracted = 0 {only}
    order by at desc, seq desc limit $4
"""
_FEEDBACK_OF = """
    select * from feedback where platform = $1 and tenant = $2 and member = $3 {about} order by at, seq
"""
_OF_EVENT = """
    select * from feedback
    where platform = $1 and tenant = $2 and member = $3 and event <> '' and (event = $4 or event > $5 and event < $6)
    order by at, seq
"""
_FEEDBACK_ABOUT = """
    select * from feedback where platform = $1 and tenant = $2 and paper in {papers} order by member
"""


def _line_columns(feedback: Feedback) -> tuple[object, ...]:
    return (
        *member_columns(feedback.member),
        feedback.paper,
        feedback.signal.value,
        int(feedback.retracted),
        micros(feedback.at),
        feedback.channel.id if feedback.channel is not None else None,
        feedback.event or "",
        feedback.emoji,
    )


_SIGNALS = {signal.value: signal for signal in Signal}


@lru_cache(maxsize=64)
def _member(platform: str, tenant: str, member: str) -> Member:
    """The same object for all lines of one person, of which there may be 100,000."""
    return Member(Tenant(platform, tenant), member)


def _feedback_of(row: Record) -> Feedback:
    member = _member(row["platform"], row["tenant"], row["member"])
    return Feedback(
        member=member,
        paper=PaperId(row["paper"]),
        signal=_SIGNALS[row["signal"]],
        at=moment(row["at"]),
        retracted=bool(row["retracted"]),
        channel=None if row["channel"] is None else Channel(member.tenant, row["channel"]),
        event=row["event"] or None,
        emoji=row["emoji"],
    )


def _group_columns(line: Feedback) -> tuple[str, str, str, str, str, str]:
    return *member_columns(line.member), line.paper, line.signal.value, line.emoji


def _by_member(lines: Iterable[Feedback]) -> dict[Member, list[Feedback]]:
    by_member: dict[Member, list[Feedback]] = {}
    for member, own in groupby(lines, key=attrgetter("member")):  # their hash is not asked for again, line by line
        by_member.setdefault(member, []).extend(own)
    return by_member
