"""All the parts of one store, opened together."""

from pathlib import Path
from typing import Protocol

from bot.ports.digests import Digests, Outbox, Posts, Subscriptions
from bot.ports.installations import Installations
from bot.ports.papers import Papers, SearchIndex
from bot.ports.people import FeedbackLog, InterestBook, Memberships, Notes, Privacy
from bot.ports.ranking import Profiles, Spaces
from bot.ports.vectors import Vectors


class Store(Protocol):
    """One database. Each part is its own port; a method of a part is one transaction."""

    papers: Papers
    search: SearchIndex
    interests: InterestBook
    feedback: FeedbackLog
    memberships: Memberships
    privacy: Privacy
    notes: Notes
    subscriptions: Subscriptions
    digests: Digests
    outbox: Outbox
    posts: Posts
    profiles: Profiles
    spaces: Spaces
    vectors: Vectors
    installations: Installations

    async def backup(self, path: Path) -> None:
        """Write a whole, checked copy to ``path`` (which must not exist) while others go on reading and writing."""
        ...

    async def check(self) -> list[str]:
        """What is wrong with the database, a sentence each; empty when it is sound."""
        ...

    async def close(self) -> None: ...
