"""The engines that are compared, each told the same papers."""

import asyncio
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from rapidfuzz import fuzz, process

from bot.model import Paper, SearchPage
from bot.ports.store import Store
from bot.search.language import parse_query
from bot.store import open_store
from bot.text import words

TODAY = date(2026, 8, 20)
NOW = datetime(2026, 8, 20, tzinfo=UTC)
BATCH = 1000
LIMIT = 10


class Engine(Protocol):
    """``search`` answers with places in the list of papers, best first. ``patience`` is how long it may be asked."""

    name: str
    patience: float

    def search(self, text: str) -> list[int]: ...

    def size(self) -> int:
        """Bytes of the index alone; 0 where there is none."""
        ...


class Paperboy:
    """The product itself: parser, reader's thread, ranking and the papers of the page."""

    name = "paperboy"
    patience = float("inf")

    def __init__(self, papers: Sequence[Paper], file: Path, runner: asyncio.Runner) -> None:
        """``file`` may hold the papers, or the first of them, from the last time."""
        self._runner = runner
        self.file = file
        self.store: Store = runner.run(self._filled(papers))
        self.places = {paper.id: place for place, paper in enumerate(papers)}

    async def _filled(self, papers: Sequence[Paper]) -> Store:
        store = await open_store(f"sqlite:///{self.file}")
        for start in range(await store.papers.count(), len(papers), BATCH):
            await store.papers.add(papers[start : start + BATCH], NOW)
        await store.papers.tidy()
        await store.search.warm()
        return store

    def search(self, text: str) -> list[int]:
        return self._runner.run(self.find(text))

    def page(self, text: str) -> SearchPage:
        return self._runner.run(self._page(text))

    async def find(self, text: str) -> list[int]:
        return [self.places[hit.paper.id] for hit in (await self._page(text)).hits]

    async def _page(self, text: str) -> SearchPage:
        return await self.store.search.search(parse_query(text, TODAY), limit=LIMIT)

    def size(self) -> int:
        with sqlite3.connect(self.file) as raw:
            return int(raw.execute("select sum(pgsize) from dbstat where name like '%search%'").fetchone()[0])


class PaperboyOnServer(Paperboy):
    """The same over PostgreSQL, in an empty database of its own."""

    name = "paperboy, postgres"

    def __init__(self, papers: Sequence[Paper], url: str, runner: asyncio.Runner) -> None:
        self._url = url
        super().__init__(papers, Path(), runner)

    async def _filled(self, papers: Sequence[Paper]) -> Store:
        store = await open_store(self._url)
        known = await store.papers.count()
        for start in range(known, len(papers), BATCH):
            await store.papers.add(papers[start : start + BATCH], NOW)
        await store.search.warm()
        return store

    def size(self) -> int:
        import psycopg

        tables = ("search_docs", "search_heads", "search_texts", "search_terms")
        with psycopg.connect(self._url) as raw:
            sizes = [raw.execute("select pg_total_relation_size(%s::regclass)", (name,)).fetchone() for name in tables]
        return sum(int(size[0]) for size in sizes if size)


class PlainFts5:
    """What SQLite's manual shows: one table of all columns, every word quoted, ordered by bm25."""

    patience = 60.0

    def __init__(self, papers: Sequence[Paper], folder: Path, joiner: str) -> None:
        self.name = f"fts5 {joiner}"
        self._joiner = joiner
        file = folder / "fts5.db"
        filled = file.exists()
        self._file = file
        self._raw = sqlite3.connect(file)
        if not filled:
            self._fill(papers)

    def _fill(self, papers: Sequence[Paper]) -> None:
        self._raw.executescript(
            "pragma journal_mode = wal; create table papers (id integer primary key, title, authors, abstract);"
            "create virtual table naive using fts5(title, authors, abstract, content = papers, content_rowid = id)"
        )
        rows = [(place, one.title, ", ".join(one.authors), one.abstract) for place, one in enumerate(papers)]
        self._raw.executemany("insert into papers values (?, ?, ?, ?)", rows)
        self._raw.execute("insert into naive (naive) values ('rebuild')")
        self._raw.commit()

    def search(self, text: str) -> list[int]:
        match = f" {self._joiner} ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"\w+", text)))
        sql = "select rowid from naive where naive match ? order by bm25(naive, 10, 5, 1) limit ?"
        return [row[0] for row in self._raw.execute(sql, (match, LIMIT))] if match else []

    def size(self) -> int:
        return int(self._raw.execute("select sum(pgsize) from dbstat where name like 'naive%'").fetchone()[0])


