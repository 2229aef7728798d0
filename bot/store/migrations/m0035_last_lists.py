"""What each person was shown last in each place: numbers that they type mean it."""

STATEMENTS: tuple[str, ...] = (
    """
    create table last_lists (
        platform text not null,
        tenant text not null,
        member text not null,
        channel text not null,
        papers text not null,
        page_first integer not null,
        page_last integer not null,
        listed integer,
        paper text,
        at integer not null,
        primary key (platform, tenant, member, channel)
    ) without rowid
    """,
)
