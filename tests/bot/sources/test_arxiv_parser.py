"""arXiv's feeds and answers, whole or broken."""

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SourceBroken
from bot.sources.arxiv_parser import Announced, parse_api_page, parse_feed
from tests.bot.sources.recorded import recorded


def test_a_recorded_feed() -> None:
    feed = parse_feed(recorded("arxiv_feed.xml"), "cs.CL")
    assert (feed.day, feed.listed) == (date(2026, 8, 21), 6)
    new, cross, old, replaced, replaced_cross = feed.items

    assert new.announced is Announced.NEW
    assert new.paper.id == "arxiv:2608.20001"
    assert new.paper.title == "Searching Modern Greek with Gödel & Friends"
    assert new.paper.abstract == "Greek texts are found again. Abstract: is also a word in it."
    assert new.paper.authors == ("Ada Example", "José Muñoz", "Li Wei")
    assert new.paper.categories == ("cs.CL", "cs.IR")
    assert new.paper.aliases == ("doi:10.1234/greek.1",)
    assert (new.paper.published, new.paper.featured, new.paper.version) == (date(2026, 8, 21), None, 1)
    assert new.paper.sources == ("arxiv",)

    assert (cross.announced, cross.paper.published) == (Announced.CROSS, date(2026, 8, 21))
    assert (old.announced, old.paper.published, old.paper.version) == (Announced.CROSS, None, 3)
    assert (replaced.announced, replaced.paper.published, replaced.paper.version) == (Announced.REPLACED, None, 4)
    assert (replaced_cross.announced, replaced_cross.paper.id) == (Announced.REPLACED_CROSS, "arxiv:math/0309136")


def test_a_recorded_answer() -> None:
    answer = parse_api_page(recorded("arxiv_answer.xml"))
    assert (answer.listed, answer.total) == (2, 2)
    paper, taken_back = answer.papers
    assert (paper.id, paper.version, paper.title) == ("arxiv:2608.20001", 2, "Searching Modern Greek")
    assert paper.abstract == "Greek texts are found again."
    assert paper.authors == ("Ada Example", "José Muñoz")
    assert paper.categories == ("cs.CL", "cs.IR"), "the primary category comes first"
    assert (paper.published, paper.aliases, paper.withdrawn) == (date(2026, 8, 19), ("doi:10.1234/greek.1",), False)
    assert taken_back.withdrawn


def test_an_unknown_category_is_named() -> None:
    with pytest.raises(SourceBroken, match=r"no category cs\.XX"):
        parse_feed(recorded("arxiv_unknown_category.xml"), "cs.XX")


def test_a_refused_query_says_why() -> None:
    with pytest.raises(SourceBroken, match="refused a query: start must be non-negative"):
        parse_api_page(recorded("arxiv_refusal.xml"))


BOMB = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>'
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>'
)
FEED = recorded("arxiv_feed.xml")


