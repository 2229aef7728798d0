"""A subscription may be to what is trending, in place of picks."""

STATEMENTS: tuple[str, ...] = ("alter table subscriptions add column trending integer not null default 0",)
