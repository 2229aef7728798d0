"""Feeds of every list, for readers: open ones as pages are, private ones behind an address of one's own."""

import re
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote, urlencode

from adapters.pages.atom import atom
from adapters.pages.feed_forms import WrittenFeed, written
from adapters.pages.filters import MAX_QUERY_LENGTH
from adapters.pages.json_feed import json_feed
from adapters.pages.kept_answers import KeptAnswers
from adapters.pages.opml import opml
from adapters.pages.responses import text
from adapters.pages.routing import Access, PageRoute
from adapters.pages.settings import Mode
from adapters.pages.spelling import Spellings
from adapters.pages.visits import Visit
from bot.cards import archive as archive_words
from bot.cards import feeds as words
from bot.errors import NotFound
from bot.model import Member, PaperFeed
from bot.ports.digest_archive import DigestArchive
from bot.ports.feeds import Feeds
from bot.ports.http import HttpResponse
from bot.ports.time import Clock
from bot.services.archive_commands import archive_path
from bot.text import visible_line

FORMS: dict[str, tuple[Callable[[WrittenFeed], str], str]] = {
    "atom": (atom, "application/atom+xml"),
    "json": (json_feed, "application/feed+json"),
}
OPEN = ("Cache-Control", "public, max-age=900")
PRIVATE = (("Cache-Control", "private, max-age=900"), ("Referrer-Policy", "no-referrer"))
STAYS = 120.0
"""Seconds in which a feed is not made anew: readers ask every few minutes."""
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,100}")
Making = Callable[[], Awaitable[PaperFeed]]


class FeedPages:
    """Writes feeds. Fetching one teaches nothing: readers fetch all day, whether somebody reads or not."""

    def __init__(
        self, feeds: Feeds, archive: DigestArchive, site: str, mode: Mode, spellings: Spellings, clock: Clock
    ) -> None:
        """``site`` is the address of the page; '' at this machine alone, where it is as the visitor calls it."""
        self._papers_are_public = mode.papers_are_public
        self._feeds = feeds
        self._archive = archive
        self._site = site.rstrip("/")
        self._spellings = spellings
        self._kept = KeptAnswers(clock, STAYS)

    @property
    def routes(self) -> Sequence[PageRoute]:
        form = "{form:atom|json}"
        return (
            PageRoute(path=f"/feed/today.{form}", handler=self._today),
            PageRoute(path=f"/feed/trending/{{period:day|week|month}}.{form}", handler=self._trending),
            PageRoute(path=f"/feed/search.{form}", handler=self._search),
            PageRoute(path=f"/feed/topic/{{topic:[^/]+}}.{form}", handler=self._topic),
            PageRoute(path="/feed/me/{token:[^/.]+}/all.opml", handler=self._opml, access=Access.ANYBODY),
            PageRoute(path=f"/feed/me/{{token:[^/.]+}}/saved.{form}", handler=self._saved, access=Access.ANYBODY),
            PageRoute(path=f"/feed/me/{{token:[^/.]+}}.{form}", handler=self._picks, access=Access.ANYBODY),
            PageRoute(path=f"/feed/channel/{{token:[^/.]+}}.{form}", handler=self._channel, access=Access.ADDRESSED),
        )

    async def _today(self, visit: Visit) -> HttpResponse:
        return await self._open(visit, self._feeds.today)

    async def _trending(self, visit: Visit) -> HttpResponse:
        return await self._open(visit, lambda: self._feeds.trending(visit.parts["period"]))

    async def _search(self, visit: Visit) -> HttpResponse:
        asked = visible_line(visit.query.get("q", ""))[:MAX_QUERY_LENGTH]
        if not asked:
            raise NotFound(words.NO_SEARCH)
        return await self._open(visit, lambda: self._feeds.search(asked), f"?{urlencode({'q': asked})}")

    async def _topic(self, visit: Visit) -> HttpResponse:
        topic = topic_of(visit.parts["topic"])
        if not any(map(str.isalnum, topic)):
            raise NotFound(words.NO_TOPIC)
        return await self._open(visit, lambda: self._feeds.topic(topic))

    async def _picks(self, visit: Visit) -> HttpResponse:
        return await self._private(visit, self._feeds.picks)

    async def _saved(self, visit: Visit) -> HttpResponse:
        return await self._private(visit, self._feeds.saved)

    async def _channel(self, visit: Visit) -> HttpResponse:
        token = visit.parts["token"]
        channel = await self._archive.channel(token)
        if channel is None:
            return self._gone(archive_words.GONE)
        return await self._secret(visit, lambda: self._feeds.digests(channel, archive_path(token)))

    async def _opml(self, visit: Visit) -> HttpResponse:
        token = visit.parts["token"]
        member = await self._feeds.owner(token)
        if member is None:
            return self._gone()
        site = self._site_for(visit)
        mine = f"{site}/feed/me/{token}"
        feeds = [(words.PICKS, f"{mine}.atom"), (words.SAVED, f"{mine}/saved.atom")]
        topics = await self._feeds.topics(member) if self._papers_are_public else ()  # no reader could sign in
        feeds += [(words.topic_title(each.value), site + topic_path(each.value)) for each in topics]
        return _with(text(opml(feeds), "text/x-opml", name="paperboy.opml"), *PRIVATE)

    def _gone(self, why: str = words.REVOKED) -> HttpResponse:
        """Readers take 410 for an end and stop asking. Whether it ever was is nobody's business."""
        return _with(text(self._spellings.typed(why), status=410), ("Cache-Control", "no-store"))

    async def _open(self, visit: Visit, make: Making, query: str = "") -> HttpResponse:
        path = visit.path + query

        async def answer() -> HttpResponse:
            return self._drawn(visit, await make(), path, OPEN)

        return await self._kept.answer(path, visit.headers.get("If-None-Match", ""), answer)

    async def _private(self, visit: Visit, make: Callable[[Member], Awaitable[PaperFeed]]) -> HttpResponse:
        member = await self._feeds.owner(visit.parts["token"])
        if member is None:
            return self._gone()
        return await self._secret(visit, lambda: make(member))

    async def _secret(self, visit: Visit, make: Making) -> HttpResponse:
        async def answer() -> HttpResponse:
            return self._drawn(visit, await make(), visit.path, *PRIVATE)

        return await self._kept.answer(visit.path, visit.headers.get("If-None-Match", ""), answer)

    def _drawn(self, visit: Visit, feed: PaperFeed, path: str, *headers: tuple[str, str]) -> HttpResponse:
        write, kind = FORMS[visit.parts["form"]]
        return _with(text(write(written(feed, self._site_for(visit), path)), kind), *headers)

    def _site_for(self, visit: Visit) -> str:
        host = visit.headers.get("Host", "")
        return self._site or f"http://{host if _HOST.fullmatch(host) else 'localhost'}"


def topic_of(slug: str) -> str:
    """The topic behind its name in an address; hyphens stand for spaces."""
    return visible_line(slug.replace("-", " "))[:MAX_QUERY_LENGTH]


def topic_path(topic: str) -> str:
    """The path of a topic's feed."""
    return f"/feed/topic/{quote(topic.replace(' ', '-'), safe='')}.atom"


def _with(answer: HttpResponse, *headers: tuple[str, str]) -> HttpResponse:
    return HttpResponse(
        status=answer.status,
        body=answer.body,
        content_type=answer.content_type,
        headers=(*answer.headers, *headers),
        packed=True,
    )
