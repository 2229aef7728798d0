"""Reactions stand under the main id of their paper: those that were written under one it had before follow it now."""

STATEMENTS: tuple[str, ...] = (
    "drop index feedback_by_paper",
    "create index feedback_by_paper on feedback (paper, platform, tenant)",
    """
    update feedback set paper = (
        select papers.id from paper_aliases join papers on papers.key = paper_aliases.paper
        where paper_aliases.alias = feedback.paper)
    where paper in (select alias from paper_aliases) and paper not in (select id from papers)
    """,
)
