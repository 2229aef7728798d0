"""What a team sees of a paper on its page: who saved it, if they chose so, and where it was posted."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.pages.settings import Mode
from bot.commands import parse
from bot.model import Card, Delivery, Digest, DigestKind, Member, MessageRef, Request, Tenant
from tests.adapters.pages.conftest import OURS, PUBLIC_URL, Browsing, browsing
from tests.adapters.pages.test_channels import ADA, BEN, ENV_HARNESS, FRIDAY, PAPERS, ask, picked, posted, set_up
from tests.adapters.pages.test_signing_in import signed_in
from tests.contracts.digest_making import claim_one

EVE = Member(Tenant("slack", "T2"), "U2")
PAGE = f"/paper/{ENV_HARNESS}"


@pytest.fixture
async def team() -> AsyncIterator[Browsing]:
    async with browsing(Mode.PRIVATE, PUBLIC_URL) as visitor:
        yield visitor


async def message_header(page: Browsing, line: str, member: Member, name: str = "") -> Card:
    """What chat answers in a private conversation; its event carries the person's name."""
    request = Request(member=member, command=parse(line), at=page.app.clock.now(), direct=True, name=name)
    return (await page.app.core.answer(request)).card


async def seen(page: Browsing, reader: Member) -> str:
    return (await page.get(PAGE, Cookie=await signed_in(page, reader))).text


async def test_nobody_s_saves_are_seen_unless_they_say_so(team: Browsing) -> None:
    await message_header(team, f"save {ENV_HARNESS}", BEN, "Ben Okri")
    assert "In your team" not in await seen(team, ADA)
    card = await message_header(team, "web show-saves", BEN, "Ben Okri")
    assert "“Ben Okri”" in card.text
    assert "Saved by Ben Okri." in await seen(team, ADA)
    assert "In your team" not in await seen(team, BEN)
    await message_header(team, "web hide-saves", BEN)
    assert "In your team" not in await seen(team, ADA)


async def test_it_is_switched_on_and_off_on_the_page_too(team: Browsing) -> None:
    await message_header(team, f"save {ENV_HARNESS}", BEN)
    cookie = {"Cookie": await signed_in(team, BEN)}
    privacy = (await team.get("/me/privacy", **cookie)).text
    assert "Only you see what you save." in privacy
    assert "Your team sees what you save if you choose so" in privacy
    await team.send("/do", {**OURS, **cookie}, line="web show-saves", back="/me/privacy")
    assert "Hide what I save" in (await team.get("/me/privacy", **cookie)).text
    assert "Saved by U2." in await seen(team, ADA)


async def test_likes_and_what_was_taken_back_are_not_told(team: Browsing) -> None:
    await message_header(team, "web show-saves", BEN, "Ben")
    await message_header(team, f"like {ENV_HARNESS}", BEN)
    await message_header(team, f"save {ENV_HARNESS}", BEN)
    await message_header(team, f"undo save {ENV_HARNESS}", BEN)
    assert "In your team" not in await seen(team, ADA)


async def test_another_team_and_strangers_see_nothing_of_it(team: Browsing) -> None:
    await message_header(team, "web show-saves", BEN, "Ben")
    await message_header(team, f"save {ENV_HARNESS}", BEN)
    assert "In your team" not in await seen(team, EVE)
    await team.app.store.links.join(BEN, EVE)
    assert "In your team" not in await seen(team, Member(EVE.tenant, "U3"))


async def test_a_hostile_name_is_only_text_and_goes_with_everything_else(team: Browsing) -> None:
    await message_header(team, "web show-saves", BEN, "<img src=x onerror=alert(1)>\n\u202eBen")
    await message_header(team, f"save {ENV_HARNESS}", BEN)
    text = await seen(team, ADA)
    assert "<img" not in text
    assert "&lt;img" in text
    await message_header(team, "privacy confirm-forget", BEN)
    assert "In your team" not in await seen(team, ADA)
    assert await team.app.store.known_people.names([BEN]) == {}


async def test_where_there_is_no_page_nothing_is_promised() -> None:
    async with browsing(Mode.LOCAL) as page:
        card = await message_header(page, "web show-saves", BEN, "Ben")
        assert "no web page" in card.text


async def test_posts_are_told_to_who_was_active_in_their_channel_alone(team: Browsing) -> None:
    await set_up(team)
    await posted(team, FRIDAY, picked(ENV_HARNESS))  # made, and never sent
    assert "In your team" not in await seen(team, ADA)
    await sent(team)
    assert "Posted in the channel C1 on 22 Aug 2026." in await seen(team, ADA)
    assert "In your team" not in await seen(team, BEN)
    await ask(team, "today", BEN)
    assert "Posted in the channel C1" in await seen(team, BEN)
    assert "Posted" not in await seen(team, EVE)


async def sent(page: Browsing) -> None:
    """The same paper in a digest whose message arrived."""
    store, card = page.app.store, Card(title="1 paper")
    standing = await store.subscriptions.of(PAPERS)
    assert standing
    digest = Digest(
        id="sub-C1/sent",
        subscription="sub-C1",
        channel=PAPERS,
        slot=FRIDAY,
        made=FRIDAY,
        kind=DigestKind.DAILY,
        picks=(picked(ENV_HARNESS),),
    )
    delivery = Delivery(key="k", digest=digest.id, channel=PAPERS, part=0, card=card)
    await store.digests.commit(standing, digest, [delivery], next_due=standing.next_due, seen_to=None)
    claimed = await claim_one(store.outbox, "slack", page.app.clock.now(), timedelta(minutes=1))
    assert claimed
    await store.outbox.sent(claimed, MessageRef(PAPERS, "1.1"), next_at=page.app.clock.now())
