"""Imports that go on in the background: what is left of each to be asked of the sources."""

STATEMENTS: tuple[str, ...] = (
    """
    create table imports (
        platform text not null,
        tenant text not null,
        member text not null,
        due integer not null,
        since integer not null,
        job text not null,
        primary key (platform, tenant, member)
    ) without rowid
    """,
    "create index imports_by_due on imports (due)",
)
