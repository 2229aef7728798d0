"""Killed with -9 while it sends mail: nothing is missing, and nothing comes twice whose fate could be known."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 12


@pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked")
@pytest.mark.parametrize("policy", ["once", "never"])
def test_killed_at_random_moments_only_a_mail_of_unknown_fate_comes_twice(policy: str) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.scenarios.mail_crashing", str(KILLS), policy],
        capture_output=True,
        timeout=120,
        check=False,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert played.returncode == 0, played.stderr
    found = json.loads(played.stdout)
    print(f"\n{policy}: {found}")
    assert found["wrong"] == {}
    assert found["kills"] == KILLS
    assert found["taken before the last kill"] >= KILLS / 2
    assert found["of unknown fate at some time"] > 0
