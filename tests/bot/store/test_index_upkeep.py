"""The search index is derived: what it lacks is noticed, and made good when the store is opened."""

import sqlite3
from pathlib import Path

from bot.model import Paper, PaperId, Query
from bot.store import open_store, upgrade
from tests.bot.store.conftest import NOW

SSM = Paper(id=PaperId("arxiv:2603.00001"), title="Selective state spaces")


async def test_papers_that_the_index_lacks_are_told_and_indexed_at_the_next_opening(path: Path) -> None:
    url = f"sqlite:///{path}"
    store = await open_store(url)
    await store.papers.add([SSM], NOW)
    raw = sqlite3.connect(path)
    raw.execute("delete from search_docs")
    raw.commit()
    raw.close()
    assert await store.check() == ["Papers that the search index lacks: 1; run paperboy db migrate."]
    await store.close()
    await upgrade(url)
    store = await open_store(url)
    assert await store.check() == []
    page = await store.search.search(Query(text="selective", words=("selective",)))
    assert [hit.paper.id for hit in page.hits] == [SSM.id]
    await store.close()
