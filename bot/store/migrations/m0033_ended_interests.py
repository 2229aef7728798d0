"""What members follow or mute no more, so that undo brings it back as it was."""

STATEMENTS: tuple[str, ...] = (
    """
    create table ended_interests (
        platform text not null,
        tenant text not null,
        member text not null,
        at integer not null,
        place integer not null,
        kind text not null,
        value text not null,
        muted integer not null,
        filed_under text not null,
        since integer,
        primary key (platform, tenant, member, at, place)
    ) without rowid
    """,
)
