"""How far back each command looks, and how much it offers, at the bound and beside it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.identity import PaperId
from bot.model import Feedback, Interest, InterestKind, Paper, Signal
from bot.services.interest_reach import InterestReach
from bot.store import open_store
from tests.bot.services.conftest import ADA, NOW, PAPERS, Conversation, furnish
from tests.bot.services.importing import importing_with
from tests.bot.sources.conftest import LeapingClock

LAST = NOW.date()


def older(days: int) -> Paper:
    """A paper of so many days ago; the older, the more upvotes."""
    return replace(
        PAPERS[0],
        id=PaperId(f"arxiv:2601.{days + 1:05}"),
        title=f"Zebras {days}",
        featured=LAST - timedelta(days=days),
        upvotes=1000 + days,
    )


@pytest.mark.parametrize(("period", "days"), [("day", 1), ("week", 7), ("month", 30)])
async def test_what_is_trending_is_of_its_period_and_no_day_more(talk: Conversation, period: str, days: int) -> None:
    await talk.store.papers.add([older(days) for days in range(40)], NOW)
    shown = (await talk.ask(f"trending {period}")).card.papers
    assert shown[0].title == f"Zebras {days - 1}"


async def test_an_interest_is_tried_on_the_month_that_ends_with_the_newest_day() -> None:
    store = await open_store("memory:")
    await store.papers.add([older(days) for days in (0, 29, 30, 31)], NOW)
    reach = await InterestReach(store.papers, store.search).of(Interest(kind=InterestKind.KEYWORD, value="zebras"))
    assert [paper.title for paper in reach.papers] == ["Zebras 0", "Zebras 29"]
    await store.close()


async def test_twenty_five_choices_are_offered_at_most(talk: Conversation) -> None:
    assert len(await talk.core.complete(ADA, "subscribe", "zone", "a")) == 25
    for number in range(30):
        await talk.store.interests.state(ADA, Interest(kind=InterestKind.TOPIC, value=f"zebras {number:02}"))
    assert len(await talk.core.complete(ADA, "unfollow", "interest", "zebras")) == 25
    assert len(await talk.core.complete(ADA, "unfollow", "interest", "zebras 2")) == 10


@pytest.mark.parametrize(("hours", "again"), [(5.9, False), (6.1, True)])
async def test_what_no_source_knew_is_asked_for_again_after_six_hours(hours: float, again: bool) -> None:
    asked: list[PaperId] = []

    async def nobody_knows(paper: PaperId) -> Paper | None:
        asked.append(paper)
        return None

    store, clock = await open_store("memory:"), LeapingClock(NOW)
    importing = importing_with(store, nobody_knows, clock)
    await importing.import_text(ADA, "2407.00001", NOW)
    await clock.sleep(hours * 3600)
    done = await importing.import_text(ADA, "2407.00001", NOW)
    assert (len(asked), len(done.missing)) == (1 + again, 1)
    await store.close()


async def test_each_page_of_a_search_goes_on_where_the_one_before_ended(talk: Conversation) -> None:
    await talk.store.papers.add([older(days) for days in range(25)], NOW)
    pages = [(await talk.ask(f"search/{page} zebras")).card for page in range(1, 6)]
    assert [(card.first, len(card.papers)) for card in pages] == [(first, 5) for first in (1, 6, 11, 16, 21)]
    assert len({paper.paper for card in pages for paper in card.papers}) == 25


@pytest.mark.parametrize(("typed", "offered"), [("al", []), ("ala", ["author:Alan Turing"])])
async def test_authors_are_offered_beside_topics_from_three_letters_on(
    talk: Conversation, typed: str, offered: list[str]
) -> None:
    assert [choice.value for choice in await talk.core.complete(ADA, "follow", "interest", typed)] == offered


async def test_a_dislike_is_taken_back_however_many_likes_came_after_it() -> None:
    store = await open_store("sqlite:///:memory:")
    await store.papers.add(PAPERS, NOW)
    talk = furnish(store)
    await talk.ask(f"dislike {PAPERS[0].id}")
    liked = [older(number) for number in range(300)]
    await store.papers.add(liked, NOW)
    for number, paper in enumerate(liked, start=1):
        at = NOW + timedelta(minutes=number)
        await store.feedback.append(Feedback(member=ADA, paper=paper.id, signal=Signal.LIKE, at=at))
    talk.clock.time = NOW + timedelta(days=1)
    await talk.ask("undo dislike")
    assert (await store.feedback.opinions(ADA)).keys() == {paper.id for paper in liked}
    await store.close()
