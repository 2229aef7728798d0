"""Feeds of every list: as readers read them, stable, private where they are somebody's own."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import fastfeedparser
import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.pages.atom import atom
from adapters.pages.feed_forms import written
from adapters.pages.json_feed import json_feed
from adapters.pages.settings import Mode
from bot.commands import parse
from bot.model import (
    Answer,
    Channel,
    Digest,
    DigestPick,
    FeedEntry,
    Member,
    Paper,
    PaperFeed,
    PaperId,
    Reason,
    ReasonKind,
    Request,
    Subscription,
    Tenant,
)
from tests.adapters.pages.atom_grammar import ATOM, faults
from tests.adapters.pages.conftest import PUBLIC_URL, Browsing, browsing
from tests.adapters.pages.test_signing_in import signed_in

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
ADA = Member(Tenant("slack", "T1"), "U1")
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
PAPER = Paper(id=PaperId("arxiv:2609.00001"), title="A Plain Title", featured=date(2026, 9, 1))


def feed_of(*papers: Paper) -> PaperFeed:
    entries = tuple(FeedEntry(key=paper.id, paper=paper, published=NOW) for paper in papers)
    return PaperFeed(key="today", authority="a1b2", title="Papers of the day", page="/", as_of=NOW, entries=entries)


def as_atom(feed: PaperFeed) -> str:
    return atom(written(feed, PUBLIC_URL, "/feed/today.atom"))


@pytest.fixture
async def private():
    async with browsing(Mode.PRIVATE, PUBLIC_URL) as visitor:
        yield visitor


async def ask(page: Browsing, line: str, member: Member = ADA) -> Answer:
    request = Request(member=member, command=parse(line), at=page.app.clock.now(), direct=True)
    return await page.app.core.answer(request)


async def private_feed(page: Browsing, line: str = "feed", member: Member = ADA) -> str:
    """The path of the private feed of picks, without its ending."""
    answer = await ask(page, line, member)
    assert answer.private
    return answer.card.buttons[0].url.removeprefix(PUBLIC_URL).removesuffix(".atom")


@pytest.mark.parametrize(
    "path",
    [
        "/feed/today",
        "/feed/trending/day",
        "/feed/trending/week",
        "/feed/trending/month",
        "/feed/search?q=world+models",
        "/feed/topic/world-models",
        "/feed/topic/tax-law",
    ],
)
async def test_two_readers_read_each_feed_without_complaint(page: Browsing, path: str) -> None:
    name, _, query = path.partition("?")
    answer = await page.get(f"{name}.atom?{query}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert faults(ElementTree.fromstring(answer.text)) == []
    read = feedparser.parse(answer.text)
    assert not read.bozo, read.bozo_exception
    assert read.version == "atom10"
    ids = [entry.id for entry in read.entries]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("tag:") for each in (read.feed.id, *ids))
    if ids:
        assert [entry.title for entry in fastfeedparser.parse(answer.text).entries] == [e.title for e in read.entries]
    told = json.loads((await page.get(f"{name}.json?{query}")).text)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in told["items"]] == ids


async def test_the_feed_of_the_day_holds_whole_days_the_newest_first(page: Browsing) -> None:
    entries = feedparser.parse((await page.get("/feed/today.atom")).text).entries
    assert len(entries) >= 50
    assert sum("21 Aug 2026" in entry.content[0].value for entry in entries) == 7


async def test_a_topic_that_nothing_is_about_has_an_honest_empty_feed(page: Browsing) -> None:
    read = feedparser.parse((await page.get("/feed/topic/tax-law.atom")).text)
    assert not read.entries
    assert read.feed.subtitle == "No paper of the last month is about tax law. The next one will appear here."


async def test_a_feed_of_a_search_leads_to_its_results(page: Browsing) -> None:
    for path in ("/feed/search.atom?q=world+models", "/feed/topic/world-models.atom"):
        read = feedparser.parse((await page.get(path)).text)
        assert read.feed.link.endswith("/search?q=world+models")


@pytest.mark.parametrize(
    ("asked", "why"), [("", "/feed/search.atom?q=world+models"), ("%F0%9F%94%A5", "Search for what?")]
)
async def test_a_feed_of_no_search_says_so_and_lists_nothing(page: Browsing, asked: str, why: str) -> None:
    answer = await page.get(f"/feed/search.atom?q={asked}")
    assert answer.status in (400, 404)
    assert why in answer.text
    assert "<entry>" not in answer.text


async def test_who_has_a_feed_already_is_sent_nothing(page: Browsing) -> None:
    first = await page.get("/feed/today.atom")
    again = await page.get("/feed/today.atom", If_None_Match=first.headers["ETag"])
    assert (again.status, again.text, again.headers["ETag"]) == (304, "", first.headers["ETag"])
    assert (await page.get("/feed/today.atom", If_None_Match='"other"')).status == 200


@pytest.mark.parametrize("topic", ["-", "---", "%F0%9F%9A%80"])
async def test_what_can_be_no_topic_is_no_feed_that_stays_empty(page: Browsing, topic: str) -> None:
    answer = await page.get(f"/feed/topic/{topic}.atom")
    assert (answer.status, "Name a topic" in answer.text) == (404, True)


async def test_pages_name_their_feeds(page: Browsing) -> None:
    assert 'href="/feed/today.atom"' in (await page.get("/")).text
    assert 'href="/feed/trending/month.atom"' in (await page.get("/trending/month")).text
    assert 'href="/feed/search.atom?q=a%20%26%20b"' in (await page.get("/search?q=a+%26+b")).text


def test_upvotes_change_nothing_that_readers_show_as_new() -> None:
    before, after = feed_of(PAPER), feed_of(Paper(id=PAPER.id, title=PAPER.title, featured=PAPER.featured, upvotes=99))
    assert as_atom(before) == as_atom(after)


def test_a_new_version_is_shown_as_changed_and_never_as_new() -> None:
    later = NOW + timedelta(days=3)
    before, after = as_atom(feed_of(PAPER)), as_atom(feed_of(replace(PAPER, version=2, revised=later)))
    (old,), (new,) = feedparser.parse(before).entries, feedparser.parse(after).entries
    assert (new.id, new.published) == (old.id, old.published)
    assert (old.updated, new.updated) == ("2026-09-01T09:00:00Z", "2026-09-04T09:00:00Z")
    assert feedparser.parse(after).feed.updated == "2026-09-04T09:00:00Z"
    assert "version 2" in new.content[0].value


@given(title=TEXTS, abstract=TEXTS, names=st.lists(TEXTS, max_size=3), category=TEXTS, link=TEXTS)
def test_whatever_stands_in_a_paper_the_feed_can_be_read(
    title: str, abstract: str, names: list[str], category: str, link: str
) -> None:
    paper = Paper(
        id=PaperId("arxiv:2609.00002"),
        title=title,
        abstract=abstract,
        authors=tuple(names),
        categories=(category,),
        repository=link,
    )
    text = as_atom(feed_of(paper, PAPER))
    root = ElementTree.fromstring(text.encode())
    assert faults(root) == []
    assert len(root.findall(f"{ATOM}entry")) == 2
    assert json.loads(json_feed(written(feed_of(paper), PUBLIC_URL, "/feed/today.json")))["items"][0]["title"] == title


def test_markup_in_a_title_stays_text() -> None:
    paper = Paper(id=PAPER.id, title="<agents> & <script>alert(1)</script>", abstract="<b>bold</b>")
    (entry,) = feedparser.parse(as_atom(feed_of(paper)), sanitize_html=False).entries
    assert entry.title_detail.type == "text/plain"
    assert entry.title == paper.title
    assert "<b>" not in entry.content[0].value


async def test_where_papers_are_for_members_feeds_of_papers_are_too_and_nobody_is_led_to_them(
    private: Browsing,
) -> None:
    assert (await private.get("/feed/today.atom")).status == 403
    cookie = await signed_in(private)
    await ask(private, "follow world models")
    for path in ("/", "/trending", "/search?q=agents", "/me/interests"):
        shown = await private.get(path, Cookie=cookie)
        assert (shown.status, "/feed/" in shown.text) == (200, False), path


async def test_a_private_feed_needs_no_cookie_and_ends_for_good(private: Browsing) -> None:
    path = await private_feed(private)
    assert len(path.rpartition("/")[2]) >= 22  # 16 random bytes
    for name in (f"{path}.atom", f"{path}/saved.atom", f"{path}.json", f"{path}/all.opml"):
        answer = await private.get(name)
        assert answer.status == 200, name
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"].startswith("private")
    assert "keep only a digest" in (await ask(private, "feed")).card.text
    new = await private_feed(private, "feed new")
    assert new != path
    gone = await private.get(f"{path}.atom")
    assert (gone.status, "/papers feed" in gone.text) == (410, True)
    assert (await private.get(f"{new}.atom")).status == 200
    await ask(private, "feed off")
    assert (await private.get(f"{new}.atom")).status == 410
    assert "nothing to end" in (await ask(private, "feed off")).card.text


async def test_the_reading_list_is_a_feed_and_fetching_it_teaches_nothing(private: Browsing) -> None:
    path = await private_feed(private)
    await ask(private, "save 2608.19880")
    await ask(private, "follow world models")
    before = await private.app.store.feedback.opinions(ADA)
    (entry,) = feedparser.parse((await private.get(f"{path}/saved.atom")).text).entries
    assert entry.link == "https://arxiv.org/abs/2608.19880"
    assert await private.app.store.feedback.opinions(ADA) == before
    opml = ElementTree.fromstring((await private.get(f"{path}/all.opml")).text)
    assert [each.get("xmlUrl") for each in opml.iter("outline")] == [
        f"{PUBLIC_URL}{path}.atom",
        f"{PUBLIC_URL}{path}/saved.atom",
    ]


async def test_one_s_feeds_in_one_file_are_all_open_to_readers() -> None:
    async with browsing(Mode.PUBLIC, PUBLIC_URL) as page:
        await ask(page, "follow world models")
        opml = ElementTree.fromstring((await page.get(f"{await private_feed(page)}/all.opml")).text)
        addresses = [each.get("xmlUrl", "") for each in opml.iter("outline")]
        assert addresses[-1] == f"{PUBLIC_URL}/feed/topic/world-models.atom"
        for address in addresses:
            assert (await page.get(address.removeprefix(PUBLIC_URL))).status == 200


async def test_a_feed_of_picks_says_how_they_come(private: Browsing) -> None:
    path = await private_feed(private)
    empty = feedparser.parse((await private.get(f"{path}.atom")).text)
    assert not empty.entries
    assert "/papers subscribe" in empty.feed.subtitle
    assert empty.feed.updated == "2026-08-21T00:00:00Z"


async def test_picks_made_for_somebody_stand_in_their_feed_under_a_name_for_good(private: Browsing) -> None:
    path = await private_feed(private)
    await made_digest(private, "D1", ADA)
    await made_digest(private, "D2", Member(Tenant("slack", "T2"), "U1"))
    read = feedparser.parse((await private.get(f"{path}.atom")).text)
    (entry,) = read.entries
    assert entry.id.endswith("/sub-D1%402026-09-01/arxiv:2608.19880")
    assert entry.summary.startswith("Because you follow world models.")
    assert entry.published == "2026-09-01T09:00:00Z"


async def made_digest(page: Browsing, conversation: str, member: Member) -> None:
    """One digest of daily picks in a private conversation."""
    channel = Channel(member.tenant, conversation)
    subscription = Subscription(
        id=f"sub-{conversation}", channel=channel, owner=member, direct=True, next_due=NOW, created=NOW
    )
    await page.app.store.subscriptions.change(channel, lambda _was, _newest: subscription)
    reason = Reason(kind=ReasonKind.TOPIC, subject="world models", contribution=1.0)
    pick = DigestPick(paper=PaperId("arxiv:2608.19880"), matched=True, reasons=(reason,))
    digest = Digest(
        id=f"{subscription.id}@2026-09-01",
        subscription=subscription.id,
        channel=channel,
        slot=NOW,
        made=NOW,
        picks=(pick,),
    )
    assert await page.app.store.digests.commit(subscription, digest, (), next_due=None, seen_to=None)


async def test_without_an_address_of_the_page_there_are_no_private_feeds(page: Browsing) -> None:
    assert "PAPERBOY_PUBLIC_URL" in (await ask(page, "feed")).card.text


async def test_what_is_forgotten_has_no_feed(private: Browsing) -> None:
    path = await private_feed(private)
    await private.app.store.privacy.forget(ADA)
    assert (await private.get(f"{path}.atom")).status == 410


async def test_a_feed_of_a_search_says_how_it_was_understood_and_that_it_is_empty(page: Browsing) -> None:
    misread = (await page.get("/feed/search.json?q=since:zzz")).text
    assert "A day follows since:" in json.loads(misread)["description"]
    empty = feedparser.parse((await page.get("/feed/search.atom?q=zzqqxx")).text).feed.subtitle
    assert "Nothing is found yet. The next paper that matches will appear here." in empty
    assert "description" not in json.loads((await page.get("/feed/search.json?q=world+models")).text)
