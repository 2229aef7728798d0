"""One person's flood is slowed down, told kindly once, and felt by nobody else."""

import asyncio

import pytest

from bot.errors import TooMuch
from bot.model import Member, Tenant
from bot.services import fair_share
from bot.services.fair_share import FairShare
from tests.bot.services.conftest import ADA, BOB, HERE, Conversation, StillClock

AT_ONCE, BURST, RATE = 2, 60, 2.0


class Stopped(StillClock):
    """Time passes only when told."""

    def monotonic(self) -> float:
        return self.time.timestamp()


async def spend(share: FairShare, member: Member, times: int) -> list[str]:
    """Ask so often; return what was said to those that were sent away."""
    said = []
    for _ in range(times):
        try:
            async with share.turn(member):
                pass
        except TooMuch as error:
            said.append(str(error))
    return said


async def test_a_burst_is_fine_and_more_is_told_once_in_full() -> None:
    said = await spend(FairShare(Stopped()), ADA, BURST + 3)
    assert len(said) == 3
    assert "Give me a few seconds" in said[0]
    assert said[1] == said[2] != said[0]


async def test_a_few_seconds_later_it_goes_on() -> None:
    clock = Stopped()
    share = FairShare(clock)
    await spend(share, ADA, BURST + 1)
    await clock.sleep(3 / RATE)
    said = await spend(share, ADA, 4)
    assert len(said) == 1
    assert "Give me a few seconds" in said[0]


async def test_nobody_else_feels_it() -> None:
    share = FairShare(Stopped())
    await spend(share, ADA, 5 * BURST)
    assert await spend(share, BOB, BURST) == []


async def test_one_person_has_few_requests_in_work_and_others_do_not_wait_for_them() -> None:
    share, done = FairShare(Stopped()), asyncio.Event()
    working: list[Member] = []

    async def ask(member: Member) -> None:
        async with share.turn(member):
            working.append(member)
            await done.wait()

    async with asyncio.TaskGroup() as tasks:
        for member in [ADA] * 10 + [BOB]:
            tasks.create_task(ask(member))
        await asyncio.sleep(0)
        assert working == [ADA] * AT_ONCE + [BOB]
        done.set()
    assert len(working) == 11


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_share, "MOST_REMEMBERED", 5)
    clock = Stopped()
    share = FairShare(clock)
    for number in range(50):
        await spend(share, Member(HERE, str(number)), 1)
        await clock.sleep(2)
    assert len(share._shares) <= 5


async def test_in_a_conversation_the_flood_gets_a_card(talk: Conversation) -> None:
    talk.clock.monotonic = lambda: 0.0  # type: ignore[method-assign]
    answers = [await talk.ask("search robots") for _ in range(BURST + 1)]
    assert [answer.card.problem for answer in answers] == [False] * BURST + [True]
    assert not (await talk.ask("search robots", member=BOB)).card.problem


async def test_whoever_asks_from_a_shell_is_alone_and_never_sent_away(talk: Conversation) -> None:
    talk.clock.monotonic = lambda: 0.0  # type: ignore[method-assign]
    member = Member(Tenant("shell", "here"), "ada")
    answers = [await talk.ask("search robots", member=member) for _ in range(BURST + 5)]
    assert not any(answer.card.problem for answer in answers)
