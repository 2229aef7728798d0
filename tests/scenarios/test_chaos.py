"""Three processes share a database and are killed all the while: each post comes once and in order, nothing is lost."""

import os
from pathlib import Path

import pytest

from tests.scenarios.chaos import played


@pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked")
async def test_three_processes_that_are_killed_and_stopped_post_all_once_and_lose_nothing(tmp_path: Path) -> None:
    """For a few seconds; ``python -m tests.scenarios.chaos`` goes on for long."""
    told = await played(tmp_path, seconds=12, longest_stop=3, margin=-5)
    print(f"\n{told['done']}")
    assert told["wrong"] == {}
    assert all(told["done"][blow] for blow in ("kills", "stops", "cuts", "restarts of the server"))
