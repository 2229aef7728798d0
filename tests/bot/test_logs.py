"""Logs are events on standard error; a secret never gets through."""

import io
import json
import logging

import pytest
import structlog

from bot.logs import set_up_first_logs, set_up_logs
from bot.settings import Settings

TOKEN = "MTIz.very-secret.token"


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **{"log_format": "json", **values})


def test_events_are_json_lines_with_fields() -> None:
    stream = io.StringIO()
    set_up_logs(settings(), quiet=False, secrets={TOKEN}, stream=stream)
    structlog.get_logger().info("source_failed", source="arxiv", wait=3)
    event = json.loads(stream.getvalue())
    assert (event["event"], event["source"], event["wait"], event["level"]) == ("source_failed", "arxiv", 3, "info")


def test_no_secret_gets_through_wherever_it_stands() -> None:
    stream = io.StringIO()
    set_up_logs(settings(), quiet=False, secrets={TOKEN}, stream=stream)
    log = structlog.get_logger()
    log.info(
        "a", url=f"https://example.org/?token={TOKEN}", nested={"deep": [TOKEN, {TOKEN: 1}]}, thing=ValueError(TOKEN)
    )
    log.error("b", exc_info=RuntimeError(f"refused {TOKEN}"))
    logging.getLogger("somelibrary").error("c", exc_info=RuntimeError(f"refused {TOKEN}"))
    logging.getLogger("somelibrary").warning("bad token %s", TOKEN)
    assert stream.getvalue().count("\n") == 4
    assert TOKEN not in stream.getvalue()


@pytest.mark.parametrize(
    "text", ["xoxb-123-abc", "xapp-1-A-b", "Bearer abc.def", "postgresql://me:pass@host/db", "Bot " + "x" * 24]
)
def test_what_looks_like_a_token_is_hidden_even_if_no_setting_holds_it(text: str) -> None:
    stream = io.StringIO()
    set_up_logs(settings(), quiet=False, secrets={TOKEN}, stream=stream)
    structlog.get_logger().info("a", text=text)
    assert text.split(" ")[-1] not in stream.getvalue()


def test_the_console_stays_quiet_below_errors() -> None:
    stream = io.StringIO()
    set_up_logs(settings(), quiet=True, secrets={TOKEN}, stream=stream)
    structlog.get_logger().warning("quiet")
    logging.getLogger("httpx").warning("quiet")
    assert stream.getvalue() == ""
    structlog.get_logger().error("loud")
    assert "loud" in stream.getvalue()


def test_what_is_no_request_leaves_no_cookie_in_the_log() -> None:
    stream = io.StringIO()
    set_up_logs(settings(), quiet=False, secrets={TOKEN}, stream=stream)
    logging.getLogger("aiohttp.server").exception("Got more than 8190 bytes when reading: Cookie: …")
    assert stream.getvalue() == ""


def test_the_console_can_be_told_to_speak() -> None:
    stream = io.StringIO()
    set_up_logs(settings(log_level="info", log_format="console"), quiet=True, secrets={TOKEN}, stream=stream)
    structlog.get_logger().info("speaks")
    assert "speaks" in stream.getvalue()


def test_what_ends_the_start_is_logged_without_local_variables(capsys: pytest.CaptureFixture[str]) -> None:
    def start(token: str) -> None:
        raise LookupError("settings of another kind")

    set_up_first_logs()
    try:
        start("-".join(["a", "value", "nobody", "may", "see"]))
    except LookupError as error:
        structlog.get_logger().error("crashed", exc_info=error)
    told = capsys.readouterr().err
    assert "settings of another kind" in told
    assert "a-value-nobody-may-see" not in told
