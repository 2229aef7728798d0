"""One writer for many callers: each gets their own answer, and an answer means it is on disk."""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pytest

from bot.errors import StoreBusy, StoreError, StoreFull
from bot.store import open_store
from bot.store.migrations.runner import known_migrations
from bot.store.sql.database import Transaction
from bot.store.sql.grouped import Grouped
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.writer import ROWS_AT_ONCE
from tests.bot.store.conftest import OpenDatabase, StartPython

NEWEST = known_migrations()
Work = Callable[[Transaction], Awaitable[int]]


def put(word: str) -> Work:
    async def work(transaction: Transaction) -> int:
        return await transaction.execute("insert into words (word) values ($1)", word)

    return work


async def words(database: SqliteDatabase) -> list[str]:
    return [row["word"] for row in await database.fetch("select word from words order by id")]


async def test_work_that_raises_is_rolled_back_alone(database: SqliteDatabase) -> None:
    async def half_done(transaction: Transaction) -> int:
        await transaction.execute("insert into words (word) values ('half')")
        raise ValueError("mine alone")

    work = [half_done if number % 7 == 3 else put(f"w{number}") for number in range(50)]
    outcomes = await asyncio.gather(*map(database.write, work), return_exceptions=True)
    assert [isinstance(outcome, ValueError) for outcome in outcomes] == [number % 7 == 3 for number in range(50)]
    assert await words(database) == [f"w{number}" for number in range(50) if number % 7 != 3]


async def test_work_sees_what_it_wrote(database: SqliteDatabase) -> None:
    async def work(transaction: Transaction) -> list[str]:
        await transaction.execute_many("insert into words (word) values ($1)", [("a",), ("b",)])
        return [row["word"] for row in await transaction.fetch("select word from words order by id")]

    assert await database.write(work) == ["a", "b"]


async def test_many_rows_are_stored_in_their_order_however_many_share_a_statement(database: SqliteDatabase) -> None:
    stored = [f"w{number}" for number in range(2 * ROWS_AT_ONCE + 3)]
    found = [("found", f"w{number}") for number in range(ROWS_AT_ONCE + 1)]

    async def work(transaction: Transaction) -> None:
        await transaction.execute_many("insert into words (word) values ($1)", [(word,) for word in stored])
        await transaction.execute_many("update words set word = $1 where word = $2", found)

    await database.write(work)
    assert await words(database) == ["found"] * len(found) + stored[len(found) :]


async def test_work_that_waits_for_anything_else_is_refused(database: SqliteDatabase) -> None:
    async def work(transaction: Transaction) -> None:
        await transaction.execute("insert into words (word) values ('a')")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="nothing but its transaction"):
        await database.write(work)
    assert await words(database) == []


async def test_a_caller_who_left_before_their_turn_wrote_nothing(database: SqliteDatabase) -> None:
    begun, go_on = threading.Event(), threading.Event()

    async def slow(transaction: Transaction) -> int:
        begun.set()
        go_on.wait(5)
        return await put("slow")(transaction)

    first = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(begun.wait, 5)
    second = asyncio.create_task(database.write(put("second")))
    third = asyncio.create_task(database.write(put("third")))
    await asyncio.sleep(0)
    first.cancel()
    second.cancel()
    go_on.set()
    await third
    assert await words(database) == ["slow", "third"]
    assert first.cancelled()
    assert second.cancelled()


async def test_when_a_whole_group_is_undone_everyone_still_gets_their_own_answer(open_database: OpenDatabase) -> None:
    database = await open_database(
        """
        create trigger undo before insert on words when new.word = 'bad'
        begin select raise(rollback, 'all undone'); end
        """
    )
    work = [put(word) for word in ("a", "b", "bad", "c", "bad", "d")]
    outcomes = await asyncio.gather(*map(database.write, work), return_exceptions=True)
    assert [isinstance(outcome, Exception) for outcome in outcomes] == [False, False, True, False, True, False]
    assert await words(database) == ["a", "b", "c", "d"]


async def put_until_full(database: SqliteDatabase, acknowledged: list[str]) -> None:
    for number in range(1000):
        await database.write(put(f"{number}" * 100))
        acknowledged.append(f"{number}" * 100)


async def test_a_full_disk_is_told_and_loses_nothing(open_database: OpenDatabase) -> None:
    database = await open_database("pragma max_page_count = 20")
    work = [put("a"), put("b" * 400_000), put("c"), put("d" * 400_000)]
    outcomes = await asyncio.gather(*map(database.write, work), return_exceptions=True)
    assert [isinstance(outcome, StoreFull) for outcome in outcomes] == [False, True, False, True]
    acknowledged = ["a", "c"]
    with pytest.raises(StoreFull, match=r"No space is left for .*paperboy\.db"):
        await put_until_full(database, acknowledged)
    assert await words(database) == acknowledged
    await database.write(lambda transaction: transaction.execute("delete from words where word <> 'a'"))
    await database.write(put("room again"))
    assert await words(database) == ["a", "room again"]


