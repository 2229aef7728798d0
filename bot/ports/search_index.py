"""Finding papers among those that are kept."""

from collections.abc import Sequence
from typing import Protocol

from bot.model import Hit, Paper, Query, SearchPage


class SearchIndex(Protocol):
    """Finds papers. Never raises on any text."""

    async def warm(self) -> None:
        """Read ahead what answers need, if anything; called again, what came since, of other processes too.

        Until the first time a search waits for it; while it goes on, others answer at once, without mending typos.
        """
        ...

    async def search(self, query: Query, *, limit: int = 10, offset: int = 0) -> SearchPage: ...

    async def complete(self, prefix: str, limit: int = 10) -> Sequence[Hit]:
        """Titles that begin with, or nearly with, what has been typed so far."""
        ...

    async def authors(self, prefix: str, limit: int = 10) -> Sequence[str]:
        """Author names as people write them that begin with ``prefix`` (any word of the name), commonest first."""
        ...

    async def titled(self, title: str, limit: int = 3) -> Sequence[Paper]:
        """Papers with nearly this title, or with one that begins the other, the likest first; withdrawn ones left out.

        Much quicker than a search, as only slips of the fingers are forgiven. ``bot.titles.likeness`` decides."""
        ...
