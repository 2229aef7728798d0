"""The installed program shares its environment with packages that are called ``bot`` and ``adapters`` too."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OTHERS = ("bot", "adapters")

ASKS = """
import multiprocessing, paperboy_bot
paperboy_bot.claim_names()
import adapters.console, bot.identity
with multiprocessing.get_context("spawn").Pool(1) as child:
    print(child.apply(bot.identity.parse_paper_id, ("2401.01234v2",)))
"""
"""What an adapter that is a package of its own, and a process spawned by Paperboy, depend on."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Paperboy's wheel, built as it is published."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Wheels of two strangers whose packages are called ``bot`` and ``adapters``."""
    folder = tmp_path_factory.mktemp("toys")
    return [toy_wheel(folder, name) for name in OTHERS]


class Environment:
    """An environment with nothing installed; what Paperboy needs is borrowed from the one that runs the tests."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, symlinks=True)
        self._python = folder / "bin" / "python"
        self._site = next((folder / "lib").glob("python3*/site-packages"))
        (self._site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))

    def pip(self, *words: str | Path) -> None:
        run(sys.executable, "-m", "pip", "--python", self._python, *words)

    def install(self, *wheels: Path) -> None:
        self.pip("install", "--no-deps", "--no-index", *wheels)

    def paperboy_works(self) -> bool:
        version = {run(self._python.with_name(program), "--version") for program in ("paperboy", "paperboy-bot")}
        version.add(run(self._python, "-m", "paperboy_bot", "--version"))
        return len(version) == 1 and run(self._python, "-c", ASKS) == "arxiv:2401.01234\n"

    def toys_work(self) -> bool:
        return run(self._python, "-c", "import bot, adapters; print(bot.TOY, adapters.TOY)") == "bot adapters\n"

    def left(self) -> list[str]:
        return sorted(path.name for path in self._site.iterdir() if path.name != "borrowed.pth")


@pytest.mark.parametrize("paperboy_first", [True, False])
def test_it_lives_beside_packages_of_the_same_names(
    tmp_path: Path, wheel: Path, toys: list[Path], paperboy_first: bool
) -> None:
    environment = Environment(tmp_path / "venv")
    for wheels in ([wheel], toys) if paperboy_first else (toys, [wheel]):
        environment.install(*wheels)
    assert environment.paperboy_works()
    assert environment.toys_work()
    if paperboy_first:
        environment.pip("uninstall", "--yes", "toy-bot", "toy-adapters")
        assert environment.paperboy_works()
    else:
        environment.pip("uninstall", "--yes", "paperboy-bot")
        assert environment.toys_work()
        assert not [name for name in environment.left() if "paperboy" in name]


def test_the_wheel_owns_one_name(wheel: Path) -> None:
    run(Path(sys.executable).with_name("check-wheel-contents"), wheel)
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {"paperboy_bot"}
    assert not [name for name in names if "__pycache__" in name]
    for package in OTHERS:
        inside = {f"paperboy_bot/packages/{path.relative_to(ROOT)}" for path in (ROOT / package).rglob("*.py")}
        assert inside <= set(names)
    drawn = [
        path for path in (ROOT / "adapters" / "pages").rglob("*") if path.suffix in (".html", ".css", ".js", ".svg")
    ]
    assert drawn
    assert {f"paperboy_bot/packages/{path.relative_to(ROOT)}" for path in drawn} <= set(names)


def test_a_package_that_was_loaded_before_the_start_gives_way(tmp_path: Path) -> None:
    """A ``.pth`` file may import packages before any program begins."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").write_text("TOY = 'bot'")
    program = "import bot; bot.TOY; from paperboy_bot import main; main()"
    assert run(sys.executable, "-c", program, "--version", PYTHONPATH=str(tmp_path)).startswith("paperboy ")


def toy_wheel(folder: Path, name: str) -> Path:
    wheel, about = folder / f"toy_{name}-1.0-py3-none-any.whl", f"toy_{name}-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr(f"{name}/__init__.py", f"TOY = {name!r}\n")
        packed.writestr(f"{name}/console.py", "raise SystemExit('this is not Paperboy')\n")
        packed.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: toy-{name}\nVersion: 1.0\n")
        packed.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{about}/RECORD", f"{name}/__init__.py,,\n{name}/console.py,,\n{about}/METADATA,,\n")
    return wheel


def run(*words: str | Path, **variables: str) -> str:
    """What a program says; its complaints are the test's when it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONWARNINGS")}
    done = subprocess.run(
        [*map(str, words)], env=environment | variables, capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
