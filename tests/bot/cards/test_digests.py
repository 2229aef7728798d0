"""What a post says above its papers."""

from datetime import UTC, datetime

import pytest

from bot.cards.digests import digest_parts, recap_part
from bot.model import Channel, Digest, DigestFormat, DigestPick, Paper, PaperId, Pick, Selection, Subscription, Tenant

ROOM = Channel(Tenant("slack", "T1"), "C1")
NOW = datetime(2026, 8, 24, 9, tzinfo=UTC)
PICKS = tuple(
    Pick(paper=Paper(id=PaperId(f"arxiv:2608.0000{number}"), title=f"Paper {number}"), score=0.5) for number in (1, 2)
)


def said_above(selection: Selection, style: DigestFormat, *, direct: bool = False, trending: bool = False) -> str:
    subscription = Subscription(
        id="s", channel=ROOM, owner=None, created=NOW, format=style, direct=direct, trending=trending
    )
    digest = Digest(id="d", subscription="s", channel=ROOM, slot=NOW, made=NOW)
    first, *others = digest_parts(subscription, digest, selection)
    assert not any(part.card.text for part in others)
    return first.card.text


@pytest.mark.parametrize("style", list(DigestFormat))
def test_where_nothing_is_known_of_anybody_a_post_says_why_these_papers(style: DigestFormat) -> None:
    nobody_known = Selection(popular=PICKS, known=False)
    assert "don't know yet what people here like, so these are the most popular" in said_above(nobody_known, style)
    assert "I know nothing about you yet" in said_above(nobody_known, style, direct=True)
    assert said_above(Selection(picks=PICKS), style) == ""


@pytest.mark.parametrize("style", [DigestFormat.COMPACT, DigestFormat.THREADED])
def test_an_overview_names_all_the_papers_that_it_shows_so_that_numbers_and_emoji_mean_them(
    style: DigestFormat,
) -> None:
    subscription = Subscription(id="s", channel=ROOM, owner=None, created=NOW, format=style)
    digest = Digest(
        id="d", subscription="s", channel=ROOM, slot=NOW, made=NOW, picks=(DigestPick(paper=PICKS[0].paper.id),)
    )
    first = digest_parts(subscription, digest, Selection(picks=PICKS[:1], popular=PICKS[1:]))[0]
    assert [paper.paper for paper in first.card.papers] == [pick.paper.id for pick in PICKS]
    assert first.papers == tuple(pick.paper.id for pick in PICKS)


def test_a_recap_has_no_numbers_since_they_mean_the_papers_of_the_day() -> None:
    assert not recap_part([(PICKS[0].paper, 2, 1)]).card.numbered


@pytest.mark.parametrize("style", list(DigestFormat))
def test_what_is_trending_is_called_so_in_every_format(style: DigestFormat) -> None:
    assert "most upvoted" in said_above(Selection(picks=PICKS), style, trending=True)
