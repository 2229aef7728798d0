"""What a search that found nothing asked for, part by part: each way to ask for less."""

from collections.abc import Iterator
from dataclasses import replace

from bot.model import Query, Sort
from bot.search.language import render_query

MOST_WAYS = 3


def loosened(query: Query) -> list[tuple[str, Query]]:
    """Parts of a query of several, as they are typed, each with the query without it; the words are one part.

    Without its only filter an order of all papers is left: the most upvoted ones.
    """
    found = [(part, replace(without, unfinished=False)) for part, without in _parts(query)]
    orders_all = query.sort is not Sort.RELEVANCE and not (query.words or query.phrases)
    return found[:MOST_WAYS] if len(found) > 1 or orders_all else []


def _parts(query: Query) -> Iterator[tuple[str, Query]]:
    """The filters first: they are what is most often one too many."""
    none = Query(text="")
    days, upvotes = ("since", "until"), ("min_upvotes", "max_upvotes")
    together = (("organisations",), ("authors",), ("categories",), days, upvotes, ("has_code",), ("excluded",))
    for names in (*together, ("phrases",), ("words",)):
        empty = {name: getattr(none, name) for name in names}
        asked = {name: getattr(query, name) for name in names}
        if asked != empty:
            yield render_query(replace(none, **asked)), replace(query, **empty, read_as=None, literal=None, notes=())
