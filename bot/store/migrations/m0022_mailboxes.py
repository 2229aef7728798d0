"""Where people get mail, and the addresses that want none."""

STATEMENTS: tuple[str, ...] = (
    """
    create table mailboxes (
        platform text not null,
        tenant text not null,
        member text not null,
        handle text not null,
        asked integer not null,
        address text not null,
        pending text not null,
        token text not null,
        wanted text not null,
        expires integer,
        confirmed integer,
        consent integer not null,
        why text not null,
        refusals integer not null,
        refused_on text,
        handed_key text not null,
        handed_times integer not null,
        handed_first integer,
        handed_last integer,
        handed_taken integer not null,
        primary key (platform, tenant, member)
    )
    """,
    "create index mailboxes_by_handle on mailboxes (handle)",
    "create index mailboxes_by_token on mailboxes (token) where token <> ''",
    """
    create table suppressed_addresses (
        platform text not null,
        tenant text not null,
        fingerprint text not null,
        at integer not null,
        primary key (platform, tenant, fingerprint)
    )
    """,
)
