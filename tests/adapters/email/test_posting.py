"""Mail is handed over once; where nobody can know whether it was, at most once more, with the same Message-ID."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.email import server as server_module
from adapters.email.adapter import Mail
from adapters.email.doctor import findings
from adapters.email.server import MailServer
from bot.errors import ChannelGone, ConfigurationError, Lost, Refused, TryLater, Unknown
from bot.model import MessageRef, Verdict, mail_channel
from bot.settings import Settings
from bot.store.memory import MemoryStore
from tests.adapters.core import FakeCore
from tests.adapters.email.running import (
    ADA,
    ADDRESS,
    LINKS,
    PUBLIC,
    HandClock,
    Running,
    context,
    delivery,
    running,
    settings,
)
from tests.platforms.smtp_server import MailServerHere

REF = MessageRef(mail_channel(ADA), "k1")


@pytest.fixture
async def server() -> AsyncIterator[MailServerHere]:
    async with MailServerHere() as listening:
        yield listening


@pytest.fixture
async def ours(server: MailServerHere) -> AsyncIterator[Running]:
    async with running(server) as run:
        yield run


async def test_a_mail_goes_to_one_address_from_one_that_tells_whose_it_was(ours: Running) -> None:
    assert await ours.mail.post(delivery()) == REF
    (taken,) = ours.side.taken
    assert taken.recipient == ADDRESS
    tag = taken.sender.partition("+")[2].partition("@")[0]
    assert LINKS.read_bounce(tag) == LINKS.handle(ADA)
    assert taken.message["To"] == ADDRESS
    assert taken.message["List-Unsubscribe"] == f"<{LINKS.leave(LINKS.handle(ADA))}>"


async def test_many_go_over_one_connection_which_is_opened_anew_from_time_to_time(ours: Running) -> None:
    for number in range(server_module.RECONNECT_AFTER + 1):
        await ours.mail.post(delivery(f"k{number}"))
    assert len(ours.side.taken) == server_module.RECONNECT_AFTER + 1
    assert ours.side.connections == 2


async def test_they_leave_at_the_operator_s_pace(server: MailServerHere) -> None:
    async with running(server, email_per_minute=30) as ours:
        for number in range(3):
            await ours.mail.post(delivery(f"k{number}"))
        assert sum(ours.clock.slept) == pytest.approx(4, abs=0.1)


async def test_what_was_taken_is_found_and_not_sent_again(ours: Running) -> None:
    assert await ours.mail.find(delivery()) is None
    await ours.mail.post(delivery())
    assert await ours.mail.find(delivery()) == REF
    assert await ours.mail.find(delivery("k2")) is None


async def test_a_lost_answer_is_followed_by_one_copy_after_a_pause_and_by_no_second(ours: Running) -> None:
    ours.side.faults += ["answer lost", "answer lost"]
    with pytest.raises(Unknown):
        await ours.mail.post(delivery())
    with pytest.raises(TryLater) as waits:
        await ours.mail.find(delivery())
    assert waits.value.wait == timedelta(minutes=10)
    ours.clock.at += waits.value.wait
    assert await ours.mail.find(delivery()) is None
    with pytest.raises(Unknown):
        await ours.mail.post(delivery())
    ours.clock.at += timedelta(hours=1)
    with pytest.raises(Lost):
        await ours.mail.find(delivery())
    first, second = ours.side.taken
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert first.message["Date"] == second.message["Date"]
    assert parsedate_to_datetime(str(first.message["Date"]))


async def test_a_lost_answer_is_never_followed_by_a_copy_where_settings_say_so(server: MailServerHere) -> None:
    async with running(server, email_retry_unknown="never") as ours:
        ours.side.faults.append("answer lost")
        with pytest.raises(Unknown):
            await ours.mail.post(delivery())
        ours.clock.at += timedelta(hours=1)
        with pytest.raises(Lost):
            await ours.mail.find(delivery())


async def test_a_late_answer_counts_as_lost(server: MailServerHere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "ANSWER_SECONDS", 0.05)
    async with running(server) as ours:
        ours.side.faults.append("answer late")
        with pytest.raises(Unknown):
            await ours.mail.post(delivery())
        assert len(ours.side.taken) == 1


async def test_the_answer_to_the_dot_is_waited_for_longer_than_servers_take() -> None:
    assert server_module.ANSWER_SECONDS >= 300
    assert Mail.capabilities.post_seconds > server_module.ANSWER_SECONDS + server_module.BEFORE_DATA_SECONDS


async def test_greylisting_is_waited_out(ours: Running) -> None:
    ours.side.greylisted[ADDRESS] = 2
    waits = []
    for attempt in (1, 2):
        with pytest.raises(TryLater) as later:
            await ours.mail.post(delivery(attempt=attempt))
        waits.append(later.value.wait)
    assert waits == [timedelta(minutes=5), timedelta(minutes=15)]
    assert await ours.mail.post(delivery(attempt=3)) == REF


async def test_what_the_server_put_off_at_the_dot_leaves_no_doubt(ours: Running) -> None:
    ours.side.faults.append("put off")
    with pytest.raises(TryLater):
        await ours.mail.post(delivery())
    assert await ours.mail.find(delivery()) is None
    mailbox = await ours.mailboxes.of(ADA)
    assert mailbox is not None
    assert mailbox.handover is None


async def test_a_message_that_is_refused_is_given_up_and_the_next_goes(ours: Running) -> None:
    ours.side.faults.append("refused at data")
    with pytest.raises(Refused) as refused:
        await ours.mail.post(delivery())
    assert ADDRESS not in str(refused.value)
    await ours.mail.post(delivery("k2"))
    assert len(ours.side.taken) == 1


async def test_no_such_address_ends_the_mail_at_once(ours: Running) -> None:
    ours.side.refusals[ADDRESS] = f"550 5.1.1 <{ADDRESS}>: user unknown"
    with pytest.raises(ChannelGone) as gone:
        await ours.mail.post(delivery())
    assert "no such address" in str(gone.value)
    assert ADDRESS not in str(gone.value)
    ours.side.refusals.clear()
    with pytest.raises(ChannelGone):
        await ours.mail.post(delivery("k2"))
    assert ours.side.taken == []


async def test_other_refusals_end_it_on_the_third_day_and_a_mail_that_goes_starts_anew(ours: Running) -> None:
    ours.side.refusals[ADDRESS] = "550 5.7.1 not from you"
    for day in range(2):
        for _ in range(2):
            with pytest.raises(Refused):
                await ours.mail.post(delivery(f"k{day}"))
        ours.clock.at += timedelta(days=1)
    with pytest.raises(ChannelGone):
        await ours.mail.post(delivery("k3"))
    mailbox = await ours.mailboxes.of(ADA)
    assert mailbox is not None
    await ours.mailboxes.change(ADA, lambda _: replace(mailbox, why=""))
    ours.side.refusals.clear()
    await ours.mail.post(delivery("k4"))
    mailbox = await ours.mailboxes.of(ADA)
    assert mailbox is not None
    assert mailbox.refusals == 0


async def test_a_server_that_shuts_down_is_left_alone_for_a_minute(ours: Running, server: MailServerHere) -> None:
    await ours.mail.post(delivery())
    ours.side.faults += ["closes", "closes"]
    with pytest.raises(TryLater):
        await ours.mail.post(delivery("k2"))
    assert ours.mail.trouble
    before = ours.side.connections
    with pytest.raises(TryLater):
        await ours.mail.post(delivery("k3"))
    assert ours.side.connections == before
    ours.clock.at += timedelta(seconds=61)
    await ours.mail.post(delivery("k3", attempt=2))
    assert ours.mail.trouble == ""


async def test_an_old_connection_that_was_closed_is_opened_anew(ours: Running) -> None:
    await ours.mail.post(delivery())
    ours.side.faults.append("closes")
    await ours.mail.post(delivery("k2"))
    assert len(ours.side.taken) == 2


async def test_a_server_that_is_gone_is_trouble_and_surely_nothing_was_sent(
    ours: Running, server: MailServerHere
) -> None:
    await server.stop()
    with pytest.raises(TryLater):
        await ours.mail.post(delivery())
    assert "can't be reached" in ours.mail.trouble
    assert await ours.mail.find(delivery()) is None


async def test_without_an_address_there_is_nowhere_to_send_to(ours: Running) -> None:
    await ours.mailboxes.change(ADA, lambda _: None)
    with pytest.raises(ChannelGone):
        await ours.mail.post(delivery())


async def test_cancelled_while_the_answer_is_awaited_it_counts_as_handed_over(ours: Running) -> None:
    ours.side.faults.append("answer late")
    posting = asyncio.create_task(ours.mail.post(delivery()))
    await ours.side.arrived.wait()
    posting.cancel()
    await asyncio.wait((posting,))
    with pytest.raises(TryLater):
        await ours.mail.find(delivery())


class TestEncryption:
    """Nothing is said in the clear where it should be encrypted."""

    @pytest.fixture
    def certificate(self, tmp_path: Path) -> Path:
        folder = tmp_path
        command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
        names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        made = subprocess.run(
            [*command.split(), *names, "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
            capture_output=True,
            check=False,
        )
        if made.returncode:
            pytest.skip("openssl can't make a certificate here")
        return folder

    async def test_with_starttls_and_login(self, certificate: Path) -> None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
        async with MailServerHere(tls=tls, password="pw") as server:
            own = settings(server.port, email_security="starttls", email_user="papers", email_password=SecretStr("pw"))
            client = MailServer(own, HandClock(), trusting)
            await client.check()
            assert server.side.logins == ["papers"]
            assert server.side.connections == 1
            await client.close()

    async def test_a_server_without_starttls_is_told_nothing(self, server: MailServerHere) -> None:
        own = settings(server.port, email_security="starttls", email_user="papers", email_password=SecretStr("pw"))
        mail = Mail(context(own, MemoryStore().mailboxes, HandClock()))
        with pytest.raises(ConfigurationError, match=r"STARTTLS.* to tls .* to none if it is on this machine"):
            await mail.run(FakeCore())
        assert server.side.logins == []

    async def test_a_wrong_password_is_for_the_operator_to_mend(self) -> None:
        async with MailServerHere(password="right") as server:
            own = settings(server.port, email_user="papers", email_password=SecretStr("wrong"))
            found = await findings(own, core())
            assert [one.verdict for one in found if one.about == "mail server"] == [Verdict.MISCONFIGURED]
            assert "wrong" not in " ".join(one.text for one in found)


async def test_the_doctor_says_that_all_is_well(server: MailServerHere) -> None:
    assert {one.verdict for one in await findings(settings(server.port), core())} == {Verdict.FINE}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"email_from": "nobody"}, "PAPERBOY_EMAIL_FROM"),
        ({"email_bounces": "x" * 30 + "@example.org"}, "PAPERBOY_EMAIL_BOUNCES"),
        ({"email_host": "mail.example.org", "email_user": "u"}, "PAPERBOY_EMAIL_SECURITY"),
    ],
)
async def test_a_missing_setting_is_named(wrong: dict[str, object], named: str) -> None:
    (found,) = await findings(settings(1, **wrong), core())
    assert found.verdict is Verdict.MISCONFIGURED
    assert named in found.text


async def test_links_need_an_https_address() -> None:
    (found,) = await findings(settings(1), core(public_url="http://paperboy.example.org"))
    assert "PAPERBOY_PUBLIC_URL" in found.text


async def test_addresses_and_links_need_a_key() -> None:
    (found,) = await findings(settings(1), core(secret_key=None))
    assert "PAPERBOY_SECRET_KEY" in found.text


def core(**more: Any) -> Settings:
    values = {"public_url": PUBLIC, "secret_key": SecretStr("a secret of tests"), **more}
    return Settings(_env_file=None, **values)
