"""The index is derived: it can be emptied and made anew, and a half-made one goes on where it was."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.model import Paper, PaperId
from bot.search.documents import entries_of, meaning_codes
from bot.search.language import parse_query
from bot.store.migrations.runner import known_migrations, migrate
from bot.store.sql.database import Transaction
from bot.store.sql.paper_index import ReadyEntries
from bot.store.sql.papers import SqlPapers
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.search import SqliteSearch
from bot.store.sqlite.search_writing import IN_ONE_TRANSACTION, SqlitePaperIndex, index_missing

NOW = datetime(2026, 8, 20, tzinfo=UTC)
COUNT = IN_ONE_TRANSACTION + 5


async def filled(path: Path) -> SqliteDatabase:
    database = await SqliteDatabase.open(path, lambda raw: migrate(raw, path, NOW, known_migrations()))
    papers = [Paper(id=PaperId(f"arxiv:{n}"), title=f"Paper number{n} of many") for n in range(COUNT)]
    await SqlPapers(database, SqlitePaperIndex(database)).add(papers, NOW)
    return database


async def emptied(transaction: Transaction) -> None:
    await transaction.execute("delete from search_docs")
    await transaction.execute("delete from search_titles")
    await transaction.execute("insert into search_heads (search_heads) values ('delete-all')")
    await transaction.execute("insert into search_texts (search_texts) values ('delete-all')")


async def total(database: SqliteDatabase, text: str) -> int:
    return (await SqliteSearch(database).search(parse_query(text, date(2026, 8, 20)), limit=COUNT)).total


async def test_emptied_it_finds_nothing_until_it_is_made_anew(tmp_path: Path) -> None:
    database = await filled(tmp_path / "paperboy.db")
    assert await index_missing(database) == 0
    await database.write(emptied)
    assert await total(database, "many") == 0
    assert await index_missing(database) == COUNT
    assert await total(database, "number7 ") == 1
    assert await total(database, "many") == COUNT
    await database.close()


async def segments(database: SqliteDatabase, index: str) -> int:
    row = await database.fetch_one(f"select count(distinct segid) as count from {index}_idx")
    return int(row["count"]) if row else 0


async def test_many_segments_are_merged_into_one_and_find_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite.search_writing.MOST_SEGMENTS", 2)
    database = await filled(tmp_path / "paperboy.db")
    papers = SqlPapers(database, SqlitePaperIndex(database))
    for number in range(8):
        await papers.add([Paper(id=PaperId(f"arxiv:late-{number}"), title=f"Late paper {number}")], NOW)
    before = [await segments(database, index) for index in ("search_heads", "search_texts")]
    await papers.tidy()
    merged = [await segments(database, index) for index in ("search_heads", "search_texts")]
    await papers.add([Paper(id=PaperId("arxiv:last"), title="The last paper")], NOW)
    await papers.tidy()
    found = [await total(database, text) for text in ("late ", "many", "last ")]
    few = await segments(database, "search_texts")
    await database.close()
    assert min(before) > 2
    assert merged == [1, 1]
    assert few == 2
    assert found == [8, COUNT, 1]


async def test_what_was_made_ready_is_used_only_for_the_text_it_was_made_of() -> None:
    paper = Paper(id=PaperId("arxiv:1"), title="Diffusion models", abstract="They denoise.")
    later = replace(paper, title="Diffusion models for robots", version=2)
    ready = ReadyEntries([paper])
    assert ready.of([later, replace(paper, upvotes=7)]) == [*entries_of([later]), *entries_of([paper])]
    assert ready.of([]) == []


async def test_a_new_version_is_found_by_its_own_words_and_meaning(tmp_path: Path) -> None:
    database = await filled(tmp_path / "paperboy.db")
    later = Paper(id=PaperId("arxiv:7"), title="Protein folding with transformers", version=2)
    await SqlPapers(database, SqlitePaperIndex(database)).add([later], NOW)
    row = await database.fetch_one(
        "select d.meaning from search_docs d join papers p on p.key = d.paper where p.id = $1", "arxiv:7"
    )
    assert row is not None
    assert row["meaning"] == meaning_codes([later])[0]
    assert await total(database, '"protein folding"') == 1
    await database.close()
