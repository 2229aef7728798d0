"""A question whether mail is wanted waits in the database until it is sent, and survives a restart there."""

STATEMENTS: tuple[str, ...] = (
    "alter table mailboxes add column question text not null default ''",
    "create index mailboxes_unasked on mailboxes (asked) where question <> ''",
)
