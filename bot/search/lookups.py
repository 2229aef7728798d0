"""One search's lookups: documents that hold terms of its query and pass its filters, counted and capped."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from bot.model import Query
from bot.search.documents import AUTHOR, CATEGORY, ORGANISATION, category_words
from bot.search.exclusions import excluding
from bot.search.index import Index, Lookup
from bot.search.matching import needs_reading
from bot.search.query_expansion import QueryTerm, expand_query
from bot.search.vocabulary import Vocabulary
from bot.text import words

CAP = 200
"""Candidates ranked, beyond the page asked for."""
MOST_CANDIDATES = 3000
MANY_TERMS, RARE_FORM = 3, 50
"""Of so many terms, a form is not looked up where the commonest of its word is so many times as common: it costs a step
for every document of the others, and hardly ever decides. Where it is met, it is a hit all the same."""


class Lookups:
    """Terms go by their number.

    ``wanted`` is how many papers found are enough; the same for every page, so that the total is too.
    """

    def __init__(self, index: Index, query: Query, terms: Sequence[QueryTerm], wanted: int) -> None:
        self.index = index
        self.query = query
        self.terms = tuple(terms)
        self.wanted = wanted
        self.capped = False
        self.needed = tuple(n for n, term in enumerate(terms) if not term.small) or tuple(range(len(terms)))
        joined = filter(None, (_joined(name, index.vocabulary) for name in query.organisations))
        self._common_forms = tuple(_without_rare_forms(term, index.vocabulary) for term in terms)
        self._joined = {term.typed: term for term in joined}
        self._marked = _marked(query, self._joined)
        self._excluded = excluding(query, index.vocabulary)

    def of_other_words(self, words: Sequence[str]) -> "Lookups":
        """Those of the same search for other words."""
        return Lookups(self.index, self.query, expand_query(words, self.index.vocabulary), self.wanted)

    @property
    def needed_words(self) -> list[str]:
        """The words that are looked up, without their typos."""
        return [self.terms[n].fix or self.terms[n].typed for n in self.needed]

    @property
    def narrowed(self) -> bool:
        """Whether filters leave papers out, so that nothing found in another way may be shown unchecked."""
        return bool(self.query.filters or self._marked or self._joined or self._excluded)

    def holding(self, numbers: Sequence[int], *, whole: bool, cap: int | None = None) -> Sequence[int]:
        """Documents that hold all these terms, in the query's order; ``whole`` looks into abstracts as well."""
        cap = self._cap if cap is None else cap
        docs = self.index.lookup(self._lookup(numbers, whole=whole), self.query, cap)
        return self._counted(docs, cap)

    def each_in_heads(self, ways: Sequence[Sequence[int]], cap: int) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """Each of several sets of terms, and the documents that hold them in title and names."""
        asked = [self._lookup(numbers, whole=False) for numbers in ways]
        for numbers, docs in zip(ways, self.index.lookup_each(asked, self.query, cap), strict=True):
            yield numbers, self._counted(docs, cap)

    def _lookup(self, numbers: Sequence[int], *, whole: bool) -> Lookup:
        sought = self._common_forms if len(numbers) >= MANY_TERMS else self.terms
        return Lookup(
            terms=(*(sought[n] for n in numbers), *self._joined.values()),
            marked=self._marked,
            excluded=self._excluded,
            whole=whole or bool(self._excluded),
        )

    def _counted(self, docs: Sequence[int], cap: int) -> Sequence[int]:
        self.capped |= len(docs) >= cap
        return docs

    def all_holding(self, numbers: Sequence[int], *, whole: bool) -> Sequence[int]:
        """The same, as many as are ever looked through."""
        return self.holding(numbers, whole=whole, cap=MOST_CANDIDATES)

    def in_heads(self, docs: Sequence[int]) -> set[int]:
        """Those of these documents whose title and names hold all terms that are needed."""
        return self.index.holding(docs, self._lookup(self.needed, whole=False))

    def checked(self, docs: Sequence[int]) -> list[int]:
        """Those whose text was read where an index of words can't tell: names of people, and phrases."""
        if not needs_reading(self.query):
            return list(docs)
        true = self.index.reread(docs, self.query)
        return [doc for doc in docs if doc in true]

    @property
    def _cap(self) -> int:
        return MOST_CANDIDATES if needs_reading(self.query) else min(MOST_CANDIDATES, max(CAP, 2 * self.wanted))


def _without_rare_forms(term: QueryTerm, vocabulary: Vocabulary) -> QueryTerm:
    counts = {word: vocabulary.count(word) for word in term.words}
    least = max(counts.values()) // RARE_FORM
    common = [word for word, count in counts.items() if word == term.typed or count > least]
    return replace(term, words={word: term.words[word] for word in common})


def _joined(name: str, vocabulary: Vocabulary) -> QueryTerm | None:
    """An organisation of two words that some papers write as one: Google DeepMind is GoogleDeepMind too."""
    parts = [ORGANISATION + word for word in words(name)]
    one = ORGANISATION + "".join(words(name))
    if len(parts) != 2 or not vocabulary.marked(one):
        return None
    return QueryTerm(typed=name, words={one: 1.0}, split=(parts[0], parts[1]), weight=1.0, count=0)


def _marked(query: Query, joined: Container[str]) -> tuple[str, ...]:
    authors = [AUTHOR + word for name in query.authors for word in words(name) if len(word) > 1]
    organisations = [ORGANISATION + word for name in query.organisations if name not in joined for word in words(name)]
    categories = [CATEGORY + category_words(category)[-1] for category in query.categories]
    return tuple(dict.fromkeys(authors + organisations + categories))
