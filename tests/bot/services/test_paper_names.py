"""Two records become one paper exactly where they are one work."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.model import Paper, PaperId
from bot.ports.store import Store
from bot.services.paper_names import PaperNames
from bot.store import open_store

NOW = datetime(2026, 8, 21, tzinfo=UTC)
ARTICLE = PaperId("doi:10.1000/article")
ARXIV = Paper(
    id=PaperId("arxiv:2608.00001"),
    title="Notes on Rivers and Gardens",
    authors=("Ada Alpha",),
    published=date(2026, 8, 1),
    aliases=(ARTICLE,),
)
PREPRINT = Paper(
    id=PaperId("doi:10.64898/2026.08.10.123456"),
    title="Notes on rivers and gardens.",
    authors=("A. Alpha", "B. Beta"),
    published=date(2026, 8, 10),
)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = await open_store("memory:")
    yield store
    await store.close()


async def stored(store: Store, *papers: Paper) -> list[PaperId]:
    names = PaperNames(store.papers, store.search)
    for paper in papers:
        await store.papers.add(await names.settled([paper]), NOW)
    return [paper.id for paper in await store.papers.sample(10)]


async def test_a_preprint_on_two_servers_is_one_paper_in_either_order(store: Store) -> None:
    assert await stored(store, ARXIV, PREPRINT) == [ARXIV.id]
    assert (await store.papers.get([PREPRINT.id]))[PREPRINT.id].aliases == (PREPRINT.id, ARTICLE)


async def test_the_other_order_gives_the_same_paper(store: Store) -> None:
    assert await stored(store, PREPRINT, ARXIV) == [ARXIV.id]


async def test_an_article_that_both_name_joins_them_whenever_they_came(store: Store) -> None:
    later = replace(PREPRINT, published=None, authors=(), aliases=(ARTICLE,))
    assert await stored(store, ARXIV, later) == [ARXIV.id]


async def test_two_preprints_of_one_article_stay_two_works(store: Store) -> None:
    other = replace(PREPRINT, title="Notes on Hills, a Second Study", aliases=(ARTICLE,))
    assert len(await stored(store, ARXIV, other)) == 2
    assert len(await stored(store, replace(ARXIV, id=PaperId("arxiv:2608.00002")))) == 3, "two ids of arXiv"


async def test_the_same_title_of_other_people_is_another_work(store: Store) -> None:
    assert len(await stored(store, ARXIV, replace(PREPRINT, authors=("C. Gamma",)))) == 2
