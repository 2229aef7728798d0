"""What people stated, how they reacted, and where they are active, in SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from bot.model import (
    Channel,
    Feedback,
    Interest,
    InterestKind,
    Interests,
    Member,
    Opinion,
    Owner,
    PaperId,
    Signal,
    Tenant,
)
from bot.model.opinions import found_before, is_news, opinions
from bot.store.columns import json_list, micros, micros_or_none, moment, moment_or_none
from bot.store.sql.counters import reserve
from bot.store.sql.database import Database, Record, Transaction


def owner_kind(owner: Owner) -> str:
    """How tables that belong to channels and to members tell them apart."""
    return "channel" if isinstance(owner, Channel) else "member"


class SqlInterestBook:
    """See ``bot.ports.interests.InterestBook``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, owner: Owner) -> Interests:
        return (await self.of_many([owner]))[owner]

    async def of_many(self, owners: Sequence[Owner]) -> Mapping[Owner, Interests]:
        rows = await self._database.fetch(
            _INTERESTS_OF.format(asked=self._database.dialect.rows("$1", *_OWNER)),
            json_list(_owner_columns(owner) for owner in owners),
        )
        stated = {asked: tuple(map(_interest_of, group)) for asked, group in groupby(rows, lambda row: row["asked"])}
        return {owner: Interests(all=stated.get(place, ())) for place, owner in enumerate(owners)}

    async def state(self, owner: Owner, interest: Interest) -> None:
        async def work(transaction: Transaction) -> None:
            place = await reserve(transaction, "interests")
            await transaction.execute(
                _STATE,
                *_owner_columns(owner),
                interest.kind.value,
                interest.value.casefold(),
                interest.value,
                int(interest.muted),
                interest.group or "",
                micros_or_none(interest.since),
                place,
            )

        await self._database.write(work)

    async def withdraw(self, owner: Owner, interest: Interest) -> bool:
        async def work(transaction: Transaction) -> bool:
            gone = await transaction.execute(
                """
                delete from interests where platform = $1 and tenant = $2 and owner_kind = $3 and owner = $4
                    and kind = $5 and folded = $6
                """,
                *_owner_columns(owner),
                interest.kind.value,
                interest.value.casefold(),
            )
            return gone > 0

        return await self._database.write(work)


class SqlFeedbackLog:
    """See ``bot.store.joined.AccountsLog``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, feedback: Feedback) -> bool:
        async def work(transaction: Transaction) -> bool:
            if feedback.emoji:
                found = found_before(feedback, await _locked_lines(transaction, feedback))
                if found is not None:
                    await transaction.execute(_UNFIND, *_line_columns(found)[:7], found.emoji)
            return await transaction.execute(_ADD, *_line_columns(feedback)) > 0

        return await self._database.write(work)

    async def append_found(self, feedback: Feedback) -> bool:
        async def work(transaction: Transaction) -> bool:
            news = is_news(feedback, await _locked_lines(transaction, feedback))
            return news and await transaction.execute(_ADD, *_line_columns(feedback)) > 0

        return await self._database.write(work)

    async def of(self, member: Member, paper: PaperId | None = None) -> Sequence[Feedback]:
        about, values = ("", ()) if paper is None else ("and paper = $4", (paper,))
        sql = _FEEDBACK_OF.format(about=about)
        return await self._database.fetch_as(_feedback_of, sql, *_member_columns(member), *values)

    async def standing_of_many(
        self, members: Sequence[Member], papers: Sequence[PaperId] | None = None
    ) -> Mapping[Member, Sequence[Feedback]]:
        dialect = self._database.dialect
        only = "" if papers is None else f"and feedback.paper in {dialect.texts('$2')}"
        lines = await self._database.fetch_as(
            _feedback_of,
            _STANDING.format(asked=dialect.rows("$1", *_MEMBER), only=only),
            json_list(_member_columns(member) for member in dict.fromkeys(members)),
            *(() if papers is None else (json_list(papers),)),
        )
        return _by_member(lines)

    async def about(self, tenant: Tenant, papers: Sequence[PaperId]) -> Sequence[tuple[Member, Opinion]]:
        lines = await self._database.fetch_as(
            _feedback_of,
            _FEEDBACK_ABOUT.format(papers=self._database.dialect.texts("$3")),
            tenant.platform,
            tenant.id,
            json_list(papers),
        )
        told = _by_member(lines)
        return [(member, opinion) for member, lines in told.items() for _, opinion in sorted(opinions(lines).items())]


class SqlMemberships:
    """See ``bot.ports.memberships.Memberships``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def seen(self, channel: Channel, member: Member, at: datetime) -> None:
        if channel.tenant != member.tenant:
            return

        async def work(transaction: Transaction) -> None:
            await transaction.execute(
                """
                insert into memberships (platform, tenant, channel, member, seen) values ($1, $2, $3, $4, $5)
                on conflict (platform, tenant, channel, member) do update set
                    seen = case when memberships.seen < excluded.seen then excluded.seen else memberships.seen end
                """,
                channel.tenant.platform,
                channel.tenant.id,
                channel.id,
                member.id,
                micros(at),
            )

        await self._database.write(work)

    async def of(self, channel: Channel, since: datetime) -> Sequence[Member]:
        rows = await self._database.fetch(
            """
            select member from memberships where platform = $1 and tenant = $2 and channel = $3 and seen > $4
            order by seen desc, member
            """,
            channel.tenant.platform,
            channel.tenant.id,
            channel.id,
            micros(since),
        )
        return [Member(channel.tenant, row["member"]) for row in rows]

    async def channels_of(self, member: Member) -> frozenset[Channel]:
        rows = await self._database.fetch(
            "select channel from memberships where platform = $1 and tenant = $2 and member = $3",
            member.tenant.platform,
            member.tenant.id,
            member.id,
        )
        return frozenset(Channel(member.tenant, row["channel"]) for row in rows)


