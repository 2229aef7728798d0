"""Where a chat app was installed by others (sealed secrets), and installations that were begun."""

STATEMENTS: tuple[str, ...] = (
    """
    create table installations (
        platform text not null,
        tenant text not null,
        sealed text not null,
        at integer not null,
        primary key (platform, tenant)
    ) without rowid
    """,
    "create table installation_states (state text primary key, until integer not null) without rowid",
)
