"""The store in one SQLite file: its parts, wired."""

import asyncio
from datetime import datetime
from pathlib import Path

import structlog

from bot.ports.digests import Digests
from bot.ports.feedback import FeedbackLog
from bot.ports.installations import Installations
from bot.ports.interests import InterestBook
from bot.ports.key_value import KeyValue
from bot.ports.known_people import KnownPeople
from bot.ports.leases import Leases
from bot.ports.memberships import Memberships
from bot.ports.outbox import Outbox
from bot.ports.papers import Papers
from bot.ports.posts import Posts
from bot.ports.privacy import Privacy
from bot.ports.ranking import Profiles, Spaces
from bot.ports.search_index import SearchIndex
from bot.ports.seen_events import SeenEvents
from bot.ports.short_lines import ShortLines
from bot.ports.subscriptions import Subscriptions
from bot.ports.time import Clock
from bot.ports.vectors import Vectors
from bot.store.migrations.runner import Migrated, known_migrations, migrate, remove_old_copies
from bot.store.sql.digests import SqlDigests
from bot.store.sql.installations import SqlInstallations
from bot.store.sql.key_value import SqlKeyValue
from bot.store.sql.known_people import SqlKnownPeople
from bot.store.sql.leases import SqlLeases
from bot.store.sql.outbox import SqlOutbox, SqlPosts
from bot.store.sql.papers import SqlPapers
from bot.store.sql.people import SqlFeedbackLog, SqlInterestBook, SqlMemberships
from bot.store.sql.privacy import SqlPrivacy
from bot.store.sql.ranking import SqlProfiles, SqlSpaces
from bot.store.sql.seen_events import SqlSeenEvents
from bot.store.sql.short_lines import SqlShortLines
from bot.store.sql.subscriptions import SqlSubscriptions
from bot.store.sql.vectors import SqlVectors
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.maintenance import backup, problems, unindexed
from bot.store.sqlite.search import SqliteSearch
from bot.store.sqlite.search_writing import SqlitePaperIndex, index_missing

log = structlog.get_logger()


class SqliteStore:
    """See ``bot.ports.store.Store``. To add a part: a class in its own file, an attribute here, a twin in memory."""

    def __init__(self, database: SqliteDatabase, path: Path | None = None) -> None:
        self._database = database
        self._path = path
        self.papers: Papers = SqlPapers(database, SqlitePaperIndex(database))
        self.search: SearchIndex = SqliteSearch(database)
        self.interests: InterestBook = SqlInterestBook(database)
        self.feedback: FeedbackLog = SqlFeedbackLog(database)
        self.memberships: Memberships = SqlMemberships(database)
        self.known_people: KnownPeople = SqlKnownPeople(database)
        self.privacy: Privacy = SqlPrivacy(database, database.settle)
        self.key_value: KeyValue = SqlKeyValue(database)
        self.leases: Leases = SqlLeases(database)
        self.seen_events: SeenEvents = SqlSeenEvents(database)
        self.short_lines: ShortLines = SqlShortLines(database)
        self.subscriptions: Subscriptions = SqlSubscriptions(database)
        self.digests: Digests = SqlDigests(database)
        self.outbox: Outbox = SqlOutbox(database)
        self.posts: Posts = SqlPosts(database)
        self.profiles: Profiles = SqlProfiles(database)
        self.spaces: Spaces = SqlSpaces(database)
        self.vectors: Vectors = SqlVectors(database)
        self.installations: Installations = SqlInstallations(database)

    @classmethod
    async def open(cls, path: Path | None, clock: Clock) -> "SqliteStore":
        """Open or create the file (None: in memory) with the newest schema."""
        database, _ = await _open(path, clock)
        return cls(database, path)

    async def backup(self, path: Path) -> None:
        await self._database.read(lambda raw: backup(raw, path))

    async def check(self) -> list[str]:
        return await self._database.read(lambda raw: problems(raw, len(known_migrations())))

    async def clean_up(self, now: datetime) -> None:
        await self.installations.expire(now)
        if self._path is not None:
            await asyncio.to_thread(remove_old_copies, self._path, now)

    async def close(self) -> None:
        await self._database.close()


async def migrate_file(path: Path, clock: Clock) -> Migrated:
    """Bring a file to the newest schema and say what that did (``paperboy db migrate``)."""
    database, migrated = await _open(path, clock)
    await database.close()
    return migrated


async def _open(path: Path | None, clock: Clock) -> tuple[SqliteDatabase, Migrated]:
    now = clock.now()
    done: list[Migrated] = []
    database = await SqliteDatabase.open(path, lambda raw: done.append(migrate(raw, path, now, known_migrations())))
    try:
        await _complete_index(database)
    except BaseException:
        await database.close()
        raise
    return database, done[0]


async def _complete_index(database: SqliteDatabase) -> None:
    """A migration may have emptied the index, and a crash may have come before it was filled again."""
    behind = await database.read(unindexed)
    if behind:
        log.info("search_index_behind", papers=behind)
        await index_missing(database)
