"""How good picks are: day-nDCG on new papers, topics alone, and teammates' reactions."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.likes import Ints, Likes, Person, Split
from bot.ports.vectors import Embeddings
from bot.ranking.embedded import NONE
from bot.ranking.explain import added_up, teammates
from bot.ranking.features import FeatureSpace
from bot.ranking.learning import learn
from bot.ranking.names import names_of
from bot.ranking.profile import Tally
from bot.ranking.row_cache import RowCache
from bot.ranking.rows import Rows
from bot.ranking.score import BatchScorer, Preference, author_score, liked_authors, preference_of
from bot.ranking.term_index import Floats
from bot.ranking.topics import expand_topic

LIKES = (1, 3, 5, 10, 20)
DEPTH = 10
RESAMPLES = 1_000
VISIBLE = 0.3
"""The share of others' reactions to a new paper that are there when it is ranked."""

Scorer = Callable[[Sequence[int], Ints, Person], Floats]
"""Scores papers (places) for a person of whom some likes are known."""
Figures = Mapping[int, list[float]]
"""By user the figures of each time that they were measured."""
Results = Mapping[str, Mapping[int, Figures]]
"""Per ranking and number of likes."""


class Paperboy:
    """The method as it runs, on the papers of one data set."""

    def __init__(self, likes: Likes, known: Split, embeddings: Embeddings = NONE) -> None:
        self.papers = likes.papers
        self.embeddings = embeddings
        self.space: FeatureSpace = learn([likes.papers[place] for place in known.old], embeddings)
        self.rows: Rows = self.space.rows(likes.papers, embeddings)
        self._names = [names_of(paper) for paper in likes.papers]

    def tally(self, likes: Sequence[int]) -> Tally:
        tally = Tally(np.zeros(self.space.width))
        liked = [self.papers[like] for like in likes]
        tally.add(list(RowCache(self.space).features(liked, self.embeddings).values()), 1)
        return tally

    def scores(self, likes: Sequence[int], papers: Ints, topics: Sequence[str] = (), *, authors: bool = True) -> Floats:
        nothing = Tally(np.zeros(self.space.width))
        understood = [expand_topic(self.space, topic) for topic in topics]
        preference = preference_of(self.space, "", self.tally(likes), nothing, understood)
        if preference is None:
            return np.zeros(len(papers), dtype=np.float32)
        found = BatchScorer(self.space, [preference]).scores(self.rows.take(papers))[:, 0]
        if authors and preference.names:
            found += self._by_names(preference, papers)
        return found

    def _by_names(self, preference: Preference, papers: Ints) -> Floats:
        found = [author_score(liked_authors(self.space, preference, self._names[place])) for place in papers]
        return np.array(found, dtype=np.float32)

    def taste(self, likes: Sequence[int]) -> Floats:
        total = self.rows.dense[list(likes)].sum(axis=0)
        return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)


class Teammates:
    """Who likes which new paper, as far as it is visible when the paper is ranked."""

    def __init__(self, paperboy: Paperboy, people: Sequence[Person]) -> None:
        rng = np.random.default_rng(0)
        self._paperboy = paperboy
        self._likers: dict[int, list[tuple[Person, Floats]]] = defaultdict(list)
        for person in people:
            taste = paperboy.taste(person.known)
            for paper in sorted(person.new):
                if rng.random() < VISIBLE:
                    self._likers[paper].append((person, taste))

    def scores(self, likes: Sequence[int], papers: Ints, user: Person) -> Floats:
        mine = self._paperboy.taste(likes)
        others = [[taste for person, taste in self._likers[place] if person is not user] for place in papers.tolist()]
        added = [added_up(teammates([float(mine @ taste) for taste in tastes])) for tastes in others]
        return self._paperboy.scores(likes, papers) + np.array(added, dtype=np.float32)


def measured(rankings: Mapping[str, Scorer], people: Sequence[Person], counts: Sequence[int] = LIKES) -> Results:
    """Mean nDCG over the days on which something new comes out that a person likes, from their first likes."""
    found: dict[str, dict[int, dict[int, list[float]]]] = {
        name: {count: defaultdict(list) for count in counts} for name in rankings
    }
    for count in counts:
        for person in (each for each in people if len(each.known) >= count):
            for name, scorer in rankings.items():
                found[name][count][person.user].append(_by_day(scorer, person, count))
    return found


def _by_day(scorer: Scorer, person: Person, count: int) -> float:
    papers = np.concatenate(person.days)
    scores = scorer(person.known[:count], papers, person)
    relevant = np.array([place in person.new for place in papers])
    ends = np.cumsum([len(day) for day in person.days])[:-1]
    return float(np.mean([ndcg(*day) for day in zip(np.split(scores, ends), np.split(relevant, ends), strict=True)]))


def ndcg(scores: Floats, relevant: npt.NDArray[np.bool_]) -> float:
    """nDCG at ``DEPTH`` with equal gains."""
    discounts = 1 / np.log2(np.arange(2, DEPTH + 2))
    best = np.argsort(-scores, kind="stable")[:DEPTH]
    ideal = discounts[: min(DEPTH, int(relevant.sum()))].sum()
    return float((relevant[best] * discounts[: len(best)]).sum() / ideal)


def joined(parts: Sequence[Results]) -> Results:
    """The people of all splits together."""
    found: dict[str, dict[int, dict[int, list[float]]]] = {}
    for part in parts:
        for name, by_count in part.items():
            for count, figures in by_count.items():
                own = found.setdefault(name, {}).setdefault(count, defaultdict(list))
                for user, some in figures.items():
                    own[user] += some
    return found


def by_user(figures: Figures) -> npt.NDArray[np.float64]:
    """The mean of each user, in the same order for every ranking of the same people."""
    return np.array([np.mean(figures[user]) for user in sorted(figures)])


def ratio(ours: npt.NDArray[np.float64], theirs: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """The mean of ours over that of theirs, with a 95 % interval from resampling pairs."""
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, len(ours), (RESAMPLES, len(ours)))
    low, high = np.percentile(ours[drawn].mean(axis=1) / theirs[drawn].mean(axis=1), [2.5, 97.5])
    return float(ours.mean() / theirs.mean()), float(low), float(high)


def topics_alone(likes: Likes, paperboy: Paperboy, known: Split, people: Sequence[Person], count: int) -> list[float]:
    """Per person the AUC over all new papers, from ``count`` declared topics and no like."""
    found = []
    for person in people:
        topics = likes.topics(person.known, count)
        if len(topics) == count:
            relevant = np.array([place in person.new for place in known.new])
            found.append(auc(paperboy.scores([], known.new, topics), relevant))
    return found


def auc(scores: Floats, relevant: npt.NDArray[np.bool_]) -> float:
    """The chance that a relevant paper is above another."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores, kind="stable")] = np.arange(len(scores))
    wanted = int(relevant.sum())
    return float((ranks[relevant].sum() - wanted * (wanted - 1) / 2) / (wanted * (len(scores) - wanted)))