HOLD_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("begin immediate")
print("held", flush=True)
sys.stdin.read()
"""


async def test_a_database_held_by_another_process_is_busy_and_then_recovers(
    open_database: OpenDatabase, path: Path, start_python: StartPython
) -> None:
    database = await open_database(patience=0.05)
    holder = start_python(HOLD_THE_LOCK, path)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    outcomes = await asyncio.gather(*(database.write(put("x")) for _ in range(3)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {StoreBusy}
    assert await words(database) == []
    holder.communicate()
    await database.write(put("y"))
    assert await words(database) == ["y"]


async def test_when_the_writer_dies_nobody_waits_for_ever(database: SqliteDatabase) -> None:
    async def work(transaction: Transaction) -> None:
        raise asyncio.CancelledError

    outcomes = await asyncio.gather(database.write(work), database.write(put("x")), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError}
    with pytest.raises(StoreError, match="closed"):
        await database.write(put("y"))
    assert await words(database) == []


async def test_a_closed_database_finishes_what_was_handed_in_and_takes_no_more(
    open_database: OpenDatabase, database: SqliteDatabase
) -> None:
    writes = [asyncio.create_task(database.write(put(word))) for word in "abc"]
    await asyncio.sleep(0)
    await database.close()
    assert [await write for write in writes] == [1, 1, 1]
    with pytest.raises(StoreError, match="closed"):
        await database.write(put("d"))
    assert await words(await open_database()) == ["a", "b", "c"]


REACT = """
import asyncio, itertools, os, sys
from datetime import UTC, datetime
from bot.model import Feedback, Member, PaperId, Signal, Tenant
from bot.store import open_store

async def main(url, name, count):
    store = await open_store(url)
    async def member(number):
        who = Member(Tenant("console", "local"), f"{name}{number}")
        for turn in range(count) if count else itertools.count():
            event = f"{who.id}-{turn}"
            await store.feedback.append(
                Feedback(member=who, paper=PaperId("arxiv:1"), signal=Signal.LIKE, at=datetime.now(UTC), event=event)
            )
            os.write(1, f"{event}\\n".encode())
    await asyncio.gather(*map(member, range(10)))
    await store.close()

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


@pytest.mark.parametrize("acknowledged_before_the_kill", [1, 300, 2000])
async def test_kill_9_loses_no_acknowledged_row(
    path: Path, start_python: StartPython, acknowledged_before_the_kill: int, open_database: OpenDatabase
) -> None:
    writer = start_python(REACT, f"sqlite:///{path}", "m", 0)
    assert writer.stdout is not None
    acknowledged = {writer.stdout.readline().strip() for _ in range(acknowledged_before_the_kill)}
    os.kill(writer.pid, signal.SIGKILL)
    acknowledged |= {line.strip() for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")}
    store = await open_store(f"sqlite:///{path}")
    assert await store.check() == []
    await store.close()
    kept = {row["event"] for row in await (await open_database(migrations=NEWEST)).fetch("select event from feedback")}
    assert len(acknowledged) >= acknowledged_before_the_kill
    assert acknowledged <= kept


async def test_two_processes_may_create_and_write_one_file_at_once(path: Path, start_python: StartPython) -> None:
    url = f"sqlite:///{path}"
    writers = [start_python(REACT, url, name, 20) for name in ("a", "b")]
    acknowledged = [len(writer.communicate()[0].split()) for writer in writers]
    assert acknowledged == [200, 200]
    assert [writer.returncode for writer in writers] == [0, 0]
    store = await open_store(url)
    assert await store.check() == []
    await store.close()


class SlowWriting:
    """Writes numbers, each group once ``go_on`` lets it."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.begun = asyncio.Semaphore(0)
        self.go_on = asyncio.Semaphore(0)

    async def __call__(self, group: Sequence[int]) -> None:
        self.groups.append(list(group))
        self.begun.release()
        await self.go_on.acquire()
        if 13 in group:
            raise StoreBusy("Try again.")


async def test_who_comes_while_others_are_written_shares_the_next_transaction_and_what_comes_of_it() -> None:
    writing = SlowWriting()
    grouped = Grouped(writing)
    asking = [asyncio.create_task(grouped.put(number)) for number in (1, 2, 13)]
    await asyncio.sleep(0)
    writing.go_on.release()
    await asking[0]
    writing.go_on.release()
    assert [type(end) for end in await asyncio.gather(*asking, return_exceptions=True)] == [
        type(None),
        *[StoreBusy] * 2,
    ]
    assert writing.groups == [[1], [2, 13]]


async def test_a_group_whose_writer_was_cancelled_is_written_by_the_next() -> None:
    writing = SlowWriting()
    grouped = Grouped(writing)
    asking = [asyncio.create_task(grouped.put(number)) for number in (1, 2, 3)]
    await asyncio.sleep(0)
    writing.go_on.release()
    await asking[0]
    for _ in range(2):
        await writing.begun.acquire()
    asking[1].cancel()
    writing.go_on.release()
    await asking[2]
    assert writing.groups == [[1], [2, 3], [2, 3]]
