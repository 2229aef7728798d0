"""The parts of a store in SQL, wired once for every database."""

from collections.abc import Awaitable, Callable
from datetime import datetime

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
from bot.store.sql.channel_addresses import SqlChannelAddresses
from bot.store.sql.channels import SqlChannels
from bot.store.sql.database import Database
from bot.store.sql.digests import SqlDigests
from bot.store.sql.ended_interests import SqlEndedInterests
from bot.store.sql.feed_addresses import SqlFeedAddresses
from bot.store.sql.feedback import SqlFeedbackLog
from bot.store.sql.imports import SqlImports
from bot.store.sql.installations import SqlInstallations
from bot.store.sql.key_value import SqlKeyValue
from bot.store.sql.known_people import SqlKnownPeople
from bot.store.sql.last_lists import SqlLastLists
from bot.store.sql.leases import SqlLeases
from bot.store.sql.links import SqlLinks
from bot.store.sql.mailboxes import SqlMailboxes
from bot.store.sql.outbox import SqlOutbox, SqlPosts
from bot.store.sql.paper_index import PaperIndex
from bot.store.sql.papers import SqlPapers
from bot.store.sql.people import SqlInterestBook, SqlMemberships
from bot.store.sql.privacy import SqlPrivacy
from bot.store.sql.ranking import SqlProfiles, SqlSpaces
from bot.store.sql.seen_events import SqlSeenEvents
from bot.store.sql.short_lines import SqlShortLines
from bot.store.sql.shown_saves import SqlShownSaves
from bot.store.sql.subscriptions import SqlSubscriptions
from bot.store.sql.vectors import SqlVectors
from bot.store.sql.web_sessions import SqlWebSessions


class SqlParts:
    """Everything of ``bot.ports.store.Store`` that is written once. To add a part: a class in its own file beside this
    one, an attribute here, a twin in memory.

    ``search`` and ``index`` are a database's own way to find papers; ``scrub`` is called after erasing.
    """

    def __init__(
        self, database: Database, search: SearchIndex, index: PaperIndex, scrub: Callable[[], Awaitable[None]]
    ) -> None:
        self.database = database
        self.papers: Papers = SqlPapers(database, index)
        self.search: SearchIndex = search
        self.links: Links = SqlLinks(database)
        self.interests: InterestBook = JoinedInterestBook(SqlInterestBook(database), self.links)
        self.ended_interests: EndedInterests = JoinedEndedInterests(SqlEndedInterests(database), self.links)
        self.feedback: FeedbackLog = JoinedFeedbackLog(SqlFeedbackLog(database), self.links)
        self.memberships: Memberships = SqlMemberships(database)
        self.known_people: KnownPeople = SqlKnownPeople(database)
        self.shown_saves: ShownSaves = SqlShownSaves(database)
        self.last_lists: LastLists = SqlLastLists(database)
        self.privacy: Privacy = SqlPrivacy(database, scrub)
        self.key_value: KeyValue = SqlKeyValue(database)
        self.leases: Leases = SqlLeases(database)
        self.seen_events: SeenEvents = SqlSeenEvents(database)
        self.short_lines: ShortLines = SqlShortLines(database)
        self.channels: Channels = SqlChannels(database)
        self.subscriptions: Subscriptions = SqlSubscriptions(database)
        self.digests: Digests = SqlDigests(database)
        self.outbox: Outbox = SqlOutbox(database)
        self.posts: Posts = SqlPosts(database)
        self.profiles: Profiles = SqlProfiles(database)
        self.spaces: Spaces = SqlSpaces(database)
        self.vectors: Vectors = SqlVectors(database)
        self.installations: Installations = SqlInstallations(database)
        self.web_sessions: WebSessions = SqlWebSessions(database)
        self.mailboxes: Mailboxes = SqlMailboxes(database)
        self.feed_addresses: FeedAddresses = SqlFeedAddresses(database)
        self.imports: Imports = SqlImports(database)
        self.channel_addresses: ChannelAddresses = SqlChannelAddresses(database)

    async def clean_up(self, now: datetime) -> None:
        await expire_parts(self, now)