class Tantivy:
    """tantivy with stemmed titles, authors and abstracts, titles weighing most; ``fuzzy`` allows each word one edit."""

    patience = 60.0

    def __init__(self, papers: Sequence[Paper], folder: Path, *, fuzzy: bool, made: Any = None) -> None:
        import tantivy

        self._tantivy = tantivy
        self.name = "tantivy fuzzy" if fuzzy else "tantivy OR"
        self._fuzzy = fuzzy
        self._folder = folder / "tantivy"
        self.made = made or self._make(papers)
        self._schema, self._index = self.made
        self._searcher = self._index.searcher()

    def _make(self, papers: Sequence[Paper]) -> Any:
        builder = self._tantivy.SchemaBuilder().add_integer_field("place", stored=True, indexed=True)
        for field in ("title", "authors", "abstract"):
            builder.add_text_field(field, tokenizer_name="en_stem")
            builder.add_text_field(f"{field}_plain", tokenizer_name="default")
        schema = builder.build()
        self._folder.mkdir()
        index = self._tantivy.Index(schema, path=str(self._folder))
        writer = index.writer(200_000_000, 1)
        for place, one in enumerate(papers):
            texts = {"title": one.title, "authors": ", ".join(one.authors), "abstract": one.abstract}
            document = self._tantivy.Document(place=place, **texts)
            for field in ("title", "authors"):
                document.add_text(f"{field}_plain", texts[field])
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return schema, index

    def search(self, text: str) -> list[int]:
        query = self._fuzzy_query(text) if self._fuzzy else self._plain_query(text)
        found = self._searcher.search(query, LIMIT).hits
        return [self._searcher.doc(address)["place"][0] for _, address in found]

    def _plain_query(self, text: str) -> Any:
        boosts = {"title": 2.0, "authors": 1.5, "abstract": 1.0}
        plain = " ".join(re.findall(r"\w+", text))
        return self._index.parse_query(plain.lower(), list(boosts), field_boosts=boosts)

    def _fuzzy_query(self, text: str) -> Any:
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        parts = []
        for word in dict.fromkeys(re.findall(r"\w+", text.lower())):
            for field, boost in (("title_plain", 2.0), ("authors_plain", 1.5)):
                fuzzy = query.fuzzy_term_query(self._schema, field, word, distance=1 if len(word) > 3 else 0)
                parts.append((should, query.boost_query(fuzzy, boost)))
            parts.append((should, self._index.parse_query(word, ["title", "abstract"])))
        return query.boolean_query(parts)

    def size(self) -> int:
        return sum(path.stat().st_size for path in self._folder.iterdir())


class LinearScan:
    """arxiv-sanity-lite's way: every paper is looked at for every query, words counted in the lower-cased texts."""

    name = "linear scan"
    patience = 30.0

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._papers = [(one.title, ", ".join(one.authors), one.abstract) for one in papers]

    def search(self, text: str) -> list[int]:
        asked = text.lower().split()
        scores = [_scan(asked, *paper) for paper in self._papers]
        best = sorted(range(len(scores)), key=lambda place: -scores[place])[:LIMIT]
        return [place for place in best if scores[place]]

    def size(self) -> int:
        return 0


def _scan(asked: Sequence[str], title: str, authors: str, abstract: str) -> float:
    title, authors, abstract = title.lower(), authors.lower(), abstract.lower()
    in_title = sum(word in title for word in asked)
    in_authors = sum(word in authors for word in asked)
    in_abstract = sum(min(3, abstract.count(word)) for word in asked)
    return 20.0 * in_title + 10.0 * in_authors + in_abstract


class FuzzyTitles:
    """rapidfuzz over all titles."""

    name = "rapidfuzz titles"
    patience = 30.0

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._titles = [" ".join(words(one.title)) for one in papers]

    def search(self, text: str) -> list[int]:
        found = process.extract(" ".join(words(text)), self._titles, scorer=fuzz.token_set_ratio, limit=LIMIT)
        return [place for _, _, place in found]

    def size(self) -> int:
        return 0


def peers(papers: Sequence[Paper], folder: Path, say: Callable[[str], None]) -> list[Engine]:
    """All engines but Paperboy; tantivy only where it is installed."""
    engines: list[Engine] = [PlainFts5(papers, folder, "AND"), PlainFts5(papers, folder, "OR")]
    started = time.perf_counter()
    try:
        plain = Tantivy(papers, folder, fuzzy=False)
        engines += [plain, Tantivy(papers, folder, fuzzy=True, made=plain.made)]
        say(f"tantivy built in {time.perf_counter() - started:.0f} s")
    except ImportError:
        say("tantivy is not installed (pip install 'paperboy-bot[bench]'), so it is left out")
    return [*engines, LinearScan(papers), FuzzyTitles(papers)]
