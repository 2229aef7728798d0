"""What operators copy: the service's unit, and what a running Paperboy tells the service manager."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.systemd_unit import unit
from bot.services.heartbeat import EVERY

MOST_EXPOSED = 1.5
PROGRAM = [sys.executable, "-m", "paperboy_bot"]


def test_the_unit_never_restarts_a_wrong_setting_and_watches_for_four_beats() -> None:
    lines = unit("/opt/paperboy/bin/paperboy").splitlines()
    assert {"Type=notify", "RestartPreventExitStatus=2 78", f"WatchdogSec={4 * EVERY:.0f}"} <= set(lines)
    assert "ExecStart=/opt/paperboy/bin/paperboy run" in lines


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_the_unit_sound_and_hardly_exposed(tmp_path: Path) -> None:
    file = tmp_path / "paperboy.service"
    file.write_text(unit(sys.executable))
    checked = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, check=False)
    assert [line for line in checked.stderr.splitlines() if "paperboy" in line] == []
    judged = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", str(file)]
    subprocess.run(judged, check=True, capture_output=True)


def test_a_running_paperboy_tells_systemd_and_the_doctor_that_it_lives(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PAPERBOY_")}
    environment = kept | {
        "PAPERBOY_DATABASE_URL": f"sqlite:///{tmp_path / 'paperboy.db'}",
        "PAPERBOY_EMBEDDINGS": "false",
        "NOTIFY_SOCKET": str(tmp_path / "notify"),
    }

    def live() -> int:
        asked = subprocess.run([*PROGRAM, "doctor", "--live"], env=environment, cwd=tmp_path, capture_output=True)
        return asked.returncode

    assert live() == 69
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(environment["NOTIFY_SOCKET"])
        manager.settimeout(60)
        running = subprocess.Popen(
            [*PROGRAM, "run"], env=environment, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        assert manager.recv(1024).startswith(b"READY=1\nWATCHDOG=1\n")
        assert live() == 0
        running.send_signal(signal.SIGTERM)
        while (told := manager.recv(1024)) != b"STOPPING=1":  # on a busy machine it says meanwhile that it lives
            assert told.startswith(b"WATCHDOG=1\n")
        running.communicate(timeout=30)
