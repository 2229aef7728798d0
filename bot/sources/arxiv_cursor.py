"""How far arXiv has been read, as text that the store keeps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.identity import short
from bot.sources.arxiv_parser import Announced, Feed


@dataclass(frozen=True, slots=True)
class ArxivCursor:
    """How far each category has been read: the day of its feed, and the highest number of a new paper in it.

    ``behind`` holds the categories whose changes could not be read, and since which day.
    """

    read: Mapping[str, tuple[date, str]] = field(default_factory=dict)
    behind: Mapping[str, date] = field(default_factory=dict)

    @classmethod
    def of(cls, cursor: str | None) -> "ArxivCursor":
        try:
            fields = json.loads(cursor or "")
            read = {name: (date.fromisoformat(day), str(top)) for name, (day, top, *_) in fields.items()}
            return cls(read, {name: date.fromisoformat(rest[0]) for name, (_, _, *rest) in fields.items() if rest})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def __str__(self) -> str:
        return json.dumps({name: [day.isoformat(), top, *self._behind(name)] for name, (day, top) in self.read.items()})

    def day(self, category: str) -> date | None:
        return self.read[category][0] if category in self.read else None

    def top(self, category: str) -> str:
        return self.read[category][1] if category in self.read else ""

    def after(self, feeds: Mapping[str, Feed], behind: Mapping[str, date]) -> "ArxivCursor":
        moved = {
            category: (max(feed.day, self.day(category) or feed.day), newest_number(feed) or self.top(category))
            for category, feed in feeds.items()
        }
        return ArxivCursor({**self.read, **moved}, behind)

    def _behind(self, category: str) -> list[str]:
        return [self.behind[category].isoformat()] if category in self.behind else []


def newest_number(feed: Feed) -> str:
    """The highest number of a paper that is new in a feed: numbers only ever rise."""
    return max((short(item.paper.id) for item in feed.items if item.announced is Announced.NEW), default="")
