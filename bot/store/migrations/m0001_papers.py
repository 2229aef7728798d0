"""Papers, merged across sources, and how far each source has been read.

``key`` ascends with arrival, so that the newest papers are the last rows.
"""

STATEMENTS: tuple[str, ...] = (
    """
    create table papers (
        key integer primary key,
        id text not null unique,
        title text not null,
        abstract text not null,
        authors text not null,
        organisation_slug text,
        organisation_name text,
        published text,
        featured text,
        day text,
        first_seen integer not null,
        version integer not null,
        aliases text not null,
        categories text not null,
        upvotes integer not null,
        comments integer not null,
        repository text,
        stars integer,
        project_page text,
        summary text,
        keywords text not null,
        thumbnail text,
        submitter text,
        withdrawn integer not null,
        sources text not null
    )
    """,
    "create index papers_by_day on papers (day, upvotes desc, id)",
    "create index papers_by_first_seen on papers (first_seen, key)",
    "create index papers_by_upvotes on papers (upvotes)",
    """
    create table paper_aliases (
        alias text primary key,
        paper integer not null references papers (key) on delete cascade
    ) without rowid
    """,
    "create index paper_aliases_by_paper on paper_aliases (paper)",
    """
    create table listings (
        source text not null,
        day text not null,
        place integer not null,
        paper text not null,
        primary key (source, day, place)
    ) without rowid
    """,
    """
    create table sources (
        name text primary key,
        cursor text,
        outcome text,
        note text not null,
        read_at integer,
        failing_since integer,
        retry_at integer
    ) without rowid
    """,
)
