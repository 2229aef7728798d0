"""What ranking costs: an update, one person, a crowd, a refit."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from scipy import sparse

from bot.model import Bar, Opinion, Paper, PaperId
from bot.ranking.candidates import Candidates
from bot.ranking.features import FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.profile import PaperFeatures, Profile
from bot.ranking.rank import Ranking
from bot.ranking.row_cache import RowCache
from bot.ranking.rows import Rows
from bot.ranking.score import BatchScorer
from bot.ranking.user_model import UserModel, fold_opinions, user_model_of

NOW = datetime(2026, 1, 31, tzinfo=UTC)
PROFILES, PAPERS, CHUNK = 10_000, 1_000, 500
LIKED = 20
"""Likes of each profile of the crowd."""
MONTH, A_DAY = 30, 50
REFIT = 100_000


def timed(work: Callable[[], object], times: int) -> float:
    """The median of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken))


def update(space: FeatureSpace, papers: Sequence[Paper]) -> float:
    """One reaction of somebody with 50 likes: the paper made into a row, folded, the preference made anew."""
    opinions = {paper.id: _like(paper) for paper in papers[:50]}
    profile = _folded(space, opinions, RowCache(space).features(papers[:50]))
    rest = iter(papers[50:])

    def react() -> None:
        paper = next(rest)
        opinions[paper.id] = _like(paper)
        fold_opinions(profile, opinions, RowCache(space).features([paper]), [])
        user_model_of(space, profile, (), {})

    return timed(react, 200)


def one_person(space: FeatureSpace, papers: Sequence[Paper]) -> float:
    """Ten picks for one person from a month of papers whose rows are on the cache already."""
    user = _users(space, papers, 1)[0]
    month = [replace(paper, featured=date(2026, 1, 1) + timedelta(days=i % MONTH)) for i, paper in enumerate(papers)]
    month = month[: MONTH * A_DAY]
    cache = RowCache(space)
    cache.batch(month)

    def pick() -> None:
        batch, _ = cache.batch(month)
        Ranking(Candidates.all_of(batch, date(2026, 1, 30)), user).select(10, Bar.USUAL)

    return timed(pick, 20)


def crowd(space: FeatureSpace, papers: Sequence[Paper]) -> tuple[float, float]:
    """Seconds for many profiles on new papers, and for the bare matrix products on the same blocks; both in chunks."""
    users = _users(space, papers, PROFILES // 20)
    preferences = [user.preferences[0] for _ in range(20) for user in users]
    rows = space.rows(papers[:PAPERS])
    chunks = [preferences[first : first + CHUNK] for first in range(0, PROFILES, CHUNK)]
    ready = [BatchScorer(space, chunk) for chunk in chunks]
    bare = timed(lambda: [_products(rows, each.terms, each.dense) for each in ready], 3)
    scored = timed(lambda: [BatchScorer(space, chunk).scores(rows) for chunk in chunks], 3)
    return scored, bare


def refit(papers: Sequence[Paper]) -> float:
    """Seconds to fit a feature space on many papers, made of the sentences of real ones."""
    rng = np.random.default_rng(0)
    sentences = [paper.abstract.split(". ") for paper in papers]
    mixed = [_mixed(papers, sentences, rng, number) for number in range(REFIT)]
    return timed(lambda: learn(mixed), 1)


def _mixed(papers: Sequence[Paper], sentences: Sequence[Sequence[str]], rng: np.random.Generator, number: int) -> Paper:
    one, other = (int(place) for place in rng.integers(0, len(papers), 2))
    half = [*sentences[one][::2], *sentences[other][1::2]]
    return replace(papers[one], id=PaperId(f"arxiv:{number}"), abstract=". ".join(half))


def _products(rows: Rows, terms: sparse.csr_matrix, dense: np.ndarray) -> tuple[object, object]:
    return rows.dense @ dense.T, rows.terms @ terms


def _users(space: FeatureSpace, papers: Sequence[Paper], count: int) -> list[UserModel]:
    rng = np.random.default_rng(0)
    rows = RowCache(space).features(papers[:2_000])
    found = []
    for _ in range(count):
        chosen = [papers[place] for place in rng.permutation(min(len(papers), 2_000))[:LIKED]]
        profile = _folded(space, {paper.id: _like(paper) for paper in chosen}, rows)
        found.append(user_model_of(space, profile, (), {}))
    return found


def _folded(space: FeatureSpace, opinions: dict[PaperId, Opinion], rows: dict[PaperId, PaperFeatures]) -> Profile:
    profile = Profile(space.version, "", space.width)
    fold_opinions(profile, opinions, rows, [])
    return profile


def _like(paper: Paper) -> Opinion:
    return Opinion(paper=paper.id, liked=True, at=NOW)
