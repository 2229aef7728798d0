"""An end waits for what is in hand, and not for ever."""

import asyncio

from bot.pending_requests import PendingRequests


async def test_the_end_waits_for_what_is_in_hand() -> None:
    pending, done = PendingRequests(), []

    async def work() -> None:
        with pending.one():
            await asyncio.sleep(0)
            done.append(1)

    working = [asyncio.create_task(work()) for _ in range(3)]
    await asyncio.sleep(0)
    assert await pending.finished() == 0
    assert len(done) == 3
    await asyncio.gather(*working)


async def test_what_never_ends_is_counted() -> None:
    pending = PendingRequests()
    with pending.one():
        assert await pending.finished(0.01) == 1
