"""A digest keeps why each paper was picked. Of older ones only the papers are known."""

STATEMENTS: tuple[str, ...] = (
    "alter table digests add column picks text not null default '[]'",
    """
    update digests set picks = (
        select json_group_array(json_object('paper', value)) from (select value from json_each(papers) order by key)
    )
    """,
    "alter table digests drop column papers",
)
