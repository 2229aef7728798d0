"""The command line; `tools/mutate.sh --help`."""

import argparse
import os
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from cosmic_ray.work_db import use_db

from tools.mutation.mutants import Mutant, plan
from tools.mutation.report import counts, report
from tools.mutation.runs import run_anew, run_collected
from tools.mutation.touched import Learn, Touched, groups
from tools.mutation.workers import Workers, copy_tree, import_libraries, live_in

NAMED = ["bot/services", "bot/ranking", "bot/search"] + [
    f"adapters/{adapter}/{module}.py"
    for adapter in ("discord", "slack")
    for module in ("posting", "failures", "permissions")
]
HELP = """\
Puts small faults ("mutants") into the code, one at a time, and runs the tests that could notice each: a fault that no
test notices is a promise that nobody holds. docs/testing.md says what was found, and which survivors are no loss.

What happens:
  1. the files under version control are copied to .mutation/tree; nothing else is ever changed;
  2. every test runs once, to learn which lines it runs and what it takes of the processor (about ten minutes);
  3. mutants are drawn (cosmic-ray's operators), each place of the code at most once, the same ones for the same --seed;
  4. for each mutant, in a process forked for it, the tests that run its line are run, those of its own package and the
     quicker ones first, until one fails or 60 s of them were run; a test that fails without the fault as well counts
     for nothing;
  5. a table and the survivors, as file:line:column, the operator, and the line before and after.

Examples:
  tools/mutate.sh                              a sample of 500 mutants of what docs/testing.md names
  tools/mutate.sh --minutes 4                  the same in steps: begin ...
  tools/mutate.sh --minutes 4 --continue       ... and go on, with the same copy and the same mutants
  tools/mutate.sh --another --seed 2           another sample, with the same copy and what was learned of it
  tools/mutate.sh --all bot/services/sending.py    every mutant of one file
  tools/mutate.sh --report                     the table of what has run, nothing else
"""


@dataclass
class Progress:
    """A line that says how far it is, at most every ten seconds."""

    say: str = ""
    _last: float = field(default_factory=time.monotonic)

    def due(self) -> bool:
        if time.monotonic() - self._last < 10:
            return False
        self._last = time.monotonic()
        return True


def main() -> int:
    options = _options()
    root, work = Path.cwd(), Path(".mutation").absolute()
    tree = work / "tree"
    if options.report:
        return _print_report(work, tree)
    until = time.monotonic() + 60 * options.minutes
    _make_room(root, work, options)
    import_libraries()
    live_in(tree)
    workers = Workers(options.jobs, work / "runs")
    if not _learn(work, workers, options.tests or groups(tree), until):
        return _stopped()
    if not (session := work / "session.sqlite").exists():
        sample = None if options.all else options.sample
        plan(session, tree, _modules(tree, options.modules), sample, options.seed)
    finished = _mutate(work, workers, options.seconds, until)
    _print_report(work, tree)
    return 0 if finished else _stopped()


def _make_room(root: Path, work: Path, options: argparse.Namespace) -> None:
    """Begin from nothing, or keep what was asked for."""
    if not (options.go_on or options.another):
        shutil.rmtree(work, ignore_errors=True)
    if options.another:
        (work / "session.sqlite").unlink(missing_ok=True)
    if not (work / "tree").exists():
        copy_tree(root, work / "tree")
    shutil.rmtree(work / "runs", ignore_errors=True)
    (work / "runs").mkdir()
    (work / "touched").mkdir(exist_ok=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "tools/mutate.sh", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", default=NAMED, help="files or folders; else those of docs/testing.md")
    parser.add_argument("--sample", type=int, default=500, metavar="N", help="about so many mutants in all (500)")
    parser.add_argument(
        "--tests", nargs="*", metavar="PATH", help="learn from these alone: less is noticed, and sooner"
    )
    parser.add_argument("--all", action="store_true", help="every mutant")
    parser.add_argument("--seed", type=int, default=1, help="which mutants are drawn (1)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many at a time (1)")
    parser.add_argument("--seconds", type=float, default=60.0, help="most seconds of tests for each mutant (60)")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="begin nothing new after so long")
    parser.add_argument("--continue", dest="go_on", action="store_true", help="go on with the last run")
    parser.add_argument("--another", action="store_true", help="draw anew, but keep the copy and what was learned")
    parser.add_argument("--report", action="store_true", help="print the table of the last run, run nothing")
    return parser.parse_args()


def _modules(tree: Path, names: list[str]) -> list[str]:
    """The files of these names that hold code."""
    paths = [
        path for name in names for path in ([tree / name] if name.endswith(".py") else (tree / name).rglob("*.py"))
    ]
    return sorted(str(path.relative_to(tree)) for path in paths if path.stat().st_size > 200)


def _learn(work: Path, workers: Workers, tests: list[str], until: float) -> bool:
    """Learn what is not known yet of these tests; say whether all is known."""
    lessons = [Learn(group, work / "touched", work / "tree") for group in tests]
    waiting = [lesson for lesson in lessons if not lesson.known]
    progress = Progress()

    def say() -> None:
        if progress.due():
            print(f"Learning: {sum(lesson.known for lesson in lessons)} of {len(lessons)} groups of tests", flush=True)

    workers.run(waiting, until, say)
    return all(lesson.known for lesson in lessons)


def _mutate(work: Path, workers: Workers, seconds: float, until: float) -> bool:
    """Run the mutants that wait; say whether all have run."""
    touched, progress = Touched(work / "touched", work / "tree"), Progress()
    for test in touched.failed:
        print(f"Not used, since it fails by itself: {test}")
    with use_db(str(work / "session.sqlite")) as session:

        def say() -> None:
            if progress.due():
                print(counts(session), flush=True)

        pending = [Mutant(item, session, touched, work, seconds) for item in session.pending_work_items]
        run_anew([mutant for mutant in pending if mutant.anew], workers, until, say)  # before anything is imported here
        run_collected([mutant for mutant in pending if not mutant.anew], workers, until, say)
        return not session.pending_work_items


def _print_report(work: Path, tree: Path) -> int:
    if not (work / "session.sqlite").exists():
        print("Nothing has run yet.", file=sys.stderr)
        return 1
    with use_db(str(work / "session.sqlite")) as session:
        print("\n".join(report(session, tree)))
    return 0


def _stopped() -> int:
    print("Not everything has run: go on with --continue.")
    return os.EX_TEMPFAIL


if __name__ == "__main__":
    sys.exit(main())
