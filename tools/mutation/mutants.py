"""Choosing mutants, and the run of one: cosmic-ray's session, operators and mutations of the source."""

import ast
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cosmic_ray.commands import init
from cosmic_ray.mutating import apply_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult

from tools.mutation.touched import Touched
from tools.mutation.workers import pytest_run

TESTS_LIMIT = 20.0
"""Processor seconds of tests that a mutant may cost, as they took when nothing was wrong."""
PYTEST_FAILED, PYTEST_NOTHING_RUN = (1, 2, 3), 5


def plan(session: Path, tree: Path, modules: list[str], sample: int | None, seed: int) -> None:
    """Make the session: the mutants of these modules, or a sample of about so many."""
    with use_db(str(session)) as work:
        init([tree / module for module in modules], work, {})
        items = work.work_items
        places = _places(items, tree)
        chosen = _everything(places) if sample is None else _chosen(places, sample, random.Random(seed))
        work.clear()
        work.add_work_items(item for item in items if item.job_id in chosen)


Place = tuple[int, int]
"""Line and column."""
Span = tuple[Place, Place]
Places = dict[Place, list[str]]
"""The mutants of each place of a module."""


def _places(items: Iterable[WorkItem], tree: Path) -> dict[str, Places]:
    """The mutants of each module, but for those of types."""
    modules: dict[str, Places] = defaultdict(lambda: defaultdict(list))
    for item in items:
        spec = item.mutations[0]
        modules[str(spec.module_path.relative_to(tree))][tuple(spec.start_pos)].append(item.job_id)
    return {module: _without(found, list(_annotations(tree / module))) for module, found in sorted(modules.items())}


def _without(places: Places, spans: Sequence[Span]) -> Places:
    return {at: jobs for at, jobs in sorted(places.items()) if not any(start <= at < end for start, end in spans)}


def _annotations(path: Path) -> Iterator[Span]:
    """Where types stand: to mutate ``str | None`` is an error on import, which says nothing about tests."""
    for node in ast.walk(ast.parse(path.read_text())):
        for name in ("annotation", "returns"):
            if isinstance(found := getattr(node, name, None), ast.expr):
                yield (found.lineno, found.col_offset), (found.end_lineno or 0, found.end_col_offset or 0)


def _everything(places: dict[str, Places]) -> set[str]:
    return {job for module in places.values() for jobs in module.values() for job in jobs}


def _chosen(places: dict[str, Places], sample: int, dice: random.Random) -> set[str]:
    """One mutant of each place drawn; all places are as likely, so that shares of the sample hold for the whole."""
    every = [jobs for module in places.values() for jobs in module.values()]
    return {dice.choice(jobs) for jobs in dice.sample(every, min(sample, len(every)))}


@dataclass
class Mutant:
    """One fault in one place, and the run of the tests that could notice it."""

    item: WorkItem
    work_db: WorkDB
    touched: Touched
    root: Path
    """The tree that the session was made in."""
    _before: str = ""
    _change: str = ""

    @property
    def _spec(self) -> MutationSpec:
        return self.item.mutations[0]

    @property
    def _module(self) -> str:
        return str(self._spec.module_path.relative_to(self.root))

    @cached_property
    def _tests(self) -> dict[str, float]:
        return self.touched.tests(self._module, self._spec.start_pos[0], TESTS_LIMIT)

    @property
    def seconds(self) -> float:
        return 20.0 + 4 * sum(self._tests.values())

    def prepare(self, tree: Path) -> None:
        operator = get_operator(self._spec.operator_name)(**self._spec.operator_args)
        self._before, after = apply_mutation(tree / self._module, operator, self._spec.occurrence)
        self._change = _change(self._before, after or self._before)

    def work(self, tree: Path) -> int:
        tests = self._tests
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        return pytest_run(files, _Only(tests), "-x") if tests else PYTEST_NOTHING_RUN

    def done(self, tree: Path, code: int | None) -> None:
        (tree / self._module).write_text(self._before)
        survived = code in (0, PYTEST_NOTHING_RUN)
        why = "timeout" if code is None else "untested" if code == PYTEST_NOTHING_RUN else str(code)
        outcome = TestOutcome.SURVIVED if survived else TestOutcome.KILLED
        if code not in (None, 0, PYTEST_NOTHING_RUN, *PYTEST_FAILED):
            outcome = TestOutcome.INCOMPETENT
        result = WorkResult(WorkerOutcome.NORMAL, output=why, test_outcome=outcome, diff=self._change)
        self.work_db.set_result(self.item.job_id, result)


class _Only:
    """A plugin of pytest: runs these tests, in this order."""

    def __init__(self, tests: dict[str, float]) -> None:
        self._place = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self._place), key=lambda i: self._place[i.nodeid])


def _change(before: str, after: str) -> str:
    """What a mutation did, on one line."""
    old, new = before.splitlines(), after.splitlines()
    first = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    return f"{old[first].strip()}  ->  {new[first].strip()}"
