"""Every store must keep the same promises: the fixture ``store`` is each of them in turn."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.ports.store import Store
from bot.store import open_store
from tests import postgres

Reopen = Callable[[], Awaitable[Store]]

IN_MEMORY = "sqlite:///:memory:"


class Opened:
    """One store under test. ``reopen`` closes and opens it again where it is kept in a file."""

    def __init__(self, url: str, store: Store, *, kept: bool) -> None:
        self.url, self.store, self._kept = url, store, kept

    @property
    def shared(self) -> bool:
        """Whether another process could open the same data."""
        return "://" in self.url and self.url != IN_MEMORY

    async def reopen(self) -> Store:
        if self._kept:
            await self.store.close()
            self.store = await open_store(self.url)
        return self.store


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A file is reopened where the test wants that: where nothing would, the two kinds of a file say the same."""
    if "opened" in metafunc.fixturenames:
        file = "sqlite reopened" if "reopen" in metafunc.fixturenames else "sqlite"
        metafunc.parametrize("opened", ["memory", "sqlite in memory", file, "postgres"], indirect=True)


@pytest.fixture
async def opened(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Opened]:
    url = _address(request.param, tmp_path)
    opened = Opened(url, await open_store(url), kept=request.param in ("sqlite reopened", "postgres"))
    yield opened
    await opened.store.close()


def _address(kind: str, folder: Path) -> str:
    if kind == "postgres":
        return postgres.emptied_database()
    return {"memory": "memory:", "sqlite in memory": IN_MEMORY}.get(kind, f"sqlite:///{folder / 'paperboy.db'}")


@pytest.fixture
def store(opened: Opened) -> Store:
    """The store; a test that also asks for ``reopen`` must go on with what that returns."""
    return opened.store


@pytest.fixture
def reopen(opened: Opened) -> Reopen:
    """Call it between writing and reading: ``store = await reopen()`` opens the file anew where there is one."""
    return opened.reopen
