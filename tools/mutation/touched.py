"""Which tests run which lines, so that a mutant costs seconds: only tests that can notice it are run."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import coverage
import pytest

from tools.mutation.workers import processor_seconds, pytest_run

SLOW = ("test_crashes.py", "test_a_year.py")
"""Tests of minutes: a mutant that only these notice counts as survived."""


def groups(tree: Path) -> list[str]:
    """All tests to learn from, in runs of a minute or two."""
    inner = [path for folder in ("bot", "adapters") for path in sorted((tree / "tests" / folder).iterdir())]
    paths = [path for path in inner if path.is_dir() or path.name.startswith("test_")]
    paths += [*sorted((tree / "tests/scenarios").glob("test_*.py")), tree / "tests/contracts"]
    return [str(path.relative_to(tree)) for path in paths if path.name not in (*SLOW, "__pycache__")]


@dataclass
class Learn:
    """Runs a group of tests and records which lines each of them ran, and how much of the processor it took."""

    group: str
    folder: Path
    seconds: float = 600.0

    @property
    def _name(self) -> str:
        return self.group.replace("/", ".")

    @property
    def _times(self) -> Path:
        return self.folder / f"{self._name}.json"

    @property
    def known(self) -> bool:
        return self._times.exists()

    def prepare(self, tree: Path) -> None:
        self.folder.mkdir(exist_ok=True)

    def work(self, tree: Path) -> int:
        lines = coverage.Coverage(
            data_file=str(self.folder / f"{self._name}.coverage"), source=[str(tree / "bot"), str(tree / "adapters")]
        )
        recorder = _Recorder(lines)
        lines.start()
        pytest_run([self.group], recorder)
        lines.stop()
        lines.save()
        passed = {test: took for test, took in recorder.seconds.items() if test not in recorder.failed}
        self._times.write_text(json.dumps({"seconds": passed, "failed": sorted(recorder.failed)}))
        return 0

    def done(self, tree: Path, code: int | None) -> None:
        if code != 0:
            print(f"Could not learn from {self.group}: see {tree}.log", flush=True)


class _Recorder:
    """A plugin of pytest."""

    def __init__(self, lines: coverage.Coverage) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self._lines = lines

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any, nextitem: Any) -> Iterator[None]:
        self._lines.switch_context(item.nodeid)
        began = processor_seconds()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = processor_seconds() - began

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.add(report.nodeid)


class Touched:
    """What was learned: which tests could notice a change of a line."""

    def __init__(self, folder: Path, trees: list[Path]) -> None:
        self._records = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
        self._modules: dict[str, dict[int, set[str]]] = {}
        for path in sorted(folder.glob("*.coverage")):
            self._read(path, trees)

    def _read(self, path: Path, trees: list[Path]) -> None:
        """Everything at once: coverage empties a file that is open while the process forks."""
        data = coverage.CoverageData(str(path))
        data.read()
        for tree, file in product(trees, data.measured_files()):
            if Path(file).is_relative_to(tree):
                lines = self._modules.setdefault(str(Path(file).relative_to(tree)), {})
                for line, tests in data.contexts_by_lineno(file).items():
                    lines.setdefault(line, set()).update(filter(None, tests))  # what runs on import belongs to no test
        data.close()

    @cached_property
    def failed(self) -> list[str]:
        """Tests that failed without any mutation: they are not used."""
        return sorted(test for record in self._records for test in record["failed"])

    @cached_property
    def _seconds(self) -> dict[str, float]:
        return {test: took for record in self._records for test, took in record["seconds"].items()}

    def tests(self, module: str, line: int, most_seconds: float) -> dict[str, float]:
        """Tests to run for a mutation, with the processor seconds each took: quickest first, ``most_seconds`` in all.

        Those that ran the line go first, then the rest of their files (a fixture they share may have run it), then
        whatever ran the module.
        """
        lines = self._modules.get(module, {})
        on_line = lines.get(line, set())
        files = {_file(test) for test in on_line}
        in_module = set().union(*lines.values()) if lines else set()
        neighbours = {test for test in self._seconds if _file(test) in files}
        chosen: dict[str, float] = {}
        for group in (on_line, neighbours, in_module):
            for test in sorted(group & self._seconds.keys() - chosen.keys(), key=self._seconds.__getitem__):
                if chosen and sum(chosen.values()) + self._seconds[test] > most_seconds:
                    return chosen
                chosen[test] = self._seconds[test]
        return chosen


def _file(test: str) -> str:
    return test.partition("::")[0]
