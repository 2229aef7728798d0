"""What came of each slot, in SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime

from pydantic import TypeAdapter

from bot.model import (
    Channel,
    Delivery,
    Digest,
    DigestKind,
    DigestPick,
    DigestReport,
    Member,
    PaperId,
    Subscription,
    Tenant,
)
from bot.store.columns import channel_columns, json_list, micros, micros_or_none, moment, moment_or_none, text_tuple
from bot.store.sql.database import Database, Record, Transaction
from bot.store.sql.outbox import promote, put_deliveries

_PICKS = TypeAdapter(tuple[DigestPick, ...])


class SqlDigests:
    """See ``bot.ports.digests.Digests``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def commit(
        self,
        subscription: Subscription,
        digest: Digest,
        deliveries: Sequence[Delivery],
        *,
        next_due: datetime | None,
        seen_to: datetime | None,
    ) -> bool:
        async def work(transaction: Transaction) -> bool:
            await transaction.lock(str(digest.channel))
            as_read = subscription.id, micros_or_none(subscription.next_due) or NO_TIME
            moved = await transaction.fetch_one(_MOVE, *as_read, micros_or_none(next_due), micros_or_none(seen_to))
            if moved is None:
                return False
            member = (moved["owner"] or "") if moved["direct"] else ""
            columns = _columns(digest, member, len(deliveries))
            if not await transaction.execute(_ADD, *columns):
                slot = *channel_columns(digest.channel), micros(digest.slot), digest.id, micros(digest.made)
                if not await transaction.execute(_DROP_MISSED, *slot):
                    return False
                await transaction.execute(_ADD, *columns)
            await transaction.execute_many(_ADD_PICKED, _picked_columns(digest, member))
            await put_deliveries(transaction, deliveries, digest.made, member)
            await promote(transaction, {digest.channel: digest.made})
            return True

        return await self._database.write(work)

    async def reports(self, channel: Channel, limit: int) -> Sequence[DigestReport]:
        rows = await self._database.fetch(_REPORTS, *channel_columns(channel), limit)
        return [_report(row) for row in rows]

    async def picked(self, channel: Channel, papers: Collection[PaperId]) -> frozenset[PaperId]:
        sql = _PICKED.format(papers=self._database.dialect.texts("$4"))
        rows = await self._database.fetch(sql, *channel_columns(channel), json_list(papers))
        return frozenset(PaperId(row["paper"]) for row in rows)

    async def picked_for(self, members: Sequence[Member], papers: Collection[PaperId]) -> frozenset[PaperId]:
        return await self._picked_of(_PICKED_FOR, members, papers)

    async def picked_where_active(self, members: Sequence[Member], papers: Collection[PaperId]) -> frozenset[PaperId]:
        return await self._picked_of(_PICKED_WHERE_ACTIVE, members, papers)

    async def _picked_of(self, sql: str, members: Sequence[Member], papers: Collection[PaperId]) -> frozenset[PaperId]:
        dialect = self._database.dialect
        asked = dialect.rows("$1", "platform", "tenant", "member")
        whose = [(one.tenant.platform, one.tenant.id, one.id) for one in members]
        statement = sql.format(asked=asked, papers=dialect.texts("$2"))
        rows = await self._database.fetch(statement, json_list(whose), json_list(papers))
        return frozenset(PaperId(row["paper"]) for row in rows)


NO_TIME = -1
"""Stands for the missing moment of a subscription that is never due."""
_MOVE = """
    update subscriptions set next_due = $3, seen_to = $4,
        status = case when status = 'paused' and coalesce(cast($3 as bigint), -1) <> $2 then 'active' else status end,
        paused_until = case
            when status = 'paused' and coalesce(cast($3 as bigint), -1) <> $2 then null else paused_until
        end
    where id = $1 and coalesce(next_due, -1) = $2
    returning direct, owner
"""
_ADD = """
    insert into digests
        (id, subscription, platform, tenant, channel, member, slot, made, kind, picks, note, parts)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing
"""
_DROP_MISSED = """
    delete from digests
    where platform = $1 and tenant = $2 and channel = $3 and slot = $4 and id = $5 and kind = 'missed' and made > $6
"""
"""A slot that a clock ahead of time took for missed has had no post, and is still to come."""
_ADD_PICKED = """
    insert into picked (platform, tenant, channel, paper, member) values ($1, $2, $3, $4, $5) on conflict do nothing
"""
_PICKED = """
    select paper from picked where platform = $1 and tenant = $2 and channel = $3 and paper in {papers}
"""
_PICKED_FOR = """
    select picked.paper from {asked} as asked join picked
        on picked.platform = asked.platform and picked.tenant = asked.tenant and picked.member = asked.member
        and picked.member <> ''
    where picked.paper in {papers}
"""
_PICKED_WHERE_ACTIVE = """
    select picked.paper from {asked} as asked join memberships
        on memberships.platform = asked.platform and memberships.tenant = asked.tenant
        and memberships.member = asked.member
    join picked on picked.platform = memberships.platform and picked.tenant = memberships.tenant
        and picked.channel = memberships.channel and picked.member = ''
    where picked.paper in {papers}
"""
_REPORTS = """
    with newest as (
        select * from digests where platform = $1 and tenant = $2 and channel = $3 order by slot desc, id desc limit $4
    )
    select newest.*,
        (select count(*) from deliveries where digest = newest.id and state = 'sent') as sent,
        (select count(*) from deliveries where digest = newest.id and state = 'dead') as dead,
        (select count(*) from deliveries where digest = newest.id and state not in ('sent', 'dead')) as waiting,
        (select max(why) from deliveries where digest = newest.id) as why,
        (select min(started) from deliveries where digest = newest.id and state = 'sent') as posted,
        (select papers from deliveries where digest = newest.id and part = 0) as listed
    from newest order by slot desc, id desc
"""


def _columns(digest: Digest, member: str, parts: int) -> tuple[object, ...]:
    return (
        digest.id,
        digest.subscription,
        *channel_columns(digest.channel),
        member,
        micros(digest.slot),
        micros(digest.made),
        digest.kind.value,
        _PICKS.dump_json(digest.picks).decode(),
        digest.note or "",
        parts,
    )


def _picked_columns(digest: Digest, member: str) -> list[tuple[object, ...]]:
    return [(*channel_columns(digest.channel), paper, member) for paper in digest.papers]


def _report(row: Record) -> DigestReport:
    digest = Digest(
        id=row["id"],
        subscription=row["subscription"],
        channel=Channel(Tenant(row["platform"], row["tenant"]), row["channel"]),
        slot=moment(row["slot"]),
        made=moment(row["made"]),
        kind=DigestKind(row["kind"]),
        picks=_PICKS.validate_json(row["picks"]),
        note=row["note"] or None,
    )
    posted = moment_or_none(row["posted"])
    return DigestReport(
        digest=digest,
        sent=row["sent"],
        waiting=row["waiting"],
        dead=row["dead"],
        why=row["why"],
        posted=posted,
        listed=tuple(map(PaperId, text_tuple(row["listed"] or "[]"))),
    )
