"""Mail that came back stops only the mail that it came from, and only where its address was signed here."""

from email.message import EmailMessage

import pytest

from adapters.email.admin import send_trial, take_bounce
from bot.errors import ConfigurationError, Unavailable
from bot.ports.mailboxes import Mailboxes
from bot.store.memory import MemoryStore
from tests.adapters.email.running import ADA, ADDRESS, LINKS, HandClock, confirmed, context, settings
from tests.platforms.smtp_server import MailServerHere

TAG = LINKS.bounce(LINKS.handle(ADA))


def report(
    tag: str = TAG, action: str = "failed", status: str = "5.1.1", recipient: str = ADDRESS, kind: str = "report"
) -> bytes:
    """A report as RFC 3464 has it."""
    return (
        f"From: MAILER-DAEMON@mx.example.net\r\nTo: bounces+{tag}@example.org\r\nSubject: Undelivered\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.fixture
async def mailboxes() -> Mailboxes:
    kept = MemoryStore().mailboxes
    await kept.change(ADA, lambda _: confirmed(ADA))
    return kept


async def after(mailboxes: Mailboxes, raw: bytes) -> str:
    """Why nothing more is sent to Ada; '' while mail goes on."""
    await take_bounce(context(settings(25), mailboxes, HandClock()), raw)
    mailbox = await mailboxes.of(ADA)
    assert mailbox is not None
    return mailbox.why


@pytest.mark.parametrize("tag", [TAG, TAG.upper()])
async def test_a_permanent_failure_stops_the_mail(mailboxes: Mailboxes, tag: str) -> None:
    assert "5.1.1" in await after(mailboxes, report(tag))


@pytest.mark.parametrize(
    "raw",
    [
        report(action="delayed", status="4.4.1"),
        report(action="delivered", status="2.0.0"),
        report(tag=TAG[:-1] + ("a" if TAG[-1] != "a" else "b")),
        report(tag="nobody"),
        report(recipient="somebody.else@example.net"),
        report(kind="mixed"),
        b"",
        b"\xff\xfe not a mail",
    ],
    ids=["delayed", "delivered", "forged", "no token", "another address", "no report", "empty", "garbage"],
)
async def test_anything_else_does_nothing(mailboxes: Mailboxes, raw: bytes) -> None:
    assert await after(mailboxes, raw) == ""


async def test_an_answer_of_somebody_on_holiday_does_nothing(mailboxes: Mailboxes) -> None:
    away = EmailMessage()
    away["To"] = f"bounces+{TAG}@example.org"
    away["Auto-Submitted"] = "auto-replied"
    away.set_content("I am away. 5.1.1")
    assert await after(mailboxes, away.as_bytes()) == ""


async def test_a_trial_arrives_or_the_reason_is_told(mailboxes: Mailboxes) -> None:
    async with MailServerHere() as server:
        told = await send_trial(context(settings(server.port), mailboxes, HandClock()), ADDRESS)
        assert "took" in told
        assert [one.recipient for one in server.side.taken] == [ADDRESS]
        server.side.refusals[ADDRESS] = "550 5.7.1 no relaying"
        with pytest.raises(Unavailable, match="no relaying"):
            await send_trial(context(settings(server.port), mailboxes, HandClock()), ADDRESS)
    with pytest.raises(ConfigurationError):
        await send_trial(context(settings(1, email_from=""), mailboxes, HandClock()), ADDRESS)
