"""Fitting a feature space to papers: which terms, which directions of latent semantics, what all have in common."""

import hashlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bot.model import Paper
from bot.ports.vectors import Embeddings
from bot.ranking.embedded import NONE, Frame
from bot.ranking.features import FeatureSpace, spread_evenly
from bot.ranking.names import names_of
from bot.ranking.rows import Rows, latent_rows, side_by_side, table_rows, vectors_of, weighted
from bot.ranking.term_index import Floats, TermIndex, fields_of, fit

DIMENSIONS = 40
"""Of the latent semantics: measured from 16 to 256 on three data sets, few are best where little is known of a person.
A small collection has fewer."""
SAMPLE = 20_000
"""Most papers kept for the basis and for finding what a topic means."""
ROUNDS = 10
"""Of subspace iteration: with three, the last directions are still noise, and topics find worse papers."""


def learn(papers: Sequence[Paper], embeddings: Embeddings = NONE) -> FeatureSpace:
    """Fit a feature space on papers; the same papers in any order give the same space.

    On one thread: on a busy machine several would wait for each other many times longer than they compute.
    """
    with threadpool_limits(1):
        return _learn(papers, embeddings)


def _learn(papers: Sequence[Paper], embeddings: Embeddings) -> FeatureSpace:
    ordered = sorted(papers, key=lambda paper: paper.id)
    term_index, counts = fit([fields_of(paper) for paper in ordered])
    chosen = spread_evenly(len(ordered), SAMPLE)
    terms = weighted(counts[chosen], term_index.idf)
    projection = principal_directions(terms, DIMENSIONS)
    mean = np.asarray(terms @ projection).sum(axis=0, dtype=np.float32) / np.float32(max(1, len(chosen)))
    ids = tuple(ordered[i].id for i in chosen)
    vectors = vectors_of([ordered[i] for i in chosen])
    centre = _half(vectors)
    frame = Frame.of(ids, embeddings)
    latent = latent_rows(terms, projection, mean)
    meant = side_by_side(latent, table_rows(vectors, centre), frame.rows(ids, embeddings))
    return FeatureSpace(
        version=_version(ordered, term_index, meant[:, len(mean) :]),
        papers=len(ordered),
        term_index=term_index,
        projection=projection,
        mean=mean,
        table_centre=centre,
        frame=frame,
        sample_ids=ids,
        sample=Rows(terms, meant),
        names=_common_names([ordered[i] for i in chosen]),
    )


def _half(vectors: Floats) -> Floats:
    """Half of the mean. Measured on days that readers labelled: with all of it taken off, interests that many papers
    share look no nearer than others; with none, everything does."""
    if not len(vectors):
        return np.zeros(vectors.shape[1], dtype=np.float32)
    return np.asarray(0.5 * vectors.mean(axis=0, dtype=np.float64), dtype=np.float32)


def principal_directions(rows: sparse.csr_matrix, count: int) -> Floats:
    """The first right singular vectors (columns), by randomised subspace iteration.

    Halko, Martinsson and Tropp, "Finding structure with randomness" (SIAM Review 2011), algorithm 4.4. Seeded, and each
    direction's sign is set by its largest entry, so the same rows always give the same basis.
    """
    size = min(count + 16, *rows.shape)
    if size == 0:
        return np.zeros((rows.shape[1], 0), dtype=np.float32)
    guess = np.random.default_rng(0).standard_normal((rows.shape[1], size)).astype(np.float32)
    for _ in range(ROUNDS):
        guess, _ = np.linalg.qr(rows.T @ np.linalg.qr(rows @ guess)[0])
    _, _, turn = np.linalg.svd(rows @ guess, full_matrices=False)
    directions = guess @ turn.T[:, :count]
    signs = np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(directions.shape[1])])
    return np.asarray(directions * np.where(signs == 0, 1, signs), dtype=np.float32)


def _version(papers: Sequence[Paper], term_index: TermIndex, embedding: Floats) -> str:
    content = "\n".join([*(paper.id for paper in papers), *term_index.terms])
    return hashlib.sha256(content.encode() + embedding.tobytes()).hexdigest()[:16]


def _common_names(papers: Sequence[Paper]) -> dict[str, int]:
    found = Counter(name for paper in papers for name in names_of(paper))
    return {name: count for name, count in found.items() if count > 1}
