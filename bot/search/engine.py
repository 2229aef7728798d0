"""Finds and ranks papers over any index: unscored candidates first, mended and relaxed as needed, ranked in Python.

The method and its figures: matching is cheap, scoring every match is not; so an index only ever lists a few hundred
matches, newest first, and ``bot.search.rank`` scores those.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Protocol

from bot.meaning.word_table import word_table
from bot.model import Query, Sort
from bot.search.by_meaning import CLOSE, QueryMeaning, akin
from bot.search.documents import AUTHOR, CATEGORY, ORGANISATION, category_words
from bot.search.forgiving import forgiven
from bot.search.matching import names_exactly, needs_reading
from bot.search.meaning_index import MeaningIndex
from bot.search.query_expansion import QueryTerm, expand_query, mended
from bot.search.rank import Candidate, Relevance, Scored
from bot.search.vocabulary import Vocabulary
from bot.text import words

CAP = 200
"""Candidates ranked, beyond the page asked for."""
MOST_CANDIDATES = 3000
TITLES = 40
RARE_ALONE = 400
LONG = 5
"""More words than these that all match are an answer by themselves: somebody pasted a title."""
MOST_LEFT_OUT = 6
TITLES_READ = 60
"""Titles compared in meaning, those of the likeliest papers."""
READ = 40
"""Abstracts read at most, where titles and names don't answer the query."""
RELAXED_CAP = 100
LOOKUPS = 10
"""Relaxed lookups at most: a bound on the time of one search that does not depend on the machine."""
FEW = 10
"""Papers that hold all words; where there are fewer, meaning helps."""
KNOWN_ITEM = 3
"""More words than these that all stand in one title, or a single one that does: it is meant, and nothing like it."""
MANY = 20
"""More papers that hold the words than these, put in order of time or votes: only those about them are worth a look."""
LEAST_SHARE = 0.35
"""Of what could be scored; below it a relaxed match is noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What an index is asked: documents that hold a hit of every term, all ``marked`` words and no ``excluded`` ones
    (each a list of words that only together exclude). ``whole`` looks into abstracts as well."""

    terms: tuple[QueryTerm, ...] = ()
    marked: tuple[str, ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    whole: bool = False


class Index(Protocol):
    """What finding needs of an index. Documents come newest first, or as ``query.sort`` says; the index itself applies
    the query's filters on days, upvotes and code."""

    vocabulary: Vocabulary
    meanings: MeaningIndex

    def lookup(self, lookup: Lookup, query: Query, limit: int) -> Sequence[int]: ...

    def titles(self, beginning: str, limit: int) -> Sequence[int]:
        """Documents whose folded title begins so, in the order of titles."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The ranked documents of the page. ``total`` counts all found, a floor when ``more`` is true. ``mended`` is the
    query without its typos, when it has any, or without quotation marks where nothing is just so."""

    page: tuple[Scored, ...] = ()
    total: int = 0
    more: bool = False
    mended: Query | None = None


def has_filters(query: Query) -> bool:
    """Whether the index must look at days, upvotes or code."""
    filters = (query.since, query.until, query.min_upvotes, query.max_upvotes, query.has_code)
    return any(value is not None for value in filters)


def find(index: Index, query: Query, limit: int, offset: int, *, typing: bool = False) -> Found:
    """One page of answers to a query that names no paper by id. While somebody is ``typing``, the last word is only a
    beginning, and the words count alone: half a thought means nothing yet."""
    typed_query, query = query, forgiven(query, index.vocabulary)
    typed = [*(word for phrase in query.phrases for word in phrase), *query.words]
    unfinished = query.unfinished and bool(query.words)
    terms = expand_query(typed, index.vocabulary, unfinished=unfinished, typing=typing)
    search = _Search(index=index, query=query, terms=tuple(terms), wanted=limit, typing=typing)
    if query.sort is not Sort.RELEVANCE or not terms:
        docs = search.listed(typed)
        page = [Scored(one, 0.0) for one in index.candidates(docs[offset : offset + limit])]
        total = len(docs)
    else:
        ranked = search.ranked(typed)
        page, total = ranked[offset : offset + limit], len(ranked)
    better = _mended(typed_query, query, terms)
    if query.phrases and not total:
        better = better or _unquoted(index, query)
    return Found(page=tuple(page), total=total, more=search.capped, mended=better)


def _unquoted(index: Index, query: Query) -> Query | None:
    """The query with its quoted phrases as words, where that finds something."""
    typed = tuple(word for phrase in query.phrases for word in phrase)
    loose = replace(query, phrases=(), words=(*typed, *query.words), unfinished=False)
    return loose if find(index, loose, 1, 0).page else None


def _mended(typed: Query, query: Query, terms: Sequence[QueryTerm]) -> Query | None:
    """The query without its typos. None where it has none, or where some word is still nothing that papers say."""
    phrases = tuple(tuple(mended(phrase, terms)) for phrase in query.phrases)
    if any(term.unmeant for term in terms):
        terms = ()
    better = replace(query, words=tuple(mended(query.words, terms)), phrases=phrases)
    return better if better != typed else None


@dataclass(slots=True, kw_only=True)
class _Search:
    """One search under way: which documents were found, and which terms each is known to have."""

    index: Index
    query: Query
    terms: tuple[QueryTerm, ...]
    wanted: int
    """Found papers that are enough; the same for every page, so that the total is too."""
    typing: bool = False
    found: dict[int, frozenset[int]] = field(default_factory=dict)
    answered: bool = False
    """Whether the words alone answer the query, and meaning has nothing to add."""
    held: bool = False
    """Whether some paper holds all of many words: it is meant, and words that are like them would only be noise."""
    capped: bool = False
    lookups: int = 0

    @property
    def cap(self) -> int:
        return MOST_CANDIDATES if needs_reading(self.query) else min(MOST_CANDIDATES, max(CAP, 2 * self.wanted))

    def listed(self, typed: Sequence[str]) -> Sequence[int]:
        """What matches, in the order the query asks for."""
        docs: Sequence[int] = self._checked(self._lookup(self._needed, whole=bool(self.terms), cap=MOST_CANDIDATES))
        if self.query.words and len(docs) > MANY:
            docs = self._about(docs, typed)
        if not self.query.authors or self.query.sort is not Sort.RELEVANCE:
            return docs
        exact = {one.doc for one in self.index.candidates(docs) if names_exactly(one.names, self.query.authors)}
        return sorted(docs, key=lambda doc: doc not in exact)

    def _about(self, docs: Sequence[int], typed: Sequence[str]) -> Sequence[int]:
        """Those with the words in title or names, or near in meaning; all, where these are none."""
        titled = set(self._lookup(self._needed, whole=False, cap=MOST_CANDIDATES))
        close = QueryMeaning(self.index.meanings, mended(typed, self.terms)).closeness(docs)
        return [doc for doc in docs if doc in titled or close.get(doc, 0.0) >= CLOSE] or docs

    def ranked(self, typed: Sequence[str]) -> list[Scored]:
        self._gather()
        spelled = mended(typed, self.terms)
        self.answered |= self.typing or all(term.unmeant for term in self.terms)
        meaning = None if self.answered else QueryMeaning(self.index.meanings, spelled)
        near = self._near(meaning) if meaning else {}
        candidates = self.index.candidates(self._checked(list(dict.fromkeys([*self.found, *near]))))
        close = meaning.closeness([one.doc for one in candidates]) if meaning else {}
        relevance = Relevance(typed, self.terms, close)
        scored = relevance.rank((one, self.found.get(one.doc, frozenset())) for one in candidates)
        if meaning:
            close = close | meaning.closeness_read([one.candidate for one in scored[:TITLES_READ]])
            scored = relevance.rank_closer(scored, close)
        unsure = [one.candidate.doc for one in scored[:READ] if not one.whole]
        reading = len(scored) > 1 and sum(one.whole for one in scored) < self.wanted
        abstracts = {doc: words(text) for doc, text in self.index.abstracts(unsure).items()} if reading else {}
        if not self.answered and not self.held:
            relevance.add_hits(akin(self.terms, set().union(*abstracts.values())))
        scored = relevance.rank_again(scored, abstracts)
        return [one for one in scored if _worth_showing(one, close) or len(scored) == 1]

    def _near(self, meaning: QueryMeaning) -> Mapping[int, float]:
        """Documents near in meaning; those that pass the filters, where there are any."""
        return meaning.nearest(self._lookup((), whole=False, cap=MOST_CANDIDATES) if self._narrowed else None)

    def _gather(self) -> None:
        """Lookups from strict to loose, until there is enough. A match in the title counts more than one only in the
        abstract, so one missing word is tried in titles before anything is looser in abstracts. Of a single word all
        papers are told, however many have it in the title."""
        needed = self._needed
        if not self._narrowed:
            typed = self.query.words
            for beginning in dict.fromkeys((" ".join(typed), " ".join(mended(typed, self.terms)))):
                self._add(self.index.titles(beginning, TITLES), frozenset())
        self._try(needed, whole=False)
        in_titles = bool(self.found)
        known_item = in_titles and (len(needed) == 1 or len(needed) > KNOWN_ITEM)
        self.answered = bool(self.query.phrases) or known_item or self._named(needed) or len(self.found) >= FEW
        if (self._enough() and (self.typing or len(needed) > 1)) or (in_titles and len(needed) > LONG):
            return
        self._try(needed, whole=True)
        self.held = bool(self.found) and len(needed) > KNOWN_ITEM
        if self.query.phrases or (self._enough() and in_titles and len(needed) > 2):
            return
        for number, fewer in enumerate(self._relaxed(needed)):
            if self._enough() and number >= len(needed):
                return
            self._try(fewer, whole=False, cap=RELAXED_CAP)
            if self.lookups >= LOOKUPS:
                return

    def _named(self, needed: Sequence[int]) -> bool:
        """Whether somebody is named: by a word that is nothing else in the field (Cook may be meant to cook), or by
        words that are all names."""
        spelled = [self.terms[n].fix or self.terms[n].typed for n in needed]
        names = [word for word in spelled if self.index.vocabulary.is_name(word)]
        return len(names) == len(spelled) or not all(map(word_table().knows, names))

    def _relaxed(self, needed: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Fewer and fewer terms: words that are nowhere left out, then each in turn, commonest first, then the telling
        ones alone and in pairs."""
        rarest = sorted((n for n in needed if self.terms[n].count), key=lambda n: self.terms[n].count)
        known = tuple(n for n in needed if n in rarest)
        without_one = [tuple(n for n in known if n != left_out) for left_out in reversed(rarest)]
        alone = [(n,) for n in rarest[:2] if self.terms[n].count <= RARE_ALONE]
        pairs = [tuple(pair) for pair in combinations(rarest[:4], 2)]
        looser = [*without_one[:MOST_LEFT_OUT], *alone, *pairs] if len(known) > 2 else [*alone, *without_one]
        return [way for way in dict.fromkeys([known, *looser]) if way and way != needed]

    @property
    def _needed(self) -> tuple[int, ...]:
        return tuple(n for n, term in enumerate(self.terms) if not term.small) or tuple(range(len(self.terms)))

    @property
    def _narrowed(self) -> bool:
        query = self.query
        return has_filters(query) or bool(self._marked or query.excluded)

    def _enough(self) -> bool:
        return len(self.found) >= self.wanted

    @property
    def _marked(self) -> tuple[str, ...]:
        query = self.query
        authors = [AUTHOR + word for name in query.authors for word in words(name) if len(word) > 1]
        organisations = [ORGANISATION + word for name in query.organisations for word in words(name)]
        categories = [CATEGORY + category_words(category)[-1] for category in query.categories]
        return tuple(dict.fromkeys(authors + organisations + categories))

    def _try(self, numbers: tuple[int, ...], *, whole: bool, cap: int | None = None) -> None:
        self._add(self._lookup(numbers, whole=whole, cap=cap or self.cap), frozenset(numbers))

    def _lookup(self, numbers: tuple[int, ...], *, whole: bool, cap: int) -> Sequence[int]:
        self.lookups += 1
        lookup = Lookup(
            terms=tuple(self.terms[n] for n in numbers),
            marked=self._marked,
            excluded=tuple(tuple(entry.split()) for entry in self.query.excluded),
            whole=whole or bool(self.query.excluded),
        )
        docs = self.index.lookup(lookup, self.query, cap)
        self.capped |= len(docs) >= cap
        return docs

    def _add(self, docs: Sequence[int], known: frozenset[int]) -> None:
        for doc in docs:
            self.found[doc] = self.found.get(doc, frozenset()) | known

    def _checked(self, docs: Sequence[int]) -> list[int]:
        if not needs_reading(self.query):
            return list(docs)
        true = self.index.reread(docs, self.query)
        return [doc for doc in docs if doc in true]


def _worth_showing(one: Scored, close: Mapping[int, float]) -> bool:
    near = close.get(one.candidate.doc, 0.0)
    return one.score - near >= LEAST_SHARE or near >= CLOSE
