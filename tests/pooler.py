"""PgBouncer in transaction mode before the PostgreSQL server of the tests; tests skip where it is not installed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pytest

from tests.postgres import FOLDER, NOBODY, POOLER

PORT = 6432


@contextmanager
def pooled(url: str) -> Iterator[str]:
    """The address by which a pooler leads to the same database."""
    if os.environ[POOLER]:
        yield url
        return
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    sockets = parse_qs(urlsplit(url).query).get("host", [""])[0]
    if not program or not sockets:
        pytest.skip("needs pgbouncer, and a server of the tests' own")
    folder = Path(mkdtemp(prefix="pooler-", dir=os.environ[FOLDER]))
    settings = folder / "pgbouncer.ini"
    (folder / "users").write_text('"postgres" ""\n')
    settings.write_text(
        f"[databases]\n* = host={sockets}\n[pgbouncer]\npool_mode = transaction\nauth_type = trust\n"
        f"auth_file = {folder}/users\nlisten_port = {PORT}\nunix_socket_dir = {folder}\n"
        "log_connections = 0\nlog_disconnections = 0\nlog_stats = 0\n"
    )
    as_other = os.geteuid() == 0
    if as_other:
        for each in (folder, settings, folder / "users"):
            shutil.chown(each, NOBODY)
    # It tells on standard error when it is ready.
    running = subprocess.Popen(
        [program, settings], stderr=subprocess.PIPE, text=True, user=NOBODY if as_other else None
    )
    try:
        assert running.stderr
        said = iter(running.stderr.readline, "")
        assert any("process up" in line for line in said)
        yield urlunsplit(urlsplit(url)._replace(query=f"host={folder}&port={PORT}"))
    finally:
        running.kill()
        running.communicate()
