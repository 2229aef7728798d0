"""Queries as SQLite understands them. Every word is quoted, so that nothing typed is ever syntax."""

from bot.search.index import Lookup
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
