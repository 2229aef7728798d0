"""The installed program in Discord on a bad day: outages, limits, lost answers. Against a strict emulator.

Acceptance data: runs where the emulator lies beside the repository. Every test ends with no violation.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.discord_world import GUILD, MISSING, World, text_of

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"acceptance data: {MISSING}")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path) as world:
        yield world
        assert world.violations() == [], world.log()[-2000:]


def test_a_hiccup_is_not_an_end(world: World) -> None:
    world.stop()
    world.faults(
        {"method": "GET", "path": "/users/@me$", "action": "status", "status": 503},
        {"method": "GET", "path": "/users/@me$", "action": "drop"},
        {"method": "GET", "path": "/gateway/bot$", "action": "status", "status": 503},
    )
    world.start()
    unreadable = {
        "CHANNEL_CREATE": {"id": "1300000000000000077", "type": 2, "guild_id": GUILD},
        "GUILD_ROLE_UPDATE": {"guild_id": GUILD, "role": {"id": GUILD}},
    }
    for name, event in unreadable.items():
        assert world.emulator.post("event", t=name, d=event, guild_id=GUILD)["sent"]
    world.emulator.post("gateway", op="refuse", times=3)
    world.emulator.post("gateway", op="drop")
    assert world.emulator.get("wait_ready", wait=40).get("ready"), world.log()[-2000:]
    assert "What Paperboy can do" in text_of(world.ask("papers help"))
