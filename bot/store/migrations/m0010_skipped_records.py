"""How many records of a source's last reading could not be read."""

STATEMENTS: tuple[str, ...] = ("alter table sources add column skipped integer not null default 0",)
