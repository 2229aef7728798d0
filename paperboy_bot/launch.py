"""Starts Paperboy, whatever else is called ``bot`` or ``adapters`` in the same environment."""

import sys
from pathlib import Path

NAMES = frozenset({"bot", "adapters"})
HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "packages"
"""Where the wheel keeps the two packages, and nothing else, so that nothing else becomes importable with them."""

ENDED_BY_CTRL_C = 130


def main() -> None:
    """Run the shell command ``paperboy``."""
    claim_names()
    try:
        from bot.cli import main as paperboy
    except KeyboardInterrupt:  # importing takes a second, in which people change their mind too
        sys.exit(ENDED_BY_CTRL_C)

    paperboy()


def claim_names() -> None:
    """Make ``import bot`` and ``import adapters`` mean Paperboy's, in this process and in those that it spawns.

    Other packages of these names stay as they are for every other program. ``sys.path`` is used, and no import hook,
    because ``multiprocessing`` hands it on to its children. Call it before the first such import: the command
    ``paperboy`` does; the tests of an adapter that is a package of its own do it in their ``conftest.py``.
    """
    folder = str(INSTALLED if INSTALLED.is_dir() else HERE.parent)
    if sys.path[:1] != [folder]:
        sys.path.insert(0, folder)
    for name in [name for name in sys.modules if name.partition(".")[0] in NAMES]:
        if not _lies_in(folder, name):  # a .pth file may import a package before any program begins
            del sys.modules[name]


def _lies_in(folder: str, module: str) -> bool:
    return Path(getattr(sys.modules[module], "__file__", None) or "/").is_relative_to(folder)
