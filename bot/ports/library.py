"""The papers as pages show them: what chat finds too, by day and by search, and nothing about people."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from bot.model import DatedPapers, Hit, Paper, PaperId, SearchPage
from bot.ports.chat import Core


class Library(Protocol):
    """Reads what is stored. With ``ask`` the sources are asked for what is not: never on behalf of strangers."""

    async def newest_day(self) -> date | None:
        """The newest day that has papers."""
        ...

    async def between(self, first: date, last: date, *, limit: int, offset: int = 0) -> DatedPapers: ...

    async def search(self, text: str, *, limit: int, offset: int = 0, ask: bool = False) -> SearchPage: ...

    async def paper(self, name: str, *, ask: bool = False) -> Paper:
        """The paper of an id or link. Raises ``NotFound``."""
        ...

    async def similar(self, paper: PaperId, limit: int) -> Sequence[Hit]:
        """Papers most like one, best first. Raises ``NotFound``."""
        ...


@runtime_checkable
class ShowsPapers(Protocol):
    """A platform that shows papers in a form of its own, beside the answers of the core."""

    def show(self, library: Library, core: Core) -> None:
        """Read from ``library``, and ask ``core`` as people do; called once, before ``run``."""
        ...
