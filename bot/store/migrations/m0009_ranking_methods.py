"""Caches of ranking by method, so that two methods can live side by side. They are made again, so old ones go."""

STATEMENTS: tuple[str, ...] = (
    "drop table profiles",
    "drop table feature_space",
    """
    create table profiles (
        platform text not null,
        tenant text not null,
        member text not null,
        method text not null,
        version text not null,
        content blob not null,
        primary key (platform, tenant, member, method)
    ) without rowid
    """,
    """
    create table feature_spaces (
        method text primary key,
        version text not null,
        papers integer not null,
        fitted integer not null,
        content blob not null
    )
    """,
)
