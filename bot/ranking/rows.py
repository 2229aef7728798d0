"""How papers become rows: sparse terms (TF-IDF), beside them dense columns of what they mean.

Both parts of a row have unit length and are rounded to multiples of 2^-24: sums of such rows in float64 are exact, so a
profile does not depend on the order of its reactions, and taking one back leaves exactly what was there before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.meaning.papers import vector_of
from bot.meaning.word_table import unit, word_table
from bot.model import Paper
from bot.ranking.term_index import Floats

GRAIN = 2.0**24


@dataclass(frozen=True, slots=True)
class Rows:
    """Papers as rows: sparse terms, and dense meaning: latent semantics, then the word table, then the embedding."""

    terms: sparse.csr_matrix
    dense: Floats

    def __len__(self) -> int:
        return int(self.terms.shape[0])

    def take(self, which: npt.ArrayLike) -> "Rows":
        places = np.asarray(which, dtype=np.int64)
        return Rows(self.terms[places], self.dense[places])


def weighted(counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """Counts to TF-IDF rows of unit length: ``(1 + ln tf) · idf``."""
    values = (1 + np.log(counts.data)) * idf[counts.indices]
    owners = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(owners, values**2, counts.shape[0]))
    scaled = values / np.maximum(lengths, 1e-9)[owners]
    return sparse.csr_matrix((_rounded(scaled), counts.indices, counts.indptr), shape=counts.shape)


def latent_rows(terms: sparse.csr_matrix, projection: Floats, mean: Floats) -> Floats:
    """A sparse product sums each row on its own, so a paper has the same row in whatever company it comes."""
    latent = np.asarray(terms @ projection, dtype=np.float32) - mean
    latent[np.diff(terms.indptr) == 0] = 0
    lengths = np.linalg.norm(latent, axis=1, keepdims=True)
    return np.asarray(latent / np.maximum(lengths, 1e-9), dtype=np.float32)


def vectors_of(papers: Sequence[Paper]) -> Floats:
    """The papers in the word table, in as many digits as are kept of them elsewhere."""
    return np.array([vector_of(paper) for paper in papers], dtype=np.float32).reshape(len(papers), word_table().width)


def table_rows(vectors: Floats, centre: Floats) -> Floats:
    """Less what all papers have in common, at unit length; a text without a known word stays nothing."""
    known = np.abs(vectors).max(axis=1, keepdims=True, initial=0) > 0
    return unit(np.where(known, vectors - centre, 0))


def side_by_side(*parts: Floats) -> Floats:
    """The dense columns; the parts are shortened alike, so that a row of all has unit length."""
    filled = [part for part in parts if part.shape[1]]
    return _rounded(np.hstack(parts) / np.sqrt(max(1, len(filled))))


def _rounded(values: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(np.round(values.astype(np.float64) * GRAIN) / GRAIN, dtype=np.float32)
