"""Subscriptions, what came of each slot, and the outbox.

``member`` is the owner of a private conversation, '' in channels that belong to many. In ``deliveries``, ``due`` is set
for at most one open row a channel, the next to leave: so claiming is one step in an index, however long the queues.
"""

STATEMENTS: tuple[str, ...] = (
    """
    create table subscriptions (
        id text not null unique,
        platform text not null,
        tenant text not null,
        channel text not null,
        owner text not null,
        direct integer not null,
        days text not null,
        at text not null,
        zone text not null,
        picks integer not null,
        format text not null,
        topics text not null,
        categories text not null,
        minimum_score real,
        post_empty integer not null,
        recap integer not null,
        paused integer not null,
        paused_until text,
        broken text not null,
        next_due integer,
        seen_to integer,
        created integer,
        primary key (platform, tenant, channel)
    )
    """,
    "create index subscriptions_due on subscriptions (next_due, id) where next_due is not null",
    """
    create table digests (
        id text primary key,
        subscription text not null,
        platform text not null,
        tenant text not null,
        channel text not null,
        member text not null,
        slot integer not null,
        made integer not null,
        kind text not null,
        papers text not null,
        note text not null,
        parts integer not null
    )
    """,
    "create index digests_by_channel on digests (platform, tenant, channel, slot)",
    """
    create table picked (
        platform text not null,
        tenant text not null,
        channel text not null,
        paper text not null,
        member text not null,
        primary key (platform, tenant, channel, paper)
    ) without rowid
    """,
    """
    create table deliveries (
        key text primary key,
        digest text not null,
        platform text not null,
        tenant text not null,
        channel text not null,
        member text not null,
        made integer not null,
        part integer not null,
        card text not null,
        paper text not null,
        papers text not null,
        in_thread integer not null,
        state text not null,
        attempt integer not null,
        unsure integer not null,
        due integer,
        started integer,
        sent_channel text,
        sent_message text,
        why text not null
    )
    """,
    "create index deliveries_due on deliveries (platform, due, made, digest, part) where due is not null",
    """
    create index deliveries_open on deliveries (platform, tenant, channel, made, digest, part)
        where state in ('pending', 'sending', 'failed')
    """,
    "create index deliveries_by_digest on deliveries (digest, part)",
    """
    create index deliveries_by_message on deliveries (platform, tenant, sent_channel, sent_message)
        where sent_message is not null
    """,
)
