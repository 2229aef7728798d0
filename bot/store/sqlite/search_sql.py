"""Queries as SQLite understands them. Every word is quoted, so that nothing typed is ever syntax."""

from collections.abc import Iterable
from typing import Any

from bot.model import Query, Sort
from bot.search.engine import Lookup
from bot.search.query_expansion import QueryTerm


def match_of(lookup: Lookup) -> str:
    """The FTS5 expression; '' when the lookup asks for no word at all."""
    wanted = " AND ".join([*map(_any_of, lookup.terms), *map(_quoted, lookup.marked)])
    if not wanted or not lookup.excluded:
        return wanted
    return f"({wanted}) NOT ({excluded_of(lookup)})"


def excluded_of(lookup: Lookup) -> str:
    """The FTS5 expression of what must not be there."""
    return " OR ".join(f"({' AND '.join(map(_quoted, entry))})" for entry in lookup.excluded)


def _any_of(term: QueryTerm) -> str:
    ways = list(map(_quoted, term.words))
    ways += [f"({_quoted(term.split[0])} AND {_quoted(term.split[1])})"] if term.split else []
    return f"({' OR '.join(ways)})"


def _quoted(word: str) -> str:
    return '"{}"'.format(word.replace('"', '""'))


def filters_of(query: Query) -> tuple[str, list[Any]]:
    """Conditions on ``papers p``, and their values in order."""
    conditions: list[tuple[str, Iterable[Any]]] = [("p.withdrawn = 0", ())]
    if query.since:
        conditions.append(("p.day >= ?", (query.since.isoformat(),)))
    if query.until:
        conditions.append(("p.day <= ?", (query.until.isoformat(),)))
    if query.min_upvotes is not None:
        conditions.append(("p.upvotes >= ?", (query.min_upvotes,)))
    if query.max_upvotes is not None:
        conditions.append(("p.upvotes <= ?", (query.max_upvotes,)))
    if query.has_code is not None:
        conditions.append((f"p.repository is {'not ' if query.has_code else ''}null", ()))
    return " and ".join(text for text, _ in conditions), [value for _, values in conditions for value in values]


def order_of(query: Query) -> str:
    return "p.upvotes desc" if query.sort is Sort.TOP else "p.day desc"
