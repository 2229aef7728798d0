"""Every word of the index, and how many documents hold it: spelling, word forms and beginnings come from it."""

import math
import string
from bisect import bisect_left, insort
from collections.abc import Iterable
from heapq import nlargest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.documents import AUTHOR, ORGANISATION, Document, marked_words, plain_words
from bot.spelling import american, british
from bot.text import inflected, stem

_START = 2
_TWO_EDITS_FROM = 8
_LONGEST_MENDED = 50
"""Letters of a beginning. What is one edit away grows with its square: 5,000 pasted letters took seconds and 2 GB."""
_LAST = "\U0010ffff"
_HEADS = 32
_TEXTS = (1 << _HEADS) - 1
_TYPED = string.ascii_lowercase + string.digits
"""What a slip of the fingers puts into a word, beside the word's own letters."""


class Vocabulary:
    """Learns; never forgets. Read by one thread while another teaches it: it only ever grows."""

    def __init__(self) -> None:
        self.documents = 0
        self._counts: dict[str, int] = {}
        # Documents that hold the word in title or names, times 2 ** 32, plus those that hold it anywhere: one look
        # tells both, and the number itself says which of two words is commoner.
        self._marked: dict[str, int] = {}
        self._by_size: dict[tuple[str, int], list[str]] = {}
        self._by_start: dict[str, list[str]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def add(self, word: str, *, heads: int = 0, texts: int = 0) -> None:
        """Count a word in so many more documents' titles and names (``heads``), and anywhere in them (``texts``)."""
        before = self._counts.get(word)
        self._counts[word] = (before or 0) + (heads << _HEADS) + texts
        if before is None:
            self._by_size.setdefault((word[0], len(word)), []).append(word)
            insort(self._by_start.setdefault(word[:_START], []), word)

    def add_marked(self, word: str, count: int) -> None:
        """Count a marked word, of an author, organisation or category, in so many more documents."""
        self._marked[word] = self._marked.get(word, 0) + count

    def marked(self, word: str) -> int:
        """How many documents hold the marked word."""
        return self._marked.get(word, 0)

    def nearest_marked(self, word: str) -> str | None:
        """The commonest of the nearest words of the same mark, within one edit (two from eight letters on); or None."""
        same = [other for other in list(self._marked) if other[0] == word[0]]
        distance = 2 if len(word[1:]) >= _TWO_EDITS_FROM else 1
        near = process.extract(word, same, scorer=OSA.distance, score_cutoff=distance, limit=None)
        best = min(near, key=lambda one: (one[1], -self._marked[one[0]]), default=None)
        return best[0] if best else None

    def is_name(self, word: str) -> bool:
        """Whether it mostly stands in names of authors, where it stands in titles or names at all."""
        return 2 * self.marked(AUTHOR + word) > self.in_heads(word)

    def in_names(self, words: Iterable[str]) -> bool:
        """Whether one of these may stand in a name of an author or organisation."""
        marked = self._marked
        return not marked or any(AUTHOR + word in marked or ORGANISATION + word in marked for word in words)

    def learn(self, document: Document) -> None:
        self.documents += 1
        for word in marked_words(document.head):
            self.add_marked(word, 1)
        for word in plain_words(document.head):
            self.add(word, heads=1)
        for word in plain_words(document.text):
            self.add(word, texts=1)

    def in_heads(self, word: str) -> int:
        return self._counts.get(word, 0) >> _HEADS

    def count(self, word: str) -> int:
        """How many documents hold the word anywhere."""
        counts = self._counts.get(word, 0)
        return max(counts & _TEXTS, counts >> _HEADS)

    def rarity(self, count: int) -> float:
        """Inverse document frequency, never negative."""
        return math.log1p((self.documents - min(count, self.documents) + 0.5) / (count + 0.5))

    def forms(self, word: str, limit: int) -> list[str]:
        """Other words of the same stem, and all of these in British and American spelling, commonest first."""
        root = stem(american(word))
        same = (other for form in inflected(root) for other in (form, *british(form)) if other in self)
        return self._commonest(sorted({other for other in same if stem(american(other)) == root} - {word}), limit)

    def beginning(self, prefix: str, limit: int) -> list[str]:
        """Longer words that begin so, those commonest in titles and names first."""
        return self._commonest((word for word in self._begun(prefix) if word != prefix), limit)

    def near(self, word: str, distance: int) -> list[tuple[str, int]]:
        """Words within so many edits (a swap of neighbours is one), the first letter kept or lost."""
        found: dict[str, int] = {}
        for first in dict.fromkeys((word[0], word[1:2])):
            for size in range(len(word) - distance, len(word) + distance + 1):
                known = self._by_size.get((first, size))
                if known:
                    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=distance, limit=None)
                    found.update((other, int(edits)) for other, edits, _ in near if other != word)
        return list(found.items())

    def nearly_beginning(self, prefix: str, limit: int) -> list[str]:
        """Words whose beginning is one edit from this, the first letter kept; the commonest first."""
        if len(prefix) > _LONGEST_MENDED:
            return []
        begun = (word for start in _one_edit_away(prefix) for word in self._begun(start) if word != start)
        return self._commonest(sorted(set(begun)), limit)

    def _begun(self, prefix: str) -> list[str]:
        """All words that begin so, in order."""
        if len(prefix) < _START:
            starts = sorted(start for start in list(self._by_start) if start.startswith(prefix))
            return [word for start in starts for word in self._by_start[start]]
        known = self._by_start.get(prefix[:_START], [])
        return known[bisect_left(known, prefix) : bisect_left(known, prefix + _LAST)]

    def _commonest(self, words: Iterable[str], limit: int) -> list[str]:
        """Those commonest in titles and names, then anywhere; of equals the first."""
        return nlargest(limit, words, key=self._counts.__getitem__)


def _one_edit_away(word: str) -> set[str]:
    """All that is one edit from a word, or the word itself, with the first letter kept."""
    letters = {*_TYPED, *word}
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    fewer = {left + right[1:] for left, right in cuts}
    other = {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    more = {left + letter + right for left, right in cuts for letter in letters}
    turned = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return fewer | other | more | turned
