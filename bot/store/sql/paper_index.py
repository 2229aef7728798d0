"""What storing papers asks of the search index beside them."""

from collections.abc import Sequence
from typing import Protocol

from bot.model import Paper
from bot.store.sql.database import Transaction


class PaperIndex(Protocol):
    """The writing side of a search index."""

    async def put(self, transaction: Transaction, papers: Sequence[tuple[int, Paper]]) -> None:
        """Index new papers, and those whose text changed, each with its key, in the transaction that stores them."""
        ...

    async def tidy(self) -> None:
        """Bring the index into the shape that is searched fastest, if that is worth it."""
        ...
