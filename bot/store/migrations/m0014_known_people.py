"""What chat platforms said of people, for the times when they say nothing."""

STATEMENTS: tuple[str, ...] = (
    """
    create table known_people (
        platform text not null,
        tenant text not null,
        member text not null,
        admin integer,
        bot integer not null,
        zone text not null,
        conversation text not null,
        at integer not null,
        primary key (platform, tenant, member)
    ) without rowid
    """,
)
