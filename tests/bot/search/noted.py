"""An index that notes what it is asked, for tests of how one search looks things up."""

from collections.abc import Iterable, Mapping, Sequence

from bot.model import Query
from bot.search.index import Lookup
from bot.search.meaning_index import MeaningIndex
from bot.search.rank import Candidate
from bot.search.vocabulary import Vocabulary


class NotedLookups:
    """An index that holds what it is told to, by the words that are looked up together; it notes what it was asked."""

    def __init__(self, heads: Mapping[str, Iterable[int]], texts: Mapping[str, Iterable[int]]) -> None:
        self.vocabulary, self.meanings = Vocabulary(), MeaningIndex()
        self.heads, self.texts = heads, texts
        self.begun: Sequence[int] = ()
        self.beginnings: Sequence[str] = ()
        self.asked: list[str] = []
        self.lookups: list[Lookup] = []
        self.limits: list[int] = []

    def lookup(self, lookup: Lookup, query: Query, limit: int) -> Sequence[int]:
        self.lookups.append(lookup)
        words = " ".join(term.typed for term in lookup.terms)
        self.asked.append(words + (" anywhere" if lookup.whole else ""))
        self.limits.append(limit)
        return list((self.texts if lookup.whole else self.heads).get(words, ()))[:limit]

    def lookup_each(self, lookups: Sequence[Lookup], query: Query, limit: int) -> Iterable[Sequence[int]]:
        return (self.lookup(one, query, limit) for one in lookups)

    def titles(self, beginnings: Sequence[str], limit: int) -> Sequence[int]:
        self.beginnings = beginnings
        self.limits.append(limit)
        return self.begun

    def holding(self, docs: Sequence[int], lookup: Lookup) -> set[int]:
        raise NotImplementedError

    def candidates(self, docs: Sequence[int]) -> Sequence[Candidate]:
        raise NotImplementedError

    def reread(self, docs: Sequence[int], query: Query) -> set[int]:
        return {doc for doc in docs if doc % 2}

    def abstracts(self, docs: Sequence[int]) -> Mapping[int, str]:
        raise NotImplementedError

    def authors(self, docs: Sequence[int]) -> Iterable[Sequence[str]]:
        raise NotImplementedError
