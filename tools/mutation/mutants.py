"""Choosing mutants, and the run of one: cosmic-ray's session, operators and mutations of the source."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult

from tools.mutation.left_out import SAME, Place, Span, spans
from tools.mutation.patching import Instead, changed_functions
from tools.mutation.touched import Touched

PYTEST_FAILED, PYTEST_NOTHING_RUN = (1, 2, 3, 4), 5
NO_PYTHON = 65
"""Returned in place of pytest's exit code where the mutated source can't be compiled."""


def plan(session: Path, tree: Path, modules: list[str], sample: int | None, seed: int) -> None:
    """Make the session: the mutants of these modules, or a sample of about so many."""
    with use_db(str(session)) as work:
        init([tree / module for module in modules], work, {})
        items = work.work_items
        places = _places(items, tree)
        chosen = _everything(places) if sample is None else _chosen(places, sample, random.Random(seed))
        work.clear()
        work.add_work_items(item for item in items if item.job_id in chosen)


Places = dict[Place, list[str]]
"""The mutants of each place of a module."""


def _places(items: Iterable[WorkItem], tree: Path) -> dict[str, Places]:
    """The mutants of each module, but for those that are left out."""
    modules: dict[str, Places] = defaultdict(lambda: defaultdict(list))
    for item in items:
        spec = item.mutations[0]
        if spec.operator_name not in SAME:
            modules[str(spec.module_path.relative_to(tree))][tuple(spec.start_pos)].append(item.job_id)
    return {module: _without(found, spans(tree / module)) for module, found in sorted(modules.items())}


def _without(places: Places, left_out: Sequence[Span]) -> Places:
    return {at: jobs for at, jobs in sorted(places.items()) if not any(start <= at < end for start, end in left_out)}


def _everything(places: dict[str, Places]) -> set[str]:
    return {job for module in places.values() for jobs in module.values() for job in jobs}


def _chosen(places: dict[str, Places], sample: int, dice: random.Random) -> set[str]:
    """One mutant of each place drawn; all places are as likely, so that shares of the sample hold for the whole."""
    every = [jobs for module in places.values() for jobs in module.values()]
    return {dice.choice(jobs) for jobs in dice.sample(every, min(sample, len(every)))}


@dataclass
class Mutant:
    """One fault in one place, and the tests that could notice it."""

    item: WorkItem
    work_db: WorkDB
    touched: Touched
    folder: Path
    """Where the copy of the tree is, among other things."""
    most_seconds: float
    """Processor seconds of tests that it may cost, as they took when nothing was wrong."""

    @property
    def tree(self) -> Path:
        return self.folder / "tree"

    @property
    def _spec(self) -> MutationSpec:
        return self.item.mutations[0]

    @property
    def _module(self) -> str:
        return str(self._spec.module_path.relative_to(self.tree))

    @cached_property
    def tests(self) -> dict[str, float]:
        """In the order in which they run, with the processor seconds that each takes."""
        return self.touched.tests(self._module, self._spec.start_pos[0], self.most_seconds)

    @cached_property
    def _sources(self) -> tuple[str, str]:
        """The module's text before and after."""
        before = self._spec.module_path.read_text()
        operator = get_operator(self._spec.operator_name)(**self._spec.operator_args)
        return before, mutate_code(before, operator, self._spec.occurrence) or before

    @property
    def anew(self) -> bool:
        """Whether it needs to be imported anew, since it changes more than functions that are not called on import."""
        return self.anew_needed or self.touched.on_import(self._module, self._spec.start_pos[0])

    @property
    def failed_in(self) -> Path:
        """The file for the name of the test that fails."""
        return self.folder / "runs" / str(self.item.job_id)

    @property
    def _mark(self) -> Path:
        return self.folder / "anew" / str(self.item.job_id)

    @property
    def anew_needed(self) -> bool:
        """Whether it was tried otherwise, in vain."""
        return self._mark.exists()

    def need_anew(self) -> None:
        self._mark.parent.mkdir(exist_ok=True)
        self._mark.touch()

    @property
    def functions(self) -> list[CodeType]:
        """The code of the functions that changed. Raises ``LookupError`` where more changed."""
        return changed_functions(self._spec.module_path, *self._sources)

    @property
    def instead(self) -> Instead:
        return Instead(self._spec.module_path, self._sources[1])

    def record(self, code: int | None, failed: str) -> None:
        """Keep what came of it: pytest's exit code, None where the time ran out, and the test that failed."""
        survived = code in (0, PYTEST_NOTHING_RUN)
        why = "timeout" if code is None else "untested" if code == PYTEST_NOTHING_RUN else failed or str(code)
        outcome = TestOutcome.SURVIVED if survived else TestOutcome.KILLED
        if code == NO_PYTHON:
            outcome = TestOutcome.INCOMPETENT
        elif code not in (None, 0, PYTEST_NOTHING_RUN, *PYTEST_FAILED):
            print(f"It could not be run (exit code {code}), and waits: {self._module} {self._spec.operator_name}")
            return
        change = _change(*self._sources)
        result = WorkResult(WorkerOutcome.NORMAL, output=why, test_outcome=outcome, diff=change)
        self.work_db.set_result(self.item.job_id, result)


def _change(before: str, after: str) -> str:
    """What a mutation did, on one line."""
    old, new = before.splitlines(), after.splitlines()
    first = next((n for n, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    return f"{old[first].strip()}  ->  {new[first].strip()}"
