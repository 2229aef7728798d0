"""A list of papers that programs follow: what stands in it, whatever form it is written in."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.papers import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One paper in a feed. ``key`` names it for good, ``published`` is when it came into the feed (aware UTC)."""

    key: str
    paper: Paper
    published: datetime
    reason: str = ""

    @property
    def updated(self) -> datetime:
        """When what people read of it changed last: it came, or its paper was revised."""
        return max(self.published, self.paper.revised or self.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFeed:
    """A list of papers, newest first. ``page`` is the path of the page that shows the same to people.

    ``authority`` is a random name of this installation, which stays when its address changes; with ``key`` it is the
    feed's name for good. ``entries_key`` begins names of entries that last in whatever feed they stand: what was posted
    to a channel keeps its names when the platform gives that another id. '' where ``key`` begins them.
    """

    key: str
    entries_key: str = ""
    authority: str
    title: str
    page: str
    note: str = ""
    as_of: datetime
    """What its list was made from last; where no entry stands in it, it was changed then."""
    entries: tuple[FeedEntry, ...] = ()

    @property
    def updated(self) -> datetime:
        """When an entry came, or changed, last."""
        return max((entry.updated for entry in self.entries), default=self.as_of)
