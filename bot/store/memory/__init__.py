"""The store in memory: the same promises without SQL, for tests and for trying things out. Nothing is kept."""

from datetime import datetime
from pathlib import Path

from bot.errors import ConfigurationError
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
from bot.store.expiry import expire_parts
from bot.store.joined import JoinedEndedInterests, JoinedFeedbackLog, JoinedInterestBook
from bot.store.memory.channel_addresses import MemoryChannelAddresses
from bot.store.memory.channels import MemoryChannels
from bot.store.memory.digest_state import DigestState
from bot.store.memory.digests import MemoryDigests, MemoryOutbox, MemoryPosts, MemorySubscriptions
from bot.store.memory.ended_interests import MemoryEndedInterests
from bot.store.memory.feed_addresses import MemoryFeedAddresses
from bot.store.memory.imports import MemoryImports
from bot.store.memory.installations import MemoryInstallations
from bot.store.memory.key_value import MemoryKeyValue
from bot.store.memory.known_people import MemoryKnownPeople
from bot.store.memory.last_lists import MemoryLastLists
from bot.store.memory.leases import MemoryLeases
from bot.store.memory.links import MemoryLinks
from bot.store.memory.mailboxes import MemoryMailboxes
from bot.store.memory.papers import MemoryPapers
from bot.store.memory.people import MemoryFeedbackLog, MemoryInterestBook, MemoryMemberships
from bot.store.memory.privacy import MemoryPrivacy, Personal
from bot.store.memory.ranking import MemoryProfiles, MemorySpaces
from bot.store.memory.search import MemorySearch
from bot.store.memory.seen_events import MemorySeenEvents
from bot.store.memory.short_lines import MemoryShortLines
from bot.store.memory.shown_saves import MemoryShownSaves
from bot.store.memory.vectors import MemoryVectors
from bot.store.memory.web_sessions import MemoryWebSessions


class MemoryStore:
    """See ``bot.ports.store.Store``. A part that keeps something about people is handed to ``MemoryPrivacy`` too."""

    def __init__(self) -> None:
        interests, papers, memberships = MemoryInterestBook(), MemoryPapers(), MemoryMemberships()
        installations, known_people = MemoryInstallations(), MemoryKnownPeople()
        mailboxes, imports, web_sessions = MemoryMailboxes(), MemoryImports(), MemoryWebSessions()
        feeds, channel_addresses = MemoryFeedAddresses(), MemoryChannelAddresses()
        state, ended, lists = DigestState(), MemoryEndedInterests(), MemoryLastLists()
        subscriptions, feedback = MemorySubscriptions(state), MemoryFeedbackLog(papers.main_id)
        lines, links, shown = MemoryShortLines(), MemoryLinks(), MemoryShownSaves()
        profiles = MemoryProfiles(lambda member: member in {*feedback.members(), *links.members()})
        self.papers: Papers = papers
        self.search: SearchIndex = MemorySearch(papers.by_key)
        self.links: Links = links
        self.interests: InterestBook = JoinedInterestBook(interests, links)
        self.ended_interests: EndedInterests = JoinedEndedInterests(ended, links)
        self.feedback: FeedbackLog = JoinedFeedbackLog(feedback, links)
        self.memberships: Memberships = memberships
        self.known_people: KnownPeople = known_people
        self.shown_saves: ShownSaves = shown
        self.last_lists: LastLists = lists
        known: list[Personal] = [interests, ended, feedback, memberships, state, subscriptions, installations, profiles]
        known += [known_people, shown, lists, lines, links, mailboxes, web_sessions, feeds, channel_addresses, imports]
        self.privacy: Privacy = MemoryPrivacy(known)
        self.channels: Channels = MemoryChannels([interests, feedback, memberships, state, lists, channel_addresses])
        self.key_value: KeyValue = MemoryKeyValue()
        self.leases: Leases = MemoryLeases()
        self.seen_events: SeenEvents = MemorySeenEvents()
        self.short_lines: ShortLines = lines
        self.subscriptions: Subscriptions = subscriptions
        self.digests: Digests = MemoryDigests(state, memberships)
        self.outbox: Outbox = MemoryOutbox(state)
        self.posts: Posts = MemoryPosts(state)
        self.profiles: Profiles = profiles
        self.spaces: Spaces = MemorySpaces()
        self.vectors: Vectors = MemoryVectors(papers.by_key)
        self.installations: Installations = installations
        self.web_sessions: WebSessions = web_sessions
        self.mailboxes: Mailboxes = mailboxes
        self.feed_addresses: FeedAddresses = feeds
        self.imports: Imports = imports
        self.channel_addresses: ChannelAddresses = channel_addresses

    async def backup(self, path: Path) -> None:
        raise ConfigurationError(f"Nothing is kept in a file, so {path} can't be written; set PAPERBOY_DATABASE_URL.")

    async def check(self) -> list[str]:
        return []

    async def clean_up(self, now: datetime) -> None:
        await expire_parts(self, now)

    async def close(self) -> None:
        """Nothing to let go of."""
