"""Which process makes the digest of a slot, until when: several share a database."""

STATEMENTS: tuple[str, ...] = (
    "alter table subscriptions add column claimed_until integer",
    """
    create index subscriptions_claimable on subscriptions (
        (case when claimed_until > next_due then claimed_until else next_due end), id
    ) where next_due is not null
    """,
    "drop index subscriptions_due",
)
