"""What ranking keeps between runs; all of it can be made again."""

STATEMENTS: tuple[str, ...] = (
    """
    create table profiles (
        platform text not null,
        tenant text not null,
        member text not null,
        space text not null,
        content blob not null,
        primary key (platform, tenant, member)
    )
    """,
    """
    create table feature_space (
        only_one integer primary key check (only_one = 1),
        version text not null,
        papers integer not null,
        fitted integer not null,
        content blob not null
    )
    """,
)
