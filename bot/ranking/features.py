"""A feature space: papers as their terms, and as what they mean.

What they mean is told by latent semantics of the papers known (40 dimensions), the word table that ships with the
package and, where there are any, sentence embeddings.

How it is fitted is in ``bot.ranking.learning``, how its rows are made in ``bot.ranking.rows``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from scipy import sparse

from bot.meaning.word_table import unit
from bot.model import Paper, PaperId
from bot.ports.ranking import Fit
from bot.ports.vectors import Embeddings
from bot.ranking.embedded import NONE, Frame
from bot.ranking.rows import Rows, latent_rows, side_by_side, table_rows, vectors_of, weighted
from bot.ranking.term_index import Floats, Ints, TermIndex, fields_of
from bot.ranking.terms import Vector

METHOD = "linear"
"""Under what name this method keeps its caches in the store."""
NEAR_TO_LIKES = 2_000
"""Papers among which those near to what is liked are looked for."""
BACKGROUND = 1_000
"""Papers against which scores are standardised."""
CROWD = 500
"""Papers among which it is told how crowded it is around one."""
NEAREST, NEAREST_SHARE = 15, 0.025
"""How many papers are the nearest to something: at least so many, and so large a share of those looked at."""


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
    def background_terms(self) -> sparse.csr_matrix:
        """Their terms, in as many digits as weights have."""
        return self.background.terms.astype(np.float64)

    @cached_property
    def average(self) -> tuple[Vector, Vector]:
        """The mean background paper: terms, and dense columns."""
        count = max(1, len(self.background))
        terms = np.asarray(self.background.terms.sum(axis=0, dtype=np.float64)).ravel() / count
        return terms, self.background.dense.sum(axis=0, dtype=np.float64) / count

    @cached_property
    def spread(self) -> Vector:
        """The covariance of the dense columns over the background.

        It tells what a direction varies by without a look at each paper again.
        """
        off = self.background.dense.astype(np.float64) - self.average[1]
        return np.asarray(off.T @ off / max(1, len(off)))

    @cached_property
    def axes(self) -> tuple[Vector, Vector]:
        """The directions in which the background's dense columns vary, as columns, and by how much: the mean is 1."""
        varies, directions = np.linalg.eigh(self.spread)
        return np.maximum(varies, 0) / max(float(varies.mean()), 1e-12), directions

    @cached_property
    def commonness(self) -> Vector:
        """How much of the papers known each term makes up: the mean square of its values, 1 for the usual term."""
        entries = self.sample.terms
        squares = np.bincount(entries.indices, entries.data.astype(np.float64) ** 2, entries.shape[1])
        return np.asarray(squares / max(float(squares.sum()) / max(1, len(squares)), 1e-12))

    def rows(self, papers: Sequence[Paper], embeddings: Embeddings = NONE, vectors: Floats | None = None) -> Rows:
        """Papers as rows, in this order. ``vectors`` are theirs in the word table, where they are known already."""
        counted = [sorted(self.term_index.counts(fields_of(paper)).items()) for paper in papers]
        starts = np.cumsum([0, *(len(counts) for counts in counted)]).astype(np.int32)
        entries = np.array([entry for counts in counted for entry in counts], dtype=np.int32).reshape(-1, 2)
        shape = (len(papers), len(self.term_index.terms))
        counts = sparse.csr_matrix((entries[:, 1].astype(np.float32), entries[:, 0], starts), shape=shape)
        terms = weighted(counts, self.term_index.idf)
        latent = latent_rows(terms, self.projection, self.mean)
        table = table_rows(vectors_of(papers) if vectors is None else vectors, self.table_centre)
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

    def crowding(self, meanings: Floats, ids: Sequence[PaperId]) -> Vector:
        """How near the nearest known papers are to each of some, other than itself: -1 to 1, 0 where none is known."""
        places = spread_evenly(len(self.sample), CROWD)
        likeness = meanings @ self.sample_meanings[places].T
        known = {self.sample_ids[place]: column for column, place in enumerate(places.tolist())}
        own = [(row, known[paper]) for row, paper in enumerate(ids) if paper in known]
        likeness[[row for row, _ in own], [column for _, column in own]] = -1
        return nearness(likeness)

    def topic_meaning(self, vector: Floats) -> Floats:
        """A vector of the word table as rows are: less what all papers have in common, at unit length."""
        return np.asarray(table_rows(vector[None, :], self.table_centre)[0])

    def rarity(self, name: str) -> float:
        """How telling an author's name is, 0 to 1: a name on many papers is many people's."""
        papers = len(self.sample)
        return log((1 + papers) / (1 + self.names.get(name, 1))) / log(1 + papers) if papers else 0.0


def nearness(likeness: Floats) -> Vector:
    """How near the nearest papers are, the mean over some: one number a row of likenesses, 0 where it has none."""
    count = likeness.shape[-1]
    many = min(count, max(NEAREST, int(NEAREST_SHARE * count)))
    if not many:
        return np.zeros(likeness.shape[:-1])
    best = np.sort(np.partition(likeness, count - many, axis=-1)[..., count - many :], axis=-1)
    return np.asarray(best.mean(axis=-1, dtype=np.float64))


def spread_evenly(count: int, limit: int) -> Ints:
    """At most ``limit`` places of ``count``, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(count, limit)).round().astype(np.int64))
