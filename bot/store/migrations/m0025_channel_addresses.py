"""Private addresses of channels' digests. Of their tokens only digests are kept."""

STATEMENTS: tuple[str, ...] = (
    """
    create table channel_addresses (
        platform text not null,
        tenant text not null,
        channel text not null,
        mark text not null,
        made integer not null,
        primary key (platform, tenant, channel)
    ) without rowid
    """,
    "create unique index channel_addresses_by_mark on channel_addresses (mark)",
)
