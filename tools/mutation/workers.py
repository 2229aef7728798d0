"""Forked processes that run tests, each in the copy of the tree and within limits of its own."""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

# fmt: off
LIBRARIES = (
    "numpy", "scipy.sparse", "scipy.sparse.linalg", "pytest", "pytest_asyncio.plugin", "hypothesis",
    "aiosqlite", "httpx", "pydantic_settings", "rapidfuzz", "structlog", "rich.console", "prompt_toolkit",
    "bibtexparser", "pylatexenc.latex2text", "snowballstemmer", "click", "defusedxml", "discord",
    "slack_bolt.async_app", "slack_sdk.web.async_client", "aiohttp.web", "cryptography.fernet",
)
# fmt: on
WITHOUT = ("randomly", "xdist", "cacheprovider")
"""Plugins that cost time and bring nothing to a run of few tests in order."""
OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL}


class Job(Protocol):
    """A run of tests."""

    @property
    def seconds(self) -> float:
        """The run counts as timed out after so much of the processor, or ten times as long."""
        ...

    def work(self) -> int:
        """Run in a process of its own; return pytest's exit code."""
        ...

    def done(self, code: int | None) -> None:
        """Record the end; ``code`` is None where the time ran out."""
        ...


@dataclass
class Workers:
    """Runs jobs, ``at_once`` at a time; ``folder`` is for what they leave behind."""

    at_once: int
    folder: Path
    _running: dict[int, tuple[Job, float]] = field(default_factory=dict)

    def run(self, jobs: Iterable[Job], until: float, progress: Callable[[], None]) -> None:
        """Run the jobs; begin none after ``until`` (`time.monotonic`)."""
        rest = iter(jobs)
        while True:
            while len(self._running) < self.at_once and time.monotonic() < until and (job := next(rest, None)):
                self._begin(job)
            if not self._running:
                return
            for pid in list(self._running):
                self._look_at(pid)
            progress()
            time.sleep(0.02)

    def _begin(self, job: Job) -> None:
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            _be_child(job, self._place(os.getpid()))
        self._running[pid] = (job, time.monotonic() + 10 * job.seconds)

    def _place(self, pid: int) -> Path:
        return self.folder / f"run-{pid}"

    def _look_at(self, pid: int) -> None:
        job, deadline = self._running[pid]
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended and time.monotonic() < deadline:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # what its tests have started goes too
        if not ended:
            os.waitpid(pid, 0)
        del self._running[pid]
        code = os.waitstatus_to_exitcode(status) if ended else None
        job.done(None if code in OUT_OF_TIME else code)
        shutil.rmtree(self._place(pid), ignore_errors=True)


def processor_seconds() -> float:
    """What this process and the children that it has waited for took of the processor so far."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def limit(expected: float) -> None:
    """End this process when what follows takes far longer than ``expected`` seconds of the processor."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(time.process_time() + 5 + 10 * expected)
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))
    signal.setitimer(signal.ITIMER_REAL, 30 + 20 * expected)


def _be_child(job: Job, place: Path) -> None:
    code = 70
    try:
        os.setsid()
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (int(job.seconds), int(job.seconds) + 1))
        place.mkdir()
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(place)
        output = os.open(place.parent / "last.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        code = job.work()
    except BaseException:  # the process ends here, whatever happened
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def live_in(tree: Path) -> None:
    """Go to the copy, so that what is imported from now on comes from there."""
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    os.environ["PYTHONPATH"] = str(tree)


def pytest_run(files: Collection[str], plugin: Any, *options: str) -> int:
    """Run the tests of these files; return pytest's exit code."""
    import pytest

    quiet = ["-q", "--no-header", "--assert=plain", "--tb=line", *(f"-pno:{name}" for name in WITHOUT)]
    return int(pytest.main([*quiet, *options, *files], plugins=[plugin]))


def import_libraries() -> None:
    """Import what most tests need, so that forked processes need not; none of it is the code under test."""
    for name in LIBRARIES:
        __import__(name)


def copy_tree(root: Path, to: Path) -> None:
    """Copy the files under version control, changes and new ones included, and compile them."""
    shutil.rmtree(to, ignore_errors=True)
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=root, check=True, capture_output=True
    )
    for name in listing.stdout.decode().splitlines():
        if (root / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, to / name)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    folders = [name for name in ("bot", "adapters", "paperboy_bot", "tests") if (to / name).is_dir()]
    subprocess.run([sys.executable, "-m", "compileall", "-q", *folders], cwd=to, check=True, env=environment)
