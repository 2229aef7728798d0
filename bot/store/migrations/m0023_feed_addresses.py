"""Private addresses of feeds. Of their tokens only digests are kept."""

STATEMENTS: tuple[str, ...] = (
    """
    create table feed_addresses (
        platform text not null,
        tenant text not null,
        member text not null,
        mark text not null,
        made integer not null,
        primary key (platform, tenant, member)
    ) without rowid
    """,
    "create unique index feed_addresses_by_mark on feed_addresses (mark)",
)
