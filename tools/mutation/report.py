"""The table of modules and the list of survivors."""

from collections import defaultdict
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

from cosmic_ray.work_db import WorkDB
from cosmic_ray.work_item import TestOutcome, WorkItem, WorkResult

Done = tuple[WorkItem, WorkResult]


def counts(work: WorkDB) -> str:
    """How far a session is, in one line."""
    done = _done(work)
    waiting = len(work.pending_work_items)
    return f"{len(done)} of {len(done) + waiting} mutants, {_killed(done)} noticed"


def report(work: WorkDB, root: Path) -> Iterator[str]:
    """The lines of the report."""
    modules: dict[str, list[Done]] = defaultdict(list)
    parts: dict[str, list[Done]] = defaultdict(list)
    for item, result in _done(work):
        path = item.mutations[0].module_path.relative_to(root)
        modules[str(path)].append((item, result))
        parts["adapters" if path.parts[0] == "adapters" else "/".join(path.parts[:2])].append((item, result))
    yield f"{'':44} {'killed':>6} {'survived':>8} {'share':>6}"
    for name in (*sorted(modules), ""):
        yield _row(name, modules[name]) if name else ""
    for name in sorted(parts):
        yield _row(name, parts[name])
    yield from _in_all([each for done in modules.values() for each in done])
    for module in sorted(modules):
        yield from _survivors(module, modules[module])


def _done(work: WorkDB) -> list[Done]:
    """What ran, without what is no Python any more."""
    return [each for each in work.completed_work_items if each[1].test_outcome != TestOutcome.INCOMPETENT]


def _killed(done: list[Done]) -> int:
    return sum(result.test_outcome == TestOutcome.KILLED for _, result in done)


def _row(name: str, done: list[Done]) -> str:
    killed = _killed(done)
    return f"{name:44} {killed:6} {len(done) - killed:8} {killed / max(1, len(done)):6.0%}"


def _in_all(done: list[Done]) -> Iterator[str]:
    low, high = interval(_killed(done), len(done))
    timeouts = sum(result.output == "timeout" for _, result in done)
    yield _row("all", done)
    yield f"95 of 100 such samples come from a share between {low:.1%} and {high:.1%}. Noticed by hanging: {timeouts}."
    yield ""


def interval(killed: int, count: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for the share that a sample stands for."""
    if count == 0:
        return 0.0, 1.0
    z, share = 1.96, killed / count
    middle = share + z * z / (2 * count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - half) / (1 + z * z / count), (middle + half) / (1 + z * z / count)


def _survivors(module: str, done: list[Done]) -> Iterator[str]:
    for item, result in sorted(done, key=lambda each: each[0].mutations[0].start_pos):
        spec = item.mutations[0]
        if result.test_outcome == TestOutcome.SURVIVED:
            untested = "  (no test runs it)" if result.output == "untested" else ""
            operator = spec.operator_name.removeprefix("core/")
            yield f"{module}:{spec.start_pos[0]}:{spec.start_pos[1]} {operator}{untested}\n    {result.diff}"
