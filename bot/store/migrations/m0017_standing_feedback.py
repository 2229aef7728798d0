"""The last line about each paper is found without sorting a member's whole log."""

STATEMENTS: tuple[str, ...] = (
    "drop index feedback_by_member",
    """
    create index feedback_by_member on feedback (
        platform, tenant, member, paper, signal, emoji, at desc, retracted desc, seq desc)
    """,
)
