"""A subscription says how sure a pick must be, in place of a least score that nobody could choose."""

STATEMENTS: tuple[str, ...] = (
    "alter table subscriptions add column bar text",
    "update subscriptions set bar = 'strict' where minimum_score > 0",
    "alter table subscriptions drop column minimum_score",
)
