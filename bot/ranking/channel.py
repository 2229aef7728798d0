"""Picks for the people of a channel, fair to each of them."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from bot.model import Bar, PaperId, Pick, Reason, ReasonKind, Selection
from bot.ranking import explain
from bot.ranking.blend import fair
from bot.ranking.candidates import Candidates
from bot.ranking.paper_batch import Which
from bot.ranking.rank import (
    EXPLORE_FROM,
    MOST_NEARLY,
    MOST_POPULAR,
    NEARLY,
    Scores,
    levels_above,
    most_upvoted,
    rank_for_each,
    unwanted,
)
from bot.ranking.relevance import BARS
from bot.ranking.user_model import UserModel

REFUSED_SCORE = -100.0
"""The score of a paper for a member who muted it."""
_TOLD_AS_THEY_ARE = frozenset({ReasonKind.POPULARITY, ReasonKind.RECENCY, ReasonKind.TEAMMATES})
"""What is told of a pick as it is; all else that members brought is told as a number of people."""


class ChannelRanking:
    """The members, and the channel itself as one more voter where it stated anything.

    ``members`` are users with the papers that they reacted to already. What the channel mutes is no candidate;
    what a member mutes can't please that member, and is left out when nobody else is known.
    """

    def __init__(
        self,
        candidates: Candidates,
        channel: UserModel,
        members: Sequence[tuple[UserModel, Collection[PaperId]]],
        bar: Bar,
    ) -> None:
        self._candidates = candidates
        self._bar = bar
        known = [(user, seen) for user, seen in members if user.known]
        voters = [*([(channel, ())] if channel.known or not known else []), *known]
        self._known = channel.known or bool(known)
        self._first_member = len(voters) - len(known)
        self._votes = rank_for_each(candidates, [voter for voter, _ in voters])
        refused = np.array([self._refuses(voter, seen) for voter, seen in voters]).T
        self._refused = refused
        self._scores = np.where(refused, REFUSED_SCORE, np.array([vote.scores for vote in self._votes]).T)
        self._relevance = np.where(refused, 0.0, np.array([vote.relevance for vote in self._votes]).T)
        self._pleased = self._relevance >= BARS[bar]

    def select(self, count: int) -> Selection:
        """What the channel follows always, then the fairest selection of the rest, level by level of relevance."""
        if not self._known:
            return Selection(
                popular=tuple(self._pick(place) for place in self._fair(self._allowed(), count)), known=False
            )
        best = self._relevance.max(axis=1, initial=0.0)
        chosen: list[int] = []
        for level in levels_above(best, self._bar):
            chosen += self._fair(level, count - len(chosen))
        picks = tuple(replace(self._pick(place), matched=True) for place in chosen)
        nearest = [place for place in np.argsort(-best, kind="stable").tolist() if best[place] >= NEARLY]
        nearly = () if picks else tuple(map(self._pick, nearest[:MOST_NEARLY]))
        return Selection(picks=picks, popular=self._below(chosen, count, best), nearly=nearly)

    def _below(self, chosen: Sequence[int], count: int, best: Scores) -> tuple[Pick, ...]:
        """Below picks that leave room, the day's popular papers that match nobody; else one that is different."""
        if not chosen:
            return ()
        outside = most_upvoted(self._candidates, (best < BARS[Bar.BROAD]) & ~self._refused.any(axis=1))
        if len(chosen) < count:
            return tuple(map(self._pick, outside[: min(MOST_POPULAR, count - len(chosen))]))
        return tuple(replace(self._pick(place), explored=True) for place in outside[:1] if count >= EXPLORE_FROM)

    def _allowed(self) -> list[int]:
        """What not everybody refuses."""
        return np.flatnonzero(self._scores.max(axis=1, initial=REFUSED_SCORE) > REFUSED_SCORE).tolist()

    def _fair(self, places: Sequence[int], count: int) -> list[int]:
        scores = self._means()
        followed = [place for place in places if self._first_member and self._votes[0].followed(place)]
        followed = sorted(followed, key=lambda place: -scores[place])[:count]
        rest = [place for place in places if place not in set(followed)]
        order = fair(self._scores[rest], self._candidates.rows.dense[rest], count - len(followed))
        return [*followed, *(rest[each] for each in order)]

    def _means(self) -> Scores:
        """Each paper's score: the mean over the voters it is for."""
        pleased = self._pleased.sum(axis=1)
        means: Scores = np.where(self._pleased, self._scores, 0.0).sum(axis=1) / np.maximum(pleased, 1)
        best: Scores = self._scores.max(axis=1, initial=REFUSED_SCORE)
        return np.where(pleased > 0, means, best)

    def _refuses(self, voter: UserModel, seen: Collection[PaperId]) -> Which:
        """What a voter muted, or has reacted to already, is no gain for them; nor what may not be chosen."""
        batch = self._candidates.batch
        refused = unwanted(batch, voter.interests) | ~self._candidates.allowed
        refused[[batch.place_of[paper] for paper in seen if paper in batch.place_of]] = True
        return refused

    def _who(self, place: int) -> list[int]:
        """The voters a paper is for: those it pleases, or else the one whom it displeases least."""
        pleased: list[int] = np.flatnonzero(self._pleased[place]).tolist()
        return pleased or [int(self._scores[place].argmax())]

    def _pick(self, place: int) -> Pick:
        """Its score is the mean over those it is for, and so is each part of it. A CHANNEL part is always there,
        and counts the people."""
        who = self._who(place)
        people = Reason(kind=ReasonKind.CHANNEL, count=self._people(place))
        reasons = [people, *(reason for voter in who for reason in self._reasons_of(voter, place, len(who)))]
        return Pick(
            paper=self._candidates.papers[place],
            score=explain.added_up(reasons),
            relevance=float(self._relevance[place].max(initial=0.0)),
            reasons=tuple(self._candidates.in_part(place, one) for one in explain.gathered(reasons)),
            followed=self._first_member > 0 and self._votes[0].followed(place),
            members=self._people(place),
        )

    def _reasons_of(self, voter: int, place: int, voters: int) -> list[Reason]:
        """One voter's reasons, as the channel may read them: of members a number, never what they like."""
        reasons = [
            replace(reason, contribution=reason.contribution / voters) for reason in self._votes[voter].reasons(place)
        ]
        if voter < self._first_member:
            return reasons
        open_ones = [reason for reason in reasons if reason.kind in _TOLD_AS_THEY_ARE]
        value = explain.added_up([reason for reason in reasons if reason.kind not in _TOLD_AS_THEY_ARE])
        return [*open_ones, Reason(kind=ReasonKind.CHANNEL, contribution=value)]

    def _people(self, place: int) -> int:
        """Members it pleases."""
        return int(self._pleased[place][self._first_member :].sum())
