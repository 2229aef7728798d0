"""A subscription has one status; what was '' for "none" is null; a message's own paper was never read."""

STATEMENTS: tuple[str, ...] = (
    "alter table subscriptions add column status text not null default 'active'",
    "alter table subscriptions add column stopped_why text",
    """
    update subscriptions set
        status = case when broken <> '' then 'stopped' when paused = 1 or paused_until is not null then 'paused'
            else 'active' end,
        stopped_why = nullif(broken, ''),
        paused_until = case when broken <> '' or paused = 1 then null else paused_until end
    """,
    "alter table subscriptions drop column broken",
    "alter table subscriptions drop column paused",
    "alter table subscriptions rename column owner to set_up_by",
    "alter table subscriptions add column owner text",
    "update subscriptions set owner = nullif(set_up_by, '')",
    "alter table subscriptions drop column set_up_by",
    "alter table deliveries drop column paper",
    "alter table deliveries rename column why to trouble",
    "alter table deliveries add column why text",
    "update deliveries set why = nullif(trouble, '')",
    "alter table deliveries drop column trouble",
)
