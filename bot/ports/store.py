"""All the parts of one store, opened together."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.ports.channel_addresses import ChannelAddresses
from bot.ports.channels import Channels
from bot.ports.digests import Digests
from bot.ports.ended_interests import EndedInterests
from bot.ports.feed_addresses import FeedAddresses
from bot.ports.feedback import FeedbackLog
from bot.ports.imports import Imports
from bot.ports.installations import Installations
from bot.ports.interests import InterestBook
from bot.ports.key_value import KeyValue
from bot.ports.known_people import KnownPeople
from bot.ports.last_lists import LastLists
from bot.ports.leases import Leases
from bot.ports.links import Links
from bot.ports.mailboxes import Mailboxes
from bot.ports.memberships import Memberships
from bot.ports.outbox import Outbox
from bot.ports.papers import Papers
from bot.ports.posts import Posts
from bot.ports.privacy import Privacy
from bot.ports.ranking import Profiles, Spaces
from bot.ports.search_index import SearchIndex
from bot.ports.seen_events import SeenEvents
from bot.ports.short_lines import ShortLines
from bot.ports.shown_saves import ShownSaves
from bot.ports.subscriptions import Subscriptions
from bot.ports.vectors import Vectors
from bot.ports.web_sessions import WebSessions


class Store(Protocol):
    """One database. Each part is its own port; a method of a part is one transaction."""

    papers: Papers
    search: SearchIndex
    links: Links
    interests: InterestBook
    ended_interests: EndedInterests
    feedback: FeedbackLog
    memberships: Memberships
    known_people: KnownPeople
    shown_saves: ShownSaves
    last_lists: LastLists
    privacy: Privacy
    key_value: KeyValue
    leases: Leases
    seen_events: SeenEvents
    short_lines: ShortLines
    channels: Channels
    subscriptions: Subscriptions
    digests: Digests
    outbox: Outbox
    posts: Posts
    profiles: Profiles
    spaces: Spaces
    vectors: Vectors
    installations: Installations
    web_sessions: WebSessions
    mailboxes: Mailboxes
    feed_addresses: FeedAddresses
    imports: Imports
    channel_addresses: ChannelAddresses

    async def backup(self, path: Path) -> None:
        """Write a whole, checked copy to ``path`` (which must not exist) while others go on reading and writing."""
        ...

    async def check(self) -> list[str]:
        """What is wrong with the database, a sentence each; empty when it is sound."""
        ...

    async def clean_up(self, now: datetime) -> None:
        """Remove what has outlived its use.

        Installations never finished, addresses never confirmed, ended sessions, leases, codes and interests, lists and
        button lines shown long ago, old copies.
        """
        ...

    async def close(self) -> None: ...
