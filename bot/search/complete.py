"""What is offered while somebody types: titles, and names of authors."""

from collections import Counter
from collections.abc import Sequence

from bot.model import Query, Sort
from bot.search.documents import AUTHOR
from bot.search.engine import find
from bot.search.index import Index, Lookup
from bot.search.query_expansion import QueryTerm
from bot.search.rank import Scored
from bot.text import words

MOST_BEGUN_TITLES = 200
MOST_BEGUN_NAMES = 50
PAPERS_WITH_NAMES = 500
LONGEST_NAME = 12
"""Words of one name; a pasted text is none."""


def complete(index: Index, prefix: str, limit: int) -> list[Scored]:
    """Titles that begin with what was typed, most upvoted first; then those that nearly do, or hold it elsewhere."""
    typed = words(prefix)
    if not typed:
        return [
            Scored(one, 0.0)
            for one in index.candidates(index.lookup(Lookup(whole=False), Query(text="", sort=Sort.TOP), limit))
        ]
    begun = index.candidates(index.titles([" ".join(typed)], MOST_BEGUN_TITLES))
    best = sorted(begun, key=lambda one: (-one.upvotes, len(one.title)))[:limit]
    found = [Scored(one, 1.0) for one in best]
    if len(found) < limit:
        query = Query(text=prefix, words=tuple(typed), unfinished=prefix[-1:].isalnum())
        known = {one.doc for one in best}
        found += [one for one in find(index, query, limit, 0, typing=True).page if one.candidate.doc not in known]
    return found[:limit]


def complete_authors(index: Index, prefix: str, limit: int) -> list[str]:
    """Names each of whose typed words begins a word of the name, those of most papers (among the newest) first."""
    typed = list(dict.fromkeys(words(prefix)))
    if not typed or len(typed) > LONGEST_NAME:
        return []
    terms = tuple(_author_term(index, word) for word in typed)
    docs = index.lookup(Lookup(terms=terms, whole=False), Query(text=prefix), PAPERS_WITH_NAMES)
    counted = Counter(name for authors in index.authors(docs) for name in authors if _begins(typed, words(name)))
    return [name for name, _ in counted.most_common(limit)]


def _author_term(index: Index, word: str) -> QueryTerm:
    begun = [word, *index.vocabulary.beginning(word, MOST_BEGUN_NAMES)]
    return QueryTerm(typed=AUTHOR + word, words={AUTHOR + one: 1.0 for one in begun}, weight=1.0, count=0)


def _begins(typed: Sequence[str], name: Sequence[str]) -> bool:
    return all(any(word.startswith(one) for word in name) for one in typed)
