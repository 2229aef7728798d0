"""What platforms call the channels that get picks: people know them by name."""

STATEMENTS: tuple[str, ...] = ("alter table subscriptions add column channel_name text not null default ''",)
