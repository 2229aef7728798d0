"""Members who show their team what they save, and what they are called there."""

STATEMENTS: tuple[str, ...] = (
    """
    create table shown_saves (
        platform text not null,
        tenant text not null,
        member text not null,
        since integer not null,
        primary key (platform, tenant, member)
    ) without rowid
    """,
    "alter table known_people add column name text not null default ''",
)
