"""Whose answer a shortened line is under, so that it goes when they are forgotten.

Of the searches kept so far nobody knows whose they are: they go now.
"""

STATEMENTS: tuple[str, ...] = (
    "delete from short_lines where line like 'search %'",
    "alter table short_lines add column platform text not null default ''",
    "alter table short_lines add column tenant text not null default ''",
    "alter table short_lines add column member text not null default ''",
    "create index short_lines_by_member on short_lines (platform, tenant, member) where member <> ''",
)
