"""Settings come from the environment alone, an empty value counts as unset, and .env.example names them all."""

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import PREFIX, Settings, example, load_settings, secrets_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_nothing_set_means_the_console_and_the_sample() -> None:
    settings = load_settings()
    assert settings.platforms == ("console",)
    assert settings.chosen_sources == "sample"
    assert settings.database_url.startswith("sqlite:////")


def test_a_token_starts_its_platform_and_real_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_DISCORD_TOKEN", "t0ken")
    monkeypatch.setenv("PAPERBOY_SLACK_BOT_TOKEN", "xoxb-1")
    settings = load_settings()
    assert settings.platforms == ("discord", "slack")
    assert settings.chosen_sources == "sample,huggingface"


def test_chosen_sources_are_what_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_SOURCES", "arxiv:cs.CL+cs.LG")
    assert load_settings().chosen_sources == "arxiv:cs.CL+cs.LG"


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(PREFIX + name.upper(), "")
    assert load_settings() == Settings.model_construct(**Settings().model_dump())
    assert load_settings().platforms == ("console",)


def test_slack_admins_are_a_comma_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_SLACK_ADMINS", "U1, U2,,")
    assert load_settings().slack_admins == ("U1", "U2")


def test_a_wrong_setting_is_named_and_its_value_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_GRACE_HOURS", "hunter2")
    monkeypatch.setenv("PAPERBOY_HTTP_PORT", "99999")
    with pytest.raises(ConfigurationError, match=r"PAPERBOY_GRACE_HOURS.*PAPERBOY_HTTP_PORT") as caught:
        load_settings()
    assert "hunter2" not in str(caught.value)


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PAPERBOY_ZONE=Europe/Berlin\nSOMETHING_ELSE=1\n")
    assert load_settings().zone == "Europe/Berlin"


def test_secrets_are_known_and_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_DISCORD_TOKEN", "t0ken-secret")
    settings = load_settings()
    assert secrets_of(settings) == {"t0ken-secret"}
    assert "t0ken-secret" not in repr(settings)


def test_the_example_file_holds_every_setting() -> None:
    """Regenerate it with the command that CONTRIBUTING.md gives."""
    text = (ROOT / ".env.example").read_text()
    assert text == example()
    assert all(f"#{PREFIX}{name.upper()}=" in text for name in Settings.model_fields)


def test_the_example_file_is_valid_when_uncommented(tmp_path: Path) -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    (tmp_path / ".env").write_text("\n".join(line.removeprefix("#") for line in lines if line.startswith("#PAPERBOY_")))
    assert load_settings() == Settings(_env_file=None)
