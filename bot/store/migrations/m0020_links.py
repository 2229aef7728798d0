"""Accounts that one person joined to one profile, and the codes by which they join them."""

STATEMENTS: tuple[str, ...] = (
    """
    create table linked_accounts (
        platform text not null,
        tenant text not null,
        member text not null,
        person text not null,
        primary key (platform, tenant, member)
    )
    """,
    "create unique index linked_accounts_by_person on linked_accounts (person, platform, tenant)",
    """
    create table link_codes (
        code text primary key,
        platform text not null,
        tenant text not null,
        member text not null,
        until integer not null
    )
    """,
    "create index link_codes_by_member on link_codes (platform, tenant, member)",
    "create index picked_by_member on picked (platform, tenant, member, paper) where member <> ''",
)
