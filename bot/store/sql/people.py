"""What people stated, and where they are active, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from bot.model import Channel, Interest, InterestKind, Interests, Member, Owner
from bot.store.columns import json_list, micros, micros_or_none, moment_or_none
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
        stated = {asked: tuple(map(interest_of, group)) for asked, group in groupby(rows, lambda row: row["asked"])}
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


_OWNER = ("platform", "tenant", "owner_kind", "owner")
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


def _owner_columns(owner: Owner) -> tuple[str, str, str, str]:
    return owner.tenant.platform, owner.tenant.id, owner_kind(owner), owner.id


def interest_of(row: Record) -> Interest:
    """The interest that a row of ``interests`` or ``ended_interests`` holds."""
    return Interest(
        kind=InterestKind(row["kind"]),
        value=row["value"],
        muted=bool(row["muted"]),
        group=row["filed_under"] or None,
        since=moment_or_none(row["since"]),
    )
