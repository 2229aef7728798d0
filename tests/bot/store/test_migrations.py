"""What a released schema held is there after an upgrade, in today's words."""

import sqlite3
from datetime import date
from pathlib import Path

from bot.model import Active, Channel, DeliveryState, Member, Paper, PaperId, Paused, Stopped, Tenant
from bot.store import open_store
from bot.store.migrations.runner import APPLICATION_ID, known_migrations
from bot.store.sqlite.connections import execute_all
from tests.bot.store.conftest import NOW
from tests.contracts.digest_making import claim_one

HERE = Tenant("fake", "here")
SUBSCRIPTION = """
    insert into subscriptions values (
        :id, 'fake', 'here', :id, :owner, 0, '[1]', '09:00', 'UTC', 5, 'threaded', '[]', '[]', null, 0, 0,
        :paused, :until, :broken, null, null, null)
"""
DIGEST = """
    insert into digests values (
        'd1', 'plain', 'fake', 'here', 'plain', '', 1, 1, 'daily', '["arxiv:2","arxiv:1"]', '', 1)
"""
DELIVERY = """
    insert into deliveries values (
        'k1', 'd1', 'fake', 'here', 'plain', '', 1, 0, '{}', '', '["arxiv:1"]', 0, 'failed', 1, 1, 5, 3, null, null, '')
"""


def an_old_file(path: Path, version: int) -> sqlite3.Connection:
    """A database as it was at that version of the schema."""
    old = sqlite3.connect(path, isolation_level=None)
    execute_all(old, [statement for statements in known_migrations()[:version] for statement in statements])
    execute_all(old, [f"pragma application_id = {APPLICATION_ID}", f"pragma user_version = {version}"])
    return old


async def test_subscriptions_keep_their_status_and_owner_over_an_upgrade(path: Path) -> None:
    old = an_old_file(path, 9)
    for name, owner, paused, until, broken in (
        ("plain", "ada", 0, None, ""),
        ("held", "ada", 1, None, ""),
        ("away", "", 0, "2026-12-24", ""),
        ("gone", "ada", 1, "2026-12-24", "It was archived."),
    ):
        old.execute(SUBSCRIPTION, {"id": name, "owner": owner, "paused": paused, "until": until, "broken": broken})
    old.execute(DELIVERY)
    old.execute(DIGEST)
    old.close()
    store = await open_store(f"sqlite:///{path}")
    found = {one.channel.id: one for one in await store.subscriptions.all()}
    assert {name: one.status for name, one in found.items()} == {
        "plain": Active(),
        "held": Paused(),
        "away": Paused(date(2026, 12, 24)),
        "gone": Stopped("It was archived."),
    }
    assert [found[name].owner for name in ("plain", "away")] == [Member(HERE, "ada"), None]
    again = await claim_one(store.outbox, "fake", NOW, NOW - NOW)
    assert again is not None
    assert (again.channel, again.state, again.attempts, again.unsure) == (
        Channel(HERE, "plain"),
        DeliveryState.SENDING,
        2,
        True,
    )
    (report,) = await store.digests.reports(again.channel, 5)
    assert report.digest.papers == ("arxiv:2", "arxiv:1")
    await store.close()


async def test_reactions_that_stayed_under_an_id_of_before_are_brought_to_their_paper(path: Path) -> None:
    doi, arxiv = PaperId("doi:10.1234/abc"), PaperId("arxiv:2603.00001")
    store = await open_store(f"sqlite:///{path}")
    await store.papers.add([Paper(id=arxiv, title="One", aliases=(doi,))], NOW)
    await store.close()
    old = sqlite3.connect(path, isolation_level=None)
    for column in ("yes", "yes_at"):  # of a later migration
        old.execute(f"alter table last_lists drop column {column}")
    old.execute("pragma user_version = 35")
    old.execute(
        "insert into feedback (platform, tenant, member, paper, signal, retracted, at, event, emoji)"
        " values ('fake', 'here', 'ada', ?, 'save', 0, 1, '', '')",
        (doi,),
    )
    old.close()
    store = await open_store(f"sqlite:///{path}")
    assert await store.feedback.saved(Member(HERE, "ada")) == [arxiv]
    await store.close()
