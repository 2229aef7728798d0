"""What people stated and how they reacted, and the installation's small notes."""

STATEMENTS: tuple[str, ...] = (
    """
    create table interests (
        platform text not null,
        tenant text not null,
        owner_kind text not null,
        owner text not null,
        kind text not null,
        folded text not null,
        value text not null,
        muted integer not null,
        filed_under text not null,
        since integer,
        place integer not null,
        primary key (platform, tenant, owner_kind, owner, kind, folded)
    ) without rowid
    """,
    """
    create table feedback (
        seq integer primary key,
        platform text not null,
        tenant text not null,
        member text not null,
        paper text not null,
        signal text not null,
        retracted integer not null,
        at integer not null,
        channel text,
        event text not null
    )
    """,
    "create unique index feedback_by_event on feedback (platform, tenant, event) where event <> ''",
    "create index feedback_by_member on feedback (platform, tenant, member, at)",
    "create index feedback_by_paper on feedback (platform, tenant, paper)",
    """
    create table memberships (
        platform text not null,
        tenant text not null,
        channel text not null,
        member text not null,
        seen integer not null,
        primary key (platform, tenant, channel, member)
    ) without rowid
    """,
    "create index memberships_by_member on memberships (platform, tenant, member)",
    "create table notes (name text primary key, value text not null) without rowid",
    "create table seen_events (event text primary key, seen integer not null) without rowid",
    "create index seen_events_by_time on seen_events (seen)",
    "create table short_lines (token text primary key, line text not null, used integer not null) without rowid",
)
