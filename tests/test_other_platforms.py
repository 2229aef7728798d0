"""A package of somebody else brings a chat platform: installed beside Paperboy, it is found, served and asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOY = Path(__file__).parent / "packages" / "toy"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the toy's package in it, as pip installs it."""
    folder = tmp_path_factory.mktemp("installed")
    offline = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "install", *offline, "--target", folder, TOY], check=True)
    return folder


def paperboy(installed: Path, home: Path, *arguments: str, typed: str = "", **settings: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAPERBOY_")}
    environment |= {
        "PYTHONPATH": str(installed),
        "XDG_DATA_HOME": str(home),
        "PAPERBOY_EMBEDDINGS": "false",
        "PAPERBOY_SOURCES": "sample",
        "PAPERBOY_TOY_NAME": "Teddy",
        **settings,
    }
    command = [sys.executable, "-m", "paperboy_bot", *arguments]
    done = subprocess.run(command, input=typed, env=environment, cwd=home, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_served_like_paperboy_s_own(installed: Path, tmp_path: Path) -> None:
    answers = paperboy(installed, tmp_path, "run", typed="search diffusion\nsaved\nsubscribe\n").split("\n--\n")
    found, personal, refused = answers[:3]
    assert "Type /papers search/2 diffusion" in found  # no buttons: what they stand for can be typed
    assert "for your eyes only" in personal  # nobody can be answered alone there
    assert "Only grown-ups and whoever set up daily picks here" in refused


def test_it_has_settings_checks_and_shell_commands(installed: Path, tmp_path: Path) -> None:
    assert "Teddy is wound up." in paperboy(installed, tmp_path, "doctor")
    assert paperboy(installed, tmp_path, "toy", "squeak") == "Teddy squeaks.\n"
    assert "Play with the toy." in paperboy(installed, tmp_path, "--help")


def test_what_is_not_configured_is_not_served(installed: Path, tmp_path: Path) -> None:
    shown = paperboy(installed, tmp_path, "run", typed="/papers search diffusion\n", PAPERBOY_TOY_NAME="")
    assert "--" not in shown.splitlines()
