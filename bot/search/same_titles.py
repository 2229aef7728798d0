"""Papers whose title may be a given one: what near-certain matches are chosen from, without the whole of a search.

A title stands in the index word for word, but for a few typos. So it is enough to look up how titles begin, and titles
that hold any two of its rarest words: 3,000 titles that nobody has took 80 seconds with ``bot.search.engine``.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from rapidfuzz import fuzz

from bot.model import Query
from bot.search.index import Index, Lookup
from bot.search.query_expansion import QueryTerm, likely_word, same_words
from bot.search.vocabulary import Vocabulary
from bot.text import words
from bot.titles import ALIKE, FEWEST_WORDS, begins_with

RAREST = 4
"""Words of a title of which two must stand in the other one: with one slip in each half of them it is found."""
MOST_WORDS = 40
EACH_WAY = 100
"""Papers that are looked at for each two words."""
MOST_READ = 50_000
"""Titles that are remembered, some 10 MB."""
SAME_BEGINNING = 3
"""Papers of one title, or of titles that begin with it."""


def same_titles(index: Index, title: str, limit: int, read: dict[int, str]) -> list[int]:
    """Documents with nearly this title, or with one that begins the other, the likest first.

    ``read`` has titles of documents that were read before, and gets those that are read now: a document never changes,
    and reading the same few thousand again for each title of an import was a third of its cost.
    """
    typed = words(title)[:MOST_WORDS]
    if not typed:
        return []
    docs = dict.fromkeys(index.titles(list(_beginnings(typed)), SAME_BEGINNING))
    for found in index.lookup_each(list(_lookups(typed, index.vocabulary)), Query(text=""), EACH_WAY):
        docs |= dict.fromkeys(found)
    whole = " ".join(typed)
    titles = _titles(index, list(docs), read)
    judged = [(fuzz.ratio(whole, one), doc) for doc, one in titles.items()]
    like = [(ratio, doc) for ratio, doc in judged if ratio >= ALIKE or _begins(typed, titles[doc])]
    standing = {one.doc for one in index.candidates([doc for _, doc in like])} if like else set()
    return [doc for _, doc in sorted(like, key=lambda each: (-each[0], -each[1])) if doc in standing][:limit]


def _begins(typed: Sequence[str], title: str) -> bool:
    return title.startswith(typed[0]) and begins_with(typed, title.split())


def _titles(index: Index, docs: Sequence[int], read: dict[int, str]) -> dict[int, str]:
    if len(read) > MOST_READ:
        read.clear()
    titles = {doc: title for doc in docs if (title := read.get(doc)) is not None}
    new = {one.doc: one.title for one in index.candidates([doc for doc in docs if doc not in titles])}
    read.update(new)
    return titles | new


def _beginnings(typed: Sequence[str]) -> Iterator[str]:
    """The title, and what another without its subtitle may be."""
    for size in range(min(FEWEST_WORDS, len(typed)), len(typed) + 1):
        yield " ".join(typed[:size])


def _lookups(typed: Sequence[str], vocabulary: Vocabulary) -> Iterator[Lookup]:
    """All the words that papers have, and any two of the rarest. A typo is mostly a word that no paper has."""
    known = [word for word in dict.fromkeys(typed) if vocabulary.in_heads(word)]
    ways = _ways(known, vocabulary)
    if len(known) < RAREST:
        for others in (_without_typos(typed, vocabulary), _split_and_joined(typed, vocabulary)):
            ways |= _ways([word for word in others if vocabulary.in_heads(word)], vocabulary)
    return (Lookup(terms=tuple(map(_term, way)), whole=False) for way in ways if way)


def _ways(known: Sequence[str], vocabulary: Vocabulary) -> dict[tuple[str, ...], None]:
    rarest = sorted(known, key=vocabulary.in_heads)[:RAREST]
    return dict.fromkeys([tuple(sorted(known)), *combinations(sorted(rarest), 2)])


def _without_typos(typed: Sequence[str], vocabulary: Vocabulary) -> dict[str, None]:
    return dict.fromkeys(likely_word(word, vocabulary) for word in typed)


def _split_and_joined(typed: Sequence[str], vocabulary: Vocabulary) -> dict[str, None]:
    """The words with unknown ones in two, and with each two neighbours in one."""
    found = dict.fromkeys(left + right for left, right in pairwise(typed))
    for word in typed:
        ways = [(word,)] if word in vocabulary else same_words(word, vocabulary)[1:]
        found |= dict.fromkeys(part for way in ways for part in way)
    return found


def _term(word: str) -> QueryTerm:
    return QueryTerm(typed=word, words={word: 1.0}, weight=1.0, count=0)
