"""What can't work as it is set up, though each setting is right by itself: told at the start, and by the doctor."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import serving
from bot.doctor import examine
from bot.model import Paper, PaperId, Verdict
from bot.platforms import Configuration, load_configuration, setting_warnings
from bot.store import open_store

DISCORD = {"DISCORD_TOKEN": "t", "DISCORD_CLIENT_ID": "1", "DISCORD_CLIENT_SECRET": "s"}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"}


def configured(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Configuration:
    for name, value in {"SOURCES": "sample", "DATABASE_URL": "memory:", **settings}.items():
        monkeypatch.setenv(f"PAPERBOY_{name}", value)
    return load_configuration()


def warned(monkeypatch: pytest.MonkeyPatch, **settings: str) -> list[str]:
    return [words for _, words in setting_warnings(configured(monkeypatch, **settings))]


@pytest.mark.parametrize("mode", ["private", "team"])
def test_a_page_for_members_without_a_chat_lets_nobody_in(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (words,) = warned(monkeypatch, WEB=mode, PUBLIC_URL="https://papers.example.org")
    assert words.startswith(f"PAPERBOY_WEB={mode}: nobody can sign in")


def test_mail_is_no_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = {"EMAIL_HOST": "mail.example.org", "EMAIL_FROM": "papers@example.org"}
    assert warned(monkeypatch, WEB="team", PUBLIC_URL="https://papers.example.org", **mail)


@pytest.mark.parametrize("settings", [{"WEB": "public"}, {"WEB": "local"}, {"WEB": "off"}, {"WEB": "team", **DISCORD}])
def test_nothing_is_said_where_people_get_in(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert warned(monkeypatch, PUBLIC_URL="https://papers.example.org", **settings) == []


@pytest.mark.parametrize(
    ("address", "said"),
    [("http://papers.example.org", True), ("http://localhost:3000", True), ("https://papers.example.org", False)],
)
def test_slack_leads_nobody_back_to_plain_http(address: str, said: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    found = warned(monkeypatch, WEB="team", PUBLIC_URL=address, SLACK_SIGN_IN="true", **SLACK)
    assert ["Slack leads people back to https:// alone" in words for words in found] == [True] * said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        *(("http://papers.example.org", True), ("https://papers.example.org", False)),
        *(("http://localhost:3000", False), ("http://127.0.0.1:3000", False)),
    ],
)
def test_discord_leads_people_back_to_plain_http_unseen_on_this_machine_alone(
    address: str, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = warned(monkeypatch, WEB="team", PUBLIC_URL=address, **DISCORD)
    assert ["come back over plain http://" in words for words in found] == [True] * said


@pytest.mark.parametrize("without", [{"SLACK_SIGN_IN": "false", **SLACK}, {"DISCORD_TOKEN": "t"}])
def test_plain_http_is_fine_where_nobody_signs_in_so(without: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert warned(monkeypatch, WEB="team", PUBLIC_URL="http://papers.example.org", **without) == []


async def test_the_doctor_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    report = await examine(configured(monkeypatch, WEB="team", PUBLIC_URL="https://papers.example.org"))
    (finding,) = [each for each in report.findings if each.about == "web settings"]
    assert finding.verdict is Verdict.WARNING
    assert "nobody can sign in" in finding.text


async def test_papers_without_a_day_are_not_said_to_be_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The doctor told of a sound database with 9,577 papers, and in the next line of papers: none yet."""
    url = f"sqlite:///{tmp_path / 'papers.db'}"
    store = await open_store(url)
    await store.papers.add([Paper(id=PaperId("arxiv:2608.00001"), title="Zebras")], datetime(2026, 8, 20, tzinfo=UTC))
    await store.close()
    report = await examine(configured(monkeypatch, DATABASE_URL=url))
    (told,) = [each.text for each in report.findings if each.about == "papers"]
    assert told.startswith("None of these papers has a day;")


async def test_the_start_tells(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = configured(monkeypatch, WEB="team", PUBLIC_URL="https://papers.example.org", HTTP_PORT="0")
    task = asyncio.create_task(serving.serve(replace(found, core=found.core.model_copy(update={"http_port": 0}))))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert "paperboy: PAPERBOY_WEB=team: nobody can sign in" in capsys.readouterr().err
