"""Which rows of a word table stand for a text, and how heavily: what fitting a table and reading it must agree on."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

PIECE_SIZES = (3, 4, 5)
UNKNOWN_WEIGHT = 3.0
"""All pieces of one unknown word together weigh as much as a rare word does."""
MOST_UNKNOWN = 8_192
"""Unknown words whose rows are kept: the same names and coined words come again and again."""
LONGEST_KEPT = 40
"""Letters of such a word; what is longer is nobody's word, and its rows would take memory."""


class TableRows:
    """The row of each known word, and of each piece of letters that unknown words are made of."""

    def __init__(self, words: Sequence[str], pieces: Sequence[str]) -> None:
        """Rows in this order: the words, then the pieces."""
        self.words: Mapping[str, int] = {word: row for row, word in enumerate(words)}
        self.pieces: Mapping[str, int] = {piece: row for row, piece in enumerate(pieces, start=len(words))}
        self._of_unknown = lru_cache(MOST_UNKNOWN)(self._read_unknown)

    def of_text(self, tokens: Iterable[str], unknown: Collection[str] = ()) -> dict[int, float]:
        """Row to weight, ``1 + log tf``; ``unknown`` words are read as their pieces even where they are known."""
        counts: dict[int, float] = {}
        for token, times in Counter(tokens).items():
            row = self.words.get(token)
            if row is not None and token not in unknown:
                counts[row] = float(times)
                continue
            pieces = self._of_unknown(token) if len(token) <= LONGEST_KEPT else self._read_unknown(token)
            for row in pieces:
                counts[row] = counts.get(row, 0.0) + UNKNOWN_WEIGHT * times / len(pieces)
        return {row: 1.0 + math.log(count) if count > 1 else count for row, count in counts.items()}

    def _read_unknown(self, token: str) -> tuple[int, ...]:
        rows = self.pieces
        return tuple([rows[piece] for piece in pieces_of(token) if piece in rows])


def pieces_of(word: str) -> list[str]:
    """The runs of three to five characters of a word, its beginning and end marked: ``<cat>`` has ``<ca``, ``at>``."""
    marked = f"<{word}>"
    return [marked[at : at + size] for size in PIECE_SIZES for at in range(len(marked) - size + 1)]
