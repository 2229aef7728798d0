"""Connections to a PostgreSQL server: how they are made, and its errors as ours."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

import psycopg
import structlog
from psycopg import AsyncRawCursor, RawCursor, conninfo, errors

from bot.errors import ConfigurationError, StoreBusy, StoreError, StoreFull, StoreUnreachable
from bot.ports.time import Clock

T = TypeVar("T")
log = structlog.get_logger()

SCHEME = re.compile(r"postgres(ql)?(\+\w+)?://")
START_STEP = 2.0
RECONNECT = 10.0
"""Seconds of ever rarer tries by a pool; then whoever asks for a connection begins anew, so that a server that was away
for minutes is in use again at once."""
STATEMENT_TIMEOUT = 30_000
LIMITS = {
    "lock_timeout": 5_000,
    "statement_timeout": STATEMENT_TIMEOUT,
    "idle_in_transaction_session_timeout": 60_000,
}
"""Milliseconds. Whoever waits longer for a row is told to try again; nobody holds one up for longer than a minute."""

_NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "tcp_user_timeout": 30_000,
    "application_name": "paperboy",
}
_NAMES = re.compile(r"""".*?"|'.*?'""")
_TO_MEND = (
    ("database .*does not exist", "Create it (createdb), or mend PAPERBOY_DATABASE_URL."),
    ("password|authentication|role .*does not exist", "Mend the user or the password in PAPERBOY_DATABASE_URL."),
    ("pg_hba|not permitted", "Let this user and machine in on the server, or mend PAPERBOY_DATABASE_URL."),
    ("invalid|no encryption|SSL|certificate", "Mend PAPERBOY_DATABASE_URL."),
)
"""What a server says of a login that will never work, or libpq of an address that means nothing; and what to do."""


class ServerAddress:
    """Where the server is, as it can be shown: without user and password."""

    def __init__(self, url: str) -> None:
        """Raises ``ConfigurationError`` for what libpq can't read."""
        self.url = SCHEME.sub("postgresql://", url, count=1)
        try:
            self._parts = conninfo.conninfo_to_dict(self.url)
        except psycopg.Error:
            raise ConfigurationError(
                "PAPERBOY_DATABASE_URL must look like postgresql://user:password@host:5432/database."
            ) from None

    def __str__(self) -> str:
        port = f":{self._parts['port']}" if "port" in self._parts else ""
        return f"the database {self._parts.get('dbname', '')} at {self._parts.get('host', 'this machine')}{port}"

    def options(self) -> dict[str, Any]:
        """The arguments of every connection; what the address itself says goes first.

        Limits are a wish of the start of a session: a pooler that refuses those is asked without, and each transaction
        sets them (``begin``).
        """
        asked = {name: value for name, value in _NETWORK.items() if name not in self._parts}
        spelled = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
        # A statement prepared in one transaction is not there in the next behind a pooler.
        return {**asked, "options": spelled, "autocommit": True, "prepare_threshold": None}


async def reach(address: ServerAddress, clock: Clock, patience: float) -> dict[str, Any]:
    """Wait until the server lets us in; return the arguments with which it does.

    Raises ``ConfigurationError`` for a login that is refused, ``StoreUnreachable`` when nobody answers in time.
    """
    options, until = address.options(), clock.monotonic() + patience
    while True:
        try:
            await (await psycopg.AsyncConnection.connect(address.url, **options)).close()
        except psycopg.Error as error:
            why = _one_line(error)
            if "startup parameter" in why and has_limits(options):
                del options["options"]
                continue
            _refuse(address, why)
            if clock.monotonic() >= until:
                raise StoreUnreachable(
                    f"PostgreSQL can't be reached ({address}: {why}). Check that it runs, and PAPERBOY_DATABASE_URL."
                ) from error
            log.warning("database.unreachable", where=str(address), why=why)
            await clock.sleep(START_STEP)
        else:
            return options


def _refuse(address: ServerAddress, why: str) -> None:
    """Raise ``ConfigurationError`` where waiting will not help."""
    said = _NAMES.sub("", why)  # a database may have any name
    if "the database system is" in said:
        return
    for what, mend in _TO_MEND:
        if re.search(what, said, re.IGNORECASE):
            raise ConfigurationError(f"PostgreSQL refuses the connection ({why}). {mend}")


def _one_line(error: psycopg.Error) -> str:
    """The last thing that was said, without libpq's account of every address it tried and of the statement."""
    if error.diag.message_primary:
        return error.diag.message_primary.rstrip(".")
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    failed = [line for line in lines if "FATAL" in line or "failed" in line or "error" in line]
    said = (failed or lines or [type(error).__name__])[-1]
    return re.split(r"FATAL:|\bfailed: ", said)[-1].strip().rstrip(".")


def has_limits(options: dict[str, Any]) -> bool:
    """Whether a server that was reached with these arguments took the limits with them."""
    return "options" in options


def set_for_transaction(limits: Mapping[str, object]) -> str:
    """The statements that set ``limits`` until the end of a transaction, for each to begin with."""
    return "; ".join(f"set local {name} = {value}" for name, value in limits.items())


async def guarded(work: Awaitable[T], address: ServerAddress) -> T:
    """What ``work`` returns; the server's errors as ours."""
    try:
        return await work
    except psycopg.Error as error:
        raise translate_error(error, address) from error


def translate_error(error: psycopg.Error, address: ServerAddress) -> Exception:
    """PostgreSQL's error as one of ours with a sentence; a mistake in our own SQL stays what it is."""
    match error:
        case errors.LockNotAvailable() | errors.DeadlockDetected() | errors.SerializationFailure():
            return StoreBusy("Another process holds the same rows; try again.")
        case errors.QueryCanceled():
            return StoreBusy(f"The database took longer than {STATEMENT_TIMEOUT // 1000} seconds; try again.")
        case errors.DiskFull() | errors.OutOfMemory():
            return StoreFull(f"No space is left for {address}; nothing was changed.")
        case errors.ReadOnlySqlTransaction():
            return StoreUnreachable(f"{address} can only be read now: another server may have taken over.")
        case errors.InsufficientPrivilege():
            return StoreError(f"The user of PAPERBOY_DATABASE_URL may not do that: {_one_line(error)}.")
        case errors.IntegrityError() | errors.DataError() | errors.ProgrammingError():
            return error
        case psycopg.OperationalError() | psycopg.InterfaceError() | errors.InternalError():
            return StoreUnreachable(f"The connection to {address} was lost ({_one_line(error)}).")
        case _:
            return StoreError(f"{address} failed: {_one_line(error)}.")


class NamedRow:
    """A row of an answer: by position or by column name."""

    __slots__ = ("_places", "_values")

    def __init__(self, values: Sequence[Any], places: dict[str, int]) -> None:
        self._values = values
        self._places = places

    def __getitem__(self, key: Any, /) -> Any:
        return self._values[self._places[key] if isinstance(key, str) else key]

    def __len__(self) -> int:
        return len(self._values)


def rows_by_name(
    cursor: AsyncRawCursor[Any] | RawCursor[Any] | psycopg.AsyncCursor[Any] | psycopg.Cursor[Any],
) -> Callable[[Sequence[Any]], NamedRow]:
    """A row factory of psycopg."""
    places = {column.name: place for place, column in enumerate(cursor.description or ())}
    return lambda values: NamedRow(values, places)
