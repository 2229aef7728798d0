"""``paperboy run`` as a process, forked from a server that has imported it all already.

Importing takes two seconds of the processor, and these tests start the program more than a hundred times. What runs is
the same but for the first step: ``test_first_run.py`` and each single command still go through the installed script.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    [
        *("paperboy_bot.launch", "bot.cli", "bot.serving", "bot.sources.sample", "bot.store.sqlite.store"),
        *("bot.ranking.linear", "adapters.discord.adapter", "adapters.slack.adapter", "adapters.slack.handlers"),
        *("adapters.web.door", "adapters.pages.adapter"),
    ]
)


class RunningProgram:
    """One life of the program; what it says is added to the file ``log`` of its folder."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._process = _SERVER.Process(target=_live, args=(dict(environment), folder))
        self._process.start()

    def send_signal(self, how: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid or 0, how)

    def wait(self, seconds: float) -> int:
        """Return its exit code; -9 where it was killed."""
        self._process.join(seconds)
        code = self._process.exitcode
        assert code is not None, "it does not end"
        return code


def _live(environment: Mapping[str, str], folder: Path) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    log = os.open("log", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o644)
    for stream, file in enumerate((os.open(os.devnull, os.O_RDONLY), log, log)):
        os.dup2(file, stream)
    sys.argv = ["paperboy", "run"]
    from paperboy_bot.launch import main

    main()
