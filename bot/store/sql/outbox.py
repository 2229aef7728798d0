"""Messages on their way, and what was posted, in SQL.

Of a channel's open rows only the next to leave has a ``due``; whatever ends it promotes the one after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pydantic import TypeAdapter

from bot.model import Attempt, Card, Channel, Delivery, DeliveryState, MessageRef, PaperId, Tenant
from bot.store.columns import channel_columns, json_list, micros, moment_or_none, text_tuple
from bot.store.sql.database import Database, Record, Transaction
from bot.store.sql.grouped import Grouped

_CARD = TypeAdapter(Card)


class SqlOutbox:
    """See ``bot.ports.outbox.Outbox``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._posted = Grouped(self._record)

    async def claim(self, platform: str, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        sql = _CLAIM.format(skip_locked=self._database.dialect.skip_locked)
        rows = await self._database.write(
            lambda transaction: transaction.fetch(sql, platform, micros(now), micros(now + lease), limit)
        )
        return [_delivery(row) for row in rows]

    async def next_due(self, platform: str) -> datetime | None:
        row = await self._database.fetch_one(
            "select due from deliveries where platform = $1 and due is not null order by due limit 1", platform
        )
        return moment_or_none(row["due"]) if row else None

    async def bring_forward(self, platform: str, later_than: datetime, to: datetime) -> int:
        return await self._database.write(
            lambda transaction: transaction.execute(_BRING_FORWARD, platform, micros(later_than), micros(to))
        )

    async def sent(self, delivery: Delivery, ref: MessageRef, *, next_at: datetime) -> None:
        await self._posted.put(_Posted(delivery, ref, next_at))

    async def _record(self, posted: Sequence["_Posted"]) -> None:
        """To record a message again, or one that another process recorded, changes nothing."""
        next_at = {one.delivery.channel: one.next_at for one in posted}
        rows = json_list([[one.delivery.key, one.ref.channel.id, one.ref.id] for one in posted])

        async def work(transaction: Transaction) -> None:
            await transaction.lock(*sorted(map(str, next_at)))
            sql = _SENT.format(posted=transaction.dialect.rows("$1", "key", "channel", "message"))
            await transaction.execute(sql, rows)
            await promote(transaction, next_at)

        await self._database.write(work)

    async def failed(self, delivery: Delivery, why: str, *, due: datetime, unsure: bool) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute(_FAILED, delivery.key, delivery.attempts, why, micros(due), int(unsure))

        await self._database.write(work)

    async def dead(self, delivery: Delivery, why: str, *, next_at: datetime) -> bool:
        async def work(transaction: Transaction) -> bool:
            await transaction.lock(str(delivery.channel))
            earlier = await transaction.fetch_one(_DEAD_OF_DIGEST, delivery.digest)
            if not await transaction.execute(_DEAD, delivery.key, delivery.attempts, why):
                return False
            if not delivery.in_thread:
                await transaction.execute(_DEAD_THREAD, delivery.digest, why)
            await promote(transaction, {delivery.channel: next_at})
            return earlier is None

        return await self._database.write(work)

    async def drop(self, channel: Channel, why: str) -> int:
        async def work(transaction: Transaction) -> int:
            await transaction.lock(str(channel))
            return await transaction.execute(_DROP, *channel_columns(channel), why)

        return await self._database.write(work)


class SqlPosts:
    """See ``bot.ports.posts.Posts``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def papers_of(self, message: MessageRef) -> tuple[PaperId, ...]:
        row = await self._database.fetch_one(_MESSAGE, *channel_columns(message.channel), message.id)
        return tuple(PaperId(paper) for paper in text_tuple(row["papers"])) if row else ()

    async def channel_of(self, message: MessageRef) -> Channel | None:
        row = await self._database.fetch_one(_MESSAGE, *channel_columns(message.channel), message.id)
        return Channel(message.channel.tenant, row["channel"]) if row and not row["member"] else None

    async def thread_of(self, message: MessageRef) -> MessageRef | None:
        row = await self._database.fetch_one(_THREAD, *channel_columns(message.channel), message.id)
        return MessageRef(Channel(message.channel.tenant, row["sent_channel"]), row["sent_message"]) if row else None

    async def posted(self, platform: str, since: datetime) -> Sequence[MessageRef]:
        rows = await self._database.fetch(_POSTED, platform, micros(since))
        return [
            MessageRef(Channel(Tenant(row["platform"], row["tenant"]), row["sent_channel"]), row["sent_message"])
            for row in rows
        ]


async def put_deliveries(transaction: Transaction, deliveries: Iterable[Delivery], made: datetime, member: str) -> None:
    """Add the messages of one digest; the caller promotes."""
    await transaction.execute_many(_ADD, [_columns(delivery, made, member) for delivery in deliveries])


async def promote(transaction: Transaction, next_at: Mapping[Channel, datetime]) -> None:
    """Make each channel's next open message due at its time, unless one is due already."""
    sql = _PROMOTE.format(ended=transaction.dialect.rows("$1", "platform", "tenant", "channel", "next_at"))
    rows = [[*channel_columns(channel), str(micros(at))] for channel, at in next_at.items()]
    await transaction.execute(sql, json_list(rows))


class _Posted(NamedTuple):
    delivery: Delivery
    ref: MessageRef
    next_at: datetime


_CLAIM = """
    with longest_due as (
        select key from deliveries where platform = $1 and due is not null and due <= $2
        order by due, made, digest, part limit $4 {skip_locked}
    )
    update deliveries set
        unsure = case when state = 'sending' then 1 else unsure end,
        started = case when state = 'sending' or unsure = 1 then started else $2 end,
        state = 'sending', attempt = attempt + 1, due = $3
    where key in (select key from longest_due)
    returning *,
        (select sent_channel from deliveries head where head.digest = deliveries.digest and part = 0) as head_channel,
        (select sent_message from deliveries head where head.digest = deliveries.digest and part = 0) as head_message
"""
_BRING_FORWARD = "update deliveries set due = $3 where platform = $1 and due > $2"
_SENT = """
    update deliveries set
        state = 'sent', due = null, card = '', unsure = 0, why = null,
        sent_channel = posted.channel, sent_message = posted.message
    from {posted} as posted where deliveries.key = posted.key and state <> 'sent'
"""
_FAILED = """
    update deliveries set state = 'failed', why = $3, due = $4, unsure = $5
    where key = $1 and state = 'sending' and attempt = $2
"""
_DEAD = """
    update deliveries set state = 'dead', why = $3, due = null where key = $1 and state = 'sending' and attempt = $2
"""
_DEAD_THREAD = """
    update deliveries set state = 'dead', why = $2, due = null
    where digest = $1 and in_thread = 1 and state in ('pending', 'sending', 'failed')
"""
_DEAD_OF_DIGEST = "select 1 from deliveries where digest = $1 and state = 'dead' limit 1"
_DROP = """
    update deliveries set state = 'dead', why = $4, due = null
    where platform = $1 and tenant = $2 and channel = $3 and state in ('pending', 'sending', 'failed')
"""
_WAITING = """
    from deliveries waiting
    where waiting.platform = ended.platform and waiting.tenant = ended.tenant and waiting.channel = ended.channel
        and waiting.state in ('pending', 'sending', 'failed')
"""
_PROMOTE = f"""
    update deliveries set due = cast(ended.next_at as bigint) from {{ended}} as ended
    where deliveries.key = (select waiting.key {_WAITING} order by made, digest, part limit 1)
        and not exists (select 1 {_WAITING} and waiting.due is not null)
"""  # noqa: S608
_MESSAGE = """
    select papers, channel, member from deliveries
    where platform = $1 and tenant = $2 and sent_channel = $3 and sent_message = $4 and sent_message is not null
"""
_THREAD = """
    select head.sent_channel, head.sent_message from deliveries part
    join deliveries head on head.digest = part.digest and head.part = 0
    where part.platform = $1 and part.tenant = $2 and part.sent_channel = $3 and part.sent_message = $4
        and part.in_thread = 1 and head.sent_message is not null
"""
_POSTED = """
    select platform, tenant, sent_channel, sent_message from deliveries
    where platform = $1 and made >= $2 and sent_message is not null order by made, digest, part
"""
_ADD = """
    insert into deliveries
        (key, digest, platform, tenant, channel, member, made, part, card, papers, in_thread, state, attempt, unsure)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'pending', 0, 0)
"""


def _columns(delivery: Delivery, made: datetime, member: str) -> tuple[object, ...]:
    return (
        delivery.key,
        delivery.digest,
        *channel_columns(delivery.channel),
        member,
        micros(made),
        delivery.part,
        _CARD.dump_json(delivery.card).decode(),
        json_list(delivery.papers),
        int(delivery.in_thread),
    )


def _attempt(row: Record) -> Attempt | None:
    started = moment_or_none(row["started"])
    return Attempt(number=row["attempt"], started=started, unsure=bool(row["unsure"])) if started else None


def _delivery(row: Record) -> Delivery:
    tenant = Tenant(row["platform"], row["tenant"])
    opened = bool(row["in_thread"]) and row["head_message"] is not None
    return Delivery(
        key=row["key"],
        digest=row["digest"],
        channel=Channel(tenant, row["channel"]),
        part=row["part"],
        card=_CARD.validate_json(row["card"]),
        papers=tuple(PaperId(paper) for paper in text_tuple(row["papers"])),
        in_thread=bool(row["in_thread"]),
        thread=MessageRef(Channel(tenant, row["head_channel"]), row["head_message"]) if opened else None,
        state=DeliveryState(row["state"]),
        attempt=_attempt(row),
        due=moment_or_none(row["due"]),
        why=row["why"],
    )
