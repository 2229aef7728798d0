"""Papers as numbers: their terms (TF-IDF), and what they mean: latent semantics of the papers known (40 dimensions),
the word table that ships with the package and, where there are any, sentence embeddings.

Both parts of a row have unit length and are rounded to multiples of 2^-24: sums of such rows in float64 are exact, so a
profile does not depend on the order of its reactions, and taking one back leaves exactly what was there before.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
import numpy.typing as npt
from scipy import sparse
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bot.meaning.papers import meaning_of
from bot.meaning.word_table import unit, word_table
from bot.model import Paper, PaperId
from bot.ports.ranking import Fit
from bot.ports.vectors import Embeddings
from bot.ranking.embedded import NONE, Frame
from bot.ranking.term_index import Floats, Ints, TermIndex, fields_of, fit
from bot.ranking.terms import Vector
from bot.text import words

METHOD = "linear"
"""Under what name this method keeps its caches in the store."""
GRAIN = 2.0**24
DIMENSIONS = 40
"""Of the latent semantics: measured from 16 to 256 on three data sets, few are best where little is known of a person.
A small collection has fewer."""
SAMPLE = 20_000
"""Most papers kept for the basis and for finding what a topic means."""
ROUNDS = 10
"""Of subspace iteration: with three, the last directions are still noise, and topics find worse papers."""
NEAR_TO_LIKES = 2_000
"""Papers among which those near to what is liked are looked for."""
BACKGROUND = 1_000
"""Papers against which scores are standardised."""


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


@dataclass(frozen=True)
class FeatureSpace:
    """A fitted way to see papers as rows. ``version`` changes with its content; it was fitted on ``papers`` papers.

    A dense row is ``terms @ projection - mean``, brought to unit length, beside the paper's vector in the word table
    less ``table_centre``, and the row that ``frame`` makes of the embedding, if there are any. All parts count alike
    in the likeness of papers.
    ``sample`` are papers it was fitted on.
    ``names`` counts the papers of authors who have several in the sample.
    """

    version: str
    papers: int
    term_index: TermIndex
    projection: Floats
    mean: Floats
    table_centre: Floats
    frame: Frame
    sample_ids: tuple[PaperId, ...]
    sample: Rows
    names: Mapping[str, int]

    @property
    def fit(self) -> Fit:
        """What caches made with it are kept under."""
        return Fit(METHOD, self.version)

    @property
    def width(self) -> int:
        """Dense columns."""
        return len(self.mean) + len(self.table_centre) + len(self.frame.centre)

    @property
    def latent(self) -> slice:
        """The dense columns of latent semantics."""
        return slice(0, len(self.mean))

    @property
    def table(self) -> slice:
        """The dense columns of the word table."""
        return slice(len(self.mean), len(self.mean) + len(self.table_centre))

    @property
    def embedded(self) -> bool:
        """Whether it uses sentence embeddings."""
        return bool(len(self.frame.centre))

    @property
    def embedding(self) -> slice:
        """The dense columns of the embedding, none in a space without."""
        return slice(self.table.stop, self.width)

    @cached_property
    def background(self) -> Rows:
        """The papers that scores are standardised against."""
        return self.sample.take(spread_evenly(len(self.sample), BACKGROUND))

    @cached_property
    def average(self) -> tuple[Vector, Vector]:
        """The mean background paper: terms, and dense columns."""
        count = max(1, len(self.background))
        terms = np.asarray(self.background.terms.sum(axis=0, dtype=np.float64)).ravel() / count
        return terms, self.background.dense.sum(axis=0, dtype=np.float64) / count

    def rows(self, papers: Sequence[Paper], embeddings: Embeddings = NONE) -> Rows:
        """Papers as rows, in this order."""
        counted = [sorted(self.term_index.counts(fields_of(paper)).items()) for paper in papers]
        starts = np.cumsum([0, *(len(counts) for counts in counted)]).astype(np.int32)
        entries = np.array([entry for counts in counted for entry in counts], dtype=np.int32).reshape(-1, 2)
        shape = (len(papers), len(self.term_index.terms))
        counts = sparse.csr_matrix((entries[:, 1].astype(np.float32), entries[:, 0], starts), shape=shape)
        terms = weighted(counts, self.term_index.idf)
        latent = latent_rows(terms, self.projection, self.mean)
        table = table_rows(vectors_of(papers), self.table_centre)
        return Rows(terms, side_by_side(latent, table, self.frame.rows([paper.id for paper in papers], embeddings)))

    def meanings(self, rows: Rows) -> Floats:
        """Rows by the word table alone, at unit length."""
        return unit(rows.dense[:, self.table])

    @cached_property
    def sample_meanings(self) -> Floats:
        """The papers it was fitted on, by the word table alone."""
        return self.meanings(self.sample)

    def latents(self, rows: Rows) -> Floats:
        """Rows by latent semantics alone, at unit length."""
        return unit(rows.dense[:, self.latent])

    @cached_property
    def sampled_near_to_likes(self) -> Ints:
        """The papers of the sample among which those near to what is liked are looked for."""
        return spread_evenly(len(self.sample), NEAR_TO_LIKES)

    @cached_property
    def near_to_likes(self) -> Floats:
        """Their meanings."""
        return self.sample_meanings[self.sampled_near_to_likes]

    @cached_property
    def places_near_to_likes(self) -> dict[PaperId, int]:
        """Where each of these papers stands among them."""
        return {self.sample_ids[place]: row for row, place in enumerate(self.sampled_near_to_likes.tolist())}

    def topic_meaning(self, vector: Floats) -> Floats:
        """A vector of the word table as rows are: less what all papers have in common, at unit length."""
        return np.asarray(table_rows(vector[None, :], self.table_centre)[0])

    def rarity(self, name: str) -> float:
        """How telling an author's name is, 0 to 1: a name on many papers is many people's."""
        papers = len(self.sample)
        return log((1 + papers) / (1 + self.names.get(name, 1))) / log(1 + papers) if papers else 0.0


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


def weighted(counts: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """Counts to TF-IDF rows of unit length: ``(1 + ln tf) · idf``."""
    values = (1 + np.log(counts.data)) * idf[counts.indices]
    lengths = np.sqrt(
        np.asarray(sparse.csr_matrix((values**2, counts.indices, counts.indptr), shape=counts.shape).sum(axis=1))
    )
    scaled = values / np.repeat(np.maximum(lengths.ravel(), 1e-9), np.diff(counts.indptr))
    return sparse.csr_matrix((_rounded(scaled), counts.indices, counts.indptr), shape=counts.shape)


def latent_rows(terms: sparse.csr_matrix, projection: Floats, mean: Floats) -> Floats:
    """A sparse product sums each row on its own, so a paper has the same row in whatever company it comes."""
    latent = np.asarray(terms @ projection, dtype=np.float32) - mean
    latent[np.diff(terms.indptr) == 0] = 0
    lengths = np.linalg.norm(latent, axis=1, keepdims=True)
    return np.asarray(latent / np.maximum(lengths, 1e-9), dtype=np.float32)


def vectors_of(papers: Sequence[Paper]) -> Floats:
    """The papers in the word table."""
    found = [meaning_of(paper).vector for paper in papers]
    return np.array(found, dtype=np.float32).reshape(len(papers), word_table().width)


def table_rows(vectors: Floats, centre: Floats) -> Floats:
    """Less what all papers have in common, at unit length; a text without a known word stays nothing."""
    known = np.abs(vectors).max(axis=1, keepdims=True, initial=0) > 0
    return unit(np.where(known, vectors - centre, 0))


def side_by_side(*parts: Floats) -> Floats:
    """The dense columns; the parts are shortened alike, so that a row of all has unit length."""
    filled = [part for part in parts if part.shape[1]]
    return _rounded(np.hstack(parts) / np.sqrt(max(1, len(filled))))


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


def spread_evenly(count: int, limit: int) -> Ints:
    """At most ``limit`` places of ``count``, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(count, limit)).round().astype(np.int64))


def names_of(paper: Paper) -> frozenset[str]:
    return frozenset(folded for name in paper.authors if (folded := folded_name(name)))


def folded_name(name: str) -> str:
    """An author as compared, so that accents and spacing do not part a person from their papers."""
    return " ".join(words(name))


def _version(papers: Sequence[Paper], term_index: TermIndex, embedding: Floats) -> str:
    content = "\n".join([*(paper.id for paper in papers), *term_index.terms])
    return hashlib.sha256(content.encode() + embedding.tobytes()).hexdigest()[:16]


def _common_names(papers: Sequence[Paper]) -> dict[str, int]:
    found = Counter(name for paper in papers for name in names_of(paper))
    return {name: count for name, count in found.items() if count > 1}


def _rounded(values: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(np.round(values.astype(np.float64) * GRAIN) / GRAIN, dtype=np.float32)
