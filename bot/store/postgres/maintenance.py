"""Check-ups of a PostgreSQL database."""

from datetime import timedelta

from bot.ports.time import Clock
from bot.store.columns import micros
from bot.store.postgres.migrating import version_of
from bot.store.sql.database import Database, Transaction

SKEW = timedelta(seconds=5)
"""What is due, and which message is taken for lost, goes by the clocks of the machines; leases by the database's."""


async def problems(database: Database, newest: int, clock: Clock) -> list[str]:
    """What is wrong with the database, a sentence each. ``newest`` is the schema version this Paperboy knows."""
    return [*await _age(database, newest), *await _gaps(database), *await _clock(database, clock)]


async def _age(database: Database, newest: int) -> list[str]:
    version = await version_of(database)
    newer = f"A newer Paperboy has brought the database to schema {version}, this one knows {newest}; restart with it."
    return [newer] if version > newest else []


async def _gaps(database: Database) -> list[str]:
    missing = await unindexed(database)
    return [f"Papers that the search index lacks: {missing}; run paperboy db migrate."] if missing else []


async def _clock(database: Database, clock: Clock) -> list[str]:
    row = await database.fetch_one("select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now")
    off = abs(micros(clock.now()) - row["now"]) if row else 0
    if off <= SKEW / timedelta(microseconds=1):
        return []
    return [f"The clock of this machine and of the database differ by {off // 1_000_000} seconds; set them by NTP."]


async def unindexed(database: Database) -> int:
    """How many papers the search index lacks."""
    sql = "select (select count(*) from papers) - (select count(*) from search_docs) as missing"
    row = await database.fetch_one(sql)
    return int(row["missing"]) if row else 0


async def count_on(database: Database) -> None:
    """Let numbers that the server hands out go on after the largest of rows that were written with theirs."""
    identities = await database.fetch(
        """
        select table_name as name, column_name as number from information_schema.columns
        where table_schema = current_schema() and is_identity = 'YES'
        """
    )

    async def work(transaction: Transaction) -> None:
        for one in identities:
            largest = f"coalesce((select max({one['number']}) from {one['name']}), 0) + 1"  # noqa: S608
            await transaction.execute(
                f"select setval(pg_get_serial_sequence($1, $2), {largest}, false)",
                one["name"],
                one["number"],
            )

    await database.write(work)
