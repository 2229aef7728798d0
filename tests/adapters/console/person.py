"""Somebody at a real terminal: types, and reads what is shown."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

PATIENCE = 20.0
ASKS_FOR_CURSOR, CURSOR_IS_AT_LINE_30 = "\x1b[6n", b"\x1b[30;1R"
_CODES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[=>]")


class Person:
    """Types into the terminal and reads what it shows."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._terminal, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 50, 100, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--member", "ada"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            start_new_session=True,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith("PAPERBOY_")},
                "XDG_DATA_HOME": str(folder),
                "TERM": "xterm-256color",
                **environment,
            },
        )
        os.close(theirs)
        self.raw = ""

    def types(self, keys: str) -> None:
        self.raw = ""
        os.write(self._terminal, keys.encode())

    def sees(self, words: str, after: str = "") -> str:
        """Read until ``words`` are on the screen, behind the words ``after``."""
        until = time.monotonic() + PATIENCE
        while words not in self._text_after(after) and time.monotonic() < until and self._read():
            pass
        assert words in self._text_after(after), self.text
        return self.text

    def _text_after(self, words: str) -> str:
        return self.text.partition(words)[2] if words else self.text

    @property
    def text(self) -> str:
        return _CODES.sub("", self.raw)

    def leaves(self) -> int:
        """Read on to the end; return the exit code."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        if not select.select([self._terminal], [], [], PATIENCE)[0]:
            return False
        try:
            shown = os.read(self._terminal, 65536).decode(errors="replace")
            if ASKS_FOR_CURSOR in shown:
                os.write(self._terminal, CURSOR_IS_AT_LINE_30)
        except OSError:  # the other end was closed
            return False
        self.raw += shown
        return True

    def gone(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._terminal)
