"""Readers wait neither for the writer nor for what nobody wants any more."""

import asyncio
import sqlite3

import pytest

from bot.store.connections import Pool, connect
from bot.store.database import Transaction
from bot.store.sqlite import READERS, SqliteDatabase
from tests.bot.store.conftest import OpenDatabase

ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"


async def test_reading_goes_on_while_somebody_writes(database: SqliteDatabase) -> None:
    async def work(transaction: Transaction) -> int:
        await transaction.execute("insert into words (word) values ('a')")
        return len(await database.fetch("select * from words"))

    assert await database.write(work) == 0


async def test_a_cancelled_statement_stops_and_frees_its_reader(database: SqliteDatabase) -> None:
    for _ in range(READERS + 1):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(database.fetch(ENDLESS), 0.02)
    async with asyncio.timeout(2):
        assert len(await database.fetch("select 1")) == 1


async def test_many_statements_can_run_in_one_hop(database: SqliteDatabase) -> None:
    def work(connection: sqlite3.Connection) -> list[int]:
        return [connection.execute("select ?1 * 2", (number,)).fetchone()[0] for number in range(3)]

    assert await database.read(work) == [0, 2, 4]


async def test_readers_can_not_write(database: SqliteDatabase) -> None:
    with pytest.raises(Exception, match="can't be written"):
        await database.fetch("delete from words")


async def test_values_are_numbered_and_rows_answer_to_names_and_positions(database: SqliteDatabase) -> None:
    row = await database.fetch_one("select $2 as second, $1 as first, $1 || $2 as both", "a", "b")
    assert row is not None
    assert (row["second"], row["first"], row[2], len(row)) == ("b", "a", "ab", 3)
    assert await database.fetch_one("select 1 where 1 = $1", 2) is None


async def test_a_mistake_in_sql_stays_what_it_is(database: SqliteDatabase) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await database.fetch("select * from nowhere")


async def test_connections_are_handed_out_first_come_first_served() -> None:
    connection = await connect(None, (), read_only=False)
    pool = Pool([connection])
    turns: list[str] = []

    async def use(name: str, times: int) -> None:
        for _ in range(times):
            async with pool.one():
                turns.append(name)
                await asyncio.sleep(0)

    await asyncio.gather(use("greedy", 3), use("patient", 1))
    await connection.close()
    assert turns == ["greedy", "patient", "greedy", "greedy"]


async def test_a_database_in_memory_shows_no_half_done_work(open_database: OpenDatabase) -> None:
    database = await SqliteDatabase.open(None, lambda raw: raw.execute("create table words (word text)"))

    async def work(transaction: Transaction) -> None:
        await transaction.execute("insert into words (word) values ('a')")
        await asyncio.sleep(0)
        await transaction.execute("insert into words (word) values ('b')")

    written = asyncio.create_task(database.write(work))
    await asyncio.sleep(0)
    seen = {len(await database.fetch("select * from words")) for _ in range(5)}
    await written
    await database.close()
    assert seen <= {0, 2}
