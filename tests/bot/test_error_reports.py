"""What is sent to Sentry: the kind and place of an error, and nothing that anybody wrote."""

import json

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot import error_reports
from bot.errors import ConfigurationError

SECRET = "xoxb-a-token and what Ada searched for"


class Kept(Transport):
    """Keeps what would be sent."""

    sent: list[str] = []  # noqa: RUF012

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize().decode())


def fails(text: str) -> None:
    raise RuntimeError(f"can't read {text}")


def test_an_error_is_reported_without_texts_names_or_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentry_sdk, "init", lambda **told: initialized(told))
    error_reports.start_reporting("https://key@example.org/1")
    try:
        fails(SECRET)
    except RuntimeError as error:
        event = {"event": "command.failed", "exc_info": error}
        assert error_reports.report(None, "error", event) == event
    sentry_sdk.get_client().close()
    (sent,) = Kept.sent
    assert SECRET not in sent
    assert "Ada" not in sent
    error = json.loads(sent.splitlines()[-1])["exception"]["values"][0]
    assert error["type"] == "RuntimeError"
    assert error["stacktrace"]["frames"][-1]["function"] == "fails"
    assert "vars" not in error["stacktrace"]["frames"][-1]
    assert not {"user", "request", "server_name", "breadcrumbs", "extra"} & set(json.loads(sent.splitlines()[-1]))


initialize = sentry_sdk.init


def initialized(told: dict[str, object]) -> None:
    initialize(**told, transport=Kept)  # type: ignore[arg-type]


@pytest.mark.parametrize("dsn", ["junk", "http://[::1", "https://example.org", "https://key@example.org/"])
def test_what_is_no_dsn_is_told(dsn: str) -> None:
    with pytest.raises(ConfigurationError, match="PAPERBOY_SENTRY_DSN: it should be"):
        error_reports.start_reporting(dsn)
