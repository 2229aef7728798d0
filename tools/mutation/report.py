"""The table of modules and the list of survivors."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkItem, WorkResult

Done = tuple[WorkItem, WorkResult]


def counts(work: WorkDB) -> str:
    """How far a session is, in one line."""
    done = _done(work)
    killed = sum(result.test_outcome == TestOutcome.KILLED for _, result in done)
    waiting = len(work.pending_work_items)
    return f"{len(done)} of {len(done) + waiting} mutants, {killed} noticed"


def report(work: WorkDB, root: Path) -> Iterator[str]:
    """The lines of the report."""
    modules: dict[str, list[Done]] = defaultdict(list)
    for item, result in _done(work):
        modules[str(item.mutations[0].module_path.relative_to(root))].append((item, result))
    yield f"{'module':44} {'killed':>6} {'survived':>8} {'share':>6}"
    for module in sorted(modules):
        yield _row(module, modules[module])
    yield _row("all", [each for done in modules.values() for each in done])
    yield ""
    for module in sorted(modules):
        yield from _survivors(module, modules[module])


def _done(work: WorkDB) -> list[Done]:
    return [each for each in work.completed_work_items if each[1].worker_outcome == WorkerOutcome.NORMAL]


def _row(name: str, done: list[Done]) -> str:
    survived = sum(result.test_outcome == TestOutcome.SURVIVED for _, result in done)
    killed = len(done) - survived
    return f"{name:44} {killed:6} {survived:8} {killed / max(1, len(done)):6.0%}"


def _survivors(module: str, done: list[Done]) -> Iterator[str]:
    for item, result in sorted(done, key=lambda each: each[0].mutations[0].start_pos):
        spec = item.mutations[0]
        if result.test_outcome == TestOutcome.SURVIVED:
            untested = "  (no test runs it)" if result.output == "untested" else ""
            operator = spec.operator_name.removeprefix("core/")
            yield f"{module}:{spec.start_pos[0]}:{spec.start_pos[1]} {operator}{untested}\n    {result.diff}"
