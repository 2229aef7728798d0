"""The static word table: a vector for each word of the field, and for pieces of unknown words.

A text's vector is the weighted sum of its words' vectors, at unit length. ``data/README.md`` says how it was made. One
file: a line of JSON, the words and pieces one a line, then the numbers, which processes share as pages of it.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate, chain, islice, pairwise, repeat, takewhile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import ConfigurationError
from bot.meaning.table_rows import TableRows, weights_of
from bot.spelling import american
from bot.text import words as words_of

Floats = npt.NDArray[np.float32]

NAME = "words-256"
"""Names these vectors wherever they are kept; another table needs another name."""
TABLE = Path(__file__).parent / "data" / "words-256.table"
SHA256 = "f33c35fd5295392af5fb8d817ff7f2d03c095bba479cdb03534a9fc5e2a34089"
_ALIGNED = 64
_AT_ONCE = 8
"""Texts whose rows are read together: few enough that they stay in the processor's cache."""


class WordTable:
    """Texts to vectors of unit length; a text without any word or piece that is known has the zero vector."""

    def __init__(self, rows: TableRows, idf: Floats, scale: Floats, vectors: npt.NDArray[np.int8]) -> None:
        self._rows = rows
        self._idf = idf
        self._weights = idf * scale
        self._vectors = vectors

    @property
    def width(self) -> int:
        return int(self._vectors.shape[1])

    @property
    def rarest(self) -> float:
        """The idf of a word that none of the table's texts holds."""
        return float(self._idf.max())

    def knows(self, word: str) -> bool:
        """Whether it is a word of the field, seen in several of the texts: no typo, whatever a store holds."""
        return word in self._rows.words

    def idf(self, word: str) -> float:
        """Inverse document frequency, natural logarithm, in the texts that the table was fitted to."""
        row = self._rows.words.get(word)
        return self.rarest if row is None else float(self._idf[row])

    def beginning(self, prefix: str) -> list[str]:
        """The words of the table that begin so."""
        ordered = self._ordered
        first = bisect_left(ordered, prefix)
        return list(takewhile(lambda word: word.startswith(prefix), islice(ordered, first, None)))

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted(self._rows.words)

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row a text: some thousands of abstracts a second."""
        return self.encode_words([words_of(text) for text in texts])

    def encode_words(self, texts: Sequence[Sequence[str]]) -> Floats:
        """The same for texts that ``bot.text.words`` has split already."""
        found = np.zeros((len(texts), self.width), dtype=np.float32)
        for start in range(0, len(texts), _AT_ONCE):
            self._add_up(texts[start : start + _AT_ONCE], found[start : start + _AT_ONCE])
        return unit(found)

    def encode_query(self, typed: Sequence[str]) -> Floats:
        """The vector of the words that somebody asks for, in the spelling that the table's texts have more often."""
        (vector,) = self.encode_words([list(map(self.usual_spelling, typed))])
        return np.asarray(vector)

    def usual_spelling(self, word: str) -> str:
        """The word in American spelling where the table knows that: it was fitted to few British texts."""
        respelled = american(word)
        return respelled if respelled in self._rows.words else word

    def likeness(self, words: Sequence[str], others: Sequence[str]) -> Floats:
        """Cosines of words with other words, one row a word; 0 where either is no word of the table."""
        row_of = self._rows.words.get
        rows = np.fromiter(map(row_of, words, repeat(-1)), dtype=np.int64, count=len(words))
        known = np.flatnonzero(rows >= 0)
        found = self._vectors.take(rows[known], axis=0).astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", found, found))
        near = np.zeros((len(words), len(others)), dtype=np.float32)
        # The product takes half the time where both lie in memory as it reads them.
        near[known] = (found @ np.ascontiguousarray(self._directions(others).T)) / np.maximum(lengths, 1e-9)[:, None]
        return near

    def _directions(self, words: Sequence[str]) -> Floats:
        rows = [self._rows.words.get(word, -1) for word in words]
        found = unit(self._vectors[rows].astype(np.float32).reshape(len(rows), self.width))
        found[np.asarray(rows, dtype=np.int64) < 0] = 0
        return found

    def _add_up(self, texts: Sequence[Sequence[str]], sums: Floats) -> None:
        """Write the weighted sum of each text's rows.

        One look into the table for all of them saves most of the time that short texts take.
        """
        counted = list(map(self._rows.of_text, texts))
        ends = list(accumulate(map(len, counted), initial=0))
        rows = np.fromiter(chain.from_iterable(counted), dtype=np.int64, count=ends[-1])
        counts = chain.from_iterable(one.values() for one in counted)
        weights = weights_of(np.fromiter(counts, dtype=np.float32, count=ends[-1])) * self._weights[rows]
        vectors = self._vectors.take(rows, axis=0).astype(np.float32)
        for number, (start, end) in enumerate(pairwise(ends)):
            sums[number] = weights[start:end] @ vectors[start:end]


@cache
def word_table() -> WordTable:
    """The table that ships with the package. Raises ``ConfigurationError`` where its file is not what was released."""
    with TABLE.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise ConfigurationError(f"{TABLE} is damaged. Install Paperboy again.")
    return read_table(TABLE)


def read_table(path: Path) -> WordTable:
    with path.open("rb") as file:
        head = json.loads(file.readline())
        words = [file.readline()[:-1].decode() for _ in range(head["words"])]
        pieces = [file.readline()[:-1].decode() for _ in range(head["pieces"])]
        start = -(-file.tell() // _ALIGNED) * _ALIGNED
    count = len(words) + len(pieces)
    numbers = np.memmap(path, dtype="<f4", mode="r", offset=start, shape=(2, count))
    vectors = np.memmap(path, dtype=np.int8, mode="r", offset=start + numbers.nbytes, shape=(count, head["width"]))
    idf, scale = np.array(numbers)
    return WordTable(TableRows(words, pieces), idf, scale, np.asarray(vectors))


def write_table(path: Path, words: Sequence[str], pieces: Sequence[str], idf: Floats, vectors: Floats) -> None:
    """Write a table: each row rounded to int8 with a scale of its own, which costs nothing that could be measured."""
    scale = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    rounded = np.rint(vectors / scale[:, None]).astype(np.int8)
    head = json.dumps({"words": len(words), "pieces": len(pieces), "width": vectors.shape[1]})
    text = "\n".join([head, *words, *pieces, ""]).encode()
    with path.open("wb") as file:
        file.write(text + b"\n" * (-len(text) % _ALIGNED))
        file.write(idf.astype("<f4").tobytes() + scale.astype("<f4").tobytes() + rounded.tobytes())


def unit(rows: npt.NDArray[np.floating]) -> Floats:
    """Each row at length 1; a row of zeros stays what it is."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)
