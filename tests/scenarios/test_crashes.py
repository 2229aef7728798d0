"""Killed with -9 at any step, and at random moments: every due digest is posted once, in order, and nothing is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHARES = 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="lives are forked")
def test_killed_at_any_step_everything_is_posted_exactly_once(tmp_path: Path) -> None:
    shares = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.scenarios.crashing", str(tmp_path), str(share), str(SHARES)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )
        for share in range(SHARES)
    ]
    told = [share.communicate(timeout=300)[0] for share in shares]
    assert [share.returncode for share in shares] == [0] * SHARES
    answers = [json.loads(text) for text in told]
    kills = sum(answer["kills"] for answer in answers)
    print(f"\n{kills} kills, {answers[0]['steps']} steps in one undisturbed life, {answers[0]['messages']} messages")
    assert [answer["wrong"] for answer in answers] == [[], []]
    assert kills >= 200
