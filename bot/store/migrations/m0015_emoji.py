"""The emoji by which a reaction was given, and a quick way to the posts of the last days."""

STATEMENTS: tuple[str, ...] = (
    "alter table feedback add column emoji text not null default ''",
    "create index deliveries_posted on deliveries (platform, made) where sent_message is not null",
)
