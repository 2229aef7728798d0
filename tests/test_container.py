"""The image and its compose file keep to what operators ask for, and its steps work, even where no Docker runs."""

import json
import os
import re
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

from tests.dockerfile import Machine, instructions

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
STEPS = instructions(DOCKERFILE)
LOCK = ROOT / "deploy" / "requirements.txt"
EXTRAS = ("discord", "slack", "email", "web", "postgres", "metrics", "sentry")
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text()


def test_images_have_a_version_and_none_is_the_latest() -> None:
    images = [rest.split()[0] for word, rest in STEPS if word == "FROM"]
    assert all(re.fullmatch(r"[\w./-]+:\d[\w.-]+", image) for image in images)
    assert len(images) == 2


def test_programs_are_started_without_a_shell_so_that_signals_reach_them() -> None:
    started = {word: rest for word, rest in STEPS if word in ("ENTRYPOINT", "CMD")}
    started["HEALTHCHECK"] = next(rest for word, rest in STEPS if word == "HEALTHCHECK").partition("CMD ")[2]
    assert {word: type(json.loads(rest)) for word, rest in started.items()} == dict.fromkeys(started, list)


def test_it_does_not_run_as_root_and_nothing_is_copied_after_that() -> None:
    words = [word for word, _ in STEPS]
    last_user = [rest for word, rest in STEPS if word == "USER"][-1]
    assert last_user.isdigit()
    assert int(last_user) > 0
    after = words[len(words) - words[::-1].index("USER") :]
    assert not {"RUN", "COPY", "ADD", "FROM"} & set(after)


def test_no_secret_is_in_the_image_or_its_environment() -> None:
    assert not [rest for word, rest in STEPS if word in ("ENV", "ARG") and re.search("TOKEN|SECRET|KEY", rest)]
    kept_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert kept_out[0] == "*"
    assert not [line for line in kept_out if line.startswith("!") and re.search(r"\.env|\.git|secrets", line)]


@pytest.mark.parametrize(
    "line",
    [
        "read_only: true",
        "cap_drop: [ALL]",
        "no-new-privileges:true",
        "mem_limit:",
        "papers:/data",
        "tmpfs:",
        "secrets:",
    ],
)
def test_the_compose_file_gives_it_as_little_as_it_needs(line: str) -> None:
    assert line in COMPOSE


def test_the_compose_file_holds_no_token_and_gives_it_time_to_stop() -> None:
    assert not re.search(r"_TOKEN:|_SECRET:|_KEY:", COMPOSE)
    assert int(re.findall(r"stop_grace_period: (\d+)s", COMPOSE)[0]) > 10


LOCKED = {
    line.split(" \\")[0]: rest
    for line, rest in re.findall(r"^([\w.-]+(?:\[[^]]*\])?==.*?) \\\n((?:    .*\n)+)", LOCK.read_text(), re.MULTILINE)
}
"""Each library of the image as ``name==version ; when``, and its hashes."""


def test_libraries_of_the_image_are_those_of_the_constraints_each_file_by_its_hash() -> None:
    locked = [line for line in LOCK.read_text().splitlines() if re.match(r"[\w]", line)]
    assert sorted(LOCKED) == sorted(line.removesuffix(" \\") for line in locked)
    assert all(re.fullmatch(r"(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+", hashes) for hashes in LOCKED.values())
    assert not set(LOCKED) - set((ROOT / "constraints.txt").read_text().splitlines())


def test_the_image_has_every_library_that_its_platforms_ask_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(one for name in EXTRAS for one in extras[name])]
    names = {re.match(r"[\w.-]+", one)[0].lower().replace(".", "-") for one in wanted}  # type: ignore[index]
    assert names - {"paperboy-bot"} <= {line.partition("==")[0].partition("[")[0] for line in LOCKED}


def all_may_run(program: str) -> bool:
    """Whether every user reaches the interpreter of the tests; one that lies in root's home can't be borrowed."""
    places = [Path(program), Path(program).resolve(), Path(sysconfig.get_path("purelib"))]
    return all(parent.stat().st_mode & 0o001 for place in places for parent in place.parents)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """What the Dockerfile makes; libraries are borrowed from the environment of the tests instead of fetched."""
    folder = tmp_path_factory.mktemp("image")
    for parent in (folder, *folder.parents):  # another user has to come in
        if parent.is_relative_to("/tmp") and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o011)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAPERBOY_", "XDG_", "PYTHON"))}
    environment = {**kept, "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    machine = Machine(folder, ROOT, environment, changes_user=os.geteuid() == 0 and all_may_run(sys.executable))
    made = next(n for n, (_, rest) in enumerate(STEPS) if "venv" in rest) + 1
    machine.follow(STEPS[:made])
    site = next((folder / "app" / "lib").glob("python3*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    machine.follow(STEPS[made:])
    return machine


def test_its_steps_make_a_paperboy_that_answers_as_another_user(image: Machine) -> None:
    shown = image.run([*image.program, *image.arguments], "/papers today\n", PAPERBOY_EMBEDDINGS="false")
    assert "arxiv.org" in shown.stdout
    database = image.folder / "data" / "paperboy.db"
    assert database.exists()
    if image.changes_user:
        assert database.stat().st_uid == 10001
    assert image.run(image.check).stdout.strip().endswith("It lives.")
