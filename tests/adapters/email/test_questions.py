"""The question whether mail is wanted waits where a restart does not lose it, and leaves at most once."""

import asyncio
from datetime import timedelta

from adapters.email.posting import DOWN
from bot.store.memory import MemoryStore
from tests.adapters.email.running import ADA, running
from tests.platforms.smtp_server import MailServerHere, MailSide

GRACE = "grace@example.net"
WANTED = "email days:weekdays"


async def arrived(side: MailSide) -> None:
    async with asyncio.timeout(3):
        await side.arrived.wait()
    side.arrived.clear()


async def test_a_question_that_was_put_off_is_sent_after_a_restart_and_once() -> None:
    mailboxes = MemoryStore().mailboxes
    async with MailServerHere() as server:
        async with running(server, mailboxes) as ours:
            ours.side.greylisted[GRACE] = 1
            await ours.mail.invite(ADA, GRACE, WANTED)
            async with asyncio.timeout(3):
                while ours.side.greylisted[GRACE]:  # noqa: ASYNC110  the server tells nobody whom it put off
                    await asyncio.sleep(0)
            assert ours.side.taken == []
        for _ in range(2):
            async with running(server, mailboxes) as ours:
                await ours.side.arrived.wait()
        assert [one.recipient for one in server.side.taken] == [GRACE]
        known = await mailboxes.of(ADA)
        assert known is not None
        assert (known.question, known.pending != "") == ("", True)


async def test_a_question_of_unknown_fate_is_not_repeated() -> None:
    mailboxes = MemoryStore().mailboxes
    async with MailServerHere() as server:
        async with running(server, mailboxes) as ours:
            ours.side.faults.append("answer lost")
            await ours.mail.invite(ADA, GRACE, WANTED)
            await arrived(ours.side)
        async with running(server, mailboxes) as ours:
            ours.clock.at += timedelta(seconds=DOWN * 2)
            assert await mailboxes.unasked(ours.clock.at - timedelta(hours=1)) == []
            assert len(ours.side.taken) == 1
