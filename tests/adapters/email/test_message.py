"""What every mail promises, whatever the papers in it are called."""

import re
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.email.composing import Composer
from adapters.email.letter import SUBJECT, subject_of
from adapters.email.links import FEEDBACK_DAYS
from adapters.email.message import LARGEST
from adapters.email.settings import EmailSettings
from bot.model import Card, Member, PaperCard, Row, Signal, visitor_account
from tests.adapters.email.letters import ADA, HANDLE, LINKS, NOW, PUBLIC, TODAY, letter, message, paper

WORDS = st.text(max_size=300)
URLS = st.one_of(
    st.sampled_from(
        [
            "https://arxiv.org/abs/2611.00001",
            "http://plain.example.org/",
            "javascript:alert(1)",
            "https://u:p@h.org/",
            "",
        ]
    ),
    st.text(max_size=80).map("https://example.org/".__add__),
)
PAPERS = st.builds(
    paper,
    st.integers(1, 9999),
    WORDS,
    facts=WORDS,
    reason=WORDS,
    badge=WORDS,
    summary=WORDS,
    heading=WORDS,
    url=URLS,
)
CARDS = st.builds(
    Card,
    title=WORDS,
    text=WORDS,
    footer=WORDS,
    papers=st.lists(PAPERS, max_size=10).map(tuple),
    rows=st.lists(st.builds(Row, label=WORDS, text=WORDS, url=URLS), max_size=3).map(tuple),
    numbered=st.booleans(),
)


class Reader(HTMLParser):
    """Reads an HTML part: its links, tags, and what would fetch something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.fetched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "href":
                self.links.append(value or "")
            if name in ("src", "background", "srcset") or name.startswith("on"):
                self.fetched.append(name)


def parts(sent: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a message, as a mail program reads them from the wire."""
    read = message_from_bytes(sent.as_bytes(), policy=default)
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def page_of(link: str) -> str:
    return link.partition("&a=")[0]


@given(CARDS)
def test_every_mail_can_be_sent_and_read(card: Card) -> None:
    sent = message(card)
    wire = sent.as_bytes()
    assert wire.isascii()
    assert max(map(len, wire.splitlines())) <= 998
    text, html = parts(sent)
    reader, asked = Reader(html), {paper.url for paper in card.papers} | {row.url for row in card.rows}
    assert len(html.encode()) <= LARGEST
    assert not reader.fetched
    assert not reader.tags & {"img", "script", "link", "iframe", "form", "object", "b"}
    for link in reader.links:
        assert link.startswith("https://")
        assert link.startswith(f"{PUBLIC}/mail/") or any(link[:20] == url.strip()[:20] for url in asked)
    in_text = {page_of(line.strip()) for line in text.splitlines() if line.startswith("https://")}
    assert {page_of(link) for link in reader.links} <= in_text


@given(CARDS)
def test_headers_are_of_one_recipient_and_can_t_be_added_to(card: Card) -> None:
    read = message_from_bytes(message(card).as_bytes(), policy=default)
    assert read["To"].addresses[0].addr_spec == "ada@example.net"
    assert len(read["To"].addresses) == 1
    assert [name for name in read if name in ("Cc", "Bcc", "Reply-To", "Sender")] == []
    assert len(read["Subject"]) <= SUBJECT
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_link_to_leave_stands_whole_in_its_header() -> None:
    """Encoded or folded, no client would know it."""
    wire = message(Card(title="Papers")).as_bytes().decode()
    assert f"\r\nList-Unsubscribe: <{LINKS.leave(HANDLE)}>\r\n" in wire


def test_both_copies_of_a_delivery_have_one_id_and_one_date() -> None:
    first, second, other = message(Card()), message(Card()), message(Card(), key="delivery2")
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])
    assert first["Message-ID"] != other["Message-ID"]


def test_a_letter_too_long_for_inboxes_ends_with_fewer_papers_and_keeps_the_link_to_leave() -> None:
    long = "🎉" * 300
    cards = tuple(paper(n, long, facts=long, reason=long, summary=long * 3, badge=long) for n in range(30))
    text, html = parts(message(Card(title="Papers", papers=cards)))
    assert len(html.encode()) <= LARGEST
    assert LINKS.leave(HANDLE) in html
    assert LINKS.leave(HANDLE) in text
    shown = html.count("<h2 ")
    assert 0 < shown < 30
    assert f"… and {30 - shown} more" in html
    assert f"… and {30 - shown} more" in text


