"""Matches in an order of their own: by time or votes, or where no word says which is better."""

from collections.abc import Sequence

from bot.model import Sort
from bot.search.by_meaning import CLOSE, QueryMeaning
from bot.search.everyday_expressions import meant_in
from bot.search.lookups import Lookups
from bot.search.matching import names_exactly
from bot.search.query_expansion import mended

MAX_UNSCORED = 20
"""More papers that hold the words than these, put in order of time or votes: only those about them are worth a look."""


def listed(lookups: Lookups, typed: Sequence[str]) -> tuple[Sequence[int], tuple[str, ...]]:
    """What matches, in the order the query asks for; papers of just the named author before those of like names.

    Where nothing has the words: what matches in the field's words, and what these are.
    """
    docs = _listed(lookups, typed)
    reading = None if docs else meant_in(lookups.query, mended(typed, lookups.terms))
    return (_listed(lookups.of_other_words(reading.words), reading.words), reading.named) if reading else (docs, ())


def _listed(lookups: Lookups, typed: Sequence[str]) -> Sequence[int]:
    query = lookups.query
    docs: Sequence[int] = lookups.checked(lookups.all_holding(lookups.needed, whole=bool(lookups.terms)))
    if query.words and len(docs) > MAX_UNSCORED:
        docs = _about(lookups, docs, typed)
    if not query.authors or query.sort is not Sort.RELEVANCE:
        return docs
    exact = {one.doc for one in lookups.index.candidates(docs) if names_exactly(one.names, query.authors)}
    return sorted(docs, key=lambda doc: doc not in exact)


def _about(lookups: Lookups, docs: Sequence[int], typed: Sequence[str]) -> Sequence[int]:
    """Those with the words in title or names, or near in meaning; all, where these are none."""
    titled = lookups.in_heads(docs)
    close = QueryMeaning(lookups.index.meanings, mended(typed, lookups.terms)).closeness(docs)
    return [doc for doc in docs if doc in titled or close.get(doc, 0.0) >= CLOSE] or docs
