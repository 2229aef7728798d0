"""Rank papers for one user: scores, the chosen few, and their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.model import Interest, Paper, PaperId, Pick, Reason, ReasonKind
from bot.ranking import explain
from bot.ranking.diversify import diverse, merged
from bot.ranking.explain import Switches
from bot.ranking.features import FeatureSpace, Rows
from bot.ranking.rules import ALWAYS, Readable, matching, muted
from bot.ranking.score import BatchScorer, Preference, author_score, liked_authors
from bot.ranking.term_index import Floats
from bot.ranking.user_model import UserModel

EXPLORE_FROM = 5
"""A list of at least so many has one slot for something different."""

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """The papers to choose from, as rows and as text. ``newest`` is the day that counts as today;
    ``likers`` are the tastes of people who liked or saved a paper."""

    space: FeatureSpace
    papers: Sequence[Paper]
    rows: Rows
    readable: Sequence[Readable]
    newest: date | None = None
    likers: Mapping[PaperId, Sequence[Floats]] = field(default_factory=dict)
    switches: Switches = field(default_factory=Switches)

    @cached_property
    def circumstances(self) -> list[list[Reason]]:
        """What upvotes and newness add to each paper, for whomever."""
        return [explain.circumstances(paper, self.newest, self.switches) for paper in self.papers]

    @cached_property
    def favour(self) -> Scores:
        """The sums of ``circumstances``."""
        return _sums(self.circumstances)

    def without(self, unwanted: Sequence[bool]) -> "Candidates":
        kept = [place for place, leave in enumerate(unwanted) if not leave]
        return Candidates(
            space=self.space,
            papers=[self.papers[i] for i in kept],
            rows=self.rows.take(kept),
            readable=[self.readable[i] for i in kept],
            newest=self.newest,
            likers=self.likers,
            switches=self.switches,
        )


class Ranking:
    """One user's scores of candidates. ``by_preference``: what the user's preferences score, papers × preferences,
    where it is known already."""

    def __init__(self, candidates: Candidates, user: UserModel, by_preference: Floats | None = None) -> None:
        self._candidates = candidates
        self._user = user
        self._follows = [interest for interest in user.interests if not interest.muted]
        self._stated = [self._stated_about(place) for place in range(len(candidates.papers))]
        if by_preference is None:
            by_preference = BatchScorer(candidates.space, user.preferences).scores(candidates.rows)
        scored = by_preference.astype(np.float64) + self._by_authors()
        count = len(candidates.papers)
        self.best_preference = scored.argmax(axis=1) if user.preferences else np.zeros(count, dtype=np.int64)
        self.learned: Scores = scored.max(axis=1) if user.preferences else np.zeros(count)
        self.liking: Scores = self.learned + _sums(self._stated)
        self.scores: Scores = self.liking + candidates.favour

    def picks(self, count: int) -> list[Pick]:
        """The ``count`` best as a varied list: what is followed always, each named interest its share, and in a long
        list one slot for something different."""
        always = self._always(count)
        slots = count - len(always)
        different = self._different(always) if self._user.preferences and count >= EXPLORE_FROM and slots > 1 else None
        chosen = self._chosen(slots - (different is not None), {*always, *([] if different is None else [different])})
        best = sorted([*always, *chosen], key=lambda place: -self.scores[place])
        explored = [] if different is None else [self.pick(different, explored=True)]
        return [*(self.pick(place) for place in best), *explored]

    def pick(self, place: int, *, explored: bool = False) -> Pick:
        """One paper with its score and the reasons that add up to it."""
        reasons = self.reasons(place)
        if explored:
            reasons.append(Reason(kind=ReasonKind.EXPLORATION))
        preference = self._preference(place)
        return Pick(
            paper=self._candidates.papers[place],
            score=explain.added_up(reasons),
            reasons=explain.gathered(reasons),
            explored=explored,
            followed=self.followed(place),
            group=preference.group if preference else "",
        )

    def reasons(self, place: int) -> list[Reason]:
        return [*self._learned(place), *self._stated[place], *self._candidates.circumstances[place]]

    def followed(self, place: int) -> bool:
        """Whether it is by an author or organisation that is followed."""
        always = [interest for interest in self._follows if interest.kind in ALWAYS]
        return bool(always) and bool(matching(self._candidates.readable[place], always))

    def _by_authors(self) -> Scores:
        """What authors in common with liked papers add, papers × preferences."""
        found = np.zeros((len(self._candidates.papers), len(self._user.preferences)))
        for column, preference in enumerate(self._user.preferences):
            for place, paper in enumerate(self._candidates.readable):
                if not preference.names.keys().isdisjoint(paper.names):
                    found[place, column] = author_score(liked_authors(self._candidates.space, preference, paper.names))
        return found

    def _stated_about(self, place: int) -> list[Reason]:
        """What the user stated, and what people like them think."""
        candidates, paper = self._candidates, self._candidates.papers[place]
        reasons = explain.stated(candidates.readable[place], self._follows) if self._follows else []
        if len(self._user.taste) and paper.id in candidates.likers:
            reasons += explain.teammates([float(self._user.taste @ taste) for taste in candidates.likers[paper.id]])
        return reasons

    def _learned(self, place: int) -> list[Reason]:
        preference, candidates = self._preference(place), self._candidates
        if preference is None:
            return []
        return [
            *explain.learned(candidates.space, preference, candidates.rows, place),
            *explain.authors(candidates.space, preference, candidates.readable[place]),
        ]

    def _preference(self, place: int) -> Preference | None:
        return self._user.preferences[int(self.best_preference[place])] if self._user.preferences else None

    def _always(self, count: int) -> list[int]:
        places = [place for place in range(len(self._candidates.papers)) if self.followed(place)]
        return sorted(places, key=lambda place: -self.scores[place])[:count]

    def _chosen(self, count: int, taken: set[int]) -> list[int]:
        """A varied list for each preference from the papers that are most its own, merged in turns."""
        ranked: dict[str, Sequence[int]] = {}
        for column in range(max(1, len(self._user.preferences))):
            own = [p for p in range(len(self.scores)) if self.best_preference[p] == column and p not in taken]
            order = diverse(self.scores[own], self._candidates.rows.dense[own], count)
            ranked[str(column)] = [own[place] for place in order]
        return [place for _, place in merged(ranked, count)]

    def _different(self, taken: Sequence[int]) -> int | None:
        """The most upvoted paper that the user's profile would not have brought: below the average paper for them."""
        papers = self._candidates.papers
        strange = [p for p in range(len(papers)) if self.learned[p] < 0 and p not in taken]
        return max(strange, key=lambda place: (papers[place].upvotes, papers[place].id), default=None)


def rank_for_each(candidates: Candidates, users: Sequence[UserModel]) -> list[Ranking]:
    """The ranking of the same candidates for each user, scored at once."""
    ends = np.cumsum([len(user.preferences) for user in users])
    preferences = [preference for user in users for preference in user.preferences]
    scores = BatchScorer(candidates.space, preferences).scores(candidates.rows)
    parts = np.split(scores, ends[:-1], axis=1) if users else []
    return [Ranking(candidates, user, part) for user, part in zip(users, parts, strict=True)]


def _sums(reasons: Sequence[Sequence[Reason]]) -> Scores:
    return np.array([explain.added_up(each) for each in reasons], dtype=np.float64)


def unwanted(readable: Sequence[Readable], interests: Sequence[Interest]) -> list[bool]:
    """Which papers never appear: withdrawn ones, and what is muted."""
    mutes = [interest for interest in interests if interest.muted]
    return [paper.paper.withdrawn or muted(paper, mutes) for paper in readable]
