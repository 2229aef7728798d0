"""Where people get mail, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from bot.model import Handover, Mailbox, Member, Tenant
from bot.ports.mailboxes import DecideMailbox
from bot.store.columns import (
    day_or_none,
    day_text,
    member_columns,
    member_of,
    micros,
    micros_or_none,
    moment,
    moment_or_none,
)
from bot.store.sql.database import Database, Record, Transaction


class SqlMailboxes:
    """See ``bot.ports.mailboxes.Mailboxes``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, member: Member) -> Mailbox | None:
        row = await self._database.fetch_one(_OF, *member_columns(member))
        return _mailbox(row) if row else None

    async def by_handle(self, handle: str) -> Mailbox | None:
        row = await self._database.fetch_one("select * from mailboxes where handle = $1", handle)
        return _mailbox(row) if row else None

    async def by_token(self, token: str) -> Mailbox | None:
        row = await self._database.fetch_one("select * from mailboxes where token = $1 and token <> ''", token)
        return _mailbox(row) if row else None

    async def unasked(self, after: datetime) -> Sequence[Mailbox]:
        rows = await self._database.fetch(
            "select * from mailboxes where question <> '' and asked > $1 order by asked", micros(after)
        )
        return [_mailbox(row) for row in rows]

    async def change(self, member: Member, decide: DecideMailbox) -> Mailbox | None:
        async def work(transaction: Transaction) -> Mailbox | None:
            await transaction.lock(f"mail to {member}")
            row = await transaction.fetch_one(_OF, *member_columns(member))
            decided = decide(_mailbox(row) if row else None)
            if decided is None:
                await transaction.execute(_DELETE, *member_columns(member))
            else:
                await transaction.execute(_PUT, *_columns(decided))
            return decided

        return await self._database.write(work)

    async def suppress(self, tenant: Tenant, fingerprint: str, at: datetime) -> None:
        await self._database.write(
            lambda transaction: transaction.execute(_SUPPRESS, tenant.platform, tenant.id, fingerprint, micros(at))
        )

    async def suppressed(self, tenant: Tenant, fingerprint: str) -> bool:
        row = await self._database.fetch_one(_SUPPRESSED, tenant.platform, tenant.id, fingerprint)
        return row is not None

    async def expire(self, now: datetime) -> None:
        async def work(transaction: Transaction) -> None:
            await transaction.execute("delete from mailboxes where expires <= $1 and address = ''", micros(now))
            await transaction.execute(_END_PENDING, micros(now))

        await self._database.write(work)


_OF = "select * from mailboxes where platform = $1 and tenant = $2 and member = $3"
_DELETE = "delete from mailboxes where platform = $1 and tenant = $2 and member = $3"
_END_PENDING = (
    "update mailboxes set pending = '', token = '', question = '', wanted = '', expires = null where expires <= $1"
)
_SUPPRESS = """
    insert into suppressed_addresses (platform, tenant, fingerprint, at) values ($1, $2, $3, $4) on conflict do nothing
"""
_SUPPRESSED = "select 1 from suppressed_addresses where platform = $1 and tenant = $2 and fingerprint = $3"
_PUT = """
    insert into mailboxes
        (platform, tenant, member, handle, asked, address, pending, token, wanted, expires, confirmed, consent, why,
        refusals, refused_on, handed_key, handed_times, handed_first, handed_last, handed_taken, question)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
    on conflict (platform, tenant, member) do update set
        handle = excluded.handle, asked = excluded.asked, address = excluded.address, pending = excluded.pending,
        token = excluded.token, wanted = excluded.wanted, expires = excluded.expires, confirmed = excluded.confirmed,
        consent = excluded.consent, why = excluded.why, refusals = excluded.refusals, refused_on = excluded.refused_on,
        handed_key = excluded.handed_key, handed_times = excluded.handed_times, handed_first = excluded.handed_first,
        handed_last = excluded.handed_last, handed_taken = excluded.handed_taken, question = excluded.question
"""


def _columns(mailbox: Mailbox) -> tuple[object, ...]:
    handed = mailbox.handover
    return (
        *member_columns(mailbox.member),
        mailbox.handle,
        micros(mailbox.asked),
        mailbox.address,
        mailbox.pending,
        mailbox.token,
        mailbox.wanted,
        micros_or_none(mailbox.expires),
        micros_or_none(mailbox.confirmed),
        mailbox.consent,
        mailbox.why,
        mailbox.refusals,
        day_text(mailbox.refused_on),
        handed.key if handed else "",
        handed.times if handed else 0,
        micros(handed.first) if handed else None,
        micros(handed.last) if handed else None,
        int(handed.taken) if handed else 0,
        mailbox.question,
    )


def _mailbox(row: Record) -> Mailbox:
    return Mailbox(
        member=member_of(row),
        handle=row["handle"],
        asked=moment(row["asked"]),
        address=row["address"],
        pending=row["pending"],
        token=row["token"],
        question=row["question"],
        wanted=row["wanted"],
        expires=moment_or_none(row["expires"]),
        confirmed=moment_or_none(row["confirmed"]),
        consent=row["consent"],
        why=row["why"],
        refusals=row["refusals"],
        refused_on=day_or_none(row["refused_on"]),
        handover=_handover(row),
    )


def _handover(row: Record) -> Handover | None:
    if not row["handed_key"]:
        return None
    return Handover(
        key=row["handed_key"],
        times=row["handed_times"],
        first=moment(row["handed_first"]),
        last=moment(row["handed_last"]),
        taken=bool(row["handed_taken"]),
    )
