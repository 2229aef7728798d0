"""What is PostgreSQL's alone: one schema for both databases, upgrades, and a server that goes away."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from bot.clock import SystemClock
from bot.errors import ConfigurationError, StoreBusy, StoreTooNew, StoreUnreachable
from bot.model import Feedback, Interest, InterestKind, Member, Paper, PaperId, Signal, Tenant
from bot.search.language import parse_query
from bot.store import START_TIMEOUT_SECONDS, Migrated, open_store, upgrade
from bot.store.postgres import baseline, migrating
from bot.store.postgres.connections import LIMITS, ServerAddress, reach
from bot.store.postgres.database import PostgresDatabase
from bot.store.postgres.search import PostgresReading
from bot.store.postgres.search_index import PostgresTables
from bot.store.postgres.store import PostgresStore
from bot.store.sql.database import Transaction
from bot.store.sql.privacy import PERSONAL
from bot.store.sql.search_tables import SearchTables
from tests import postgres
from tests.pooler import pooled

pytest.importorskip("psycopg")

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ADA = Member(Tenant("fake", "here"), "ada")
FOUND_BY_TOKEN = {"short_lines", "link_codes"}
"""Looked for by who has nothing but a token."""
DERIVED = {"search_docs", "search_heads", "search_texts", "search_terms", "search_titles", "schema_version"}


@pytest.fixture
def url() -> str:
    return postgres.emptied_database()


@pytest.fixture
def empty() -> Iterator[str]:
    with postgres.empty_database() as url:
        yield url


async def opened(url: str) -> PostgresDatabase:
    address = ServerAddress(url)
    return await PostgresDatabase.open(address, await reach(address, SystemClock(), 0.0))


async def test_both_databases_have_the_same_tables_and_columns(url: str, path: Path) -> None:
    await upgrade(f"sqlite:///{path}")
    file = sqlite3.connect(path)
    names = [row[0] for row in file.execute("select name from sqlite_master where type = 'table'")]
    ours = {name: {row[1] for row in file.execute(f"pragma table_info('{name}')")} for name in names}
    file.close()
    assert without_derived(await columns(url)) == without_derived(ours)


def without_derived(schema: dict[str, set[str]]) -> dict[str, set[str]]:
    return {
        name: columns
        for name, columns in schema.items()
        if name not in DERIVED and not name.startswith(("sqlite_", "search_"))
    }


async def columns(url: str) -> dict[str, set[str]]:
    database = await opened(url)
    rows = await database.fetch(
        "select table_name, column_name from information_schema.columns where table_schema = current_schema()"
    )
    await database.close()
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["table_name"], set()).add(row["column_name"])
    return found


async def test_tables_about_people_can_be_cut_by_tenant(url: str) -> None:
    """The primary key of such a table holds platform and tenant."""
    database = await opened(url)
    rows = await database.fetch(
        """
        select c.relname as name, array(
            select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum = any(i.indkey)
        ) as columns
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        where i.indisprimary and n.nspname = current_schema()
        """
    )
    await database.close()
    personal = {table.name for table in PERSONAL} - FOUND_BY_TOKEN
    spanning = {
        row["name"] for row in rows if row["name"] in personal and not {"platform", "tenant"} <= {*row["columns"]}
    }
    assert {row["name"] for row in rows} >= personal
    assert spanning == set()


async def test_ids_are_compared_byte_by_byte_wherever_the_server_stands(url: str) -> None:
    database = await opened(url)
    rows = await database.fetch(
        """
        select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'
        """
    )
    await database.close()
    assert [row["name"] for row in rows] == []


async def test_an_empty_database_gets_the_newest_schema_once_by_however_many(empty: str) -> None:
    newest = baseline.VERSION + len(migrating.later_migrations())
    done = await asyncio.gather(*(upgrade(empty) for _ in range(3)))
    assert sorted(one.before for one in done) == [0, newest, newest]
    assert await upgrade(empty) == Migrated(before=newest, after=newest)


async def test_an_upgrade_is_all_or_nothing(empty: str) -> None:
    await upgrade(empty)
    database = await opened(empty)
    newer = [*migrating.later_migrations(), ["create table first (id bigint)", "create table papers (id bigint)"]]
    with pytest.raises(Exception, match="already exists"):
        await migrating.migrate(database, newer)
    assert await migrating.version_of(database) == baseline.VERSION + len(newer) - 1
    assert not await database.fetch("select 1 from pg_tables where tablename = 'first'")
    await database.close()


async def test_a_database_of_a_newer_paperboy_is_left_alone(empty: str) -> None:
    await upgrade(empty)
    postgres.execute(empty, "update schema_version set version = 900")
    with pytest.raises(StoreTooNew, match="schema 900"):
        await open_store(empty)


async def test_no_text_is_too_odd_to_be_kept(url: str) -> None:
    store = await open_store(url)
    odd = Interest(kind=InterestKind.TOPIC, value="nu\0ll 😀 \\u0000 100% $1 'quoted'")
    await store.interests.state(ADA, odd)
    assert [one.value for one in (await store.interests.of(ADA)).all] == ["null 😀 \\u0000 100% $1 'quoted'"]
    paper = Paper(
        id=PaperId("arxiv:2603.00001"), title="A title with \0 and a word of " + "x" * 5000, abstract="é" * 9000
    )
    await store.papers.add([paper], NOW)
    found = await store.search.search(parse_query("title with and word", NOW.date()))
    assert [hit.paper.id for hit in found.hits] == [paper.id]
    assert await store.papers.get([PaperId("no\0thing")]) == {}
    await store.close()


async def test_however_many_connections_were_cut_the_next_use_is_served(url: str) -> None:
    store, other = await open_store(url), await opened(url)
    feedback = Feedback(member=ADA, paper=PaperId("arxiv:1"), signal=Signal.LIKE, at=NOW)
    query = parse_query("anything", NOW.date())
    uses = (
        lambda: store.feedback.append(feedback),
        lambda: store.feedback.of(ADA),
        lambda: store.search.search(query),
    )
    for use in uses:
        await asyncio.gather(store.search.search(query), *(store.papers.count() for _ in range(50)))
        await other.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> $1",
            (await other.fetch("select pg_backend_pid()"))[0][0],
        )
        await use()
    assert len(await store.feedback.of(ADA)) == 1
    await store.close()
    await other.close()


async def test_statements_of_searches_are_planned_once_but_for_a_pooler_between(url: str) -> None:
    address = ServerAddress(url)
    reading = PostgresReading(address, await reach(address, SystemClock(), 0.0))

    def prepared(tables: SearchTables) -> int:
        assert isinstance(tables, PostgresTables)
        tables.newest()
        ((count,),) = tables.rows("select count(*) from pg_prepared_statements where statement like 'select coalesce%'")
        return int(count)

    assert [await reading.read(prepared) for _ in range(2)] == [0 if os.environ[postgres.POOLER] else 1] * 2
    await reading.close()


async def test_work_cut_off_before_its_end_is_done_again_once(url: str) -> None:
    database, other = await opened(url), await opened(url)
    tries = []

    async def work(transaction: Transaction) -> None:
        tries.append(await transaction.execute("insert into key_value (name, value) values ('once', '1')"))
        if len(tries) == 1:
            (row,) = await transaction.fetch("select pg_backend_pid() as pid")
            await other.fetch("select pg_terminate_backend($1)", row["pid"])
            await transaction.fetch("select 1")

    await database.write(work)
    assert (len(tries), len(await other.fetch("select * from key_value"))) == (2, 1)
    await database.close()
    await other.close()


async def test_limits_of_time_hold_through_a_pooler_that_takes_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pooled(url) as through:
        await test_whoever_waits_too_long_for_a_row_is_told_to_try_again(through, monkeypatch)


async def test_whoever_waits_too_long_for_a_row_is_told_to_try_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "lock_timeout", 50)
    database, other = await opened(url), await opened(url)

    async def holding(transaction: Transaction) -> None:
        await transaction.lock("a")
        with pytest.raises(StoreBusy, match="same rows"):
            await other.write(lambda second: second.lock("a"))

    await database.write(holding)
    await database.close()
    await other.close()


async def test_a_server_that_is_not_there_is_waited_for_and_told_of_without_the_password() -> None:
    clock = Hurried()
    with pytest.raises(StoreUnreachable, match=r"can't be reached .* Check that it runs") as told:
        await PostgresStore.open("postgresql://ada:secret@127.0.0.1:1/papers", clock, START_TIMEOUT_SECONDS)
    assert "secret" not in str(told.value)
    assert 60 <= clock.slept < 70


async def test_a_name_is_no_reason_to_take_a_server_that_is_away_for_a_wrong_setting() -> None:
    with pytest.raises(StoreUnreachable, match=r"the database password at no-ssl\.invalid"):
        await open_store("postgresql://invalid@no-ssl.invalid/password")


async def test_what_a_user_may_not_do_is_named(empty: str) -> None:
    empty = postgres.at(postgres.server(), urlsplit(empty).path.strip("/"))  # a pooler knows no user that is new
    name, (first, _, rest) = f"poor_{uuid4().hex}", empty.partition("postgres@")
    postgres.execute(empty, f"create role {name} login", "revoke create on schema public from public")
    try:
        with pytest.raises(ConfigurationError, match="permission denied for schema public"):
            await open_store(f"{first}{name}@{rest}")
    finally:
        postgres.execute(empty, f"drop role {name}")


class Hurried(SystemClock):
    """Does not wait."""

    slept = 0.0

    def monotonic(self) -> float:
        return self.slept

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("postgresql://postgres@/nowhere?host={host}", "does not exist.* Create it"),
        ("postgresql://nobody_here@/postgres?host={host}", "does not exist.* Mend the user"),
        ("postgresql://postgres@/postgres?host={host}&sslmode=verify-full&nonsense=1", "must look like"),
    ],
)
async def test_a_login_that_will_never_work_is_a_wrong_setting(wrong: str, said: str) -> None:
    host = postgres.server().partition("host=")[2]
    if not host:
        pytest.skip("the given server is not ours to ask")
    with pytest.raises(ConfigurationError, match=said):
        await open_store(wrong.format(host=host))


async def test_a_copy_is_made_by_its_own_program(url: str, path: Path) -> None:
    store = await open_store(url)
    with pytest.raises(ConfigurationError, match="pg_dump"):
        await store.backup(path)
    assert await store.check() == []
    await store.close()
