"""Which rows of a word table stand for a text, and how heavily: what fitting a table and reading it must agree on."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

PIECE_SIZES = (3, 4, 5)
UNKNOWN_WEIGHT = 3.0
"""All pieces of one unknown word together weigh as much as a rare word does."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """The row of each known word, and of each piece of letters that unknown words are made of."""

    words: Mapping[str, int]
    pieces: Mapping[str, int]

    @classmethod
    def of(cls, words: Sequence[str], pieces: Sequence[str]) -> "TableRows":
        """Rows in this order: the words, then the pieces."""
        return cls(
            {word: row for row, word in enumerate(words)},
            {piece: row for row, piece in enumerate(pieces, start=len(words))},
        )

    def of_text(self, tokens: Iterable[str], unknown: Collection[str] = ()) -> dict[int, float]:
        """Row to weight, ``1 + log tf``; ``unknown`` words are read as their pieces even where they are known."""
        counts: dict[int, float] = {}
        for token in tokens:
            row = self.words.get(token) if token not in unknown else None
            if row is not None:
                counts[row] = counts.get(row, 0.0) + 1.0
            else:
                self._add_pieces(token, counts)
        return {row: 1.0 + math.log(count) if count > 1 else count for row, count in counts.items()}

    def _add_pieces(self, token: str, counts: dict[int, float]) -> None:
        known = [self.pieces[piece] for piece in pieces_of(token) if piece in self.pieces]
        for row in known:
            counts[row] = counts.get(row, 0.0) + UNKNOWN_WEIGHT / len(known)


def pieces_of(word: str) -> list[str]:
    """The runs of three to five characters of a word, its beginning and end marked: ``<cat>`` has ``<ca``, ``at>`` …"""
    marked = f"<{word}>"
    return [marked[at : at + size] for size in PIECE_SIZES for at in range(len(marked) - size + 1)]
