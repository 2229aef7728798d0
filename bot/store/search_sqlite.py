"""The search index over SQLite."""

from bot.store.search_writing import index_papers

__all__ = ["index_papers"]
