"""How the tests of mutants are run: in processes that import all anew, or where all of it is imported already."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tools.mutation.mutants import NO_PYTHON, PYTEST_NOTHING_RUN, Mutant
from tools.mutation.patching import Functions
from tools.mutation.workers import Workers, limit, pytest_run

Tests = dict[str, float]
"""Tests in the order in which they run, and the processor seconds each takes."""
RunTests = Callable[[Tests, Path], int]
"""Runs tests until one fails, whose name it writes to the file; returns pytest's exit code."""


def run_anew(mutants: Sequence[Mutant], workers: Workers, until: float, say: Callable[[], None]) -> None:
    """Run mutants of what runs on import: with the fault in it, each imports what its tests need."""

    def put_in(mutant: Mutant) -> None:
        mutant.instead.install()

    proofs = Proofs(workers, _run_tests_anew)
    workers.run((_Run(mutant, put_in, _run_tests_anew, proofs) for mutant in mutants), until, say)


def run_collected(mutants: Sequence[Mutant], workers: Workers, until: float, say: Callable[[], None]) -> None:
    """Run mutants of functions: all tests are collected once, in this process, and functions changed in its forks."""
    tests = {test for mutant in mutants for test in mutant.tests}
    if mutants:
        then = partial(_run_in_forks, mutants, workers, until, say)
        pytest_run(sorted({test.partition("::")[0] for test in tests}), _Collected(then), "--capture=no")


def _run_in_forks(
    mutants: Sequence[Mutant], workers: Workers, until: float, say: Callable[[], None], run_tests: RunTests
) -> None:
    functions = Functions(mutants[0].tree)

    def put_in(mutant: Mutant) -> None:
        try:
            functions.patch(mutant.functions)
        except (LookupError, ValueError):  # made while the program runs, or otherwise not to be found
            mutant.need_anew()
            raise

    proofs = Proofs(workers, run_tests)
    workers.run((_Run(mutant, put_in, run_tests, proofs) for mutant in mutants), until, say)


def _run_tests_anew(tests: Tests, failed_in: Path) -> int:
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    return pytest_run(files, _Watch(tests, failed_in), "-x")


@dataclass
class _Run:
    """The run of one mutant."""

    mutant: Mutant
    put_in: Callable[[Mutant], None]
    run_tests: RunTests
    proofs: "Proofs"

    @property
    def seconds(self) -> float:
        return 30.0 + 4 * sum(self.mutant.tests.values())

    @property
    def _failed_in(self) -> Path:
        return self.mutant.failed_in

    def work(self) -> int:
        if not self.mutant.tests:
            return PYTEST_NOTHING_RUN
        try:
            self.put_in(self.mutant)
        except SyntaxError:
            return NO_PYTHON
        return self.run_tests(self.mutant.tests, self._failed_in)

    def done(self, code: int | None) -> None:
        """Record the end; where the test fails without the fault as well, the mutant waits, and goes on without it."""
        if code == 1 and not self.proofs.passes(failed := self._failed_in.read_text()):
            self.mutant.touched.distrust(failed)
        elif not self.mutant.anew_needed:
            self.mutant.record(code, self._failed_in.read_text() if code == 1 else "")


class _Watch:
    """A plugin of pytest: these tests alone, in this order, none of them for long; it notes the one that fails."""

    def __init__(self, tests: Tests, failed_in: Path) -> None:
        self._tests, self._failed_in = tests, failed_in

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        found = {item.nodeid: item for item in items}
        items[:] = [found[test] for test in self._tests if test in found]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> Iterator[None]:
        limit(self._tests[item.nodeid])
        return (yield)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self._failed_in.write_text(report.nodeid)


class _Collected:
    """A plugin of pytest: goes on with all tests collected, in place of running them."""

    def __init__(self, then: Callable[[RunTests], None]) -> None:
        self._then = then

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        self._then(partial(self._run, session, {item.nodeid: item for item in session.items}))
        return True

    @staticmethod
    def _run(session: Any, every: dict[str, Any], tests: Tests, failed_in: Path) -> int:
        session.config.pluginmanager.register(_Watch(tests, failed_in))
        items = [every[test] for test in tests if test in every]
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return 1
        return 0 if items else PYTEST_NOTHING_RUN


@dataclass
class Proofs:
    """Which tests pass by themselves where nothing is wrong: only such a test's failure says something of a fault."""

    workers: Workers
    run_tests: RunTests

    @property
    def _kept(self) -> Path:
        return self.workers.folder.parent / "proofs.json"

    def passes(self, test: str) -> bool:
        known: dict[str, bool] = json.loads(self._kept.read_text()) if self._kept.exists() else {}
        if test not in known:
            job = _Proof(test, self.run_tests, self._kept.with_suffix(".failed"))
            Workers(1, self.workers.folder).run([job], float("inf"), lambda: None)
            known[test] = job.passed
            self._kept.write_text(json.dumps(known))
        return known[test]


@dataclass
class _Proof:
    test: str
    run_tests: RunTests
    failed_in: Path
    passed: bool = False
    seconds: float = 60.0

    def work(self) -> int:
        return self.run_tests({self.test: 10.0}, self.failed_in)

    def done(self, code: int | None) -> None:
        self.passed = code == 0