@pytest.mark.parametrize(
    "body",
    [b"", b"<", b"<html/>", b"[]", b"\x00", BOMB, OUTSIDE, FEED[: len(FEED) // 2], b"<rss><channel/></rss>"],
)
def test_what_is_no_feed_is_broken(body: bytes) -> None:
    with pytest.raises(SourceBroken):
        parse_feed(body, "cs.CL")
    with pytest.raises(SourceBroken):
        parse_api_page(body)


def test_a_feed_without_a_readable_paper_is_broken() -> None:
    dated = b"<pubDate>Fri, 21 Aug 2026 00:00:00 -0400</pubDate>"
    with pytest.raises(SourceBroken, match="None of the 1 papers"):
        parse_feed(b"<rss><channel>" + dated + b"<item><title>x</title></item></channel></rss>", "cs.CL")
    assert parse_feed(b"<rss><channel>" + dated + b"</channel></rss>", "cs.CL").items == ()


FEED_OF = (
    '<rss xmlns:arxiv="a" xmlns:dc="b"><channel><pubDate>Fri, 21 Aug 2026 00:00:00 -0400</pubDate><item>'
    "<title>A &amp;amp; B</title><guid>oai:arXiv.org:2608.00001v1</guid><arxiv:announce_type>New</arxiv:announce_type>"
    "<description>{}</description><dc:creator>Ada Alpha</dc:creator><dc:creator>Bob Beta</dc:creator>"
    "<arxiv:DOI>10.1000/A 10.1000/b</arxiv:DOI></item></channel></rss>"
)


def test_odd_items_are_read_for_what_they_say() -> None:
    (item,) = parse_feed(FEED_OF.format("arXiv:2608.00001v1 Announce Type: new").encode(), "cs.CL").items
    assert (item.paper.title, item.paper.abstract, item.announced) == ("A & B", "", Announced.NEW)
    assert item.paper.authors == ("Ada Alpha", "Bob Beta")
    assert item.paper.aliases == ("doi:10.1000/a", "doi:10.1000/b")
    entry = "<entry><id>http://arxiv.org/abs/2608.00001v1</id><title>A</title>{}</entry>"
    terms = "".join(f'<category term="{term}"/>' for term in ("cs.LG", "68T05, 62M45", "I.2.6", "hep-th"))
    page = parse_api_page(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry.format(terms)}</feed>'.encode())
    assert page.papers[0].categories == ("cs.LG", "hep-th")


@pytest.mark.parametrize(
    ("old", "new", "name", "read"),
    [
        ("A &amp;amp; B", "Notes. (arXiv:2608.00001v1 [cs.LG] UPDATED)", "title", "Notes"),
        ("A &amp;amp; B", "A &lt;i&gt;Tasse&lt;/i&gt; Study", "title", "A Tasse Study"),
        ("{}", "arXiv:2608.00001v1 Announce Type: new Abstract: &lt;p&gt;We see.&lt;/p&gt;", "abstract", "We see."),
        (">New<", "><", "published", date(2026, 8, 21)),
        (">New<", ">new-cross<", "published", date(2026, 8, 21)),
        (
            "2608.00001v1</guid><arxiv:announce_type>New",
            "2608.00001v2</guid><arxiv:announce_type>other",
            "published",
            None,
        ),
        (
            "Ada Alpha",
            "&lt;a href='x'&gt;Ada Alpha&lt;/a&gt;, &lt;a href='y'&gt;Cy Gamma&lt;/a&gt;",
            "authors",
            ("Ada Alpha", "Cy Gamma", "Bob Beta"),
        ),
        ("Ada Alpha", "<a href='x'>Ada Alpha</a>, <a>Cy Gamma</a>", "authors", ("Ada Alpha", "Cy Gamma", "Bob Beta")),
        ("pubDate>Fri, 21 Aug 2026 00:00:00 -0400</pubDate", "date>2026-08-21T00:00:00-04:00</date", "title", "A & B"),
    ],
)
def test_an_item_in_another_form_is_read(old: str, new: str, name: str, read: object) -> None:
    (item,) = parse_feed(FEED_OF.replace(old, new).encode(), "cs.CL").items
    assert getattr(item.paper, name) == read


def test_an_author_without_a_name_element_is_read() -> None:
    entry = "<entry><id>http://arxiv.org/abs/2608.00001v1</id><title>A</title><author>Ada Alpha</author></entry>"
    assert parse_api_page(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode()).papers[0].authors == (
        "Ada Alpha",
    )


@settings(deadline=None)
@given(st.integers(0, len(FEED)), st.integers(0, len(FEED)), st.binary(max_size=5))
def test_a_damaged_feed_is_read_or_broken(start: int, end: int, put: bytes) -> None:
    with contextlib.suppress(SourceBroken):
        parse_feed(FEED[: min(start, end)] + put + FEED[max(start, end) :], "cs.CL")
