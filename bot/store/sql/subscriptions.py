"""Which channels get picks, in SQL."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime, time

from bot.model import (
    Active,
    Bar,
    Channel,
    DigestFormat,
    Member,
    Paused,
    Schedule,
    Status,
    Stopped,
    Subscription,
    Tenant,
)
from bot.ports.subscriptions import Decide
from bot.store.columns import (
    channel_columns,
    day_or_none,
    day_text,
    json_list,
    micros,
    micros_or_none,
    moment_or_none,
    text_tuple,
)
from bot.store.sql.database import Database, Record, Transaction


class SqlSubscriptions:
    """See ``bot.ports.subscriptions.Subscriptions``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        dialect = database.dialect
        platforms = dialect.texts("$1")
        self._claim = _CLAIM.format(platforms=platforms, claimable=_CLAIMABLE, skip_locked=dialect.skip_locked)
        self._next_due = _NEXT_DUE.format(platforms=platforms, claimable=_CLAIMABLE)

    async def of(self, channel: Channel) -> Subscription | None:
        row = await self._database.fetch_one(_OF, *channel_columns(channel))
        return _subscription(row) if row else None

    async def of_tenant(self, tenant: Tenant) -> Sequence[Subscription]:
        rows = await self._database.fetch(
            "select * from subscriptions where platform = $1 and tenant = $2 order by channel",
            tenant.platform,
            tenant.id,
        )
        return [_subscription(row) for row in rows]

    async def all(self) -> Sequence[Subscription]:
        rows = await self._database.fetch("select * from subscriptions order by platform, tenant, channel")
        return [_subscription(row) for row in rows]

    async def change(self, channel: Channel, decide: Decide) -> Subscription | None:
        async def work(transaction: Transaction) -> Subscription | None:
            await transaction.lock(str(channel))
            row = await transaction.fetch_one(_OF, *channel_columns(channel))
            newest = await transaction.fetch_one(_NEWEST_SLOT, *channel_columns(channel))
            decided = decide(_subscription(row) if row else None, moment_or_none(newest["slot"]) if newest else None)
            if decided is None:
                await transaction.execute(_DELETE, *channel_columns(channel))
            else:
                await transaction.execute(_PUT, *_columns(decided))
            return decided

        return await self._database.write(work)

    async def claim_due(
        self, platforms: Collection[str], now: datetime, limit: int, until: datetime
    ) -> Sequence[Subscription]:
        values = json_list(platforms), micros(now), limit, micros(until)
        rows = await self._database.write(lambda transaction: transaction.fetch(self._claim, *values))
        return [_subscription(row) for row in sorted(rows, key=lambda row: (row["next_due"], row["id"]))]

    async def next_due(self, platforms: Collection[str]) -> datetime | None:
        row = await self._database.fetch_one(self._next_due, json_list(platforms))
        return moment_or_none(row["due"]) if row else None


_OF = "select * from subscriptions where platform = $1 and tenant = $2 and channel = $3"
_DELETE = "delete from subscriptions where platform = $1 and tenant = $2 and channel = $3"
_NEWEST_SLOT = """
    select max(slot) as slot from digests where platform = $1 and tenant = $2 and channel = $3 and parts > 0
"""
_CLAIMABLE = "case when claimed_until > next_due then claimed_until else next_due end"
"""As the index ``subscriptions_claimable`` has it. A claim of an earlier slot means nothing."""
# platform || '': so that the index by time is walked, and not all subscriptions of a platform sorted
_CLAIM = """
    with claimed as materialized (
        select platform, tenant, channel from subscriptions
        where next_due is not null and {claimable} <= $2 and platform || '' in {platforms}
        order by {claimable}, id limit $3 {skip_locked}
    )
    update subscriptions set claimed_until = $4
    where (platform, tenant, channel) in (select platform, tenant, channel from claimed)
    returning *
"""
_NEXT_DUE = """
    select {claimable} as due from subscriptions
    where next_due is not null and platform || '' in {platforms} order by {claimable} limit 1
"""
_PUT = """
    insert into subscriptions
        (id, platform, tenant, channel, owner, direct, days, at, zone, picks, format, topics, categories, bar,
        post_empty, recap, trending, channel_name, status, paused_until, stopped_why, next_due, seen_to, created)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
        $24)
    on conflict (platform, tenant, channel) do update set
        id = excluded.id, owner = excluded.owner, direct = excluded.direct, days = excluded.days, at = excluded.at,
        zone = excluded.zone, picks = excluded.picks, format = excluded.format, topics = excluded.topics,
        categories = excluded.categories, bar = excluded.bar, post_empty = excluded.post_empty,
        recap = excluded.recap, trending = excluded.trending, channel_name = excluded.channel_name,
        status = excluded.status,
        paused_until = excluded.paused_until, stopped_why = excluded.stopped_why,
        next_due = excluded.next_due, seen_to = excluded.seen_to,
        created = excluded.created, claimed_until = null
"""


def _columns(subscription: Subscription) -> tuple[object, ...]:
    schedule = subscription.schedule
    return (
        subscription.id,
        *channel_columns(subscription.channel),
        subscription.owner.id if subscription.owner else None,
        int(subscription.direct),
        json_list(sorted(schedule.days)),
        schedule.at.isoformat("minutes"),
        schedule.zone,
        subscription.count,
        subscription.format.value,
        json_list(subscription.topics),
        json_list(subscription.categories),
        subscription.bar.value if subscription.bar else None,
        int(subscription.post_empty),
        int(subscription.recap),
        int(subscription.trending),
        subscription.channel_name,
        *_status_columns(subscription.status),
        micros_or_none(subscription.next_due),
        micros_or_none(subscription.seen_to),
        micros_or_none(subscription.created),
    )


def _status_columns(status: Status) -> tuple[str, str | None, str | None]:
    match status:
        case Paused(until):
            return "paused", day_text(until), None
        case Stopped(why):
            return "stopped", None, why
        case Active():
            return "active", None, None


def _status(row: Record) -> Status:
    match row["status"]:
        case "paused":
            return Paused(day_or_none(row["paused_until"]))
        case "stopped":
            return Stopped(row["stopped_why"])
        case _:
            return Active()


def _subscription(row: Record) -> Subscription:
    tenant = Tenant(row["platform"], row["tenant"])
    return Subscription(
        id=row["id"],
        channel=Channel(tenant, row["channel"]),
        owner=None if row["owner"] is None else Member(tenant, row["owner"]),
        direct=bool(row["direct"]),
        schedule=Schedule(days=frozenset(json.loads(row["days"])), at=time.fromisoformat(row["at"]), zone=row["zone"]),
        count=row["picks"],
        format=DigestFormat(row["format"]),
        topics=text_tuple(row["topics"]),
        categories=text_tuple(row["categories"]),
        bar=Bar(row["bar"]) if row["bar"] else None,
        post_empty=bool(row["post_empty"]),
        recap=bool(row["recap"]),
        trending=bool(row["trending"]),
        channel_name=row["channel_name"],
        status=_status(row),
        next_due=moment_or_none(row["next_due"]),
        seen_to=moment_or_none(row["seen_to"]),
        created=moment_or_none(row["created"]),
    )
