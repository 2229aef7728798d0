"""Somebody at a terminal who runs one command of Paperboy: types, pastes, reads, and takes time for it."""

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

IN_A_TERMINAL = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
PROGRAM = [sys.executable, "-m", "paperboy_bot"]

SECONDS_A_STEP, SECONDS_AN_ANSWER, WORDS_A_SECOND = 15.0, 4.0, 3.0
"""A step is a page to open and two or three things to click there; people read some 200 words a minute."""


class Person:
    """``async with Person(folder, "init") as person``; whatever settings are given are in the environment."""

    def __init__(self, folder: Path, *words: str, settings: Mapping[str, str]) -> None:
        self._folder = folder
        self._words = words
        self._settings = settings
        self.shown = ""
        self._seen = 0
        self.answers = 0

    async def __aenter__(self) -> Self:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERBOY_")}
        own = {"XDG_CONFIG_HOME": str(self._folder / "config"), "XDG_DATA_HOME": str(self._folder / "data")}
        plain = {"TERM": "dumb", "COLUMNS": "200", "PAPERBOY_EMBEDDINGS": "false", "TZ": "Europe/Berlin"}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", IN_A_TERMINAL, *PROGRAM, *self._words),
            cwd=self._folder,
            env={**kept, **own, **plain, **self._settings},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()

    async def answer(self, question: str, typed: str) -> None:
        """Wait for the question, type the answer and press Enter."""
        await self.sees(question)
        self.answers += 1
        assert self._process.stdin
        self._process.stdin.write(f"{typed}\n".encode())
        await self._process.stdin.drain()

    async def sees(self, text: str, seconds: float = 60.0) -> None:
        """Read on until the text is there."""
        assert self._process.stdout
        try:
            async with asyncio.timeout(seconds):
                while (found := self.shown.find(text, self._seen)) < 0:
                    more = await self._process.stdout.read(4096)
                    assert more, f"“{text}” never came:\n{self.shown}"
                    self.shown += more.decode(errors="replace").replace("\r", "")
        except TimeoutError:
            raise AssertionError(f"“{text}” never came:\n{self.shown}") from None
        self._seen = found + len(text)

    async def interrupts(self) -> None:
        """Press Ctrl-C, and wait for the end."""
        assert self._process.stdin
        self._process.stdin.write(b"\x03")
        await self._process.stdin.drain()
        await self.ends()

    async def ends(self) -> int:
        """Read to the end; return the exit code."""
        assert self._process.stdout
        async with asyncio.timeout(60):
            self.shown += (await self._process.stdout.read()).decode(errors="replace").replace("\r", "")
            return await self._process.wait()

    @property
    def steps(self) -> int:
        """The things that were to be done outside of the terminal."""
        return len(re.findall(r"(?m)^\d+\. ", self.shown))

    @property
    def seconds(self) -> float:
        """How long somebody takes who reads everything once; addresses are clicked, not read."""
        words = len(re.sub(r"\S*://\S*", "", self.shown).split())
        return self.steps * SECONDS_A_STEP + self.answers * SECONDS_AN_ANSWER + words / WORDS_A_SECOND
