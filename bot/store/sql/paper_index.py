"""What storing papers asks of the search index beside them."""

from collections.abc import Hashable, Sequence
from typing import Protocol

from bot.model import Paper
from bot.search.documents import IndexEntry, entries_of
from bot.store.sql.database import Transaction


class ReadyEntries:
    """What the index will keep of papers, made before the transaction that stores them, so that it is short."""

    def __init__(self, papers: Sequence[Paper] = ()) -> None:
        self._ready = dict(zip(map(text_of, papers), entries_of(papers), strict=True))

    def of(self, papers: Sequence[Paper]) -> list[IndexEntry]:
        """In the order given; those of papers with another text are made now."""
        missing = [paper for paper in papers if text_of(paper) not in self._ready]
        ready = self._ready | dict(zip(map(text_of, missing), entries_of(missing), strict=True))
        return [ready[text_of(paper)] for paper in papers]


class PaperIndex(Protocol):
    """The writing side of a search index."""

    async def put(self, transaction: Transaction, papers: Sequence[tuple[int, Paper]], ready: ReadyEntries) -> None:
        """Index new papers, and those whose text changed, each with its key, in the transaction that stores them."""
        ...

    async def tidy(self) -> None:
        """Bring the index into the shape that is searched fastest, if that is worth it."""
        ...


def text_of(paper: Paper) -> Hashable:
    """What a change of must reach the index (counts change daily and need not)."""
    return paper.title, paper.abstract, paper.authors, paper.organisation, paper.categories, paper.withdrawn
