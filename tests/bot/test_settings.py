"""Settings come from the environment alone, an empty value counts as unset, and .env.example names them all."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ConfigurationError
from bot.platforms import load_configuration, settings_groups, settings_of
from bot.settings import Settings, example, misspelt_names
from bot.settings_files import PREFIX, settings_file, where_set, with_values, write_settings, written_in

ROOT = Path(__file__).parents[2]
NAMES = [PREFIX + name.upper() for group in settings_groups() for name in group.model_fields]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_nothing_set_means_the_console_and_the_sample() -> None:
    configuration = load_configuration()
    assert list(configuration.platforms) == ["console"]
    assert configuration.alone
    assert configuration.core.sources == "sample"
    assert configuration.core.database_url.startswith("sqlite:////")


def test_a_token_starts_its_platform_and_real_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_DISCORD_TOKEN", "t0ken")
    monkeypatch.setenv("PAPERBOY_SLACK_BOT_TOKEN", "xoxb-1")
    configuration = load_configuration()
    assert list(configuration.platforms) == ["discord", "slack"]
    assert not configuration.alone
    assert configuration.core.sources == "sample,huggingface"


def test_chosen_sources_are_what_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_SOURCES", "arxiv:cs.CL+cs.LG")
    assert load_configuration().core.sources == "arxiv:cs.CL+cs.LG"


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    unset = load_configuration()
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert load_configuration() == unset


@pytest.mark.parametrize("blank", ["   ", "\t", "''", '" "'])
def test_a_blank_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    unset = load_configuration()
    for name in NAMES:
        monkeypatch.setenv(name, blank)
    assert load_configuration() == unset


def test_quotes_and_space_around_a_value_are_not_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that a container is given keeps both."""
    monkeypatch.setenv("PAPERBOY_DISCORD_TOKEN", ' "t0ken"\n')
    monkeypatch.setenv("PAPERBOY_GRACE_HOURS", "'5'")
    monkeypatch.setenv("PAPERBOY_SLACK_ADMINS", '"U1, U2"')
    token = settings_of("discord").discord_token
    assert (token.get_secret_value(), Settings().grace_hours) == ("t0ken", 5)
    assert settings_of("slack").slack_admins == ("U1", "U2")


@pytest.mark.parametrize("name", NAMES)
def test_a_value_of_two_lines_is_told_by_the_name_of_its_setting(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "secret\nsauce")
    with pytest.raises(ConfigurationError, match=f"{name}: it should be one line") as refused:
        load_configuration()
    assert "sauce" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "right"),
    [("EMBEDDINGS", "true or false"), ("KEEP_DAYS", "a whole number, in digits"), ("GRACE_HOURS", "a number, such as")],
)
def test_of_a_value_of_the_wrong_type_it_is_said_what_is_right(
    monkeypatch: pytest.MonkeyPatch, name: str, right: str
) -> None:
    monkeypatch.setenv(f"PAPERBOY_{name}", "several")
    with pytest.raises(ConfigurationError, match=f"PAPERBOY_{name}: it should be {right}"):
        load_configuration()


def test_slack_admins_are_a_comma_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_SLACK_ADMINS", "U1, U2,,")
    assert settings_of("slack").slack_admins == ("U1", "U2")


def test_a_wrong_setting_is_named_and_its_value_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_GRACE_HOURS", "hunter2")
    monkeypatch.setenv("PAPERBOY_SLACK_MODE", "carrier pigeon")
    with pytest.raises(ConfigurationError, match=r"PAPERBOY_GRACE_HOURS.*PAPERBOY_SLACK_MODE") as caught:
        load_configuration()
    assert "hunter2" not in str(caught.value)


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PAPERBOY_ZONE=Europe/Berlin\nSOMETHING_ELSE=1\n")
    assert load_configuration().core.zone == "Europe/Berlin"


@pytest.mark.parametrize(("typed", "zone"), [("Berlin", "Europe/Berlin"), ("UTC+5:30", "UTC+05:30"), ("", "UTC")])
def test_the_zone_may_be_named_as_people_do(monkeypatch: pytest.MonkeyPatch, typed: str, zone: str) -> None:
    monkeypatch.setenv("PAPERBOY_ZONE", typed)
    assert load_configuration().core.zone == zone


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Europe/Berln", "I don't know the time zone “Europe/Berln”. Did you mean Europe/Berlin?.*[^.][.]$"),
        ("general", "I don't know the time zone “general”"),
        ("IST", "“IST” can be one of several time zones. Which one[?] .*Asia/Kolkata.*[^.][.]$"),
    ],
)
def test_a_zone_that_is_none_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch, typed: str, said: str) -> None:
    monkeypatch.setenv("PAPERBOY_ZONE", typed)
    with pytest.raises(ConfigurationError, match=f"PAPERBOY_ZONE: {said}"):
        load_configuration()


