"""Each document of the search index carries the code of its meaning (``bot.meaning.sign_codes``).

The index is derived from ``papers``: it is emptied here, and filled again when the store opens.
"""

from bot.store.migrations.m0002_search import STATEMENTS as SEARCH

_TABLES = ("search_head_words", "search_text_words", "search_heads", "search_texts", "search_titles", "search_docs")

STATEMENTS: tuple[str, ...] = (
    *(f"drop table {name}" for name in _TABLES),
    *SEARCH,
    "alter table search_docs add column meaning blob not null default x''",
)
