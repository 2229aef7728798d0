"""Posts as Slack gets them: ten picks with all their buttons, which say what they act on."""

from datetime import UTC, datetime

from adapters.slack.render import MESSAGE, render, size
from bot.cards.digests import digest_parts
from bot.model import (
    Card,
    Channel,
    Digest,
    DigestFormat,
    Member,
    Pick,
    Reason,
    ReasonKind,
    Selection,
    Subscription,
    Tenant,
)
from bot.sources.sample import SampleSource

REASONS = (Reason(kind=ReasonKind.TOPIC, subject="language model agents", contribution=0.5),)


async def ten_picks() -> Card:
    """A compact post of ten real papers, as it is posted."""
    channel = Channel(Tenant("slack", "T1"), "C1")
    papers = [paper async for batch in SampleSource().fetch(None) for paper in batch.papers][:10]
    picks = [Pick(paper=paper, score=0.9, reasons=REASONS) for paper in papers]
    subscription = Subscription(
        id="s", channel=channel, owner=Member(channel.tenant, "U1"), format=DigestFormat.COMPACT, count=10
    )
    slot = datetime(2026, 9, 1, 8, tzinfo=UTC)
    digest = Digest(id="d", subscription="s", channel=channel, slot=slot, made=slot)
    return digest_parts(subscription, digest, Selection(picks=tuple(picks)))[0].card


async def test_a_compact_post_of_ten_keeps_like_dislike_and_save_on_each() -> None:
    card = await ten_picks()
    blocks = render(card).blocks
    assert size(blocks) <= MESSAGE.bytes
    pressed = [e for block in blocks for e in block.get("elements", []) if e.get("type") == "button"]
    for paper in card.papers:
        mine = [e["value"].partition(" ")[0] for e in pressed if str(paper.paper) in e["value"]]
        assert mine == ["like", "dislike", "save"], paper.title


async def test_a_screen_reader_hears_what_a_button_acts_on() -> None:
    card = await ten_picks()
    pressed = [e for block in render(card).blocks for e in block.get("elements", []) if e.get("type") == "button"]
    first = card.papers[0].title
    spoken = [e["accessibility_label"] for e in pressed[:3]]
    assert [label.partition(":")[0] for label in spoken] == ["Like", "Dislike", "Save"]
    assert all(label.partition(": ")[2].rstrip("…") in first and len(label) <= 75 for label in spoken)
