"""The thin seam under every store part: SQL written once, run by SQLite and PostgreSQL.

Statements use ``$1 … $n``. Times are stored as integer UTC microseconds, dates as ISO text, booleans as 0/1, lists as
JSON text; ids are made by the application. Upserts are ``on conflict … do update``.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Record(Protocol):
    """A row of an answer: by position or by column name."""

    def __getitem__(self, key: Any, /) -> Any: ...

    def __len__(self) -> int: ...


class Dialect(Protocol):
    """What databases spell differently: each is SQL that stands in a statement. Lists are handed in as JSON text."""

    skip_locked: str
    """Ends a query that picks rows to change: passes over those that another transaction is changing."""

    def now(self, parameter: str) -> str:
        """The present moment: a server's own, else the one handed in, where one machine has all the processes."""
        ...

    def texts(self, parameter: str) -> str:
        """The texts of a list, as a subquery (``id in …``)."""
        ...

    def numbers(self, parameter: str) -> str:
        """The whole numbers of a list, as a subquery."""
        ...

    def rows(self, parameter: str, *columns: str) -> str:
        """A list of lists of texts as a table of these columns, and ``place``, which counts from 0."""
        ...


class Transaction(Protocol):
    """What may be done inside one transaction."""

    @property
    def dialect(self) -> Dialect: ...

    async def lock(self, *names: str) -> None:
        """Go on alone among the transactions that take a lock of these names, until the end of this one.

        Whoever takes several names them in order, so that two never wait for each other.
        """
        ...

    async def execute(self, sql: str, *values: Any) -> int:
        """Run one statement; return how many rows it changed."""
        ...

    async def execute_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None: ...

    async def fetch(self, sql: str, *values: Any) -> Sequence[Record]: ...

    async def fetch_one(self, sql: str, *values: Any) -> Record | None: ...


class Database(Protocol):
    """Reads see what is committed; each piece of writing is a transaction (of SQLite's one writer commits several)."""

    @property
    def dialect(self) -> Dialect: ...

    async def fetch(self, sql: str, *values: Any) -> Sequence[Record]: ...

    async def fetch_one(self, sql: str, *values: Any) -> Record | None: ...

    async def fetch_as(self, make: Callable[[Record], T], sql: str, *values: Any) -> list[T]:
        """Each row as ``make`` makes it, away from the event loop: for answers of thousands of rows."""
        ...

    async def write(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Run ``work`` as one transaction; it is durable when this returns, and rolled back when it raises.

        ``work`` may await nothing but its transaction: it may run on another thread, and twice (when a full disk undid
        a whole group). Raises ``StoreBusy``, ``StoreFull``, ``StoreError``.
        """
        ...