async def _locked_lines(transaction: Transaction, feedback: Feedback) -> Sequence[Feedback]:
    """The member's lines about the paper; nobody else writes of an emoji of theirs until this transaction ends."""
    member = _member_columns(feedback.member)
    await transaction.lock(f"emoji of {' '.join(member)}")
    rows = await transaction.fetch(_FEEDBACK_OF.format(about="and paper = $4"), *member, feedback.paper)
    return [_feedback_of(row) for row in rows]


_OWNER = ("platform", "tenant", "owner_kind", "owner")
_MEMBER = ("platform", "tenant", "member")
_INTERESTS_OF = """
    select asked.place as asked, interests.* from {asked} as asked join interests
        on interests.platform = asked.platform and interests.tenant = asked.tenant
        and interests.owner_kind = asked.owner_kind and interests.owner = asked.owner
    order by asked.place, interests.place
"""
_STATE = """
    insert into interests
        (platform, tenant, owner_kind, owner, kind, folded, value, muted, filed_under, since, place)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (platform, tenant, owner_kind, owner, kind, folded) do update set
        value = excluded.value, muted = excluded.muted, filed_under = excluded.filed_under,
        since = excluded.since, place = excluded.place
"""
_ADD = """
    insert into feedback (platform, tenant, member, paper, signal, retracted, at, channel, event, emoji)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing
"""
_UNFIND = """
    delete from feedback where platform = $1 and tenant = $2 and member = $3 and paper = $4 and signal = $5
        and retracted = $6 and at = $7 and event = '' and emoji = $8
"""
_STANDING = """
    with ranked as (
        select seq, row_number() over (
            partition by feedback.platform, feedback.tenant, feedback.member, paper, signal, emoji
            order by at desc, retracted desc, seq desc
        ) as place
        from {asked} as asked join feedback
            on feedback.platform = asked.platform and feedback.tenant = asked.tenant
            and feedback.member = asked.member {only}
    )
    select feedback.* from ranked join feedback on feedback.seq = ranked.seq
    where ranked.place = 1 order by at, feedback.seq
"""
_FEEDBACK_OF = """
    select * from feedback where platform = $1 and tenant = $2 and member = $3 {about} order by at, seq
"""
_FEEDBACK_ABOUT = """
    select * from feedback where platform = $1 and tenant = $2 and paper in {papers} order by member
"""


def _owner_columns(owner: Owner) -> tuple[str, str, str, str]:
    return owner.tenant.platform, owner.tenant.id, owner_kind(owner), owner.id


def _member_columns(member: Member) -> tuple[str, str, str]:
    return member.tenant.platform, member.tenant.id, member.id


def _line_columns(feedback: Feedback) -> tuple[object, ...]:
    return (
        *_member_columns(feedback.member),
        feedback.paper,
        feedback.signal.value,
        int(feedback.retracted),
        micros(feedback.at),
        feedback.channel.id if feedback.channel is not None else None,
        feedback.event or "",
        feedback.emoji,
    )


def _interest_of(row: Record) -> Interest:
    return Interest(
        kind=InterestKind(row["kind"]),
        value=row["value"],
        muted=bool(row["muted"]),
        group=row["filed_under"] or None,
        since=moment_or_none(row["since"]),
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


def _by_member(lines: Iterable[Feedback]) -> dict[Member, list[Feedback]]:
    told: dict[Member, list[Feedback]] = {}
    for line in lines:
        told.setdefault(line.member, []).append(line)
    return told
