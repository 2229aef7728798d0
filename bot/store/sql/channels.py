"""A channel under another id, in SQL. Every table with a channel in it moves (a test walks the schema)."""

from bot.model import Channel
from bot.store.columns import channel_columns
from bot.store.sql.database import Database, Transaction


class SqlChannels:
    """See ``bot.ports.channels.Channels``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def move(self, old: Channel, new: Channel) -> None:
        async def work(transaction: Transaction) -> None:
            for channel in sorted((old, new)):
                await transaction.lock(str(channel))
            for statement in MOVES:
                await transaction.execute(statement, *channel_columns(old), new.id)
            for statement in _DELETIONS:
                await transaction.execute(statement, *channel_columns(old))

        await self._database.write(work)


_IS_OLD = "platform = $1 and tenant = $2 and channel = $3"
_IS_NEW = "platform = $1 and tenant = $2 and channel = $4"
MOVES = (
    f"delete from subscriptions where {_IS_OLD} and exists (select 1 from subscriptions where {_IS_NEW})",  # noqa: S608
    f"update subscriptions set channel = $4 where {_IS_OLD}",  # noqa: S608
    f"update digests set channel = $4 where {_IS_OLD}",  # noqa: S608
    f"update deliveries set channel = $4 where {_IS_OLD}",  # noqa: S608
    "update deliveries set sent_channel = $4 where platform = $1 and tenant = $2 and sent_channel = $3",
    f"update feedback set channel = $4 where {_IS_OLD}",  # noqa: S608
    f"""
    insert into picked (platform, tenant, channel, paper, member)
    select platform, tenant, $4, paper, member from picked where {_IS_OLD} on conflict do nothing
    """,  # noqa: S608
    f"""
    insert into memberships (platform, tenant, channel, member, seen)
    select platform, tenant, $4, member, seen from memberships where {_IS_OLD}
    on conflict (platform, tenant, channel, member) do update set
        seen = case when memberships.seen < excluded.seen then excluded.seen else memberships.seen end
    """,  # noqa: S608
    """
    insert into interests (platform, tenant, owner_kind, owner, kind, folded, value, muted, filed_under, since, place)
    select platform, tenant, owner_kind, $4, kind, folded, value, muted, filed_under, since, place from interests
    where platform = $1 and tenant = $2 and owner_kind = 'channel' and owner = $3 on conflict do nothing
    """,
    f"""
    insert into last_lists (platform, tenant, member, channel, papers, page_first, page_last, listed, paper, at)
    select platform, tenant, member, $4, papers, page_first, page_last, listed, paper, at from last_lists
    where {_IS_OLD} on conflict do nothing
    """,  # noqa: S608
    f"delete from channel_addresses where {_IS_OLD} and exists (select 1 from channel_addresses where {_IS_NEW})",  # noqa: S608
    f"update channel_addresses set channel = $4 where {_IS_OLD}",  # noqa: S608
)
_DELETIONS = (
    f"delete from picked where {_IS_OLD}",  # noqa: S608
    f"delete from memberships where {_IS_OLD}",  # noqa: S608
    f"delete from last_lists where {_IS_OLD}",  # noqa: S608
    "delete from interests where platform = $1 and tenant = $2 and owner_kind = 'channel' and owner = $3",
)
