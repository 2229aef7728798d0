"""What holds for every test."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import aiosqlite
import pytest
import structlog
from hypothesis import settings

from tests import postgres

settings.register_profile("paperboy", deadline=None)  # a busy machine is no failure
settings.load_profile("paperboy")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.clean_up()


_PLAIN = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="%H:%M:%S"),
    structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
)
"""Drawing a traceback with the values of its variables takes a loaded machine ten seconds, and all waits for it."""


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """A test that runs the program sends logs to its own streams, which are closed when the next test writes."""
    handlers, level = logging.root.handlers[:], logging.root.level
    structlog.configure(processors=list(_PLAIN))
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture(autouse=True)
def no_connection_outlasts_its_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that fails before it closes its store leaves a thread of its database, for which pytest waits for ever.

    One that passes and forgets to close is not helped: what nobody refers to any more warns, and fails it.
    """
    opened = WeakSet[aiosqlite.Connection]()
    begin = aiosqlite.Connection.__init__

    def begin_and_note(connection: aiosqlite.Connection, *args: Any, **options: Any) -> None:
        begin(connection, *args, **options)
        opened.add(connection)

    monkeypatch.setattr(aiosqlite.Connection, "__init__", begin_and_note)
    yield
    if opened:
        asyncio.run(_close(list(opened)))


async def _close(connections: Iterable[aiosqlite.Connection]) -> None:
    for connection in connections:
        await connection.close()  # nothing, where that is done


@pytest.fixture(autouse=True, scope="session")
def nobody_s_own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Whoever runs the tests may use Paperboy too: their settings file is no part of a test."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("config")
        patch.setenv("XDG_CONFIG_HOME", str(folder))
        yield folder
