"""The terms of papers: words and neighbouring pairs of words, and which of them are worth keeping."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise, takewhile

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.model import Paper
from bot.text import words

LIMIT = 50_000
"""Most terms kept, by number of papers that hold them."""
_GAP = -1
"""Stands between two fields, so that no pair of words reaches from a title into its abstract."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Fields = Sequence[str]


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Terms in a fixed order, with their inverse document frequency ``ln((1 + N) / (1 + df)) + 1``.

    ``single`` are those that are no pairs, in the order of the alphabet."""

    terms: tuple[str, ...]
    idf: Floats
    places: Mapping[str, int]
    single: tuple[str, ...]

    @classmethod
    def of(cls, terms: Sequence[str], idf: Floats) -> "TermIndex":
        single = sorted(term for term in terms if " " not in term)
        return cls(tuple(terms), idf, {term: place for place, term in enumerate(terms)}, tuple(single))

    def beginning(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The single words that begin so, each with its place."""
        following = islice(self.single, bisect_left(self.single, prefix), None)
        for word in takewhile(lambda word: word.startswith(prefix), following):
            yield word, self.places[word]

    def counts(self, fields: Fields) -> Counter[int]:
        """How often each known term occurs in these fields of text."""
        found: Counter[int | None] = Counter()
        for field in fields:
            tokens = words(field)
            found.update(map(self.places.get, chain(tokens, map(" ".join, pairwise(tokens)))))
        return Counter({place: count for place, count in found.items() if place is not None})


def fields_of(paper: Paper) -> tuple[str, str]:
    """What is read of a paper: its title, and its abstract or, lacking one, its summary."""
    return (paper.title, paper.abstract or paper.summary or "")


def fit(texts: Sequence[Fields]) -> tuple[TermIndex, sparse.csr_matrix]:
    """The term index of these papers, and how often each paper holds each term.

    Everything but reading the words is done on whole columns, so that 100,000 papers take seconds.
    """
    tokens, codes, papers = _codes(texts)
    entries, counts = np.unique(codes * len(texts) + papers, return_counts=True)
    codes, papers = np.divmod(entries, max(1, len(texts)))
    terms, frequency = np.unique(codes, return_counts=True)
    chosen = _worth_keeping(terms, frequency, len(texts))
    place = np.full(len(terms), -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    columns = np.repeat(place, frequency)
    kept = columns >= 0
    shape = (len(texts), len(chosen))
    counted = sparse.csr_matrix((counts[kept].astype(np.float32), (papers[kept], columns[kept])), shape=shape)
    idf = np.log((1 + len(texts)) / (1 + frequency[chosen])) + 1
    return TermIndex.of([_name(int(code), tokens) for code in terms[chosen]], idf.astype(np.float32)), counted


def _codes(texts: Sequence[Fields]) -> tuple[list[str], Ints, Ints]:
    """All tokens in order of appearance; each word and pair of the texts as a number; and the paper each stands in.

    Word ``i`` of ``n`` is ``i``; the pair of ``i`` and ``j`` is ``n + i * n + j``.
    """
    known: dict[str, int] = {}
    stream: list[Ints] = []
    for fields in texts:
        codes = [code for field in fields for code in (*(known.setdefault(w, len(known)) for w in words(field)), _GAP)]
        stream.append(np.array(codes, dtype=np.int64))
    singles = np.concatenate(stream) if stream else np.empty(0, dtype=np.int64)
    papers = np.repeat(np.arange(len(stream)), [len(codes) for codes in stream]) if stream else singles
    paired = (singles[:-1] != _GAP) & (singles[1:] != _GAP)
    pairs = len(known) + singles[:-1][paired] * len(known) + singles[1:][paired]
    real = singles != _GAP
    return list(known), np.concatenate([singles[real], pairs]), np.concatenate([papers[real], papers[:-1][paired]])


def _name(code: int, tokens: Sequence[str]) -> str:
    if code < len(tokens):
        return tokens[code]
    first, second = divmod(code - len(tokens), len(tokens))
    return f"{tokens[first]} {tokens[second]}"


def _worth_keeping(terms: Ints, frequency: Ints, papers: int) -> Ints:
    """Where the terms to keep lie: neither too rare nor too common, the commonest first.

    A term of one paper alone says nothing about others; one of a quarter of them says little (a tenth would be a little
    better for likes alone, but then nobody could follow "agents"). In a small collection everything is rare and much is
    common by chance, so the bounds give way.
    """
    least = 3 if papers >= 1_000 else 2 if papers >= 30 else 1
    most = papers * (0.25 if papers >= 1_000 else 0.3 if papers >= 30 else 1.0)
    possible = np.flatnonzero((frequency >= least) & (frequency <= most))
    order = np.lexsort((terms[possible], -frequency[possible]))
    return possible[order][:LIMIT]
