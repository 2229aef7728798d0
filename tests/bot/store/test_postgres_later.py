"""What goes wrong with a PostgreSQL server while Paperboy runs: it is told and waited for; and what is done at once."""

import asyncio
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from bot.errors import StoreError, StoreUnreachable
from bot.model import Feedback, Paper, PaperId, Signal
from bot.store import open_store
from bot.store.sql import feedback as feedback_log
from bot.store.sql.database import Transaction
from tests import postgres
from tests.bot.store.test_postgres import ADA, NOW, empty, url

__all__ = ["empty", "url"]


async def test_a_reaction_by_an_alias_follows_a_paper_that_is_renamed_while_it_is_written(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_store(url)
    alias, old, new = PaperId("doi:10.1/alias"), PaperId("doi:10.1/old"), PaperId("arxiv:2603.00001")
    await store.papers.add([Paper(id=old, title="A title", abstract="Words.", aliases=(alias,))], NOW)
    renaming, added = [], feedback_log._added

    async def rename_before_it_is_added(transaction: Transaction, line: Feedback) -> bool:
        renamed = Paper(id=new, title="A title", abstract="Words.", aliases=(old,))
        renaming.append(asyncio.create_task(store.papers.add([renamed], NOW)))
        await asyncio.wait(renaming, timeout=0.5)
        return await added(transaction, line)

    monkeypatch.setattr(feedback_log, "_added", rename_before_it_is_added)
    await store.feedback.append(Feedback(member=ADA, paper=alias, signal=Signal.LIKE, at=NOW))
    await asyncio.gather(*renaming)
    assert [line.paper for line in await store.feedback.of(ADA)] == [new]
    await store.close()


async def test_a_server_that_can_only_be_read_is_told_of_and_written_again_later(url: str) -> None:
    """A standby reads on after a failover, over connections that are never cut by themselves."""
    store, name = await open_store(url), urlsplit(url).path.strip("/")
    admin = postgres.at(postgres.server(), "postgres")
    cut = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
    postgres.execute(admin, f"alter database {name} set default_transaction_read_only = on", cut)
    try:
        with pytest.raises(StoreUnreachable, match="can only be read now"):
            await store.key_value.put("a", "1")
    finally:
        postgres.execute(admin, f"alter database {name} reset default_transaction_read_only")
    await store.key_value.put("a", "1")
    assert await store.key_value.get("a") == "1"
    await store.close()


async def test_a_right_that_is_taken_away_later_is_no_end_of_the_program(empty: str) -> None:
    empty = postgres.at(postgres.server(), urlsplit(empty).path.strip("/"))  # a pooler knows no user that is new
    name, (first, _, rest) = f"poor_{uuid4().hex}", empty.partition("postgres@")
    postgres.execute(empty, f"create role {name} login", f"grant create on schema public to {name}")
    try:
        store = await open_store(f"{first}{name}@{rest}")
        postgres.execute(empty, f"revoke all on key_value from {name}")
        with pytest.raises(StoreError, match="permission denied for table key_value"):
            await store.key_value.put("a", "1")
        postgres.execute(empty, f"grant all on key_value to {name}")
        await store.key_value.put("a", "1")
        await store.close()
    finally:
        postgres.execute(empty, f"drop owned by {name}", f"drop role {name}")
