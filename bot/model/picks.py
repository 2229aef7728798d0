"""What was recommended, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.identity import PaperId
from bot.model.papers import Paper
from bot.model.people import Opinion


class ReasonKind(StrEnum):
    TOPIC = "topic"
    KEYWORD = "keyword"
    AUTHOR = "author"
    ORGANISATION = "org"
    CATEGORY = "category"
    NEAREST_LIKE = "nearest_like"
    WORDS = "words"
    LIKED_AUTHOR = "liked_author"
    SAME_NAME = "same_name"
    NEAR_TOPIC = "near_topic"
    OFF_TOPIC = "off_topic"
    DISLIKES = "dislikes"
    TEAMMATES = "teammates"
    POPULARITY = "popularity"
    RECENCY = "recency"
    EXPLORATION = "exploration"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One true part of a pick's score. ``subject`` is the topic, author, paper title, or words it is about;
    ``contribution`` is its share of the score (parts sum to the score); ``count`` is people or upvotes."""

    kind: ReasonKind
    subject: str = ""
    contribution: float = 0.0
    count: int = 0


class Bar(StrEnum):
    """How likely a paper must be wanted to be picked."""

    BROAD = "broad"
    USUAL = "usual"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A recommended paper with its score and the parts of the score, strongest first.

    ``relevance`` is how likely it is wanted, 0 to 1; ``matched``, whether that is above the bar. What is not matched
    is offered as something else: as popular, or as something different (``explored``).
    ``followed`` marks a paper by a followed author or organisation;
    ``members`` counts the people of a channel it was picked for (0 for a personal pick).
    """

    paper: Paper
    score: float
    relevance: float = 0.0
    matched: bool = False
    reasons: tuple[Reason, ...] = ()
    explored: bool = False
    followed: bool = False
    members: int = 0
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The picks of a list, best first, and what may stand below them under another name.

    ``known`` is false where nothing is stated or liked: then nothing can match. ``popular`` are papers of the day
    outside of what is followed, and ``nearly`` those next below the bar where nothing is above it.
    """

    picks: tuple[Pick, ...] = ()
    popular: tuple[Pick, ...] = ()
    nearly: tuple[Pick, ...] = ()
    known: bool = True

    @property
    def posted(self) -> tuple[Pick, ...]:
        """What a digest counts: the picks, or where nothing is known of anybody, the day's popular papers."""
        return self.picks if self.known else self.popular


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What ranking knows of a member. ``known`` is false while nothing is stated and nothing liked.

    ``words`` are the strongest learned ones with their weights; ``vague`` are followed topics that say little.
    ``opinions`` are those that count: the newest ``most`` where there are more, which is None where all do.
    """

    known: bool
    words: tuple[tuple[str, float], ...]
    opinions: Mapping[PaperId, Opinion]
    vague: tuple[str, ...] = ()
    most: int | None = None
