"""What every store promises about the vectors of papers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.model import Paper, PaperId
from bot.ports.store import Store
from tests.contracts.conftest import Reopen

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
FIRST, SECOND, THIRD = (
    Paper(id=PaperId(f"arxiv:2603.0000{number}"), title=f"Paper {number}", abstract=f"Text {number}.")
    for number in (1, 2, 3)
)
ALL = [FIRST.id, SECOND.id, THIRD.id]


@pytest.fixture(autouse=True)
async def papers(store: Store) -> None:
    for paper in (FIRST, SECOND, THIRD):
        await store.papers.add([paper], NOW)


async def test_vectors_come_back_byte_for_byte_for_their_model(store: Store, reopen: Reopen) -> None:
    await store.vectors.save({FIRST.id: b"\x00one", THIRD.id: b"three"}, "small")
    store = await reopen()
    assert await store.vectors.of(ALL, "small") == {FIRST.id: b"\x00one", THIRD.id: b"three"}
    assert await store.vectors.of([SECOND.id, THIRD.id], "small") == {THIRD.id: b"three"}
    assert await store.vectors.of(ALL, "large") == {}
    assert (await store.vectors.count("small"), await store.vectors.count("large")) == (2, 0)


async def test_what_is_missing_is_told_newest_first(store: Store) -> None:
    assert await store.vectors.missing("small", 2) == [THIRD.id, SECOND.id]
    await store.vectors.save({SECOND.id: b"two"}, "small")
    assert await store.vectors.missing("small", 9) == [THIRD.id, FIRST.id]
    assert await store.vectors.missing("large", 9) == ALL[::-1]


async def test_a_new_vector_replaces_the_one_before_of_whatever_model(store: Store) -> None:
    for model, content in (("small", b"a"), ("small", b"b"), ("large", b"c")):
        await store.vectors.save({FIRST.id: content}, model)
    assert await store.vectors.of(ALL, "small") == {}
    assert await store.vectors.of(ALL, "large") == {FIRST.id: b"c"}


async def test_a_vector_goes_with_the_text_that_it_was_made_of(store: Store) -> None:
    await store.vectors.save(dict.fromkeys(ALL, b"v"), "small")
    longer = replace(FIRST, abstract="A much longer text, as another source has it.", version=2)
    await store.papers.add([longer, replace(SECOND, upvotes=9)], NOW)
    assert await store.vectors.missing("small", 9) == [FIRST.id]
    assert set(await store.vectors.of(ALL, "small")) == {SECOND.id, THIRD.id}


async def test_a_paper_that_is_not_there_is_passed_over(store: Store) -> None:
    gone = PaperId("arxiv:2603.99999")
    await store.vectors.save({gone: b"v", FIRST.id: b"w"}, "small")
    assert await store.vectors.of([gone, FIRST.id], "small") == {FIRST.id: b"w"}
    assert await store.vectors.count("small") == 1
