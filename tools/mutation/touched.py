"""Which tests run which lines, so that a mutant costs seconds: only tests that can notice it are run."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePath
from typing import Any

import coverage
import pytest

from tools.mutation.statements import names_made_by, statement_at
from tools.mutation.workers import processor_seconds, pytest_run

NOT_USED = ("crashes", "a_year", "chaos", "first_run", "postgres")
"""Tests of minutes, of programs that they start, and of what others say of SQLite: what only these notice survives."""

KEEP_SCORES = "tests/golden/"
"""Tests of four seconds that are there to notice a weight or a limit that changed."""


def groups(tree: Path) -> list[str]:
    """All tests to learn from, in runs of a minute or two."""
    inner = [path for folder in ("bot", "adapters") for path in sorted((tree / "tests" / folder).iterdir())]
    paths = [path for path in inner if path.is_dir() or path.name.startswith("test_")]
    paths += sorted((tree / "tests/scenarios").glob("test_*.py"))
    paths += [tree / "tests" / folder for folder in ("contracts", "transcripts", "golden")]
    return [
        str(path.relative_to(tree))
        for path in paths
        if not any(word in path.name for word in (*NOT_USED, "__pycache__"))
    ]


@dataclass
class Learn:
    """Runs a group of tests and records which lines each of them ran, and how much of the processor it took."""

    group: str
    folder: Path
    tree: Path
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

    def work(self) -> int:
        lines = coverage.Coverage(
            data_file=str(self.folder / f"{self._name}.coverage"),
            source=[str(self.tree / "bot"), str(self.tree / "adapters")],
        )
        recorder = _Recorder(lines)
        lines.start()
        pytest_run([self.group], recorder, "-k", " and ".join(f"not {word}" for word in NOT_USED))
        lines.stop()
        lines.save()
        passed = {test: took for test, took in recorder.seconds.items() if test not in recorder.failed}
        self._times.write_text(json.dumps({"seconds": passed, "failed": sorted(recorder.failed)}))
        return 0

    def done(self, code: int | None) -> None:
        if code != 0:
            print(f"Could not learn from {self.group}: see .mutation/runs/last.log", flush=True)


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


Lines = dict[int, set[str]]
"""The tests that ran each line; the name "" stands for the import of the module."""


class Touched:
    """What was learned: which tests could notice a change of a line."""

    def __init__(self, folder: Path, tree: Path) -> None:
        self._tree = tree
        self._records = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
        self._modules: dict[str, Lines] = {}
        for path in sorted(folder.glob("*.coverage")):
            self._read(path)

    def _read(self, path: Path) -> None:
        """Everything at once: coverage empties a file that is open while the process forks."""
        data = coverage.CoverageData(str(path))
        data.read()
        for file in data.measured_files():
            if Path(file).is_relative_to(self._tree):
                lines = self._modules.setdefault(str(Path(file).relative_to(self._tree)), {})
                for line, tests in data.contexts_by_lineno(file).items():
                    lines.setdefault(line, set()).update(tests)
        data.close()

    @cached_property
    def failed(self) -> list[str]:
        """Tests that failed without any mutation: they are not used."""
        return sorted(test for record in self._records for test in record["failed"])

    @cached_property
    def _seconds(self) -> dict[str, float]:
        return {test: took for record in self._records for test, took in record["seconds"].items()}

    def distrust(self, test: str) -> None:
        """Use the test no more: it fails by itself at times."""
        self._seconds.pop(test, None)

    def on_import(self, module: str, line: int) -> bool:
        """Whether the line ran when its module was imported, or never."""
        on_line = self._on_line(module, line)
        return not on_line or "" in on_line

    def _on_line(self, module: str, line: int) -> set[str]:
        """Who ran the line, or where it only goes on with a statement, any of that."""
        lines = self._modules.get(module, {})
        statement = statement_at(self._tree / module, line)
        return lines.get(line) or set().union(*(lines.get(at, set()) for at in _header(statement)))

    def tests(self, module: str, line: int, most_seconds: float) -> dict[str, float]:
        """Tests to run for a mutation, with the processor seconds each took; ``most_seconds`` in all, at least one.

        Those that ran the line go first, or, where it gives something a name, the lines with that name, and of these
        the lists that keep every score; then the rest of the module's and of their files (what is kept was made by the
        first who asked). Among these the tests of the module's own package go first, and the quicker ones.
        """
        chosen: dict[str, float] = {}
        for group in self._groups(module, line):
            for test in sorted(
                group & self._seconds.keys() - chosen.keys(), key=lambda test: self._order(module, test)
            ):
                if chosen and sum(chosen.values()) + self._seconds[test] > most_seconds:
                    return chosen
                chosen[test] = self._seconds[test]
        return chosen

    def _groups(self, module: str, line: int) -> Iterator[set[str]]:
        on_line = self._on_line(module, line) - {""}
        in_module = set().union(*self._modules.get(module, {}).values())
        yield on_line
        if self.on_import(module, line):
            named = self._where_named(names_made_by(statement_at(self._tree / module, line)))
            yield {test for test in named if test.startswith(KEEP_SCORES)}
            yield named
            yield in_module
        else:
            files = {_file(test) for test in on_line}
            yield {test for test in in_module if _file(test) in files}

    def _order(self, module: str, test: str) -> tuple[bool, float]:
        own = PurePath("tests", module).parent
        return not PurePath(_file(test)).is_relative_to(own), self._seconds[test]

    def _where_named(self, names: list[str]) -> set[str]:
        """The tests that ran a line on which one of these names stands."""
        tests: set[str] = set()
        for name in names:
            for module, lines in self._modules.items():
                for place in _places_of(self._tree / module, name):
                    tests |= lines.get(place, set())
        return tests


@cache
def _places_of(path: Path, name: str) -> tuple[int, ...]:
    word = re.compile(rf"\b{re.escape(name)}\b")
    return tuple(number for number, text in enumerate(_text(path), 1) if word.search(text))


@cache
def _text(path: Path) -> list[str]:
    return path.read_text().splitlines()


def _header(statement: ast.stmt | None) -> range:
    """The lines of a statement without those of the statements in it."""
    if statement is None:
        return range(0)
    inner = [node.lineno for node in ast.walk(statement) if isinstance(node, ast.stmt) and node is not statement]
    return range(statement.lineno, min(inner, default=(statement.end_lineno or statement.lineno) + 1))


def _file(test: str) -> str:
    return test.partition("::")[0]
