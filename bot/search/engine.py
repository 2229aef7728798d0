"""Finds and ranks papers over any index: unscored candidates first, mended and relaxed as needed, ranked in Python.

The method and its figures: matching is cheap, scoring every match is not; so an index only ever lists a few hundred
matches, newest first (``bot.search.gathering``), and ``bot.search.answering`` scores those.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import Query, Sort
from bot.search.answering import ranked
from bot.search.exclusions import without_effect
from bot.search.filter_correction import nearest_author, nearest_authors, with_corrected_filters, with_whole_names
from bot.search.index import Index, Lookup
from bot.search.language import render_query
from bot.search.listing import listed
from bot.search.lookups import Lookups
from bot.search.matching import names_exactly
from bot.search.query_expansion import QueryTerm, expand_query, mended
from bot.search.rank import Scored
from bot.text import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The ranked documents of the page.

    ``query`` is what was asked, with what was searched as well. ``total`` counts all found, a floor when ``more`` is
    true. ``mended`` is the query without its typos, when it has any, or without quotation marks where nothing is just
    so. ``unknown`` are words that no document has, nor any that is like them; ``without_effect`` what was to be left
    out and stands in none."""

    query: Query
    page: tuple[Scored, ...] = ()
    total: int = 0
    more: bool = False
    mended: Query | None = None
    unknown: tuple[str, ...] = ()
    without_effect: tuple[str, ...] = ()


def find(index: Index, query: Query, limit: int, offset: int, *, typing: bool = False) -> Found:
    """One page of answers to a query that names no paper by id.

    While somebody is ``typing``, the last word is only a beginning, and the words count alone: half a thought means
    nothing yet. Typos of words are mended on the way: where nothing is found all the same, there is no better
    spelling; phrases are taken to the letter.
    """
    typed_query, query = query, with_whole_names(with_corrected_filters(query, index), index)
    typed = [*(word for phrase in query.phrases for word in phrase), *query.words]
    unfinished = query.unfinished and bool(query.words)
    terms = expand_query(typed, index.vocabulary, unfinished=unfinished, typing=typing)
    lookups = Lookups(index, query, terms, wanted=limit)
    if query.sort is not Sort.RELEVANCE or not terms:
        docs, also = listed(lookups, typed)
        page = [Scored(one, 0.0) for one in index.candidates(docs[offset : offset + limit])]
        total = len(docs)
    else:
        found, also = ranked(lookups, typed, typing=typing)
        if query.authors:  # Han Song is somebody else
            found.sort(key=lambda one: not names_exactly(one.candidate.names, query.authors))
        page, total = found[offset : offset + limit], len(found)
    better = _mended(index, typed_query, query, terms) if total or query.phrases else None
    if not total:
        better = better or _unquoted(index, query) or nearest_authors(query, index)
    return Found(
        query=_with_also(typed_query, also),
        page=tuple(page),
        total=total,
        more=lookups.capped,
        mended=better,
        unknown=_unknown(index, terms),
        without_effect=without_effect(query, index),
    )


def _with_also(query: Query, also: tuple[str, ...]) -> Query:
    """The query with what was searched as well, and the way to search its words alone."""
    if not also:
        return query
    return replace(query, also=also, literal=query.literal or render_query(replace(query, literally=True)))


def _unknown(index: Index, terms: Sequence[QueryTerm]) -> tuple[str, ...]:
    """Asked of the index itself, as the vocabulary may still be on its way into memory."""
    rare = [term for term in terms if not term.count and not term.small and not term.typed.isdigit()]
    anywhere = Query(text="")
    return tuple(one.typed for one in rare if not index.lookup(Lookup(terms=(one,), whole=True), anywhere, 1))


def _unquoted(index: Index, query: Query) -> Query | None:
    """The query with its quoted phrases as words, where it has some and that finds something."""
    if not query.phrases:
        return None
    typed = tuple(word for phrase in query.phrases for word in phrase)
    loose = replace(query, phrases=(), words=(*typed, *query.words), unfinished=False)
    return loose if find(index, loose, 1, 0).page else None


def _mended(index: Index, typed: Query, query: Query, terms: Sequence[QueryTerm]) -> Query | None:
    """The query without its typos. None where it has none, or where some word is still nothing that papers say."""
    phrases = tuple(tuple(mended(phrase, terms)) for phrase in query.phrases)
    if any(term.unmeant for term in terms):
        terms = ()
    spelled = mended(query.words, terms)
    if len(spelled) > 1 and any(term.fix and index.vocabulary.is_name(term.fix) for term in terms):
        spelled = words(nearest_author(" ".join(query.words), index) or "") or spelled
    better = replace(query, words=tuple(spelled), phrases=phrases)
    return better if better != typed else None
