"""From what is known of a person to a user model: profile folded, topics expanded, preferences made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.model import Interest, InterestKind, Opinion, PaperId
from bot.ranking.features import FeatureSpace
from bot.ranking.liked import liked_meaning
from bot.ranking.profile import PaperFeatures, Profile, Tally, verdict
from bot.ranking.relevance import Wishes, dislikes_of
from bot.ranking.score import Preference, dislikes_weigh, preference_of
from bot.ranking.term_index import Floats
from bot.ranking.topics import Topic

OWN = 2.0
"""A liked paper belongs to a named interest from this score on, in standard deviations; else to the rest."""

TASTE = 2
"""Likes that make a taste."""

Topics = Mapping[str, Topic]


@dataclass(frozen=True, slots=True)
class UserModel:
    """Whoever picks are made for: their preferences, what they stated, and their taste.

    No preferences: nothing is known. The taste is one direction of meaning, for likeness between people."""

    preferences: tuple[Preference, ...] = ()
    interests: tuple[Interest, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)
    taste: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    @property
    def has_taste(self) -> bool:
        """Whether enough is liked for a likeness to others to mean anything."""
        return len(self.taste) > 0 and sum(preference.likes for preference in self.preferences) >= TASTE

    @property
    def known(self) -> bool:
        """Whether anything is: mutes alone say only what not to show."""
        return bool(self.preferences) or any(not interest.muted for interest in self.interests)


def topics_of(interests: Sequence[Interest]) -> dict[str, list[str]]:
    """Followed topics and keywords by the name they were filed under."""
    groups: dict[str, list[str]] = {}
    for interest in interests:
        if not interest.muted and interest.kind in (InterestKind.TOPIC, InterestKind.KEYWORD):
            groups.setdefault((interest.group or "").casefold(), []).append(interest.value)
    return groups


def basis_of(interests: Sequence[Interest]) -> str:
    """What the division of likes into named interests rests on; '' when there are none."""
    named = {group: sorted(texts) for group, texts in topics_of(interests).items() if group}
    return json.dumps(named, sort_keys=True) if named else ""


def fold_opinions(
    profile: Profile,
    opinions: Mapping[PaperId, Opinion],
    rows: Mapping[PaperId, PaperFeatures],
    named: Sequence[Preference],
) -> bool:
    """Bring the profile to what the opinions say, as far as rows are at hand. False when it must be folded anew."""
    changes = profile.changes(opinions)
    for paper in changes & profile.marks.keys():
        if not profile.take_back(paper, rows.get(paper)):
            return False
    for liked in (True, False):
        new = {
            paper: rows[paper] for paper in changes & rows.keys() & opinions.keys() if verdict(opinions[paper]) is liked
        }
        profile.put(new, {paper: _group_of(row, named) if liked else "" for paper, row in new.items()}, liked)
    return True


def named_preferences(space: FeatureSpace, interests: Sequence[Interest], topics: Topics) -> list[Preference]:
    """The preferences of named interests before anything is liked, in order of name."""
    nothing = Tally(np.zeros(space.width))
    named = sorted((group, texts) for group, texts in topics_of(interests).items() if group)
    found = (preference_of(space, group, nothing, nothing, [topics[text] for text in texts]) for group, texts in named)
    return [preference for preference in found if preference]


def user_model_of(space: FeatureSpace, profile: Profile, interests: Sequence[Interest], topics: Topics) -> UserModel:
    groups = topics_of(interests)
    disliked = profile.tally("", False)
    names = sorted({*groups, *(group for group, liked in profile.tallies if liked)})
    if not names and disliked.count:
        names = [""]
    found = []
    for group in names:
        own = [topics[text] for text in groups.get(group, ())]
        found.append(preference_of(space, group, profile.tally(group, True), disliked, own))
    preferences = tuple(preference for preference in found if preference)
    wishes = _wishes(space, profile, [topics[text] for texts in groups.values() for text in texts])
    return UserModel(preferences, tuple(interests), wishes, _taste(space, profile, topics))


def _wishes(space: FeatureSpace, profile: Profile, topics: Sequence[Topic]) -> Wishes:
    liked = [(group, tally) for (group, good), tally in sorted(profile.tallies.items()) if good]
    found = (liked_meaning(space, tally, profile.kept(group)) for group, tally in liked)
    disliked = profile.tally("", False)
    return Wishes(
        liked=tuple(meaning for meaning in found if meaning),
        topics=tuple(topics),
        disliked=dislikes_of(space, disliked),
        against=dislikes_weigh(sum(tally.count for _, tally in liked), disliked.count),
    )


def _group_of(row: PaperFeatures, named: Sequence[Preference]) -> str:
    scored = [(_score(row, preference), preference.group) for preference in named]
    best, group = max(scored, default=(0.0, ""))
    return group if best >= OWN else ""


def _score(row: PaperFeatures, preference: Preference) -> float:
    return float(row.terms.at(preference.places) @ preference.terms + row.dense @ preference.dense) - preference.level


def _taste(space: FeatureSpace, profile: Profile, topics: Topics) -> Floats:
    """Nothing known: an empty direction, like nobody's."""
    total = sum((tally.dense for (_, liked), tally in profile.tallies.items() if liked), np.zeros(space.width))
    if not total.any():
        total = sum((topic.dense for topic in topics.values()), total)
    length = float(np.linalg.norm(total))
    return (total / length).astype(np.float32) if length > 0 else np.zeros(0, dtype=np.float32)