@pytest.mark.parametrize(
    "typed", ["papers.example.org", "https://", "//papers.example.org", "https://a b", "ftp://x.org"]
)
def test_a_public_address_that_makes_no_links_is_a_configuration_error(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("PAPERBOY_PUBLIC_URL", typed)
    with pytest.raises(ConfigurationError, match="PAPERBOY_PUBLIC_URL: it should be a whole address, such as https://"):
        load_configuration()


@pytest.mark.parametrize("name", ["PUBLIC_URL", "HUGGINGFACE_BASE", "DISCORD_API_BASE", "SLACK_OPENID_URL"])
@pytest.mark.parametrize("typed", ["http://127.0.0.1:99999", "https://x.org:abc/api", "https://[::1", "https://a..b/"])
def test_an_address_that_nobody_could_ask_is_a_configuration_error(
    monkeypatch: pytest.MonkeyPatch, name: str, typed: str
) -> None:
    monkeypatch.setenv(f"PAPERBOY_{name}", typed)
    with pytest.raises(ConfigurationError, match=f"PAPERBOY_{name}: it should be a whole address"):
        load_configuration()


@pytest.mark.parametrize("name", ["HTTP_HOST", "EMAIL_HOST"])
@pytest.mark.parametrize("typed", ["a..b", "127.0.0.1:80", "http://localhost", "x" * 64 + ".org", "two words"])
def test_what_can_be_no_host_is_a_configuration_error(monkeypatch: pytest.MonkeyPatch, name: str, typed: str) -> None:
    monkeypatch.setenv(f"PAPERBOY_{name}", typed)
    with pytest.raises(ConfigurationError, match=f"PAPERBOY_{name}: it should be a name"):
        load_configuration()


@pytest.mark.parametrize("typed", ["localhost", "0.0.0.0", "::", "::1", "mail_1.example.org", "bücher.example"])
def test_any_name_or_number_is_a_host(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setenv("PAPERBOY_HTTP_HOST", typed)
    assert load_configuration().core.http_host == typed


def test_proxies_are_known_by_their_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_HTTP_PROXIES", "127.0.0.1, caddy")
    with pytest.raises(ConfigurationError, match="PAPERBOY_HTTP_PROXIES: it should be IP addresses"):
        load_configuration()


def test_secrets_are_known_and_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_DISCORD_TOKEN", "t0ken-secret")
    configuration = load_configuration()
    assert configuration.secrets == {"t0ken-secret"}
    assert "t0ken-secret" not in repr(configuration)


def test_the_example_file_holds_every_setting() -> None:
    """Regenerate it with the command that CONTRIBUTING.md gives."""
    text = (ROOT / ".env.example").read_text()
    assert text == example(settings_groups())
    assert all(f"#{name}=" in text for name in NAMES)


def test_the_example_file_is_valid_when_uncommented(tmp_path: Path) -> None:
    unset = load_configuration()
    lines = (ROOT / ".env.example").read_text().splitlines()
    (tmp_path / ".env").write_text("\n".join(line.removeprefix("#") for line in lines if line.startswith("#PAPERBOY_")))
    assert load_configuration() == unset


def test_every_setting_belongs_to_one_group() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert not [name for name in Settings.model_fields if name.startswith(("discord", "email", "slack"))]


def test_a_misspelt_name_is_told_with_the_one_it_may_mean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAPERBOY_DISCORD_TOKN", "s3cret")
    (tmp_path / ".env").write_text("PAPERBOY_ZONNE=Berlin\nOTHER=1\nPAPERBY_MEMBER=ada\n")
    told = misspelt_names(settings_groups())
    assert told == [
        "PAPERBOY_DISCORD_TOKN is no setting. Did you mean PAPERBOY_DISCORD_TOKEN?",
        "PAPERBOY_ZONNE is no setting. Did you mean PAPERBOY_ZONE?",
        "PAPERBY_MEMBER is no setting. Did you mean PAPERBOY_MEMBER?",
    ]


@pytest.mark.parametrize("line", ["PAPERBOY_ZONE Europe/Berlin", "PAPERBOY_ZONE: Europe/Berlin", "PAPERBOY_ZONE='x"])
def test_a_setting_in_a_line_that_can_not_be_read_is_told_by_its_place(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"# settings\n{line}\n")
    with pytest.raises(ConfigurationError, match=r"\.env, line 2, can't be read"):
        load_configuration()


def test_a_wrong_value_is_told_in_one_plain_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBOY_ZONE", "Nowhere")
    with pytest.raises(ConfigurationError) as told:
        load_configuration()
    assert str(told.value).startswith("These settings can't be used: PAPERBOY_ZONE: I don't know the time zone")
    assert not str(told.value).endswith("..")


def test_a_mark_in_front_of_a_dotenv_file_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("PAPERBOY_MEMBER=Jürgen\n".encode("utf-8-sig"))
    assert load_configuration().core.member == "Jürgen"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_dotenv_file_in_another_encoding_is_told(tmp_path: Path, encoding: str) -> None:
    (tmp_path / ".env").write_bytes("PAPERBOY_MEMBER=Jürgen\n".encode(encoding))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        load_configuration()


def test_the_environment_wins_over_a_secret_file_then_dotenv_then_the_settings_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_settings("PAPERBOY_CONTACT=settings\nPAPERBOY_MEMBER=ada\n")
    assert (load_configuration().core.contact, where_set("PAPERBOY_CONTACT")) == ("settings", str(settings_file()))
    (tmp_path / ".env").write_text("PAPERBOY_CONTACT=dotenv\n")
    assert (load_configuration().core.contact, where_set("PAPERBOY_CONTACT")) == ("dotenv", ".env")
    (tmp_path / "secret").write_text("secret file\n")
    monkeypatch.setenv("PAPERBOY_CONTACT_FILE", str(tmp_path / "secret"))
    assert (load_configuration().core.contact, where_set("PAPERBOY_CONTACT")) == (
        "secret file",
        f"{tmp_path / 'secret'}",
    )
    monkeypatch.setenv("PAPERBOY_CONTACT", "environment")
    assert (load_configuration().core.contact, where_set("PAPERBOY_CONTACT")) == ("environment", "environment")
    assert load_configuration().core.member == "ada"
    assert misspelt_names(settings_groups()) == []


def test_a_token_may_be_mounted_as_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "paperboy_discord_token").write_text("t0ken\n")
    configuration = load_configuration()
    assert list(configuration.platforms) == ["discord"]
    assert configuration.secrets == {"t0ken"}


def test_a_secret_file_that_can_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAPERBOY_DISCORD_TOKEN_FILE", str(tmp_path / "missing"))
    with pytest.raises(ConfigurationError, match=r"missing can't be read: No such file"):
        load_configuration()


@given(st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(codec="utf-8", exclude_categories=["C"]))))
def test_a_settings_file_keeps_what_is_written_in_it(values: dict[str, str]) -> None:
    values = {name: text.strip() for name, text in values.items()}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "settings.env"
        file.write_text(with_values(with_values(example(settings_groups()), dict.fromkeys(values, "before")), values))
        assert written_in(file) == {name: text for name, text in values.items() if text}
        assert file.read_text().count("\n") == example(settings_groups()).count("\n")


def test_changing_a_settings_file_leaves_every_other_line() -> None:
    text = "# mine\nexport PAPERBOY_ZONE=UTC\n#PAPERBOY_MEMBER=\n"
    changed = with_values(text, {"PAPERBOY_ZONE": "Asia/Tokyo", "PAPERBOY_MEMBER": "A da", "PAPERBOY_SETUP": "members"})
    assert changed == "# mine\nPAPERBOY_ZONE=Asia/Tokyo\nPAPERBOY_MEMBER='A da'\n\nPAPERBOY_SETUP=members\n"


def test_the_settings_file_is_its_owner_s_alone_and_the_one_before_is_kept() -> None:
    assert write_settings("PAPERBOY_MEMBER=ada\n") is None
    kept = write_settings("PAPERBOY_MEMBER=eve\n")
    assert kept
    assert (kept.read_text(), settings_file().read_text()) == ("PAPERBOY_MEMBER=ada\n", "PAPERBOY_MEMBER=eve\n")
    assert {file.stat().st_mode & 0o777 for file in (kept, settings_file())} == {0o600}
    assert sorted(file.name for file in settings_file().parent.iterdir()) == ["settings.env", "settings.env.before"]
