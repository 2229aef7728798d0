"""Every store keeps one import under way a member, over restarts, and forgets it with the rest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import Doubtful, ImportJob, Member, PaperId, Reference, Tenant
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ADA, BEN = Member(Tenant("slack", "T1"), "ADA"), Member(Tenant("slack", "T2"), "ADA")
JOB = ImportJob(
    member=ADA,
    due=NOW,
    since=NOW - timedelta(minutes=3),
    left=(
        Reference((PaperId("doi:10.1000/x"),), "Étude", frozenset({"alpha", "beta"}), 7, NOW),
        Reference((), "No id"),
    ),
    total=5,
    liked=(PaperId("arxiv:2601.00001"),),
    missing=("Nobody Knows",),
    unanswered=("Held",),
    doubts=(Doubtful(title="Nearly", paper=PaperId("arxiv:2601.00002")),),
    begun=NOW - timedelta(hours=1),
)


async def put(store: Store, job: ImportJob) -> None:
    await store.imports.change(job.member, lambda _: job)


async def test_an_import_is_kept_whole_over_a_restart(store: Store, reopen: Reopen) -> None:
    await put(store, JOB)
    store = await reopen()
    kept = await store.imports.of(ADA)
    assert kept == JOB
    assert [(each.line, each.asked) for each in kept.left] == [(7, NOW), (0, None)]
    assert await store.imports.of(BEN) is None


async def test_the_one_due_first_goes_on_first(store: Store) -> None:
    assert await store.imports.first() is None
    await put(store, JOB)
    await put(store, replace(JOB, member=BEN, due=NOW - timedelta(seconds=1)))
    assert await store.imports.first() == replace(JOB, member=BEN, due=NOW - timedelta(seconds=1))
    await store.imports.change(BEN, lambda job: job and replace(job, due=NOW + timedelta(seconds=1)))
    assert await store.imports.first() == JOB
    assert await store.imports.change(ADA, lambda _: None) is None
    assert await store.imports.of(ADA) is None


async def test_it_is_decided_by_what_stands(store: Store) -> None:
    seen: list[ImportJob | None] = []
    await store.imports.change(ADA, lambda job: seen.append(job))
    await put(store, JOB)
    await store.imports.change(ADA, lambda job: seen.append(job) or job)
    assert seen[0] is None
    assert seen[-1] == JOB
    assert await store.imports.of(ADA) == JOB


async def test_an_import_is_shown_and_forgotten_with_everything_about_a_member(store: Store) -> None:
    await put(store, JOB)
    await put(store, replace(JOB, member=BEN))
    (shown,) = (await store.privacy.export(ADA))["import under way"]  # type: ignore[misc, has-type]
    assert shown["since"] == JOB.since.isoformat()
    assert await store.privacy.forget(ADA) == 1
    assert await store.imports.of(ADA) is None
    await store.privacy.forget_tenant(BEN.tenant)
    assert await store.imports.first() is None
