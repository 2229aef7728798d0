"""Rank papers for one user: relevance, scores, the chosen few, and their reasons."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.meaning.about import CLAIM
from bot.model import Bar, Interest, InterestKind, Pick, Reason, ReasonKind, Selection
from bot.ranking import explain
from bot.ranking.candidates import Candidates
from bot.ranking.diversify import diverse, merged
from bot.ranking.paper_batch import PaperBatch, Which
from bot.ranking.relevance import BARS, relevance_of, topic_relevance
from bot.ranking.rules import ALWAYS
from bot.ranking.score import BatchScorer, Preference, liked_authors
from bot.ranking.term_index import Floats
from bot.ranking.user_model import UserModel

EXPLORE_FROM = 5
"""Below a full list of at least so many stands something different."""
MOST_POPULAR, MOST_NEARLY = 3, 3
"""Papers that may stand below the picks of a list, or in the place of none."""
NEARLY = 0.15
"""From this relevance on a paper below the bar is worth naming where nothing is above it."""

ODDS_COUNT, EPSILON = 0.6, 1e-3
"""What the logarithm of the odds that a paper is wanted counts beside its score, in the order of a list: by the score
alone, what is close to a topic stood above what is about it. Nothing is surer than that to be wanted, or not."""

Scores = npt.NDArray[np.float64]


class Ranking:
    """One user's scores of candidates. ``by_preference``: what the user's preferences score, papers × preferences,
    where it is known already."""

    def __init__(self, candidates: Candidates, user: UserModel, by_preference: Floats | None = None) -> None:
        self._candidates = candidates
        self._user = user
        self._batch = candidates.batch
        self._follows = [interest for interest in user.interests if not interest.muted]
        if by_preference is None:
            by_preference = BatchScorer(candidates.space, user.preferences).scores(candidates.rows)
        relevance = relevance_of(candidates.batch, user.wishes, user.interests)
        self.relevance: Scores = np.where(candidates.allowed, relevance, 0.0)
        scored = by_preference.astype(np.float64) + self._by_authors()
        count = len(candidates.papers)
        self.best_preference = scored.argmax(axis=1) if user.preferences else np.zeros(count, dtype=np.int64)
        self.learned: Scores = scored.max(axis=1) if user.preferences else np.zeros(count)
        self.liking: Scores = self.learned + self._by_what_is_stated()
        self.scores: Scores = self.liking + candidates.by_circumstances
        likely = np.clip(self.relevance, EPSILON, 1 - EPSILON)
        self._worth: Scores = self.scores + ODDS_COUNT * np.log(likely / (1 - likely))

    def select(self, count: int, bar: Bar) -> Selection:
        """The list that ends where relevance ends, and what may stand below it."""
        if not self._user.known:
            popular = self._varied(self._candidates.places, count)
            return Selection(popular=tuple(self.pick(place) for place in popular), known=False)
        chosen = self.chosen(count, bar)
        picks = tuple(self.pick(place, matched=True) for place in chosen)
        return Selection(picks=picks, popular=self._popular(chosen, count), nearly=() if picks else self._nearly())

    def chosen(self, count: int, bar: Bar) -> list[int]:
        """The ``count`` best above the bar: level by level, each varied, and what is followed first.

        Level by level, so that raising the bar only takes papers away.
        """
        taken: list[int] = []
        for level in levels_above(self.relevance, bar):
            always = sorted((place for place in level if self.followed(place)), key=lambda place: -self._worth[place])
            rest = [place for place in level if place not in set(always)]
            best = [*always, *self._shared_out(rest, count, taken)][: count - len(taken)]
            taken += sorted(best, key=lambda place: (not self.followed(place), -self._worth[place]))
        return taken

    def pick(self, place: int, *, matched: bool = False, explored: bool = False) -> Pick:
        """One paper with its score and the reasons that add up to it."""
        reasons = self.reasons(place)
        if explored:
            reasons.append(Reason(kind=ReasonKind.EXPLORATION))
        preference = self._preference(place)
        return Pick(
            paper=self._candidates.papers[place],
            score=explain.added_up(reasons),
            relevance=float(self.relevance[place]),
            matched=matched,
            reasons=tuple(self._candidates.in_part(place, one) for one in explain.gathered(reasons)),
            explored=explored,
            followed=self.followed(place),
            group=(preference.group or None) if preference else None,
        )

    def reasons(self, place: int) -> list[Reason]:
        """The parts of a paper's score."""
        return [*self._learned(place), *self._stated_about(place), *self._candidates.circumstances(place)]

    def followed(self, place: int) -> bool:
        """Whether it is by an author or organisation that is followed."""
        return any(self._batch.named(each)[place] for each in self._follows if each.kind in ALWAYS)

    def _by_authors(self) -> Scores:
        """What authors in common with liked papers add, papers × preferences."""
        found = np.zeros((len(self._batch), len(self._user.preferences)))
        for column, preference in enumerate(self._user.preferences):
            by_name = self._batch.places_by_name
            for place in {place for name in preference.names for place in by_name.get(name, ())}:
                common = liked_authors(self._batch.space, preference, self._batch.readable[place].names)
                found[place, column] = explain.authors_add(common, self.relevance[place])
        return found

    def _by_what_is_stated(self) -> Scores:
        """What ``_stated_about`` adds to each paper."""
        found = np.zeros(len(self._batch))
        for each in self._follows:
            if each.kind in explain.FOLLOWED:
                found += explain.FOLLOWED[each.kind][1] * self._batch.named(each)
        for topic in self._topics:
            found += explain.FOLLOWED_TOPIC * (self._batch.about(topic) >= CLAIM)
        for paper in self._candidates.likers:
            place = self._batch.place_of.get(paper)
            if place is not None:
                found[place] += explain.added_up(self._teammates(place))
        return found

    @cached_property
    def _topics(self) -> list[str]:
        return [each.value for each in self._follows if each.kind is InterestKind.TOPIC]

    def _stated_about(self, place: int) -> list[Reason]:
        """What the user stated, and what people like them think."""
        reasons = explain.stated_reasons(self._batch.readable[place], self._follows)
        reasons += [explain.topic(topic) for topic in self._topics if self._candidates.is_about(place, topic)]
        return [*reasons, *self._teammates(place)]

    def _teammates(self, place: int) -> list[Reason]:
        tastes = self._candidates.likers.get(self._batch.papers[place].id, ())
        return explain.teammates([float(self._user.taste @ taste) for taste in tastes]) if self._user.has_taste else []

    def _learned(self, place: int) -> list[Reason]:
        preference, candidates = self._preference(place), self._candidates
        if preference is None:
            return []
        learned = explain.learned(candidates.space, preference, candidates.rows, place, candidates.papers[place].title)
        true = [self._as_true(place, part) for part in learned]
        return [
            *true,
            *explain.authors(candidates.space, preference, candidates.readable[place], self.relevance[place]),
        ]

    def _as_true(self, place: int, part: Reason) -> Reason:
        """A topic's part is called the topic's only where the paper is about it; else it is near to it, or off it."""
        if part.kind is not ReasonKind.TOPIC or self._candidates.is_about(place, part.subject):
            return part
        near = self._near_topics.get(part.subject)
        is_near = near is not None and near[place] >= BARS[Bar.BROAD]
        return replace(part, kind=ReasonKind.NEAR_TOPIC if is_near else ReasonKind.OFF_TOPIC)

    @cached_property
    def _near_topics(self) -> dict[str, Scores]:
        """For each followed topic how likely its follower wants each paper."""
        return {topic.text: topic_relevance(self._batch, topic) for topic in self._user.wishes.topics}

    def _preference(self, place: int) -> Preference | None:
        return self._user.preferences[int(self.best_preference[place])] if self._user.preferences else None

    def _shared_out(self, places: Sequence[int], count: int, taken: Sequence[int]) -> list[int]:
        """A varied list for each preference from the papers that are most its own, merged in turns."""
        ranked: dict[str, Sequence[int]] = {}
        for column in range(max(1, len(self._user.preferences))):
            own = [place for place in places if self.best_preference[place] == column]
            ranked[str(column)] = self._varied(own, count, taken)
        return [place for _, place in merged(ranked, count)]

    def _varied(self, places: Sequence[int], count: int, taken: Sequence[int] = ()) -> list[int]:
        every = [*taken, *places]
        order = diverse(self._worth[every], self._candidates.rows.dense[every], count, range(len(taken)))
        return [every[place] for place in order]

    def _popular(self, chosen: Sequence[int], count: int) -> tuple[Pick, ...]:
        """Below a list that is not full, the day's most upvoted papers outside of it; else one that is different."""
        if len(chosen) >= count:
            different = self._different(chosen) if count >= EXPLORE_FROM and self._user.preferences else None
            return () if different is None else (self.pick(different, explored=True),)
        best = most_upvoted(self._candidates, self.relevance < BARS[Bar.BROAD])
        return tuple(self.pick(place) for place in best[: min(MOST_POPULAR, count - len(chosen))])

    def _nearly(self) -> tuple[Pick, ...]:
        best = np.argsort(-self.relevance, kind="stable")[:MOST_NEARLY].tolist()
        return tuple(self.pick(place) for place in best if self.relevance[place] >= NEARLY)

    def _different(self, taken: Sequence[int]) -> int | None:
        """The most upvoted paper that the user's profile would not have brought: below the average paper for them."""
        papers = self._candidates.papers
        strange = (self.learned < 0) & (self.relevance < BARS[Bar.BROAD]) & self._candidates.allowed
        strange[list(taken)] = False
        places: list[int] = np.flatnonzero(strange).tolist()
        return max(places, key=lambda place: (papers[place].upvotes, papers[place].id), default=None)


