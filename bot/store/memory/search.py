"""The search index in dictionaries: the same finding and ranking, without SQL."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from bot.model import Hit, Paper, PaperId, Query, SearchPage, Sort
from bot.search.complete import complete, complete_authors
from bot.search.documents import document_of, meaning_codes
from bot.search.engine import find
from bot.search.index import Lookup
from bot.search.language import render_query
from bot.search.matching import holds
from bot.search.meaning_index import MeaningIndex
from bot.search.query_expansion import QueryTerm
from bot.search.rank import Candidate
from bot.search.same_titles import same_titles
from bot.search.vocabulary import Vocabulary


class MemorySearch:
    """See ``bot.ports.search_index.SearchIndex``. ``papers`` is the living dictionary of all papers by key."""

    def __init__(self, papers: Mapping[int, Paper]) -> None:
        self._papers = papers
        self._index = MemoryIndex()

    async def warm(self) -> None:
        """Nothing to read."""

    async def search(self, query: Query, *, limit: int = 10, offset: int = 0) -> SearchPage:
        self._index.follow(self._papers)
        if query.paper:
            return self._named(query, query.paper, offset)
        found = find(self._index, query, limit, offset)
        return SearchPage(
            query=found.query,
            hits=tuple(Hit(paper=self._papers[one.candidate.doc], score=one.score) for one in found.page),
            offset=offset,
            total=found.total,
            more_than=found.more,
            suggestion=None if found.mended is None else render_query(found.mended),
            unknown=found.unknown,
            without_effect=found.without_effect,
        )

    async def complete(self, prefix: str, limit: int = 10) -> Sequence[Hit]:
        self._index.follow(self._papers)
        return [Hit(paper=self._papers[o.candidate.doc], score=o.score) for o in complete(self._index, prefix, limit)]

    async def authors(self, prefix: str, limit: int = 10) -> Sequence[str]:
        self._index.follow(self._papers)
        return complete_authors(self._index, prefix, limit)

    async def titled(self, title: str, limit: int = 3) -> Sequence[Paper]:
        self._index.follow(self._papers)
        return [self._papers[doc] for doc in same_titles(self._index, title, limit, {})]

    def _named(self, query: Query, paper: PaperId, offset: int) -> SearchPage:
        hits = tuple(Hit(paper=one, score=1.0) for one in self._papers.values() if paper in (one.id, *one.aliases))
        return SearchPage(query=query, hits=hits[offset:], offset=offset, total=len(hits))


class MemoryIndex:
    """See ``bot.search.index.Index``. A document has its paper's key."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.meanings = MeaningIndex()
        self._papers: dict[int, Paper] = {}
        self._heads: dict[int, frozenset[str]] = {}
        self._texts: dict[int, frozenset[str]] = {}
        self._titles: dict[int, str] = {}
        self._codes: dict[int, bytes] = {}

    def follow(self, papers: Mapping[int, Paper]) -> None:
        """Index what is new or changed, and drop what is gone."""
        for key in self._papers.keys() - papers.keys():
            del self._papers[key], self._heads[key], self._texts[key], self._titles[key], self._codes[key]
        changed = [(key, paper) for key, paper in papers.items() if self._papers.get(key) is not paper]
        for key, paper in changed:
            self._add(key, paper)
        if changed:
            self.meanings = MeaningIndex()
            self.meanings.add(sorted(self._codes), [self._codes[key] for key in sorted(self._codes)])

    def _add(self, key: int, paper: Paper) -> None:
        document = document_of(paper)
        if key not in self._papers:
            self.vocabulary.learn(document)
        self._papers[key] = paper
        (self._codes[key],) = meaning_codes([paper])
        self._titles[key] = document.title
        self._heads[key] = frozenset(document.head.split())
        self._texts[key] = frozenset(document.text.split())

    def lookup(self, lookup: Lookup, query: Query, limit: int) -> Sequence[int]:
        held = self._texts if lookup.whole else self._heads
        docs = [doc for doc in sorted(held, reverse=True) if _matches(lookup, held[doc]) and self._passes(doc, query)]
        if query.sort is Sort.TOP:
            docs.sort(key=lambda doc: -self._papers[doc].upvotes)
        elif query.sort is Sort.NEW or not (lookup.terms or lookup.marked):
            docs.sort(key=lambda doc: str(self._papers[doc].day or ""), reverse=True)
        return docs[:limit]

    def _passes(self, doc: int, query: Query) -> bool:
        paper = self._papers[doc]
        return not paper.withdrawn and all(_PASSES[name](paper, value) for name, value in query.filters.items())

    def lookup_each(self, lookups: Sequence[Lookup], query: Query, limit: int) -> Iterable[Sequence[int]]:
        return (self.lookup(one, query, limit) for one in lookups)

    def holding(self, docs: Sequence[int], lookup: Lookup) -> set[int]:
        held = self._texts if lookup.whole else self._heads
        return {doc for doc in docs if _matches(lookup, held[doc])}

    def titles(self, beginnings: Sequence[str], limit: int) -> Sequence[int]:
        return [doc for beginning in filter(None, beginnings) for doc in self._begun(beginning, limit)]

    def _begun(self, beginning: str, limit: int) -> Sequence[int]:
        ordered = sorted((title, doc) for doc, title in self._titles.items())
        begun = islice(ordered, bisect_left(ordered, (beginning, 0)), None)
        return [doc for title, doc in islice(begun, limit) if title.startswith(beginning)]

    def candidates(self, docs: Sequence[int]) -> Sequence[Candidate]:
        return [self._candidate(doc, self._papers[doc]) for doc in docs if not self._papers[doc].withdrawn]

    def _candidate(self, doc: int, paper: Paper) -> Candidate:
        organisation = paper.organisation
        names = [*paper.authors, *((organisation.slug, organisation.name) if organisation else ())]
        return Candidate(doc=doc, title=self._titles[doc], names=" , ".join(names), upvotes=paper.upvotes)

    def reread(self, docs: Sequence[int], query: Query) -> set[int]:
        papers = ((doc, self._papers[doc]) for doc in docs)
        return {doc for doc, paper in papers if holds(query, paper.title, paper.authors, paper.abstract)}

    def abstracts(self, docs: Sequence[int]) -> Mapping[int, str]:
        return {doc: self._papers[doc].abstract for doc in docs}

    def authors(self, docs: Sequence[int]) -> Iterable[Sequence[str]]:
        return [self._papers[doc].authors for doc in docs]


_PASSES: dict[str, Callable[[Paper, Any], bool]] = {
    "since": lambda paper, day: paper.day is not None and paper.day >= day,
    "until": lambda paper, day: paper.day is not None and paper.day <= day,
    "min_upvotes": lambda paper, least: paper.upvotes >= least,
    "max_upvotes": lambda paper, most: paper.upvotes <= most,
    "has_code": lambda paper, wanted: (paper.repository is not None) is wanted,
}
"""Of each of ``bot.model.searching.FILTERS``, which papers pass it."""


def _matches(lookup: Lookup, held: frozenset[str]) -> bool:
    return (
        all(_any_of(term, held) for term in lookup.terms)
        and held.issuperset(lookup.marked)
        and not any(held.issuperset(entry) for entry in lookup.excluded)
    )


def _any_of(term: QueryTerm, held: frozenset[str]) -> bool:
    return not term.words.keys().isdisjoint(held) or bool(term.split and held.issuperset(term.split))
