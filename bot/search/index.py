"""What finding asks of an index, whichever store keeps it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model import Query
from bot.search.meaning_index import MeaningIndex
from bot.search.query_expansion import QueryTerm
from bot.search.rank import Candidate
from bot.search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What an index is asked: documents that hold a hit of every term, all ``marked`` words and no ``excluded`` ones.

    Each of ``excluded`` is a list of words that only together exclude. ``whole`` looks into abstracts as well."""

    terms: tuple[QueryTerm, ...] = ()
    marked: tuple[str, ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    whole: bool


class Index(Protocol):
    """What finding needs of an index. Documents come newest first, or as ``query.sort`` says; the index itself applies
    the query's filters on days, upvotes and code."""

    vocabulary: Vocabulary
    meanings: MeaningIndex

    def lookup(self, lookup: Lookup, query: Query, limit: int) -> Sequence[int]: ...

    def lookup_each(self, lookups: Sequence[Lookup], query: Query, limit: int) -> Iterable[Sequence[int]]:
        """What ``lookup`` answers to each, in order: looked up one by one as they are taken, or all in one trip."""
        ...

    def holding(self, docs: Sequence[int], lookup: Lookup) -> set[int]:
        """Which of these documents hold what is looked up, whatever the query's filters say."""
        ...

    def titles(self, beginnings: Sequence[str], limit: int) -> Sequence[int]:
        """Documents whose folded title begins in one of these ways, up to ``limit`` for each in the order of titles."""
        ...

    def candidates(self, docs: Sequence[int]) -> Sequence[Candidate]:
        """In the order given; documents that stand no more are left out."""
        ...

    def reread(self, docs: Sequence[int], query: Query) -> set[int]:
        """Which of these ``bot.search.matching.holds``."""
        ...

    def abstracts(self, docs: Sequence[int]) -> Mapping[int, str]: ...

    def authors(self, docs: Sequence[int]) -> Iterable[Sequence[str]]:
        """The names of each document's authors, newest document first."""
        ...


def is_held(words: Sequence[str], index: Index) -> bool:
    """Whether any document holds all these words; the vocabulary may not know yet of papers that came just now."""
    terms = tuple(QueryTerm(typed=word, words={word: 1.0}, weight=1.0, count=0) for word in words)
    return bool(index.lookup(Lookup(terms=terms, whole=True), Query(text=""), 1))
