"""Lists of papers for feed readers."""

from collections.abc import Sequence
from typing import Protocol

from bot.model import Channel, Interest, Member, PaperFeed


class Feeds(Protocol):
    """Makes feeds of what is stored. Reading one teaches nothing, asks no source and picks nothing."""

    async def today(self) -> PaperFeed:
        """The papers of the newest days."""
        ...

    async def trending(self, period: str) -> PaperFeed:
        """What has most upvotes in the last ``day``, ``week`` or ``month``. Raises ``NotFound`` for another period."""
        ...

    async def search(self, text: str) -> PaperFeed:
        """What a search finds, newest first. Raises ``BadQuery``."""
        ...

    async def topic(self, topic: str) -> PaperFeed:
        """The papers of the last month that are about a topic."""
        ...

    async def owner(self, token: str) -> Member | None:
        """Whose private address a token is; None for one that was revoked, or never was."""
        ...

    async def picks(self, member: Member) -> PaperFeed:
        """The daily picks that were made for a member."""
        ...

    async def digests(self, channel: Channel, page: str) -> PaperFeed:
        """The picks of a channel's last digests; ``page`` is the path of the private page that shows the same."""
        ...

    async def saved(self, member: Member) -> PaperFeed:
        """The member's reading list."""
        ...

    async def topics(self, member: Member) -> Sequence[Interest]:
        """The topics that a member follows, each of which has a feed."""
        ...
