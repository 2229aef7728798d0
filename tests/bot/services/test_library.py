"""How far pages look for papers, how long what is like a paper is remembered, and which paper typed words mean."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.errors import NotFound, Unclear
from bot.model import Hit, Paper, PaperId
from bot.ports.store import Store
from bot.services.library import PaperLibrary
from bot.services.resolve_paper import PaperResolver
from bot.store import open_store
from tests.bot.services.conftest import NOW, StillClock

LAST = date(2026, 8, 20)


def paper(number: int, title: str = "Zebras", days_ago: int = 0) -> Paper:
    return Paper(id=PaperId(f"arxiv:2608.{number:05}"), title=title, featured=LAST - timedelta(days=days_ago))


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await open_store("memory:")
    yield store
    await store.close()


class Similar:
    """A ranker that counts how often it is asked for papers like one."""

    def __init__(self) -> None:
        self.asked: list[PaperId] = []

    async def similar(self, paper_id: PaperId, limit: int) -> Sequence[Hit]:
        self.asked.append(paper_id)
        return [Hit(paper=paper(1), score=1.0)] * limit


def library(store: Store, ranker: Similar | None = None, clock: StillClock | None = None) -> PaperLibrary:
    nobody: Any = None
    return PaperLibrary(store.papers, (), nobody, nobody, ranker or nobody, clock or StillClock())  # type: ignore[arg-type]


@pytest.mark.parametrize(("seconds", "times"), [(590, 1), (610, 2)])
async def test_what_is_like_a_paper_is_looked_for_again_after_ten_minutes(
    store: Store, seconds: float, times: int
) -> None:
    ranker, clock = Similar(), StillClock()
    pages = library(store, ranker, clock)
    await pages.similar(paper(1).id, 5)
    await clock.sleep(seconds)
    assert len(await pages.similar(paper(1).id, 5)) == 5
    assert len(ranker.asked) == times


async def test_lists_of_other_lengths_are_others_and_those_of_five_hundred_papers_are_remembered(store: Store) -> None:
    ranker = Similar()
    pages = library(store, ranker)
    assert [len(await pages.similar(paper(0).id, count)) for count in (5, 3)] == [5, 3]
    ranker.asked.clear()
    pages = library(store, ranker)
    for number in range(501):
        await pages.similar(paper(number).id, 5)
    await pages.similar(paper(1).id, 5)
    assert len(ranker.asked) == 501, "the second of them is the oldest that is still known"
    await pages.similar(paper(0).id, 5)
    assert len(ranker.asked) == 502


async def test_papers_of_some_days_come_page_by_page_with_the_days_before_and_after(store: Store) -> None:
    await store.papers.add([paper(n, days_ago=days) for n, days in enumerate((0, 2, 2, 2, 3, 5, 8))], NOW)
    first, last = LAST - timedelta(days=3), LAST - timedelta(days=2)
    one = await library(store).between(first, last, limit=2)
    assert (len(one.papers), one.more, one.before, one.after) == (2, True, LAST - timedelta(days=5), LAST)
    two = await library(store).between(first, last, limit=2, offset=2)
    assert (len(two.papers), two.more) == (2, False)
    assert not {each.id for each in one.papers} & {each.id for each in two.papers}
    assert (await library(store).between(date.min, last, limit=9)).before is None


async def test_a_page_of_no_paper_says_so_without_asking_anybody(store: Store) -> None:
    await store.papers.add([paper(1)], NOW)
    assert (await library(store).paper("2608.00001")).title == "Zebras"
    for name in ("2608.00002", "zebras"):
        with pytest.raises(NotFound):
            await library(store).paper(name)


async def _nobody_knows(_: PaperId) -> Paper | None:
    return None


def resolver(store: Store) -> PaperResolver:
    return PaperResolver(store.papers, store.search, _nobody_knows, StillClock())


async def test_words_that_fit_several_papers_are_asked_back_with_four_of_them(store: Store) -> None:
    await store.papers.add([paper(number, f"Zebras and grass {number}") for number in range(9)], NOW)
    with pytest.raises(Unclear) as asked:
        await resolver(store).resolve("zebras grass")
    assert len(asked.value.choices) == 4


@pytest.mark.parametrize("typed", ["Zebras and high grasses of the savannah", "zebras and high gras of the savannah"])
async def test_a_title_typed_nearly_as_it_is_means_its_paper(store: Store, typed: str) -> None:
    titles = ("Zebras and high grass of the savannah", "Grass", "High savannah zebras", "Zebras")
    await store.papers.add([paper(number, title) for number, title in enumerate(titles)], NOW)
    assert (await resolver(store).resolve(typed)).title == titles[0]


@pytest.mark.parametrize("typed", ["zebras win at scale", "Zebras wins scale", "zebras win at scal"])
async def test_words_that_stand_in_one_title_alone_mean_its_paper(store: Store, typed: str) -> None:
    """ "dislike BM25 wins at scale" was asked back with four papers, of which one began so."""
    titles = ("Zebras Win at Scale: A Study of Savannahs and of Much Else", "Scale of zebras", "Zebras at large")
    await store.papers.add([paper(number, title) for number, title in enumerate(titles)], NOW)
    assert (await resolver(store).resolve(typed)).title == titles[0]


async def test_a_paper_that_has_not_the_words_is_asked_back_even_where_no_other_is_found(store: Store) -> None:
    """ "why u show me this" explained a paper that was never shown."""
    await store.papers.add([replace(paper(1, "Lamps"), abstract="We show zebras to you.")], NOW)
    with pytest.raises(Unclear) as asked:
        await resolver(store).resolve("u show me zebras")
    assert len(asked.value.choices) == 1


async def test_words_that_fit_one_paper_mean_it_and_words_that_fit_none_are_told(store: Store) -> None:
    await store.papers.add([paper(1, "Zebras of the plains"), replace(paper(2), title="Lamps")], NOW)
    assert (await resolver(store).resolve("plains")).title == "Zebras of the plains"
    with pytest.raises(NotFound):
        await resolver(store).resolve("qqzzvx")
