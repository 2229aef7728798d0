"""Answers kept for a moment: a link in a channel is opened by many at once, and made once."""

import asyncio

import pytest

from adapters.pages.kept_answers import KeptAnswers
from bot.ports.http import HttpResponse
from tests.adapters.pages.test_frame import Moment


class Making:
    """Makes answers once it is let go on, and counts them."""

    def __init__(self, status: int = 200) -> None:
        self.begun = 0
        self.goes_on = asyncio.Event()
        self._status = status

    async def __call__(self) -> HttpResponse:
        self.begun += 1
        await self.goes_on.wait()
        return HttpResponse(status=self._status, body=f"answer {self.begun}")


async def waiting(kept: KeptAnswers, making: Making, *asked: str) -> list[asyncio.Task[HttpResponse]]:
    """Who asked, and waits."""
    tasks = [asyncio.create_task(kept.answer(each, "", making)) for each in asked]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_who_asks_meanwhile_waits_for_the_same_answer() -> None:
    making = Making()
    tasks = await waiting(KeptAnswers(Moment(), 30.0), making, "agents", "agents", "robots", "agents")
    assert making.begun == 2  # robots are not kept waiting
    making.goes_on.set()
    answers = await asyncio.gather(*tasks)
    assert making.begun == 2
    assert len({answer.body for answer in (answers[0], answers[1], answers[3])}) == 1


async def test_whoever_goes_away_takes_the_answer_from_nobody() -> None:
    making = Making()
    first, second = await waiting(KeptAnswers(Moment(), 30.0), making, "agents", "agents")
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    making.goes_on.set()
    assert (await second).body == "answer 2"


async def test_what_is_no_success_is_made_for_each() -> None:
    making = Making(status=404)
    tasks = await waiting(KeptAnswers(Moment(), 30.0), making, "agents", "agents")
    making.goes_on.set()
    assert [answer.status for answer in await asyncio.gather(*tasks)] == [404, 404]
    assert making.begun == 2


async def test_a_long_answer_is_kept_and_all_of_them_only_up_to_a_limit() -> None:
    kept, made = KeptAnswers(Moment(), 30.0), []

    async def long() -> HttpResponse:
        made.append(1)
        return HttpResponse(body="x" * 3_000_000)

    for asked in "aabcdefa":
        await kept.answer(asked, "", long)
    assert len(made) == 6
    for asked, times in (("g", 7), ("b", 7), ("a", 8)):  # the seventh does not fit: the first made room
        await kept.answer(asked, "", long)
        assert len(made) == times


async def test_it_is_made_again_when_its_time_is_over() -> None:
    making, clock = Making(), Moment()
    making.goes_on.set()
    kept = KeptAnswers(clock, 30.0)
    bodies = []
    for passed in (0.0, 30.0, 1.0):
        clock.seconds += passed
        bodies.append((await kept.answer("agents", "", making)).body)
    assert bodies == ["answer 1", "answer 1", "answer 2"]
