"""UserModels wait neither for the writer nor for what nobody wants any more."""

import asyncio
import sqlite3
import threading

import pytest

from bot.errors import StoreUnreachable
from bot.store.sql.database import Transaction
from bot.store.sqlite.connections import Pool, connect
from bot.store.sqlite.database import READERS, SqliteDatabase

ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"


async def test_readers_neither_wait_for_a_writer_nor_see_what_is_half_done(database: SqliteDatabase) -> None:
    half_done, go_on = threading.Event(), threading.Event()

    async def work(transaction: Transaction) -> None:
        await transaction.execute("insert into words (word) values ('a')")
        half_done.set()
        go_on.wait(5)

    writing = asyncio.create_task(database.write(work))
    await asyncio.to_thread(half_done.wait, 5)
    assert await database.fetch("select * from words") == []
    go_on.set()
    await writing
    assert len(await database.fetch("select * from words")) == 1


async def test_a_cancelled_statement_stops_and_frees_its_reader(database: SqliteDatabase) -> None:
    for _ in range(READERS + 1):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(database.fetch(ENDLESS), 0.02)
    async with asyncio.timeout(2):
        assert len(await database.fetch("select 1")) == 1


async def test_many_statements_can_run_in_one_hop(database: SqliteDatabase) -> None:
    def work(connection: sqlite3.Connection) -> list[int]:
        return [connection.execute("select ? * 2", (number,)).fetchone()[0] for number in range(3)]

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


async def test_a_database_in_memory_reads_and_writes_in_turns() -> None:
    database = await SqliteDatabase.open(None, lambda raw: raw.execute("create table words (word text)"))

    async def work(transaction: Transaction) -> None:
        await transaction.execute("insert into words (word) values ('a')")
        await transaction.execute("insert into words (word) values ('b')")

    outcomes = await asyncio.gather(
        *(database.fetch("select * from words") for _ in range(3)),
        database.write(work),
        *(database.fetch("select * from words") for _ in range(3)),
    )
    await database.close()
    assert {len(rows) for rows in outcomes if rows is not None} <= {0, 2}


async def test_a_file_that_can_not_be_used_any_more_is_no_wrong_setting(database: SqliteDatabase) -> None:
    with pytest.raises(StoreUnreachable, match="can't be opened"):
        await database.read(lambda raw: raw.execute("attach database '/nowhere/at/all' as other"))
    with pytest.raises(StoreUnreachable, match="can't be written"):
        await database.read(lambda raw: raw.execute("insert into words (word) values ('new')"))
    await database.write(lambda transaction: transaction.execute("pragma query_only = on"))
    with pytest.raises(StoreUnreachable, match="can't be written"):
        await database.write(lambda transaction: transaction.execute("insert into words (word) values ('new')"))