def most_upvoted(candidates: Candidates, which: npt.NDArray[np.bool_]) -> list[int]:
    """Those of the candidates of the newest day that have upvotes, most first."""
    papers = candidates.papers
    some = [place for place in np.flatnonzero(which & candidates.allowed).tolist() if papers[place].upvotes]
    today = [place for place in some if papers[place].day == candidates.newest]
    return sorted(today, key=lambda place: (-papers[place].upvotes, papers[place].id))


def levels_above(relevance: Scores, bar: Bar) -> list[list[int]]:
    """The places above the bar, those above a stricter one first."""
    edges = sorted((edge for edge in BARS.values() if edge >= BARS[bar]), reverse=True)
    above = [np.inf, *edges]
    return [
        np.flatnonzero((relevance >= edge) & (relevance < above[number])).tolist() for number, edge in enumerate(edges)
    ]


def rank_for_each(candidates: Candidates, users: Sequence[UserModel]) -> list[Ranking]:
    """The ranking of the same candidates for each user, scored at once."""
    ends = np.cumsum([len(user.preferences) for user in users])
    preferences = [preference for user in users for preference in user.preferences]
    scores = BatchScorer(candidates.space, preferences).scores(candidates.rows)
    parts = np.split(scores, ends[:-1], axis=1) if users else []
    return [Ranking(candidates, user, part) for user, part in zip(users, parts, strict=True)]


def unwanted(batch: PaperBatch, interests: Sequence[Interest]) -> Which:
    """Which papers never appear: withdrawn ones, and what is muted."""
    muted = [batch.named(each) for each in interests if each.muted]
    return np.asarray(np.logical_or.reduce([batch.withdrawn, *muted]), dtype=bool)
