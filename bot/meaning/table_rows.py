"""Which rows of a word table stand for a text, and how heavily: what fitting a table and reading it must agree on."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

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
        self.words = _RowOrWord(zip(words, range(len(words)), strict=True))
        self.pieces = {piece: row for row, piece in enumerate(pieces, start=len(words))}
        self._of_unknown = lru_cache(MOST_UNKNOWN)(self._read_unknown)

    def of_text(self, tokens: Iterable[str], unknown: Collection[str] = ()) -> dict[int, float]:
        """Row to how often it is meant; ``unknown`` words are read as their pieces even where they are known."""
        row_of = self.words.__getitem__
        meant: Iterable[int | str] = map(row_of, tokens)  # no step of Python between, which takes half as long
        if unknown:
            meant = (token if token in unknown else row_of(token) for token in tokens)
        counts: dict[Any, float] = dict(Counter(meant))
        for token in [one for one in counts if one.__class__ is str]:
            times = counts.pop(token)
            pieces = self._of_unknown(token) if len(token) <= LONGEST_KEPT else self._read_unknown(token)
            each = UNKNOWN_WEIGHT * times / max(1, len(pieces))
            for row in pieces:
                counts[row] = counts.get(row, 0.0) + each
        return counts

    def _read_unknown(self, token: str) -> tuple[int, ...]:
        rows = map(self.pieces.get, pieces_of(token))
        return tuple([row for row in rows if row is not None])


class _RowOrWord(dict[str, int]):
    """The row of each known word; an unknown one stands for itself."""

    def __missing__(self, word: str) -> Any:
        return word


def weights_of(counts: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What rows weigh that are meant so often: ``1 + log tf``, and less than 1 what stands for part of a word only."""
    return np.where(counts > 1, 1 + np.log(np.maximum(counts, 1)), counts)


def pieces_of(word: str) -> list[str]:
    """The runs of three to five characters of a word, its beginning and end marked: ``<cat>`` has ``<ca``, ``at>``."""
    marked = f"<{word}>"
    return [marked[at : at + size] for size in PIECE_SIZES for at in range(len(marked) - size + 1)]
