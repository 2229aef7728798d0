"""The search index over SQLite's readers."""

from collections.abc import Callable
from typing import TypeVar

from bot.store.sql.search import SqlSearch
from bot.store.sql.search_tables import SearchTables
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.search_index import SqliteTables

T = TypeVar("T")


class SqliteSearch(SqlSearch):
    """See ``bot.ports.search_index.SearchIndex``."""

    def __init__(self, database: SqliteDatabase) -> None:
        super().__init__(database, _SqliteReading(database))


class _SqliteReading:
    """See ``bot.store.sql.search.SearchReading``."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def read(self, work: Callable[[SearchTables], T]) -> T:
        return await self._database.read(lambda raw: work(SqliteTables(raw)))
