"""Starts the program again and again: each life is forked from this process, which has imported it all already.

``python -m tests.scenarios.zygote FOLDER MARGIN``: for each line on standard input a life of ``paperboy run`` begins.
Its number as a process is written to standard output; its own output goes to a file in the folder. ``MARGIN`` takes the
place of ``bot.services.sending.LEASE_MARGIN``: seconds, beside those that a post may take, until another looks for it.
"""

import gc
import os
import signal
import sys
from pathlib import Path

import paperboy_bot.launch


def main(folder: Path, margin: float) -> None:
    paperboy_bot.launch.claim_names()
    import bot.cli
    import bot.services.sending
    import bot.serving
    import bot.store.postgres.store

    bot.services.sending.LEASE_MARGIN = margin
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.freeze()
    for number, _ in enumerate(sys.stdin):
        child = os.fork()
        if child == 0:
            _live(folder / f"life-{number}")
        print(child, flush=True)


def _live(output: Path) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    file = os.open(output, os.O_CREAT | os.O_WRONLY)
    for old in (1, 2):
        os.dup2(file, old)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["paperboy", "run"]
    paperboy_bot.launch.main()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
