"""One person with daily picks in two private conversations gets no paper twice; two people may."""

from datetime import timedelta

import pytest

from bot.model import Channel, Member, PaperId, Tenant
from tests.scenarios.test_a_day import scenario
from tests.scenarios.virtual import utc
from tests.scenarios.world import ADA, HERE, World

NINE = utc(2026, 11, 23, 9)
THERE = Tenant("fake", "there")
ADA_THERE = Member(THERE, "ada2")
CONVERSATIONS = {ADA: Channel(HERE, "direct"), ADA_THERE: Channel(THERE, "direct")}


@pytest.mark.parametrize("joined", [True, False])
def test_what_was_picked_in_one_conversation_does_not_come_in_the_other(joined: bool) -> None:
    @scenario
    async def play(w: World) -> None:
        if joined:
            await w.store.links.join(ADA, ADA_THERE)
        for hour, (member, channel) in enumerate(CONVERSATIONS.items(), 9):
            line = f"subscribe {hour}:00 daily zone:UTC format:compact count:3"
            await w.ask(line, channel, member=member, direct=True)
        async with w.running():
            await w.until(NINE + timedelta(hours=4))
        here, there = [await _picked(w, channel) for channel in CONVERSATIONS.values()]
        assert here
        assert there
        assert bool(here & there) is not joined

    play()


@scenario
async def test_what_somebody_got_for_themselves_is_still_picked_for_their_channel(w: World) -> None:
    room = Channel(HERE, "room")
    await w.ask("subscribe 9:00 daily zone:UTC format:compact count:3", CONVERSATIONS[ADA], member=ADA, direct=True)
    await w.ask("subscribe 10:00 daily zone:UTC format:compact count:3", room)
    async with w.running():
        await w.until(NINE + timedelta(hours=4))
    assert await _picked(w, CONVERSATIONS[ADA]) == await _picked(w, room)


async def _picked(w: World, channel: Channel) -> set[PaperId]:
    return {paper for report in await w.store.digests.reports(channel, 5) for paper in report.digest.papers}
