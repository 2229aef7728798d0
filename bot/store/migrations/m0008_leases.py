"""Leases get a table of their own, apart from the small named facts. Those held until now are short and go."""

STATEMENTS: tuple[str, ...] = (
    "alter table notes rename to key_value",
    "delete from key_value where name glob 'lane:*' or name glob 'pause:*'",
    """
    create table leases (
        name text primary key,
        until integer not null,
        holder text not null
    ) without rowid
    """,
)
