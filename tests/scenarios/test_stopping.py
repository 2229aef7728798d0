"""SIGTERM: nothing new is begun, the post in hand is finished and recorded, and the process ends soon."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path


def test_a_stopped_process_finishes_the_post_in_hand(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.scenarios.stopping", str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "posting\n"
        asked = time.monotonic()
        child.send_signal(signal.SIGTERM)
        told = child.stdout.read()
        assert child.wait(timeout=30) == 0
    assert time.monotonic() - asked < 10
    assert json.loads(told) == {"posts": 1, "sent": 1, "waiting": 3}
