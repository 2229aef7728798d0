"""The tables of the search index: derived from ``papers``, and made anew from it when needed.

Words come folded from ``bot.text`` and stand in ``tsvector`` columns without positions, since the server never scores.
A number of a document is never used twice, and ascends with arrival. ``search_terms`` counts the documents that hold a
word; like the index of SQLite it never forgets one.
"""

STATEMENTS: tuple[str, ...] = (
    """
    create table search_docs (
        doc integer primary key autoincrement,
        paper bigint not null unique references papers (key) on delete cascade,
        title text not null,
        meaning blob not null
    )
    """,
    "create index search_docs_by_title on search_docs (title, doc)",
    """
    create table search_heads (
        doc bigint primary key references search_docs (doc) on delete cascade,
        words tsvector not null
    )
    """,
    """
    create table search_texts (
        doc bigint primary key references search_docs (doc) on delete cascade,
        words tsvector not null
    )
    """,
    # fastupdate: a list of what is not indexed yet would be read through by every search
    "create index search_heads_by_word on search_heads using gin (words) with (fastupdate = off)",
    "create index search_texts_by_word on search_texts using gin (words) with (fastupdate = off)",
    "create table search_terms (term text primary key, heads integer not null, texts integer not null)",
    "create index papers_by_newest on papers (day desc nulls last)",
    "create table schema_version (version bigint primary key)",
)
