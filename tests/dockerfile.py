"""Carries out a Dockerfile where no Docker runs: every step, in a fresh folder, under the user that it names."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """(instruction, what follows), with continued lines joined and comments left out."""
    text = re.sub(r"\\\n\s*", "", dockerfile.read_text())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


@dataclass
class Machine:
    """Stands for the image: ``/app`` and the like lie in ``folder``, and there is no root below it."""

    folder: Path
    context: Path
    environment: dict[str, str]
    changes_user: bool
    directory: str = "/"
    user: str = "root"
    variables: dict[str, str] = field(default_factory=dict)
    program: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    check: list[str] = field(default_factory=list)

    def follow(self, steps: list[tuple[str, str]]) -> None:
        """Do every step. Instructions that nobody wrote code for are an error."""
        for word, rest in steps:
            getattr(self, "_run_step" if word == "RUN" else f"_{word.lower()}")(rest)

    def run(self, words: list[str], typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """A program in the finished image, as its user."""
        return self._run([self.inside(word) for word in words], typed, settings)

    def inside(self, text: str) -> str:
        """The text with absolute paths of the image where they lie here."""
        return re.sub(r"(?<![\w.])(/(?:app|src|data)\b)", rf"{self.folder}\1", text)

    def _run(self, words: list[str], typed: str, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        becomes = {"user": int(self.user), "group": int(self.user), "extra_groups": []} if self.user.isdigit() else {}
        may = becomes if self.changes_user else {}
        own = {name: self.inside(value) for name, value in self.variables.items()}
        own = {name: value.replace("$PATH", self.environment["PATH"]) for name, value in own.items()}
        done = subprocess.run(
            words,
            env={**self.environment, **own, **settings},
            cwd=self.inside(self.directory) if self.directory != "/" else self.folder,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            **may,  # type: ignore[call-overload]
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def _from(self, rest: str) -> None:
        self.directory, self.user, self.variables = "/", "root", {}

    def _env(self, rest: str) -> None:
        self.variables |= dict(part.split("=", 1) for part in shlex.split(rest))

    def _workdir(self, rest: str) -> None:
        self.directory = rest
        Path(self.inside(rest)).mkdir(exist_ok=True)

    def _user(self, rest: str) -> None:
        self.user = rest

    def _copy(self, rest: str) -> None:
        *sources, target = shlex.split(rest)
        if sources[0].startswith("--from="):
            return  # both stages lie in one folder here
        into = Path(self.inside(self.directory)) / target
        for source in (self.context / one for one in sources):
            if source.is_dir():
                shutil.copytree(source, into, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, into)

    def _run_step(self, rest: str) -> None:
        command = re.sub(r"^groupadd .*? && useradd .*? && ", "", rest)  # the machine's own users stay as they are
        command = command if self.changes_user else command.replace("-o 10001 -g 10001", "")
        self._run(["sh", "-ec", self.inside(command)], "", {})

    def _healthcheck(self, rest: str) -> None:
        self.check = json.loads(rest[rest.index("[") :])

    def _entrypoint(self, rest: str) -> None:
        self.program = json.loads(rest)

    def _cmd(self, rest: str) -> None:
        self.arguments = json.loads(rest)

    def _volume(self, rest: str) -> None: ...

    def _stopsignal(self, rest: str) -> None: ...
