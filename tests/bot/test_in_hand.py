"""An end waits for what is in hand, and not for ever."""

import asyncio

from bot.in_hand import InHand


async def test_the_end_waits_for_what_is_in_hand() -> None:
    in_hand, done = InHand(), []

    async def work() -> None:
        with in_hand.one():
            await asyncio.sleep(0)
            done.append(1)

    working = [asyncio.create_task(work()) for _ in range(3)]
    await asyncio.sleep(0)
    assert await in_hand.finished() == 0
    assert len(done) == 3
    await asyncio.gather(*working)


async def test_what_never_ends_is_counted() -> None:
    in_hand = InHand()
    with in_hand.one():
        assert await in_hand.finished(0.01) == 1
