"""The search index: derived from ``papers``, and made anew from it by ``store.sqlite.search_writing`` when needed.

A text that changes gets a new document and leaves the old one's words behind, because a contentless index can only
forget what it is told word for word; ``search_docs`` says which documents still stand. No number is ever used twice.
The words come folded from ``bot.text``, hence the plain tokenizer: it splits at spaces and keeps all beyond ASCII.
``@``, ``#`` and ``=`` mark words of authors, organisations and categories. Nothing is ever scored by SQLite, so that
neither positions nor sizes need be kept (``detail``, ``columnsize``).
"""

_INDEX = """create virtual table {name} using fts5(
    words, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '@#='"
)"""

STATEMENTS: tuple[str, ...] = (
    """
    create table search_docs (
        doc integer primary key autoincrement,
        paper integer not null unique references papers (key) on delete cascade
    )
    """,
    "create table search_titles (title text not null, doc integer not null, primary key (title, doc)) without rowid",
    _INDEX.format(name="search_heads"),
    _INDEX.format(name="search_texts"),
    "create virtual table search_head_words using fts5vocab (search_heads, row)",
    "create virtual table search_text_words using fts5vocab (search_texts, row)",
)
