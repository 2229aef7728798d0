"""How others rank, from descriptions: arxiv-sanity-lite (an SVM a person) and zotero-arxiv-daily (mean likeness)."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from benchmarks.likes import Ints, Likes, Split
from bot.ranking.term_index import Floats


class ArxivSanity:
    """TF-IDF over title, abstract and authors; per person a linear SVM of their likes against all other papers."""

    def __init__(self, likes: Likes, split: Split) -> None:
        texts = [" ".join((paper.title, paper.abstract, *paper.authors)) for paper in likes.papers]
        terms = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_features=20_000, min_df=5, max_df=0.1)
        terms.fit([texts[place] for place in split.old])
        self._rows: sparse.csr_matrix = terms.transform(texts).tocsr()
        self._old = split.old
        self._place = {int(place): number for number, place in enumerate(split.old)}

    def scores(self, likes: Sequence[int], papers: Ints) -> Floats:
        liked = np.zeros(len(self._old))
        liked[[self._place[like] for like in likes]] = 1
        machine = LinearSVC(C=0.01, class_weight="balanced", max_iter=10_000, tol=1e-6)
        machine.fit(self._rows[self._old], liked)
        return np.asarray(self._rows[papers] @ machine.coef_[0], dtype=np.float32)


class ZoteroDaily:
    """The mean cosine to every liked paper, later ones weighing ``1 / (1 + log10(rank + 1))``."""

    def __init__(self, rows: sparse.csr_matrix | Floats) -> None:
        self._rows = rows

    def scores(self, likes: Sequence[int], papers: Ints) -> Floats:
        weights = 1 / (1 + np.log10(np.arange(len(likes)) + 1))
        wanted = self._rows[list(likes)].T @ (weights / weights.sum())
        return np.asarray(self._rows[papers] @ wanted, dtype=np.float32)
