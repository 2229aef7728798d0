"""Every dependency is locked, and the lock names no place; workflows are pinned too, and releases complete."""

import os
import re
import shutil
import subprocess
import textwrap
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    locked = {_name(line) for line in lines if "==" in line}
    assert {_name(one) for one in wanted} - {project["name"]} <= locked
    assert not [line for line in lines if "://" in line or "@" in line]


def test_every_action_of_a_workflow_is_pinned_by_commit() -> None:
    used = [
        line.strip()
        for file in (ROOT / ".github/workflows").glob("*.yml")
        for line in file.read_text().splitlines()
        if "uses:" in line
    ]
    assert used
    assert not [line for line in used if not re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d", line)]


def test_a_release_says_where_the_project_lives(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    step = (ROOT / ".github/workflows/release.yml").read_text().split("for its page on PyPI\n        run: |\n")[1]
    script = textwrap.dedent(step.split("      - ")[0])
    where = {
        "GITHUB_SERVER_URL": "https://code.example",
        "GITHUB_REPOSITORY": "ada/paperboy",
        "GITHUB_REF_NAME": "v0.2.0",
    }
    subprocess.run(["bash", "-euc", script], cwd=tmp_path, env=os.environ | where, check=True)
    assert tomllib.loads((tmp_path / "pyproject.toml").read_text())["project"]["urls"] == {
        "Source": "https://code.example/ada/paperboy",
        "Issues": "https://code.example/ada/paperboy/issues",
        "Changelog": "https://code.example/ada/paperboy/blob/v0.2.0/CHANGELOG.md",
    }
