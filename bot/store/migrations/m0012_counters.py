"""Numbers that are handed out once, instead of the largest in use and one more."""

STATEMENTS: tuple[str, ...] = (
    "create table counters (name text primary key, value integer not null) without rowid",
    "insert into counters (name, value) select 'papers', coalesce(max(key), 0) from papers",
    "insert into counters (name, value) select 'interests', coalesce(max(place), 0) from interests",
)
