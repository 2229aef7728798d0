"""The last line of each member, paper, signal and emoji is marked: what counts now is read without the whole log.

A line that is marked although a later one came in does no harm; none that decides may be unmarked.
"""

STATEMENTS: tuple[str, ...] = (
    "alter table feedback add column latest integer not null default 1",
    """
    update feedback set latest = 0 where exists (
        select 1 from feedback later
        where later.platform = feedback.platform and later.tenant = feedback.tenant and later.member = feedback.member
            and later.paper = feedback.paper and later.signal = feedback.signal and later.emoji = feedback.emoji
            and (later.at, later.retracted, later.seq) > (feedback.at, feedback.retracted, feedback.seq))
    """,
    "create index feedback_latest on feedback (platform, tenant, member, paper, signal, emoji) where latest = 1",
    """
    create index feedback_by_time on feedback (platform, tenant, member, at desc, seq desc)
    where latest = 1 and retracted = 0
    """,
)
