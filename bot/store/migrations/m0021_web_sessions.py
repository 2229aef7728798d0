"""Who is signed in to the web page: links used once, and sessions. Of their tokens only digests are kept."""

STATEMENTS: tuple[str, ...] = (
    """
    create table sign_in_links (
        platform text not null,
        tenant text not null,
        member text not null,
        mark text not null,
        expires integer not null,
        primary key (platform, tenant, member, mark)
    ) without rowid
    """,
    "create unique index sign_in_links_by_mark on sign_in_links (mark)",
    """
    create table web_sessions (
        platform text not null,
        tenant text not null,
        member text not null,
        mark text not null,
        made integer not null,
        used integer not null,
        expires integer not null,
        browser text not null,
        primary key (platform, tenant, member, mark)
    ) without rowid
    """,
    "create unique index web_sessions_by_mark on web_sessions (mark)",
)