def test_the_subject_names_the_first_paper_and_how_many_more() -> None:
    assert subject_of("3 papers for Thu", ["Claims", "Drift", "Agents"]) == "3 papers: Claims +2"
    assert subject_of("No picks for Thu", []) == "No picks for Thu"
    assert len(subject_of("", ["long words " * 20, "x"])) <= SUBJECT


def test_a_subject_counts_what_the_title_counts() -> None:
    above, below = (paper(1, "One"), paper(2, "Two")), (paper(3, "Three", heading="Something different"), paper(4))
    assert str(message(Card(title="2 papers", papers=(*above, *below)))["Subject"]) == "2 papers: One +1"
    headed = replace(above[0], heading="Papers of Monday")
    assert str(message(Card(papers=(headed, above[1])))["Subject"]) == "2 papers: One +1"


@given(WORDS, st.sampled_from([ADA, visitor_account("m1")]))
def test_a_question_can_be_sent_and_read_and_leads_to_one_page(token: str, asker: Member) -> None:
    token = re.sub(r"[^A-Za-z0-9_-]", "", token)
    settings = EmailSettings(email_from="papers@example.org", email_operator="Example, 1 Street, Town")
    sent = Composer(settings, LINKS).question(asker, "ada@example.net", token, NOW)
    assert all(len(line) <= 998 and line.isascii() for line in sent.as_bytes().decode("ascii").splitlines())
    text, html = parts(sent)
    assert Reader(html).links == [LINKS.confirm(token)]
    assert LINKS.confirm(token) in text
    assert Reader(html).fetched == []
    assert sent["List-Unsubscribe"] is None


@pytest.mark.parametrize("url", ["http://a.org/", "javascript:alert(1)", "https://u:pw@a.org/", "https://", "data:,x"])
def test_an_address_that_is_no_safe_page_is_no_link(url: str) -> None:
    _, html = parts(message(Card(papers=(paper(url=url),))))
    assert all(link.startswith(PUBLIC) for link in Reader(html).links)


def test_words_from_outside_stay_words() -> None:
    _, html = parts(message(Card(title="<script>x</script>", papers=(paper(title='"><img src=x onerror=y>'),))))
    assert {"script", "img"} & Reader(html).tags == set()


class TestLinks:
    """Tokens: each does one thing, for one person."""

    card: PaperCard = paper()

    def token(self, url: str) -> str:
        found = re.search(r"\?t=([^&]+)", url)
        assert found
        return found[1]

    def test_a_link_reads_back(self) -> None:
        made = LINKS.read_paper(self.token(LINKS.paper(HANDLE, self.card.paper, TODAY, Signal.LIKE)), TODAY)
        assert made is not None
        assert (made.handle, made.paper, made.made) == (HANDLE, self.card.paper, TODAY)
        assert LINKS.read_leave(self.token(LINKS.leave(HANDLE))) == HANDLE

    def test_a_link_for_one_thing_does_no_other(self) -> None:
        leave = self.token(LINKS.leave(HANDLE))
        assert LINKS.read_settings(leave) is None
        assert LINKS.read_paper(leave, TODAY) is None

    def test_links_to_react_end_after_sixty_days_and_those_to_leave_never(self) -> None:
        token = self.token(LINKS.paper(HANDLE, self.card.paper, TODAY))
        assert LINKS.read_paper(token, TODAY + timedelta(days=FEEDBACK_DAYS)) is not None
        assert LINKS.read_paper(token, TODAY + timedelta(days=FEEDBACK_DAYS + 1)) is None
        assert LINKS.read_leave(self.token(LINKS.leave(HANDLE))) == HANDLE

    @given(st.text(max_size=80))
    def test_what_was_not_signed_here_is_nothing(self, token: str) -> None:
        assert LINKS.read_leave(token) is None
        assert LINKS.read_paper(token, date.today()) is None  # noqa: DTZ011
        assert LINKS.read_bounce(token) is None

    def test_a_bounce_is_known_in_any_case(self) -> None:
        assert LINKS.read_bounce(LINKS.bounce(HANDLE).upper()) == HANDLE
        assert len(f"bounces+{LINKS.bounce(HANDLE)}") <= 64

    def test_an_address_in_other_letters_has_the_same_fingerprint(self) -> None:
        assert LINKS.fingerprint("Ada@Example.ORG") == LINKS.fingerprint("ada@example.org")


def test_a_card_without_anything_still_makes_a_letter() -> None:
    assert replace(letter(Card())).title
