"""Papers as numbers: TF-IDF (T), latent semantics (L), its coarse part (S), and optionally embeddings (E).

Every row has unit length and is rounded to multiples of 2^-24: sums of such rows in float64 are exact, so a profile does
not depend on the order of its reactions, and taking one back leaves exactly what was there before.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.model import Paper, PaperId
from bot.ranking.vocabulary import Fields, Floats, Vocabulary, fields_of, fit

GRAIN = 2.0**24
FINE, COARSE = 256, 64
"""Dimensions of L and S."""
SAMPLE = 20_000
"""Most papers kept for the basis and for finding what a topic means."""
BACKGROUND = 1_000
"""Papers against which scores are standardised."""


@dataclass(frozen=True, slots=True)
class Dense:
    """One dense block: ``row = unit(terms @ projection - mean)``, in the eigenbasis of the sample's covariance, whose
    eigenvalues (scaled to mean 1) are ``spread``."""

    projection: Floats
    mean: Floats
    spread: Floats

    def rows(self, terms: sparse.csr_matrix) -> Floats:
        """A sparse product sums each row on its own, so a paper has the same row in whatever company it comes."""
        return _rounded(_unit(np.asarray(terms @ self.projection, dtype=np.float32) - self.mean))


@dataclass(frozen=True, slots=True)
class Rows:
    """Papers as rows: sparse terms, and each dense block by name."""

    terms: sparse.csr_matrix
    dense: Mapping[str, Floats]

    def __len__(self) -> int:
        return int(self.terms.shape[0])

    def take(self, which: npt.ArrayLike) -> "Rows":
        places = np.asarray(which)
        return Rows(self.terms[places], {name: block[places] for name, block in self.dense.items()})


@dataclass(frozen=True, slots=True)
class FeatureSpace:
    """A fitted way to see papers as rows. ``version`` changes with its content.

    ``sample`` are the rows of the papers it was fitted on (at most ``SAMPLE``), ``background`` which of them scores are
    standardised against.
    """

    version: str
    papers: int
    vocabulary: Vocabulary
    blocks: Mapping[str, Dense]
    sample_ids: tuple[PaperId, ...]
    sample: Rows

    @property
    def background(self) -> npt.NDArray[np.int64]:
        return spread_evenly(len(self.sample), BACKGROUND)

    def rows(self, papers: Sequence[Paper]) -> Rows:
        return self.rows_of_texts([fields_of(paper) for paper in papers])

    def rows_of_texts(self, texts: Sequence[Fields]) -> Rows:
        counted = [self.vocabulary.counts(fields) for fields in texts]
        starts = np.concatenate([[0], np.cumsum([len(counts) for counts in counted])]).astype(np.int32)
        columns = np.array([place for counts in counted for place in sorted(counts)], dtype=np.int32)
        values = np.array([counts[place] for counts in counted for place in sorted(counts)], dtype=np.float32)
        shape = (len(texts), len(self.vocabulary.terms))
        return self._rows(sparse.csr_matrix((values, columns, starts), shape=shape))

    def _rows(self, counts: sparse.csr_matrix) -> Rows:
        terms = weighted(counts, self.vocabulary.idf)
        return Rows(terms, {name: block.rows(terms) for name, block in self.blocks.items()})


def learn(papers: Sequence[Paper]) -> FeatureSpace:
    """Fit a feature space on papers; the same papers in any order give the same space."""
    ordered = sorted(papers, key=lambda paper: paper.id)
    vocabulary, counts = fit([fields_of(paper) for paper in ordered])
    chosen = spread_evenly(len(ordered), SAMPLE)
    terms = weighted(counts[chosen], vocabulary.idf)
    directions = principal_directions(terms, FINE)
    blocks = {"L": _dense(terms, directions), "S": _dense(terms, directions[:, :COARSE])}
    sample = Rows(terms, {name: block.rows(terms) for name, block in blocks.items()})
    version = hashlib.sha256("\n".join([*(paper.id for paper in ordered), *vocabulary.terms]).encode()).hexdigest()[:16]
    return FeatureSpace(version, len(ordered), vocabulary, blocks, tuple(ordered[i].id for i in chosen), sample)


def weighted(counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """Counts to TF-IDF rows of unit length: ``(1 + ln tf) · idf``."""
    values = (1 + np.log(counts.data)) * idf[counts.indices]
    squares = np.add.reduceat(np.append(values**2, 0), counts.indptr[:-1]) * (np.diff(counts.indptr) > 0)
    length = np.sqrt(np.repeat(np.maximum(squares, 1e-12), np.diff(counts.indptr)))
    return sparse.csr_matrix((_rounded(values / length), counts.indices, counts.indptr), shape=counts.shape)


def principal_directions(rows: sparse.csr_matrix, count: int) -> Floats:
    """The first right singular vectors (columns), by randomised subspace iteration.

    Halko, Martinsson and Tropp, "Finding structure with randomness" (SIAM Review 2011), algorithm 4.4. Seeded, and each
    direction's sign is set by its largest entry, so the same rows always give the same basis.
    """
    size = min(count + 16, *rows.shape)
    if size == 0:
        return np.zeros((rows.shape[1], 0), dtype=np.float32)
    guess = np.random.default_rng(0).standard_normal((rows.shape[1], size)).astype(np.float32)
    for _ in range(4):
        guess, _ = np.linalg.qr(rows.T @ np.linalg.qr(rows @ guess)[0])
    _, _, turn = np.linalg.svd(rows @ guess, full_matrices=False)
    directions = guess @ turn.T[:, :count]
    signs = np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(directions.shape[1])])
    return np.asarray(directions * np.where(signs == 0, 1, signs), dtype=np.float32)


def _dense(terms: sparse.csr_matrix, directions: Floats) -> Dense:
    latent = np.asarray(terms @ directions, dtype=np.float32)
    mean = latent.mean(axis=0) if len(latent) else np.zeros(latent.shape[1], dtype=np.float32)
    unit = _unit(latent - mean)
    variances, basis = np.linalg.eigh(unit.T @ unit / max(1, len(unit)))
    spread = np.maximum(variances, 0) / max(float(variances.mean()) if variances.size else 0.0, 1e-12)
    return Dense((directions @ basis).astype(np.float32), (mean @ basis).astype(np.float32), spread.astype(np.float32))


def spread_evenly(count: int, limit: int) -> npt.NDArray[np.int64]:
    """At most ``limit`` places of ``count``, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(count, limit)).round().astype(np.int64))


def _unit(rows: npt.NDArray[np.float32]) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def _rounded(values: npt.NDArray[np.float32]) -> Floats:
    return np.asarray(np.round(values.astype(np.float64) * GRAIN) / GRAIN, dtype=np.float32)
