"""What a search asks of the tables of an index, whichever database they are in, and how the index is learnt."""

from collections.abc import Sequence
from typing import Protocol

from bot.search.documents import document_of, is_plain
from bot.search.index import Index
from bot.search.meaning_index import MeaningIndex
from bot.search.vocabulary import Vocabulary
from bot.store.sql.database import Record
from bot.store.sql.paper_rows import paper_of

LEARNT_AT_ONCE = 50
"""New papers whose words one search takes in on its way (some milliseconds)."""


class SearchTables(Protocol):
    """The tables as one reader sees them, on a thread of its own."""

    def count(self) -> int:
        """How many documents stand."""
        ...

    def newest(self) -> int:
        """The number of the last document; 0 without any."""
        ...

    def generation(self) -> int:
        """A number that is another one after every change of a paper, its votes among them."""
        ...

    def words_after(self, after: str, limit: int, *, heads: bool) -> Sequence[tuple[str, int]]:
        """Words that follow ``after`` in order, each with the number of documents whose heads (or texts) hold it."""
        ...

    def meanings_after(self, doc: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """Documents newer than ``doc`` in order, each with the code of its meaning."""
        ...

    def papers_after(self, doc: int, limit: int) -> Sequence[Record]:
        """Documents newer than ``doc`` in order, as rows of ``papers`` that have their ``doc`` too."""
        ...

    def papers_of(self, docs: Sequence[int]) -> Sequence[Record]:
        """Rows of ``papers`` with their ``doc``, of those documents that stand."""
        ...

    def index(self, vocabulary: Vocabulary, meanings: MeaningIndex) -> Index:
        """The index as the search engine asks it."""
        ...


def load_words(tables: SearchTables, vocabulary: Vocabulary, after: str, limit: int, *, heads: bool) -> str | None:
    """Read up to ``limit`` words that follow ``after``; return the last one, None at the end.

    Of words in abstracts only those of two or more papers are kept: the rest is mostly numbers and typos.
    """
    least, last = 1 if heads else 2, None
    for term, count in tables.words_after(after, limit, heads=heads):
        last = term
        if heads and not is_plain(term):
            vocabulary.add_marked(term, count)
        if count >= least and is_plain(term):
            vocabulary.add(term, heads=count if heads else 0, texts=0 if heads else count)
    return last


def learn_new(tables: SearchTables, vocabulary: Vocabulary, learnt: int, newest: int) -> int:
    """Take in the words of the next papers indexed after document ``learnt``; return how far it came."""
    rows = tables.papers_after(learnt, LEARNT_AT_ONCE)
    for row in rows:
        vocabulary.learn(document_of(paper_of(row)))
        learnt = row["doc"]
    return learnt if rows else newest


def load_meanings(tables: SearchTables, meanings: MeaningIndex, limit: int) -> bool:
    """Take in the next papers indexed since; say whether there may be more."""
    rows = tables.meanings_after(meanings.newest, limit)
    meanings.add([doc for doc, _ in rows], [code for _, code in rows])
    return len(rows) == limit
