"""Two processes with a shard each, over one database; one is killed."""

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.discord_world import MISSING, World, until
from tests.acceptance.program import RunningProgram

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"acceptance data: {MISSING}")

WITHIN = 30.0
"""Seconds after which a process that died must have been replaced."""


def test_the_shard_of_a_process_that_was_killed_is_another_s_within_half_a_minute(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.emulator.post("config", shards_recommended=2, identify_interval_s=5.0)
    with world:
        assert world.emulator.get("wait_ready", shards=2, wait=30)["ready"]
        other = RunningProgram(world.environment, tmp_path)
        until(lambda: len(set(_holders(tmp_path).values())) == 2, 60)
        assert world.emulator.get("wait_ready", shards=2, wait=30)["ready"]
        world.ask("papers help")
        killed = time.monotonic()
        world.stop(signal.SIGKILL)
        assert world.emulator.get("wait_ready", shards=2, wait=WITHIN)["ready"]
        print(f"replaced after {time.monotonic() - killed:.1f} s")
        assert len(_holders(tmp_path)) == 2
        world.ask("papers help")
        doctor = world.run("doctor")
        assert "discord shard 0, 1 of 2" in doctor.stdout
        assert world.violations() == [], world.log()[-2000:]
        other.send_signal(signal.SIGTERM)
        assert other.wait(20) == 0


def _holders(folder: Path) -> dict[str, str]:
    """Which process has which shard."""
    held = "select name, holder from leases where name glob 'work:discord shard*' and until > ?"
    with closing(sqlite3.connect(folder / "paperboy.db")) as database:
        return dict(database.execute(held, (time.time() * 1e6,)))
