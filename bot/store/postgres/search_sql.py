"""Queries as PostgreSQL understands them. Every word is quoted, so that nothing typed is ever syntax."""

from collections.abc import Iterable
from math import prod

from bot.search.index import Lookup
from bot.search.query_expansion import QueryTerm
from bot.search.vocabulary import Vocabulary

LONGEST_WORD = 200
"""Letters of a word that are indexed and looked for; a ``tsvector`` takes some two thousand bytes at most."""


def tsquery_of(lookup: Lookup) -> str:
    """The ``tsquery``; '' when the lookup asks for no word at all."""
    wanted = " & ".join(dict.fromkeys([*map(_any_of, lookup.terms), *map(_quoted, lookup.marked)]))
    if not wanted or not lookup.excluded:
        return wanted
    return f"{wanted} & !({excluded_of(lookup)})"


def excluded_of(lookup: Lookup) -> str:
    """The ``tsquery`` of what must not be there."""
    return " | ".join(f"({' & '.join(map(_quoted, entry))})" for entry in lookup.excluded)


def share_of(lookup: Lookup, vocabulary: Vocabulary) -> float:
    """About the share of all documents that match, as if words stood independently of each other."""
    share = 1.0
    for term in lookup.terms:
        count = vocabulary.count if lookup.whole else vocabulary.in_heads
        share *= _share(
            (vocabulary.marked(word) if word[0] in "@#=" else count(word) for word in term.words), vocabulary
        )
    for word in lookup.marked:
        share *= _share([vocabulary.marked(word)], vocabulary)
    return share


def excluded_share(lookup: Lookup, vocabulary: Vocabulary) -> float:
    """About the least share of all documents that what is excluded leaves out."""
    return max(prod(_share([vocabulary.count(word)], vocabulary) for word in entry) for entry in lookup.excluded)


def indexed(words: str) -> list[str]:
    """The words of a document, joined by spaces, as they are indexed: each once."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in words.split()))


def _share(counts: Iterable[int], vocabulary: Vocabulary) -> float:
    return min(1.0, sum(counts) / max(1, vocabulary.documents))


def _any_of(term: QueryTerm) -> str:
    ways = list(map(_quoted, term.words))
    ways += [f"({_quoted(term.split[0])} & {_quoted(term.split[1])})"] if term.split else []
    return f"({' | '.join(ways)})"


def _quoted(word: str) -> str:
    escaped = word[:LONGEST_WORD].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
